"""The only place that says no. Every route is marked `@allow(…)` or `@public`; an unmarked one is a closed door."""

from collections.abc import Callable
from typing import TypeVar

from blinker import Signal
from flask import abort, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user

from portal import clock
from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from portal.extensions import login
from portal.fragments import wants_fragment

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])

PUBLIC = object()
# Sent before a session of staff ends, by signing out or by itself, for whoever keeps something along with it.
session_ends = Signal()
# Seconds. The idle limit alone would let a stolen cookie live on for ever, kept warm by its thief.
LONGEST_SESSION = 12 * 3600
# Pages a person may open while a new password is owed.
_BEFORE_PASSWORD_CHANGE = {"staff_accounts.password", "staff_accounts.sign_out"}


def allow(permission: Permission) -> Callable[[View], View]:
    """Mark a view: only for staff whose roles grant `permission`."""

    def mark(view: View) -> View:
        view.allowed = permission  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Mark a view: for everybody, without a session."""
    view.allowed = PUBLIC  # type: ignore[attr-defined]
    return view


def only_reads(view: View) -> View:
    """Mark a view that changes nothing although it may be posted to: it does not wait for the write lock."""
    view.only_reads = True  # type: ignore[attr-defined]
    return view


def can(permission: Permission) -> bool:
    """May the person at hand do this somewhere? Templates and the guard ask the same question."""
    return current_user.is_authenticated and permission in current_user.permissions


def guard() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint == "static":
        return None  # unknown URL: let Flask answer 404
    wanted = getattr(current_app.view_functions[request.endpoint], "allowed", None)
    if wanted is PUBLIC:
        return None
    if not current_user.is_authenticated:
        return ask_to_sign_in()
    if session_is_over():
        end_session()
        return ask_to_sign_in()
    if current_user.must_change_password and request.endpoint not in _BEFORE_PASSWORD_CHANGE:
        return redirect(url_for("staff_accounts.password"), 303)
    if wanted is None or not can(wanted):
        abort(403)
    return None


def begin_session(user: User) -> None:
    """Sign in on this device. Nothing is kept from before: a session prepared by somebody else ends here."""
    session.clear()
    login_user(user)
    session["seen"] = session["began"] = int(clock.now().timestamp())


def end_session() -> None:
    """Forget everything this device was told."""
    session_ends.send()
    session.clear()


def session_is_over() -> bool:
    """Note the time of this request; True after the idle limit, or when the session has lasted too long altogether."""
    moment = int(clock.now().timestamp())
    idle = moment - session.get("seen", moment)
    session["seen"] = moment
    lasted = moment - session.setdefault("began", moment)
    return idle > current_app.config["IDLE_MINUTES"] * 60 or lasted > LONGEST_SESSION


@login.unauthorized_handler
def ask_to_sign_in() -> ResponseReturnValue:
    """Send to the sign-in page and back here afterwards; HTMX must load that page as a whole."""
    back = request.full_path.rstrip("?") if request.method == "GET" and not wants_fragment() else ""
    address = url_for("staff_accounts.sign_in", next=back or None)
    if wants_fragment():
        return "", 401, {"HX-Redirect": address}
    return redirect(address, 303)


@login.user_loader
def load_user(token: str) -> User | None:
    """The user of a session, unless the account was closed or its password changed since."""
    user_id, _, key = token.partition(".")
    user = db.session.get(User, int(user_id)) if user_id.isdecimal() else None
    return user if user and not user.disabled and user.session_key == key else None
