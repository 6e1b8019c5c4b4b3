"""Which days are worked."""

from datetime import date

import pytest

from portal.domain.workdays.calendar import Calendar
from portal.domain.workdays.models import DayKind
from portal.domain.workdays.official import official_days
from portal.domain.workdays.queries import load_calendar
from tests.domain.workdays.towns_time import CALENDAR


@pytest.mark.parametrize(
    ("day", "worked", "holiday"),
    [
        ("2026-02-13", True, ""),
        ("2026-02-14", True, ""),  # Saturday, worked
        ("2026-02-15", False, ""),  # Sunday
        ("2026-02-17", False, "春节"),
        ("2027-01-01", False, "元旦"),  # of a year not known
        ("2027-05-03", True, ""),
        ("2027-05-01", False, ""),  # Saturday as well
    ],
)
def test_a_day(day, worked, holiday):
    found = date.fromisoformat(day)
    assert CALENDAR.is_worked(found) is worked
    assert CALENDAR.holiday(found) == holiday


def test_a_known_year_is_not_guessed_at():
    """Even a fixed holiday is off only when the notice says so."""
    plain = Calendar.of({2027}, [])
    assert plain.is_worked(date(2027, 1, 1))
    assert not Calendar().is_worked(date(2027, 1, 1))


def test_the_shipped_days_are_weekdays_off_and_weekends_worked():
    for row in official_days():
        assert (row.kind is DayKind.WORKDAY) == (row.day.weekday() >= 5), row


@pytest.mark.parametrize(("year", "days"), [(2022, 11), (2023, 11), (2024, 11), (2025, 13), (2026, 13)])
def test_each_shipped_year_gives_the_days_off_of_the_law(year, days):
    """全国年节及纪念日放假办法: eleven days a year, thirteen from 2025. Make-up days only move weekends."""
    rows = [row for row in official_days() if row.day.year == year]
    off = sum(row.kind is DayKind.HOLIDAY for row in rows)
    assert off - sum(row.kind is DayKind.WORKDAY for row in rows) == days


def test_the_tables_hold_the_shipped_calendar(app):
    loaded = load_calendar()
    assert loaded.years == CALENDAR.years
    assert (dict(loaded.off), dict(loaded.worked)) == (dict(CALENDAR.off), dict(CALENDAR.worked))
