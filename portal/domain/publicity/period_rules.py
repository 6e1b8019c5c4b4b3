"""What a period takes from the matter, the register and the mandate: its length, its ground, its phone."""

from sqlalchemy import select

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.mandates.models import Mandate, Representation
from portal.domain.matters.parts import Basis, Publicity, Said
from portal.domain.publicity.period_models import Ground
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.workdays.periods import Span

LONGEST_PERIOD = 30


def span_of(rule: Publicity, wanted: Span | None, why: str) -> Span:
    """How long it is: as the matter says, or longer in the same unit, with a reason. Shorter never."""
    if rule.span is None:
        raise DomainError("事项目录里没有写公示几天，不能公示。请先让管理员在“事项”里写上。")
    if wanted is None or wanted == rule.span:
        return rule.span
    if wanted.unit is not rule.span.unit:
        raise DomainError(f"公示按{rule.span.words}算，单位不能改。")
    if not rule.span.value < wanted.value <= LONGEST_PERIOD:
        raise DomainError(f"公示不能少于 {rule.span.words}，最多 {LONGEST_PERIOD} 天。")
    if not why.strip():
        raise DomainError("公示比规定的长，请写为什么。")
    return wanted


def ground_of(rule: Publicity, *, consented: bool) -> Ground:
    """Where a rule demands it nobody need agree (个人信息保护法 13 条第三项); else separate consent (25 条)."""
    if rule.required is Said.YES and rule.basis is not Basis.PRACTICE:
        return Ground.DUTY
    if not consented:
        raise DomainError("这个事项没有规定一定要公示。本人单独同意了，才能公示。")
    return Ground.CONSENT


def consent_needed(rule: Publicity) -> bool:
    """Whether the person must agree."""
    return rule.required is not Said.YES or rule.basis is Basis.PRACTICE


def supervision_phone(request: ServiceRequest) -> str:
    """Whom to call about it: the subdistrict's supervision phone, else the community's."""
    community = request.community
    return community.subdistrict.supervision_phone or community.phone or ""


def agents_of(request: ServiceRequest) -> list[tuple[str, str]]:
    """Name and phone of whoever speaks or spoke for the person: they must not be found in what is public."""
    query = select(Mandate).join(Representation).where(Representation.request_id == request.id)
    return [(one.agent_name or "", one.agent_phone or "") for one in db.session.scalars(query)]
