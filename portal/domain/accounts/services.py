"""Accounts of staff: opening, closing, roles, and what an administrator does about passwords."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.db import db
from portal.domain.accounts import passwords
from portal.domain.accounts.models import Appointment, User
from portal.domain.accounts.offices import Office, person_problem, place_problem
from portal.domain.accounts.roles import Role
from portal.domain.departments.models import Department
from portal.domain.errors import DomainError, NotFound
from portal.domain.grids.models import Community, Subdistrict
from portal.domain.records.services import record


def open_account(
    username: str, name: str, office: Office, *, person_id: int | None, by: str, at: datetime
) -> tuple[User, str]:
    """A new account and its initial password, which is kept nowhere. `username` as `names.as_kept` gives it.

    Raises DomainError when the role does not fit the place or the person, or when user name or person are taken.
    """
    _refuse(place_problem(office) or person_problem(office.role, person_id))
    password = passwords.initial_password(username)
    user = User(
        username=username,
        name=name,
        person_id=person_id,
        password_hash=passwords.hashed(password),
        session_key=_session_key(),
        appointments=[office.appointment()],
    )
    db.session.add(user)
    _flush_unique()
    record("account.opened", by=by, at=at, subject=f"user {username}", detail=_office_text(office))
    return user, password


def change_facts(user: User, name: str, *, person_id: int | None, by: str, at: datetime) -> None:
    """Another name, or another contact person. Raises DomainError when a grid worker would lose theirs."""
    for held in user.appointments:
        _refuse(person_problem(held.role, person_id))
    user.name, user.person_id = name, person_id
    _flush_unique()
    record("account.changed", by=by, at=at, subject=f"user {user.username}")


def appoint(user: User, office: Office, *, by: str, at: datetime) -> None:
    """Give one more role. Raises DomainError when it does not fit, or is held already."""
    _refuse(place_problem(office) or person_problem(office.role, user.person_id))
    if office in {Office.of(one) for one in user.appointments}:
        raise DomainError("这个账号已经有这项岗位。")
    user.appointments.append(office.appointment())
    record("account.appointed", by=by, at=at, subject=f"user {user.username}", detail=_office_text(office))


def dismiss(user: User, appointment_id: int, *, by: str, at: datetime) -> None:
    """Take a role away. Raises NotFound, and DomainError for the only role or the last administrator."""
    appointment = next((one for one in user.appointments if one.id == appointment_id), None)
    if appointment is None:
        raise NotFound("这项岗位已经不在了。")
    if len(user.appointments) == 1:
        raise DomainError("账号至少要有一项岗位。请先加上新的岗位；账号不再用了，请停用。")
    if appointment.role is Role.ADMINISTRATOR:
        _keep_an_administrator(user)
    office = Office.of(appointment)
    user.appointments.remove(appointment)
    record("account.dismissed", by=by, at=at, subject=f"user {user.username}", detail=_office_text(office))


def close_account(user: User, *, by: str, at: datetime) -> None:
    """Nobody can sign in with it any more and its sessions end. Raises DomainError for oneself."""
    if user.username == by:
        raise DomainError("不能停用自己的账号。请让另一位管理员来做。")
    if any(held.role is Role.ADMINISTRATOR for held in user.appointments):
        _keep_an_administrator(user)
    user.disabled = True
    user.session_key = _session_key()
    record("account.closed", by=by, at=at, subject=f"user {user.username}")


def reopen_account(user: User, *, by: str, at: datetime) -> None:
    user.disabled = False
    record("account.reopened", by=by, at=at, subject=f"user {user.username}")


def issue_password(user: User, *, by: str, at: datetime) -> str:
    """A new initial password for somebody who forgot theirs. Ends their sessions and any lock.

    Raises DomainError for one's own, whose change asks for the old one.
    """
    if user.username == by:
        raise DomainError("自己的密码请在“我的账号”里改。")
    return _issue(user, passwords.initial_password(user.username), by=by, at=at)


def change_password(user: User, new: str, *, at: datetime) -> None:
    """One's own new password; every other session of the account ends. Raises DomainError for a poor one."""
    _refuse("".join(passwords.problems(new, user.username)))
    _set_password(user, new)
    user.must_change_password = False
    record("account.password_changed", by=user.username, at=at, subject=f"user {user.username}")


def make_administrator(username: str, *, password: str = "", by: str, at: datetime) -> str:
    """The way in when nobody can do it on the pages: opens the account or repairs it.

    Returns the initial password, made up unless one is given. Raises DomainError for a poor one.
    """
    office = Office(Role.ADMINISTRATOR)
    user = db.session.scalar(select(User).where(User.username == username))
    if user is None:
        user, _ = open_account(username, username, office, person_id=None, by=by, at=at)
    if all(held.role is not Role.ADMINISTRATOR for held in user.appointments):
        appoint(user, office, by=by, at=at)
    if user.disabled:
        reopen_account(user, by=by, at=at)
    _refuse("".join(passwords.problems(password, username)) if password else "")
    return _issue(user, password or passwords.initial_password(username), by=by, at=at)


def _issue(user: User, password: str, *, by: str, at: datetime) -> str:
    _set_password(user, password)
    user.must_change_password = True
    user.failed_tries, user.locked_until = 0, None
    record("account.password_issued", by=by, at=at, subject=f"user {user.username}")
    return password


def _set_password(user: User, password: str) -> None:
    user.password_hash = passwords.hashed(password)
    user.session_key = _session_key()


def _session_key() -> str:
    return secrets.token_hex(16)


def _keep_an_administrator(leaving: User) -> None:
    """Raise DomainError unless another open account is administrator.

    The rows are locked: two administrators who remove each other at the same moment would otherwise both succeed.
    """
    administrators = db.session.scalars(
        select(Appointment.user_id)
        .join(User)
        .where(Appointment.role == Role.ADMINISTRATOR, ~User.disabled)
        .order_by(Appointment.id)
        .with_for_update()
    )
    if set(administrators) <= {leaving.id}:
        raise DomainError("至少要留一位系统管理员。请先让另一个人当管理员。")


def _flush_unique() -> None:
    try:
        db.session.flush()
    except IntegrityError as taken:
        raise DomainError("用户名或联系人刚刚被另一个账号用了。请回账号列表看一看。") from taken


def _refuse(problem: str) -> None:
    if problem:
        raise DomainError(problem)


def _office_text(office: Office) -> str:
    """`community_officer 莲叶路社区`."""
    place: Community | Subdistrict | Department | None = None
    if office.community_id:
        place = db.session.get(Community, office.community_id)
    elif office.subdistrict_id:
        place = db.session.get(Subdistrict, office.subdistrict_id)
    elif office.department_id:
        place = db.session.get(Department, office.department_id)
    return f"{office.role} {place.name}" if place else str(office.role)
