"""Switching the second factor on and off. Signing in with it: `sign_in.confirm_code`."""

from datetime import datetime

from portal.domain.accounts import totp
from portal.domain.accounts.models import User
from portal.domain.errors import DomainError
from portal.domain.records.services import record


def begin(user: User) -> None:
    """Make a secret to put into the app. Nothing is asked at sign-in before `confirm`. Raises DomainError when on."""
    if user.totp_on_since is not None:
        raise DomainError("动态码已经打开了。要换手机，请先关掉再打开。")
    user.totp_secret = totp.new_secret()
    user.totp_last_step = None


def confirm(user: User, code: str, *, at: datetime) -> bool:
    """Switch it on when the app shows the right code; False when it does not. Raises DomainError without `begin`."""
    if user.totp_secret is None or user.totp_on_since is not None:
        raise DomainError("请回“我的账号”重新开始。")
    step = totp.accepted_step(user.totp_secret, code, at=at, last_step=user.totp_last_step)
    if step is None:
        return False
    user.totp_on_since, user.totp_last_step = at, step
    record("second_factor.on", by=user.username, at=at, subject=f"user {user.username}")
    return True


def remove(user: User, *, at: datetime) -> None:
    """Switch it off and forget the secret, after the password was proved again."""
    _forget(user, by=user.username, at=at)


def reset(user: User, *, by: str, at: datetime) -> None:
    """The same by an administrator, for a lost phone. Raises DomainError for one's own, which asks for the password."""
    if user.username == by:
        raise DomainError("自己的动态码请在“我的账号”里关。")
    _forget(user, by=by, at=at)


def _forget(user: User, *, by: str, at: datetime) -> None:
    if user.totp_secret is None:
        return
    user.totp_on_since = user.totp_secret = user.totp_last_step = None
    record("second_factor.off", by=by, at=at, subject=f"user {user.username}")
