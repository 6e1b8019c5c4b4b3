"""What the public pages of periods share: who acts, how names stand, and that nobody keeps them."""

from typing import Any

from flask import Response, current_app, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock
from portal.blueprints.publicity import period_words
from portal.domain.errors import DomainError
from portal.domain.publicity.period_models import PublicPeriod
from portal.domain.publicity.public_periods import is_public, part_of
from portal.domain.service_requests import acting
from portal.domain.service_requests.acting import Acting, Timing
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.scopes import actors_of
from portal.domain.service_requests.units import unit_of
from portal.domain.service_requests.workflow import Actor
from portal.domain.workdays.queries import load_calendar


def full_names() -> bool:
    return bool(current_app.config["PUBLIC_NAMES"] == "full")


def guarded(answer: ResponseReturnValue) -> Response:
    """Kept by no cache and no search engine: at midnight it is gone, also from the way back."""
    response = make_response(answer)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive, nosnippet"
    return response


def period_page(template: str, period: PublicPeriod, status: int = 200, **context: Any) -> Response:
    """A page about a period that is public; once it is over a page that says only that."""
    if not is_public(period, clock.now()):
        return guarded((render_template("publicity/periods/over.html"), 410))
    part = part_of(period, full_names=full_names())
    return guarded((render_template(template, part=part, words=period_words, **context), status))


def timing() -> Timing:
    return Timing(load_calendar(), current_app.config["WORKING_HOURS"])


def neighbour_acting() -> Acting:
    return acting.by_neighbour(clock.now(), timing())


def holder_acting(request: ServiceRequest) -> Acting:
    """The signed-in member of staff, in whose hands the request is. Raises DomainError when it is not."""
    if Actor.HOLDER not in actors_of(current_user, request, clock.today()):
        raise DomainError(f"这件现在在{unit_of(request).name}，由那里来办。您可以看，不能办这一步。")
    return acting.by_staff(current_user, Actor.HOLDER, clock.now(), timing())
