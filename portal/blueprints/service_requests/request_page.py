"""The page of one request: what it shows to the person at hand."""

from dataclasses import replace
from typing import Any

from flask import Response, request
from flask_login import current_user

from portal import clock
from portal.blueprints.service_requests import desk_words, speaking_words, track_words, way_words
from portal.blueprints.service_requests.code_pages import ON_PAPER
from portal.blueprints.service_requests.deeds import AT_ONCE, DEEDS, offered
from portal.blueprints.service_requests.desk import asked
from portal.blueprints.service_requests.fact_desk_views import age_words, person_facts
from portal.blueprints.service_requests.paper_deed_forms import accepted_with_a_tap
from portal.blueprints.service_requests.paper_photos import said_of
from portal.blueprints.service_requests.step_form import StepForm
from portal.blueprints.service_requests.track_words import grade_words
from portal.blueprints.service_requests.way_forms import asks_for_kinship
from portal.domain.matters.queries import templates_for
from portal.domain.publicity.gate import PublicityStanding, standing_of
from portal.domain.service_requests.dossier import Dossier, dossier
from portal.domain.service_requests.kinship import has_to_say
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.way import way_of
from portal.domain.service_requests.workflow import Step
from portal.domain.visits.queries import visits_of
from portal.fragments import render, wants_fragment

_PAGE, _REQUEST = "service_requests/staff/show.html", "service_requests/staff/_request.html"


def request_page(
    found: ServiceRequest, step: Step | None = None, form: StepForm | None = None, status: int = 200, *, said: str = ""
) -> Response:
    """The request with the form of one step open: that of `step`, or the one the address asks for.

    `said` is what was just done, for those whose page is not loaded anew.
    """
    whole = dossier(current_user, found, clock.now(), clock.today())
    main, usual, rest = offered(whole.steps)
    chosen = step or _asked_for(whole)
    replies = templates_for(found.matter_version.matter_id, chosen.value) if chosen else []
    if chosen and form is None:
        form = DEEDS[chosen].form(found)
        _prefill(form, [reply.text for reply in replies])
    return render(
        _PAGE,
        _REQUEST,
        status,
        whole=whole,
        publicity=_publicity(whole),
        found=found,
        visits=visits_of(found) if any(one.step is Step.BOOK_VISIT for one in whole.entries) else [],
        words=desk_words.DeskWords(clock.now()),
        names={
            "steps": desk_words.step_names(),
            "limits": desk_words.limit_names(),
            "channels": desk_words.channel_names(),
            "grades": grade_words(),
            "slips": desk_words.slip_names(),
        },
        deeds=DEEDS,
        at_once=_at_once(found),
        near=track_words,
        paper_fault=said_of,
        way=way_of(found, whole.entries, whole.limits, whole.supplement, clock.now()),
        way_words=way_words,
        on_paper=ON_PAPER,
        mandates=speaking_words,
        main=main,
        usual=usual,
        rest=rest,
        chosen=chosen,
        form=form,
        replies=replies,
        said=said,
        personal=person_facts(whole),
        age_words=age_words,
        asked=asked(),
        in_pane=wants_fragment(),
    )


def _publicity(whole: Dossier) -> PublicityStanding:
    standing = standing_of(whole.request)
    return replace(standing, open_objections=0) if whole.tied else standing


def _at_once(found: ServiceRequest) -> frozenset[Step]:
    """What needs no form: not where somebody may be related, or papers may be promised for later."""
    with_form = {Step.SIGN_FOR} if asks_for_kinship(found) else set()
    if not accepted_with_a_tap(found) or has_to_say(current_user.username, found):
        with_form.add(Step.ACCEPT)
    return AT_ONCE - with_form


def _asked_for(whole: Dossier) -> Step | None:
    """The step an address opens, when it may be taken now."""
    typed = request.args.get("step", "")
    return Step(typed) if typed in list(Step) and Step(typed) in whole.steps & DEEDS.keys() else None


def _prefill(form: Any, replies: list[str]) -> None:
    """Put the reply that was tapped into the text."""
    typed = request.args.get("reply", "")
    if typed.isascii() and typed.isdecimal() and len(typed) < 4 and int(typed) < len(replies) and "words" in form:
        form.words.data = replies[int(typed)]
