"""Where something is, while the form is being filled in: a building, a spot in a grid, or words and a community."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.db import db
from portal.domain.errors import DomainError, NotFound
from portal.domain.grids.models import Building, Community, Entrance, Grid
from portal.domain.placards import queries as placards
from portal.domain.service_requests.places import Place, place_of_building

LONGEST_TEXT = 100


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """`grid` is the one that looks after the building today, or the one the person confirmed; `text` tells of what has
    no address; `by_placard`: it was scanned, not searched."""

    community: Community
    grid: Grid | None = None
    building: Building | None = None
    entrance: Entrance | None = None
    room: str = ""
    text: str = ""
    by_placard: bool = False

    @property
    def title(self) -> str:
        """To the building: 明亮花园 1号楼; else the words; else the grid."""
        if self.building is not None:
            return self.building.title
        return self.text or (self.grid.name if self.grid else self.community.name)

    @property
    def detail(self) -> str:
        """What stands behind the title: 2单元 301室 东侧楼梯."""
        parts = [self.entrance.name if self.entrance else "", self.room, self.text if self.building else ""]
        return " ".join(filter(None, parts))

    @property
    def key(self) -> str:
        """As a form sends it: building-12, grid-3, community-1."""
        if self.building is not None:
            return f"building-{self.building.id}"
        return f"grid-{self.grid.id}" if self.grid else f"community-{self.community.id}"

    def as_place(self) -> Place:
        """As a request is filed with it."""
        return Place(self.community, self.grid, self.building, self.entrance, self.room or None, self.text)

    def as_kept(self) -> dict[str, Any]:
        """The form of it in a draft; `read_place` reads it."""
        return {
            "key": self.key,
            "entrance": self.entrance.number if self.entrance else None,
            "room": self.room,
            "text": self.text,
            "by_placard": self.by_placard,
        }


def at_building(building: Building, today: date) -> DraftPlace:
    """A building with the grid that looks after it today. DomainError for one that no grid ever had."""
    place = place_of_building(building, today)
    return DraftPlace(place.community, place.grid, building)


def at_placard(code: str, today: date) -> DraftPlace:
    """Where a placard hangs, to the entrance, or the spot in its grid. NotFound for one that hangs no more."""
    placard = placards.live_by_code(code)
    if placard.building is not None:
        place = at_building(placard.building, today)
        return DraftPlace(place.community, place.grid, placard.building, placard.entrance, by_placard=True)
    if placard.grid is None:
        raise NotFound("没有这块公示牌。")
    return DraftPlace(placard.grid.community, placard.grid, text=placard.place_name, by_placard=True)


def at_key(key: str, today: date) -> DraftPlace:
    """The place of a key as a form sends it: building-12, grid-3, community-1, placard-ABCD2345. Else NotFound."""
    kind, _, rest = key.partition("-")
    if kind == "placard":
        return at_placard(rest, today)
    number = int(rest) if rest.isascii() and rest.isdecimal() and len(rest) < 10 else 0
    if kind == "building" and (building := db.session.get(Building, number)):
        return at_building(building, today)
    if kind == "grid" and (grid := db.session.get(Grid, number)):
        return DraftPlace(grid.community, grid)
    if kind == "community" and (community := db.session.get(Community, number)):
        return DraftPlace(community)
    raise NotFound("没有这个地方。请重新选一处。")


def entrance_of(place: DraftPlace, number: int | None) -> Entrance | None:
    """The entrance of the place's building with that number; None when there is none."""
    if place.building is None or number is None:
        return None
    return next((one for one in place.building.entrances if one.number == number and one.ended_on is None), None)


def read_place(kept: Mapping[str, Any] | None, today: date) -> DraftPlace | None:
    """What a draft holds, as the register stands today; None when it holds none, or the place is gone."""
    if not kept:
        return None
    try:
        place = at_key(kept["key"], today)
    except DomainError:
        return None
    entrance = entrance_of(place, kept["entrance"])
    where = (place.community, place.grid, place.building, entrance)
    return DraftPlace(*where, kept["room"], kept["text"], kept["by_placard"])
