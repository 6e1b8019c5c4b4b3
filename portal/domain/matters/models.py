"""The catalogue of matters (事项): what a resident may ask for, in versions. Staff edit it; nothing is overwritten."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, UtcDateTime, choice


class WorkType(StrEnum):
    """How a matter is worked: 一般性, 协调性, 突发性, 审批性."""

    GENERAL = "general"
    COORDINATED = "coordinated"
    URGENT = "urgent"
    APPROVAL = "approval"


class Level(StrEnum):
    """Who works at it, from below: 网格, 社区, 街道, 部门."""

    GRID = "grid"
    COMMUNITY = "community"
    SUBDISTRICT = "subdistrict"
    DEPARTMENT = "department"


class Matter(Base):
    """事项. What it says stands in its versions; a retired one takes no new requests."""

    __tablename__ = "matters"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    versions: Mapped[list["MatterVersion"]] = relationship(
        back_populates="matter", order_by="MatterVersion.number.desc()"
    )
    current: Mapped["MatterVersion"] = relationship(
        primaryjoin="and_(Matter.id == MatterVersion.matter_id, MatterVersion.current)", viewonly=True
    )
    confirmations: Mapped[list["MatterConfirmation"]] = relationship(order_by="MatterConfirmation.id")

    @property
    def subject(self) -> str:
        """How records name it."""
        return f"matter {self.slug}"


class MatterVersion(Base):
    """What a matter said from `entered_at` on. A request keeps the version it was filed under."""

    __tablename__ = "matter_versions"
    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    category: Mapped[str] = mapped_column(String(30))
    work_type: Mapped[WorkType] = mapped_column(choice(WorkType))
    # The rest of the entry as in catalogue.yaml; read through `content.content_of`.
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entered_by: Mapped[str] = mapped_column(String(60))
    note: Mapped[str] = mapped_column(String(200), default="", server_default="")
    current: Mapped[bool]
    matter: Mapped[Matter] = relationship(back_populates="versions")

    __table_args__ = (
        UniqueConstraint("matter_id", "number"),
        CheckConstraint("number >= 1", name="numbered_from_one"),
        # Of two people who save at the same moment, the database refuses one.
        Index(
            "uq_matter_versions_current",
            "matter_id",
            unique=True,
            sqlite_where=text("current"),
            postgresql_where=text("current"),
        ),
    )


class MatterConfirmation(Base):
    """A shipped local value that staff have checked against their own rule, word for word."""

    __tablename__ = "matter_confirmations"
    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    item: Mapped[str] = mapped_column(String(300))
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[str] = mapped_column(String(60))

    __table_args__ = (UniqueConstraint("matter_id", "item"),)


class ReplyTemplate(Base):
    """Words that staff reuse when they tell a resident something; without a matter they serve all of them."""

    __tablename__ = "reply_templates"
    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matters.id"), index=True)
    # A step of the workflow that tells the resident something.
    step: Mapped[str] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    edited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    edited_by: Mapped[str] = mapped_column(String(60))
    matter: Mapped[Matter | None] = relationship()
