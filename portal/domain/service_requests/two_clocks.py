"""The two clocks of an approval: the answer this portal promises, and the handling the law counts from the acceptance.

The residents' committee accepts nothing; the subdistrict or the department does (社会救助暂行办法 4, 11 条). So the
second clock begins with their acceptance, and until then it says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.domain.matters.content import content_of
from portal.domain.matters.models import Level
from portal.domain.matters.parts import Basis
from portal.domain.service_requests import limits
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.times import Limit, LimitKind, Supplement
from portal.domain.service_requests.workflow import SETTLED, Status
from portal.domain.workdays.spans import Span

LAST_SECOND = timedelta(seconds=1)
_ANSWER = (LimitKind.FINISH, LimitKind.REWORK_FINISH)


class ClockKind(StrEnum):
    ANSWER = "answer"
    STATUTORY = "statutory"


class ClockState(StrEnum):
    """Not begun; running; standing while papers are waited for; past its end; kept, in time or late; no longer owed."""

    AHEAD = "ahead"
    RUNNING = "running"
    PAUSED = "paused"
    LATE = "late"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Clock:
    """One of them at a moment.

    since         when it began; None while it lies ahead
    span, extra   how long it is, and by how much it was put off
    longest       up to what the law lets it be put off
    basis         who set its length; None for the portal's own promise
    by_department a department accepts, not the subdistrict
    decided_by    by when those who decide say whether they accept; only while that lies ahead
    paused_since  when papers were asked for
    because       how the end was counted, line by line
    lapsed_name   who let it pass
    """

    kind: ClockKind
    state: ClockState
    since: datetime | None
    due_at: datetime | None
    provisional: bool
    span: Span
    extra: Span | None
    longest: Span | None
    basis: Basis | None
    by_department: bool
    decided_by: datetime | None
    paused_since: datetime | None
    ended_at: datetime | None
    because: tuple[str, ...]
    lapsed_name: str


def two_clocks(
    request: ServiceRequest, known: Sequence[Limit], waited: Supplement | None, at: datetime
) -> tuple[Clock, Clock] | None:
    """Both, side by side; None for what is no approval.

    known    every limit of the request in order, dropped ones among them
    waited   the list of papers that is waited for now
    """
    content = content_of(request.matter_version)
    if content.statutory is None:
        return None
    answer = next((one for one in reversed(known) if one.kind in _ANSWER), None)
    statutory = next((one for one in reversed(known) if one.kind is LimitKind.STATUTORY), None)
    if request.accepted_at is None:
        statutory = None  # of the round before a reopening, or never begun
    deciding = next((one for one in reversed(known) if one.kind is LimitKind.ACCEPT), None)
    undecided = deciding is not None and deciding.met_at is None and deciding.dropped_at is None
    paused_since = waited.asked_at if waited is not None and request.status is Status.WAITING else None

    def clock(kind: ClockKind, limit: Limit | None, span: Span, longest: Span | None, basis: Basis | None) -> Clock:
        state = _state(request, limit, at)
        return Clock(
            kind=kind,
            state=state,
            since=limit.starts_at if limit else None,
            due_at=limit.due_at if limit else None,
            provisional=bool(limit and limit.provisional),
            span=limits.span_of(limit) if limit else span,
            extra=limits.extra_of(limit) if limit else None,
            longest=longest,
            basis=basis,
            by_department=content.accept_level is Level.DEPARTMENT,
            decided_by=deciding.due_at if deciding and undecided and state is ClockState.AHEAD else None,
            paused_since=paused_since if state is ClockState.PAUSED else None,
            ended_at=(limit.met_at or limit.dropped_at) if limit else None,
            because=tuple(limit.because) if limit else (),
            lapsed_name=limit.lapsed_name if limit else "",
        )

    allowed = content.statutory
    return (
        clock(ClockKind.ANSWER, answer, content.finish, None, None),
        clock(ClockKind.STATUTORY, statutory, allowed.span, allowed.extend_to, allowed.basis),
    )


def _state(request: ServiceRequest, limit: Limit | None, at: datetime) -> ClockState:
    if limit is None:
        return ClockState.OVER if request.status in SETTLED else ClockState.AHEAD
    if limit.met_at is not None:
        return ClockState.KEPT if limit.met_at < limit.due_at + LAST_SECOND else ClockState.KEPT_LATE
    if limit.dropped_at is not None:
        return ClockState.OVER
    if request.status is Status.WAITING:
        return ClockState.PAUSED
    return ClockState.RUNNING if at < limit.due_at + LAST_SECOND else ClockState.LATE
