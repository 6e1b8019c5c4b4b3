"""The queue of addresses nobody found: taken in once, without personal details, closed with a result."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from portal.db import begin_write, db
from portal.domain.accounts.roles import Permission
from portal.domain.accounts.scopes import grids_where
from portal.domain.errors import DomainError, NotFound, Stale
from portal.domain.grids import unmatched
from portal.domain.grids.models import AddressOutcome, PlaceAlias, RegisterChange, UnmatchedAddress
from portal.domain.grids.nameable import Nameable
from portal.domain.grids.new_buildings import BuildingFacts
from portal.domain.grids.queries import grid_of
from portal.domain.grids.versions import Part, versions
from portal.domain.records.models import Record
from tests.cast import Cast, fill
from tests.conftest import TODAY

MOMENT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DONE = {"by": "莲干事", "at": MOMENT}


def rows() -> list[UnmatchedAddress]:
    return list(db.session.scalars(db.select(UnmatchedAddress).order_by(UnmatchedAddress.id)))


def scope(cast: Cast, username: str):
    return grids_where(cast.users[username], Permission.LOOKUP_QUEUE, TODAY)


def test_an_address_is_kept_without_persons_and_numbers(cast: Cast):
    row = unmatched.report("幸福里18号楼王秀英 13800138000", "张大爷家对面的粮店", cast.lotus.id, at=MOMENT)
    assert (row.address, row.landmark) == ("幸福里18号楼", "对面的粮店")
    assert (row.times, row.community_id) == (1, cast.lotus.id)


def test_the_same_words_again_count_up_and_add_what_was_missing(cast: Cast):
    unmatched.report("红楼", "", None, at=MOMENT)
    unmatched.report("红楼 李雷", "粮店旁", cast.lotus.id, at=MOMENT + timedelta(hours=1))
    (row,) = rows()
    assert (row.times, row.landmark, row.community_id) == (2, "粮店旁", cast.lotus.id)
    assert row.first_at == MOMENT
    assert row.last_at == MOMENT + timedelta(hours=1)


def test_after_a_row_is_closed_the_same_words_open_a_new_one(cast: Cast):
    unmatched.dismiss(unmatched.report("红楼", "", None, at=MOMENT), unmatched.DismissedBecause.UNCLEAR, **DONE)
    unmatched.report("红楼", "", None, at=MOMENT)
    assert [row.outcome for row in rows()] == [AddressOutcome.DISMISSED, None]


def test_words_without_a_place_are_refused(cast: Cast):
    with pytest.raises(DomainError, match="小区、路名或楼号"):
        unmatched.report("王秀英 13800138000", "", None, at=MOMENT)


def test_an_officer_sees_their_communities_and_rows_that_name_none(cast: Cast):
    for address, community in (("红楼", cast.lotus), ("枫楼", cast.maple), ("白楼", None)):
        unmatched.report(address, "", community and community.id, at=MOMENT)

    def seen(username: str) -> set[str]:
        return {row.address for row in db.session.scalars(unmatched.waiting(cast.users[username], TODAY))}

    assert seen("officer") == {"红楼", "白楼"}
    assert seen("stranger") == {"枫楼", "白楼"}
    assert seen("admin") == {"红楼", "枫楼", "白楼"}
    assert unmatched.count_waiting(cast.users["officer"], TODAY) == 2
    with pytest.raises(NotFound):
        unmatched.find_waiting(rows()[0].id, cast.users["stranger"], TODAY)


def test_a_row_becomes_another_name_of_a_building(cast: Cast):
    row = unmatched.report("红楼", "", None, at=MOMENT)
    before = versions()[Part.PLACES]
    place = Nameable(cast.bright1, whole_estate=False)
    unmatched.turn_into_alias(row, place, "红楼", grids=scope(cast, "officer"), today=TODAY, **DONE)
    db.session.refresh(row)
    assert (row.outcome, row.building_id, row.closed_by) == (AddressOutcome.ALIAS, cast.bright1.id, "莲干事")
    assert db.session.scalars(db.select(PlaceAlias.alias)).all() == ["红楼"]
    assert versions()[Part.PLACES] > before
    actions = set(db.session.scalars(db.select(Record.action)))
    assert {"alias.added", "address.alias"} <= actions


def test_a_row_becomes_a_new_building(cast: Cast):
    row = unmatched.report("红楼", "", None, at=MOMENT)
    facts = BuildingFacts(code="B0040", grid=cast.l1, estate="红楼", road="莲叶路", number="30号", units=2)
    building = unmatched.turn_into_building(row, facts, today=TODAY, **DONE)
    db.session.refresh(row)
    assert (row.outcome, row.building_id) == (AddressOutcome.BUILDING, building.id)
    assert [entrance.number for entrance in building.entrances] == [1, 2]
    assert grid_of(building.id, TODAY) == cast.l1
    assert db.session.scalars(db.select(RegisterChange.code)).all() == ["B0040"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"code": "B0001"}, "已经用在另一栋楼上"),
        ({"code": "B 40"}, "楼栋编号"),
        ({"estate": "", "road": ""}, "居民查不到"),
        ({"number": "", "building_no": ""}, "居民查不到"),
        ({"units": 100}, "单元数"),
        ({"estate": "明亮花园", "road": "莲叶路", "number": "12号", "building_no": "1号楼"}, "已经在册"),
    ],
)
def test_a_building_nobody_could_find_is_refused(cast: Cast, wrong: dict, sentence: str):
    row = unmatched.report("红楼", "", None, at=MOMENT)
    facts = {"code": "B0040", "grid": cast.l1, "estate": "红楼", "number": "30号", **wrong}
    with pytest.raises(DomainError, match=sentence):
        unmatched.turn_into_building(row, BuildingFacts(**facts), today=TODAY, **DONE)


def test_two_people_cannot_close_the_same_row(cast: Cast):
    row = unmatched.report("红楼", "", None, at=MOMENT)
    unmatched.dismiss(row, unmatched.DismissedBecause.ELSEWHERE, **DONE)
    with pytest.raises(Stale):
        unmatched.dismiss(row, unmatched.DismissedBecause.ELSEWHERE, **DONE)


def test_the_same_words_sent_at_the_same_moment_stand_there_once(both_apps: Flask):
    fill(TODAY)
    start = threading.Barrier(6)
    problems: list[BaseException] = []

    def send() -> None:
        with both_apps.app_context():
            start.wait()
            try:
                begin_write()
                unmatched.report("红楼", "", None, at=MOMENT)
                db.session.commit()
            except BaseException as problem:
                problems.append(problem)

    senders = [threading.Thread(target=send) for _ in range(6)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert not problems
    assert [(row.address, row.times) for row in rows()] == [("红楼", 6)]
