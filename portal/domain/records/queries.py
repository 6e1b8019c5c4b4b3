"""Reading the record."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, select

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from portal.domain.accounts.scopes import staff_where, whole_town
from portal.domain.records.models import Record


def visible(user: User, today: date) -> Select[Record]:
    """The rows somebody may read, newest first: those of the staff in their places.

    What no account did (a refused sign-in, the command line) belongs to those who oversee the whole town.
    """
    rows = select(Record).order_by(Record.at.desc(), Record.id.desc())
    if whole_town(user, Permission.RECORD_VIEW):
        return rows
    return rows.where(Record.by.in_(_usernames(user, today)))


def narrowed(
    rows: Select[Record],
    *,
    by: str = "",
    action: str = "",
    begins: datetime | None = None,
    ends: datetime | None = None,
) -> Select[Record]:
    """Only the acts of one account, of one kind, from `begins` until before `ends`; what is empty narrows nothing."""
    if by:
        rows = rows.where(Record.by == by)
    if action:
        rows = rows.where(Record.action == action)
    if begins:
        rows = rows.where(Record.at >= begins)
    if ends:
        rows = rows.where(Record.at < ends)
    return rows


def authors(user: User, today: date) -> dict[str, str]:
    """The accounts whose acts somebody may read: name by user name, ordered by name."""
    query = select(User.username, User.name).where(User.username.in_(_usernames(user, today))).order_by(User.name)
    return {row.username: row.name for row in db.session.execute(query)}


def latest_about(subject: str, actions: Sequence[str], limit: int) -> Sequence[Record]:
    """The newest rows of some kinds about one subject."""
    return db.session.scalars(
        select(Record)
        .where(Record.subject == subject, Record.action.in_(actions))
        .order_by(Record.at.desc(), Record.id.desc())
        .limit(limit)
    ).all()


def _usernames(user: User, today: date) -> Select[str]:
    return select(User.username).where(User.id.in_(staff_where(user, Permission.RECORD_VIEW, today)))
