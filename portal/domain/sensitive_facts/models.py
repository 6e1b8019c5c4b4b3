"""Sensitive facts of a person (个人信息保护法 28 条): each under a consent of its own, sealed, every reading noted."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, UtcDateTime, choice
from portal.domain.sensitive_facts.kinds import FactKind
from portal.domain.service_requests.models import ServiceRequest
from portal.encryption import EncryptedText


class Consent(Base):
    """单独同意 (29 条): to which kinds, for which purpose, in which words, by whom; taken back at any time (15 条).

    purpose  the words as they were shown; `words_digest` of the whole text proves which version
    given_by "person", "agent", or the user name of staff who read it out
    """

    __tablename__ = "consents"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"), index=True)
    kinds: Mapped[list[str]] = mapped_column(JSON)
    purpose: Mapped[str] = mapped_column(Text)
    words_digest: Mapped[str] = mapped_column(String(64))
    given_by: Mapped[str] = mapped_column(String(60))
    who: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    request: Mapped[ServiceRequest] = relationship()


class SensitiveFact(Base):
    """One fact. `label` says what it is in words (the question asked, or the kind's name); never the value.

    digest  of an ID number, to search with
    value   None once it was deleted
    """

    __tablename__ = "sensitive_facts"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"), index=True)
    consent_id: Mapped[int] = mapped_column(ForeignKey("consents.id"))
    kind: Mapped[FactKind] = mapped_column(choice(FactKind))
    label: Mapped[str] = mapped_column(String(80))
    value: Mapped[str | None] = mapped_column(EncryptedText("sensitive_facts.value"))
    digest: Mapped[str | None] = mapped_column(String(80), index=True)
    added_by: Mapped[str] = mapped_column(String(60))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    consent: Mapped[Consent] = relationship()
    request: Mapped[ServiceRequest] = relationship()

    __table_args__ = (CheckConstraint("(value IS NULL) = (deleted_at IS NOT NULL)", name="deleted_iff_empty"),)


class FactReading(Base):
    """Somebody of the staff had a fact shown in clear: who (office and name), when, which, why. The person sees it."""

    __tablename__ = "fact_readings"
    id: Mapped[int] = mapped_column(primary_key=True)
    fact_id: Mapped[int] = mapped_column(ForeignKey("sensitive_facts.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"), index=True)
    label: Mapped[str] = mapped_column(String(80))
    by: Mapped[str] = mapped_column(String(60))
    who: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text)
    fact: Mapped[SensitiveFact] = relationship()

    __table_args__ = (CheckConstraint("reason != ''", name="reason_given"),)
