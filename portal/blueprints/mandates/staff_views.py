"""我替谁办: whom one acts for, what comes next, and a form for the person who sits beside one now."""

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock
from portal.access import allow
from portal.blueprints.mandates import staff
from portal.blueprints.mandates.forms import BeginForm
from portal.blueprints.mandates.words import ended_sentence, kind_names
from portal.domain.accounts.roles import Permission
from portal.domain.mandates.acted_for import acted_for
from portal.domain.mandates.draft_entry import kind_of_helper
from portal.domain.matters.content import content_of
from portal.domain.matters.models import MatterVersion
from portal.domain.matters.queries import offered
from portal.helping import begin_helping
from portal.helping import next_client as leave_client
from portal.status_words import status_names


@staff.get("")
@allow(Permission.REQUEST_HANDLE)
def index() -> ResponseReturnValue:
    """Those one acts for, those that ended apart; and which matters one may file for somebody."""
    return _index(BeginForm(_matters(), formdata=None))


@staff.post("/beginnings")
@allow(Permission.REQUEST_HANDLE)
def begin() -> ResponseReturnValue:
    """A form for somebody: bound to this account, and found by it alone."""
    form = BeginForm(_matters())
    if not form.validate_on_submit():
        return _index(form, 422)
    begin_helping(current_user)
    return redirect(url_for("service_requests.start", slug=form.matter.data), 303)


@staff.post("/leaving")
@allow(Permission.REQUEST_HANDLE)
def next_client() -> ResponseReturnValue:
    """下一位: nothing of the last client stays in this browser."""
    leave_client()
    return redirect(url_for(".index"), 303)


def _matters() -> list[MatterVersion]:
    """Those in which the catalogue lets this member of staff speak for somebody."""
    return [version for version in offered() if kind_of_helper(current_user, content_of(version)) is not None]


def _index(form: BeginForm, status: int = 200) -> ResponseReturnValue:
    holding, ended = acted_for(current_user, clock.today())
    page = render_template(
        "mandates/index.html",
        form=form,
        holding=holding,
        ended=ended,
        now=clock.now(),
        kinds=kind_names(),
        statuses=status_names(),
        ended_sentence=ended_sentence,
    )
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
