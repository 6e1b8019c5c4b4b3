"""Home visits (上门、入户调查): when somebody comes and who, what was found there, and who read it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, UtcDateTime, choice
from portal.domain.accounts.models import User
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.encryption import EncryptedText

_BOOKED = text("state = 'booked'")


class AskedWhom(StrEnum):
    """Who agreed to the time: 本人, 代办人, 家里人."""

    PERSON = "person"
    AGENT = "agent"
    FAMILY = "family"


class AskedHow(StrEnum):
    """By phone, face to face, or by what they wrote on the page of their request."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    IN_WRITING = "in_writing"


class VisitState(StrEnum):
    """booked 约好了; done 去过了; missed 没见到; moved 改了时间 (another stands in its place); cancelled 取消了."""

    BOOKED = "booked"
    DONE = "done"
    MISSED = "missed"
    MOVED = "moved"
    CANCELLED = "cancelled"


class Visit(Base):
    """One agreed visit. Of one request at most one is booked.

    survey     入户调查: at least as many names as the matter asks for
    names      who comes, in words; the first is `lead`. What was found bears the names of those who really came
    companion  the second one, where they have an account: it stands on their list as well
    because    why it was cancelled, or why nobody was met
    wish       那天不行: what the person wrote back
    """

    __tablename__ = "visits"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"), index=True)
    survey: Mapped[bool] = mapped_column(default=False, server_default=false())
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    names: Mapped[list[str]] = mapped_column(JSON)
    lead_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    companion_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    asked_whom: Mapped[AskedWhom] = mapped_column(choice(AskedWhom))
    asked_how: Mapped[AskedHow] = mapped_column(choice(AskedHow))
    booked_by: Mapped[str] = mapped_column(String(60))
    booked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[VisitState] = mapped_column(choice(VisitState), default=VisitState.BOOKED)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    because: Mapped[str | None] = mapped_column(EncryptedText("visits.because"))
    wish: Mapped[str | None] = mapped_column(EncryptedText("visits.wish"))
    wished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    request: Mapped[ServiceRequest] = relationship()
    lead: Mapped[User] = relationship(foreign_keys=lead_id)
    records: Mapped[list["VisitRecord"]] = relationship(back_populates="visit", order_by="VisitRecord.id")

    __mapper_args__ = {"version_id_col": revision}
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("(state = 'booked') = (settled_at IS NULL)", name="settled_iff_over"),
        CheckConstraint("(wish IS NULL) = (wished_at IS NULL)", name="wished_iff_when"),
        Index("uq_visits_booked", "request_id", unique=True, sqlite_where=_BOOKED, postgresql_where=_BOOKED),
        Index("ix_visits_due", "starts_at", sqlite_where=_BOOKED, postgresql_where=_BOOKED),
    )

    @property
    def is_booked(self) -> bool:
        return self.state is VisitState.BOOKED

    def is_late(self, at: datetime) -> bool:
        """Nobody wrote down what came of it although its time is over."""
        return self.is_booked and self.ends_at < at


class VisitRecord(Base):
    """What was found on a visit, as one of those who came sent it. Two may have sent theirs: both stay.

    token    of the form: the same form sent twice, from a phone without signal, is one record
    answers  the checklist as JSON, [{"key", "label", "answer"}], with what it adds up to; None once it was deleted
    """

    __tablename__ = "visit_records"
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("service_request_entries.id"))
    token: Mapped[str] = mapped_column(String(64), unique=True)
    met: Mapped[bool]
    names: Mapped[list[str]] = mapped_column(JSON)
    answers: Mapped[str | None] = mapped_column(EncryptedText("visit_records.answers"))
    by: Mapped[str] = mapped_column(String(60))
    who: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    visit: Mapped[Visit] = relationship(back_populates="records")
    entry: Mapped[Entry] = relationship()


class VisitReading(Base):
    """Somebody of the staff had the answers of a visit shown in clear: who, when, why. The person sees it."""

    __tablename__ = "visit_readings"
    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("visit_records.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"), index=True)
    by: Mapped[str] = mapped_column(String(60))
    who: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text)

    __table_args__ = (CheckConstraint("reason != ''", name="reason_given"),)
