"""The request that is open on this phone: in the signed session cookie, for as long as it is being looked at."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import Response, make_response, redirect, session, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.domain.service_requests.opening import Opened, Ticket, open_again, ticket_of
from portal.fragments import wants_fragment

KEY = "track"
LASTS, LASTS_ON_SHARED_PHONE = timedelta(minutes=30), timedelta(minutes=5)
_Shown = Callable[..., ResponseReturnValue]


def open_here(opened: Opened, *, shared: bool) -> None:
    """Open it on this phone, in place of another."""
    ticket = ticket_of(opened)
    whose = {"follower": ticket.follower_id, "agent": ticket.representation_id}
    session[KEY] = {"id": ticket.request_id, **whose, "seal": ticket.seal, "shared": shared}
    _prolong()


def opened_here(*, prolong: bool = True) -> Opened | None:
    """What is open on this phone now. None after half an hour without use (five minutes on a shared phone), or when
    its code was renewed."""
    kept = session.get(KEY)
    if kept is None:
        return None
    opened = None
    if clock.now().timestamp() < kept["until"]:
        opened = open_again(Ticket(kept["id"], kept["follower"], kept["seal"], kept.get("agent")))
    if opened is None:
        close_here()
    elif prolong:
        _prolong()
    return opened


def close_here() -> bool:
    """Forget it; nothing is left of the session unless somebody is signed in. Was this a shared phone?"""
    shared = bool(session.pop(KEY, {}).get("shared"))
    if "_user_id" not in session:
        session.clear()
    return shared


def is_shared() -> bool:
    return bool(session.get(KEY, {}).get("shared"))


def of_opened(view: _Shown) -> _Shown:
    """The view gets the open request as its first argument; without one the visitor is asked for number and code.

    A page that asks for news by itself does not prolong the half hour.
    """

    @wraps(view)
    def shown(**facts: Any) -> ResponseReturnValue:
        polled = wants_fragment()
        opened = opened_here(prolong=not polled)
        if opened is not None:
            return private(view(opened, **facts))
        if polled:
            return private(("", 204, {"HX-Redirect": url_for(".track", over=1)}))
        return private(redirect(url_for(".track", over=1), 303))

    return shown


def private(answer: ResponseReturnValue) -> Response:
    """Kept by no cache and found by no search engine."""
    response = make_response(answer)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _prolong() -> None:
    lasts = LASTS_ON_SHARED_PHONE if session[KEY]["shared"] else LASTS
    session[KEY] = session[KEY] | {"until": int((clock.now() + lasts).timestamp())}
