"""The plan of a grid: a schematic picture made from the register alone, without a map.

Every building is a rounded square as in the mark. The grid's own are soft green, the one asked for is lit, those of
other grids in the same estate or road are hatched and carry their grid's name.
"""

from collections import defaultdict
from collections.abc import Sequence

from portal.domain.grids.blocks import Block, is_even_side, label_of, short_label
from portal.domain.grids.models import Building, Grid
from portal.domain.grids.numbering import brief, plain_number
from portal.domain.grids.plan_sheet import GROUND, HATCHED, LIT, OWN, Sheet

# More buildings than this stand as small squares, ten numbers a row; of other grids, as one strip.
MANY = 36
MANY_OF_OTHERS = 24


def plan(grid: Grid, blocks: Sequence[Block], *, lit: str = "", em: float = 16) -> str:
    """The plan as an SVG element, 344 units wide, to stand in a page.

    lit  code of the building to light up
    em   size of its print in the same units; on a phone of 360 pixels about as many pixels
    """
    sheet = Sheet(em)
    for block in blocks:
        drawing = _Drawing(sheet, grid, block, lit)
        drawing.road() if block.key.is_road else drawing.estate()
    sheet.legend(_legend(grid, blocks, lit))
    return sheet.svg(f"{grid.name}平面示意", "；".join(_described(grid, block) for block in blocks))


def grid_label(grid: Grid, seen_from: Grid) -> str:
    """第2网格 within a community, the full name elsewhere."""
    if grid.community_id != seen_from.community_id:
        return grid.name
    return grid.name.removeprefix(grid.community.name) or grid.name


def _described(grid: Grid, block: Block) -> str:
    parts = [
        f"{grid_label(other, grid) if other.id != grid.id else '本网格'} {brief(map(label_of, buildings))}"
        for other, buildings in block.by_grid.items()
    ]
    return f"{block.key.name}：{'，'.join(parts)}"


def _legend(grid: Grid, blocks: Sequence[Block], lit: str) -> list[tuple[str, str]]:
    """The kinds of squares that occur, with what they mean."""
    own = [building for block in blocks for building in block.by_grid.get(grid, [])]
    asked = [building for building in own if building.code == lit]
    entries = [(LIT, label_of(asked[0]))] if asked else []
    if len(own) > len(asked):
        entries.append((OWN, "本网格"))
    if any(len(block.by_grid) > 1 for block in blocks):
        entries.append((HATCHED, "别的网格"))
    return entries


def _side(buildings: Sequence[Building], *, even: bool) -> list[Building]:
    return [building for building in buildings if is_even_side(building) is even]


class _Drawing:
    """Draws one block below what is on the sheet already."""

    def __init__(self, sheet: Sheet, grid: Grid, block: Block, lit: str) -> None:
        self.sheet = sheet
        self.grid = grid
        self.key = block.key
        self.own = block.by_grid[grid]
        self.others = {other: buildings for other, buildings in block.by_grid.items() if other.id != grid.id}
        self.lit = lit

    def estate(self) -> None:
        """The name, the own buildings, then those of each other grid."""
        self.sheet.heading(self.key.name, self.key.address)
        with self.sheet.panel(GROUND):
            self._own(self.own, step=1)
            for other, buildings in self.others.items():
                self._other(other, buildings)

    def road(self) -> None:
        """The road as a band, odd numbers above it and even ones below; the own houses stand next to it."""
        self._others_on(even=False)
        self._own(_side(self.own, even=False), step=2)
        self.sheet.band(self.key.name)
        self._own(_side(self.own, even=True), step=2)
        self._others_on(even=True)
        self.sheet.space(0.5)

    def _others_on(self, *, even: bool) -> None:
        for other, buildings in self.others.items():
            if numbers := [building.number for building in _side(buildings, even=even)]:
                self.sheet.strip(f"{grid_label(other, self.grid)} {brief(numbers, step=2)}")

    def _kind(self, building: Building) -> str:
        return LIT if building.code == self.lit else OWN

    def _own(self, buildings: Sequence[Building], step: int) -> None:
        plain = {one: found[0] for one in buildings if (found := plain_number(label_of(one)))}
        if len(plain) <= MANY:
            self.sheet.cells([(short_label(one), self._kind(one)) for one in buildings])
            return
        rows: dict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
        per_row = self.sheet.dots_in_a_row
        doubled: list[Building] = []
        for building, number in plain.items():
            row, place = divmod((number - 1) // step, per_row)
            if place in rows[row]:  # 7栋 beside 7号楼
                doubled.append(building)
            rows[row].setdefault(place, (label_of(building), self._kind(building)))
        for row, dots in rows.items():
            first = row * per_row * step + (1 if step == 1 or min(plain.values()) % 2 else 2)
            self.sheet.dots(f"{first}–{first + (per_row - 1) * step}", dots)
        named = [one for one in buildings if one not in plain or one in doubled]
        if named:
            self.sheet.space(0.2)
        self.sheet.cells([(short_label(one), self._kind(one)) for one in named])

    def _other(self, other: Grid, buildings: Sequence[Building]) -> None:
        name = grid_label(other, self.grid)
        if len(buildings) > MANY_OF_OTHERS:
            self.sheet.strip(f"{name} {brief(map(label_of, buildings))}")
            return
        self.sheet.caption(name)
        self.sheet.cells([(short_label(one), HATCHED) for one in buildings])
