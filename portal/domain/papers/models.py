"""The papers of a matter as they stand in one request: what is there, what cannot be had, what staff found."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, UtcDateTime, choice
from portal.domain.matters.parts import Need
from portal.domain.service_requests.models import ServiceRequest
from portal.encryption import EncryptedText


class PaperState(StrEnum):
    """What the person says of a paper: 有, 拿不到, 不适用."""

    HAVE = "have"
    CANNOT = "cannot"
    NOT_APPLICABLE = "not_applicable"


class PaperCheck(StrEnum):
    """What staff found: nobody looked yet, in order, not legible, not the right one."""

    UNSEEN = "unseen"
    FINE = "fine"
    UNREADABLE = "unreadable"
    WRONG = "wrong"


class RequestPaper(Base):
    """One paper in one request. Photographs of it are attachments that bear its name.

    state        None: not asked yet
    reason       why it cannot be had, or does not apply
    promised_by  the day by which it follows, where the matter lets the rest come later (容缺受理)
    """

    __tablename__ = "request_papers"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"))
    place: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    need: Mapped[Need] = mapped_column(choice(Need))
    shared: Mapped[bool] = mapped_column(default=False, server_default=false())
    sensitive: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[PaperState | None] = mapped_column(choice(PaperState))
    reason: Mapped[str | None] = mapped_column(EncryptedText("request_papers.reason"))
    found: Mapped[PaperCheck] = mapped_column(choice(PaperCheck), default=PaperCheck.UNSEEN)
    found_by: Mapped[str] = mapped_column(String(60), default="", server_default="")
    found_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    promised_by: Mapped[date | None]
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    request: Mapped[ServiceRequest] = relationship()

    __table_args__ = (
        UniqueConstraint("request_id", "name"),
        CheckConstraint("(found = 'unseen') = (found_at IS NULL)", name="found_iff_when"),
    )
