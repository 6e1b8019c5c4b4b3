"""Grades as those read them who answer for the work: the low ones, what became of them, and what is appealed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from portal.domain.errors import NotFound
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.scopes import requests_where
from portal.domain.service_requests.times import Limit, LimitKind
from portal.domain.service_requests.voices import LOW_GRADES, Appeal, Rating


class Sort(StrEnum):
    """Which grades are listed: the low ones, those with an appeal that waits for a verdict, every one."""

    LOW = "low"
    APPEALED = "appealed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Rework:
    """The two limits a low grade sets going (5 working days to repair, 1 to call)."""

    contact: Limit | None
    finish: Limit | None


def listed(user: User, sort: Sort, today: date) -> Select[Rating, Appeal]:
    """Grades in the scope of `user`, the newest first, each with its appeal, or None."""
    query = (
        select(Rating, Appeal)
        .join(ServiceRequest, ServiceRequest.id == Rating.request_id)
        .outerjoin(Appeal, Appeal.rating_id == Rating.id)
        .options(contains_eager(Rating.request).joinedload(ServiceRequest.matter_version))
        .where(requests_where(user, Permission.REQUEST_PRESS, today))
        .order_by(Rating.at.desc(), Rating.id.desc())
    )
    if sort is Sort.LOW:
        return query.where(or_(Rating.grade.in_(LOW_GRADES), ~Rating.solved))
    if sort is Sort.APPEALED:
        return query.where(Appeal.id.is_not(None), Appeal.verdict.is_(None))
    return query


def reworks(ratings: Collection[Rating]) -> dict[int, Rework]:
    """The limits each of these set going, by its id."""
    query = select(Limit).where(
        Limit.request_id.in_({rating.request_id for rating in ratings}),
        Limit.kind.in_((LimitKind.REWORK_CONTACT, LimitKind.REWORK_FINISH)),
    )
    begun = {(one.request_id, one.starts_at, one.kind): one for one in db.session.scalars(query)}
    return {
        rating.id: Rework(
            begun.get((rating.request_id, rating.at, LimitKind.REWORK_CONTACT)),
            begun.get((rating.request_id, rating.at, LimitKind.REWORK_FINISH)),
        )
        for rating in ratings
    }


def find_rating(user: User, rating_id: int, permission: Permission, today: date) -> Rating:
    """The grade, when its request lies in the scope of `user`; else NotFound."""
    query = select(Rating).join(ServiceRequest, ServiceRequest.id == Rating.request_id)
    found = db.session.scalars(
        query.where(Rating.id == rating_id, requests_where(user, permission, today))
    ).one_or_none()
    if found is None:
        raise NotFound("没有找到这个评价，或者它不归您这里管。")
    return found


def find_appeal(user: User, appeal_id: int, today: date) -> Appeal:
    """The appeal, for whoever judges in its place; else NotFound."""
    query = (
        select(Appeal)
        .join(Rating, Rating.id == Appeal.rating_id)
        .join(ServiceRequest, ServiceRequest.id == Rating.request_id)
        .options(joinedload(Appeal.rating).joinedload(Rating.request))
        .where(Appeal.id == appeal_id, requests_where(user, Permission.RATING_JUDGE, today))
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("没有找到这个申诉，或者它不归您裁定。")
    return found


def appeal_of(rating: Rating) -> Appeal | None:
    return db.session.scalars(select(Appeal).where(Appeal.rating_id == rating.id)).one_or_none()
