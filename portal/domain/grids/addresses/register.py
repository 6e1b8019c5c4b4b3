"""Read a register from a folder of two CSV files."""

from __future__ import annotations

import csv
from collections.abc import Iterator
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
    for row in _rows(path):
        if row["building_code"] and row["grid_code"]:
            yield BuildingRow(
                row["building_code"], row["grid_code"], row.get("estate", ""), row.get("road", ""),
                row.get("number", ""), row.get("building_no", ""), _count(row.get("units", "")),
                _count(row.get("floors", "")),
                tuple(alias.strip() for alias in row.get("aliases", "").split("|") if alias.strip()),
            )  # fmt: skip


def read_grids(path: Path) -> Iterator[GridRow]:
    """The lines of a grid file."""
    for row in _rows(path):
        if row["grid_code"]:
            yield GridRow(row["grid_code"], row.get("grid_name", ""), row.get("community", ""),
                          row.get("subdistrict", ""), row.get("scope", ""))  # fmt: skip


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            yield {(key or "").strip(): (value or "").strip() for key, value in row.items() if isinstance(value, str)}


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
