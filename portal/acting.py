"""Who acts and when: what every verb of the domain that staff call wants to know."""

from datetime import datetime
from typing import TypedDict

from flask_login import current_user

from portal import clock


class Act(TypedDict):
    by: str
    at: datetime


def act() -> Act:
    """The signed-in member of staff and this moment, as `services.verb(thing, **act())`."""
    return {"by": current_user.username, "at": clock.now()}
