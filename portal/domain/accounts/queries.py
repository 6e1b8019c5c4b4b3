"""Finding accounts."""

from collections.abc import Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.db import db
from portal.domain.accounts.models import Appointment, User
from portal.domain.contacts.models import Person
from portal.domain.errors import NotFound
from portal.domain.records.models import Record
from portal.domain.records.queries import latest_about


def accounts(search: str = "") -> Select[User]:
    """All accounts, open ones first, by user name; `search` narrows to a part of the name or user name."""
    places = selectinload(User.appointments).options(
        joinedload(Appointment.subdistrict), joinedload(Appointment.community), joinedload(Appointment.department)
    )
    query = select(User).options(places).order_by(User.disabled, User.username)
    if search:
        query = query.where(
            or_(User.name.contains(search, autoescape=True), User.username.contains(search.lower(), autoescape=True))
        )
    return query


def find(user_id: int) -> User:
    """One account with its roles and their places. Raises NotFound."""
    user = db.session.scalar(accounts().where(User.id == user_id))
    if user is None:
        raise NotFound("没有这个账号。")
    return user


def is_taken(username: str) -> bool:
    return db.session.scalar(select(User.id).where(User.username == username)) is not None


def persons_without_account(but: User | None = None) -> Sequence[Person]:
    """Contact persons whom a new account may belong to; with `but`, also the one its account belongs to now."""
    others = select(User.person_id).where(User.person_id.is_not(None))
    if but is not None:
        others = others.where(User.id != but.id)
    return db.session.scalars(select(Person).where(Person.id.not_in(others)).order_by(Person.name, Person.id)).all()


def latest_sign_ins(user: User, limit: int) -> Sequence[Record]:
    """The newest sign-ins of an account, failed ones among them: its owner notices a stranger first."""
    return latest_about(f"user {user.username}", ("sign_in.done", "sign_in.failed", "account.locked"), limit)
