"""The lines of a list of requests, their order, and the mark where a page of them ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, or_, select, true

from portal.db import UtcDateTime, db
from portal.domain.grids.models import Building, Entrance, Grid
from portal.domain.matters.models import MatterVersion
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.voices import Follower
from portal.domain.service_requests.workflow import Status

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. `place` goes down to the entrance, never to the room."""

    id: int
    number: str
    matter: str
    work_type: str
    summary: str
    status: Status
    unit: str
    place: str
    grid: str
    name: str | None
    phone_tail: str
    confidential: bool
    handler_id: int | None
    filed_at: datetime
    next_due_at: datetime | None
    provisional: bool
    followers: int


def rows_of(ids: Sequence[int]) -> list[Row]:
    """The lines of these requests, what came last first."""
    return answered(shown(ids, newest_first=True), {})


def answered(query: Select[Any], values: dict[str, Any]) -> list[Row]:
    """The lines a question of `shown` finds, with the values it names."""
    return [_row(tuple(found)) for found in db.session.execute(query, values)]


def shown(ids: Any, newest_first: bool) -> Any:
    """What the list shows of these requests; `ids` is a query or a list."""
    key = ServiceRequest.filed_at if newest_first else ServiceRequest.next_due_at
    followers = (
        select(func.count(Follower.id)).where(Follower.request_id == ServiceRequest.id).correlate(ServiceRequest)
    )
    query: Any = (
        select(
            ServiceRequest.id,
            ServiceRequest.number,
            MatterVersion.name,
            ServiceRequest.work_type,
            ServiceRequest.summary,
            ServiceRequest.status,
            ServiceRequest.unit,
            ServiceRequest.place_text,
            ServiceRequest.applicant_name,
            ServiceRequest.phone_tail,
            ServiceRequest.confidential,
            ServiceRequest.handler_id,
            ServiceRequest.filed_at,
            ServiceRequest.next_due_at,
            ServiceRequest.provisional,
            Building,
            Entrance.number,
            Grid.name,
            followers.scalar_subquery(),
        )
        .join(MatterVersion, MatterVersion.id == ServiceRequest.matter_version_id)
        .outerjoin(Grid, Grid.id == ServiceRequest.grid_id)
        .outerjoin(Building, Building.id == ServiceRequest.building_id)
        .outerjoin(Entrance, Entrance.id == ServiceRequest.entrance_id)
        .where(ServiceRequest.id.in_(ids))
        .order_by(*in_order(key, ServiceRequest.id, newest_first))
    )
    return query


def _row(found: tuple[Any, ...]) -> Row:
    *facts, provisional, building, entrance, grid, followers = found
    number, matter, work_type, summary, status, unit, text, name, tail, confidential, handler, filed, due = facts[1:]
    place = f"{building.title} {entrance}单元" if building and entrance else building.title if building else text
    return Row(
        id=facts[0],
        number=number,
        matter=matter,
        work_type=work_type,
        summary=summary,
        status=status,
        unit=unit,
        place=place or grid or "",
        grid=grid or "",
        name=name,
        phone_tail=tail,
        confidential=confidential,
        handler_id=handler,
        filed_at=filed,
        next_due_at=due,
        provisional=provisional,
        followers=followers,
    )


def in_order(key: Any, number: Any, newest_first: bool) -> tuple[Any, Any]:
    """What is due first stands first and what has no limit last; or what came last first."""
    return (key.desc(), number.desc()) if newest_first else (key.asc().nulls_last(), number.asc())


def mark_of(row: Row, newest_first: bool) -> str:
    """`microseconds-id` of the last row shown; without the moment where no limit runs."""
    key = row.filed_at if newest_first else row.next_due_at
    return f"{(key - _EPOCH) // timedelta(microseconds=1) if key else ''}-{row.id}"


def read_mark(after: str) -> dict[str, Any]:
    """The values of a mark; none for one that is not a mark."""
    moment, _, number = after.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) <= 9):
        return {}
    if not moment:
        return {"last": int(number)}
    if not (moment.isascii() and moment.isdecimal() and len(moment) < 17):
        return {}
    return {"last": int(number), "key": _EPOCH + timedelta(microseconds=int(moment))}


def beyond(mark: frozenset[str], newest_first: bool) -> ColumnElement[bool]:
    """What comes after a mark; without one, everything."""
    if not mark:
        return true()
    last = bindparam("last", type_=Integer)
    if "key" not in mark:
        return and_(ServiceRequest.next_due_at.is_(None), ServiceRequest.id > last)
    key = bindparam("key", type_=UtcDateTime)
    if newest_first:
        filed = ServiceRequest.filed_at
        return or_(filed < key, and_(filed == key, ServiceRequest.id < last))
    due = ServiceRequest.next_due_at
    return or_(due > key, and_(due == key, ServiceRequest.id > last), due.is_(None))
