"""The table of what is kept how long, what would be done by it now, and what was done."""

from flask import render_template
from flask_login import current_user

from portal import clock
from portal.access import allow
from portal.blueprints.keeping import staff, words
from portal.domain.accounts.roles import Permission
from portal.domain.keeping import services
from portal.domain.keeping.rules import BY_KEY


@staff.get("")
@allow(Permission.KEEPING_VIEW)
def index() -> str:
    """Figures only: whose facts they are stands nowhere here."""
    return render_template(
        "keeping/index.html",
        lines=services.preview(clock.now(), current_user),
        runs=services.runs(),
        rules=BY_KEY,
        words=words,
    )
