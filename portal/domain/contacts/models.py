"""People who serve a grid: who they are, since when, and who stands in while they are away."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, UtcDateTime, choice
from portal.domain.grids.models import Grid


class PostRole(StrEnum):
    WORKER = "worker"
    LEAD = "lead"


class AbsenceReason(StrEnum):
    LEAVE = "leave"
    TRAINING = "training"
    SICK = "sick"
    BUSINESS = "business"


class Person(Base):
    """Somebody on a contact card. The phone is a work phone: it is printed and shown to everybody."""

    __tablename__ = "persons"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    work_phone: Mapped[str] = mapped_column(String(30), default="", server_default="")
    # Names the photo files; empty: a drawn initial stands in.
    photo: Mapped[str] = mapped_column(String(64), default="", server_default="")
    hours: Mapped[str] = mapped_column(String(80), default="", server_default="")
    duties: Mapped[str] = mapped_column(Text, default="", server_default="")
    posts: Mapped[list["Post"]] = relationship(back_populates="person", order_by="Post.starts_on")

    __table_args__ = (
        Index("ix_persons_name_phone", "name", "work_phone"),
        Index(
            "uq_persons_photo",
            "photo",
            unique=True,
            sqlite_where=text("photo != ''"),
            postgresql_where=text("photo != ''"),
        ),
    )


class Post(Base):
    """A person serves a grid as worker or lead from a day on."""

    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grids.id"))
    role: Mapped[PostRole] = mapped_column(choice(PostRole))
    starts_on: Mapped[date]
    # The first day on which it is no longer theirs.
    ends_on: Mapped[date | None]
    person: Mapped[Person] = relationship(back_populates="posts")
    grid: Mapped[Grid] = relationship()

    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="ends_after_start"),
        Index("ix_posts_grid", "grid_id", "role", "starts_on"),
        Index(
            "uq_posts_open",
            "grid_id",
            "role",
            unique=True,
            sqlite_where=text("ends_on IS NULL"),
            postgresql_where=text("ends_on IS NULL"),
        ),
    )

    @property
    def last_day(self) -> date | None:
        """The last day on which it is theirs; None while no end is known."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None

    def is_over(self, today: date) -> bool:
        return self.ends_on is not None and self.ends_on <= today

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and not self.is_over(day)


class Absence(Base):
    """A person is away from the first to the last day, both included, and somebody stands in."""

    __tablename__ = "absences"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    cover_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[AbsenceReason] = mapped_column(choice(AbsenceReason), default=AbsenceReason.LEAVE)
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entered_by: Mapped[str] = mapped_column(String(60))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    cover: Mapped[Person] = relationship(foreign_keys=cover_id)

    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="ends_after_start"),
        CheckConstraint("cover_id != person_id", name="cover_is_somebody_else"),
        Index("ix_absences_person", "person_id", "last_day"),
    )
