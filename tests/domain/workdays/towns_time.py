"""The shipped calendar and the usual working hours, for tests of limits."""

from datetime import date, datetime

from portal.domain.workdays.official import official_days
from portal.domain.workdays.periods import Calendar, Due, Pause, Span, WorkingHours, due
from portal.domain.workdays.working_hours import SHANGHAI

SHIPPED = official_days()
CALENDAR = Calendar.of({row.day.year for row in SHIPPED}, ((row.day, row.kind, row.name) for row in SHIPPED))
HOURS = WorkingHours()


def at(text: str) -> datetime:
    """A moment on the town's clock: "2026-02-13T16:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def pause(text: str) -> Pause:
    begins, _, ends = text.partition("..")
    return Pause(at(begins), at(ends))


def ends(limit: str, begins: str, *pauses: str, extension: str = "") -> Due:
    return due(
        Span.parse(limit),
        at(begins),
        calendar=CALENDAR,
        hours=HOURS,
        pauses=[pause(text) for text in pauses],
        extension=Span.parse(extension) if extension else None,
    )


def end_of(day: str) -> datetime:
    return at(f"{date.fromisoformat(day)}T23:59:59")
