"""Whose acts and accounts a role overlooks."""

import pytest

from portal.db import db
from portal.domain.accounts.models import Appointment, User
from portal.domain.accounts.roles import Permission, Role
from portal.domain.accounts.scopes import (
    communities_where,
    departments_of,
    grids_where,
    persons_where,
    staff_where,
    subdistricts_where,
    whole_town,
)
from portal.domain.departments.models import Department
from tests.cast import Cast
from tests.conftest import TODAY


def overlooked(user: User) -> set[str]:
    ids = staff_where(user, Permission.RECORD_VIEW, TODAY)
    return set(db.session.scalars(db.select(User.username).where(User.id.in_(ids))))


def test_the_whole_town_overlooks_everybody(cast: Cast):
    assert overlooked(cast.users["viewer"]) == set(cast.users)


def test_a_community_overlooks_its_own_people_and_nobody_above(cast: Cast):
    viewer = cast.users["viewer"]
    viewer.appointments = [Appointment(role=Role.SUPERVISOR, community_id=cast.lotus.id)]
    cast.users["stranger"].appointments.append(
        Appointment(role=Role.SUBDISTRICT_OFFICER, subdistrict_id=cast.subdistrict.id)
    )
    db.session.flush()
    assert overlooked(viewer) == {"officer", "pan", "li", "viewer"}


def test_a_subdistrict_overlooks_its_communities(cast: Cast):
    own = {"officer", "stranger", "pan", "li", "street", "leader"}
    assert overlooked(cast.users["street"]) == overlooked(cast.users["leader"]) == own


def test_a_subdistrict_overlooks_the_departments_that_work_only_there(cast: Cast):
    assert "cheng" not in overlooked(cast.users["street"])
    cast.department.subdistrict_id = cast.subdistrict.id
    db.session.flush()
    assert "cheng" in overlooked(cast.users["street"])


def test_who_may_not_read_the_record_overlooks_nobody(cast: Cast):
    assert overlooked(cast.users["officer"]) == overlooked(cast.users["cheng"]) == set()


@pytest.mark.parametrize("permission", Permission)
def test_a_department_has_no_places(cast: Cast, permission: Permission):
    cheng = cast.users["cheng"]
    assert not whole_town(cheng, permission)
    for ids in (
        grids_where(cheng, permission, TODAY),
        communities_where(cheng, permission),
        subdistricts_where(cheng, permission),
        persons_where(cheng, permission, TODAY),
    ):
        assert not db.session.scalars(ids).all()


def test_a_department_officer_works_for_their_department_only(cast: Cast):
    other = Department(name="消防站")
    db.session.add(other)
    db.session.flush()
    assert departments_of(cast.users["cheng"], Permission.REQUEST_HANDLE) == [cast.department.id]
    assert departments_of(cast.users["cheng"], Permission.RESULT_CHECK) == []
    assert departments_of(cast.users["street"], Permission.REQUEST_HANDLE) == []
