"""Departments: new ones, changes, and the day from which nothing more is handed to one."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from portal.db import db
from portal.domain.contacts.phone_entry import entered_phone
from portal.domain.departments.models import Department
from portal.domain.departments.workload import open_requests
from portal.domain.errors import DomainError
from portal.domain.records.services import record


@dataclass(frozen=True)
class Facts:
    """What is known of a department; without a subdistrict it works in the whole town. `phone` as typed."""

    name: str
    phone: str
    duties: str
    subdistrict_id: int | None


def add_department(facts: Facts, *, by: str, at: datetime) -> Department:
    """A new department. Raises PhoneRefused, and DomainError when the name is taken."""
    department = Department()
    db.session.add(department)
    _write(department, facts)
    record("department.added", by=by, at=at, subject=f"department {department.name}")
    return department


def change_department(department: Department, facts: Facts, *, by: str, at: datetime) -> None:
    """Other facts. What it has in hand stays with it, wherever it works. Raises as `add_department`."""
    former = department.name
    _write(department, facts)
    renamed = f"{former} → {department.name}" if former != department.name else ""
    record("department.changed", by=by, at=at, subject=f"department {department.name}", detail=renamed)


def close_department(department: Department, *, on: date, today: date, by: str, at: datetime) -> None:
    """From `on` nothing more is handed to it. Raises DomainError while it has requests in hand, or for a past day."""
    if on < today:
        raise DomainError("撤销的日子不能早于今天。请重新选。")
    if count := open_requests(department):
        raise DomainError(f"{department.name}手上还有 {count} 件没办结。请先把它们交给别的单位，再来撤销。")
    department.closed_on = on
    record("department.closed", by=by, at=at, subject=f"department {department.name}", detail=f"{on:%Y-%m-%d}")


def reopen_department(department: Department, *, by: str, at: datetime) -> None:
    """Things may be handed to it again."""
    department.closed_on = None
    record("department.reopened", by=by, at=at, subject=f"department {department.name}")


def _write(department: Department, facts: Facts) -> None:
    department.name, department.phone = facts.name, entered_phone(facts.phone)
    department.duties, department.subdistrict_id = facts.duties, facts.subdistrict_id
    try:
        db.session.flush()
    except IntegrityError as taken:
        raise DomainError("已经有叫这个名字的部门了。请换一个名字。") from taken
