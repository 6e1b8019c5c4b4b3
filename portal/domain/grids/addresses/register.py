"""Read a register from a folder of two CSV files."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from portal.domain.grids.addresses.types import BuildingRow, GridRow


def read_register(folder: str | Path) -> tuple[Iterator[BuildingRow], list[GridRow]]:
    """Buildings and grids from ``buildings.csv`` and ``grids.csv``; a BOM and CRLF line ends are accepted.

    Buildings come as an iterator, so that a large city never lies in memory as a whole.
    """
    folder = Path(folder)
    return read_buildings(folder / "buildings.csv"), list(read_grids(folder / "grids.csv"))


def read_buildings(path: Path) -> Iterator[BuildingRow]:
    """The lines of a building file; a line without a building or grid code is passed over."""
    columns = ("building_code", "grid_code", "estate", "road", "number", "building_no", "units", "floors", "aliases")
    for code, grid, estate, road, number, building, units, floors, aliases in _rows(path, columns):
        if code and grid:
            names = tuple(filter(None, map(str.strip, aliases.split("|")))) if aliases else ()
            yield BuildingRow(code, grid, estate, road, number, building, _count(units), _count(floors), names)


def read_grids(path: Path) -> Iterator[GridRow]:
    """The lines of a grid file."""
    for row in _rows(path, ("grid_code", "grid_name", "community", "subdistrict", "scope")):
        if row[0]:
            yield GridRow(*row)


def _rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The named columns of each line, stripped; a missing one is empty. Raises ValueError without the first."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines)
        header = [name.strip() for name in next(reader, [])]
        if columns[0] not in header:
            raise ValueError(f"{path} has no column {columns[0]}")
        places = [header.index(name) if name in header else -1 for name in columns]
        widest = max(places)
        for row in reader:
            if len(row) <= widest:
                row += [""] * (widest + 1 - len(row))
            yield tuple(row[place].strip() if place >= 0 else "" for place in places)


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
