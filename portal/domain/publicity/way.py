"""The public period as a station on the way of a matter: it begins with the posting, the next one with its end."""

from portal.domain.matters.content import content_of
from portal.domain.matters.parts import Begins
from portal.domain.publicity.gate import missing_period
from portal.domain.service_requests import stations
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import ServiceRequest


def public_begins(request: ServiceRequest, acting: Acting) -> None:
    """The names are public from now on."""
    place = stations.public_station(content_of(request.matter_version))
    if place is not None:
        stations.begin(request, place, acting)


def public_over(request: ServiceRequest, acting: Acting) -> None:
    """The period is over and nothing is left to re-check: what comes after it begins, and with it its limit.

    低保: the decision within ten working days after nobody objected (民发〔2021〕57号).
    """
    place = stations.beginning_with(content_of(request.matter_version), Begins.PUBLICITY_END)
    at_hand = stations.at_hand(request)
    if place is None or missing_period(request) or (at_hand is not None and at_hand.place >= place):
        return
    stations.begin(request, place, acting)
