"""Whether a public period stands between a request and its end. Asks, and changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from portal.db import db
from portal.domain.matters.content import content_of
from portal.domain.matters.models import MatterVersion, WorkType
from portal.domain.matters.parts import Publicity, Said
from portal.domain.publicity.period_models import Objection, Outcome, PeriodEnding, PublicityWaiver, PublicPeriod
from portal.domain.publicity.shown import ShownField, known_fields
from portal.domain.service_requests.models import ServiceRequest

_FULL = frozenset({PeriodEnding.NO_OBJECTION, PeriodEnding.ANSWERED, PeriodEnding.OPEN})


@dataclass(frozen=True)
class PublicityStanding:
    """What its page on the desk says about the public period of an approval.

    period   the last one; open_objections: those of all rounds that nobody re-checked yet
    missing  why the request may not be settled yet, as a sentence; empty when nothing is in the way
    local    each place decides whether there is one, and there was none: a hint, no rule
    may_begin  one may begin now
    """

    period: PublicPeriod | None
    open_objections: int
    missing: str
    local: bool
    may_begin: bool


def rule_of(request: ServiceRequest) -> Publicity:
    """What the matter says; where the version it was filed under names no field, what it says today."""
    own = content_of(request.matter_version).publicity
    if own.required is Said.NO or known_fields(own.fields):
        return own
    query = select(MatterVersion).where(MatterVersion.matter_id == request.matter_version.matter_id)
    today = db.session.scalars(query.where(MatterVersion.current)).one_or_none()
    return content_of(today).publicity if today else own


def fields_of(request: ServiceRequest) -> tuple[ShownField, ...]:
    """The fields that may be public of this request."""
    return known_fields(rule_of(request).fields)


def periods_of(request: ServiceRequest) -> Sequence[PublicPeriod]:
    """Every period of a request, the first first."""
    query = select(PublicPeriod).where(PublicPeriod.request_id == request.id)
    return db.session.scalars(query.order_by(PublicPeriod.round)).all()


def open_objections(request: ServiceRequest) -> int:
    query = select(func.count(Objection.id)).join(Objection.period)
    return db.session.scalar(query.where(PublicPeriod.request_id == request.id, Objection.outcome.is_(None))) or 0


def waived(request: ServiceRequest) -> bool:
    """Whether nothing is published because the person is under 18."""
    query = select(PublicityWaiver.id).where(PublicityWaiver.request_id == request.id)
    return db.session.scalar(query) is not None


def standing_of(request: ServiceRequest) -> PublicityStanding:
    """How it stands with the public period of a request."""
    if request.work_type is not WorkType.APPROVAL:
        return PublicityStanding(None, 0, "", local=False, may_begin=False)
    rule, periods = rule_of(request), periods_of(request)
    last = periods[-1] if periods else None
    still_open = open_objections(request) if periods else 0
    exempt = not _stood(last) and waived(request)
    return PublicityStanding(
        period=last,
        open_objections=still_open,
        missing="" if exempt else _missing(rule, last, still_open),
        local=rule.required is Said.LOCAL and last is None and not exempt,
        may_begin=rule.required is not Said.NO and not exempt and not still_open and _may_follow(last, request),
    )


def may_be_waived(request: ServiceRequest) -> bool:
    """No period stood its time, and none runs: a minor's may have been taken down."""
    periods = periods_of(request)
    return not waived(request) and not _stood(periods[-1] if periods else None)


def _stood(last: PublicPeriod | None) -> bool:
    return last is not None and (last.ending is None or last.ending in _FULL)


def missing_period(request: ServiceRequest) -> str:
    """Why it may not be settled yet: in a sentence, empty when nothing is in the way."""
    return standing_of(request).missing


def _may_follow(last: PublicPeriod | None, request: ServiceRequest) -> bool:
    """The first one; another after one that was cut short, or when the request was taken on anew since."""
    if last is None or (last.ending is not None and last.ending not in _FULL):
        return True
    return bool(last.ended_at and request.accepted_at and request.accepted_at > last.ended_at)


def _missing(rule: Publicity, last: PublicPeriod | None, still_open: int) -> str:
    if last is None:
        if rule.required is not Said.YES:
            return ""
        return "这件事按规定要先公示，公示期满、异议都复核完，才能办结。请先办“公示”。"
    if last.ended_at is None:
        day = f"{last.ends_on.month}月{last.ends_on.day}日"
        return f"还在公示，到{day} 24 点结束。期满以后再办结。"
    if still_open:
        return f"公示期间有 {still_open} 条异议还没有复核。请先复核，再办结。"
    if last.ending is PeriodEnding.FOUNDED and not _found_not_entitled(last):
        return "公示的异议核实成立，要重新调查或民主评议，再公示一次。请办“公示”；不符合条件的，请退回或不予受理。"
    if last.ending in _FULL or last.ending is PeriodEnding.FOUNDED or rule.required is not Said.YES:
        return ""
    return "公示提前撤下了，没有公示满。请重新公示以后再办结。"


def _found_not_entitled(period: PublicPeriod) -> bool:
    """The last word of the re-check was that the person is not entitled: that is decided and told without a new one."""
    query = select(Objection.outcome).where(Objection.period_id == period.id, Objection.outcome != Outcome.UNFOUNDED)
    last = db.session.scalar(query.order_by(Objection.rechecked_at.desc(), Objection.id.desc()).limit(1))
    return last is Outcome.NOT_ENTITLED
