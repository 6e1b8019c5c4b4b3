"""办结公开: what the results board says about a settled request, in one sentence that staff have checked."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, UtcDateTime
from portal.domain.service_requests.models import ServiceRequest


class ResultPosting(Base):
    """The sentence of one request. Withdrawn it is off the board; without a sentence it was never on it.

    checked_at   of the last check; when the request is settled anew after it, the sentence has to be checked again
    """

    __tablename__ = "result_postings"
    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"), unique=True)
    sentence: Mapped[str] = mapped_column(String(120), default="", server_default="")
    checked_by: Mapped[str] = mapped_column(String(60))
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str] = mapped_column(String(60), default="", server_default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    request: Mapped[ServiceRequest] = relationship()

    @property
    def mark(self) -> str:
        """Changes with every act: a page drawn on another one is old."""
        return f"{self.checked_at.timestamp()}{' off' if self.withdrawn_at else ''}"

    __table_args__ = (
        CheckConstraint("sentence != '' OR withdrawn_at IS NOT NULL", name="shown_with_words"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by = '')", name="withdrawn_by_whom"),
    )
