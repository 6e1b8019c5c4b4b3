"""The page of one visit: what to know at the door, and what is filled in there."""

import base64
import hmac
from typing import Any

from flask import current_app, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock
from portal.blueprints.visits import words
from portal.blueprints.visits.forms import CancelForm, ReadingForm, RecordForm
from portal.domain.errors import DomainError
from portal.domain.matters.content import content_of
from portal.domain.sensitive_facts.reading import may_read
from portal.domain.service_requests import acting
from portal.domain.service_requests.acting import Acting, Timing
from portal.domain.service_requests.dossier import person_is_open_to
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.scopes import actors_of
from portal.domain.service_requests.units import unit_of
from portal.domain.service_requests.workflow import SETTLED, Actor
from portal.domain.visits.models import Visit
from portal.domain.visits.queries import find_visit, missing_papers
from portal.domain.workdays.queries import load_calendar

_MAY = (Actor.HOLDER, Actor.HELPER)


def found_visit(visit_id: int) -> Visit:
    """The visit, within the scope of who is signed in."""
    return find_visit(current_user, visit_id, clock.today())


def visitor(request: ServiceRequest) -> Acting:
    """Who is signed in, as one who handles the request or helps with it. Raises DomainError for who does neither."""
    held = actors_of(current_user, request, clock.today())
    actor = next((one for one in _MAY if one in held), None)
    if actor is None:
        raise DomainError(f"这件诉求现在在{unit_of(request).name}，由那里来办。您可以看，不能记。")
    timing = Timing(load_calendar(), current_app.config["WORKING_HOURS"])
    return acting.by_staff(current_user, actor, clock.now(), timing)


def visit_page(visit: Visit, form: RecordForm | None = None, status: int = 200, **shown: Any) -> ResponseReturnValue:
    """`shown`: another form of the page with what was typed, or the answers that were asked for."""
    request = visit.request
    actors = frozenset(actors_of(current_user, request, clock.today()))
    sees, names = person_is_open_to(current_user, request, actors)
    content = content_of(request.matter_version)
    fresh = {"cancelling": CancelForm(formdata=None), "reading": ReadingForm(formdata=None), "read": None}
    page = render_template(
        "visits/show.html",
        visit=visit,
        found=request,
        content=content,
        form=form or RecordForm.of(visit, content.visit),
        answered=form is not None,
        sees_person=sees,
        names_person=names,
        missing=missing_papers(request),
        over=request.status in SETTLED,
        may_record=bool(actors & set(_MAY)),
        may_read=may_read(current_user, request, actors),
        device_key=device_key(visit),
        words=words,
        now=clock.now(),
        **fresh | shown,
    )
    return make_response(page, status)


def device_key(visit: Visit) -> str:
    """What seals the half-filled form on the phone. It stands in the page alone: whoever finds the phone signed out
    finds nothing that could be read, and a colleague's page opens nothing of mine."""
    about = f"visit draft\0{current_user.get_id()}\0{visit.id}".encode()
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return base64.b64encode(hmac.digest(secret, about, "sha256")).decode()
