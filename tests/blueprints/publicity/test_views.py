"""The results board as everybody reads it."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.db import db
from portal.domain.service_requests.voices import Grade
from tests.domain.publicity.requests import FILED, insert_rating, insert_request, october_in_lotus_road, show

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SEPTEMBER = datetime(2026, 9, 10, 2, 0, tzinfo=UTC)


@pytest.fixture
def october(cast):
    october_in_lotus_road(cast)
    db.session.commit()


def test_before_the_first_month_the_page_says_little(client):
    page = client.get("/results").text
    assert "还没有公开的办结结果。" in page
    assert "办得怎么样" not in page


def test_each_rate_has_numerator_and_denominator(client, october):
    page = client.get("/results").text
    assert "2026年10月办得怎么样" in page
    assert "收到 16 件，办结 12 件。" in page
    assert "<span>83%</span>" in page
    assert "到期 12 件，按时办结 10 件" in page
    assert "居民评价 12 次，说解决了的 11 次" in page
    assert "居民评价 12 次，满意的 11 次" in page
    assert "这个月没有该联系的。" in page


def test_small_grids_and_what_would_give_them_away_are_withheld(client, cast, october):
    page = client.get(f"/results/communities/{cast.lotus.id}").text
    for grid in (cast.l1, cast.l2):
        assert f'{grid.name}</a><br>\n      <span class="quiet small">收到 不到 10 件' in page
    small = client.get(f"/results/grids/{cast.l2.code}").text
    assert "收到 不到 10 件" in small
    assert "收到 16 件" in page


def test_results_tell_street_and_estate_and_never_the_house(client, cast, october):
    page = client.get("/results").text
    assert "</strong> 莲叶路 明亮花园</span>" in page
    assert "1号楼" not in page
    assert "用了 2 天" in page
    assert "当天办完" in page
    assert "晚了" in page


def test_a_grid_shows_its_own(client, cast, october):
    assert "路灯第1盏修好了。" in client.get(f"/results/grids/{cast.l1.code}").text
    assert "路灯第" not in client.get(f"/results/grids/{cast.l2.code}").text
    assert "路灯第" not in client.get(f"/results/communities/{cast.maple.id}").text


def test_months_are_chosen_and_kept_in_links(client, cast, october):
    for _ in range(10):
        insert_request(cast, filed_at=SEPTEMBER)
    db.session.commit()
    page = client.get("/results?month=2026-09").text
    assert "收到 10 件，办结 0 件。" in page
    assert '<option value="2026-09" selected>2026年9月</option>' in page
    assert f'href="/results/communities/{cast.lotus.id}?month=2026-09"' in page
    assert "2026年9月办完的事" in page
    assert "路灯第1盏修好了。" not in page
    assert "2026年10月办得怎么样" in client.get("/results?month=2026-13").text
    assert "2026年11月" not in page


def test_the_running_month_is_not_told(client, cast):
    insert_request(cast, filed_at=AT)
    db.session.commit()
    assert "办得怎么样" not in client.get("/results").text


def test_basically_satisfied_counts_where_the_town_says_so(client, app, cast):
    for _ in range(10):
        insert_rating(
            insert_request(cast, settled_at=FILED + timedelta(days=1)), Grade.BASICALLY_SATISFIED, solved=True
        )
    db.session.commit()
    assert "居民评价 10 次，满意的 0 次" in client.get("/results").text
    app.config["BASICALLY_SATISFIED_COUNTS"] = True
    app.extensions["kept_pages"].cache._kept.clear()
    assert "居民评价 10 次，满意的 10 次" in client.get("/results").text


def test_what_was_reopened_is_gone_at_once(client, cast):
    lamp = insert_request(cast, settled_at=FILED + timedelta(days=1))
    show(lamp)
    db.session.commit()
    assert "路灯换了新灯泡。" in client.get("/results").text
    lamp.settled_at, lamp.status = None, "filed"
    db.session.commit()
    assert "路灯换了新灯泡。" not in client.get("/results").text


def test_long_boards_have_pages(client, cast):
    for number in range(21):
        show(insert_request(cast, settled_at=FILED + timedelta(hours=number)), f"路灯第{number}盏修好了。")
    db.session.commit()
    assert "第 1 页，共 2 页" in client.get("/results").text
    assert "路灯第0盏修好了。" in client.get("/results?page=2").text


def test_places_nobody_knows_are_not_found(client):
    assert client.get("/results/communities/99").status_code == 404
    assert client.get("/results/grids/nowhere").status_code == 404
