"""The staff queue of unknown addresses: from the resident's words to a name or a building, found at once."""

import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from portal.db import db
from portal.domain.grids import unmatched
from portal.domain.grids.models import AddressOutcome, Building, PlaceAlias, UnmatchedAddress
from portal.domain.records.models import Record
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("cast_index")
MOMENT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
QUEUE = "/staff/grids/unmatched"
BUILDING = {"code": "B0040", "estate": "红楼", "road": "莲叶路", "number": "30号", "building_no": "", "units": "2"}


@pytest.fixture
def row(cast: Cast) -> UnmatchedAddress:
    made = unmatched.report("红楼2单元", "粮店后面", cast.lotus.id, at=MOMENT)
    db.session.commit()
    return made


def post(client: FlaskClient, row: UnmatchedAddress, what: str, **typed: str):
    return client.post(f"{QUEUE}/{row.id}/{what}", data=typed)


def decision(client: FlaskClient, words: str) -> tuple[str, list]:
    answer = client.get("/api/lookup", query_string={"q": words}).get_json()
    return answer["decision"], [(one["building_code"], one["reason"]) for one in answer["candidates"]]


def test_the_words_of_a_resident_are_found_at_once_after_staff_named_the_place(client: FlaskClient, cast: Cast):
    assert decision(client, "红楼2单元") == ("none", [])
    client.post("/lookup/unmatched", data={"address": "红楼2单元"})
    client.sign_in("officer")
    row = db.session.scalars(db.select(UnmatchedAddress)).one()
    search = client.get(f"{QUEUE}/{row.id}?q=明亮花园1号楼").get_data(as_text=True)
    assert 'value="building B0001"' in search
    assert 'value="红楼"' in search, "the likely name stands ready, without the number"
    answer = post(client, row, "alias", alias="红楼", place="building B0001")
    assert answer.status_code == 303
    assert "记下了" in client.get(answer.headers["Location"]).get_data(as_text=True)
    assert decision(client, "红楼2单元") == ("answer", [("B0001", "alias")])
    assert "按别名「红楼」认出" in client.get("/lookup?q=红楼2单元").get_data(as_text=True)


def test_the_queue_shows_words_place_and_how_often(client: FlaskClient, row: UnmatchedAddress):
    said = client.sign_in("officer").get(QUEUE).get_data(as_text=True)
    for shown in ("红楼2单元", "粮店后面", "莲叶路社区", f'href="{QUEUE}/{row.id}"'):
        assert shown in said


def test_an_empty_queue_says_so(client: FlaskClient):
    assert "没有等着处理的地址" in client.sign_in("officer").get(QUEUE).get_data(as_text=True)


def test_a_whole_estate_is_named(client: FlaskClient, row: UnmatchedAddress):
    client.sign_in("officer")
    assert post(client, row, "alias", alias="电机厂宿舍", place="estate B0001").status_code == 303
    assert decision(client, "电机厂宿舍5号楼") == ("answer", [("B0005", "alias")])


def test_a_missing_building_is_added_and_found_at_once(client: FlaskClient, cast: Cast, row: UnmatchedAddress):
    client.sign_in("officer")
    answer = post(client, row, "building", **BUILDING, grid=str(cast.l1.id))
    assert answer.status_code == 303
    assert decision(client, "红楼30号2单元")[1][0][0] == "B0040"
    db.session.refresh(row)
    assert row.outcome is AddressOutcome.BUILDING
    assert "building.added" in set(db.session.scalars(db.select(Record.action)))


def test_an_address_is_dismissed_with_a_reason_on_the_record(client: FlaskClient, row: UnmatchedAddress):
    client.sign_in("officer")
    assert post(client, row, "dismissal", because="elsewhere").status_code == 303
    assert "红楼2单元" not in client.get(QUEUE).get_data(as_text=True)
    note = db.session.scalars(db.select(Record).filter_by(action="address.dismissed")).one()
    assert (note.by, note.subject, note.detail) == ("officer", f"unmatched-address {row.id}", "不在本街道")


@pytest.mark.parametrize(
    ("what", "typed", "sentence"),
    [
        ("alias", {"alias": "红楼"}, "请选一处"),
        ("alias", {"alias": "", "place": "building B0001"}, "请写叫法"),
        ("alias", {"alias": "小区", "place": "building B0001"}, "到处都有"),
        ("alias", {"alias": "红\x00楼", "place": "building B0001"}, "看不见的符号"),
        ("building", {**BUILDING, "code": "B0001"}, "已经用在另一栋楼上"),
        ("building", {**BUILDING, "code": ""}, "请写楼栋编号"),
        ("building", {**BUILDING, "units": "100"}, "最多 99"),
        ("building", {**BUILDING, "units": "二"}, "单元数"),
        ("building", {**BUILDING, "estate": "红" * 61}, "最多 60 个字"),
        ("dismissal", {}, "请选一个原因"),
        ("dismissal", {"because": "x"}, "为什么不用处理"),
    ],
)
def test_a_refused_form_is_shown_again(
    client: FlaskClient, cast: Cast, row: UnmatchedAddress, what: str, typed: dict, sentence: str
):
    typed = {"grid": str(cast.l1.id), **typed} if what == "building" else typed
    answer = client.sign_in("officer").post(f"{QUEUE}/{row.id}/{what}?q=明亮花园1号楼", data=typed)
    assert answer.status_code == 422
    said = answer.get_data(as_text=True)
    assert sentence in said
    assert "error-summary" in said
    if typed.get("alias"):
        assert f'value="{typed["alias"]}"' in said
    assert db.session.scalars(db.select(Building).filter_by(code="B0040")).first() is None
    assert not db.session.scalars(db.select(PlaceAlias)).all()


def test_a_closed_row_is_gone_for_the_second_person(client: FlaskClient, row: UnmatchedAddress):
    client.sign_in("officer")
    post(client, row, "dismissal", because="unclear")
    assert post(client, row, "dismissal", because="unclear").status_code == 404


def test_buildings_and_grids_out_of_scope_cannot_be_chosen(client: FlaskClient, cast: Cast, row: UnmatchedAddress):
    client.sign_in("officer")
    search = client.get(f"{QUEUE}/{row.id}?q=枫林村1号").get_data(as_text=True)
    assert "B0011" not in search
    assert "没有查到" in search
    assert post(client, row, "alias", alias="红楼", place="building B0011").status_code == 404
    assert post(client, row, "building", **BUILDING, grid=str(cast.m1.id)).status_code == 422


def test_a_stranger_does_not_see_the_row(client: FlaskClient, row: UnmatchedAddress):
    client.sign_in("stranger")
    assert "红楼2单元" not in client.get(QUEUE).get_data(as_text=True)
    assert client.get(f"{QUEUE}/{row.id}").status_code == 404
    assert post(client, row, "alias", alias="红楼", place="building B0011").status_code == 404
    assert post(client, row, "building", **BUILDING).status_code == 404
    assert post(client, row, "dismissal", because="unclear").status_code == 404


@pytest.mark.parametrize("who", ["viewer", "pan"])
def test_those_without_the_queue_are_refused(client: FlaskClient, row: UnmatchedAddress, who: str):
    client.sign_in(who)
    for address in (QUEUE, f"{QUEUE}/{row.id}", "/staff/grids/aliases"):
        assert client.get(address).status_code == 403
    for what in ("alias", "building", "dismissal"):
        assert post(client, row, what).status_code == 403
    assert client.post("/staff/grids/aliases/1/removal").status_code == 403


def test_a_row_without_a_community_is_everybodys(client: FlaskClient, cast: Cast):
    row = unmatched.report("白楼", "", None, at=MOMENT)
    db.session.commit()
    for who in ("officer", "stranger", "admin"):
        assert client.sign_in(who).get(f"{QUEUE}/{row.id}").status_code == 200


def test_a_name_is_taken_out_of_use_at_once(client: FlaskClient, row: UnmatchedAddress):
    client.sign_in("officer")
    post(client, row, "alias", alias="红楼", place="building B0001")
    alias = db.session.scalars(db.select(PlaceAlias)).one()
    said = client.get("/staff/grids/aliases").get_data(as_text=True)
    assert "红楼" in said
    assert "明亮花园 1号楼" in said
    assert decision(client, "红楼")[0] == "answer"
    assert client.post(f"/staff/grids/aliases/{alias.id}/removal").status_code == 303
    assert decision(client, "红楼")[0] == "none"
    assert client.post(f"/staff/grids/aliases/{alias.id}/removal").status_code == 404


def test_a_stranger_cannot_remove_a_name(client: FlaskClient, row: UnmatchedAddress):
    client.sign_in("officer")
    post(client, row, "alias", alias="红楼", place="building B0001")
    alias = db.session.scalars(db.select(PlaceAlias)).one()
    client.sign_in("stranger")
    assert "红楼" not in client.get("/staff/grids/aliases").get_data(as_text=True)
    assert client.post(f"/staff/grids/aliases/{alias.id}/removal").status_code == 404


def test_a_full_disk_does_not_undo_what_staff_did(
    client: FlaskClient, row: UnmatchedAddress, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("portal.lookup_index.MAKER", "/nowhere")
    client.sign_in("officer")
    assert post(client, row, "alias", alias="红楼", place="building B0001").status_code == 303
    assert db.session.scalars(db.select(PlaceAlias.alias)).all() == ["红楼"]


@pytest.mark.parametrize("row_id", ["0", "999999", "99999999999999999999", "x", "-1"])
def test_rows_that_do_not_exist_are_not_found(client: FlaskClient, row_id: str):
    assert client.sign_in("officer").get(f"{QUEUE}/{row_id}").status_code == 404


def test_the_search_of_places_is_a_part_of_the_page(client: FlaskClient, row: UnmatchedAddress):
    client.sign_in("officer")
    address = f"{QUEUE}/{row.id}?q=明亮花园1号楼"
    part = client.get(address, headers={"HX-Request": "true"}).get_data(as_text=True)
    assert "<html" not in part
    assert bare(part) in bare(client.get(address).get_data(as_text=True))


def bare(html: str) -> str:
    """Without blanks and form tokens, which hold the second they were made in."""
    return "".join(re.sub(r'name="csrf_token" value="[^"]*"', "", html).split())
