"""The way of an approval as the desk shows it: both clocks, the path, and what each limit is called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.stations import names_of, passages
from portal.domain.service_requests.story import Stage, path
from portal.domain.service_requests.times import Limit, Supplement
from portal.domain.service_requests.two_clocks import Clock, two_clocks


@dataclass(frozen=True)
class Way:
    """stations: the name of the step by the id of its limit."""

    both: tuple[Clock, Clock]
    stages: Sequence[Stage]
    stations: Mapping[int, str]


def way_of(
    request: ServiceRequest,
    entries: Sequence[Entry],
    known: Sequence[Limit],
    waited: Supplement | None,
    at: datetime,
) -> Way | None:
    """None for what is no approval."""
    both = two_clocks(request, known, waited, at)
    if both is None:
        return None
    return Way(both, path(request, entries, passages(request)), names_of(known))
