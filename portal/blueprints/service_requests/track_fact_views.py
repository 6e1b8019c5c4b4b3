"""谁看过我的资料: sensitive facts as the person sees them, masked; correcting one, taking a consent back."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal.access import public as open_to_all
from portal.blueprints.service_requests import public, track_words
from portal.blueprints.service_requests.acting import resident_acting
from portal.blueprints.service_requests.fact_forms import OwnFactsForm, kept_of, with_facts
from portal.blueprints.service_requests.track_act_views import ACTS
from portal.blueprints.service_requests.track_acts import act_page, back, of_filer, standing_of
from portal.blueprints.service_requests.track_session import is_shared, of_opened
from portal.blueprints.service_requests.track_speaking_views import is_over
from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.matters.content import content_of
from portal.domain.sensitive_facts import stating
from portal.domain.sensitive_facts.consents import version_agreed_to, without
from portal.domain.sensitive_facts.kinds import LABEL, FactKind
from portal.domain.sensitive_facts.queries import readings_of, shown_facts
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.opening import Opened
from portal.domain.service_requests.standing import sent_before
from portal.domain.service_requests.workflow import Step


@public.get("/track/request/personal-facts")
@open_to_all
@of_opened
def own_facts(opened: Opened) -> ResponseReturnValue:
    """What is on file and under which consent; for the person also everybody who had it shown."""
    if opened.follower is not None:
        raise NotFound("这一页只给本人和代办人看。")
    return back() if is_over(opened) else _page(opened)


@public.route("/track/request/personal-facts/statement", methods=["GET", "POST"])
@ACTS
@open_to_all
@of_filer(Step.STATE_FACTS)
def state_facts(found: ServiceRequest) -> ResponseReturnValue:
    """State something, or correct it: the old value is gone."""
    agrees = _("我同意") if g.opened.representation is None else _("本人知道用来做什么，同意")
    form = with_facts(OwnFactsForm, found.matter_version, agrees, kept_of(found))
    acting = resident_acting()
    again = form.is_submitted() and sent_before(found, Step.STATE_FACTS, form.shown, actor=acting.actor)
    if again or not form.asked:
        return redirect(url_for(".own_facts"), 303)
    if form.validate_on_submit():
        with form.showing_refusals():
            stating.state(found, form.statements, acting)
            return _done(_("登记好了，加密保存。"))
    return act_page("statement.html", found, form)


@public.post("/track/request/personal-facts/consent-withdrawal")
@ACTS
@open_to_all
@of_filer(Step.WITHDRAW_CONSENT)
def withdraw_consent(found: ServiceRequest) -> ResponseReturnValue:
    """撤回同意, of one kind: what stands under it is deleted at once."""
    kind = request.form.get("kind", "")
    if kind in list(FactKind) and any(fact.kind == kind for fact in shown_facts(found)):
        stating.withdraw_consent(found, [FactKind(kind)], resident_acting())
        return _done(_("撤回了，已经删掉。"))
    return redirect(url_for(".own_facts"), 303)


def personal_part(opened: Opened) -> dict[str, object]:
    """What the page of a request says of it in two lines: how much is on file, and who looked last."""
    found = opened.request
    mine = opened.follower is None and not content_of(found.matter_version).public_matter
    readings = readings_of(found) if mine and opened.representation is None else []
    facts = shown_facts(found) if mine else []
    return {"facts": facts, "readings": readings, "asks": mine and _asks(found)}


def _asks(found: ServiceRequest) -> bool:
    return bool(content_of(found.matter_version).fact_kinds) and found.settled_at is None


def _done(sentence: str) -> ResponseReturnValue:
    db.session.commit()
    flash(sentence)
    return redirect(url_for(".own_facts"), 303)


def _page(opened: Opened) -> ResponseReturnValue:
    found = opened.request
    facts = shown_facts(found)
    agreed = {fact.id: version_agreed_to(fact.kind, found.matter_version, fact.consent.words_digest) for fact in facts}
    return render_template(
        "service_requests/track/personal_facts.html",
        standing=standing_of(opened),
        facts=facts,
        kinds=list(dict.fromkeys(fact.kind for fact in facts)),
        readings=readings_of(found) if opened.representation is None else None,
        labels=LABEL,
        without=without,
        agreed=agreed,
        asks=_asks(found),
        words=track_words,
        shared=is_shared(),
        form=FlaskForm(),
    )
