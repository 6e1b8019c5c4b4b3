"""Monthly figures by community and grid, counted in the database. `docs/figures.md` says what each of them means.

Only `released.py` gives them to a page: small ones are withheld there.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Integer, Select, and_, case, cast, func, literal, select, union_all
from sqlalchemy.orm import QueryableAttribute
from sqlalchemy.sql.elements import ColumnElement

from portal.db import db
from portal.domain.publicity.months import bounds
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.times import Limit, LimitKind
from portal.domain.service_requests.voices import Grade, Rating
from portal.domain.service_requests.workflow import Status

# The community, and the grid in it; None for what happened where no grid is.
Place = tuple[int, int | None]


class Measure(StrEnum):
    """received   filed in the month
    settled    answered in the month: done or refused with reasons, not reopened since
    in_time    of the promises that fell due in the month, those kept by then (按期办结率)
    response   of the first contacts that fell due in the month, those made by then (响应率)
    solved     of the people who gave a grade in the month, those who say it is solved (解决率)
    satisfied  of them, those who were satisfied or very satisfied (满意率)
    """

    RECEIVED = "received"
    SETTLED = "settled"
    IN_TIME = "in_time"
    RESPONSE = "response"
    SOLVED = "solved"
    SATISFIED = "satisfied"


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`; for what is only counted both are the same."""

    part: int
    whole: int

    def __add__(self, other: "Share") -> "Share":
        return Share(self.part + other.part, self.whole + other.whole)

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 100 % means all; None of nothing."""
        return self.part * 100 // self.whole if self.whole else None


NOTHING = Share(0, 0)
SATISFIED = frozenset({Grade.VERY_SATISFIED, Grade.SATISFIED})
BASICALLY = SATISFIED | {Grade.BASICALLY_SATISFIED}
_DUE = {Measure.IN_TIME: LimitKind.FINISH, Measure.RESPONSE: LimitKind.CONTACT}
_ANSWERED = (Status.RESOLVED, Status.CLOSED, Status.REFUSED)


def count(month: date, *, satisfied: frozenset[Grade] = SATISFIED) -> Mapping[Measure, Mapping[Place, Share]]:
    """Every measure of a month by place, in one query. Places where nothing happened are missing."""
    counted: dict[Measure, dict[Place, Share]] = defaultdict(dict)
    for measure, community, grid, part, whole in db.session.execute(_query(month, satisfied)):
        counted[Measure(measure)][community, grid] = Share(part, whole)
    return counted


def _query(month: date, satisfied: frozenset[Grade]) -> Select[str, int, int | None, int, int]:
    begins, ends = bounds(month)
    one = literal(1, Integer)

    def within(column: QueryableAttribute[Any]) -> ColumnElement[bool]:
        return and_(column >= begins, column < ends)

    received = _by_place(Measure.RECEIVED, one).where(within(ServiceRequest.filed_at))
    settled = _by_place(Measure.SETTLED, one).where(
        within(ServiceRequest.settled_at), ServiceRequest.status.in_(_ANSWERED)
    )
    kept = case((Limit.met_at <= Limit.due_at, 1), else_=0)
    due = [
        _by_place(measure, kept)
        .join(Limit, Limit.request_id == ServiceRequest.id)
        .where(Limit.kind == kind, within(Limit.due_at), Limit.dropped_at.is_(None))
        for measure, kind in _DUE.items()
    ]
    answers = {
        Measure.SOLVED: cast(Rating.solved, Integer),
        Measure.SATISFIED: case((Rating.grade.in_(satisfied), 1), else_=0),
    }
    rated = [
        _by_place(measure, said)
        .join(Rating, Rating.request_id == ServiceRequest.id)
        .where(within(Rating.at), Rating.counted)
        for measure, said in answers.items()
    ]
    parts = union_all(received, settled, *due, *rated).subquery()
    return select(parts)


def _by_place(measure: Measure, part: ColumnElement[int]) -> Select[str, int, int | None, int, int]:
    place = (ServiceRequest.community_id, ServiceRequest.grid_id)
    columns = (literal(measure.value).label("measure"), *place, func.sum(part).label("part"))
    return select(*columns, func.count().label("whole")).group_by(*place)
