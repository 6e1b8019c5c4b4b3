"""Units: who can have a request. A grid, a community, a subdistrict, or a department, written "grid:12"."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.db import db
from portal.domain.departments.models import Department
from portal.domain.errors import NotFound
from portal.domain.grids.models import Community, Grid, Subdistrict
from portal.domain.matters.models import Level
from portal.domain.service_requests.models import ServiceRequest

TABLES: dict[Level, type[Grid | Community | Subdistrict | Department]] = {
    Level.GRID: Grid,
    Level.COMMUNITY: Community,
    Level.SUBDISTRICT: Subdistrict,
    Level.DEPARTMENT: Department,
}
# From below to above; a department stands beside the subdistrict and answers to it.
_ABOVE = {
    Level.GRID: Level.COMMUNITY,
    Level.COMMUNITY: Level.SUBDISTRICT,
    Level.DEPARTMENT: Level.SUBDISTRICT,
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A level and the row of its table."""

    level: Level
    id: int

    def __str__(self) -> str:
        return f"{self.level.value}:{self.id}"

    @classmethod
    def read(cls, key: str) -> "Unit":
        """The unit of a stored or submitted key; NotFound when it is none."""
        level, _, number = key.partition(":")
        if level not in list(Level) or not number.isdecimal() or len(number) > 9:
            raise NotFound("没有这个单位。请重新选择。")
        return cls(Level(level), int(number))

    @property
    def name(self) -> str:
        """As pages show it: 莲叶路社区第1网格, 水镇街道, 城管中队."""
        table = TABLES[self.level]
        return db.session.scalar(select(table.name).where(table.id == self.id)) or ""


def unit_of(request: ServiceRequest) -> Unit:
    """Who has it."""
    return Unit.read(request.unit)


def place_unit(request: ServiceRequest, level: Level) -> Unit:
    """The unit of the request's own place at a level; NotFound for a department, or where the place has no grid."""
    if level is Level.GRID and request.grid_id is not None:
        return Unit(level, request.grid_id)
    if level is Level.COMMUNITY:
        return Unit(level, request.community_id)
    if level is Level.SUBDISTRICT:
        return Unit(level, request.community.subdistrict_id)
    raise NotFound("这件事没有这一级的单位。请重新选择。")


def unit_above(request: ServiceRequest) -> Unit | None:
    """The unit one level above the one that has it; None above the subdistrict."""
    above = _ABOVE.get(request.level)
    return place_unit(request, above) if above else None
