"""When a limit ends, and how that was counted: the rule of 民法典 200–204 条 and nothing else. See docs/deadlines.md.

Nothing here asks a clock or a database: the calendar (`queries.load_calendar`), the working hours and the moments are
arguments. Moments are aware; the town's clock is that of Shanghai.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from portal.domain.errors import DomainError
from portal.domain.workdays.calendar import Calendar
from portal.domain.workdays.counting import Counted, Counting
from portal.domain.workdays.pauses import Pause, Standstill
from portal.domain.workdays.spans import DAY_UNITS, Span, Unit
from portal.domain.workdays.wording import explain
from portal.domain.workdays.working_hours import SHANGHAI, WorkingHours

__all__ = [
    "DAY_UNITS",
    "Calendar",
    "Due",
    "Pause",
    "Span",
    "Unit",
    "WorkingHours",
    "due",
    "moment_of_share",
]

FIRST_YEAR, LAST_YEAR = 2000, 2199


@dataclass(frozen=True, slots=True)
class Due:
    """When a limit ends.

    due_at       aware, +08:00; for day units 23:59:59 of the last day
    provisional  暂定: days of a year whose official notice is not known yet were counted
    because      plain Chinese lines, one for each step of the counting
    """

    due_at: datetime
    provisional: bool
    because: tuple[str, ...]


def due(
    span: Span,
    begins: datetime,
    *,
    calendar: Calendar,
    hours: WorkingHours,
    pauses: Sequence[Pause] = (),
    extension: Span | None = None,
) -> Due:
    """When `span` ends if it begins at `begins`.

    201 条: by days, the day it begins is not counted; by hours and minutes it runs from the moment itself, holidays and
    nights included. 202 条: by months, to the day of the same number, or the last of the month. 203 条: the last day
    runs to its end; a limit in days or months that would end on a day off ends on the next working day. 204 条: working
    days and working hours are counted as the limit itself says, the day of receipt left out of working days as well.

    A pause takes out, for day units, the days after the one on which papers were asked for up to and including the one
    on which they came; for the others exactly its span (for workhours, the working time in it). Pauses that overlap
    count once; what lies before `begins` or after the end changes nothing. `extension` is counted on from the original
    end.

    Every pause must have ended: while papers are waited for the clock stands and there is no due moment to show.
    Raises DomainError for an open pause and for years outside 2000–2199.
    """
    parts, counting = _count(span, begins, calendar, hours, pauses, extension)
    base, further = parts[0], parts[1] if extension else None
    provisional = any(part.guessed for part in parts)
    return Due(parts[-1].ends, provisional, explain(base, further, counting))


def moment_of_share(
    span: Span,
    begins: datetime,
    share: float,
    *,
    calendar: Calendar,
    hours: WorkingHours,
    pauses: Sequence[Pause] = (),
    extension: Span | None = None,
) -> datetime:
    """The moment at which `share` (0 < share < 1) of the limit is used up, measured in its own unit net of pauses.

    A counted day passes within its working hours, so that a reminder reaches somebody: half of 1 working day is over at
    14:00. Never later than `due`, to which arguments and refusals are equal.
    """
    parts, _ = _count(span, begins, calendar, hours, pauses, extension)
    stretches = [stretch for part in parts for stretch in part.stretches]
    left = Fraction(str(share)) * sum(stretch.weight for stretch in stretches)
    for stretch in stretches:
        if stretch.weight >= left:
            return stretch.begins + (stretch.ends - stretch.begins) * float(left / stretch.weight)
        left -= stretch.weight
    return stretches[-1].ends


def _count(
    span: Span,
    begins: datetime,
    calendar: Calendar,
    hours: WorkingHours,
    pauses: Sequence[Pause],
    extension: Span | None,
) -> tuple[list[Counted], Counting]:
    """The limit and, after it, its extension."""
    counting = Counting(calendar, hours, Standstill.of(pauses))
    for moment in (begins, *(end for pause in counting.standstill.pauses for end in pause)):
        if not FIRST_YEAR <= moment.astimezone(SHANGHAI).year <= LAST_YEAR:
            raise DomainError(f"时间要在 {FIRST_YEAR} 年到 {LAST_YEAR} 年之间，请检查。")
    parts = [counting.count(span, begins)]
    if extension is not None:
        parts.append(counting.count(extension, parts[0].ends))
    return parts, counting
