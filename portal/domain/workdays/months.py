"""A year to look at: its months week by week, and its holidays by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from portal.domain.workdays.calendar import Calendar


@dataclass(frozen=True, slots=True)
class MonthDay:
    """One day of a month view; `holiday` and `worked` mark what differs from the plain week."""

    day: date
    off: bool
    holiday: str
    worked: str


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks from Monday to Sunday; None before the first day and after the last."""

    first: date
    weeks: tuple[tuple[MonthDay | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday by name: the days off in runs with the weekends that touch them, and the weekend days worked for it."""

    name: str
    off: tuple[tuple[date, date], ...]
    worked: tuple[date, ...]


def months_of(year: int, calendar: Calendar) -> list[Month]:
    """The twelve months."""
    return [_month(date(year, number, 1), calendar) for number in range(1, 13)]


def holidays_of(year: int, calendar: Calendar) -> list[Holiday]:
    """The holidays of a known year in the order of their first day off."""
    names = dict.fromkeys(calendar.off[day] for day in sorted(calendar.off) if day.year == year)
    return [
        Holiday(
            name,
            tuple(
                _runs(sorted(day for day in calendar.off if day.year == year and calendar.off[day] == name), calendar)
            ),
            tuple(sorted(day for day in calendar.worked if day.year == year and calendar.worked[day] == name)),
        )
        for name in names
    ]


def _month(first: date, calendar: Calendar) -> Month:
    cells: list[MonthDay | None] = [None] * first.weekday()
    day = first
    while day.month == first.month:
        worked = calendar.worked.get(day, "")
        cells.append(MonthDay(day, not calendar.is_worked(day), calendar.holiday(day), worked))
        day += timedelta(days=1)
    cells += [None] * (-len(cells) % 7)
    return Month(first, tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7)))


def _runs(days: Iterable[date], calendar: Calendar) -> Iterable[tuple[date, date]]:
    """First and last day of each time off that holds some of `days`, the weekends beside them included."""
    return (run for run, _ in groupby(_widened(day, calendar) for day in days))


def _widened(day: date, calendar: Calendar) -> tuple[date, date]:
    first = last = day
    while not calendar.is_worked(first - timedelta(days=1)):
        first -= timedelta(days=1)
    while not calendar.is_worked(last + timedelta(days=1)):
        last += timedelta(days=1)
    return first, last
