"""Where the files and the register differ about grids and buildings."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from portal.domain.grids.importing.lines import BuildingLine, GridLine
from portal.domain.grids.importing.report import Change, ChangeKind, ImportReport
from portal.domain.grids.importing.state import BUILDING_FACTS, BuildingState, GridState
from portal.domain.grids.importing.successions import Succession, holding, succession

# What the facts are called on paper.
_TITLES = {
    "name": "名称", "households": "户数", "population": "人口", "scope": "范围", "community": "社区",
    "estate": "小区", "road": "道路", "number": "门牌", "building_no": "楼号", "units": "单元数", "floors": "层数",
    "aliases": "别名", "longitude": "经度", "latitude": "纬度", "grid": "网格",
}  # fmt: skip

Fact = str | int | float | None


class FactChange(NamedTuple):
    """One column of a grid or building that becomes different."""

    field: str
    old: Fact
    new: Fact

    def told(self, kind: ChangeKind, name: str) -> Change:
        return Change(kind, name, _TITLES[self.field], written(self.old), written(self.new))


def written(fact: Fact) -> str:
    """A fact as text, an unknown one as nothing."""
    return "" if fact is None else str(fact)


class GridDifference(NamedTuple):
    """A grid that is new (`state` is None) or has other facts."""

    line: GridLine
    state: GridState | None
    changes: list[FactChange]


def grid_differences(
    lines: Sequence[GridLine], known: dict[str, GridState], report: ImportReport
) -> list[GridDifference]:
    """What is new or different about grids, told to the report."""
    found = []
    places = {(state.subdistrict, state.community) for state in known.values()}
    subdistricts = {state.subdistrict for state in known.values()}
    for line in lines:
        if line.subdistrict not in subdistricts:
            subdistricts.add(line.subdistrict)
            report.note(Change(ChangeKind.SUBDISTRICT_ADDED, line.subdistrict))
        if (line.subdistrict, line.community) not in places:
            places.add((line.subdistrict, line.community))
            report.note(Change(ChangeKind.COMMUNITY_ADDED, f"{line.subdistrict}{line.community}"))
        difference = GridDifference(line, known.get(line.code), _grid_changes(line, known.get(line.code)))
        if difference.state is None:
            report.note(Change(ChangeKind.GRID_ADDED, f"{line.name}（{line.code}）"))
        for change in difference.changes:
            report.note(change.told(ChangeKind.GRID_CHANGED, line.name))
        if difference.state is None or difference.changes:
            found.append(difference)
    return found


def _grid_changes(line: GridLine, state: GridState | None) -> list[FactChange]:
    if state is None:
        return []
    compared = [
        (name, getattr(state, name), getattr(line, name)) for name in ("name", "households", "population", "scope")
    ]
    old, new = (f"{place.subdistrict}{place.community}" for place in (state, line))
    return [FactChange(*one) for one in (*compared, ("community", old, new)) if one[1] != one[2]]


class BuildingDifference(NamedTuple):
    """A building that is new (`state` is None), has other facts, or (`move`) goes over from the grid `held_by`."""

    line: BuildingLine
    state: BuildingState | None
    changes: list[FactChange]
    move: Succession | None
    held_by: str


def building_differences(
    lines: Sequence[BuildingLine],
    states: dict[str, BuildingState],
    grid_codes: dict[int, str],
    report: ImportReport,
    *,
    today: date,
    since: date,
) -> list[BuildingDifference]:
    """What is new or different about some buildings, told to the report. `grid_codes` are by grid id."""
    found = []
    for line in lines:
        state = states.get(line.code)
        if state is None:
            first = succession([], today=today, since=since)
            difference = BuildingDifference(line, None, [], first, "")
        else:
            current = holding(state.assignments, today)
            held_by = grid_codes[current.holder] if current else ""
            move = succession(state.assignments, today=today, since=since) if held_by != line.grid_code else None
            difference = BuildingDifference(line, state, _building_changes(line, state), move, held_by)
        if difference.changes or difference.move:
            _tell(difference, report)
            found.append(difference)
    return found


def _building_changes(line: BuildingLine, state: BuildingState) -> list[FactChange]:
    """Facts that differ. A coordinate the file does not give is not taken away."""
    changes = []
    for name, old in zip(BUILDING_FACTS, state.facts, strict=True):
        new = getattr(line, name)
        if new != old and not (new is None and name in ("longitude", "latitude")):
            changes.append(FactChange(name, old, new))
    return changes


def _tell(difference: BuildingDifference, report: ImportReport) -> None:
    line, state, changes, move, held_by = difference
    named = f"{line.title}（{line.code}）"
    if state is None:
        report.note(Change(ChangeKind.BUILDING_ADDED, named))
        return
    if move:
        report.note(FactChange("grid", held_by, line.grid_code).told(ChangeKind.BUILDING_MOVED, named))
    for change in changes:
        report.note(change.told(ChangeKind.BUILDING_CHANGED, named))
