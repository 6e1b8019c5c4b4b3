"""The places that staff may give another name: buildings that were looked up, and the estates they stand in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.grids.found_places import Found
from portal.domain.grids.models import Assignment, Building
from portal.domain.grids.queries import holds_on


@dataclass(frozen=True, slots=True)
class Nameable:
    """One building, or the whole estate it stands in."""

    building: Building
    whole_estate: bool

    @property
    def key(self) -> str:
        """Names the choice in a form: building B0001, estate B0001."""
        return f"{'estate' if self.whole_estate else 'building'} {self.building.code}"

    @property
    def title(self) -> str:
        if not self.whole_estate:
            return self.building.title
        return f"{self.building.estate or self.building.street_address}（整个小区）"


def nameable_places(found: Found, grids: Select[int], today: date) -> list[Nameable]:
    """What of a search may be named by somebody who looks after `grids`: each building, then its estate, once."""
    places: dict[str, Nameable] = {}
    for building in _buildings(found, grids, today):
        one = Nameable(building, whole_estate=False)
        if any(place.building is not None and place.building.id == building.id for place in found.places):
            places.setdefault(one.title, one)
        whole = Nameable(building, whole_estate=True)
        places.setdefault(whole.title, whole)
    return list(places.values())


def find_nameable(key: str, grids: Select[int], today: date) -> Nameable:
    """The place of a form's key; raises NotFound outside `grids`."""
    kind, _, code = key.partition(" ")
    building = db.session.scalars(_within(grids, today).where(Building.code == code)).first()
    if building is None or kind not in ("building", "estate"):
        raise NotFound("没有这栋楼，或不归您的社区。")
    return Nameable(building, whole_estate=kind == "estate")


def _buildings(found: Found, grids: Select[int], today: date) -> Iterator[Building]:
    """The buildings of a search; where only a grid was found, one that stands for the estate that was recognised."""
    within = _within(grids, today)
    for place in found.places:
        if place.building is not None:
            wanted = within.where(Building.id == place.building.id)
        else:
            wanted = within.where(Building.estate == place.matched, Building.estate != "")
        building = db.session.scalars(wanted.order_by(Building.id).limit(1)).first()
        if building is not None:
            yield building


def _within(grids: Select[int], today: date) -> Select[Building]:
    held = select(Assignment.building_id).where(Assignment.grid_id.in_(grids), holds_on(today))
    return select(Building).where(Building.id.in_(held))
