"""What stands together: the buildings of an estate, of a courtyard, or along a road."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.elements import ColumnElement

from portal.db import db
from portal.domain.grids.models import Assignment, Building, Community, Grid
from portal.domain.grids.numbering import brief
from portal.domain.grids.queries import holds_on, in_order

_MEASURE_WORDS = re.compile(r"号楼|号|[栋幢座]$")


class BlockKey(NamedTuple):
    """Tells blocks apart: an estate by its name and address, a courtyard by its address, a road by its name."""

    estate: str
    road: str
    number: str

    @property
    def is_road(self) -> bool:
        return not self.estate and not self.number

    @property
    def name(self) -> str:
        """百通新苑, 南丰路2号院, 南丰路."""
        yard = f"{self.road}{self.number}{'院' if self.number else ''}"
        return self.estate or yard.replace("院院", "院")

    @property
    def address(self) -> str:
        """Where it is, unless the name says so; empty in villages."""
        return f"{self.road}{self.number}" if self.estate and self.road else ""


def key_of(building: Building) -> BlockKey:
    """The block a building stands in."""
    if building.estate:
        return BlockKey(building.estate, building.road, building.number if building.road else "")
    return BlockKey("", building.road, building.number if building.building_no else "")


def label_of(building: Building) -> str:
    """What tells a building from the others of its block: 3号楼, 甲15号楼; a house number where there is no more."""
    return building.building_no or building.number or building.estate or "无号"


def short_label(building: Building) -> str:
    """The same as briefly as on a plan: 3, 甲15, A, 188-1; names without a number stay whole."""
    label = label_of(building)
    return _MEASURE_WORDS.sub("", label) if re.search("[0-9A-Za-z]", label) else label


def is_even_side(building: Building) -> bool:
    """The side of the road: 双号 or 单号, by the first number in the house number."""
    found = re.search(r"\d+", building.number)
    return found is not None and int(found.group()) % 2 == 0


class Block(NamedTuple):
    """A block and who looks after which of its buildings; the buildings of each grid in the order people count."""

    key: BlockKey
    by_grid: dict[Grid, list[Building]]


def blocks_of(grid: Grid, day: date) -> list[Block]:
    """The blocks a grid has a part in on `day`, complete: also the buildings that other grids look after.

    Two queries. Estates come before roads, large parts before small ones. Within a block the grid's own part comes
    first; the other grids follow by code.
    """
    own = _assigned(Assignment.grid_id == grid.id, day)
    keys = {key_of(building): None for building in in_order(own)}
    estates = {key.estate for key in keys if key.estate}
    roads = {key.road for key in keys if not key.estate}
    named_alike = Building.estate.in_(estates) | ((Building.estate == "") & Building.road.in_(roads))
    # Every town has its People's Road: those of other subdistricts are other roads.
    near = Community.subdistrict_id == grid.community.subdistrict_id
    together: dict[BlockKey, dict[Grid, list[Building]]] = defaultdict(lambda: defaultdict(list))
    everybody = own | _assigned((Assignment.grid_id != grid.id) & named_alike & near, day)
    for building in in_order(everybody):
        together[key_of(building)][everybody[building]].append(building)
    blocks = [
        Block(key, dict(sorted(together[key].items(), key=lambda part: (part[0].id != grid.id, part[0].code))))
        for key in keys
    ]
    return sorted(blocks, key=lambda block: (block.key.is_road, -len(block.by_grid[grid])))


def _assigned(narrowed: ColumnElement[bool], day: date) -> dict[Building, Grid]:
    """Buildings with the grid that looks after them on `day`, as far as `narrowed` lets them through."""
    rows = db.session.execute(
        select(Building, Grid)
        .join(Assignment, Assignment.building_id == Building.id)
        .join(Grid, Grid.id == Assignment.grid_id)
        .join(Community, Community.id == Grid.community_id)
        .where(narrowed, holds_on(day))
        .options(joinedload(Grid.community))
    )
    return dict(rows.all())


def in_words(buildings: Sequence[Building]) -> str:
    """Buildings of one block as a resident reads them: `1–11号楼`, `单号 11–61号`."""
    if not key_of(buildings[0]).is_road:
        return brief(label_of(building) for building in buildings)
    sides = [(even, [one.number for one in buildings if is_even_side(one) is even]) for even in (False, True)]
    return "；".join(f"{'双号' if even else '单号'} {brief(numbers, step=2)}" for even, numbers in sides if numbers)


def neighbours(grid: Grid, blocks: Iterable[Block]) -> dict[Grid, list[str]]:
    """Grids next to this one, with the names of the estates and roads they share; none for others of the community."""
    shared: dict[Grid, list[str]] = {}
    for block in blocks:
        for other in block.by_grid:
            if other.id != grid.id:
                shared.setdefault(other, []).append(block.key.name)
    others = db.session.scalars(select(Grid).where(Grid.community_id == grid.community_id, Grid.id != grid.id))
    return {**shared, **{other: [] for other in sorted(others, key=lambda one: one.code) if other not in shared}}
