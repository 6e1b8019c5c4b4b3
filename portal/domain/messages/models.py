"""The outbox, and the group robots and mail boxes of the units."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, UtcDateTime, choice
from portal.domain.service_requests.models import ServiceRequest
from portal.encryption import EncryptedText

_UNDONE = text("state IN ('waiting', 'sending')")


class Occasion(StrEnum):
    """What is told: to the person concerned and who speaks for them, to the units that work; a trial to who asked."""

    RECEIVED = "received"
    HANDED_OVER = "handed_over"
    SUPPLEMENT_WANTED = "supplement_wanted"
    EXTENDED = "extended"
    RESOLVED = "resolved"
    REFUSED = "refused"
    REOPENED = "reopened"
    NEW_CODE_MADE = "new_code_made"
    RATING_WANTED = "rating_wanted"
    PERSON_CODE = "person_code"
    MANDATE_GIVEN = "mandate_given"
    MANDATE_ENDED = "mandate_ended"
    VISIT_BOOKED = "visit_booked"
    PUBLICITY_BEGUN = "publicity_begun"
    PUBLICITY_ENDED = "publicity_ended"
    FACT_READ = "fact_read"
    FILED = "filed"
    ASSIGNED = "assigned"
    REMIND_HALF = "remind_half"
    REMIND_MOST = "remind_most"
    LAPSED = "lapsed"
    PRESSED = "pressed"
    URGED = "urged"
    REWORK = "rework"
    EXTENSION_ASKED = "extension_asked"
    OBJECTION_RAISED = "objection_raised"
    PAPERS_PROMISED = "papers_promised"
    TRIAL = "trial"


class Medium(StrEnum):
    """How it goes out. console: nowhere, it stands on the staff page alone."""

    SMS = "sms"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    EMAIL = "email"
    CONSOLE = "console"


class MessageState(StrEnum):
    """How far it is.

    dropped  it never could be sent: the number is no mobile
    unsure   the worker died while sending it, where a second sending might be a double; staff decide
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"
    UNSURE = "unsure"


class Robot(Base):
    """A group robot or mail box that hears what a unit is told.

    unit     "grid:12", "community:3", "subdistrict:1", "department:4"
    address  the robot's webhook, which lets anyone who has it write to the group; or the mail address
    secret   with which DingTalk and Feishu want the call signed
    """

    __tablename__ = "message_robots"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(String(24))
    medium: Mapped[Medium] = mapped_column("channel", choice(Medium, "robot_channel"))
    name: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(EncryptedText("message_robots.address"))
    address_digest: Mapped[str] = mapped_column(String(80))
    secret: Mapped[str | None] = mapped_column(EncryptedText("message_robots.secret"))
    active: Mapped[bool] = mapped_column(default=True, server_default=true())
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[str] = mapped_column(String(60))

    __table_args__ = (
        UniqueConstraint("unit", "address_digest"),
        CheckConstraint("channel IN ('wecom', 'dingtalk', 'feishu', 'email')", name="group_or_mail_box"),
    )

    @property
    def subject(self) -> str:
        """How records name it."""
        return f"robot {self.id}"


class Message(Base):
    """One message to one recipient, written in the transaction of what it tells. A worker sends it.

    key         the same occasion of the same step to the same recipient has the same key: it is told once
    reference   names the message to the gateway, the same at every try
    words       what fills the template: number, matter, date; nothing that only the resident knows
    code        a code for the recipient alone, put into the body while it is sent and forgotten with it
    send_after  not before this moment; lease_until: until then it is in the hands of one worker
    """

    __tablename__ = "messages"
    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int | None] = mapped_column(ForeignKey("service_requests.id"), index=True)
    unit: Mapped[str] = mapped_column(String(24), default="", server_default="")
    occasion: Mapped[Occasion] = mapped_column(choice(Occasion))
    medium: Mapped[Medium] = mapped_column("channel", choice(Medium, "channel"))
    robot_id: Mapped[int | None] = mapped_column(ForeignKey("message_robots.id"))
    recipient: Mapped[str | None] = mapped_column(EncryptedText("messages.recipient"))
    recipient_digest: Mapped[str | None] = mapped_column(String(80), index=True)
    body: Mapped[str] = mapped_column(String(300))
    code: Mapped[str | None] = mapped_column(EncryptedText("messages.code"))
    words: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    urgent: Mapped[bool] = mapped_column(default=False, server_default=false())
    key: Mapped[str] = mapped_column(String(120), unique=True)
    reference: Mapped[str] = mapped_column(String(32), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    send_after: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[MessageState] = mapped_column(choice(MessageState), default=MessageState.WAITING)
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str] = mapped_column(String(80), default="", server_default="")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    provider_reference: Mapped[str] = mapped_column(String(80), default="", server_default="")
    request: Mapped[ServiceRequest | None] = relationship()
    robot: Mapped[Robot | None] = relationship()

    __table_args__ = (
        CheckConstraint("(state = 'sending') = (lease_until IS NOT NULL)", name="sending_iff_leased"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_iff_when"),
        CheckConstraint("channel IN ('sms', 'console') OR robot_id IS NOT NULL", name="group_has_robot"),
        Index("ix_messages_work", "send_after", sqlite_where=_UNDONE, postgresql_where=_UNDONE),
    )

    @property
    def subject(self) -> str:
        """How records name it."""
        return f"message {self.id}"
