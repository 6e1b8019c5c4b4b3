"""What residents say about a request: urging it, following a neighbour's, grading how it was handled."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, UtcDateTime, choice
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.workflow import Actor
from portal.encryption import EncryptedText


class Urge(Base):
    """催办, once in each limit window by each side; it must be answered in writing and never lowers anything.

    window   the finish limit it stands in and whether that was extended: "17", "17+"
    """

    __tablename__ = "service_request_urges"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"))
    window: Mapped[str] = mapped_column(String(24))
    actor: Mapped[Actor] = mapped_column(choice(Actor))
    words: Mapped[str] = mapped_column(Text, default="", server_default="")
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(Text, default="", server_default="")
    answered_by: Mapped[str] = mapped_column(String(60), default="", server_default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    request: Mapped[ServiceRequest] = relationship()

    __table_args__ = (
        UniqueConstraint("request_id", "window", "actor"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answered_in_writing"),
    )


class Follower(Base):
    """A neighbour who follows a public request with a code of their own, and is told what the filer is told."""

    __tablename__ = "service_request_followers"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"), index=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    code_digest: Mapped[str] = mapped_column(String(80))
    phone: Mapped[str | None] = mapped_column(EncryptedText("service_request_followers.phone"))
    phone_digest: Mapped[str | None] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    request: Mapped[ServiceRequest] = relationship()


class Grade(StrEnum):
    """The five grades of 好差评 (国办发〔2019〕51号)."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    BASICALLY_SATISFIED = "basically_satisfied"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"


LOW_GRADES = frozenset({Grade.DISSATISFIED, Grade.VERY_DISSATISFIED})


class Rating(Base):
    """好差评: the grade and, apart from it, whether the matter is solved. One for each time it was resolved.

    counted   False after an appeal against it was upheld; the grade itself is kept as it was given
    """

    __tablename__ = "service_request_ratings"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"))
    round: Mapped[int]
    grade: Mapped[Grade] = mapped_column(choice(Grade))
    solved: Mapped[bool]
    words: Mapped[str] = mapped_column(Text, default="", server_default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    counted: Mapped[bool] = mapped_column(default=True, server_default=true())
    request: Mapped[ServiceRequest] = relationship()

    __table_args__ = (UniqueConstraint("request_id", "round"), Index("ix_service_request_ratings_at", "at"))

    @property
    def needs_rework(self) -> bool:
        """Unsolved, or one of the two low grades."""
        return not self.solved or self.grade in LOW_GRADES


class Verdict(StrEnum):
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class Appeal(Base):
    """Handlers say a grade was given by mistake; a supervisor decides, with reasons. Both are kept."""

    __tablename__ = "service_request_appeals"
    id: Mapped[int] = mapped_column(primary_key=True)
    rating_id: Mapped[int] = mapped_column(ForeignKey("service_request_ratings.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(String(60))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    verdict: Mapped[Verdict | None] = mapped_column(choice(Verdict))
    verdict_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    decided_by: Mapped[str] = mapped_column(String(60), default="", server_default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rating: Mapped[Rating] = relationship()

    __table_args__ = (
        CheckConstraint("reason != ''", name="reason_given"),
        CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name="decided_iff_when"),
        CheckConstraint("verdict IS NULL OR verdict_reason != ''", name="verdict_with_reason"),
    )
