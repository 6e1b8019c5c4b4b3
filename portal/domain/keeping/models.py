"""What the rules of keeping did, in figures."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcDateTime


class KeepingRun(Base):
    """One rule on one day: how many things were masked or deleted by it. No word of whose they were.

    oldest  since when the time of the oldest of them had been running
    """

    __tablename__ = "keeping_runs"
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    rule: Mapped[str] = mapped_column(String(40))
    count: Mapped[int]
    oldest: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("day", "rule"),
        CheckConstraint("count > 0", name="something_done"),
        Index("ix_keeping_runs_last_at", "last_at"),
    )
