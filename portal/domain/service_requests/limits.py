"""The limits of a request: begun, kept, dropped, stopped and set going again. What is due when is counted by
`workdays.periods` and stored; `due_at` and `next_due_at` of the request follow from here and nowhere else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from portal.db import db
from portal.domain.matters.content import Content
from portal.domain.matters.models import WorkType
from portal.domain.service_requests.acting import SYSTEM, Timing
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.times import Decision, Extension, Limit, LimitKind, Supplement
from portal.domain.service_requests.words import LIMIT
from portal.domain.service_requests.workflow import Status, Step
from portal.domain.workdays.periods import Pause, Span, Unit, due, moment_of_share

HALF, MOST = 0.5, 0.8
# What a resident is promised, one after the other: of those unmet the latest is `due_at` of the request.
PROMISED = frozenset({LimitKind.FINISH, LimitKind.ACCEPT, LimitKind.STATUTORY, LimitKind.REWORK_FINISH})
# Settled with an answer, these are kept; ended otherwise, they are no longer owed.
ANSWERING = frozenset({Step.RESOLVE, Step.SETTLE, Step.REFUSE, Step.REFER})

SIGN_FOR = Span(1, Unit.WORKDAY)
URGE_ANSWER = Span(1, Unit.WORKDAY)
# 行政许可法 32 条: whether papers are complete is said within five working days, or the application counts as accepted.
ACCEPT = Span(5, Unit.WORKDAY)
# 好差评: after a low grade, contact within one and repair within five working days.
REWORK_CONTACT = Span(1, Unit.WORKDAY)
REWORK_FINISH = Span(5, Unit.WORKDAY)


@dataclass(frozen=True)
class Promise:
    """The limit that counts now.

    span       its length, with `extra` by which it was put off
    paused     papers are waited for: the clock stands, `due_at` is what it was before
    because    how `due_at` was counted, line by line
    """

    limit: Limit
    span: Span
    extra: Span | None
    due_at: datetime
    provisional: bool
    because: tuple[str, ...]
    paused: bool
    met_at: datetime | None

    @property
    def name(self) -> str:
        """社区答复, 法定办理, 办结 …"""
        if self.limit.kind is LimitKind.FINISH and self.limit.request.work_type is WorkType.APPROVAL:
            return "社区答复"
        return LIMIT[self.limit.kind]


def sign_for_span(work_type: WorkType, content: Content) -> Span:
    """Within what a unit signs for: one working day; urgent work as soon as somebody has to call back."""
    return content.respond if work_type is WorkType.URGENT else SIGN_FOR


def open_limits(request: ServiceRequest) -> list[Limit]:
    """Those neither kept nor dropped, lapsed ones among them."""
    query = select(Limit).where(Limit.request_id == request.id, Limit.met_at.is_(None), Limit.dropped_at.is_(None))
    return list(db.session.scalars(query.order_by(Limit.id)))


def begin_limits(
    request: ServiceRequest, spans: Iterable[tuple[LimitKind, Span]], at: datetime, timing: Timing
) -> list[Limit]:
    """Set limits going at `at`. Those of a request that is being filed are written together with it."""
    new = request.id is None
    pauses = [] if new else pauses_of(request)
    made = [
        Limit(request=request, kind=kind, value=span.value, time_unit=span.unit, starts_at=at) for kind, span in spans
    ]
    for limit in made:
        _count(limit, pauses, timing, running=request.status is not Status.WAITING)
    db.session.add_all(made)
    _bring_in_line(request, made if new else open_limits(request))
    return made


def begin_limit(request: ServiceRequest, kind: LimitKind, span: Span, at: datetime, timing: Timing) -> Limit:
    """Set one limit going at `at`."""
    return begin_limits(request, [(kind, span)], at, timing)[0]


def meet(request: ServiceRequest, at: datetime, *kinds: LimitKind) -> list[Limit]:
    """What was owed was done at `at`, in time or not."""
    return _end(request, kinds, "met_at", at)


def drop(request: ServiceRequest, at: datetime, *kinds: LimitKind) -> list[Limit]:
    """It is no longer owed; with no kinds named, nothing is."""
    return _end(request, kinds or tuple(LimitKind), "dropped_at", at)


def settle(request: ServiceRequest, step: Step, at: datetime) -> None:
    """The request ends with `step`: its limits are kept if it ended with an answer, otherwise dropped."""
    _end(request, tuple(LimitKind), "met_at" if step in ANSWERING else "dropped_at", at)
    deny_waiting(request, at, "已经有了结果，不用再延。")


def deny_waiting(request: ServiceRequest, at: datetime, why: str) -> None:
    """An extension that was asked for is not needed, or no longer possible."""
    waits = update(Extension).where(Extension.request_id == request.id, Extension.decision.is_(None))
    db.session.execute(waits.values(decision=Decision.DENIED, decided_by=SYSTEM, decided_at=at, decision_reason=why))


def pause(request: ServiceRequest) -> None:
    """Papers are waited for: every clock stands and nobody is reminded."""
    for limit in open_limits(request):
        limit.next_look_at = None
    request.next_due_at = None


def resume(request: ServiceRequest, at: datetime, timing: Timing) -> None:
    """The papers came at `at`, or are waited for no longer: what is unmet is counted again without that time."""
    waited = select(Supplement).where(Supplement.request_id == request.id, Supplement.received_at.is_(None))
    for supplement in db.session.scalars(waited):
        # A server's clock set back in between must not keep the papers out: they never came before they were asked for.
        supplement.received_at = max(at, supplement.asked_at)
    recompute(request, timing)


def recompute(request: ServiceRequest, timing: Timing) -> list[tuple[Limit, datetime]]:
    """Count every unmet limit again; those whose due moment changed, each with the moment it was before."""
    pauses, changed = pauses_of(request), []
    for limit in open_limits(request):
        before = limit.due_at
        _count(limit, pauses, timing, running=request.status is not Status.WAITING)
        if limit.due_at != before:
            changed.append((limit, before))
    refresh(request)
    return changed


def extend(request: ServiceRequest, limit: Limit, span: Span, timing: Timing) -> None:
    """Put off one limit: `span` is counted on from its end."""
    limit.extra_value, limit.extra_unit = span.value, span.unit
    _count(limit, pauses_of(request), timing, running=request.status is not Status.WAITING)
    refresh(request)


def span_of(limit: Limit) -> Span:
    return Span(limit.value, limit.time_unit)


def extra_of(limit: Limit) -> Span | None:
    """What it was extended by."""
    return Span(limit.extra_value, limit.extra_unit) if limit.extra_value and limit.extra_unit else None


def pauses_of(request: ServiceRequest) -> list[Pause]:
    """Every pause that has ended."""
    query = select(Supplement.asked_at, Supplement.received_at).where(
        Supplement.request_id == request.id, Supplement.received_at.is_not(None)
    )
    return [Pause(asked_at, received_at) for asked_at, received_at in db.session.execute(query)]


def look_next(limit: Limit) -> datetime | None:
    """When the sweep must look at it again: half over, most of it over, over; None when nothing is left to do."""
    if limit.met_at or limit.dropped_at or limit.lapsed_at:
        return None
    if limit.half_at and limit.reminded_half_at is None and limit.reminded_most_at is None:
        return limit.half_at
    if limit.most_at and limit.reminded_most_at is None:
        return limit.most_at
    return limit.due_at


def promised(request: ServiceRequest) -> Limit | None:
    """The limit a resident counts on now: the latest unmet one among those promised, or the last there was."""
    found = promises(request)
    return next((one for one in reversed(found) if one.met_at is None), found[-1] if found else None)


def promises(request: ServiceRequest) -> list[Limit]:
    """Every limit a resident was promised, in order."""
    query = select(Limit).where(Limit.request_id == request.id, Limit.kind.in_(PROMISED), Limit.dropped_at.is_(None))
    return list(db.session.scalars(query.order_by(Limit.starts_at, Limit.id)))


def promise(request: ServiceRequest) -> Promise | None:
    """The promise that runs, or the last one; None where none was ever made."""
    limit = promised(request)
    return _promise(request, limit) if limit else None


def clocks(request: ServiceRequest) -> list[Promise]:
    """Every promise in order: of an approval the community's answer, the acceptance and the statutory limit."""
    return [_promise(request, limit) for limit in promises(request)]


def _promise(request: ServiceRequest, limit: Limit) -> Promise:
    return Promise(
        limit=limit,
        span=span_of(limit),
        extra=extra_of(limit),
        due_at=limit.due_at,
        provisional=limit.provisional,
        because=tuple(limit.because),
        paused=request.status is Status.WAITING and limit.met_at is None,
        met_at=limit.met_at,
    )


def refresh(request: ServiceRequest) -> None:
    """Bring the request's own due moments in line with its limits."""
    _bring_in_line(request, open_limits(request))


def _bring_in_line(request: ServiceRequest, unmet: Sequence[Limit]) -> None:
    counted = [limit for limit in unmet if limit.kind in PROMISED]
    if counted:
        last = max(counted, key=lambda limit: (limit.starts_at, limit.id or 0))
        request.due_at, request.provisional = last.due_at, last.provisional
    if request.status is Status.WAITING or not unmet:
        request.next_due_at = None
    else:
        request.next_due_at = min(limit.due_at for limit in unmet)


def _count(limit: Limit, pauses: Sequence[Pause], timing: Timing, *, running: bool) -> None:
    span, begins, extension = span_of(limit), limit.starts_at, extra_of(limit)
    calendar, hours = timing.calendar, timing.hours
    counted = due(span, begins, calendar=calendar, hours=hours, pauses=pauses, extension=extension)
    limit.due_at, limit.provisional, limit.because = counted.due_at, counted.provisional, list(counted.because)
    limit.half_at, limit.most_at = (
        moment_of_share(span, begins, share, calendar=calendar, hours=hours, pauses=pauses, extension=extension)
        for share in (HALF, MOST)
    )
    limit.next_look_at = look_next(limit) if running else None


def _end(request: ServiceRequest, kinds: Sequence[LimitKind], column: str, at: datetime) -> list[Limit]:
    ended = [limit for limit in open_limits(request) if limit.kind in kinds]
    for limit in ended:
        setattr(limit, column, at)
        limit.next_look_at = None
    if ended:
        db.session.flush()
    refresh(request)
    return ended
