"""The register of places: subdistrict, community, grid, building, entrance, with dated changes."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, UtcDateTime, choice


class Subdistrict(Base):
    """街道 or 镇."""

    __tablename__ = "subdistricts"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    supervision_phone: Mapped[str] = mapped_column(String(30), default="", server_default="")
    communities: Mapped[list["Community"]] = relationship(back_populates="subdistrict", order_by="Community.id")


class Community(Base):
    """社区 or 村."""

    __tablename__ = "communities"
    id: Mapped[int] = mapped_column(primary_key=True)
    subdistrict_id: Mapped[int] = mapped_column(ForeignKey("subdistricts.id"))
    name: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(30), default="", server_default="")
    subdistrict: Mapped[Subdistrict] = relationship(back_populates="communities")
    grids: Mapped[list["Grid"]] = relationship(back_populates="community", order_by="Grid.code")

    __table_args__ = (UniqueConstraint("subdistrict_id", "name"),)


class Grid(Base):
    """网格. The code is a free unique string; nothing parses it."""

    __tablename__ = "grids"
    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    households: Mapped[int]
    population: Mapped[int]
    scope: Mapped[str] = mapped_column(Text, default="")
    community: Mapped[Community] = relationship(back_populates="grids")

    __table_args__ = (CheckConstraint("households >= 0 AND population >= 0", name="counts_not_negative"),)


class Building(Base):
    """楼栋, courtyard house, village house or shop front. Columns as in the register's CSV."""

    __tablename__ = "buildings"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    estate: Mapped[str] = mapped_column(String(60), default="")
    road: Mapped[str] = mapped_column(String(60), default="")
    number: Mapped[str] = mapped_column(String(30), default="")
    building_no: Mapped[str] = mapped_column(String(30), default="")
    units: Mapped[int] = mapped_column(default=0)
    floors: Mapped[int | None]
    aliases: Mapped[str] = mapped_column(Text, default="")
    longitude: Mapped[float | None]
    latitude: Mapped[float | None]
    entrances: Mapped[list["Entrance"]] = relationship(back_populates="building", order_by="Entrance.number")
    assignments: Mapped[list["Assignment"]] = relationship(back_populates="building", order_by="Assignment.starts_on")

    __table_args__ = (
        Index("ix_buildings_place", "estate", "road", "number"),
        CheckConstraint("units >= 0", name="units_not_negative"),
    )

    @property
    def title(self) -> str:
        """The short name people know it by: 百通新苑 3号楼, 南丰路 7号."""
        name = self.estate or self.road
        if self.estate and self.building_no:
            return f"{name} {self.building_no}"
        return f"{name} {self.number}{self.building_no}"

    @property
    def street_address(self) -> str:
        """Road and house number, empty in villages."""
        return f"{self.road}{self.number}" if self.road else ""


class Entrance(Base):
    """单元."""

    __tablename__ = "entrances"
    id: Mapped[int] = mapped_column(primary_key=True)
    building_id: Mapped[int] = mapped_column(ForeignKey("buildings.id"))
    number: Mapped[int]
    ended_on: Mapped[date | None]
    building: Mapped[Building] = relationship(back_populates="entrances")

    __table_args__ = (UniqueConstraint("building_id", "number"),)

    @property
    def name(self) -> str:
        return f"{self.number}单元"


class Assignment(Base):
    """Which grid looks after a building, from a day on. At most one is open per building."""

    __tablename__ = "assignments"
    id: Mapped[int] = mapped_column(primary_key=True)
    building_id: Mapped[int] = mapped_column(ForeignKey("buildings.id"), index=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grids.id"))
    starts_on: Mapped[date]
    # The first day on which it no longer holds.
    ends_on: Mapped[date | None]
    building: Mapped[Building] = relationship(back_populates="assignments")
    grid: Mapped[Grid] = relationship()

    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="ends_after_start"),
        Index(
            "uq_assignments_open",
            "building_id",
            unique=True,
            sqlite_where=text("ends_on IS NULL"),
            postgresql_where=text("ends_on IS NULL"),
        ),
        Index("ix_assignments_grid", "grid_id", "ends_on"),
    )


class RegisterChange(Base):
    """A dated change of one fact of the register: what stood there before is never lost."""

    __tablename__ = "register_changes"
    id: Mapped[int] = mapped_column(primary_key=True)
    changed_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(30))
    field: Mapped[str] = mapped_column(String(30))
    old: Mapped[str] = mapped_column(Text, default="")
    new: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (Index("ix_register_changes_code", "subject", "code"),)


class PlaceAlias(Base):
    """Another name that staff added for a building, or for the whole estate it belongs to."""

    __tablename__ = "place_aliases"
    id: Mapped[int] = mapped_column(primary_key=True)
    building_id: Mapped[int] = mapped_column(ForeignKey("buildings.id"), index=True)
    whole_estate: Mapped[bool] = mapped_column(default=False, server_default=false())
    alias: Mapped[str] = mapped_column(String(60))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[str] = mapped_column(String(60))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    building: Mapped[Building] = relationship()


class AddressOutcome(StrEnum):
    ALIAS = "alias"
    BUILDING = "building"
    DISMISSED = "dismissed"


class UnmatchedAddress(Base):
    """An address a resident could not find: the staff queue. Personal details were taken out before storing."""

    __tablename__ = "unmatched_addresses"
    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(200))
    landmark: Mapped[str] = mapped_column(String(200), default="")
    community_id: Mapped[int | None] = mapped_column(ForeignKey("communities.id"))
    times: Mapped[int] = mapped_column(default=1)
    first_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[AddressOutcome | None] = mapped_column(choice(AddressOutcome))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str] = mapped_column(String(60), default="")
    building_id: Mapped[int | None] = mapped_column(ForeignKey("buildings.id"))
    community: Mapped[Community | None] = relationship()
    building: Mapped[Building | None] = relationship()

    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name="closed_iff_outcome"),
        CheckConstraint("outcome IS NULL OR outcome = 'dismissed' OR building_id IS NOT NULL", name="outcome_names_it"),
        Index("ix_unmatched_addresses_open", "closed_at", "last_at"),
        # The same words sent twice at the same moment count up one row.
        Index(
            "uq_unmatched_addresses_open",
            "address",
            unique=True,
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
    )


class RegisterVersion(Base):
    """Counts the changes of a part of the register, so that caches and the lookup index know when they are old."""

    __tablename__ = "register_versions"
    part: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[int]
