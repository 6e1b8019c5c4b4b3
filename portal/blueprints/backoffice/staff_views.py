"""Today, the record, and the style guide."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock
from portal.access import allow, can
from portal.blueprints.backoffice import staff
from portal.blueprints.backoffice.forms import RecordFilter
from portal.blueprints.backoffice.record_words import RecordWords
from portal.blueprints.backoffice.samples import samples
from portal.domain.accounts.roles import Permission
from portal.domain.accounts.scopes import grids_where
from portal.domain.backoffice import today as days
from portal.domain.records import queries as records_queries
from portal.domain.workdays.queries import year_wanted
from portal.fragments import render
from portal.paging import page_of


@staff.get("")
@allow(Permission.DESK)
def today() -> str:
    """The first page after signing in: my grids, who is away, what waits."""
    day = clock.today()
    scope = grids_where(current_user, Permission.CONTACT_VIEW, day)
    return render_template(
        "backoffice/today.html",
        day=day,
        own=days.own_grids(current_user, day),
        away=days.away_today(scope, day),
        counts=days.counts(current_user, scope, day),
        requests=days.waiting_requests(current_user, clock.now(), day),
        year_wanted=year_wanted(day) if can(Permission.CALENDAR_EDIT) else None,
    )


@staff.get("/records")
@allow(Permission.RECORD_VIEW)
def records() -> ResponseReturnValue:
    """Who did what, newest first, narrowed by person, act and day."""
    day = clock.today()
    authors = records_queries.authors(current_user, day)
    form = RecordFilter(authors, request.args)
    rows = page_of(form.narrowed(records_queries.visible(current_user, day)))
    return render(
        "backoffice/records.html",
        "backoffice/_records.html",
        form=form,
        rows=rows,
        authors=authors,
        words=RecordWords(),
    )


@staff.get("/style-guide")
@allow(Permission.STAFF_EDIT)
def style_guide() -> str:
    """Every component of the two stylesheets with data that looks real: the reference for new pages."""
    return render_template("backoffice/style_guide.html", **samples())
