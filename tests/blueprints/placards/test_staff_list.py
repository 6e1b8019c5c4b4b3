"""The list of placards: who sees which, by place, condition and text."""

from datetime import timedelta

import pytest

from portal.db import db
from portal.domain.placards import services
from portal.domain.placards.codes import shown
from portal.domain.placards.models import Placard, RetiredBecause
from tests.conftest import TODAY
from tests.domain.placards.placards import NOW, WHO, make_all, make_one, print_all


@pytest.fixture
def placard(client, cast) -> Placard:
    return make_one(cast.bright1)


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def codes_in(answer) -> set[str]:
    """The codes of placards that a page lists, written as on the placard."""
    return {code for code in db.session.scalars(db.select(Placard.code)) if shown(code) in text_of(answer)}


def test_the_list_shows_placards_in_scope_by_grid(client, cast, placard):
    make_all(cast.l2, cast.m1)
    page = client.sign_in("officer").get("/staff/placards")
    assert len(codes_in(page)) == 5
    assert "莲叶路社区第2网格" in text_of(page)
    assert "枫林" not in text_of(page)


def test_a_worker_sees_the_grids_they_serve(client, cast, placard):
    make_all(cast.l2, cast.m1)
    assert len(codes_in(client.sign_in("pan").get("/staff/placards"))) == 3


def test_figures_count_each_condition(client, cast):
    placards = make_all(cast.l1, cast.l2)
    print_all(*placards[:4])
    for one in placards[:3]:
        services.put_up(one, TODAY, today=TODAY, **WHO)
    placards[0].last_scanned_on = TODAY - timedelta(days=91)
    placards[1].last_scanned_on = TODAY - timedelta(days=90)
    services.report_damage(placards[3], by="居民", at=NOW)
    services.retire(placards[4], RetiredBecause.LOST, today=TODAY, **WHO)
    cast.li.work_phone = "14000000199"
    db.session.commit()
    client.sign_in("officer")
    for condition, count in {
        "live": 4,
        "not-up": 1,
        "never-scanned": 1,
        "silent": 1,
        "damaged": 1,
        "stale": 1,
        "retired": 1,
    }.items():
        page = client.get(f"/staff/placards?condition={condition}")
        assert len(codes_in(page)) == count, condition
        assert condition == "retired" or f'<span class="figure">{count}</span>' in text_of(page), condition


def test_a_reprint_is_not_up_until_it_hangs(client, cast, placard):
    print_all(placard)
    services.put_up(placard, TODAY, today=TODAY, **WHO)
    print_all(placard, today=TODAY + timedelta(days=1))
    client.sign_in("officer")
    assert placard.code in codes_in(client.get("/staff/placards?condition=not-up"))


def test_the_list_is_narrowed_by_place_and_text_and_keeps_both_in_its_links(client, cast, placard):
    make_all(cast.l2)
    client.sign_in("officer")
    assert len(codes_in(client.get(f"/staff/placards?place=grid-{cast.l2.id}"))) == 2
    assert len(codes_in(client.get(f"/staff/placards?place=community-{cast.lotus.id}"))) == 5
    assert codes_in(client.get(f"/staff/placards?text={placard.code[:4]}-{placard.code[4:].lower()}")) == {placard.code}
    assert len(codes_in(client.get("/staff/placards?text=明亮花园"))) == 4
    page = text_of(client.get(f"/staff/placards?place=grid-{cast.l2.id}&text=5号"))
    assert f"place=grid-{cast.l2.id}&amp;text=5%E5%8F%B7&amp;condition=damaged" in page


@pytest.mark.parametrize(
    "query",
    [
        "place=grid-99999999999",
        "place=%00",
        "condition=x",
        "text=%25_/\\'",
        "text=%00",
        "text=" + "长" * 5000,
        "page=-1",
    ],
)
def test_odd_filters_are_answered_calmly(client, placard, query):
    assert client.sign_in("officer").get(f"/staff/placards?{query}").status_code == 200


def test_a_percent_sign_is_looked_for_as_such(client, placard):
    assert codes_in(client.sign_in("officer").get("/staff/placards?text=%25")) == set()


def test_htmx_gets_the_list_alone(client, placard):
    client.sign_in("officer")
    page, part = client.get("/staff/placards"), client.get("/staff/placards", headers={"HX-Request": "true"})
    assert text_of(part).strip().startswith('<div id="placards"')
    assert text_of(part).strip() in text_of(page)
    assert "HX-Request" in part.headers["Vary"]


def test_a_long_list_has_pages_that_keep_the_filters(client, cast, placard, monkeypatch):
    monkeypatch.setattr("portal.paging.page_of.__defaults__", (2,))
    page = text_of(client.sign_in("officer").get("/staff/placards?text=明亮"))
    assert "第 1 页，共 2 页" in page
    assert "page=2" in page


def test_telling_what_is_stale_is_not_done_twice_for_the_same_register(client, placard, monkeypatch):
    from portal.blueprints.placards import places

    print_all(placard)
    client.sign_in("officer").get("/staff/placards")
    monkeypatch.setattr(places, "stale_ids", lambda *_args, **_kwargs: pytest.fail("counted again"))
    assert client.get("/staff/placards").status_code == 200
