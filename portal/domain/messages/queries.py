"""Which messages staff see."""

from datetime import date, datetime, timedelta

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from portal.domain.errors import NotFound
from portal.domain.messages.models import Message, MessageState
from portal.domain.messages.robots import units_of
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.scopes import requests_where

_UNDONE = (MessageState.WAITING, MessageState.SENDING)
# What somebody should look at: phone the resident, look into the group, send it again.
_STUCK = (MessageState.FAILED, MessageState.UNSURE, MessageState.DROPPED)
LOOKED_AT_WITHIN = timedelta(days=30)


def outbox(user: User, today: date) -> Select[Message]:
    """The messages about requests of the user's places, and the trials of their robots; newest first."""
    keys = [str(unit) for unit in units_of(user, today)]
    requests = select(ServiceRequest.id).where(requests_where(user, Permission.MESSAGE_VIEW, today))
    trial = and_(Message.service_request_id.is_(None), Message.unit.in_(keys))
    query = select(Message).where(Message.service_request_id.in_(requests) | trial)
    return query.options(joinedload(Message.request), joinedload(Message.robot)).order_by(Message.id.desc())


def undone(user: User, today: date) -> Select[Message]:
    """Of these, what is on its way."""
    return outbox(user, today).where(Message.state.in_(_UNDONE))


def stuck(user: User, today: date, at: datetime) -> Select[Message]:
    """Of these, what did not go out or may not have arrived, in the last thirty days."""
    return outbox(user, today).where(Message.state.in_(_STUCK), Message.created_at > at - LOOKED_AT_WITHIN)


def count_stuck(user: User, today: date, at: datetime) -> int:
    """How many those are."""
    ids = stuck(user, today, at).order_by(None).with_only_columns(Message.id)
    return db.session.scalar(select(func.count()).select_from(ids.subquery())) or 0


def find(user: User, message_id: int, today: date) -> Message:
    """One message in the user's scope; else NotFound."""
    found = db.session.scalars(outbox(user, today).where(Message.id == message_id)).one_or_none()
    if found is None:
        raise NotFound("没有这条消息，或者它不归您管。")
    return found
