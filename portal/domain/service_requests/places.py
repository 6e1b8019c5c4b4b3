"""Where a request is about: a building, a spot in a grid, or a place told in words."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.grids.models import Assignment, Building, Community, Entrance, Grid
from portal.domain.grids.queries import grid_of
from portal.domain.placards.models import Placard
from portal.domain.service_requests.models import ServiceRequest

LONGEST = 200


@dataclass(frozen=True)
class Place:
    """`grid` is the one that looks after it today; None where none does, then the community does. `text` says more."""

    community: Community
    grid: Grid | None = None
    building: Building | None = None
    entrance: Entrance | None = None
    room: str | None = None
    text: str = ""

    @property
    def words(self) -> str:
        """As staff and the resident read it, without the room: 明亮花园 3号楼 2单元, 北门口."""
        title = f"{self.building.title} {self.entrance.name if self.entrance else ''}".strip() if self.building else ""
        return "，".join(part for part in (title, self.text) if part) or (self.grid or self.community).name

    def columns(self) -> dict[str, object]:
        """As they stand in the request."""
        return {
            "community": self.community,
            "grid": self.grid,
            "building": self.building,
            "entrance": self.entrance,
            "room": self.room or None,
            "place_text": self.text[:LONGEST],
        }


def place_of_building(
    building: Building, today: date, *, entrance: Entrance | None = None, room: str | None = None, text: str = ""
) -> Place:
    """A building, and perhaps the entrance. Where no grid looks after it today, the community of the last one does.

    Raises DomainError for an entrance of another building and for a building no grid ever had.
    """
    if entrance is not None and entrance.building_id != building.id:
        raise DomainError("这个单元不在这栋楼里，请重新选择。")
    grid = grid_of(building.id, today)
    last = (
        grid
        or db.session.scalars(
            select(Grid)
            .join(Assignment, Assignment.grid_id == Grid.id)
            .where(Assignment.building_id == building.id)
            .order_by(Assignment.starts_on.desc())
            .limit(1)
        ).one_or_none()
    )
    if last is None:
        raise DomainError("这栋楼还没有分到网格。请写明地点，选所在的社区。")
    return Place(last.community, grid, building, entrance, room, text.strip())


def place_of_placard(placard: Placard, today: date, *, room: str | None = None, text: str = "") -> Place:
    """Where a placard hangs: its building and entrance, or the gate or board of its grid by name."""
    if placard.building is not None:
        return place_of_building(placard.building, today, entrance=placard.entrance, room=room, text=text)
    if placard.grid is None:  # the table has a check against it
        raise DomainError("不知道这块公示牌挂在哪里。请写明地点。")
    return place_of_grid(placard.grid, text or placard.place_name)


def place_of_grid(grid: Grid, text: str) -> Place:
    """Outside buildings, in a grid: where exactly is told in words."""
    return Place(grid.community, grid, text=_told(text))


def place_of_community(community: Community, text: str) -> Place:
    """Outside buildings, and nobody knows the grid."""
    return Place(community, text=_told(text))


def place_of(request: ServiceRequest) -> Place:
    """Where a request is about now."""
    return Place(request.community, request.grid, request.building, request.entrance, request.room, request.place_text)


def _told(text: str) -> str:
    told = " ".join(text.split())
    if not told:
        raise DomainError("请写一下在哪里，例如“北门口的垃圾桶旁”。")
    return told[:LONGEST]
