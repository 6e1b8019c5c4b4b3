"""Who acts in this web request, for the verbs of the workflow."""

from flask import current_app, g
from flask_login import current_user

from portal import clock
from portal.domain.errors import DomainError
from portal.domain.service_requests import acting
from portal.domain.service_requests.acting import Acting, Timing
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.opening import Opened
from portal.domain.service_requests.scopes import actors_of
from portal.domain.service_requests.units import unit_of
from portal.domain.service_requests.words import ACTOR
from portal.domain.service_requests.workflow import Actor
from portal.domain.workdays.queries import load_calendar


def timing() -> Timing:
    """The calendar and the working hours of this portal, read once in each request or task of the worker."""
    if "timing" not in g:
        g.timing = Timing(load_calendar(), current_app.config["WORKING_HOURS"])
    known: Timing = g.timing
    return known


def staff_acting(request: ServiceRequest, actor: Actor = Actor.HOLDER) -> Acting:
    """The signed-in member of staff as `actor` for a request found within their scope.

    Raises DomainError when they may see it, but are not the ones to act.
    """
    if actor not in actors_of(current_user, request, clock.today()):
        if actor is Actor.HOLDER:
            raise DomainError(f"这件诉求现在在{unit_of(request).name}，由那里来办。您可以看，不能办这一步。")
        raise DomainError(f"这一步要由{ACTOR[actor]}来办。")
    return acting.by_staff(current_user, actor, clock.now(), timing())


def filing_staff() -> Acting:
    """The signed-in member of staff who files for a caller, or for somebody at the counter."""
    return acting.by_staff(current_user, Actor.HOLDER, clock.now(), timing())


def resident_acting() -> Acting:
    """Whoever opened a request by number and code, the person themselves or who speaks for them; or files one."""
    opened: Opened | None = g.get("opened")
    if opened is not None and opened.representation is not None:
        return acting.by_agent(opened.representation.mandate, clock.now(), timing())
    return acting.by_resident(clock.now(), timing())


def neighbour_acting() -> Acting:
    """Somebody who follows a neighbour's request."""
    return acting.by_neighbour(clock.now(), timing())


def system_acting() -> Acting:
    """The sweep."""
    return acting.by_system(clock.now(), timing())
