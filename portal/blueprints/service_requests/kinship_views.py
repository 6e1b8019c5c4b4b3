"""近亲属申报登记: looked at by those who answer for a place, and printed on the record."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock
from portal.access import allow
from portal.acting import act
from portal.blueprints.service_requests import kinship_staff as staff
from portal.blueprints.service_requests.desk_words import DeskWords
from portal.blueprints.service_requests.way_words import kin_names
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.service_requests import kinship_register as register


@staff.get("")
@allow(Permission.KINSHIP_VIEW)
def index() -> ResponseReturnValue:
    """What was declared in a year, the newest first."""
    return _page(_year(), printing=False)


@staff.post("/prints")
@allow(Permission.KINSHIP_VIEW)
def print_register() -> ResponseReturnValue:
    """The same for the printer; that it was printed is on the record."""
    year = _year()
    register.note_print(year, len(_rows(year)), **act())
    db.session.commit()
    return _page(year, printing=True)


def _year() -> int:
    """The year that is asked for, this one when none or nonsense is."""
    typed, now = request.values.get("year", ""), clock.today().year
    return int(typed) if typed.isascii() and typed.isdecimal() and int(typed) in _years() else now


def _years() -> list[int]:
    first = register.first_declared()
    begins = clock.local(first).year if first else clock.today().year
    return list(range(clock.today().year, begins - 1, -1))


def _rows(year: int) -> Any:
    day = clock.today().replace(year=year, month=1, day=1)
    begins, ends = clock.bounds(day)[0], clock.bounds(day.replace(year=year + 1))[0]
    return register.registered(current_user, begins, ends, clock.today())


def _page(year: int, *, printing: bool) -> ResponseReturnValue:
    rows, words = _rows(year), DeskWords(clock.now())
    words.learn_units(key for row in rows for key in (row.unit, row.to_unit))
    return render_template(
        "service_requests/staff/kinship.html",
        rows=rows,
        words=words,
        relations=kin_names(),
        year=year,
        years=_years(),
        most=register.MOST,
        printing=printing,
        now=clock.now(),
    )
