"""Making placards: one for each place that has none, with a code of its own and a check word unlike its neighbours'."""

import secrets
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.grids.models import Assignment, Building, Entrance, Grid
from portal.domain.grids.queries import holds_on
from portal.domain.grids.versions import Part, touch
from portal.domain.placards.check_words import pick
from portal.domain.placards.codes import new_code
from portal.domain.placards.models import Placard, PlaceKind
from portal.domain.placards.queries import located
from portal.domain.records.services import record

TRIES = 5

# Draws from 0 … n-1, as `secrets.randbelow` does.
Draw = Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a placard hangs. Placards of one `estate` (or road) differ in their check words."""

    kind: PlaceKind
    estate: str = ""
    building_id: int | None = None
    entrance_id: int | None = None
    grid_id: int | None = None
    name: str = ""


def place_of(placard: Placard) -> Place:
    return Place(
        placard.place_kind,
        _estate(placard.building) if placard.building else "",
        placard.building_id,
        placard.entrance_id,
        placard.grid_id,
        placard.place_name,
    )


def make_placards(
    kind: PlaceKind,
    grids: Sequence[Grid],
    name: str = "",
    *,
    today: date,
    by: str,
    at: datetime,
    draw: Draw = secrets.randbelow,
) -> list[Placard]:
    """Placards for the buildings or entrances of these grids, or one for the gate or board called `name`."""
    if kind in (PlaceKind.BUILDING, PlaceKind.ENTRANCE):
        ids = [grid.id for grid in grids]
        return make_for_grids(ids, per_entrance=kind is PlaceKind.ENTRANCE, today=today, by=by, at=at, draw=draw)
    if len(grids) != 1 or not name:
        raise DomainError("大门和宣传栏要选一个网格，再写上大家怎么叫它，例如“百通新苑南门”。")
    return [make_for_spot(kind, grids[0], name, today=today, by=by, at=at, draw=draw)]


def make_for_grids(
    grid_ids: Collection[int],
    *,
    per_entrance: bool = False,
    today: date,
    by: str,
    at: datetime,
    draw: Draw = secrets.randbelow,
) -> list[Placard]:
    """A placard for each building of these grids, or for each entrance; places that have one keep it."""
    made = make(lambda: _places_without(grid_ids, per_entrance, today), today=today, at=at, draw=draw)
    if made:
        span = f"{len(made)}: {made[0].code} … {made[-1].code}"
        record("placards.made", by=by, at=at, subject="placards", detail=span)
        touch(Part.PLACARDS)
    return made


def make_for_spot(
    kind: PlaceKind, grid: Grid, name: str, *, today: date, by: str, at: datetime, draw: Draw = secrets.randbelow
) -> Placard:
    """A placard for an estate gate or a notice board. Raises DomainError when that spot has one."""
    live_there = select(Placard.id).where(
        Placard.grid_id == grid.id,
        Placard.place_kind == kind,
        Placard.place_name == name,
        Placard.retired_on.is_(None),
    )
    place = Place(kind, grid_id=grid.id, name=name)
    made = make(lambda: [] if db.session.scalar(live_there) else [place], today=today, at=at, draw=draw)
    if not made:
        raise DomainError(f"“{name}”已经有一块公示牌了。要换新的，请打开那一块，点“换一块新的”。")
    record("placard.made", by=by, at=at, subject=made[0].subject)
    touch(Part.PLACARDS)
    return made[0]


def make(
    wanted: Callable[[], list[Place]], *, today: date, at: datetime, draw: Draw, also_taken: Iterable[str] = ()
) -> list[Placard]:
    """Insert a placard for each place wanted, none of the words `also_taken` on them.

    The database refuses a code drawn twice, and a place that somebody else gives a placard in this moment: then ask
    once more which places want one, and draw again.
    """
    for _ in range(TRIES):
        places = wanted()
        if not places:
            return []
        words = _Words(today, also_taken)
        made = [
            Placard(
                code=new_code(draw),
                check_word=words.draw(place, draw),
                place_kind=place.kind,
                building_id=place.building_id,
                entrance_id=place.entrance_id,
                grid_id=place.grid_id,
                place_name=place.name,
                made_at=at,
            )
            for place in places
        ]
        try:
            with db.session.begin_nested():
                db.session.add_all(made)
        except IntegrityError:
            continue
        return made
    raise DomainError("别人正在做同样的公示牌。请过一分钟再试一次。")


class _Words:
    """Check words of the live placards around a place, so that neighbours differ."""

    def __init__(self, today: date, also_taken: Iterable[str]) -> None:
        self.also = list(also_taken)
        self.of_estate: dict[str, list[str]] = defaultdict(list)
        self.of_grid: dict[int | None, list[str]] = defaultdict(list)
        columns = (Placard.check_word, Placard.building_id, Building.estate, Building.road, Grid.id)
        rows = db.session.execute(located(today).where(Placard.retired_on.is_(None)).with_only_columns(*columns))
        for word, building_id, estate, road, grid_id in rows:
            self.of_grid[grid_id].append(word)
            if building_id is not None:
                self.of_estate[estate or road].append(word)

    def draw(self, place: Place, draw: Draw) -> str:
        around = self.of_estate[place.estate] if place.building_id else self.of_grid[place.grid_id]
        word = pick(draw, [*around, *self.also])
        around.append(word)
        return word


def _places_without(grid_ids: Collection[int], per_entrance: bool, today: date) -> list[Place]:
    """Buildings or entrances of these grids without a live placard; a building without entrances counts as one."""
    buildings = db.session.scalars(
        select(Building)
        .join(Assignment, Assignment.building_id == Building.id)
        .where(Assignment.grid_id.in_(grid_ids), holds_on(today))
        .order_by(Building.id)
    ).all()
    live = select(Placard.building_id, Placard.entrance_id).where(Placard.retired_on.is_(None))
    taken = set(db.session.execute(live).all())
    entrances: dict[int, list[int | None]] = _entrances(grid_ids, today) if per_entrance else {}
    return [
        Place(PlaceKind.ENTRANCE if entrance else PlaceKind.BUILDING, _estate(building), building.id, entrance)
        for building in buildings
        for entrance in entrances.get(building.id, [None])
        if (building.id, entrance) not in taken
    ]


def _entrances(grid_ids: Collection[int], today: date) -> dict[int, list[int | None]]:
    found: dict[int, list[int | None]] = defaultdict(list)
    rows = db.session.execute(
        select(Entrance.building_id, Entrance.id)
        .join(Assignment, Assignment.building_id == Entrance.building_id)
        .where(Assignment.grid_id.in_(grid_ids), holds_on(today))
        .where(or_(Entrance.ended_on.is_(None), Entrance.ended_on > today))
        .order_by(Entrance.building_id, Entrance.number)
    )
    for building_id, entrance_id in rows:
        found[building_id].append(entrance_id)
    return found


def _estate(building: Building) -> str:
    return building.estate or building.road
