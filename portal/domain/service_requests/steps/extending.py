"""延期: asked for before the due date, decided one level up, once; the resident reads why."""

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.messages.services import Occasion, tell_resident, tell_unit
from portal.domain.service_requests import limits
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.offers import extended, longest_extension, pending_extension
from portal.domain.service_requests.steps.said import said
from portal.domain.service_requests.steps.taking import hold, take
from portal.domain.service_requests.times import Decision, Extension
from portal.domain.service_requests.units import unit_above
from portal.domain.service_requests.words import by_when
from portal.domain.service_requests.workflow import Status, Step
from portal.domain.workdays.periods import Span


def ask_extension(request: ServiceRequest, span: Span, reason: str, acting: Acting) -> Entry:
    """Ask the level above for `span` more, within what the matter allows in all."""
    hold(request)
    why, longest = said(reason, "为什么要延期，居民会看到"), longest_extension(request)
    if extended(request):
        raise DomainError("这件已经延过一次，不能再延。")
    if pending_extension(request) is not None:
        raise DomainError("已经申请过延期，正等上一级决定。")
    if longest is None:
        raise DomainError("这类事不能延期。办不完的，请如实告诉居民进展。")
    if span.unit is not longest.unit or span.value > longest.value:
        raise DomainError(f"最多还能延 {longest.words}。")
    _before_due(request, acting)
    entry = take(
        request, Step.ASK_EXTENSION, acting, internal=f"申请延期 {span.words}：{why}", facts={"span": str(span)}
    )
    asked = Extension(
        request_id=request.id,
        value=span.value,
        time_unit=span.unit,
        reason=why,
        asked_by=acting.by,
        asked_at=acting.at,
    )
    db.session.add(asked)
    if above := unit_above(request):
        tell_unit(request, above, Occasion.EXTENSION_ASKED, at=acting.at, due_at=request.due_at)
    return entry


def grant_extension(request: ServiceRequest, reason: str, acting: Acting) -> Entry:
    """Put the promise off. The resident is told why, in the words of who asked."""
    asked = _asked(request, acting)
    _before_due(request, acting)
    limit = limits.promised(request)
    if limit is None:
        raise DomainError("这件现在没有在计时的期限，不用延期。")
    span = Span(asked.value, asked.time_unit)
    entry = take(request, Step.GRANT_EXTENSION, acting, internal=reason.strip(), facts={"span": str(span)})
    _decide(asked, Decision.GRANTED, reason.strip(), acting)
    limits.extend(request, limit, span, acting.timing)
    when = (
        "补齐材料以后再算新的到期日"
        if request.status is Status.WAITING
        else f"{by_when(limit.due_at, limit.provisional)}答复"
    )
    entry.told = f"要多花 {span.words}：{asked.reason} 改为{when}。"
    tell_resident(request, Occasion.EXTENDED, at=acting.at)
    return entry


def deny_extension(request: ServiceRequest, reason: str, acting: Acting) -> Entry:
    """The promise stands."""
    asked = _asked(request, acting)
    why = said(reason, "为什么不同意")
    entry = take(request, Step.DENY_EXTENSION, acting, internal=why)
    _decide(asked, Decision.DENIED, why, acting)
    tell_unit(request, request.unit, Occasion.PRESSED, at=acting.at, due_at=request.due_at)
    return entry


def _asked(request: ServiceRequest, acting: Acting) -> Extension:
    hold(request)
    asked = pending_extension(request)
    if asked is None:
        raise DomainError("现在没有等您决定的延期申请。请看最新情况。")
    if asked.asked_by == acting.by:
        raise DomainError("延期要由上一级的另一个人来定，不能自己申请自己同意。")
    return asked


def _before_due(request: ServiceRequest, acting: Acting) -> None:
    """While papers are waited for the clock stands, so nothing can be late."""
    late = request.due_at is not None and request.due_at < acting.at
    if late and request.status is not Status.WAITING:
        raise DomainError("已经过了办结期限，不能再延期。请尽快办，并把进展告诉居民。")


def _decide(asked: Extension, decision: Decision, reason: str, acting: Acting) -> None:
    asked.decision, asked.decision_reason = decision, reason
    asked.decided_by, asked.decided_at = acting.by, acting.at
