"""What staff are told after an act on a person."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue


def done(person_id: int, message: str) -> ResponseReturnValue:
    """Back to the person's page, with a sentence at its top."""
    flash(message)
    return redirect(url_for("staff_contacts.show", person_id=person_id), 303)
