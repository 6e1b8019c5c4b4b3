"""Counting a span of time forward, in its own unit (民法典 200–204 条). `periods.due` puts the parts together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import count

from portal.domain.workdays.calendar import Calendar
from portal.domain.workdays.pauses import Standstill
from portal.domain.workdays.spans import DAY_UNITS, Span, Unit
from portal.domain.workdays.working_hours import SHANGHAI, WorkingHours

DAY = timedelta(days=1)
LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of time in which the clock runs; `weight` is its part of the limit in seconds of the limit's unit."""

    begins: datetime
    ends: datetime
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Counted:
    """A span counted to its end.

    begins     the moment it was counted from, on the town's clock
    ends       the last moment of it
    days       the days counted; empty for hours and minutes
    postponed  the day off it would have ended on, or None (203 条)
    guessed    years without an official notice that were asked about
    """

    span: Span
    begins: datetime
    ends: datetime
    stretches: tuple[Stretch, ...]
    days: tuple[date, ...] = ()
    postponed: date | None = None
    guessed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Counting:
    """What every count needs to know."""

    calendar: Calendar
    hours: WorkingHours
    standstill: Standstill

    def count(self, span: Span, begins: datetime) -> Counted:
        """Count `span` from `begins`, an aware moment."""
        begins = begins.astimezone(SHANGHAI)
        if span.unit in DAY_UNITS:
            return self._count_days(span, begins)
        if span.unit is Unit.WORKHOUR:
            return self._count_workhours(span, begins)
        length = timedelta(**{f"{span.unit}s": span.value})
        stretches = self._run(((begins + n * DAY, begins + (n + 1) * DAY) for n in count()), length)
        return Counted(span, begins, stretches[-1].ends, stretches)

    def _count_days(self, span: Span, begins: datetime) -> Counted:
        """201 条: the day it begins on is not counted. 203 条: the last day runs to its end."""
        received, guessed, postponed = begins.date(), set[int](), None
        if span.unit is Unit.WORKDAY:
            days = self._workdays(span.value, received, guessed)
        else:
            n = span.value if span.unit is Unit.DAY else (same_day(received, span.value) - received).days
            days = self._days(n, received)
            postponed, days[-1] = days[-1], self._working_from(days[-1], guessed)
            postponed = None if postponed == days[-1] else postponed
        stretches = tuple(stretch for day in days for stretch in self._stretches_of(day, span.unit))
        ends = datetime.combine(days[-1], LAST_SECOND, SHANGHAI)
        return Counted(span, begins, ends, stretches, tuple(days), postponed, frozenset(guessed))

    def _workdays(self, n: int, received: date, guessed: set[int]) -> list[date]:
        days: list[date] = []
        for day in _after(received):
            self._note_guess(day, guessed)
            if self.calendar.is_worked(day) and not self.standstill.takes_out(day):
                days.append(day)
                if len(days) == n:
                    break
        return days

    def _days(self, n: int, received: date) -> list[date]:
        days: list[date] = []
        for day in _after(received):
            if not self.standstill.takes_out(day):
                days.append(day)
                if len(days) == n:
                    break
        return days

    def _working_from(self, last: date, guessed: set[int]) -> date:
        """203 条: a last day off gives way to the next working day; to one on which the clock runs."""
        self._note_guess(last, guessed)
        while not self.calendar.is_worked(last) or self.standstill.takes_out(last):
            last += DAY
            self._note_guess(last, guessed)
        return last

    def _stretches_of(self, day: date, unit: Unit) -> Iterable[Stretch]:
        """A counted day passes within its working hours: half of it is over when half of them are."""
        working = self.hours.length
        whole = working if unit is Unit.WORKDAY else DAY
        for opens, closes in self.hours.of(day):
            yield Stretch(opens, closes, _seconds(closes - opens) * _seconds(whole) / _seconds(working))

    def _count_workhours(self, span: Span, begins: datetime) -> Counted:
        guessed = set[int]()

        def openings() -> Iterable[tuple[datetime, datetime]]:
            for day in _after(begins.date() - DAY):
                self._note_guess(day, guessed)
                if self.calendar.is_worked(day):
                    for opens, closes in self.hours.of(day):
                        if closes > begins:
                            yield max(opens, begins), closes

        stretches = self._run(openings(), timedelta(hours=span.value))
        return Counted(span, begins, stretches[-1].ends, stretches, guessed=frozenset(guessed))

    def _run(self, open_times: Iterable[tuple[datetime, datetime]], left: timedelta) -> tuple[Stretch, ...]:
        """Let the clock run for `left` within the open times, pauses taken out exactly."""
        stretches: list[Stretch] = []
        for opens, closes in open_times:
            for begins, ends in self.standstill.running(opens, closes):
                used = min(ends - begins, left)
                stretches.append(Stretch(begins, begins + used, _seconds(used)))
                left -= used
                if not left:
                    return tuple(stretches)
        raise AssertionError("open times never end")

    def _note_guess(self, day: date, guessed: set[int]) -> None:
        if not self.calendar.knows(day):
            guessed.add(day.year)


def same_day(day: date, months: int) -> date:
    """The day of the same number so many months later, or the last day of that month (202 条)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - DAY)


def _seconds(length: timedelta) -> Fraction:
    """Exact: 80 % of five days is the end of the fourth and not the beginning of the fifth."""
    return Fraction(length // timedelta(microseconds=1), 1_000_000)


def _after(day: date) -> Iterable[date]:
    return (day + n * DAY for n in count(1))
