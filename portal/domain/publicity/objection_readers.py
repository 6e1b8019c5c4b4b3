"""Who among staff reads an objection: whoever may re-check it, and neither who speaks for the person nor a relative."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, false, select
from sqlalchemy.orm import contains_eager

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from portal.domain.errors import DomainError, NotFound
from portal.domain.mandates.models import Mandate, Representation
from portal.domain.publicity.period_models import Objection, PublicPeriod
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.scopes import actors_of, requests_where
from portal.domain.service_requests.workflow import Actor, Step


def find(user: User, objection_id: int, today: date) -> Objection:
    """The objection, for who may read it; for everybody else there is none. Raises NotFound."""
    found = db.session.scalars(_within(user, today).where(Objection.id == objection_id)).one_or_none()
    if found is None or not may_read(user, found, today):
        raise NotFound("没有这条异议，或者不由您复核。")
    return found


def readable_of(user: User, period: PublicPeriod, today: date) -> Sequence[Objection]:
    """Those of a period that `user` may read."""
    objections = db.session.scalars(_within(user, today).where(Objection.period_id == period.id).order_by(Objection.id))
    return [one for one in objections if may_read(user, one, today)]


def may_read(user: User, objection: Objection, today: date) -> bool:
    """Permission, the request in their hands, and no tie to the person concerned."""
    request = objection.period.request
    return (
        Permission.OBJECTION_CHECK in user.permissions
        and Actor.HOLDER in actors_of(user, request, today)
        and not tied_to_person(user, request)
    )


def require_reader(user: User | None, objection: Objection, today: date) -> None:
    """Raise DomainError unless `user` may re-check it."""
    if user is None or not may_read(user, objection, today):
        raise DomainError("这条异议不能由您复核：代办过这件事的人、申报了近亲属的人，都要回避。请交给同事。")


def tied_to_person(user: User, request: ServiceRequest) -> bool:
    """They spoke for the person, or declared that they are a near relative."""
    spoke = spoken_for_by(user).where(Representation.request_id == request.id)
    declared = select(Entry.id).where(
        Entry.request_id == request.id, Entry.step == Step.DECLARE_KINSHIP, Entry.by == user.username
    )
    return any(db.session.scalar(query.limit(1)) is not None for query in (spoke, declared))


def spoken_for_by(user: User) -> Select[int]:
    """Ids of the requests of people they speak or spoke for: like the person they hear of no objection."""
    return select(Representation.request_id).join(Mandate).where(Mandate.agent_user_id == user.id)


def _within(user: User, today: date) -> Select[Objection]:
    query = (
        select(Objection)
        .join(Objection.period)
        .join(PublicPeriod.request)
        .options(contains_eager(Objection.period).contains_eager(PublicPeriod.request))
    )
    if Permission.OBJECTION_CHECK not in user.permissions:
        return query.where(false())
    return query.where(requests_where(user, Permission.OBJECTION_CHECK, today))
