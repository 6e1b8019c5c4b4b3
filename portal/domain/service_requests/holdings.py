"""Which unit has a request, and which had it: one leads (主办), others help (协办)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from portal.db import db
from portal.domain.matters.models import Level
from portal.domain.service_requests.models import Holding, HoldingRole, ServiceRequest
from portal.domain.service_requests.units import Unit


def begin(request: ServiceRequest, at: datetime, *, reason: str = "") -> None:
    """The first unit has it."""
    lead = Holding(request=request, unit=request.unit, role=HoldingRole.LEAD, begins_at=at, reason=reason)
    db.session.add(lead)


def pass_on(request: ServiceRequest, at: datetime, *, reason: str = "") -> None:
    """The unit named in the request leads from now on; who helped the one before helps no longer."""
    _end(request, at, *HoldingRole)
    begin(request, at, reason=reason)


def add_helpers(request: ServiceRequest, units: Sequence[Unit], at: datetime, *, reason: str = "") -> None:
    """These help the unit that leads."""
    for unit in dict.fromkeys(units):
        if str(unit) != request.unit:
            helper = Holding(request=request, unit=str(unit), role=HoldingRole.HELPER, begins_at=at, reason=reason)
            db.session.add(helper)


def end_help(request: ServiceRequest, at: datetime) -> None:
    """The request is settled: nobody helps any longer, the unit that leads stays answerable."""
    _end(request, at, HoldingRole.HELPER)


def helpers(request: ServiceRequest) -> list[Unit]:
    """The units that help now."""
    keys = db.session.scalars(
        select(Holding.unit)
        .where(Holding.request_id == request.id, Holding.role == HoldingRole.HELPER, Holding.ends_at.is_(None))
        .order_by(Holding.id)
    )
    return [Unit.read(key) for key in keys]


def leads(request: ServiceRequest) -> list[Holding]:
    """Who led it, in order; the last one leads now."""
    query = select(Holding).where(Holding.request_id == request.id, Holding.role == HoldingRole.LEAD)
    return list(db.session.scalars(query.order_by(Holding.id)))


def unit_before(request: ServiceRequest) -> Unit | None:
    """The unit that passed it to the one that leads now; None where it was filed, and where that unit serves another
    place than the request's, which was corrected since."""
    others = [Unit.read(lead.unit) for lead in leads(request) if lead.unit != request.unit]
    return others[-1] if others and _of_its_place(others[-1], request) else None


def _of_its_place(unit: Unit, request: ServiceRequest) -> bool:
    """Whether the unit is a department, or the one of its level where the request is about."""
    places = {
        Level.GRID: request.grid_id,
        Level.COMMUNITY: request.community_id,
        Level.SUBDISTRICT: request.community.subdistrict_id,
    }
    return unit.level is Level.DEPARTMENT or places[unit.level] == unit.id


def _end(request: ServiceRequest, at: datetime, *roles: HoldingRole) -> None:
    # At once, before the next one is inserted: of two that lead the database refuses one.
    db.session.execute(
        update(Holding)
        .where(Holding.request_id == request.id, Holding.role.in_(roles), Holding.ends_at.is_(None))
        .values(ends_at=at)
    )
