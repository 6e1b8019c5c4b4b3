"""Placards: printed notices with a code, each a thing with a place and a life."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, UtcDateTime, choice
from portal.domain.grids.models import Building, Entrance, Grid
from portal.domain.placards.codes import shown


class PlaceKind(StrEnum):
    ENTRANCE = "entrance"
    BUILDING = "building"
    ESTATE_GATE = "estate_gate"
    NOTICE_BOARD = "notice_board"


class RetiredBecause(StrEnum):
    LOST = "lost"
    REPLACED = "replaced"
    REMOVED = "removed"


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


# A building with more entrances than this has them printed as a range.
MOST_NAMED = 4


def _one_live(name: str, *columns: str, where: str = "") -> Index:
    """Of two parallel makers of a placard for the same place, the database refuses one."""
    condition = text(" AND ".join(filter(None, (where, "retired_on IS NULL"))))
    return Index(f"uq_placards_live_{name}", *columns, unique=True, sqlite_where=condition, postgresql_where=condition)


class Placard(Base):
    """One printed object. Its code leads to a place, never to a person."""

    __tablename__ = "placards"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    check_word: Mapped[str] = mapped_column(String(4))
    place_kind: Mapped[PlaceKind] = mapped_column(choice(PlaceKind))
    building_id: Mapped[int | None] = mapped_column(ForeignKey("buildings.id"), index=True)
    entrance_id: Mapped[int | None] = mapped_column(ForeignKey("entrances.id"))
    # Estate gates and notice boards hang in a grid rather than on a building.
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grids.id"), index=True)
    place_name: Mapped[str] = mapped_column(String(60), default="")
    design_version: Mapped[int] = mapped_column(default=0, server_default="0")
    # Digest of what was printed on it; another digest today means it must be reprinted.
    printed_digest: Mapped[str] = mapped_column(String(64), default="", server_default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    printed_on: Mapped[date | None]
    put_up_on: Mapped[date | None]
    last_scanned_on: Mapped[date | None]
    damage_reported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    retired_on: Mapped[date | None]
    retired_because: Mapped[RetiredBecause | None] = mapped_column(choice(RetiredBecause))
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("placards.id"))
    building: Mapped[Building | None] = relationship()
    entrance: Mapped[Entrance | None] = relationship()
    grid: Mapped[Grid | None] = relationship()
    replaced_by: Mapped["Placard | None"] = relationship(remote_side="Placard.id")

    __table_args__ = (
        CheckConstraint(
            "(place_kind IN ('entrance', 'building')) = (building_id IS NOT NULL)", name="building_where_it_hangs"
        ),
        CheckConstraint("(place_kind = 'entrance') = (entrance_id IS NOT NULL)", name="entrance_where_it_hangs"),
        CheckConstraint("(building_id IS NULL) = (grid_id IS NOT NULL)", name="grid_unless_building"),
        CheckConstraint("(retired_on IS NULL) = (retired_because IS NULL)", name="retired_with_reason"),
        CheckConstraint(
            "replaced_by_id IS NULL OR (retired_because IS NOT NULL AND retired_because = 'replaced')",
            name="replaced_when_retired",
        ),
        _one_live("building", "building_id", where="place_kind = 'building'"),
        _one_live("entrance", "entrance_id"),
        _one_live("spot", "grid_id", "place_kind", "place_name", where="grid_id IS NOT NULL"),
    )

    @property
    def is_live(self) -> bool:
        return self.retired_on is None

    @property
    def is_up(self) -> bool:
        """The latest print hangs at its place; a new one on the desk does not."""
        return self.put_up_on is not None and (self.printed_on is None or self.put_up_on >= self.printed_on)

    @property
    def shown_code(self) -> str:
        return shown(self.code)

    @property
    def subject(self) -> str:
        """How records name it."""
        return f"placard {self.code}"

    @property
    def place_title(self) -> str:
        """What people call the place: 百通新苑 3号楼, 百通新苑南门."""
        return self.building.title if self.building else self.place_name

    @property
    def place_detail(self) -> str:
        """What of the building is meant: 2单元 · 3单元; empty where the title says it all."""
        if self.entrance:
            return self.entrance.name
        units = self.building.units if self.building else 0
        if units <= 1:
            return ""
        return " · ".join(f"{unit}单元" for unit in range(1, units + 1)) if units <= MOST_NAMED else f"1–{units}单元"

    @property
    def place(self) -> str:
        """Title and entrance in one line, for lists and headings."""
        return f"{self.place_title} {self.entrance.name}" if self.entrance else self.place_title


class ScanCount(Base):
    """How often a placard was scanned on a day; nothing about who scanned it."""

    __tablename__ = "scan_counts"
    placard_id: Mapped[int] = mapped_column(ForeignKey("placards.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    scans: Mapped[int]


class ScanBatch(Base):
    """A spool file whose scans were counted: reading it a second time changes nothing."""

    __tablename__ = "scan_batches"
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PrintJob(Base):
    """Print sheets made in the background: what was asked, how far it is, where the file lies."""

    __tablename__ = "print_jobs"
    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_format: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(80))
    # Placard ids, comma separated, in the order of printing.
    placard_ids: Mapped[str] = mapped_column(Text)
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    state: Mapped[JobState] = mapped_column(choice(JobState), default=JobState.WAITING)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # A running job is taken over by another worker when its lease has run out.
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    problem: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (
        Index("ix_print_jobs_state", "state", "asked_at"),
        CheckConstraint("(state IN ('done', 'failed')) = (finished_at IS NOT NULL)", name="finished_iff_ended"),
    )
