"""Bringing two CSV files into the register: all or nothing, and safe to repeat."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import text

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.grids.importing.building_checks import BuildingChecks
from portal.domain.grids.importing.files import RegisterFile
from portal.domain.grids.importing.grid_checks import GridChecks
from portal.domain.grids.importing.lines import (
    BUILDING_COLUMNS,
    COORDINATES,
    GRID_COLUMNS,
    BuildingLine,
    GridLine,
    LineReader,
)
from portal.domain.grids.importing.place_differences import building_differences, grid_differences
from portal.domain.grids.importing.post_differences import staffing_differences
from portal.domain.grids.importing.report import ChangeKind, ImportReport
from portal.domain.grids.importing.state import GridState, building_states, grid_states
from portal.domain.grids.importing.writer import RegisterWriter
from portal.domain.grids.versions import Part, touch
from portal.domain.records.services import record

_AT_ONCE = 2000  # buildings compared and written together
_PEOPLE = {ChangeKind.PERSON_ADDED, ChangeKind.PHONE_CHANGED, ChangeKind.POST_CHANGED}


class TownImport:
    """The two files of a folder against the register as it stands now.

    folder  holds grids.csv and buildings.csv
    within  ids of the subdistricts the importer may change; None means all
    since   from which day new assignments and posts hold; today unless given
    """

    def __init__(
        self, folder: Path, *, today: date, since: date | None = None, within: frozenset[int] | None = None
    ) -> None:
        if since and since > today:
            raise DomainError("开始日期不能晚于今天。")
        self.grid_file = RegisterFile(folder / "grids.csv", GRID_COLUMNS)
        self.building_file = RegisterFile(folder / "buildings.csv", BUILDING_COLUMNS, COORDINATES)
        self.today = today
        self.since = since or today
        self.within = within

    def examine(self) -> ImportReport:
        """Everything that is wrong or odd; when nothing is wrong, also what would change. Writes nothing."""
        return self._run(None)

    def carry_out(self, *, by: str, at: datetime, agreed: str = "") -> ImportReport:
        """Write what differs, unless something is wrong. The transaction is the caller's.

        `agreed` is the digest of the report somebody said yes to: when the register would now change otherwise, nothing
        is written and the new report is marked outdated. A file that says what the register says leaves no trace.
        """
        _take_turns()
        if agreed:
            proposed = self.examine()
            proposed.outdated = proposed.digest != agreed
            if proposed.outdated or proposed.errors:
                return proposed
        report = self._run(RegisterWriter(by=by, at=at, today=self.today))
        if report.total:
            if report.counts.keys() - _PEOPLE:
                touch(Part.PLACES)
            if report.counts.keys() & _PEOPLE:
                touch(Part.CONTACTS)
            record("town.imported", by=by, at=at, subject="town", detail=report.summary)
            report.written = True
        return report

    def _run(self, writer: RegisterWriter | None) -> ImportReport:
        """Check everything; then tell every difference, and write it when there is a writer."""
        report = ImportReport()
        known = grid_states()
        lines = list(self._grid_lines(report))
        grids = GridChecks(self.grid_file, report, known, self.within)
        grids.run(lines)
        BuildingChecks(self.building_file, report, grids, self.today).run(self._building_lines(report))
        if not report.errors:
            self._differences(lines, known, report, writer)
        return report

    def _grid_lines(self, report: ImportReport) -> Iterator[GridLine]:
        reader = LineReader(self.grid_file.name, report.errors, report.warnings)
        return (reader.grid(row) for row in self.grid_file.rows(report.errors, report.warnings))

    def _building_lines(self, report: ImportReport) -> Iterator[BuildingLine]:
        reader = LineReader(self.building_file.name, report.errors, report.warnings)
        return (reader.building(row) for row in self.building_file.rows(report.errors, report.warnings))

    def _differences(
        self, lines: list[GridLine], known: dict[str, GridState], report: ImportReport, writer: RegisterWriter | None
    ) -> None:
        grids = grid_differences(lines, known, report)
        staffing = staffing_differences(lines, known, report, today=self.today, since=self.since)
        if writer:
            writer.grids(grids)
            writer.staffing(staffing)
        grid_codes = {state.id: code for code, state in known.items()}
        buildings = self._building_lines(ImportReport())
        while chunk := list(islice(buildings, _AT_ONCE)):
            states = building_states([line.code for line in chunk])
            different = building_differences(chunk, states, grid_codes, report, today=self.today, since=self.since)
            if writer:
                writer.buildings(different)


def _take_turns() -> None:
    """Let no second import compare with a register this one is changing; readers are not held up.

    On SQLite the caller's write lock does this already.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE grids, buildings, assignments, posts IN SHARE ROW EXCLUSIVE MODE"))
