"""What is known of the official calendar."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.workdays.calendar import Calendar
from portal.domain.workdays.models import CalendarDay, CalendarYear


def load_calendar() -> Calendar:
    """Every year known, as the value `periods.due` counts with: two queries."""
    years = db.session.scalars(select(CalendarYear.year))
    days = db.session.execute(select(CalendarDay.day, CalendarDay.kind, CalendarDay.name))
    return Calendar.of(years, ((day, kind, name) for day, kind, name in days))


def years_known() -> Sequence[CalendarYear]:
    """The years on file, newest first."""
    return db.session.scalars(select(CalendarYear).order_by(CalendarYear.year.desc())).all()


def find_year(year: int) -> CalendarYear:
    """A year on file; NotFound when it has not been entered."""
    found = db.session.get(CalendarYear, year) if year <= date.max.year else None
    if found is None:
        raise NotFound("这一年的放假安排还没有录入。")
    return found


def year_wanted(today: date) -> int | None:
    """The year whose calendar is missing and wanted now: this one, from 1 December the next. None when all is well.

    Next year's notice comes out in November.
    """
    for year in (today.year, today.year + 1) if today.month == 12 else (today.year,):
        if db.session.get(CalendarYear, year) is None:
            return year
    return None
