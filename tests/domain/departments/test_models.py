"""What the database holds about departments and those who work in them."""

import pytest
from sqlalchemy.exc import IntegrityError

from portal.db import db
from portal.domain.accounts.models import Appointment, User
from portal.domain.accounts.roles import Role
from portal.domain.departments.models import Department
from tests.cast import HASH


def employ(**place: int | None) -> None:
    user = User(username="cheng", name="程队员", password_hash=HASH, session_key="cheng")
    user.appointments = [Appointment(role=Role.DEPARTMENT_OFFICER, **place)]
    db.session.add(user)
    db.session.commit()


def test_a_department_officer_belongs_to_a_department(both_apps):
    department = Department(name="城管中队", phone="14000000300")
    db.session.add(department)
    db.session.flush()
    employ(department_id=department.id)
    assert db.session.scalars(db.select(Appointment)).one().department.name == "城管中队"


def test_without_a_department_the_database_refuses(both_apps):
    with pytest.raises(IntegrityError, match="department_named"):
        employ()
