"""A service request (诉求/办件) and the trail of its steps. What hangs on it stands in the modules beside this one."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, UtcDateTime, choice
from portal.domain.accounts.models import User
from portal.domain.contacts.models import Person
from portal.domain.grids.models import Building, Community, Entrance, Grid
from portal.domain.matters.models import Level, MatterVersion, WorkType
from portal.domain.service_requests.workflow import TABLE, Actor, Status, Step
from portal.encryption import EncryptedText

_OPEN = text("settled_at IS NULL")
_PRESSED = text("settled_at IS NULL AND overseer_level IS NOT NULL")
_MOVES = sorted({f"{rule.step}:{rule.before or ''}>{rule.after}" for rule in TABLE})


class Channel(StrEnum):
    """How it came in: by the code in the stairwell, the web, a phone call, at the counter, from the worker's round."""

    PLACARD = "placard"
    WEB = "web"
    PHONE = "phone"
    COUNTER = "counter"
    ROUND = "round"


class ServiceRequest(Base):
    """One request. `status` is written by `steps.taking.take` alone; the checks below tie it to its facts.

    unit       who has it, as level and row: "grid:12", "community:3", "subdistrict:1", "department:4"
    due_at     when the finish limit ends; next_due_at: the earliest limit still unmet, None while the clock stands
    revision   counts the changes: a page filled in on an older one is refused (`Stale`)
    """

    __tablename__ = "service_requests"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    code_digest: Mapped[str] = mapped_column(String(80))
    # The token of the form it was sent with: the same form sent twice is the same request.
    filing_token: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    filed_by: Mapped[str] = mapped_column(String(60), default="", server_default="")

    matter_version_id: Mapped[int] = mapped_column(ForeignKey("matter_versions.id"), index=True)
    work_type: Mapped[WorkType] = mapped_column(choice(WorkType))
    answers: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    summary: Mapped[str] = mapped_column(Text, default="", server_default="")
    # The reporter's name and phone are for the one handler only (噪声污染防治法 31 条).
    confidential: Mapped[bool] = mapped_column(default=False, server_default=false())

    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grids.id"))
    building_id: Mapped[int | None] = mapped_column(ForeignKey("buildings.id"))
    entrance_id: Mapped[int | None] = mapped_column(ForeignKey("entrances.id"))
    room: Mapped[str | None] = mapped_column(EncryptedText("service_requests.room"))
    place_text: Mapped[str] = mapped_column(String(200), default="", server_default="")

    applicant_name: Mapped[str | None] = mapped_column(EncryptedText("service_requests.applicant_name"))
    applicant_phone: Mapped[str | None] = mapped_column(EncryptedText("service_requests.applicant_phone"))
    name_digest: Mapped[str | None] = mapped_column(String(80), index=True)
    phone_digest: Mapped[str | None] = mapped_column(String(80), index=True)
    phone_tail: Mapped[str] = mapped_column(String(4), default="", server_default="", index=True)

    status: Mapped[Status] = mapped_column(choice(Status), default=Status.FILED)
    level: Mapped[Level] = mapped_column(choice(Level))
    unit: Mapped[str] = mapped_column(String(24))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # 首问负责: the first person asked stays answerable, whoever has it now.
    first_contact_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    first_contact_name: Mapped[str] = mapped_column(String(60), default="", server_default="")
    # 督办: the level that presses after a limit has passed.
    overseer_level: Mapped[Level | None] = mapped_column(choice(Level, "overseer_level"))
    returns: Mapped[int] = mapped_column(default=0, server_default="0")
    reopenings: Mapped[int] = mapped_column(default=0, server_default="0")

    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    provisional: Mapped[bool] = mapped_column(default=False, server_default=false())
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    result: Mapped[str] = mapped_column(Text, default="", server_default="")
    refused_where: Mapped[str] = mapped_column(Text, default="", server_default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("service_requests.id"))
    revision: Mapped[int] = mapped_column(default=1, server_default="1")

    matter_version: Mapped[MatterVersion] = relationship()
    community: Mapped[Community] = relationship()
    grid: Mapped[Grid | None] = relationship()
    building: Mapped[Building | None] = relationship()
    entrance: Mapped[Entrance | None] = relationship()
    handler: Mapped[User | None] = relationship()
    first_contact: Mapped[Person | None] = relationship()
    merged_into: Mapped["ServiceRequest | None"] = relationship(remote_side=id)
    entries: Mapped[list["Entry"]] = relationship(back_populates="request", order_by="Entry.id")

    __mapper_args__ = {"version_id_col": revision}
    __table_args__ = (
        CheckConstraint(
            "(settled_at IS NOT NULL) = (status IN ('resolved', 'refused', 'withdrawn', 'merged', 'closed'))",
            name="settled_iff_status",
        ),
        CheckConstraint("status NOT IN ('in_progress', 'waiting') OR handler_id IS NOT NULL", name="handled_by_name"),
        CheckConstraint("status NOT IN ('resolved', 'closed', 'refused') OR result != ''", name="settled_with_words"),
        CheckConstraint("status != 'refused' OR refused_where != ''", name="refused_with_the_right_place"),
        CheckConstraint("(status = 'merged') = (merged_into_id IS NOT NULL)", name="merged_iff_named"),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id != id", name="merged_into_another"),
        CheckConstraint("unit LIKE level || ':%'", name="unit_of_level"),
        CheckConstraint("level != 'grid' OR grid_id IS NOT NULL", name="grid_level_has_grid"),
        CheckConstraint("entrance_id IS NULL OR building_id IS NOT NULL", name="entrance_of_building"),
        CheckConstraint("applicant_phone IS NULL OR phone_digest IS NOT NULL", name="phone_with_digest"),
        # Those of the desk hold what its filters ask for, so that its lists are read without touching the table.
        Index(
            "ix_service_requests_desk",
            *("unit", "status", "next_due_at", "community_id", "grid_id", "matter_version_id", "filed_at"),
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(
            "ix_service_requests_town",
            *("status", "next_due_at", "grid_id", "matter_version_id", "filed_at"),
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(
            "ix_service_requests_pressed",
            *("overseer_level", "community_id", "next_due_at"),
            sqlite_where=_PRESSED,
            postgresql_where=_PRESSED,
        ),
        Index(
            "ix_service_requests_open_grid",
            *("grid_id", "status", "unit", "next_due_at"),
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(
            "ix_service_requests_open_community",
            *("community_id", "status", "unit", "next_due_at"),
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_service_requests_handler", "handler_id", "status", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_service_requests_building", "building_id", "filed_at"),
        Index("ix_service_requests_grid", "grid_id", "filed_at", "matter_version_id"),
        Index("ix_service_requests_community", "community_id", "filed_at", "matter_version_id"),
        Index("ix_service_requests_filed", "filed_at", "matter_version_id"),
        # Without the open ones: "is open" must lead to their indexes, never to this one.
        Index(
            "ix_service_requests_settled",
            "settled_at",
            sqlite_where=text("settled_at IS NOT NULL"),
            postgresql_where=text("settled_at IS NOT NULL"),
        ),
        Index(
            "ix_service_requests_resolved",
            "settled_at",
            sqlite_where=text("status = 'resolved'"),
            postgresql_where=text("status = 'resolved'"),
        ),
    )


class Entry(Base):
    """One step in the trail of a request: written with the step itself, never changed.

    revision   of the request when the step was taken: later than that of a page, somebody was faster
    told       what the resident reads; internal: for staff only; who: as shown, "网格员 潘一", "居民", "系统"
    """

    __tablename__ = "service_request_entries"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"), index=True)
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    step: Mapped[Step] = mapped_column(choice(Step))
    actor: Mapped[Actor] = mapped_column(choice(Actor))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(60))
    who: Mapped[str] = mapped_column(String(80))
    before: Mapped[Status | None] = mapped_column(choice(Status, "before"))
    after: Mapped[Status] = mapped_column(choice(Status, "after"))
    unit: Mapped[str] = mapped_column(String(24), default="", server_default="")
    to_unit: Mapped[str] = mapped_column(String(24), default="", server_default="")
    told: Mapped[str] = mapped_column(Text, default="", server_default="")
    internal: Mapped[str] = mapped_column(Text, default="", server_default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    request: Mapped[ServiceRequest] = relationship(back_populates="entries")

    __table_args__ = (
        CheckConstraint(
            "step || ':' || coalesce(before, '') || '>' || after IN ("
            + ", ".join(f"'{move}'" for move in _MOVES)
            + ")",
            name="move_of_the_table",
        ),
    )


class HoldingRole(StrEnum):
    LEAD = "lead"
    HELPER = "helper"


class Holding(Base):
    """A unit had the request, as the one that leads (主办) or that helps (协办), from a moment on."""

    __tablename__ = "service_request_holdings"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"))
    unit: Mapped[str] = mapped_column(String(24))
    role: Mapped[HoldingRole] = mapped_column(choice(HoldingRole))
    begins_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    request: Mapped[ServiceRequest] = relationship()

    __table_args__ = (
        Index("ix_service_request_holdings_unit", "unit", "request_id"),
        Index(
            "uq_service_request_holdings_lead",
            "request_id",
            unique=True,
            sqlite_where=text("role = 'lead' AND ends_at IS NULL"),
            postgresql_where=text("role = 'lead' AND ends_at IS NULL"),
        ),
    )


class RequestCounter(Base):
    """The last sequence number given out on a day."""

    __tablename__ = "service_request_counters"
    day: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[int]
