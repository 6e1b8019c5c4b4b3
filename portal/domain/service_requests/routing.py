"""Who gets a new request: the worker who serves its grid today, else the community; and who was asked first."""

from dataclasses import dataclass
from datetime import date

from portal.domain.contacts.models import Person
from portal.domain.contacts.serving import serving
from portal.domain.matters.models import Level
from portal.domain.service_requests.places import Place
from portal.domain.service_requests.units import Unit


@dataclass(frozen=True)
class Route:
    """`asked` is who answers first (首问负责); None where nobody serves and the community as an office does."""

    unit: Unit
    asked: Person | None

    @property
    def asked_name(self) -> str:
        return f"网格员 {self.asked.name}" if self.asked else self.unit.name


def route(place: Place, today: date) -> Route:
    """The way of a request about `place` on a day: covers (代班) are who serves; without one, the community has it."""
    worker = serving(place.grid.id, today).worker.person if place.grid else None
    if place.grid is None or worker is None:
        return Route(Unit(Level.COMMUNITY, place.community.id), None)
    return Route(Unit(Level.GRID, place.grid.id), worker)
