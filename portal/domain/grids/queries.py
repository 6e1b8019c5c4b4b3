"""Reading the register of places. A day says as of when; boundaries have dates."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.elements import ColumnElement

from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.grids.models import Assignment, Building, Community, Grid, PlaceAlias, Subdistrict
from portal.domain.grids.numbering import Order, order_of

_AT_ONCE = 2000  # rows fetched together where a whole register passes through, and ids in one IN list


class PlaceRow(NamedTuple):
    """A building as the address lookup reads it; `aliases` are the register's own, then those staff added."""

    building_code: str
    grid_code: str
    estate: str
    road: str
    number: str
    building_no: str
    units: int
    floors: int
    aliases: tuple[str, ...]


class GridRow(NamedTuple):
    """A grid as the address lookup reads it."""

    grid_code: str
    grid_name: str
    community: str
    subdistrict: str
    scope: str


def find_grid(code: str) -> Grid:
    """The grid of that code with its community and subdistrict; raises NotFound."""
    with_place = joinedload(Grid.community).joinedload(Community.subdistrict)
    grid = db.session.scalars(select(Grid).where(Grid.code == code).options(with_place)).first()
    if grid is None:
        raise NotFound("没有找到这个网格。编号可能少了或错了几位，请回首页用地址查。")
    return grid


def communities_with_grids() -> Select[Community]:
    """Every community with its subdistrict and its grids."""
    return (
        select(Community)
        .options(joinedload(Community.subdistrict), selectinload(Community.grids))
        .order_by(Community.subdistrict_id, Community.id)
    )


def find_building(code: str) -> Building:
    """The building of that code; raises NotFound."""
    building = db.session.scalars(select(Building).where(Building.code == code)).first()
    if building is None:
        raise NotFound("没有找到这栋楼。编号可能少了或错了几位，请回首页用地址查。")
    return building


def holds_on(day: date) -> ColumnElement[bool]:
    """Narrows assignments to those that hold on `day`."""
    return (Assignment.starts_on <= day) & or_(Assignment.ends_on.is_(None), Assignment.ends_on > day)


def grid_of(building_id: int, day: date) -> Grid | None:
    """The grid that looks after a building on `day`; None when nobody does."""
    return grids_of([building_id], day).get(building_id)


def grids_of(building_ids: Collection[int], day: date) -> dict[int, Grid]:
    """Grids by building id, with community and subdistrict; buildings without a grid that day are missing."""
    with_place = joinedload(Assignment.grid).joinedload(Grid.community).joinedload(Community.subdistrict)
    ids = list(building_ids)
    return {
        assignment.building_id: assignment.grid
        for start in range(0, len(ids), _AT_ONCE)
        for assignment in db.session.scalars(
            select(Assignment)
            .where(Assignment.building_id.in_(ids[start : start + _AT_ONCE]), holds_on(day))
            .options(with_place)
        )
    }


def in_order(buildings: Iterable[Building]) -> list[Building]:
    """Estates first, then roads; within them 3号楼 before 12号楼 and 甲15号楼 right after 15号楼."""
    return sorted(buildings, key=place_order)


def place_order(building: Building) -> tuple[bool, str, str, Order, Order]:
    """A key that sorts buildings as `in_order` does."""
    numbers = order_of(building.number), order_of(building.building_no)
    return not building.estate, building.estate, building.road, *numbers


def register_rows(day: date) -> Iterator[PlaceRow]:
    """Every building that has a grid on `day`, streamed: a large city never lies in memory as a whole."""
    added = _added_aliases()
    rows = db.session.execute(
        select(
            Building.id, Building.code, Grid.code, Building.estate, Building.road, Building.number,
            Building.building_no, Building.units, Building.floors, Building.aliases,
        )
        .join(Assignment, Assignment.building_id == Building.id)
        .join(Grid, Grid.id == Assignment.grid_id)
        .where(holds_on(day))
        .order_by(Building.id)
        .execution_options(yield_per=_AT_ONCE)
    )  # fmt: skip
    for building_id, code, grid, estate, road, number, building_no, units, floors, own in rows:
        names = dict.fromkeys(
            [
                *filter(None, own.split("|")),
                *added.get(building_id, ()),
                *added.get(estate_key(estate, road, number), ()),
            ]
        )
        yield PlaceRow(code, grid, estate, road, number, building_no, units, floors or 0, tuple(names))


def estate_key(estate: str, road: str, number: str) -> tuple[str, str, str]:
    """What tells one estate from another; where there is no estate, one house number of a road."""
    return (estate, road, "") if estate else ("", road, number)


def _added_aliases() -> dict[int | tuple[str, str, str], list[str]]:
    """Names staff added, by building id or by estate."""
    found: dict[int | tuple[str, str, str], list[str]] = defaultdict(list)
    rows = db.session.execute(
        select(PlaceAlias.alias, PlaceAlias.whole_estate, Building.id, Building.estate, Building.road, Building.number)
        .join(Building, Building.id == PlaceAlias.building_id)
        .where(PlaceAlias.removed_at.is_(None))
        .order_by(PlaceAlias.id)
    )
    for alias, whole_estate, building_id, *place in rows:
        found[estate_key(*place) if whole_estate else building_id].append(alias)
    return found


def grid_rows(day: date) -> list[GridRow]:
    """Every grid, by code. Grids have no dates of their own: `day` is there so that all readers of places ask alike."""
    rows = db.session.execute(
        select(Grid.code, Grid.name, Community.name, Subdistrict.name, Grid.scope)
        .join(Community, Community.id == Grid.community_id)
        .join(Subdistrict, Subdistrict.id == Community.subdistrict_id)
        .order_by(Grid.code)
    )
    return [GridRow(*row) for row in rows]
