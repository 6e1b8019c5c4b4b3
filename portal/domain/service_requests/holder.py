"""Who has a request today, as the person who filed it may call them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.contacts.cards import card_of
from portal.domain.departments.models import Department
from portal.domain.grids.models import Grid
from portal.domain.matters.models import Level
from portal.domain.service_requests.kinship import able, declarers
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.units import unit_of


@dataclass(frozen=True, slots=True)
class Holder:
    """`name` and `phone` may be empty: nobody has signed for it yet, or no number is known.

    phone_is_theirs  the number reaches the person named, not an office
    """

    unit: str
    name: str
    phone: str
    phone_is_theirs: bool


def holder_of(request: ServiceRequest, today: date) -> Holder:
    """The unit that has it, who answers there today, and their number.

    In a grid it is who serves there today, cover included; elsewhere who signed for it.
    """
    unit = unit_of(request)
    if unit.level is Level.GRID and (grid := db.session.get(Grid, unit.id)) is not None:
        card, out = card_of(grid, today), declarers(request)
        if out:
            return _left_over(request, grid, able(unit, today, out))
        return Holder(grid.name, card.worker.name if card.worker else "", card.phone, card.phone_is_workers)
    name, own = "", ""
    if request.handler is not None:
        name = request.handler.name
        own = request.handler.person.work_phone if request.handler.person else ""
    return Holder(unit.name, name, own or _office_phone(request, unit.id), bool(own))


def first_contact_of(request: ServiceRequest) -> str:
    """Who was asked first and stays answerable (首问负责); empty when they declared to be a near relative."""
    out = declarers(request)
    if out and request.first_contact_id is not None:
        query = select(User.id).where(User.id.in_(out), User.person_id == request.first_contact_id)
        if db.session.scalar(query) is not None:
            return ""
    return request.first_contact_name


def _left_over(request: ServiceRequest, grid: Grid, users: Sequence[User]) -> Holder:
    """Somebody of the grid declared to be a near relative: who else answers there, or the office above."""
    user = request.handler or next(iter(users), None)
    own = user.person.work_phone if user and user.person else ""
    return Holder(grid.name, user.name if user else "", own or request.community.phone, bool(own))


def _office_phone(request: ServiceRequest, unit_id: int) -> str:
    """The unit's number, else that of the place above."""
    town = request.community.subdistrict.supervision_phone
    if request.level is Level.DEPARTMENT:
        department = db.session.get(Department, unit_id)
        return (department.phone if department else "") or town
    if request.level is Level.COMMUNITY:
        return request.community.phone or town
    return town
