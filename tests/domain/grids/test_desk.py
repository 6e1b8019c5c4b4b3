"""Staff see what lies in their scope, and what changed there."""

from datetime import UTC, datetime

import pytest

from portal.db import db
from portal.domain.accounts.models import Appointment, User
from portal.domain.accounts.roles import Permission, Role
from portal.domain.errors import NotFound
from portal.domain.grids import desk
from portal.domain.grids.models import Assignment, RegisterChange
from tests.conftest import TODAY

MOMENT = datetime(2026, 11, 20, 8, tzinfo=UTC)


def names(user, cast):
    return [one.name for one in db.session.scalars(desk.communities(cast.users[user], TODAY))]


def found(user, words, cast):
    rows = db.session.scalars(desk.buildings_matching(cast.users[user], words, TODAY))
    return [one.building.code for one in rows]


@pytest.mark.parametrize(
    ("user", "communities"),
    [
        ("admin", ["莲叶路社区", "枫林社区"]),
        ("officer", ["莲叶路社区"]),
        ("stranger", ["枫林社区"]),
        ("pan", ["莲叶路社区"]),
    ],
)
def test_communities_are_those_in_scope(cast, user, communities):
    assert names(user, cast) == communities


def test_grids_come_with_their_number_of_buildings(cast):
    listed = desk.grids_by_community(cast.users["admin"], [cast.lotus, cast.maple], TODAY)
    assert [(grid.code, count) for grid, count in listed[cast.lotus.id]] == [("990001001", 3), ("990001002", 2)]


def test_a_worker_sees_the_own_grid_only(cast):
    listed = desk.grids_by_community(cast.users["pan"], [cast.lotus], TODAY)
    assert [grid.code for grid, _count in listed[cast.lotus.id]] == ["990001001"]
    with pytest.raises(NotFound):
        desk.find_grid(cast.users["pan"], "990001002", TODAY)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("明亮 5号", ["B0005"]),
        ("莲叶路7", ["B0007"]),
        ("纺织宿舍 1号楼", ["B0001"]),
        ("第2网格", ["B0007", "B0005"]),
        ("枫林", []),
        ("100%", []),
        ("_", []),
    ],
)
def test_buildings_are_found_by_every_word_within_scope(cast, words, codes):
    assert found("officer", words, cast) == codes


def test_an_officer_of_a_community_is_not_in_charge_of_the_subdistrict(cast):
    assert not desk.is_in_charge_of(cast.users["officer"], cast.subdistrict)
    assert desk.is_in_charge_of(cast.users["admin"], cast.subdistrict)
    street = User(
        username="street", appointments=[Appointment(role=Role.SUBDISTRICT_OFFICER, subdistrict_id=cast.subdistrict.id)]
    )
    assert desk.find_subdistrict(street, Permission.CONTACT_EDIT, cast.subdistrict.id) == cast.subdistrict
    with pytest.raises(NotFound):
        desk.find_subdistrict(cast.users["officer"], Permission.CONTACT_EDIT, cast.subdistrict.id)


def test_the_history_of_a_grid_holds_its_buildings_changes(cast):
    facts = {"changed_on": TODAY, "by": "安管理", "old": "6", "new": "7", "field": "floors", "subject": "building"}
    for code in ("B0001", "B0005"):
        db.session.add(RegisterChange(code=code, recorded_at=MOMENT, **facts))
    db.session.flush()
    assignments = desk.assignments_of(cast.l1)
    assert [one.building.code for one in assignments] == ["B0001", "B0002", "B0003"]
    (told,) = desk.changes_of(cast.l1, assignments)
    assert (told.place, told.old, told.new) == ("明亮花园 1号楼", "6", "7")


def test_a_move_is_told_with_the_names_of_both_grids(cast):
    move = {"old": cast.l1.code, "new": cast.l2.code, "field": "grid", "subject": "building", "code": "B0001"}
    db.session.add(RegisterChange(changed_on=TODAY, recorded_at=MOMENT, by="安管理", **move))
    db.session.flush()
    (told,) = desk.changes_of(cast.l1, desk.assignments_of(cast.l1))
    assert (told.old, told.new) == ("莲叶路社区第1网格", "莲叶路社区第2网格")


def test_ended_assignments_stay_in_the_history(cast):
    open_one = db.session.scalars(db.select(Assignment).filter_by(building_id=cast.bright1.id)).one()
    open_one.ends_on = TODAY
    db.session.flush()
    assert open_one in desk.assignments_of(cast.l1)
