"""Proving who one is: password, lock after failures, second factor.

Comparing a password takes long, so it comes before the write lock: `check_password` first, then in the writing
transaction `prove`, which alone decides. A right guess that meets a locked account is refused like a wrong one; however
many guesses run side by side, no more than the rule allows are ever answered.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.db import db
from portal.domain.accounts import names, passwords, totp
from portal.domain.accounts.models import User
from portal.domain.records.services import record


@dataclass(frozen=True)
class LockRule:
    """After `tries` failures in a row an account is locked for `lasts`."""

    tries: int
    lasts: timedelta


@dataclass(frozen=True)
class PasswordCheck:
    """What comparing a typed password with the kept one gave.

    user_id        whose password it was compared with; None for an unknown name
    password_hash  what it was compared with, to notice a change in the meantime
    renewed_hash   the same password with today's costs, when the kept hash is outdated
    """

    user_id: int | None
    password_hash: str | None
    right: bool
    renewed_hash: str | None = None


def check_password(username: str, password: str) -> PasswordCheck:
    """Compare a typed password; about 75 ms, whether the name exists or not. Changes nothing."""
    user_id, kept = _open_account(names.as_kept(username)) or (None, None)
    right = passwords.matches(kept, password)
    renewed = passwords.hashed(password) if kept and right and passwords.is_outdated(kept) else None
    return PasswordCheck(user_id, kept, right, renewed)


def prove(check: PasswordCheck, rule: LockRule, *, at: datetime) -> User | None:
    """The account, when the password was right and no lock holds; otherwise None, and the failure is counted.

    Commit in both cases: an uncounted failure would be a free guess.
    """
    user = _held(check.user_id)
    if user is None or _is_locked(user, at):
        record("sign_in.refused", by="", at=at, subject=f"user {user.username}" if user else "")
        return None
    if not check.right or user.password_hash != check.password_hash:
        _count_failure(user, rule, at)
        return None
    if check.renewed_hash:
        user.password_hash = check.renewed_hash
    return user


def sign_in(check: PasswordCheck, rule: LockRule, *, at: datetime) -> User | None:
    """`prove`, and the sign-in is complete unless the account asks for a code (`user.totp_on_since`)."""
    user = prove(check, rule, at=at)
    # The failures are kept until the code is right too: else each right password would buy more guesses at the code.
    if user is not None and user.totp_on_since is None:
        _welcome(user, at)
    return user


def confirm_code(user_id: int, code: str, rule: LockRule, *, at: datetime) -> User | None:
    """Complete a sign-in with the code of the second factor; None, and a counted failure, when it is wrong."""
    user = _held(user_id)
    if user is None or user.totp_secret is None or _is_locked(user, at):
        record("sign_in.refused", by="", at=at, subject=f"user {user.username}" if user else "")
        return None
    step = totp.accepted_step(user.totp_secret, code, at=at, last_step=user.totp_last_step)
    if step is None:
        _count_failure(user, rule, at)
        return None
    user.totp_last_step = step
    _welcome(user, at)
    return user


def _open_account(username: str) -> tuple[int, str] | None:
    """Id and password hash of an account that is not closed."""
    if not names.is_possible(username):
        return None  # may hold what a database refuses to compare with, such as a null byte
    row = db.session.execute(
        select(User.id, User.password_hash).where(User.username == username, ~User.disabled)
    ).first()
    return (row.id, row.password_hash) if row else None


def _held(user_id: int | None) -> User | None:
    """The account as it stands now, its row locked for this transaction; None when closed or unknown."""
    if user_id is None:
        return None
    user = db.session.get(User, user_id, with_for_update=True, populate_existing=True)
    return user if user and not user.disabled else None


def _is_locked(user: User, at: datetime) -> bool:
    """Does a lock hold? One that has run out is taken away, and counting starts anew."""
    if user.locked_until is None:
        return False
    if at < user.locked_until:
        return True
    user.failed_tries, user.locked_until = 0, None
    return False


def _count_failure(user: User, rule: LockRule, at: datetime) -> None:
    user.failed_tries += 1
    record("sign_in.failed", by="", at=at, subject=f"user {user.username}")
    if user.failed_tries >= rule.tries:
        user.locked_until = at + rule.lasts
        record("account.locked", by="", at=at, subject=f"user {user.username}")


def _welcome(user: User, at: datetime) -> None:
    user.failed_tries, user.locked_until = 0, None
    user.last_sign_in_at = at
    record("sign_in.done", by=user.username, at=at, subject=f"user {user.username}")
