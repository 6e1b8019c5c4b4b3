"""What ticks: limits, the pauses that stop them (补正), and what puts them off (延期)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, UtcDateTime, choice
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.workdays.spans import Unit


class LimitKind(StrEnum):
    """What has to be done in time.

    sign_for       签收 by the unit that has it
    contact        first contact; for urgent work a call back within minutes
    hand_over      交办限时, by when the unit it was handed to has to be done
    finish         办结, the promise of this portal; for approvals, what the community answers within
    accept         受理与否, once an approval has reached those who decide (行政许可法 32 条)
    statutory      法定办理, begins when the subdistrict accepts
    rework_…       after a low grade
    urge_answer    the answer to an urging
    station        one step of the matter on its way through the offices, where the catalogue limits it
    objection      the re-check of an objection raised in a public period
    promised_papers  papers promised for later (容缺受理): the resident owes them, the unit watches
    """

    SIGN_FOR = "sign_for"
    CONTACT = "contact"
    HAND_OVER = "hand_over"
    FINISH = "finish"
    ACCEPT = "accept"
    STATUTORY = "statutory"
    REWORK_CONTACT = "rework_contact"
    REWORK_FINISH = "rework_finish"
    URGE_ANSWER = "urge_answer"
    STATION = "station"
    OBJECTION = "objection"
    PROMISED_PAPERS = "promised_papers"


# Of these the person never hears: that somebody objected, and, ten working days later, when.
UNTOLD = frozenset({LimitKind.OBJECTION})


class Limit(Base):
    """One limit of a request. `due_at` and `because` are computed by `workdays.periods.due` and stored.

    looked_at      up to which moment the sweep has dealt with it; next_look_at: when it must look again, None while the
                   clock stands or nothing is left to do
    """

    __tablename__ = "service_request_limits"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"), index=True)
    kind: Mapped[LimitKind] = mapped_column(choice(LimitKind))
    value: Mapped[int]
    time_unit: Mapped[Unit] = mapped_column(choice(Unit, "time_unit"))
    extra_value: Mapped[int | None]
    extra_unit: Mapped[Unit | None] = mapped_column(choice(Unit, "extra_unit"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    provisional: Mapped[bool] = mapped_column(default=False, server_default=false())
    because: Mapped[list[str]] = mapped_column(JSON, default=list)
    half_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    most_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_look_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_half_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_most_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Kept, or no longer owed: withdrawn, merged, replaced by another.
    met_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lapsed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lapsed_unit: Mapped[str] = mapped_column(String(24), default="", server_default="")
    lapsed_name: Mapped[str] = mapped_column(String(80), default="", server_default="")
    request: Mapped[ServiceRequest] = relationship()

    __table_args__ = (
        CheckConstraint("value > 0", name="value_positive"),
        CheckConstraint("(extra_value IS NULL) = (extra_unit IS NULL)", name="extra_with_unit"),
        CheckConstraint("(lapsed_at IS NULL) = (lapsed_name = '')", name="lapsed_with_name"),
        CheckConstraint("met_at IS NULL OR dropped_at IS NULL", name="met_or_dropped"),
        Index(
            "ix_service_request_limits_look",
            "next_look_at",
            sqlite_where=text("next_look_at IS NOT NULL"),
            postgresql_where=text("next_look_at IS NOT NULL"),
        ),
        Index("ix_service_request_limits_lapsed", "lapsed_at"),
        Index("ix_service_request_limits_due", "kind", "due_at"),
    )


class Supplement(Base):
    """What is missing, said once and completely (一次性告知). The clock stands from `asked_at` to `received_at`.

    Each time is a row of its own, and none is changed: the versions of the list.

    again     why it was not said completely the time before
    left_out  which missing papers are not on the list, and why they need not come
    """

    __tablename__ = "service_request_supplements"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"), index=True)
    # Each: {"name", "how", "got": bool}
    items: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    otherwise: Mapped[str] = mapped_column(Text, default="", server_default="")
    again: Mapped[str] = mapped_column(Text, default="", server_default="")
    left_out: Mapped[str] = mapped_column(Text, default="", server_default="")
    wanted_by: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(String(60))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # None while it is waited for, or when the request ended meanwhile.
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    request: Mapped[ServiceRequest] = relationship()

    __table_args__ = (
        CheckConstraint("received_at IS NULL OR received_at >= asked_at", name="received_after_asked"),
        Index(
            "uq_service_request_supplements_open",
            "request_id",
            unique=True,
            sqlite_where=text("received_at IS NULL"),
            postgresql_where=text("received_at IS NULL"),
        ),
    )


class Decision(StrEnum):
    GRANTED = "granted"
    DENIED = "denied"


class Extension(Base):
    """延期: asked for before the due date, granted one level up, once, its reason told to the resident."""

    __tablename__ = "service_request_extensions"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"), index=True)
    value: Mapped[int]
    time_unit: Mapped[Unit] = mapped_column(choice(Unit, "time_unit"))
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(String(60))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision: Mapped[Decision | None] = mapped_column(choice(Decision))
    decided_by: Mapped[str] = mapped_column(String(60), default="", server_default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    request: Mapped[ServiceRequest] = relationship()

    __table_args__ = (
        CheckConstraint("value > 0", name="value_positive"),
        CheckConstraint("reason != ''", name="reason_given"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided_iff_when"),
        # Once, and one question at a time.
        Index(
            "uq_service_request_extensions_once",
            "request_id",
            unique=True,
            sqlite_where=text("decision IS NULL OR decision = 'granted'"),
            postgresql_where=text("decision IS NULL OR decision = 'granted'"),
        ),
    )
