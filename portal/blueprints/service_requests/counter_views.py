"""Filing for a caller or for somebody at the counter: one page, and a receipt that is read out or printed."""

import secrets
from typing import Any

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock
from portal.access import allow, only_reads
from portal.blueprints.service_requests import staff, track_words
from portal.blueprints.service_requests.acting import filing_staff
from portal.blueprints.service_requests.counter_forms import CounterForm, offered_places
from portal.blueprints.service_requests.filing_forms import QuestionsForm, hint_of, questions_form
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.grids import directory
from portal.domain.matters import queries
from portal.domain.matters.content import content_of
from portal.domain.matters.models import MatterVersion
from portal.domain.matters.search import LONGEST, MatterSearch, entry_of_version
from portal.domain.records.services import record
from portal.domain.service_requests.models import Channel
from portal.domain.service_requests.receipts import receipt_of
from portal.domain.service_requests.steps.filing import Filed, Filing, file_request
from portal.domain.service_requests.steps.taking import allowed_steps
from portal.domain.service_requests.workflow import Step
from portal.forms import sought
from portal.page_cache import recall

_SEARCH_BYTES = 400_000


@staff.get("/new")
@allow(Permission.REQUEST_HANDLE)
def new() -> ResponseReturnValue:
    """Which matter it is: by plain words, or from the list."""
    words = sought(request.args.get("q", ""), LONGEST)
    offered = queries.offered()
    by_slug = {version.matter.slug: version for version in offered}
    slugs = recall("matter-search", lambda: MatterSearch(map(entry_of_version, offered)), _SEARCH_BYTES).find(words)
    found = [by_slug[slug] for slug in slugs if slug in by_slug] if words else []
    return render_template("service_requests/staff/new.html", words=words, found=found, offered=offered)


@staff.route("/new/<slug>", methods=["GET", "POST"])
@allow(Permission.REQUEST_HANDLE)
def new_request(slug: str) -> ResponseReturnValue:
    """Everything on one page; the answer is the receipt, for its code is told once."""
    version = queries.find_matter(sought(slug)).current
    form, questions = _form(version), questions_form(content_of(version))
    if request.method == "POST" and form.validate() & questions.validate():
        with form.showing_refusals():
            filed = _file(version, form, questions)
            db.session.commit()
            return _receipt(filed)
    status = 422 if request.method == "POST" else 200
    page = "service_requests/staff/new_request.html"
    return render_template(page, version=version, form=form, questions=questions, hint_of=hint_of), status


@staff.post("/places")
@only_reads
@allow(Permission.REQUEST_HANDLE)
def places() -> ResponseReturnValue:
    """What the register knows under the words typed so far. They may name a room, so they are posted."""
    listed = offered_places(sought(request.form.get("address", ""), 200), _communities())
    return render_template("service_requests/staff/_places.html", listed=listed, chosen=next(iter(listed), ""))


def _form(version: MatterVersion) -> CounterForm:
    form = CounterForm(_communities(), may_be_anonymous=content_of(version).anonymous_allowed)
    if request.method == "GET":
        form.token.data, form.channel.data = secrets.token_urlsafe(24), Channel.PHONE.value
    return form


def _communities() -> dict[str, str]:
    return {f"community-{one.id}": one.name for one in directory.communities()}


def _file(version: MatterVersion, form: CounterForm, questions: QuestionsForm) -> Filed:
    anonymous = form.anonymous.data
    acting = filing_staff()
    filing = Filing(
        matter_version=version,
        answers=questions.answers,
        place=form.chosen,
        name=None if anonymous else form.name.data,
        phone=None if anonymous else form.phone.data,
        confidential=form.confidential.data,
        channel=Channel(form.channel.data),
        # Of this account: nobody gets somebody else's receipt by their token.
        token=f"{current_user.id}.{form.token.data}"[:64],
    )
    filed = file_request(filing, acting)
    if filed.code:
        record("request.filed", by=acting.by, at=acting.at, subject=f"request {filed.request.number}")
    return filed


def _receipt(filed: Filed) -> Response:
    receipt = receipt_of(filed.request, filed.code, clock.today())
    # They are asked for one by one, each after its words were read out: not on the page everything else is on.
    asks_facts = Step.STATE_FACTS in allowed_steps(current_user, filed.request, clock.today())
    facts: dict[str, Any] = {"receipt": receipt, "filed": filed.request, "words": track_words, "asks_facts": asks_facts}
    page = make_response(render_template("service_requests/staff/receipt.html", **facts))
    page.headers["Cache-Control"] = "no-store"
    return page
