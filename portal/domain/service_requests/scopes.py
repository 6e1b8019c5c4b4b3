"""Who among staff sees a request, whose hands it is in, and who stands above. Out of scope is "does not exist"."""

from datetime import date

from sqlalchemy import and_, false, or_, select, true
from sqlalchemy.sql.elements import ColumnElement

from portal.db import db
from portal.domain.accounts.models import Appointment, User
from portal.domain.accounts.roles import GRANTS, Permission, Role
from portal.domain.accounts.scopes import communities_where, departments_of, grids_where, whole_town
from portal.domain.contacts.serving import grids_served_by
from portal.domain.errors import NotFound
from portal.domain.matters.models import Level
from portal.domain.service_requests.kinship import declared, open_to
from portal.domain.service_requests.models import Holding, HoldingRole, ServiceRequest
from portal.domain.service_requests.units import Unit
from portal.domain.service_requests.workflow import Actor

_RANK = {Level.GRID: 0, Level.COMMUNITY: 1, Level.DEPARTMENT: 1, Level.SUBDISTRICT: 2}


def requests_where(user: User, permission: Permission, today: date) -> ColumnElement[bool]:
    """Narrows a query to the requests `user` may see with `permission`: those of their places, those their department
    has or had, those a unit of theirs helps with, those they handle themselves; never those of a near relative."""
    if whole_town(user, permission):
        return and_(true(), *open_to(user))
    if permission not in user.permissions:
        return false()
    departments = [str(Unit(Level.DEPARTMENT, one)) for one in departments_of(user, permission)]
    grids = db.session.scalars(grids_where(user, permission, today)).all()
    communities = db.session.scalars(communities_where(user, permission)).all()
    parts = [ServiceRequest.handler_id == user.id]
    if grids:
        parts.append(ServiceRequest.grid_id.in_(grids))
    if communities:
        parts.append(ServiceRequest.community_id.in_(communities))
    if departments:
        held = select(Holding.request_id).where(Holding.unit.in_(departments))
        parts.append(ServiceRequest.id.in_(held))
    if elsewhere := [key for key in own_units(user, permission, today) if key not in departments]:
        helped = select(Holding.request_id).where(
            Holding.unit.in_(elsewhere), Holding.role == HoldingRole.HELPER, Holding.ends_at.is_(None)
        )
        parts.append(ServiceRequest.id.in_(helped))
    return and_(or_(*parts), *open_to(user))


def own_units(user: User, permission: Permission, today: date) -> list[str]:
    """Keys of the units `user` works in: the grids served today, the offices held. None for the whole town."""
    keys: list[str] = []
    for held in user.appointments:
        if permission not in GRANTS[held.role]:
            continue
        if held.role is Role.GRID_WORKER and user.person_id:
            keys += [str(Unit(Level.GRID, grid)) for grid in sorted(grids_served_by(user.person_id, today))]
        elif held.department_id is not None:
            keys.append(str(Unit(Level.DEPARTMENT, held.department_id)))
        elif held.community_id is not None:
            keys.append(str(Unit(Level.COMMUNITY, held.community_id)))
        elif held.subdistrict_id is not None:
            keys.append(str(Unit(Level.SUBDISTRICT, held.subdistrict_id)))
    return keys


def find(user: User, request_id: int, permission: Permission, today: date) -> ServiceRequest:
    """The request, when `user` may see it with `permission`; else NotFound."""
    query = select(ServiceRequest).where(ServiceRequest.id == request_id, requests_where(user, permission, today))
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("没有找到这件诉求，或者它不归您这里办。")
    return found


def actors_of(user: User, request: ServiceRequest, today: date) -> set[Actor]:
    """As whom `user` may take steps with this request.

    holder   it is in the hands of their unit, or of one below them in the same place, or they signed for it themselves
    helper   their unit helps, or they serve the grid of the place while a unit above has it
    above    they hold an office of a level above the unit that has it, or approve for the subdistrict

    Who declared to be a near relative of the applicant takes none.
    """
    actors: set[Actor] = set()
    if declared(user, request):
        return actors
    if Permission.RATING_JUDGE in user.permissions or Permission.REQUEST_PRESS in user.permissions:
        actors |= {Actor.SUPERVISOR} & _supervises(user, request)
    if Permission.REQUEST_HANDLE not in user.permissions:
        return actors
    for held in user.appointments:
        if Permission.REQUEST_HANDLE in GRANTS[held.role]:
            actors |= _as_holder_of(held, user, request, today)
    if request.handler_id == user.id:
        actors.add(Actor.HOLDER)
    if Actor.HOLDER not in actors and _helps(user, request, today):
        actors.add(Actor.HELPER)
    return actors


def _helps(user: User, request: ServiceRequest, today: date) -> bool:
    own = own_units(user, Permission.REQUEST_HANDLE, today)
    if request.grid_id is not None and str(Unit(Level.GRID, request.grid_id)) in own:
        return True
    query = select(Holding.id).where(
        Holding.request_id == request.id,
        Holding.unit.in_(own),
        Holding.role == HoldingRole.HELPER,
        Holding.ends_at.is_(None),
    )
    return bool(own) and db.session.scalars(query.limit(1)).first() is not None


def _supervises(user: User, request: ServiceRequest) -> set[Actor]:
    for held in user.appointments:
        if not {Permission.RATING_JUDGE, Permission.REQUEST_PRESS} & GRANTS[held.role]:
            continue
        town = held.subdistrict_id is None and held.community_id is None
        if town or _covers(held, request):
            return {Actor.SUPERVISOR}
    return set()


def _as_holder_of(held: Appointment, user: User, request: ServiceRequest, today: date) -> set[Actor]:
    if held.role is Role.ADMINISTRATOR:
        return {Actor.HOLDER, Actor.ABOVE}
    if held.role is Role.GRID_WORKER:
        serves = user.person_id is not None and request.grid_id in grids_served_by(user.person_id, today)
        return {Actor.HOLDER} if serves and request.level is Level.GRID else set()
    if held.department_id is not None:
        return {Actor.HOLDER} if request.unit == str(Unit(Level.DEPARTMENT, held.department_id)) else set()
    if not _covers(held, request):
        return set()
    rank = 1 if held.community_id is not None else 2
    of_unit = _RANK[request.level]
    actors: set[Actor] = set()
    if request.level is Level.DEPARTMENT:
        # A department works for itself; the subdistrict stands above it.
        return {Actor.ABOVE} if rank == 2 else set()
    if rank >= of_unit:
        actors.add(Actor.HOLDER)
    if rank > of_unit or Permission.REQUEST_APPROVE in GRANTS[held.role]:
        actors.add(Actor.ABOVE)
    return actors


def _covers(held: Appointment, request: ServiceRequest) -> bool:
    if held.community_id is not None:
        return held.community_id == request.community_id
    return held.subdistrict_id is not None and held.subdistrict_id == request.community.subdistrict_id
