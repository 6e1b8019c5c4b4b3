"""The first page after signing in."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.db import db
from portal.domain.contacts.models import Absence, Post
from portal.domain.grids.models import UnmatchedAddress
from tests.conftest import TODAY
from tests.domain.service_requests.stored import stored

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def pan_is_away(cast) -> None:
    db.session.add(
        Absence(
            person_id=cast.pan.id, cover_id=cast.li.id, first_day=TODAY, last_day=TODAY, entered_at=AT, entered_by="pan"
        )
    )


def page(client, who: str) -> str:
    return client.sign_in(who).get("/staff").text


def section(text: str, heading: str) -> str:
    return text.partition(f"<h2>{heading}</h2>")[2].partition("</section>")[0]


def test_it_says_who_one_is(client):
    text = page(client, "officer")
    for words in ("2026年11月23日星期一", "莲干事，您好。", "社区工作人员，莲叶路社区"):
        assert words in text


def test_a_grid_worker_finds_their_grids(client):
    mine = section(page(client, "pan"), "我的网格")
    assert "莲叶路社区第1网格" in mine
    assert "第2网格" not in mine
    assert 'href="/grids/990001001/card"' in mine


def test_grids_one_covers_are_there_and_named_so(client, cast, pan_is_away):
    mine = section(page(client, "li"), "我的网格")
    assert mine.count('class="choice"') == 2
    assert mine.count("代班</span>") == 1
    assert "由李二代班" in mine


def test_a_department_has_no_figures_of_places(client):
    text = page(client, "cheng")
    assert "部门工作人员，城管中队" in text
    for words in ("没有网格员的网格", "今天谁不在", "公示牌", "我的网格"):
        assert words not in text


def test_who_is_away_still_sees_their_grid_and_the_cover(client, pan_is_away):
    mine = section(page(client, "pan"), "我的网格")
    assert "莲叶路社区第1网格" in mine
    assert "由李二代班" in mine


def test_without_a_post_there_is_a_sentence_instead(client, cast):
    for post in db.session.scalars(db.select(Post).filter_by(person_id=cast.pan.id)):
        post.ends_on = TODAY
    assert "您今天没有网格" in page(client, "pan")


def test_who_is_away_is_shown_where_one_is_responsible(client, pan_is_away):
    assert "由李二代班" in section(page(client, "officer"), "今天谁不在")
    assert "莲叶路社区第1网格" in section(page(client, "officer"), "今天谁不在")
    assert "人都在。" in section(page(client, "stranger"), "今天谁不在")


def test_figures_count_within_the_scope(client, cast):
    db.session.add(UnmatchedAddress(address="枫叶里3号", community_id=cast.maple.id, first_at=AT, last_at=AT))
    for post in db.session.scalars(db.select(Post).filter_by(person_id=cast.he.id)):
        post.ends_on = TODAY
    for who, unmatched, vacant in (("stranger", 1, 1), ("officer", 0, 0)):
        waits = section(page(client, who), "等着办的")
        assert f'<span class="figure">{unmatched}</span>没找到的地址' in waits
        assert f'<span class="figure">{vacant}</span>没有网格员的网格（共' in waits


def test_figures_one_may_not_act_on_are_left_out(client):
    assert "没找到的地址" not in section(page(client, "viewer"), "等着办的")


def test_the_way_on_is_one_tap(client):
    ways = section(page(client, "pan"), "去哪里")
    assert ways.count('class="choice"') == 7
    assert "工作人员账号" not in ways


def test_everybody_may_open_it(client):
    for who in ("admin", "officer", "stranger", "pan", "viewer"):
        assert client.sign_in(who).get("/staff").status_code == 200


def test_the_requests_of_the_own_desk_are_counted_and_one_tap_away(client, cast):
    stored(cast.l1)
    stored(cast.l1, due=timedelta(days=-3000))
    stored(cast.l2)
    waits = section(page(client, "pan"), "等着办的")
    assert '<a href="/staff/requests?queue=to-sign"><span class="figure">2</span>待签收</a>' in waits
    assert '<a href="/staff/requests?queue=late"><span class="figure late">1</span>已超期</a>' in waits
