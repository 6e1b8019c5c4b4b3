"""Visits of the tests: a time everybody agreed to."""

from datetime import datetime, timedelta

from portal.domain.service_requests.models import ServiceRequest
from portal.domain.visits.booking import Booking, book_visit
from portal.domain.visits.models import AskedHow, AskedWhom, Visit
from portal.domain.visits.queries import booked_visit
from tests.domain.service_requests.making import MONDAY, Town

TOMORROW = MONDAY + timedelta(days=1)


def agreed(town: Town, starts: datetime = TOMORROW, **facts: object) -> Booking:
    usual: dict[str, object] = {
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=1),
        "names": ["潘一", "莲干事"],
        "lead": town.cast.users["pan"],
        "asked_whom": AskedWhom.PERSON,
        "asked_how": AskedHow.PHONE,
    }
    return Booking(**{**usual, **facts})  # type: ignore[arg-type]


def booked(town: Town, request: ServiceRequest, **facts: object) -> Visit:
    """Agreed by the grid worker Pan Yi, who brings the officer along."""
    book_visit(request, agreed(town, **facts), town.staff("pan"))
    found = booked_visit(request)
    assert found is not None
    return found
