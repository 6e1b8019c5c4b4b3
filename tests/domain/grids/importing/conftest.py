"""A folder with the two files of a very small town, and what to change about them."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from portal.db import begin_write, db
from portal.domain.grids.importing.lines import BUILDING_COLUMNS, COORDINATES, GRID_COLUMNS
from portal.domain.grids.importing.report import ImportReport
from portal.domain.grids.importing.town import TownImport
from tests.conftest import TODAY

MOMENT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def grid(code: str = "G1", **facts: Any) -> dict[str, Any]:
    """A line of grids.csv with nothing odd about it."""
    usual = {
        "subdistrict": "水镇街道", "community": "莲叶路社区", "grid_name": f"莲叶路社区{code}", "households": 300,
        "population": 712, "scope": "明亮花园", "lead_name": "严组长", "lead_phone": "14000000011",
        "worker_name": "潘一", "worker_phone": "14000000101",
    }  # fmt: skip
    return {**usual, "grid_code": code, **facts}


def building(code: str = "B1", **facts: Any) -> dict[str, Any]:
    """A line of buildings.csv with nothing odd about it; its number is that of its code."""
    usual = {
        "grid_code": "G1", "estate": "明亮花园", "road": "莲叶路", "number": "12号", "building_no": f"{code[1:]}号楼",
        "units": 2, "floors": 6, "aliases": "明亮小区", "lon": "", "lat": "",
    }  # fmt: skip
    return {**usual, "building_code": code, **facts}


class Folder:
    """The two files; `import_town` and `examine` read them as they are now."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.write([grid()], [building()])

    def write(self, grids: list[dict[str, Any]], buildings: list[dict[str, Any]]) -> "Folder":
        self.grids_text(_csv(GRID_COLUMNS, grids))
        self.buildings_text(_csv(BUILDING_COLUMNS + COORDINATES, buildings))
        return self

    def grids_text(self, text: str | bytes) -> None:
        (self.path / "grids.csv").write_bytes(text.encode() if isinstance(text, str) else text)

    def buildings_text(self, text: str | bytes) -> None:
        (self.path / "buildings.csv").write_bytes(text.encode() if isinstance(text, str) else text)

    def examine(self, **how: Any) -> ImportReport:
        return TownImport(self.path, **{"today": TODAY, **how}).examine()

    def import_town(self, *, agreed: str = "", **how: Any) -> ImportReport:
        db.session.commit()
        begin_write()
        report = TownImport(self.path, **{"today": TODAY, **how}).carry_out(by="安管理", at=MOMENT, agreed=agreed)
        db.session.commit()
        return report


def _csv(columns: tuple[str, ...], rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    path = tmp_path / "town"
    path.mkdir()
    return Folder(path)
