"""What must fit together in buildings.csv, and what is merely odd."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from sqlalchemy import select

from portal.db import db
from portal.domain.grids.importing.files import RegisterFile
from portal.domain.grids.importing.grid_checks import GridChecks
from portal.domain.grids.importing.lines import BuildingLine
from portal.domain.grids.importing.report import ImportReport
from portal.domain.grids.models import Assignment, Building, Grid
from portal.domain.grids.numbering import plain_number
from portal.domain.grids.queries import holds_on

_LISTED_GAPS = 8
_AT_ONCE = 2000


class BuildingChecks:
    """Goes over the lines of a building file once, keeping of each only what later lines are compared with."""

    def __init__(self, file: RegisterFile, report: ImportReport, grids: GridChecks, today: date) -> None:
        self.file = file
        self.report = report
        self.grids = grids
        self.today = today
        self.lines: dict[str, tuple[int, str]] = {}
        # By hash: the texts of a large city would fill the memory, and two of 2**64 never meet.
        self.addresses: dict[int, int] = {}
        self.filled: set[str] = set()
        self.estates: dict[str, int] = {}
        self.aliases: dict[tuple[str, str], int] = {}
        self.numbers: dict[tuple[str, ...], set[int]] = defaultdict(set)

    def run(self, lines: Iterable[BuildingLine]) -> None:
        for line in lines:
            self._code(line)
            self._grid(line)
            self._address(line)
            self._remember_names(line)
        self._names()
        self._register()
        if self.file.complete:
            self._gaps()
            self._empty_grids()

    def _wrong(self, line: int, column: str, value: str, sentence: str) -> None:
        self.report.errors.add(self.file.name, line, sentence, column, value)

    def _odd(self, line: int, column: str, value: str, sentence: str) -> None:
        self.report.warnings.add(self.file.name, line, sentence, column, value)

    def _code(self, line: BuildingLine) -> None:
        if not line.code:
            return
        first, grid = self.lines.setdefault(line.code, (line.line, line.grid_code))
        if first == line.line:
            return
        if grid == line.grid_code:
            self._wrong(line.line, "building_code", line.code, f"楼栋编号和第 {first} 行重复。")
        else:
            told = f"这栋楼在两个网格里：第 {first} 行是 {grid}，这一行是 {line.grid_code}。"
            self._wrong(line.line, "building_code", line.code, told)

    def _grid(self, line: BuildingLine) -> None:
        self.filled.add(line.grid_code)
        if line.grid_code and not self.grids.may_be(line.grid_code):
            self._wrong(line.line, "grid_code", line.grid_code, "没有这个网格：grids.csv 和登记册里都没有。")
        elif line.grid_code not in self.grids.lines and not self._mine(line.grid_code):
            self._wrong(line.line, "grid_code", line.grid_code, "这个网格不在您负责的街道里。")

    def _address(self, line: BuildingLine) -> None:
        if not line.number and not line.building_no:
            self._odd(line.line, "number", line.title, "没有门牌号，也没有楼号，居民查不到它。")
        first = self.addresses.setdefault(hash(line.address), line.line)
        if first != line.line and self.lines.get(line.code, (0,))[0] == line.line:
            self._wrong(line.line, "building_no", line.title, f"和第 {first} 行是同一个地址，编号却不同。")

    def _remember_names(self, line: BuildingLine) -> None:
        if not line.estate:
            return
        self.estates.setdefault(line.estate, line.line)
        for alias in filter(None, line.aliases.split("|")):
            self.aliases.setdefault((line.estate, alias), line.line)
        numbered = line.building_no or ("" if line.road else line.number)
        if plain := plain_number(numbered):
            self.numbers[line.estate, line.road, line.number if line.road else "", plain[1]].add(plain[0])

    def _names(self) -> None:
        for (estate, alias), line in self.aliases.items():
            if alias != estate and alias in self.estates:
                told = f"{estate}的别名，也是另一个小区的名字；居民查的时候会请他选。"
                self._odd(line, "aliases", alias, told)

    def _gaps(self) -> None:
        for (estate, *_), found in self.numbers.items():
            missing, count = _left_out(found)
            if count:
                shown = "、".join(str(number) for number in missing) + ("等" if count > len(missing) else "")
                told = f"号码不连续，缺 {shown}（共 {count} 个）；本来就没有的可以不管。"
                self._odd(self.estates[estate], "building_no", estate, told)

    def _register(self) -> None:
        """Compare with the buildings the register has and the file does not name."""
        rows = db.session.execute(
            select(Building.code, Grid.code, Building.estate, Building.road, Building.number, Building.building_no)
            .join(Assignment, Assignment.building_id == Building.id)
            .join(Grid, Grid.id == Assignment.grid_id)
            .where(holds_on(self.today))
            .order_by(Building.id)
            .execution_options(yield_per=_AT_ONCE)
        )
        for code, grid, *address in rows:
            if code in self.lines:
                if not self._mine(grid):
                    told = f"这栋楼现在归{self.grids.known[grid].name}，不在您负责的街道里。"
                    self._wrong(self.lines[code][0], "building_code", code, told)
                continue
            self.filled.add(grid)
            if line := self.addresses.get(hash(tuple(address))):
                self._wrong(line, "building_no", code, "登记册里已有同一个地址，编号不同。")
            elif self.file.complete and self._mine(grid):
                self._odd(0, "building_code", code, f"登记册里有{''.join(address)}，文件里没有；保留不动。")

    def _mine(self, grid: str) -> bool:
        """May the importer change what lies in this grid of the register?"""
        state, within = self.grids.known.get(grid), self.grids.within
        return within is None or state is None or state.subdistrict_id in within

    def _empty_grids(self) -> None:
        for code, line in self.grids.lines.items():
            if code not in self.filled:
                self.report.warnings.add(self.grids.file.name, line, "这个网格没有楼栋。", "grid_code", code)


def _left_out(found: set[int]) -> tuple[list[int], int]:
    """The first few numbers missing between the lowest and the highest, and how many; those with a 4 are often skipped.

    Never walks through a gap, which a mistyped number can make millions wide.
    """
    listed: list[int] = []
    count = 0
    for low, high in pairwise(sorted(found)):
        for number in range(low + 1, min(high, low + 1 + 100)):
            if "4" not in str(number):
                count += 1
                if len(listed) < _LISTED_GAPS:
                    listed.append(number)
        count += max(0, high - low - 1 - 100)
    return listed, count
