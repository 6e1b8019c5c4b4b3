"""The second factor: six digits from an app, new every 30 seconds (RFC 6238)."""

from datetime import datetime
from hmac import compare_digest

import pyotp

PERIOD = 30  # seconds
DIGITS = 6
_GROUP = 4


def new_secret() -> str:
    """160 bits in base 32, as authenticator apps read it."""
    return pyotp.random_base32()


def address(secret: str, *, username: str, issuer: str) -> str:
    """What the QR code holds: `otpauth://totp/…`. `issuer` is the name under which the app lists it."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=issuer)


def groups(secret: str) -> list[str]:
    """The secret in pieces of four, for typing it by hand."""
    return [secret[start : start + _GROUP] for start in range(0, len(secret), _GROUP)]


def accepted_step(secret: str, code: str, *, at: datetime, last_step: int | None) -> int | None:
    """The time step whose code this is; None when it is wrong or was used before.

    One step to either side forgives a phone's clock. Steps up to `last_step` are spent: a code works once (RFC 6238
    §5.2), also for somebody who looked over a shoulder.
    """
    now = int(at.timestamp()) // PERIOD
    code = "".join(code.split())
    if len(code) != DIGITS or not code.isascii():
        return None
    for step in (now, now - 1, now + 1):
        if (last_step is None or step > last_step) and compare_digest(pyotp.TOTP(secret).generate_otp(step), code):
            return step
    return None
