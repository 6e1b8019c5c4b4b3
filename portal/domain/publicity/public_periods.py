"""What everybody may see of public periods: decided by the moment, never by whether a worker ran.

A period is public from its posting until its last day is over in Shanghai, as long as nobody took it down, the request
goes on, and nothing on file says that the person is under 18. Whoever asks a second later is told that it is over, and
nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.publicity.grown_up import grown_up
from portal.domain.publicity.period_models import PublicPeriod
from portal.domain.publicity.shown import Told, unpacked
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.workdays.working_hours import SHANGHAI


@dataclass(frozen=True, slots=True)
class PublicPart:
    """All that is public of one request. Nothing of it leads to the request."""

    key: str
    matter: str
    community: str
    decided_by: str
    lines: tuple[Told, ...]
    begins_on: date
    ends_on: date
    provisional: bool
    hangs_at: str
    supervision_phone: str
    round: int


def day_of(at: datetime) -> date:
    """The day in the town."""
    return at.astimezone(SHANGHAI).date()


def is_public(period: PublicPeriod, at: datetime) -> bool:
    """The same as `public_at` says, of one period at hand."""
    running = period.ended_at is None and period.request.settled_at is None
    return running and period.posted_at <= at and day_of(at) <= period.ends_on and _of_age(period, at)


def public_at(at: datetime) -> ColumnElement[bool]:
    """Narrows a query of periods with their requests to what is public at that moment; `_of_age` is asked of each."""
    return and_(
        PublicPeriod.ended_at.is_(None),
        PublicPeriod.posted_at <= at,
        PublicPeriod.ends_on >= day_of(at),
        ServiceRequest.settled_at.is_(None),
    )


def running(at: datetime, *, full_names: bool) -> list[PublicPart]:
    """Every period that is public now, by community; in it those that end first come first."""
    query = (
        select(PublicPeriod)
        .join(PublicPeriod.request)
        .options(
            contains_eager(PublicPeriod.request).options(
                joinedload(ServiceRequest.community), joinedload(ServiceRequest.matter_version)
            )
        )
        .where(public_at(at))
        .order_by(ServiceRequest.community_id, PublicPeriod.ends_on, PublicPeriod.id)
    )
    return [part_of(period, full_names=full_names) for period in db.session.scalars(query) if _of_age(period, at)]


def find(key: str) -> PublicPeriod:
    """The period of an address, public or over. Raises NotFound when there never was one."""
    found = db.session.scalars(select(PublicPeriod).where(PublicPeriod.key == key)).one_or_none()
    if found is None:
        raise NotFound("没有这个公示。请核对网址，或到社区公示栏看。")
    return found


def part_of(period: PublicPeriod, *, full_names: bool) -> PublicPart:
    """What its page shows. Only for a period that is public, or for who decided about it."""
    request = period.request
    return PublicPart(
        key=period.key,
        matter=request.matter_version.name,
        community=request.community.name,
        decided_by=period.decided_by,
        lines=tuple(unpacked(period.shown, full_names=full_names)),
        begins_on=period.begins_on,
        ends_on=period.ends_on,
        provisional=period.provisional,
        hangs_at=period.hangs_at,
        supervision_phone=period.supervision_phone,
        round=period.round,
    )


def public_of(request: ServiceRequest, at: datetime) -> Sequence[PublicPeriod]:
    """What is public of one request now, for the person's own page: none or one."""
    query = select(PublicPeriod).join(PublicPeriod.request).where(PublicPeriod.request_id == request.id, public_at(at))
    return [period for period in db.session.scalars(query) if _of_age(period, at)]


def _of_age(period: PublicPeriod, at: datetime) -> bool:
    """An ID number that comes late, or is put right, may say that a minor was published: gone in that moment."""
    return grown_up(period.request, day_of(at)) is not False
