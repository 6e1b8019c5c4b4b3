"""A mandate (委托): who speaks for whom, on what basis, for what and until when; and the requests it stands behind."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, UtcDateTime, choice
from portal.domain.accounts.models import User
from portal.domain.service_requests.models import ServiceRequest
from portal.encryption import EncryptedText


class AgentKind(StrEnum):
    """Who speaks: family in the same household, a near relative, a guardian (民法典 23 条), somebody entrusted in
    writing (165 条), the residents' committee, the grid worker."""

    HOUSEHOLD = "household"
    RELATIVE = "relative"
    GUARDIAN = "guardian"
    ENTRUSTED = "entrusted"
    COMMITTEE = "committee"
    WORKER = "worker"


class MandateBasis(StrEnum):
    """What shows it. duty: the law has committee and street help who cannot ask (社会救助暂行办法 17 条)."""

    RELATIONSHIP_PROOF = "relationship_proof"
    GUARDIANSHIP_PROOF = "guardianship_proof"
    WRITTEN = "written"
    ORAL = "oral"
    DUTY = "duty"


class MandateScope(StrEnum):
    """This matter only, or all matters of its category."""

    MATTER = "matter"
    CATEGORY = "category"


class PersonConsent(StrEnum):
    """How the person agreed; unable: they cannot express a wish, and a guardian or duty stands in."""

    SHOWN = "shown"
    READ_OUT = "read_out"
    SIGNED = "signed"
    UNABLE = "unable"


class PersonAge(StrEnum):
    """What the law tells apart: under 14 (个人信息保护法 28 条), under 18 (民法典 17 条), grown up."""

    CHILD = "child"
    MINOR = "minor"
    ADULT = "adult"


class Told(StrEnum):
    """Who hears how it goes."""

    AGENT = "agent"
    PERSON = "person"
    BOTH = "both"


class Ending(StrEnum):
    """Ended by the person, taken over by them, laid down by the agent, its time was over, another took its place."""

    REVOKED = "revoked"
    TAKEN_OVER = "taken_over"
    LAID_DOWN = "laid_down"
    EXPIRED = "expired"
    REPLACED = "replaced"


class Mandate(Base):
    """One mandate. It is never changed, only ended.

    relation     to the person, in a word: 女儿, 邻居
    agent_user   the member of staff who speaks, for worker and committee
    category     of the matters it reaches, where its scope is a category
    valid_until  the last day on which it holds
    witnesses    the two names of a recorded oral consent
    own_wish     how the person's own wish was learnt (民法典 35 条)
    limited      an adult who cannot (fully) recognise what they do: a guardian speaks (民法典 21, 22 条)
    """

    __tablename__ = "mandates"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AgentKind] = mapped_column(choice(AgentKind))
    relation: Mapped[str] = mapped_column(String(40), default="", server_default="")
    basis: Mapped[MandateBasis] = mapped_column(choice(MandateBasis))
    scope: Mapped[MandateScope] = mapped_column(choice(MandateScope))
    category: Mapped[str] = mapped_column(String(40), default="", server_default="")
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_until: Mapped[date]
    agent_name: Mapped[str | None] = mapped_column(EncryptedText("mandates.agent_name"))
    agent_phone: Mapped[str | None] = mapped_column(EncryptedText("mandates.agent_phone"))
    agent_phone_digest: Mapped[str | None] = mapped_column(String(80), index=True)
    agent_name_digest: Mapped[str | None] = mapped_column(String(80), index=True)
    agent_phone_tail: Mapped[str] = mapped_column(String(4), default="", server_default="", index=True)
    agent_user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    person_name: Mapped[str | None] = mapped_column(EncryptedText("mandates.person_name"))
    person_phone: Mapped[str | None] = mapped_column(EncryptedText("mandates.person_phone"))
    age: Mapped[PersonAge] = mapped_column(choice(PersonAge))
    limited: Mapped[bool] = mapped_column(default=False, server_default=false())
    consent: Mapped[PersonConsent] = mapped_column(choice(PersonConsent))
    own_wish: Mapped[str | None] = mapped_column(EncryptedText("mandates.own_wish"))
    witnesses: Mapped[str | None] = mapped_column(EncryptedText("mandates.witnesses"))
    told: Mapped[Told] = mapped_column(choice(Told))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ending: Mapped[Ending | None] = mapped_column(choice(Ending))
    ended_by: Mapped[str] = mapped_column(String(60), default="", server_default="")
    ended_because: Mapped[str] = mapped_column(Text, default="", server_default="")
    agent_user: Mapped[User | None] = relationship()
    representations: Mapped[list["Representation"]] = relationship(back_populates="mandate")

    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name="ended_iff_how"),
        CheckConstraint("(scope = 'category') = (category != '')", name="category_iff_scope"),
        CheckConstraint("basis != 'oral' OR witnesses IS NOT NULL", name="oral_with_witnesses"),
        CheckConstraint("kind NOT IN ('committee', 'worker') OR agent_user_id IS NOT NULL", name="staff_by_account"),
        Index(
            "ix_mandates_running",
            "valid_until",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )


class Representation(Base):
    """A mandate stands behind a request; of several of one request the last counts.

    agent_code_digest  of the code the agent follows it with; the request's own code is the person's
    """

    __tablename__ = "mandate_representations"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"), index=True)
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandates.id"), index=True)
    agent_code_digest: Mapped[str] = mapped_column(String(80))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # When the person got a code of their own, and how: by text message, on paper.
    person_code_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    person_code_by: Mapped[str] = mapped_column(String(60), default="", server_default="")
    request: Mapped[ServiceRequest] = relationship()
    mandate: Mapped[Mandate] = relationship(back_populates="representations")

    __table_args__ = (UniqueConstraint("request_id", "mandate_id"),)
