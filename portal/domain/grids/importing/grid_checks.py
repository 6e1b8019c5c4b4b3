"""What must fit together in grids.csv, and what is merely odd."""

from collections import defaultdict
from collections.abc import Sequence

from portal.domain.grids.importing.files import RegisterFile
from portal.domain.grids.importing.lines import GridLine
from portal.domain.grids.importing.report import ImportReport
from portal.domain.grids.importing.state import GridState

# Households a grid should have (mission G1). Local norms differ, so others are odd and not wrong.
FEWEST_HOUSEHOLDS, MOST_HOUSEHOLDS = 200, 500


class GridChecks:
    """Goes over the lines of a grid file and remembers which grids there are.

    `known` are the register's grids, `within` the subdistricts the importer may change (None: all).
    """

    def __init__(
        self, file: RegisterFile, report: ImportReport, known: dict[str, GridState], within: frozenset[int] | None
    ) -> None:
        self.file = file
        self.report = report
        self.known = known
        self.within = within
        self.lines: dict[str, int] = {}
        states = known.values()
        self.own_subdistricts = {state.subdistrict for state in states if within and state.subdistrict_id in within}

    def run(self, lines: Sequence[GridLine]) -> None:
        for line in lines:
            self._code(line)
            self._size(line)
            self._scope(line)
        self._communities(lines)
        self._people(lines)
        self._missing()

    def may_be(self, code: str) -> bool:
        """Can a building name this grid? Yes while lines of the grid file are unread: the reader was told of those."""
        return code in self.lines or code in self.known or not self.file.complete

    def _wrong(self, line: int, column: str, value: str, sentence: str) -> None:
        self.report.errors.add(self.file.name, line, sentence, column, value)

    def _odd(self, line: int, column: str, value: str, sentence: str) -> None:
        self.report.warnings.add(self.file.name, line, sentence, column, value)

    def _code(self, line: GridLine) -> None:
        first = self.lines.setdefault(line.code, line.line) if line.code else line.line
        if first != line.line:
            self._wrong(line.line, "grid_code", line.code, f"网格编号和第 {first} 行重复。")

    def _size(self, line: GridLine) -> None:
        if not FEWEST_HOUSEHOLDS <= line.households <= MOST_HOUSEHOLDS:
            usual = f"一个网格一般 {FEWEST_HOUSEHOLDS} 到 {MOST_HOUSEHOLDS} 户，请核对。"
            self._odd(line.line, "households", str(line.households), usual)
        if line.population < line.households:
            self._odd(line.line, "population", str(line.population), "人口比户数还少，请核对。")
        if line.worker is None:
            self._odd(line.line, "worker_name", line.name, "没有网格员，联系卡会显示“暂缺”。")

    def _scope(self, line: GridLine) -> None:
        if self.within is None:
            return
        state = self.known.get(line.code)
        if line.subdistrict not in self.own_subdistricts or (state and state.subdistrict_id not in self.within):
            self._wrong(line.line, "subdistrict", line.subdistrict, "这个网格不在您负责的街道里，不能由您导入。")

    def _communities(self, lines: Sequence[GridLine]) -> None:
        place: dict[str, GridLine] = {}
        registered = {state.community: state.subdistrict for state in self.known.values()}
        for line in lines:
            first = place.setdefault(line.community, line)
            if first.subdistrict != line.subdistrict:
                told = f"第 {first.line} 行说它属于{first.subdistrict}，这一行说属于{line.subdistrict}。"
                self._wrong(line.line, "community", line.community, told)
            elif first is line and registered.get(line.community, line.subdistrict) != line.subdistrict:
                told = f"登记册里这个社区属于{registered[line.community]}。"
                self._odd(line.line, "community", line.community, told)

    def _people(self, lines: Sequence[GridLine]) -> None:
        phones: dict[str, dict[str, int]] = defaultdict(dict)
        names: dict[str, dict[str, int]] = defaultdict(dict)
        leads: dict[str, dict[str, int]] = defaultdict(dict)
        for line in lines:
            for person in filter(None, (line.lead, line.worker)):
                if person.phone:
                    phones[person.name].setdefault(person.phone, line.line)
                    names[person.phone].setdefault(person.name, line.line)
            if line.lead:
                leads[line.community].setdefault(line.lead.name, line.line)
        self._several(phones, "这个人有 {n} 个电话：{all}。请核对是不是同名。")
        self._several(names, "这个电话属于 {n} 个人：{all}。请核对。")
        self._several(leads, "这个社区有 {n} 位网格长：{all}。请核对。")

    def _several(self, found: dict[str, dict[str, int]], sentence: str) -> None:
        for value, others in found.items():
            if len(others) > 1:
                line = sorted(others.values())[1]
                self._odd(line, "", value, sentence.format(n=len(others), all="、".join(others)))

    def _missing(self) -> None:
        if not self.file.complete:
            return
        for code, state in self.known.items():
            if code not in self.lines and (self.within is None or state.subdistrict_id in self.within):
                self._odd(0, "grid_code", code, f"登记册里有{state.name}，文件里没有；保留不动。")
