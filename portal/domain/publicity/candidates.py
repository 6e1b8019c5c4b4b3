"""Which settled requests may stand on the results board, and which of them staff have looked at."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.sql.elements import ColumnElement

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from portal.domain.errors import NotFound
from portal.domain.matters.models import MatterVersion, WorkType
from portal.domain.publicity.models import ResultPosting
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.scopes import requests_where
from portal.domain.service_requests.times import Limit, LimitKind
from portal.domain.service_requests.workflow import Status


class Shelf(StrEnum):
    """Where a settled request stands: to be checked, on the board, kept off it."""

    WAITING = "waiting"
    SHOWN = "shown"
    KEPT_OFF = "kept_off"


class Candidate(NamedTuple):
    request: ServiceRequest
    posting: ResultPosting | None

    @property
    def mark(self) -> str:
        """What a page carries, to tell whether somebody checked it meanwhile."""
        return self.posting.mark if self.posting else ""


def publishable() -> ColumnElement[bool]:
    """Done, of a matter that concerns the public, in nobody's own home, and told without asking for confidence."""
    return and_(
        ServiceRequest.status.in_((Status.RESOLVED, Status.CLOSED)),
        MatterVersion.content["public_matter"].as_boolean(),
        MatterVersion.work_type != WorkType.APPROVAL,
        ServiceRequest.work_type != WorkType.APPROVAL,
        ~ServiceRequest.confidential,
        ServiceRequest.room.is_(None),
    )


def checked() -> ColumnElement[bool]:
    """Looked at since it was last settled: what was reopened and settled anew is looked at again."""
    return ResultPosting.checked_at >= ServiceRequest.settled_at


def late() -> ColumnElement[bool]:
    """A limit promised to the resident was kept after its end."""
    promised = (LimitKind.FINISH, LimitKind.REWORK_FINISH)
    return exists().where(Limit.request_id == ServiceRequest.id, Limit.kind.in_(promised), Limit.met_at > Limit.due_at)


def candidates(user: User, shelf: Shelf, today: date) -> Select[ServiceRequest, ResultPosting]:
    """The requests on a shelf within the user's places, those settled last first."""
    on_it = {
        Shelf.WAITING: or_(ResultPosting.id.is_(None), ~checked()),
        Shelf.SHOWN: and_(checked(), ResultPosting.withdrawn_at.is_(None)),
        Shelf.KEPT_OFF: and_(checked(), ResultPosting.withdrawn_at.is_not(None)),
    }
    return _within(user, today).where(on_it[shelf]).order_by(ServiceRequest.settled_at.desc(), ServiceRequest.id.desc())


def count_on(user: User, shelf: Shelf, today: date) -> int:
    rows = candidates(user, shelf, today).order_by(None).with_only_columns(func.count(ServiceRequest.id))
    return db.session.scalar(rows) or 0


def find(user: User, request_id: int, today: date) -> Candidate:
    """One settled request within the user's places that may be published; else NotFound."""
    row = db.session.execute(_within(user, today).where(ServiceRequest.id == request_id)).one_or_none()
    if row is None:
        raise NotFound("没有这件办结的事，或者它不能公开。请回“办结公开”列表看一看。")
    return Candidate(row[0], row[1])


def _within(user: User, today: date) -> Select[ServiceRequest, ResultPosting]:
    return (
        select(ServiceRequest, ResultPosting)
        .join(ServiceRequest.matter_version)
        .outerjoin(ResultPosting, ResultPosting.service_request_id == ServiceRequest.id)
        .where(publishable(), requests_where(user, Permission.RESULT_CHECK, today))
        .options(
            contains_eager(ServiceRequest.matter_version),
            joinedload(ServiceRequest.community),
            joinedload(ServiceRequest.grid),
            joinedload(ServiceRequest.building),
        )
    )
