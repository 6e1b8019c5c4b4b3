"""Members of staff who fill in forms for people beside them, one after another, in one browser.

While they do, forms are found by a token in the signed session instead of the phone's cookie: with the session it is
gone, and nobody else who sits down at the machine finds them. The next client begins with a new token, and the browser
is asked to forget the pages of the last one.
"""

import secrets
from datetime import timedelta

from flask import Response, after_this_request, current_app, g, request, session, url_for
from flask_login import current_user

from portal.access import end_session, session_ends, session_is_over
from portal.attachments import photo_files
from portal.db import begin_write, db
from portal.domain.accounts.models import User
from portal.domain.service_requests import drafts
from portal.page_cache import DRAFT_COOKIE

KEY = "helping"
# What a session holds of the person signed in; the rest is about a client.
_OF_STAFF = ("_user_id", "_fresh", "_id", "seen", "began")


class SignedOut(Exception):
    """Forms were being filled in for somebody, and the session that held them is over."""


def helper() -> User | None:
    """Who fills in forms for others in this browser now; None for everybody else.

    Raises SignedOut, with everything thrown away, when their session is over: public pages stand behind no guard.
    """
    # A page for everybody is kept only when nobody looked into the session.
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies or KEY not in session:
        return None
    if "helper" not in g:
        held = session[KEY]
        if not current_user.is_authenticated or current_user.id != held["user"] or session_is_over():
            end_session()
            raise SignedOut
        g.helper = current_user._get_current_object()
        after_this_request(_leaves_the_screen)
    known: User = g.helper
    return known


def helper_token() -> str:
    """By which their forms are found; empty for everybody else."""
    return str(session[KEY]["token"]) if helper() is not None else ""


def begin_helping(user: User) -> str:
    """From now on forms in this browser are filled in by this member of staff for others; the token."""
    if helper() is None:
        session[KEY] = {"token": secrets.token_urlsafe(32), "user": user.id}
    return str(session[KEY]["token"])


def next_client() -> None:
    """The last client is gone: forms, receipts, what was opened to follow, and what the browser kept of it."""
    _forget()
    kept = {name: session[name] for name in _OF_STAFF if name in session}
    session.clear()
    session.update(kept)
    g.pop("helper", None)


@session_ends.connect
def _forget(_sender: object = None) -> None:
    """Delete the forms of this session, and have the browser forget their pages."""
    held = session.get(KEY)
    if held is None:
        return
    db.session.rollback()
    begin_write()
    keys = drafts.throw_away_all(held["token"])
    db.session.commit()
    for key in keys:
        photo_files().remove(key)
    after_this_request(_nothing_stays)


def _nothing_stays(response: Response) -> Response:
    """Kept pages and what a page stored go; of the cookies the one of forms filled in without an account."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.headers["Cache-Control"] = "no-store"
    response.delete_cookie(DRAFT_COOKIE, path="/services", httponly=True, samesite="Lax")
    return response


def _leaves_the_screen(response: Response) -> Response:
    """A page left open is replaced when the session is over, without scripts as well."""
    idle = timedelta(minutes=current_app.config["IDLE_MINUTES"])
    if response.mimetype == "text/html" and "Refresh" not in response.headers:
        response.headers["Refresh"] = f"{int(idle.total_seconds()) + 2}; url={url_for('staff_mandates.index')}"
    response.headers["Cache-Control"] = "no-store"
    return response
