"""Requests whose handler serves no longer, and those of a grid that was dissolved: they go to who answers today.

Somebody who is away for some days stays the handler (their cover sees the grid's work as well).
"""

from datetime import date

from sqlalchemy import or_, select

from portal.db import db
from portal.domain.accounts.models import Appointment, User
from portal.domain.accounts.roles import GRANTS, Permission, Role
from portal.domain.contacts.models import Post
from portal.domain.contacts.serving import posts_on, serving
from portal.domain.grids.models import Assignment, Community, Grid
from portal.domain.grids.queries import holds_on
from portal.domain.matters.content import content_of
from portal.domain.matters.models import Level
from portal.domain.messages.services import Occasion, tell_resident, tell_unit
from portal.domain.service_requests import limits
from portal.domain.service_requests.acting import Acting, shown_name
from portal.domain.service_requests.kinship import able, declarers, landing, unattended
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.places import Place, place_of_building
from portal.domain.service_requests.routing import route
from portal.domain.service_requests.steps.moving import begin_there
from portal.domain.service_requests.steps.taking import take
from portal.domain.service_requests.sweep import locked
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.units import Unit, unit_of
from portal.domain.service_requests.workflow import Status, Step

_OPEN = ServiceRequest.settled_at.is_(None)


def to_pass_on(today: date) -> list[int]:
    """Ids of the open requests of dissolved grids, of handlers who serve no longer, and of units in which nobody is
    left who is no near relative of the applicant."""
    gone = [str(Unit(Level.GRID, grid_id)) for grid_id in _dissolved(today)]
    ids = list(db.session.scalars(select(ServiceRequest.id).where(_OPEN, ServiceRequest.unit.in_(gone))))
    held = select(ServiceRequest.handler_id, ServiceRequest.unit).where(_OPEN, ServiceRequest.handler_id.is_not(None))
    for handler_id, key in db.session.execute(held.distinct()).all():
        handler = db.session.get(User, handler_id)
        if key not in gone and handler is not None and not serves(handler, Unit.read(key), today):
            own = _OPEN, ServiceRequest.handler_id == handler_id, ServiceRequest.unit == key
            ids += db.session.scalars(select(ServiceRequest.id).where(*own))
    return ids + [one for one in unattended(today) if one not in ids]


def pass_on(request_id: int, acting: Acting) -> bool:
    """Give one request to who answers for it today, on the record; False when there is nothing to do after all.

    In a grid it is the worker who serves today, who goes on with it; where none does, and in an office, the unit signs
    for it anew. While papers are waited for it stays where it is until somebody can take it over.
    """
    request = locked(request_id)
    if request is None or request.settled_at is not None:
        return False
    unit = unit_of(request)
    if unit.level is Level.GRID and unit.id in _dissolved(acting.today, unit.id):
        return _move(request, _place_today(request, acting.today), acting)
    out = declarers(request)
    there = landing(unit, acting.today, out, community=request.community)
    if request.handler is None:
        return _upwards(request, there, acting) if there != unit else False
    if serves(request.handler, unit, acting.today):
        return False
    if unit.level is Level.GRID and request.grid is not None:
        return _move(request, Place(request.community, request.grid), acting)
    if request.status is Status.WAITING:
        return False
    if there != unit:
        return _upwards(request, there, acting)
    take(
        request,
        Step.SUCCESSION,
        acting,
        to=Status.FILED,
        told=f"原来的经办人不再负责，{unit.name}会另外安排人接着办。",
        internal=f"{shown_name(request.handler)} 不再负责，退回 {unit.name} 待签收。",
        facts={"from": request.handler.username},
        handler_id=None,
    )
    # It stays with the unit, and so does a limit it was handed over with.
    span = limits.sign_for_span(request.work_type, content_of(request.matter_version))
    limits.begin_limit(request, LimitKind.SIGN_FOR, span, acting.at, acting.timing)
    tell_unit(request, unit, Occasion.ASSIGNED, at=acting.at, due_at=request.due_at)
    return True


def _upwards(request: ServiceRequest, unit: Unit, acting: Acting) -> bool:
    """Nobody is left where it lies who may handle it: the next unit above signs for it. Nothing else changes."""
    take(
        request,
        Step.SUCCESSION,
        acting,
        to=Status.FILED,
        told=f"换人办理，由{unit.name}接着办，期限不变。",
        internal=f"{unit_of(request).name} 按回避规定没有人可以办，移交 {unit.name}。",
        to_unit=str(unit),
        facts={"from": request.handler.username if request.handler else request.unit, "to": str(unit)},
        handler_id=None,
    )
    limits.drop(request, acting.at, LimitKind.SIGN_FOR, LimitKind.HAND_OVER)
    span = limits.sign_for_span(request.work_type, content_of(request.matter_version))
    limits.begin_limit(request, LimitKind.SIGN_FOR, span, acting.at, acting.timing)
    tell_unit(request, unit, Occasion.ASSIGNED, at=acting.at, due_at=request.due_at)
    tell_resident(request, Occasion.HANDED_OVER, at=acting.at)
    return True


def serves(user: User, unit: Unit, today: date) -> bool:
    """Whether `user` still works for `unit`: account open, and an office or a post there; being away changes nothing.

    Somebody who signed for another grid's request as cover keeps it while they hold a post of their own.
    """
    return not user.disabled and any(
        Permission.REQUEST_HANDLE in GRANTS[held.role] and _reaches(held, user, unit, today)
        for held in user.appointments
    )


def _reaches(held: Appointment, user: User, unit: Unit, today: date) -> bool:
    if held.role is Role.GRID_WORKER:
        return unit.level is Level.GRID and user.person_id is not None and _holds_post(user.person_id, unit.id, today)
    if held.department_id is not None:
        return unit == Unit(Level.DEPARTMENT, held.department_id)
    if held.community_id is None and held.subdistrict_id is None:
        return True
    community_id, subdistrict_id = _offices(unit)
    return held.community_id == community_id if held.community_id else held.subdistrict_id == subdistrict_id


def _holds_post(person_id: int, grid_id: int, today: date) -> bool:
    held = set(db.session.scalars(posts_on(today).where(Post.person_id == person_id).with_only_columns(Post.grid_id)))
    if grid_id in held or not held:
        return bool(held)
    ever = select(Post.id).where(Post.person_id == person_id, Post.grid_id == grid_id, Post.starts_on <= today)
    return db.session.scalar(ever.limit(1)) is None


def _offices(unit: Unit) -> tuple[int | None, int | None]:
    """Ids of the community and the subdistrict a unit lies in."""
    if unit.level is Level.SUBDISTRICT:
        return None, unit.id
    grid = db.session.get(Grid, unit.id) if unit.level is Level.GRID else None
    community = (
        grid.community if grid else db.session.get(Community, unit.id) if unit.level is Level.COMMUNITY else None
    )
    return (community.id, community.subdistrict_id) if community else (None, None)


def _dissolved(today: date, grid_id: int | None = None) -> set[int]:
    """Grids with open requests that nobody holds a post in and no building belongs to any more."""
    query = select(ServiceRequest.unit).where(_OPEN, ServiceRequest.level == Level.GRID).distinct()
    if grid_id is not None:
        query = query.where(ServiceRequest.unit == str(Unit(Level.GRID, grid_id)))
    ids = {Unit.read(key).id for key in db.session.scalars(query)}
    alive = select(Grid.id).where(
        Grid.id.in_(ids),
        or_(
            Grid.id.in_(posts_on(today).with_only_columns(Post.grid_id)),
            Grid.id.in_(select(Assignment.grid_id).where(holds_on(today))),
        ),
    )
    return ids - set(db.session.scalars(alive))


def _place_today(request: ServiceRequest, today: date) -> Place:
    """Where its building belongs today; without a building, its community."""
    if request.building is None:
        return Place(request.community)
    return place_of_building(request.building, today, entrance=request.entrance)


def _move(request: ServiceRequest, place: Place, acting: Acting) -> bool:
    """To the worker who serves `place` today; where there is none, to the community, which signs for it anew."""
    way = route(place, acting.today)
    successor = _account(way.unit, acting.today) if request.handler is not None else None
    if successor is not None and successor.id in (out := declarers(request)):
        # Never back to who is a near relative: to who else serves there, or upwards.
        successor = next(iter(able(way.unit, acting.today, out)), None)
    unit = landing(way.unit, acting.today, declarers(request), community=place.community)
    if request.handler is not None and successor is None and unit.level is Level.GRID:
        community = Unit(Level.COMMUNITY, place.community.id)
        unit = landing(community, acting.today, declarers(request), community=place.community)
    if request.status is Status.WAITING and successor is None:
        return False
    moves = str(unit) != request.unit
    old = f"{unit_of(request).name}{f'（{shown_name(request.handler)}）' if request.handler else ''}"
    who = shown_name(successor) if successor else unit.name
    columns: dict[str, object] = {"community": place.community} | ({"grid": place.grid} if place.grid else {})
    take(
        request,
        Step.SUCCESSION,
        acting,
        to=request.status if successor else Status.FILED,
        told=f"负责这里的人换了，由{who}接着办。",
        internal=f"{old} 不再负责，移交 {who}。",
        to_unit=str(unit) if moves else "",
        facts={
            "from": request.handler.username if request.handler else request.unit,
            "to": successor.username if successor else str(unit),
            "old_grid": request.grid_id,
        },
        handler_id=successor.id if successor else None,
        **columns,
    )
    if successor is None:
        begin_there(request, acting)
    if moves:
        tell_unit(request, unit, Occasion.ASSIGNED, at=acting.at, due_at=request.due_at)
        tell_resident(request, Occasion.HANDED_OVER, at=acting.at)
    return True


def _account(unit: Unit, today: date) -> User | None:
    """The open account of the worker who serves a grid today."""
    if unit.level is not Level.GRID or (person := serving(unit.id, today).worker.person) is None:
        return None
    found = db.session.scalars(select(User).where(User.person_id == person.id, User.disabled.is_(False))).one_or_none()
    return found if found and Permission.REQUEST_HANDLE in found.permissions else None
