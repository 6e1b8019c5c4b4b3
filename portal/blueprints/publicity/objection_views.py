"""Objecting in confidence, and reading the answer later with a number and a code of one's own."""

import hashlib
import secrets

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import only_reads
from portal.access import public as open_to_all
from portal.blueprints.publicity import period_words, public
from portal.blueprints.publicity.period_forms import AnswerForm, ObjectionForm
from portal.blueprints.publicity.period_page import guarded, neighbour_acting, period_page
from portal.db import db
from portal.domain.publicity import objections, public_periods
from portal.domain.publicity.objections import ObjectionEntry, Raised
from portal.domain.publicity.period_models import PublicPeriod
from portal.extensions import limiter
from portal.rates import visitor

# A whole estate may sit behind one address; one person needs one.
OBJECTIONS, OBJECTIONS_TO_ONE = "30 per hour", "60 per day"
# Wrong tries only: from one address, and at one number from everywhere.
TRIES, TRIES_AT_ONE = "30 per hour", "20 per hour"


def _period_asked() -> str:
    return f"objection {(request.view_args or {}).get('key', '')}"


def _number_asked() -> str:
    """Junk of every kind shares one number, which nobody has; numbers are not kept as they are."""
    number = objections.read_number(request.form.get("number", "")[:40]) or "none"
    return hashlib.sha256(number.encode()).hexdigest()[:24]


def _was_wrong(response: Response) -> bool:
    return response.status_code == 422


@public.get("/publicity/<key>/objection")
@open_to_all
def objection(key: str) -> ResponseReturnValue:
    form = ObjectionForm(formdata=None, token=secrets.token_urlsafe(24))
    return _page(public_periods.find(key), form)


@public.post("/publicity/<key>/objection")
@limiter.limit(OBJECTIONS, key_func=visitor)
@limiter.limit(OBJECTIONS_TO_ONE, key_func=_period_asked)
@open_to_all
def send_objection(key: str) -> ResponseReturnValue:
    """Taken in; number and code stand in the answer itself, for after a redirect they would have to be kept."""
    period, form = public_periods.find(key), ObjectionForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            typed = {name: form[name].data or "" for name in ("words", "name", "phone", "token")}
            raised = objections.raise_objection(period, ObjectionEntry(**typed), neighbour_acting())
            db.session.commit()
            return _receipt(raised)
    return _page(period, form, 422)


@public.get("/publicity/objections")
@open_to_all
def objections_asked() -> ResponseReturnValue:
    """Ask for number and code; none of the two ever stands in an address."""
    return _ask(AnswerForm(formdata=None))


@public.post("/publicity/objections")
@only_reads
@limiter.limit(TRIES, key_func=visitor, deduct_when=_was_wrong)
@limiter.limit(TRIES_AT_ONE, key_func=_number_asked, deduct_when=_was_wrong)
@open_to_all
def objections_answer() -> ResponseReturnValue:
    """How it stands with one's objection. Not what was written: who looks over a shoulder reads nothing."""
    form = AnswerForm()
    if not form.validate_on_submit():
        return _ask(form, 422)
    found = objections.opens(form.number.data, form.code.data)
    if found is None:
        return _ask(form, 422, wrong=True)
    return guarded(render_template("publicity/periods/answer.html", found=found, words=period_words))


def _page(period: PublicPeriod, form: ObjectionForm, status: int = 200) -> Response:
    return period_page("publicity/periods/objection.html", period, status, form=form)


def _receipt(raised: Raised) -> Response:
    address = url_for(".objections_asked")
    page = render_template("publicity/periods/receipt.html", raised=raised, words=period_words, address=address)
    return guarded(page)


def _ask(form: AnswerForm, status: int = 200, *, wrong: bool = False) -> Response:
    return guarded((render_template("publicity/periods/ask.html", form=form, wrong=wrong), status))
