"""Whom a member of staff acts for: their list, with what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from portal.domain.mandates.models import Mandate, Representation
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.scopes import requests_where
from portal.domain.service_requests.workflow import SETTLED
from portal.domain.workdays.working_hours import SHANGHAI

# How long one that ended stays in the list, and how many are listed.
ENDED_FOR, MOST = timedelta(days=90), 200


@dataclass(frozen=True)
class ActedFor:
    """A mandate of this member of staff, and the requests it stands behind, the newest first.

    open_here  ids of the requests they may open on the desk; another unit's they follow by asking there
    """

    mandate: Mandate
    requests: Sequence[ServiceRequest]
    open_here: frozenset[int]

    @property
    def next_due(self) -> ServiceRequest | None:
        """The one whose next limit ends first."""
        due = [one for one in self.requests if one.next_due_at is not None and one.status not in SETTLED]
        return min(due, key=lambda one: one.next_due_at, default=None)  # type: ignore[arg-type, return-value]


def acted_for(user: User, today: date) -> tuple[list[ActedFor], list[ActedFor]]:
    """Those that hold today, what is due first first; and those that ended within three months, the last first."""
    since = today - ENDED_FOR
    query = select(Mandate).where(Mandate.agent_user_id == user.id, Mandate.valid_until >= since)
    rows = db.session.scalars(query.order_by(Mandate.id.desc()).limit(MOST)).all()
    behind = _requests_behind(rows)
    allowed = _open_to(user, [one.id for many in behind.values() for one in many], today)
    listed = [ActedFor(mandate, behind.get(mandate.id, []), allowed) for mandate in rows]
    holding = [one for one in listed if one.mandate.ending is None and one.mandate.valid_until >= today]
    ended = [one for one in listed if one not in holding and _ended_on(one) >= since]
    return sorted(holding, key=_first_due), sorted(ended, key=_ended_on, reverse=True)


def _requests_behind(mandates: Sequence[Mandate]) -> dict[int, list[ServiceRequest]]:
    query = select(Representation).where(Representation.mandate_id.in_([one.id for one in mandates]))
    query = query.options(joinedload(Representation.request).joinedload(ServiceRequest.matter_version))
    behind: dict[int, list[ServiceRequest]] = {}
    for one in db.session.scalars(query.order_by(Representation.id.desc())):
        behind.setdefault(one.mandate_id, []).append(one.request)
    return behind


def _open_to(user: User, ids: Sequence[int], today: date) -> frozenset[int]:
    seen = requests_where(user, Permission.REQUEST_VIEW, today)
    return frozenset(db.session.scalars(select(ServiceRequest.id).where(ServiceRequest.id.in_(ids), seen)))


def _first_due(one: ActedFor) -> tuple[bool, str, int]:
    due = one.next_due
    moment = due.next_due_at.isoformat() if due is not None and due.next_due_at is not None else ""
    return due is None, moment, -one.mandate.id


def _ended_on(one: ActedFor) -> date:
    ended = one.mandate.ended_at
    return ended.astimezone(SHANGHAI).date() if ended else one.mandate.valid_until
