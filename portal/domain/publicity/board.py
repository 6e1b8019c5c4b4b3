"""The results everybody may read: safe fields only, never a name, a number of a house, a door or a request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.grids.models import Building, Community, Grid
from portal.domain.matters.models import MatterVersion
from portal.domain.publicity.candidates import checked, late, publishable
from portal.domain.publicity.models import ResultPosting
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.workdays.working_hours import SHANGHAI

Rows = Select[str, str, str, str, str, datetime, datetime | None, bool, str]


@dataclass(frozen=True, slots=True)
class Result:
    """days   full days from filing to the result, 0 on the same day"""

    matter: str
    place: str
    community: str
    grid: str
    settled_on: date
    days: int
    in_time: bool
    sentence: str


def results(begins: datetime, ends: datetime, *, community_id: int | None = None, grid_id: int | None = None) -> Rows:
    """What the board says of what was settled from `begins` until before `ends`, newest first; see `result_of`."""
    query = (
        select(
            MatterVersion.name,
            Building.road,
            Building.estate,
            Community.name,
            Grid.name,
            ServiceRequest.filed_at,
            ServiceRequest.settled_at,
            late(),
            ResultPosting.sentence,
        )
        .select_from(ResultPosting)
        .join(ResultPosting.request)
        .join(ServiceRequest.matter_version)
        .join(ServiceRequest.community)
        .outerjoin(ServiceRequest.grid)
        .outerjoin(ServiceRequest.building)
        .where(ServiceRequest.settled_at >= begins, ServiceRequest.settled_at < ends)
        .where(publishable(), checked(), ResultPosting.withdrawn_at.is_(None))
        .order_by(ServiceRequest.settled_at.desc(), ServiceRequest.id.desc())
    )
    if grid_id is not None:
        return query.where(ServiceRequest.grid_id == grid_id)
    return query if community_id is None else query.where(ServiceRequest.community_id == community_id)


def result_of(row: Sequence[Any]) -> Result:
    """A row of `results`."""
    matter, road, estate, community, grid, filed_at, settled_at, was_late, sentence = row
    filed_on, settled_on = (moment.astimezone(SHANGHAI).date() for moment in (filed_at, settled_at))
    return Result(
        matter=matter,
        place=street_and_estate(road, estate),
        community=community,
        grid=grid or "",
        settled_on=settled_on,
        days=(settled_on - filed_on).days,
        in_time=not was_late,
        sentence=sentence,
    )


def preview_of(request: ServiceRequest, sentence: str) -> Result:
    """What the board would say of this request."""
    building = request.building
    where = (building.road, building.estate) if building else (None, None)
    was_late = db.session.scalar(select(late()).where(ServiceRequest.id == request.id).select_from(ServiceRequest))
    grid = request.grid.name if request.grid else None
    moments = (request.filed_at, request.settled_at)
    return result_of((request.matter_version.name, *where, request.community.name, grid, *moments, was_late, sentence))


def street_and_estate(road: str | None, estate: str | None) -> str:
    """`莲叶路 明亮花园`; empty outside buildings, where only the community is told."""
    return " ".join(part for part in (road, estate) if part)


def community_names() -> Mapping[int, str]:
    """The names of all communities by id, in the register's order."""
    rows = db.session.execute(select(Community.id, Community.name).order_by(Community.subdistrict_id, Community.id))
    return dict(list(rows))


def find_community(community_id: int) -> Community:
    """The community with its grids. Raises NotFound."""
    community = db.session.get(Community, community_id)
    if community is None:
        raise NotFound("没有这个社区。请回“办结公开”看看。")
    return community
