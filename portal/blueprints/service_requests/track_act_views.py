"""What whoever filed a request does with it: add, answer, urge, withdraw, say that it is not solved, grade."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.access import public as open_to_all
from portal.blueprints.service_requests import public, track_words
from portal.blueprints.service_requests.acting import resident_acting
from portal.blueprints.service_requests.track_acts import act_page, back, finished, keep_photos, of_filer, stored
from portal.blueprints.service_requests.track_forms import (
    FactsForm,
    RatingForm,
    ReopeningForm,
    UrgingForm,
    WithdrawalForm,
)
from portal.domain.service_requests.limits import REWORK_CONTACT, REWORK_FINISH
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.photos import MOST_PHOTOS
from portal.domain.service_requests.picture_kinds import MOST_BYTES
from portal.domain.service_requests.standing import sent_before
from portal.domain.service_requests.steps import rating, voicing
from portal.domain.service_requests.voices import Grade
from portal.domain.service_requests.workflow import Step
from portal.extensions import limiter

ACTS = limiter.shared_limit("120 per hour", scope="track acts", methods=["POST"])
WITH_PHOTOS = {"service_requests.facts", "service_requests.papers", "service_requests.provide_papers"}
MOST_TOGETHER = MOST_PHOTOS * MOST_BYTES + 1024 * 1024


@public.url_value_preprocessor
def take_photos(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Several photos may come together. Decided before anything reads the form, the check of its token among them."""
    if endpoint in WITH_PHOTOS:
        request.max_content_length = MOST_TOGETHER


@public.route("/track/request/facts", methods=["GET", "POST"])
@ACTS
@open_to_all
@of_filer(Step.ADD_FACTS)
def facts(found: ServiceRequest) -> ResponseReturnValue:
    """Something more to know, in words or photos."""
    form = FactsForm()
    if form.validate_on_submit():
        said = form.words.data or _("补了照片。")
        if sent_before(found, Step.ADD_FACTS, form.shown, said, actor=resident_acting().actor):
            return back()
        with form.showing_refusals():
            taken = stored(form.files)
            keep_photos(taken, found, voicing.add_facts(found, said, resident_acting()))
            return finished(_("补充的情况收到了，办的人会看到。"))
    return act_page("facts.html", found, form)


@public.route("/track/request/urging", methods=["GET", "POST"])
@ACTS
@open_to_all
@of_filer(Step.URGE)
def urging(found: ServiceRequest) -> ResponseReturnValue:
    """催办, once in each limit."""
    form = UrgingForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            voicing.urge(found, form.words.data or "", resident_acting())
            return finished(_("催办送到了，一个工作日内给您书面答复。"))
    return act_page("urging.html", found, form)


@public.route("/track/request/withdrawal", methods=["GET", "POST"])
@ACTS
@open_to_all
@of_filer(Step.WITHDRAW)
def withdrawal(found: ServiceRequest) -> ResponseReturnValue:
    """不用办了: asked once more before it is done."""
    form = WithdrawalForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            voicing.withdraw(found, form.words.data or "", resident_acting())
            return finished(_("撤回了。以后还有事，随时可以再提交。"))
    return act_page("withdrawal.html", found, form)


@public.route("/track/request/reopening", methods=["GET", "POST"])
@ACTS
@open_to_all
@of_filer(Step.REOPEN)
def reopening(found: ServiceRequest) -> ResponseReturnValue:
    """没有解决."""
    form = ReopeningForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            voicing.reopen(found, form.words.data, resident_acting())
            return finished(_("收到了，重新办。"))
    return act_page("reopening.html", found, form, days=voicing.REOPEN_DAYS)


@public.route("/track/request/rating", methods=["GET", "POST"])
@ACTS
@open_to_all
@of_filer(Step.RATE)
def rate(found: ServiceRequest) -> ResponseReturnValue:
    """Solved or not, asked apart from the five grades."""
    form = RatingForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            solved, grade = form.solved.data == "yes", Grade(form.grade.data)
            given = rating.rate(found, grade, solved, form.words.data or "", resident_acting())
            sorry = given.needs_rework
            return finished(_("对不起，没有办好。我们重新办。") if sorry else _("谢谢您的评价。"))
    spans = [track_words.span_words(span) for span in (REWORK_CONTACT, REWORK_FINISH)]
    return act_page("rating.html", found, form, contact_in=spans[0], finish_in=spans[1])
