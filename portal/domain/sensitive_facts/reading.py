"""Showing one fact in clear: to whom it is needed, with a reason, noted in the same transaction, told to the person."""

from collections.abc import Collection

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import GRANTS, Permission, Role
from portal.domain.errors import DomainError
from portal.domain.mandates.queries import live_representation
from portal.domain.messages.services import Occasion, tell_resident
from portal.domain.records.services import record
from portal.domain.sensitive_facts.free_text import refuse_numbers
from portal.domain.sensitive_facts.models import FactReading, SensitiveFact
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.scopes import own_units
from portal.domain.service_requests.units import Unit
from portal.domain.service_requests.workflow import Actor

LONGEST_REASON = 200
OTHER = "别的原因"
REASONS = ("核对是不是本人", "核对合不合条件", "填报给上级或主管部门", "发钱或办证件要用", "本人要求核对或更正", OTHER)
_NEED_IT = frozenset({Actor.HOLDER, Actor.HELPER})
_ROLE = {
    Role.ADMINISTRATOR: "系统管理员",
    Role.SUBDISTRICT_LEADER: "街道分管领导",
    Role.SUBDISTRICT_OFFICER: "街道工作人员",
    Role.COMMUNITY_OFFICER: "社区工作人员",
    Role.DEPARTMENT_OFFICER: "部门工作人员",
    Role.GRID_WORKER: "网格员",
}


def may_read(user: User, request: ServiceRequest, actors: Collection[Actor]) -> bool:
    """Whether `user`, acting as `actors`, needs the facts of this person.

    Not who only supervises or stands above; not who speaks for the person: they were told what they typed, and see it
    masked like everybody; of a confidential request the one handler alone.
    """
    if Permission.FACT_READ not in user.permissions or not _NEED_IT & set(actors):
        return False
    speaking = live_representation(request)
    if speaking is not None and speaking.mandate.agent_user_id == user.id:
        return False
    return not request.confidential or request.handler_id == user.id


def read(fact: SensitiveFact, user: User, actors: Collection[Actor], reason: str, words: str, acting: Acting) -> str:
    """The value, once. Who, when, which and why are noted with it, and the person hears of it (44、45 条).

    reason  one of REASONS; `words` say more, and for OTHER they must
    """
    request = fact.request
    if not may_read(user, request, actors):
        raise DomainError("这一项只给正在办这件事的人看，您这里一直遮住。代办人也看不到。")
    if fact.value is None:
        raise DomainError("这一项已经删掉了。请看最新情况。")
    why = _reason(reason, words)
    reading = FactReading(
        fact=fact,
        request_id=request.id,
        label=fact.label,
        by=user.username,
        who=office_and_name(user, request, acting)[:80],
        at=acting.at,
        reason=why,
    )
    db.session.add(reading)
    record("request.fact_read", by=user.username, at=acting.at, subject=f"request {request.number}", detail=fact.label)
    db.session.flush()
    tell_of_reading(request, user, acting)
    return fact.value


def tell_of_reading(request: ServiceRequest, user: User, acting: Acting) -> None:
    """One message a day for each who looks: the page that it names tells every single time."""
    tell_resident(request, Occasion.FACT_READ, at=acting.at, about=f"{acting.today:%y%m%d}/{user.id}")


def office_and_name(user: User, request: ServiceRequest, acting: Acting) -> str:
    """莲叶路社区第1网格 网格员 潘一: where they work, as what, and their name."""
    keys = own_units(user, Permission.FACT_READ, acting.today)
    own = next((key for key in keys if key in (f"grid:{request.grid_id}", request.unit)), next(iter(keys), ""))
    roles = [_ROLE[held.role] for held in user.appointments if Permission.FACT_READ in GRANTS[held.role]]
    return " ".join(part for part in (Unit.read(own).name if own else "", *roles[:1], user.name) if part)


def _reason(reason: str, words: str) -> str:
    said = " ".join(words.split())
    if reason not in REASONS:
        raise DomainError("请选为什么要看。本人会看到这个原因。")
    if reason == OTHER and not said:
        raise DomainError("请写清为什么要看。本人会看到这个原因。")
    if len(said) > LONGEST_REASON:
        raise DomainError(f"原因写得太长了，请不超过 {LONGEST_REASON} 字。")
    refuse_numbers(said)
    return said if reason == OTHER else "：".join(part for part in (reason, said) if part)
