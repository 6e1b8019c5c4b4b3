"""Departments: names used once, and a closing day that leaves nothing behind."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.db import db
from portal.domain.departments import services
from portal.domain.departments.models import Department
from portal.domain.departments.queries import open_on
from portal.domain.departments.services import Facts
from portal.domain.departments.workload import open_by_department, open_requests, staff_by_department
from portal.domain.errors import DomainError
from portal.domain.records.models import Record
from portal.domain.service_requests.models import Holding, HoldingRole
from tests.cast import Cast
from tests.conftest import TODAY
from tests.domain.publicity.requests import insert_request

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
BY = {"by": "admin", "at": AT}
FIRE = Facts(name="消防站", phone="140 0000 0302", duties="消防通道、楼道充电", subdistrict_id=None)


def names_open_on(day, *of) -> list[str]:
    return [one.name for one in open_on(day, *of)]


def test_a_new_department_takes_hand_overs_from_now_on(cast: Cast):
    made = services.add_department(FIRE, **BY)
    assert made.phone == "14000000302"
    assert names_open_on(TODAY) == ["城管中队", "消防站"]
    assert db.session.scalars(db.select(Record)).one().subject == "department 消防站"


def test_a_name_is_used_once(cast: Cast):
    with pytest.raises(DomainError, match="已经有叫这个名字的部门"):
        services.add_department(Facts("城管中队", "", "", None), **BY)


def test_a_new_name_is_on_the_record_with_the_old_one(cast: Cast):
    services.change_department(cast.department, Facts("城管大队", "", "", None), **BY)
    assert db.session.scalars(db.select(Record)).one().detail == "城管中队 → 城管大队"


def test_a_department_of_one_subdistrict_is_offered_there_only(cast: Cast):
    cast.department.subdistrict_id = cast.subdistrict.id
    db.session.flush()
    assert names_open_on(TODAY, cast.subdistrict.id) == ["城管中队"]
    assert names_open_on(TODAY, cast.subdistrict.id + 1) == []


def test_from_the_closing_day_on_nothing_is_handed_to_it(cast: Cast):
    day = TODAY + timedelta(days=3)
    services.close_department(cast.department, on=day, today=TODAY, **BY)
    assert names_open_on(day - timedelta(days=1)) == ["城管中队"]
    assert names_open_on(day) == []
    services.reopen_department(cast.department, **BY)
    assert names_open_on(day) == ["城管中队"]


def test_a_past_day_is_refused(cast: Cast):
    with pytest.raises(DomainError, match="不能早于今天"):
        services.close_department(cast.department, on=TODAY - timedelta(days=1), today=TODAY, **BY)


@pytest.mark.parametrize("role", HoldingRole)
def test_it_is_not_closed_while_it_holds_or_helps_with_open_requests(cast: Cast, role: HoldingRole):
    unit = f"department:{cast.department.id}"
    kept = insert_request(cast, unit=unit if role is HoldingRole.LEAD else "")
    db.session.add(Holding(request_id=kept.id, unit=unit, role=role, begins_at=AT))
    other = insert_request(cast)
    db.session.add(Holding(request_id=other.id, unit=unit, role=role, begins_at=AT, ends_at=AT))
    db.session.flush()
    with pytest.raises(DomainError, match="手上还有 1 件没办结"):
        services.close_department(cast.department, on=TODAY, today=TODAY, **BY)
    assert open_by_department([cast.department]) == {cast.department.id: 1}


def test_settled_requests_do_not_keep_it_open(cast: Cast):
    insert_request(cast, unit=f"department:{cast.department.id}", settled_at=AT)
    assert open_requests(cast.department) == 0
    services.close_department(cast.department, on=TODAY, today=TODAY, **BY)
    assert cast.department.closed_on == TODAY


def test_closed_accounts_do_not_count_as_staff(cast: Cast):
    empty = Department(name="消防站")
    db.session.add(empty)
    db.session.flush()
    assert (staff_by_department()[cast.department.id], staff_by_department()[empty.id]) == (1, 0)
    cast.users["cheng"].disabled = True
    db.session.flush()
    assert staff_by_department()[cast.department.id] == 0
