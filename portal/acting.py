"""Who acts and when: what every verb of the domain that staff call wants to know."""

from datetime import datetime
from typing import TypedDict

from flask import g
from flask_login import current_user

from portal import clock
from portal.domain.service_requests.reach import Reach, reach_of


class Act(TypedDict):
    by: str
    at: datetime


def act() -> Act:
    """The signed-in member of staff and this moment, as `services.verb(thing, **act())`."""
    return {"by": current_user.username, "at": clock.now()}


def own_reach() -> Reach:
    """How far the desk of the signed-in member of staff reaches, read once in each web request."""
    if "own_reach" not in g:
        g.own_reach = reach_of(current_user, clock.today())
    known: Reach = g.own_reach
    return known
