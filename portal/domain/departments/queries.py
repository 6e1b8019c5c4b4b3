"""Finding departments."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.domain.departments.models import Department
from portal.domain.errors import NotFound


def departments() -> Sequence[Department]:
    """All of them, closed ones last, by name."""
    query = select(Department).options(joinedload(Department.subdistrict))
    return db.session.scalars(query.order_by(Department.closed_on.is_not(None), Department.name)).all()


def open_on(day: date, subdistrict_id: int | None = None) -> Sequence[Department]:
    """The departments something may be handed to on `day`; with a subdistrict, those that work there."""
    query = select(Department).where(or_(Department.closed_on.is_(None), Department.closed_on > day))
    if subdistrict_id is not None:
        query = query.where(or_(Department.subdistrict_id.is_(None), Department.subdistrict_id == subdistrict_id))
    return db.session.scalars(query.order_by(Department.name)).all()


def find(department_id: int) -> Department:
    """One department. Raises NotFound."""
    department = db.session.get(Department, department_id)
    if department is None:
        raise NotFound("没有这个部门。")
    return department
