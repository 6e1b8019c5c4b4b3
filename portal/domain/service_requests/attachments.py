"""Photos that came with a request, and half-filled forms."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, UtcDateTime, choice
from portal.domain.matters.models import MatterVersion
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.workflow import Actor
from portal.encryption import EncryptedText


class AttachmentState(StrEnum):
    """pending: as it came, waiting for the worker; ready: re-encoded; refused: it was no picture after all."""

    PENDING = "pending"
    READY = "ready"
    REFUSED = "refused"


class Attachment(Base):
    """A photo. `key` names its files; nothing of its original name or metadata is kept.

    While the form is being filled in it belongs to the draft, afterwards to the request and the step it came with.

    paper      the paper of the matter it shows, by its name; such copies lie sealed on disk
    faults     why a copy may not be legible, as measured when it came: "small,blurred"
    deleted_at when the copy was deleted because nobody needs it any more; the row stays
    """

    __tablename__ = "service_request_attachments"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("service_requests.id"), index=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("service_request_drafts.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("service_request_entries.id"))
    state: Mapped[AttachmentState] = mapped_column(choice(AttachmentState), default=AttachmentState.PENDING)
    width: Mapped[int | None]
    height: Mapped[int | None]
    size: Mapped[int] = mapped_column(default=0, server_default="0")
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[Actor] = mapped_column(choice(Actor))
    # For staff only, not shown in the resident's view.
    internal: Mapped[bool] = mapped_column(default=False, server_default=false())
    paper: Mapped[str] = mapped_column(String(120), default="", server_default="")
    faults: Mapped[str] = mapped_column(String(60), default="", server_default="")
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    request: Mapped[ServiceRequest | None] = relationship()
    entry: Mapped[Entry | None] = relationship()

    __table_args__ = (
        CheckConstraint("request_id IS NOT NULL OR draft_id IS NOT NULL", name="belongs_somewhere"),
        Index(
            "ix_service_request_attachments_pending",
            "lease_until",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )


class Draft(Base):
    """A form somebody is filling in on one phone: kept 24 hours, found again by the token in that phone's cookie."""

    __tablename__ = "service_request_drafts"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    # What the request will be filed with; the same for every sending of this form.
    filing_token: Mapped[str] = mapped_column(String(64), unique=True)
    matter_version_id: Mapped[int] = mapped_column(ForeignKey("matter_versions.id"))
    # JSON of what was typed, by field: names and phones among it.
    fields: Mapped[str] = mapped_column(EncryptedText("service_request_drafts.fields"))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("service_requests.id"))
    matter_version: Mapped[MatterVersion] = relationship()
