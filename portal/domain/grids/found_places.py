"""What the lookup found, as the register stands today: the index may be a moment older than the database."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.domain.grids.lookup import Answer, Decision, Reason
from portal.domain.grids.models import Assignment, Building, Community, Grid, PlaceAlias
from portal.domain.grids.queries import holds_on


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A building with the grid that looks after it today, or a grid alone; `score` runs from 0 to 1.

    `unit` is the entrance if one was named, `matched` the name of the register that was recognised, `reason` how.
    """

    building: Building | None
    grid: Grid
    score: float
    reason: Reason
    matched: str
    unit: int | None = None

    @property
    def title(self) -> str:
        """百通新苑 3号楼 2单元, or the name of the grid."""
        if self.building is None:
            return self.grid.name
        return f"{self.building.title} {self.unit}单元" if self.unit else self.building.title

    @property
    def by_own_name(self) -> bool:
        """Was the building recognised by the name of its estate or road?"""
        return self.building is not None and self.matched in (self.building.estate, self.building.road)

    @property
    def part(self) -> str:
        """What of the grid's written scope names what was recognised: 百通新苑1号楼至11号楼; empty if nothing does."""
        pieces = [piece.strip() for piece in self.grid.scope.split("；")]
        return "；".join(piece for piece in pieces if self.matched and self.matched in piece)


@dataclass(frozen=True, slots=True)
class Found:
    """The decision with its places, best first; `grids_total` also counts grids that are not listed."""

    decision: Decision
    places: tuple[FoundPlace, ...] = ()
    grids_total: int = 0


def example_addresses(look_up: Callable[[str], Answer]) -> list[str]:
    """Addresses of this register that show how one may write: in full, short, by road. Each has one answer."""
    in_estate = select(Building).where(Building.estate != "", Building.building_no != "").order_by(Building.id)
    on_road = select(Building).where(Building.estate == "", Building.road != "", Building.number != "")
    spelt = (
        (in_estate, lambda one: f"{one.estate}{one.building_no}"),
        (in_estate.where(Building.aliases != "", Building.units > 1), _short),
        (on_road.order_by(Building.id), lambda one: f"{one.road}{one.number}{one.building_no}"),
    )
    found = []
    for buildings, written in spelt:
        for text in map(written, db.session.scalars(buildings.limit(12))):
            if text not in found and look_up(text).decision is Decision.ANSWER:
                found.append(text)
                break
    return found


def _short(building: Building) -> str:
    """By another name of the estate and bare numbers: 纺织宿舍3-2."""
    number = "".join(sign for sign in building.building_no if sign.isdecimal())
    return f"{building.aliases.split('|')[0]}{number}-{building.units}"


def found_places(answer: Answer, day: date) -> Found:
    """The places of an answer on `day`; those that left the register since the index was built are left out."""
    buildings = _buildings({one.building_code for one in answer.candidates if one.building_code}, day)
    grids = _grids({one.grid_code for one in answer.candidates if not one.building_code})
    places: dict[tuple[str, str], FoundPlace] = {}
    for one in answer.candidates:
        building, grid = buildings.get(one.building_code or "", (None, grids.get(one.grid_code)))
        if grid is not None and (building is not None) == bool(one.building_code):
            place = FoundPlace(building, grid, one.score, one.reason, one.matched, one.unit)
            places.setdefault((building.code if building else "", grid.code), place)
    decision = answer.decision if places else Decision.NONE
    return Found(decision, _with_added_names(list(places.values())), answer.grids_total if places else 0)


def _with_added_names(places: Sequence[FoundPlace]) -> tuple[FoundPlace, ...]:
    """The index knows a name that staff gave to one building as an estate of its own; for people it is another name."""
    asked = {place.matched for place in places if place.reason is Reason.EXACT and not place.by_own_name}
    if not asked:
        return tuple(places)
    standing = PlaceAlias.alias.in_(asked) & PlaceAlias.removed_at.is_(None)
    added = set(db.session.scalars(select(PlaceAlias.alias).where(standing)))
    return tuple(replace(place, reason=Reason.ALIAS) if place.matched in added else place for place in places)


def _buildings(codes: Collection[str], day: date) -> dict[str, tuple[Building, Grid]]:
    """Buildings by code, each with the grid that looks after it on `day`."""
    if not codes:
        return {}
    rows = db.session.execute(
        select(Building, Grid)
        .join(Assignment, Assignment.building_id == Building.id)
        .join(Grid, Grid.id == Assignment.grid_id)
        .where(Building.code.in_(codes), holds_on(day))
        .options(joinedload(Grid.community).joinedload(Community.subdistrict))
    )
    return {building.code: (building, grid) for building, grid in rows}


def _grids(codes: Collection[str]) -> dict[str, Grid]:
    if not codes:
        return {}
    with_place = joinedload(Grid.community).joinedload(Community.subdistrict)
    grids = db.session.scalars(select(Grid).where(Grid.code.in_(codes)).options(with_place))
    return {found.code: found for found in grids}
