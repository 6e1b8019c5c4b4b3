"""What the departments have in hand, and who works there."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select, union

from portal.db import db
from portal.domain.accounts.models import Appointment, User
from portal.domain.departments.models import Department
from portal.domain.service_requests.models import Holding, ServiceRequest


def open_requests(department: Department) -> int:
    """How many unsettled requests it leads or helps with."""
    return _open_by_unit(_unit(department))[_unit(department)]


def open_by_department(departments: Sequence[Department]) -> Mapping[int, int]:
    """The same for each of them, by id, in one query."""
    held = _open_by_unit(*(_unit(one) for one in departments))
    return {one.id: held[_unit(one)] for one in departments}


def staff_by_department() -> Mapping[int, int]:
    """How many accounts that are not closed work in each department, by id."""
    query = (
        select(Appointment.department_id, func.count(Appointment.user_id.distinct()))
        .join(User)
        .where(Appointment.department_id.is_not(None), ~User.disabled)
        .group_by(Appointment.department_id)
    )
    return Counter(dict(list(db.session.execute(query))))


def _unit(department: Department) -> str:
    return f"department:{department.id}"


def _open_by_unit(*units: str) -> Counter[str]:
    leads = select(ServiceRequest.unit, ServiceRequest.id).where(
        ServiceRequest.unit.in_(units), ServiceRequest.settled_at.is_(None)
    )
    helps = (
        select(Holding.unit, Holding.request_id)
        .join(ServiceRequest)
        .where(Holding.unit.in_(units), Holding.ends_at.is_(None), ServiceRequest.settled_at.is_(None))
    )
    held = union(leads, helps).subquery()
    rows = db.session.execute(select(held.c[0], func.count()).group_by(held.c[0]))
    return Counter(dict(list(rows)))
