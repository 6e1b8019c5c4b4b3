"""The end of a mandate: by the person who gave it, by the agent, and what the agent's code shows afterwards."""

from datetime import timedelta

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal import clock
from portal.access import public as open_to_all
from portal.blueprints.service_requests import public, speaking_words
from portal.blueprints.service_requests.acting import resident_acting
from portal.blueprints.service_requests.track_act_views import ACTS
from portal.blueprints.service_requests.track_acts import act_page, back, finished, of_filer
from portal.blueprints.service_requests.track_forms import MandateEndForm, TakeOverForm
from portal.db import db
from portal.domain.mandates import ending
from portal.domain.mandates.models import Ending
from portal.domain.mandates.queries import holds
from portal.domain.mandates.speaking import speaking_for
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.opening import Opened
from portal.domain.service_requests.workflow import Step
from portal.fragments import wants_fragment


@public.route("/track/request/mandate-end", methods=["GET", "POST"])
@ACTS
@open_to_all
@of_filer(Step.END_MANDATE)
def mandate_end(found: ServiceRequest) -> ResponseReturnValue:
    """结束委托 by the person, 不再代办 by the agent: asked once more before it is done."""
    form = MandateEndForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            ending.end_mandate(found, form.words.data or "", resident_acting())
            if g.opened.representation is None:
                return finished(_("委托结束了。代办人的查询码打不开这件事了。"))
            db.session.commit()
            return back()
    return act_page("mandate_end.html", found, form, **_mandate_of(found))


@public.route("/track/request/take-over", methods=["GET", "POST"])
@ACTS
@open_to_all
@of_filer(Step.TAKE_OVER)
def take_over(found: ServiceRequest) -> ResponseReturnValue:
    """我自己接着办: with a phone, or somebody comes."""
    form = TakeOverForm(has_phone=bool(found.applicant_phone))
    if form.validate_on_submit():
        with form.showing_refusals():
            ending.take_over(found, form.dialled, "", resident_acting())
            return finished(_("好了，这件事由您自己接着办。以后直接联系您。"))
    return act_page("take_over.html", found, form, **_mandate_of(found))


def _mandate_of(found: ServiceRequest) -> dict[str, object]:
    speaking = speaking_for(found, clock.today())
    return {"speaking": speaking, "mandates": speaking_words, "speaks": g.opened.representation is not None}


def is_over(opened: Opened) -> bool:
    """It was opened with the code of an agent who speaks for the person no longer."""
    return opened.representation is not None and not holds(opened.representation, clock.today())


def ended_page(opened: Opened) -> ResponseReturnValue:
    """All that the agent's code shows then: that it ended, since when, and how."""
    if wants_fragment():
        return "", 204, {"HX-Redirect": url_for(".track_request")}
    if opened.representation is None:
        return redirect(url_for(".track_request"), 303)
    mandate = opened.representation.mandate
    # Another took its place on this request, or its last day has passed and the sweep comes within the minute.
    how = mandate.ending or (Ending.EXPIRED if mandate.valid_until < clock.today() else Ending.REPLACED)
    since = clock.local(mandate.ended_at).date() if mandate.ended_at else mandate.valid_until + timedelta(days=1)
    context = {"number": opened.request.number, "how": how, "since": since, "mandates": speaking_words}
    return render_template("service_requests/track/ended.html", form=FlaskForm(), **context)
