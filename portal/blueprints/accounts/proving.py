"""What the pages share that ask somebody to prove who they are."""

from datetime import timedelta

from flask import Response, current_app
from flask_login import current_user

from portal import clock
from portal.db import without_write_lock
from portal.domain.accounts.models import User
from portal.domain.accounts.sign_in import LockRule, check_password, prove
from portal.extensions import limiter


def _was_refused(response: Response) -> bool:
    return response.status_code == 422


# Per address and for all these pages together, beside the lock of each account: against one guess at many accounts.
# Only failures count, or an office behind one address would lock itself out in the morning.
limit_tries = limiter.shared_limit("30 per 5 minutes", scope="proving", methods=["POST"], deduct_when=_was_refused)


def lock_rule() -> LockRule:
    settings = current_app.config
    return LockRule(settings["SIGN_IN_TRIES"], timedelta(minutes=settings["LOCK_MINUTES"]))


def prove_oneself(password: str) -> User | None:
    """The account at hand when this is its password; None, with the failure counted, when not. Commit either way."""
    with without_write_lock():
        check = check_password(current_user.username, password)
    return prove(check, lock_rule(), at=clock.now())
