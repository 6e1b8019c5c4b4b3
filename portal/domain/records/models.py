"""Who did what, when: one row per act of staff, written in the same transaction as the act."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcDateTime


class Record(Base):
    __tablename__ = "records"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    by: Mapped[str] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(String(60))
    # What it was done to, as kind and code: "placard 7KQ4M2XD". Never a resident's name.
    subject: Mapped[str] = mapped_column(String(80), default="")
    detail: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (Index("ix_records_subject", "subject"),)
