"""Who acts and when, and what they are told afterwards."""

from datetime import datetime
from typing import TypedDict

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock


class Act(TypedDict):
    by: str
    at: datetime


def act() -> Act:
    return {"by": current_user.username, "at": clock.now()}


def done(person_id: int, message: str) -> ResponseReturnValue:
    """Back to the person's page, with a sentence at its top."""
    flash(message)
    return redirect(url_for("staff_contacts.show", person_id=person_id), 303)
