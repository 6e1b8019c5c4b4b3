"""The placard desk: what each person sees and may do."""

from datetime import timedelta

import pytest

from portal.db import db
from portal.domain.placards import services
from portal.domain.placards.codes import shown
from portal.domain.placards.models import Placard, RetiredBecause, ScanCount
from portal.domain.records.models import Record
from tests.conftest import TODAY
from tests.domain.placards.placards import NOW, WHO, live_at, make_all, make_one, print_all

STEPS = ["installation", "damage", "damage/clearance", "loss", "removal", "replacement"]


@pytest.fixture
def placard(client, cast) -> Placard:
    return make_one(cast.bright1)


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def codes_in(answer) -> set[str]:
    """The codes of placards that a page lists, written as on the placard."""
    return {code for code in db.session.scalars(db.select(Placard.code)) if shown(code) in text_of(answer)}


def test_without_signing_in_the_desk_is_closed(client, placard):
    assert client.get("/staff/placards").status_code == 303
    assert client.post(f"/staff/placards/{placard.id}/loss").status_code == 303


def test_a_stranger_finds_none_of_it(client, cast, placard):
    client.sign_in("stranger")
    assert codes_in(client.get("/staff/placards")) == set()
    assert codes_in(client.get(f"/staff/placards?place=grid-{cast.l1.id}")) == set()
    assert client.get(f"/staff/placards/{placard.id}").status_code == 404
    for step in STEPS:
        assert client.post(f"/staff/placards/{placard.id}/{step}", data={"on": TODAY}).status_code == 404, step
    assert db.session.get(Placard, placard.id).is_live


def test_a_viewer_looks_and_changes_nothing(client, placard):
    client.sign_in("viewer")
    page = text_of(client.get(f"/staff/placards/{placard.id}"))
    assert "明亮花园 1号楼" in page
    assert "记为破损" not in page
    assert "打印" not in page
    assert "做公示牌" not in text_of(client.get("/staff/placards"))
    for step in STEPS:
        assert client.post(f"/staff/placards/{placard.id}/{step}").status_code == 403, step
    for path in ("new", "installations", "print-jobs/new"):
        assert client.get(f"/staff/placards/{path}").status_code == 403
        assert client.post(f"/staff/placards/{path}").status_code == 403


def test_unknown_and_impossible_numbers_are_not_found(client, placard):
    client.sign_in("officer")
    for number in ("999", "2147483648", "99999999999999999999", "0"):
        assert client.get(f"/staff/placards/{number}").status_code == 404


def test_the_page_tells_the_life_of_a_placard(client, cast, placard):
    print_all(placard)
    services.put_up(placard, TODAY, today=TODAY, by="officer", at=NOW)
    services.report_damage(placard, by="居民", at=NOW)
    db.session.add(ScanCount(placard_id=placard.id, day=TODAY, scans=7))
    db.session.commit()
    page = text_of(client.sign_in("officer").get(f"/staff/placards/{placard.id}"))
    for words in ("做好，有了编号和核对词", "印制，第 2 版", "贴到墙上", "莲干事", "报告破损", "居民", "共 7 次"):
        assert words in page, words


def test_a_sheet_is_entered_as_put_up(client, placard):
    print_all(placard)
    client.sign_in("officer")
    answer = client.post(f"/staff/placards/{placard.id}/installation", data={"on": TODAY.isoformat()})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/staff/placards/{placard.id}")
    assert db.session.get(Placard, placard.id).put_up_on == TODAY
    assert "已经贴到墙上" in text_of(client.get(f"/staff/placards/{placard.id}"))


@pytest.mark.parametrize(("on", "says"), [("2026-11-24", "张贴日期"), ("soon", "日期请写成"), ("", "请选日期")])
def test_a_wrong_day_is_refused_and_kept(client, placard, on, says):
    print_all(placard)
    answer = client.sign_in("officer").post(f"/staff/placards/{placard.id}/installation", data={"on": on})
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert f'value="{on}"' in text_of(answer)
    assert db.session.get(Placard, placard.id).put_up_on is None


def test_damage_is_entered_and_cleared(client, placard):
    client.sign_in("officer")
    client.post(f"/staff/placards/{placard.id}/damage")
    assert db.session.get(Placard, placard.id).damage_reported_at
    client.post(f"/staff/placards/{placard.id}/damage/clearance")
    assert db.session.get(Placard, placard.id).damage_reported_at is None
    assert client.post(f"/staff/placards/{placard.id}/damage/clearance").status_code == 409


@pytest.mark.parametrize(("step", "because"), [("loss", RetiredBecause.LOST), ("removal", RetiredBecause.REMOVED)])
def test_a_placard_is_retired_once(client, placard, step, because):
    client.sign_in("officer")
    assert client.post(f"/staff/placards/{placard.id}/{step}").status_code == 303
    assert db.session.get(Placard, placard.id).retired_because is because
    assert client.post(f"/staff/placards/{placard.id}/{step}").status_code == 409
    assert "已停用" in text_of(client.get(f"/staff/placards/{placard.id}"))


def test_a_replacement_leads_to_the_new_one_and_back(client, cast, placard):
    client.sign_in("officer")
    answer = client.post(f"/staff/placards/{placard.id}/replacement")
    new = live_at(cast.bright1)
    assert answer.headers["Location"] == f"/staff/placards/{new.id}"
    assert f"接替 {placard.code}" in text_of(client.get(f"/staff/placards/{new.id}"))
    assert f"/staff/placards/{new.id}" in text_of(client.get(f"/staff/placards/{placard.id}"))


def test_a_retired_placard_scanned_since_may_still_hang(client, placard):
    services.retire(placard, RetiredBecause.REMOVED, today=TODAY - timedelta(days=3), **WHO)
    placard.last_scanned_on = TODAY
    db.session.commit()
    assert "可能还挂在墙上" in text_of(client.sign_in("officer").get(f"/staff/placards/{placard.id}"))


def test_steps_are_on_the_record_under_the_user_name(client, placard):
    client.sign_in("officer").post(f"/staff/placards/{placard.id}/loss")
    [record] = db.session.scalars(db.select(Record).filter_by(action="placard.lost"))
    assert (record.by, record.subject) == ("officer", f"placard {placard.code}")


def test_placards_are_made_for_a_grid(client, cast):
    client.sign_in("officer")
    answer = client.post("/staff/placards/new", data={"kind": "entrance", "place": f"grid-{cast.l2.id}"})
    assert answer.status_code == 303
    assert "做好了 3 块" in text_of(client.get(answer.headers["Location"]))


def test_making_for_everything_stays_in_scope(client, cast):
    client.sign_in("officer").post("/staff/placards/new", data={"kind": "building", "place": "town"})
    grids = {one.building.assignments[0].grid_id for one in db.session.scalars(db.select(Placard))}
    assert grids == {cast.l1.id, cast.l2.id}


def test_making_elsewhere_is_not_offered(client, cast):
    answer = client.sign_in("stranger").post(
        "/staff/placards/new", data={"kind": "building", "place": f"grid-{cast.l1.id}"}
    )
    assert answer.status_code == 422
    assert db.session.scalar(db.select(db.func.count(Placard.id))) == 0


def test_a_gate_needs_a_grid_and_a_name_and_keeps_what_was_typed(client, cast):
    client.sign_in("officer")
    sent = {"kind": "estate_gate", "place": "town", "name": "明亮花园南门"}
    answer = client.post("/staff/placards/new", data=sent)
    assert answer.status_code == 422
    assert "要选一个网格" in text_of(answer)
    assert 'value="明亮花园南门"' in text_of(answer)
    sent["place"] = f"grid-{cast.l1.id}"
    assert client.post("/staff/placards/new", data=sent).status_code == 303
    assert "已经有一块" in text_of(client.post("/staff/placards/new", data=sent))


@pytest.mark.parametrize("name", ["a\x00b", "长" * 61, "x" * 10_000])
def test_a_name_that_cannot_be_stored_is_refused_with_a_sentence(client, cast, name):
    sent = {"kind": "notice_board", "place": f"grid-{cast.l1.id}", "name": name}
    answer = client.sign_in("officer").post("/staff/placards/new", data=sent)
    assert answer.status_code == 422
    assert "还有 1 处要改" in text_of(answer)


def test_a_round_enters_what_was_ticked(client, cast):
    placards = make_all(cast.l1)
    print_all(*placards[:2])
    client.sign_in("officer")
    page = text_of(client.get(f"/staff/placards/installations?place=grid-{cast.l1.id}"))
    assert page.count('type="checkbox"') == page.count("checked") == 2
    answer = client.post("/staff/placards/installations", data={"placards": [placards[0].id], "on": TODAY})
    assert answer.status_code == 303
    assert [one.put_up_on for one in db.session.scalars(db.select(Placard).order_by(Placard.id))] == [TODAY, None, None]


def test_a_round_needs_ticks_and_takes_nothing_from_elsewhere(client, cast):
    [elsewhere, *_] = make_all(cast.m1)
    print_all(elsewhere, *make_all(cast.l1))
    client.sign_in("officer")
    assert "还没有选公示牌" in text_of(client.post("/staff/placards/installations", data={"on": TODAY}))
    sent = {"placards": [elsewhere.id], "on": TODAY}
    assert client.post("/staff/placards/installations", data=sent).status_code == 422
    assert db.session.get(Placard, elsewhere.id).put_up_on is None
