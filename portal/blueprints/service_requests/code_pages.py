"""Codes that are shown once, in the answer itself: after a redirect they would have to be kept somewhere."""

from flask import current_app, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from portal import clock
from portal.blueprints.service_requests import speaking_words
from portal.domain import qr
from portal.domain.mandates.speaking import speaking_for
from portal.domain.service_requests.holder import holder_of
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.receipts import spaced_code
from portal.domain.service_requests.workflow import Step
from portal.fragments import wants_fragment

# Steps that make a code, and the page that shows it; the slip is a page of its own for the printer.
ON_PAPER = frozenset({Step.PERSON_CODE})
_SHOWING = frozenset({Step.NEW_CODE, Step.GIVE_MANDATE})


def code_page(request: ServiceRequest, step: Step, made: object) -> ResponseReturnValue | None:
    """What the step made is a code: the page that shows it, kept by no cache; None for every other step."""
    if not isinstance(made, str) or not made or step not in _SHOWING | ON_PAPER:
        return None
    answer = make_response(_slip(request, made) if step in ON_PAPER else _to_read_out(request, step, made))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _to_read_out(request: ServiceRequest, step: Step, code: str) -> str:
    page = "service_requests/staff/_new_code.html" if wants_fragment() else "service_requests/staff/new_code.html"
    of_agent = step is Step.GIVE_MANDATE
    return render_template(page, request_number=request.number, request_id=request.id, code=code, of_agent=of_agent)


def _slip(request: ServiceRequest, code: str) -> str:
    """For the person's own hands: who speaks for them, and what number and code are good for."""
    address = current_app.config["PUBLIC_URL"] + url_for("service_requests.track")
    return render_template(
        "service_requests/staff/person_code.html",
        found=request,
        speaking=speaking_for(request, clock.today()),
        holder=holder_of(request, clock.today()),
        mandates=speaking_words,
        code=spaced_code(code),
        track=address,
        qr=Markup(qr.svg(address, title=_("查进度的二维码"))),  # noqa: S704 (our own drawing)
        who=current_user.name,
        now=clock.now(),
    )
