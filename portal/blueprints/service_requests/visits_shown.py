"""What the page of a request tells the person of its visits and of the first opinion."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.blueprints.service_requests.track_words import visit_time
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.visits.models import Visit, VisitReading
from portal.domain.visits.prechecks import last_precheck
from portal.domain.visits.queries import booked_visit, readings_of


@dataclass(frozen=True)
class VisitsShown:
    """Nothing of it to a neighbour; who read the answers to the person alone, not to who speaks for them."""

    booked: Visit | None = None
    opinion: Entry | None = None
    readings: Sequence[VisitReading] = ()
    when: Callable[[Visit], str] = visit_time


def visits_shown(request: ServiceRequest, *, follows: bool, speaks: bool) -> VisitsShown:
    if follows:
        return VisitsShown()
    return VisitsShown(booked_visit(request), last_precheck(request), () if speaks else readings_of(request))
