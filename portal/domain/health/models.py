"""Signs of life of the background workers."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcDateTime


class Heartbeat(Base):
    __tablename__ = "heartbeats"
    worker: Mapped[str] = mapped_column(String(80), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
