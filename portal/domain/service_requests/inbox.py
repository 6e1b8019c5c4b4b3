"""The desk's queues: whose hands, what is due, and one page of rows. Every question is answered from an index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    select,
    union,
)

from portal.db import UtcDateTime, db
from portal.domain.matters.models import Level, MatterVersion
from portal.domain.service_requests.inbox_rows import Row, answered, beyond, in_order, mark_of, read_mark, shown
from portal.domain.service_requests.models import Holding, HoldingRole, ServiceRequest
from portal.domain.service_requests.reach import Reach, Shape
from portal.domain.service_requests.workflow import Status

SIZE = 30
# 快到期: a limit in days ends at midnight, so this is what must be done today, and what is counted in hours.
SOON = timedelta(hours=24)


class Queue(StrEnum):
    """待签收, 快到期, 已超期, 等群众, 我办的, 交出去的, 全部."""

    TO_SIGN = "to-sign"
    DUE_SOON = "due-soon"
    LATE = "late"
    WAITING = "waiting"
    MINE = "mine"
    HANDED_OVER = "handed-over"
    ALL = "all"


_OPEN_QUEUES = tuple(queue for queue in Queue if queue is not Queue.ALL)
_NOW, _SOON = bindparam("now", type_=UtcDateTime), bindparam("soon", type_=UtcDateTime)
# The states are named so that the index of the desk is walked by them.
_UNSETTLED = ServiceRequest.status.in_([Status.FILED, Status.IN_PROGRESS, Status.WAITING])
_WANTED: dict[Queue, ColumnElement[bool]] = {
    Queue.TO_SIGN: ServiceRequest.status == Status.FILED,
    Queue.WAITING: ServiceRequest.status == Status.WAITING,
    Queue.DUE_SOON: and_(_UNSETTLED, ServiceRequest.next_due_at >= _NOW, ServiceRequest.next_due_at < _SOON),
    Queue.LATE: and_(_UNSETTLED, ServiceRequest.next_due_at < _NOW),
}
_VERSIONS = select(MatterVersion.id).where(MatterVersion.matter_id == bindparam("by_matter_id"))
_NARROWED: dict[str, ColumnElement[bool]] = {
    "grid_id": ServiceRequest.grid_id == bindparam("by_grid_id"),
    "matter_id": ServiceRequest.matter_version_id.in_(_VERSIONS),
    "level": ServiceRequest.level == bindparam("by_level"),
    "begins": ServiceRequest.filed_at >= bindparam("by_begins"),
    "ends": ServiceRequest.filed_at < bindparam("by_ends"),
}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Filters of the list; None narrows nothing. `begins` and `ends` bound the moment of filing."""

    grid_id: int | None = None
    matter_id: int | None = None
    level: Level | None = None
    begins: datetime | None = None
    ends: datetime | None = None

    @property
    def shape(self) -> tuple[str, ...]:
        """Which of them narrow."""
        return tuple(name for name in _NARROWED if getattr(self, name) is not None)

    @property
    def values(self) -> dict[str, Any]:
        return {f"by_{name}": getattr(self, name) for name in self.shape}


@dataclass(frozen=True, slots=True)
class Listed:
    """One page. `after` is the mark from which the next page goes on; empty on the last one."""

    rows: list[Row]
    after: str


def counts(reach: Reach, at: datetime) -> dict[Queue, int]:
    """How many stand in each open queue: exact, in one query of index ranges."""
    row = db.session.execute(_counts(reach.shape), _moments(at) | reach.values).one()
    return dict(zip(_OPEN_QUEUES, row, strict=True))


def count_to_sign(reach: Reach, at: datetime) -> int:
    """The figure of the menu."""
    return count(Queue.TO_SIGN, reach, at, Narrowing(), most=100_000)


def count(queue: Queue, reach: Reach, at: datetime, narrowing: Narrowing, most: int = 1000) -> int:
    """How many a narrowed list holds, counted up to `most`."""
    values = _moments(at) | reach.values | narrowing.values
    return db.session.scalar(_count(queue, reach.shape, narrowing.shape, most), values) or 0


def listed(queue: Queue, reach: Reach, at: datetime, narrowing: Narrowing, after: str = "", size: int = SIZE) -> Listed:
    """One page of a queue: what is due first stands first; in 全部 what came last."""
    newest_first = queue is Queue.ALL
    mark = read_mark(after)
    query = _page(queue, reach.shape, narrowing.shape, frozenset(mark), size)
    rows = answered(query, _moments(at) | reach.values | narrowing.values | mark)
    more, rows = len(rows) > size, rows[:size]
    return Listed(rows, mark_of(rows[-1], newest_first) if more else "")


@lru_cache(256)
def _counts(shape: Shape) -> Select[Any]:
    columns = [
        select(func.count()).select_from(_together(_ids(queue, shape, ())).subquery()).scalar_subquery()
        for queue in _OPEN_QUEUES
    ]
    return select(*columns)


@lru_cache(256)
def _count(queue: Queue, shape: Shape, narrowed_by: tuple[str, ...], most: int) -> Select[Any]:
    ids = _together(_ids(queue, shape, narrowed_by)).subquery()
    return select(func.count()).select_from(select(ids.c.id).limit(most).subquery())


@lru_cache(256)
def _page(queue: Queue, shape: Shape, narrowed_by: tuple[str, ...], mark: frozenset[str], size: int) -> Select[Any]:
    """The rows of one page: ids from the indexes first, then what the list shows of them."""
    newest_first = queue is Queue.ALL
    key = ServiceRequest.filed_at if newest_first else ServiceRequest.next_due_at
    branches = [
        branch.add_columns(key.label("key"))
        .where(beyond(mark, newest_first))
        .order_by(*in_order(key, ServiceRequest.id, newest_first))
        .limit(size + 1)
        for branch in _ids(queue, shape, narrowed_by)
    ]
    page = branches[0].subquery()
    if len(branches) > 1:
        everything = union(*(select(branch.subquery()) for branch in branches)).subquery()
        order = in_order(everything.c.key, everything.c.id, newest_first)
        page = select(everything).order_by(*order).limit(size + 1).subquery()
    return shown(select(page.c.id), newest_first)


def _ids(queue: Queue, shape: Shape, narrowed_by: tuple[str, ...]) -> list[Select[Any]]:
    """The ids of a queue, as one query for each index they are found by."""
    ids = select(ServiceRequest.id).where(*(_NARROWED[name] for name in narrowed_by))
    if queue is Queue.ALL:
        return [ids.where(part) for part in shape.everything()]
    open_ids = ids.where(ServiceRequest.settled_at.is_(None))
    if queue is Queue.MINE:
        return [open_ids.where(ServiceRequest.handler_id == bindparam("user"))]
    if queue is Queue.HANDED_OVER:
        return [open_ids.where(part) for part in _handed_over(shape)]
    parts = [open_ids.where(part, _WANTED[queue]) for part in shape.in_hand()]
    if queue is Queue.LATE:
        parts += [open_ids.where(part, ServiceRequest.next_due_at < _NOW) for part in shape.pressed()]
    return parts


def _handed_over(shape: Shape) -> list[ColumnElement[bool]]:
    """Open requests that left one of the own units and are not back in one."""
    if not shape.levels:
        return [ServiceRequest.id == 0]
    own: BindParameter[Any] = bindparam("own", expanding=True)
    had = exists().where(
        Holding.request_id == ServiceRequest.id,
        Holding.unit.in_(own),
        Holding.role == HoldingRole.LEAD,
        Holding.ends_at.is_not(None),
    )
    return [and_(ServiceRequest.unit.not_in(own), part, had) for part in shape.around()]


def _together(parts: Sequence[Select[Any]]) -> Any:
    return parts[0] if len(parts) == 1 else union(*parts)


def _moments(at: datetime) -> dict[str, Any]:
    return {"now": at, "soon": at + SOON}
