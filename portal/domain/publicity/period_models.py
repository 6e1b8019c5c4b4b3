"""公示 with a period: what is public about one request, until when, and what others object to it in confidence."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, UtcDateTime, choice
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.times import Limit
from portal.domain.workdays.spans import Unit
from portal.encryption import EncryptedText

_RUNNING = text("ended_at IS NULL")
_OPEN = text("outcome IS NULL")


class Ground(StrEnum):
    """Why it may be public (个人信息保护法 25, 13 条): a rule that demands it, or the person's separate consent."""

    DUTY = "duty"
    CONSENT = "consent"


class PeriodEnding(StrEnum):
    """How a period ended. Of those whose time was over: nobody objected, all objections were found baseless, some were
    still to be re-checked. Before its time: an objection was found right, staff took it down, the request ended."""

    NO_OBJECTION = "no_objection"
    ANSWERED = "answered"
    OPEN = "open"
    FOUNDED = "founded"
    TAKEN_DOWN = "taken_down"
    STOPPED = "stopped"


class Outcome(StrEnum):
    """What a re-check found: baseless; or right, and the case is surveyed anew, judged by the neighbours (民主评议), or
    not entitled."""

    UNFOUNDED = "unfounded"
    RESURVEY = "resurvey"
    APPRAISAL = "appraisal"
    NOT_ENTITLED = "not_entitled"


class PublicPeriod(Base):
    """One period. It is never changed but to end it, or to count its end again when a year's calendar is entered.

    key         in its address: says nothing, cannot be guessed
    round       1; after an objection that was right 2, …
    begins_on   the first day that counts: the day it was posted on does not (民法典 201 条)
    ends_on     the last day, which runs to 24:00 in Shanghai
    because     how that was counted, line by line
    hangs_at    where it also hangs, on paper
    shown       what is public about the person, as JSON: [{"field", "value"}]
    decided_by  the unit whose preliminary decision it is, by name
    """

    __tablename__ = "public_periods"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"), index=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    round: Mapped[int]
    begins_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    value: Mapped[int]
    time_unit: Mapped[Unit] = mapped_column(choice(Unit, "time_unit"))
    longer_because: Mapped[str] = mapped_column(String(200), default="", server_default="")
    because: Mapped[list[str]] = mapped_column(JSON, default=list)
    provisional: Mapped[bool] = mapped_column(default=False, server_default=false())
    hangs_at: Mapped[str] = mapped_column(String(80), default="", server_default="")
    supervision_phone: Mapped[str] = mapped_column(String(30), default="", server_default="")
    ground: Mapped[Ground] = mapped_column(choice(Ground))
    shown: Mapped[str] = mapped_column(EncryptedText("public_periods.shown"))
    decided_by: Mapped[str] = mapped_column(String(80))
    posted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    posted_by: Mapped[str] = mapped_column(String(60))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ending: Mapped[PeriodEnding | None] = mapped_column(choice(PeriodEnding))
    ended_by: Mapped[str] = mapped_column(String(60), default="", server_default="")
    ended_because: Mapped[str] = mapped_column(Text, default="", server_default="")
    request: Mapped[ServiceRequest] = relationship()
    objections: Mapped[list["Objection"]] = relationship(back_populates="period", order_by="Objection.id")

    __table_args__ = (
        UniqueConstraint("request_id", "round"),
        CheckConstraint("value > 0", name="value_positive"),
        CheckConstraint("ends_on >= begins_on", name="ends_after_it_begins"),
        CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name="ended_iff_how"),
        CheckConstraint("ending != 'taken_down' OR ended_because != ''", name="taken_down_with_reason"),
        Index(
            "uq_public_periods_running",
            "request_id",
            unique=True,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        Index("ix_public_periods_running", "ends_on", sqlite_where=_RUNNING, postgresql_where=_RUNNING),
    )


class Objection(Base):
    """What somebody says against it, in confidence: for who re-checks it and nobody else.

    token      of the form: the same form sent twice is one objection
    number     with the code it opens the answer; drawn by chance, so that it tells neither when nor how many
    found      what the re-check found, for staff; answer: for who objected
    limit      by when it is to be re-checked
    """

    __tablename__ = "public_period_objections"
    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("public_periods.id"), index=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    number: Mapped[str] = mapped_column(String(12), unique=True)
    code_digest: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    words: Mapped[str | None] = mapped_column(EncryptedText("public_period_objections.words"))
    name: Mapped[str | None] = mapped_column(EncryptedText("public_period_objections.name"))
    phone: Mapped[str | None] = mapped_column(EncryptedText("public_period_objections.phone"))
    limit_id: Mapped[int] = mapped_column(ForeignKey("service_request_limits.id"))
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    found: Mapped[str | None] = mapped_column(EncryptedText("public_period_objections.found"))
    answer: Mapped[str | None] = mapped_column(EncryptedText("public_period_objections.answer"))
    rechecked_by: Mapped[str] = mapped_column(String(60), default="", server_default="")
    rechecked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    period: Mapped[PublicPeriod] = relationship(back_populates="objections")
    limit: Mapped[Limit] = relationship()

    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (rechecked_at IS NULL)", name="rechecked_iff_outcome"),
        CheckConstraint("outcome IS NULL OR answer IS NOT NULL", name="rechecked_with_answer"),
        Index("ix_public_period_objections_open", "period_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )


class PublicityWaiver(Base):
    """Nothing is made public although the matter wants it: the person is under 18."""

    __tablename__ = "publicity_waivers"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"), unique=True)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    request: Mapped[ServiceRequest] = relationship()
