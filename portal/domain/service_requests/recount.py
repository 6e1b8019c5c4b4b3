"""Counting due dates again after the official calendar of a year was entered or corrected."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from portal.db import db
from portal.domain.papers import promising
from portal.domain.service_requests import limits
from portal.domain.service_requests.acting import Timing, by_system
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps.taking import take
from portal.domain.service_requests.times import Limit, LimitKind
from portal.domain.service_requests.words import LIMIT
from portal.domain.service_requests.workflow import Status, Step
from portal.domain.workdays.counting import LAST_SECOND
from portal.domain.workdays.periods import Due, Pause, Unit, due
from portal.domain.workdays.queries import load_calendar
from portal.domain.workdays.wording import full, moment
from portal.domain.workdays.working_hours import SHANGHAI, WorkingHours

# What no calendar changes.
_CLOCK = (Unit.HOUR, Unit.MINUTE)
# What the person was promised, and what they promised themselves.
_OF_THE_PERSON = limits.PROMISED | {LimitKind.PROMISED_PAPERS}


def recount(year: int, *, hours: WorkingHours, at: datetime) -> int:
    """Count again every open limit that days of `year` may change; how many requests are due otherwise, or no longer
    provisionally. Each of them says so in its trail.

    While papers are waited for nothing is counted: it will be when they come. Belongs in the transaction that changed
    the calendar; locks the requests it looks at.
    """
    timing = Timing(load_calendar(), hours)
    changed = 0
    for request, own in _depending_on(year).items():
        pauses = limits.pauses_of(request)
        before = {limit.id: (limit.due_at, limit.provisional) for limit in own}
        if any(_counted(limit, pauses, timing) != _stored(limit) for limit in own):
            limits.recompute(request, timing)
            promising.follow(request)
            moved = [limit for limit in own if before[limit.id] != (limit.due_at, limit.provisional)]
            if moved:
                _tell(request, moved, before, year, timing, at)
                changed += 1
    return changed


def _depending_on(year: int) -> dict[ServiceRequest, list[Limit]]:
    """Open requests on whose clock days of `year` are, or may be when it is not known for sure, with those limits."""
    begins = datetime.combine(date(year, 1, 1), time(), SHANGHAI)
    ends = datetime.combine(date(year + 1, 1, 1), time(), SHANGHAI)
    query = (
        select(Limit)
        .join(Limit.request)
        .where(
            ServiceRequest.settled_at.is_(None),
            ServiceRequest.status != Status.WAITING,
            Limit.met_at.is_(None),
            Limit.dropped_at.is_(None),
            or_(Limit.time_unit.not_in(_CLOCK), Limit.extra_unit.not_in(_CLOCK)),
            or_(Limit.provisional, (Limit.starts_at < ends) & (Limit.due_at >= begins)),
        )
        .options(contains_eager(Limit.request))
        .order_by(Limit.request_id, Limit.id)
        .with_for_update(of=ServiceRequest)
    )
    found: dict[ServiceRequest, list[Limit]] = defaultdict(list)
    for limit in db.session.scalars(query.execution_options(populate_existing=True)):
        found[limit.request].append(limit)
    return found


def _tell(
    request: ServiceRequest,
    moved: Sequence[Limit],
    before: dict[int, tuple[datetime, bool]],
    year: int,
    timing: Timing,
    at: datetime,
) -> None:
    lines = {limit: _line(limit, *before[limit.id]) for limit in moved}
    promised = [line for limit, line in lines.items() if limit.kind in _OF_THE_PERSON]
    withdrawn = [limit for limit in moved if limit.lapsed_at and limit.due_at >= limit.lapsed_at]
    for limit in withdrawn:
        lines[limit] += f"，当时记下的超期（{limit.lapsed_name}）撤销"
        limit.lapsed_at, limit.lapsed_unit, limit.lapsed_name = None, "", ""
        limit.next_look_at = limits.look_next(limit)
    opening = f"{year} 年的放假安排已录入："
    take(
        request,
        Step.CALENDAR,
        by_system(at, timing),
        told=f"{opening}{'；'.join(promised)}。" if promised else "",
        internal=f"{opening}{'；'.join(lines.values())}。",
        facts={"year": year},
    )


def _line(limit: Limit, due_at: datetime, provisional: bool) -> str:
    """办结期限由 2027年1月5日（周二）（暂定）改为 2027年1月6日（周三）."""
    name = LIMIT[limit.kind]
    if limit.due_at == due_at:
        return f"{name}期限仍是 {_end(due_at)}，{'改为暂定' if limit.provisional else '不再是暂定'}"
    return f"{name}期限由 {_end(due_at, provisional)}改为 {_end(limit.due_at, limit.provisional)}"


def _end(due_at: datetime, provisional: bool = False) -> str:
    local = due_at.astimezone(SHANGHAI)
    words = full(local.date()) if local.time() == LAST_SECOND else moment(local)
    return f"{words}（暂定）" if provisional else words


def _counted(limit: Limit, pauses: Sequence[Pause], timing: Timing) -> Due:
    return due(
        limits.span_of(limit),
        limit.starts_at,
        calendar=timing.calendar,
        hours=timing.hours,
        pauses=pauses,
        extension=limits.extra_of(limit),
    )


def _stored(limit: Limit) -> Due:
    return Due(limit.due_at, limit.provisional, tuple(limit.because))
