"""The public periods on the desk: running ones, those with objections to re-check, those that ended."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from portal.domain.errors import DomainError, NotFound
from portal.domain.publicity.objection_readers import spoken_for_by
from portal.domain.publicity.period_models import Objection, PublicPeriod
from portal.domain.publicity.public_periods import is_public, public_at
from portal.domain.records.services import record
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.scopes import requests_where


class PeriodShelf(StrEnum):
    """Where a period stands: public now, with an objection nobody re-checked yet, no longer public."""

    RUNNING = "running"
    OBJECTED = "objected"
    OVER = "over"


def on(user: User, shelf: PeriodShelf, at: datetime, today: date) -> Select[PublicPeriod]:
    """The periods on a shelf within the user's places; running ones by their end, the others the newest first."""
    order = PublicPeriod.ends_on if shelf is PeriodShelf.RUNNING else PublicPeriod.id.desc()
    rows = _within(user, today).where(_of(shelf, at))
    if shelf is PeriodShelf.OBJECTED:
        rows = rows.where(ServiceRequest.id.not_in(spoken_for_by(user)))
    return rows.order_by(order, PublicPeriod.id.desc())


def count_on(user: User, shelf: PeriodShelf, at: datetime, today: date) -> int:
    rows = on(user, shelf, at, today).order_by(None).with_only_columns(func.count(PublicPeriod.id))
    return db.session.scalar(rows) or 0


def find(user: User, period_id: int, today: date) -> PublicPeriod:
    """One period within the user's places; else NotFound."""
    found = db.session.scalars(_within(user, today).where(PublicPeriod.id == period_id)).one_or_none()
    if found is None:
        raise NotFound("没有这次公示，或者它不归您这里管。")
    return found


def note_print(period: PublicPeriod, *, by: str, at: datetime) -> None:
    """The notice for the board leaves the house: who printed it is on the record.

    Raises DomainError when it is over.
    """
    if not is_public(period, at):
        raise DomainError("公示已经结束，不能再打印。贴出去的请撤下来。")
    record("publicity.notice_printed", by=by, at=at, subject=f"request {period.request.number}")


def note_reading(objection: Objection, *, by: str, at: datetime) -> None:
    """Who read what somebody wrote in confidence."""
    subject = f"request {objection.period.request.number}"
    record("objection.read", by=by, at=at, subject=subject, detail=f"异议 {objection.id}")


def _of(shelf: PeriodShelf, at: datetime) -> ColumnElement[bool]:
    still_open = exists().where(Objection.period_id == PublicPeriod.id, Objection.outcome.is_(None))
    if shelf is PeriodShelf.OBJECTED:
        return and_(still_open, ServiceRequest.settled_at.is_(None))
    return public_at(at) if shelf is PeriodShelf.RUNNING else not_(public_at(at))


def _within(user: User, today: date) -> Select[PublicPeriod]:
    return (
        select(PublicPeriod)
        .join(PublicPeriod.request)
        .options(
            contains_eager(PublicPeriod.request).options(
                joinedload(ServiceRequest.community), joinedload(ServiceRequest.matter_version)
            )
        )
        .where(requests_where(user, Permission.REQUEST_VIEW, today))
    )
