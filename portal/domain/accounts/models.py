"""Staff accounts and the roles they hold in a part of the town."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, UtcDateTime, choice
from portal.domain.accounts.roles import GRANTS, Permission, Role
from portal.domain.contacts.models import Person
from portal.domain.departments.models import Department
from portal.domain.grids.models import Community, Subdistrict
from portal.encryption import EncryptedText


class User(Base):
    """A member of staff who can sign in. `person` is set for those who stand on a contact card."""

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=True, server_default=true())
    # Changes with the password, so that every other session of the account ends.
    session_key: Mapped[str] = mapped_column(String(32))
    totp_secret: Mapped[str | None] = mapped_column(EncryptedText("users.totp_secret"))
    totp_on_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The last time step whose code was taken: a code works once (RFC 6238 §5.2).
    totp_last_step: Mapped[int | None]
    failed_tries: Mapped[int] = mapped_column(default=0, server_default="0")
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_sign_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disabled: Mapped[bool] = mapped_column(default=False, server_default=false())
    person: Mapped[Person | None] = relationship()
    appointments: Mapped[list["Appointment"]] = relationship(
        back_populates="user", cascade="all, delete-orphan", lazy="selectin"
    )

    __table_args__ = (CheckConstraint("totp_on_since IS NULL OR totp_secret IS NOT NULL", name="totp_on_with_secret"),)

    # What Flask-Login asks of a user.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return not self.disabled

    def get_id(self) -> str:
        return f"{self.id}.{self.session_key}"

    @property
    def permissions(self) -> frozenset[Permission]:
        return frozenset().union(*(GRANTS[appointment.role] for appointment in self.appointments))


class Appointment(Base):
    """A role held in one place and all below it; with no place named, in the whole town.

    A grid worker's place is not stored here: it is where they serve today, cover included.
    """

    __tablename__ = "appointments"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    subdistrict_id: Mapped[int | None] = mapped_column(ForeignKey("subdistricts.id"))
    community_id: Mapped[int | None] = mapped_column(ForeignKey("communities.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    user: Mapped[User] = relationship(back_populates="appointments")
    subdistrict: Mapped[Subdistrict | None] = relationship()
    community: Mapped[Community | None] = relationship()
    department: Mapped[Department | None] = relationship()

    __table_args__ = (
        CheckConstraint("subdistrict_id IS NULL OR community_id IS NULL", name="one_place"),
        CheckConstraint(
            "role != 'grid_worker' OR (subdistrict_id IS NULL AND community_id IS NULL)", name="worker_serves_by_post"
        ),
        CheckConstraint(
            "role NOT IN ('subdistrict_officer', 'subdistrict_leader') OR subdistrict_id IS NOT NULL",
            name="subdistrict_named",
        ),
        CheckConstraint("role != 'community_officer' OR community_id IS NOT NULL", name="community_named"),
        CheckConstraint("(role = 'department_officer') = (department_id IS NOT NULL)", name="department_named"),
        CheckConstraint(
            "department_id IS NULL OR (subdistrict_id IS NULL AND community_id IS NULL)", name="department_is_no_place"
        ),
    )
