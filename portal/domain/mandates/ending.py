"""A mandate ends: by the person, by the agent, because its time is over or another took its place. Once, whoever is
faster, and on every request it stands behind.

Whoever ends one locks the mandate first and the requests after it, in their order: two who end it at once wait for one
another instead of both holding what the other wants.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.mandates.models import Ending, Mandate, Told
from portal.domain.mandates.queries import live_representation, requests_under
from portal.domain.mandates.words import ENDED
from portal.domain.masking import masked_name
from portal.domain.messages.services import Occasion, tell_resident
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.applicants import phone_digest, plain_phone
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps.taking import take
from portal.domain.service_requests.workflow import Actor, Step, rules_for

LONGEST_REASON = 500
BY_VISIT = "没有电话，请上门联系本人。"


def end_mandate(request: ServiceRequest, because: str, acting: Acting) -> Mandate:
    """The person withdraws it, themselves or through staff who heard them; or the agent lays it down.

    because  the person need give none (民法典 173 条), staff write how they heard of it; the agent never reads it
    Raises DomainError when nobody speaks for them any more.
    """
    mandate = _held(request)
    by_agent = acting.actor is Actor.AGENT
    if acting.of_staff and not because.strip():
        raise DomainError("请写本人是怎么说的，例如“本人来电话，说女儿不用再办了”。")
    _end(mandate, Ending.LAID_DOWN if by_agent else Ending.REVOKED, because, acting)
    return mandate


def take_over(request: ServiceRequest, phone: str | None, because: str, acting: Acting) -> Mandate:
    """The person goes on by themselves; the mandate ends on all it stands behind.

    phone  where they are reached from now on; without one, and without one on the request, somebody goes there
    """
    mandate = _held(request)
    if acting.of_staff and not because.strip():
        raise DomainError("请写本人是怎么说的，例如“本人到社区来，说以后自己办”。")
    dialled = plain_phone(phone or "")
    if dialled and dialled == plain_phone(mandate.agent_phone or ""):
        raise DomainError("这是代办人的电话。请写您自己的，没有的话请选“上门找我”。")
    _end(mandate, Ending.TAKEN_OVER, because, acting, taken=request, phone=dialled)
    return mandate


def replace_by(mandate: Mandate, request: ServiceRequest, acting: Acting) -> None:
    """Another mandate takes its place on `request`; on the others it stands behind it ends."""
    if _locked(mandate.id).ending is None:
        _end(mandate, Ending.REPLACED, "", acting, silent=request)


def expire(mandate_id: int, acting: Acting) -> int:
    """Its last day has passed; how many ended by it, none when it was ended meanwhile. `acting`: the system."""
    mandate = _locked(mandate_id)
    if mandate.ending is not None or mandate.valid_until >= acting.today:
        return 0
    _end(mandate, Ending.EXPIRED, "", acting)
    return 1


def _held(request: ServiceRequest) -> Mandate:
    """The mandate that counts for the request, locked; raises DomainError when there is none any more."""
    found = live_representation(request)
    if found is None or _locked(found.mandate_id).ending is not None:
        raise DomainError("这件现在没有代办人了，不用再结束。请看最新情况。")
    return found.mandate


def _locked(mandate_id: int) -> Mandate:
    query = select(Mandate).where(Mandate.id == mandate_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _requests_of(mandate: Mandate) -> Sequence[ServiceRequest]:
    """Those it stands behind as they are now, locked in their order."""
    ids = requests_under(mandate)
    query = select(ServiceRequest).where(ServiceRequest.id.in_(ids)).order_by(ServiceRequest.id)
    locked = query.with_for_update(of=ServiceRequest).execution_options(populate_existing=True)
    return db.session.scalars(locked).all()


def _end(
    mandate: Mandate,
    ending: Ending,
    because: str,
    acting: Acting,
    *,
    taken: ServiceRequest | None = None,
    phone: str = "",
    silent: ServiceRequest | None = None,
) -> None:
    """Write it down and take the step on every request.

    taken   the one the person goes on with; `phone`: theirs from now on
    silent  the one on which another step says it
    """
    if len(because) > LONGEST_REASON:
        raise DomainError(f"写得太长了，请不超过 {LONGEST_REASON} 字。")
    requests = _requests_of(mandate)
    # Under the mandate while it still is one; the agent's own step asks whether it holds.
    for request in requests:
        counts = live_representation(request)
        if request is silent or counts is None or counts.mandate_id != mandate.id:
            continue
        _take_step(request, mandate, ending, because, acting, own=request is taken, phone=phone)
    mandate.ended_at, mandate.ending, mandate.ended_by = acting.at, ending, acting.by
    mandate.ended_because = because.strip()
    db.session.flush()
    # Of a new agent the person hears by itself; of matters long settled nobody needs to.
    to = Told.AGENT if ending is Ending.REPLACED else None
    running = [request for request in requests if request.settled_at is None]
    for request in running or (requests[-1:] if ending is not Ending.EXPIRED else []):
        tell_resident(request, Occasion.MANDATE_ENDED, at=acting.at, about=f"mandate:{mandate.id}", to=to)


def _take_step(
    request: ServiceRequest, mandate: Mandate, ending: Ending, because: str, acting: Acting, *, own: bool, phone: str
) -> None:
    agent = masked_name(mandate.agent_name or "")
    heard = f"{acting.who}按本人说的登记：" if acting.of_staff and ending is not Ending.REPLACED else ""
    told = f"{heard}{ENDED[ending]}" + ("。" if ending is Ending.TAKEN_OVER else f"，{agent}不再代办。")
    columns: dict[str, Any] = {}
    if own and phone:
        columns = {"applicant_phone": phone, "phone_digest": phone_digest(phone), "phone_tail": phone[-4:]}
    if own and not phone and not request.applicant_phone:
        told += BY_VISIT
    step = Step.TAKE_OVER if own else Step.END_MANDATE
    if rules_for(request.status, step):
        take(request, step, acting, told=told, internal=because.strip(), **columns)
