"""The inbox: queues and filters, and what is done with several requests at once."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access import allow, only_reads
from portal.acting import own_reach
from portal.blueprints.service_requests import staff
from portal.blueprints.service_requests.acting import staff_acting
from portal.blueprints.service_requests.desk import asked, desk, picked
from portal.blueprints.service_requests.desk_words import DeskWords
from portal.blueprints.service_requests.moving_forms import SeveralForm
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.masking import masked_id
from portal.domain.sensitive_facts.id_numbers import plain_id
from portal.domain.service_requests import search as requests
from portal.domain.service_requests.several import Outcome, each
from portal.domain.service_requests.steps import handling
from portal.domain.service_requests.steps.moving import hand_over
from portal.forms import sought as tidy
from portal.fragments import render, wants_fragment

_PAGE, _LIST = "service_requests/staff/inbox.html", "service_requests/staff/_requests.html"


@staff.get("")
@allow(Permission.REQUEST_VIEW)
def inbox() -> ResponseReturnValue:
    """One queue, narrowed as the address says; under HTMX its rows and the figures alone."""
    return render(_PAGE, _LIST, desk=desk(asked()), live=wants_fragment())


@staff.post("/search")
@only_reads
@allow(Permission.REQUEST_VIEW)
def search() -> ResponseReturnValue:
    """By number, name, phone, place or words, in all that the person sees. What is asked for stands in no address."""
    sought = tidy(request.form.get("words", ""), requests.LONGEST)
    rows = requests.found(sought, own_reach())
    # An identity number is shown masked, and does not come back in the box.
    masked = masked_id(plain_id(sought)) if requests.is_id_number(sought) else ""
    context = {"rows": rows, "sought": sought, "masked": masked, "words": DeskWords(clock.now())}
    return render_template("service_requests/staff/search.html", most=requests.MOST, **context)


@staff.post("/signatures")
@allow(Permission.REQUEST_HANDLE)
def sign_for_several() -> ResponseReturnValue:
    """Sign for every request that is ticked."""
    outcome = each(picked(), lambda one: handling.sign_for(one, current_user, staff_acting(one)))
    db.session.commit()
    return _reported(outcome, _("签收了 %(n)s 件。", n=len(outcome.done)))


@staff.route("/hand-overs", methods=["GET", "POST"])
@allow(Permission.REQUEST_HANDLE)
def hand_over_several() -> ResponseReturnValue:
    """Hand over every request that is ticked, to one unit and for one reason."""
    ticked = picked()
    form = SeveralForm(ticked)
    if form.validate_on_submit():
        outcome = each(ticked, lambda one: hand_over(one, form.receiver, form.words.data, staff_acting(one)))
        db.session.commit()
        return _reported(outcome, _("交出去 %(n)s 件。", n=len(outcome.done)))
    page = "service_requests/staff/hand_overs.html"
    status = 422 if form.is_submitted() else 200
    return render_template(page, form=form, ticked=ticked, asked=asked()), status


def _reported(outcome: Outcome, sentence: str) -> ResponseReturnValue:
    """Back to the list; or what was refused and why."""
    if outcome.refused:
        page = render_template("service_requests/staff/several.html", outcome=outcome, sentence=sentence, asked=asked())
        return page, 200 if outcome.done else 409
    flash(sentence if outcome.done else _("没有勾选。请在左边勾选要办的诉求。"))
    return redirect(url_for(".inbox", **asked().parameters()), 303)
