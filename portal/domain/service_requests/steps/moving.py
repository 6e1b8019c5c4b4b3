"""From unit to unit: 交办, 上报, 退回. Each begins a limit for signing there; none touches what was promised."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import false, or_, select

from portal.db import db
from portal.domain.departments.models import Department
from portal.domain.errors import DomainError
from portal.domain.matters.content import content_of
from portal.domain.matters.models import Level, WorkType
from portal.domain.messages.services import Occasion, tell_resident, tell_unit
from portal.domain.service_requests import holdings, limits
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.offers import MOST_RETURNS
from portal.domain.service_requests.steps.said import said
from portal.domain.service_requests.steps.taking import hold, take
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.units import Unit, place_unit, unit_of
from portal.domain.service_requests.words import LEVEL, by_when
from portal.domain.service_requests.workflow import Step
from portal.domain.workdays.periods import Span, due

DECIDING = (Level.SUBDISTRICT, Level.DEPARTMENT)
_UPWARDS = (Level.GRID, Level.COMMUNITY, Level.SUBDISTRICT)


def receivers(request: ServiceRequest, today: date | None = None) -> list[Unit]:
    """Whom the unit that has it may hand it to: those below in its place, the departments, from a department also back.

    Departments that are closed, or close on or before `today`, receive nothing.
    """
    units = [Unit(Level.SUBDISTRICT, request.community.subdistrict_id)] if request.level is Level.DEPARTMENT else []
    if request.level in DECIDING:
        units.append(Unit(Level.COMMUNITY, request.community_id))
    if request.level is Level.COMMUNITY and request.grid_id is not None:
        units.append(Unit(Level.GRID, request.grid_id))
    if request.level is not Level.GRID:
        units += _departments(request, today)
    return [unit for unit in units if str(unit) != request.unit]


def hand_over(
    request: ServiceRequest,
    unit: Unit,
    reason: str,
    acting: Acting,
    *,
    helpers: Sequence[Unit] = (),
    limit: Span | None = None,
) -> Entry:
    """交办: `unit` leads from now on, `helpers` help it; `limit` is by when it has to be done there.

    Who leads answers for the whole; helpers reply to it (首接负责). Raises DomainError for a unit it cannot be handed
    to and for a limit beyond what the resident was promised.
    """
    hold(request)
    why, possible = said(reason, "为什么交办、要办什么"), receivers(request, acting.today)
    if unit not in possible or not set(helpers) <= {*possible, unit_of(request)} - {unit}:
        raise DomainError("不能交给这个单位。请从列表里选主办和协办，主办不能同时是协办。")
    _check_limit(request, limit, acting)
    facts = {"helpers": [str(helper) for helper in helpers], "limit": str(limit) if limit else ""}
    told = f"转给{unit.name}办理" + (f"，{'、'.join(one.name for one in helpers)}协助。" if helpers else "。")
    entry = take(request, Step.HAND_OVER, acting, told=told, internal=why, to_unit=str(unit), facts=facts)
    holdings.add_helpers(request, helpers, acting.at, reason=why)
    begin_there(request, acting, limit)
    for one in (unit, *helpers):
        tell_unit(request, one, Occasion.ASSIGNED, at=acting.at, due_at=request.due_at)
    tell_resident(request, Occasion.HANDED_OVER, at=acting.at)
    return entry


def escalate(request: ServiceRequest, reason: str, acting: Acting, *, unit: Unit | None = None) -> Entry:
    """上报: to the level above, or to `unit` further up in the same place."""
    hold(request)
    why, possible = said(reason, "为什么上报"), above(request)
    if not possible or request.level is Level.DEPARTMENT:
        raise DomainError(f"{LEVEL[request.level]}不用上报。请交办，或直接办。")
    target = unit or possible[0]
    if target not in possible:
        raise DomainError("只能报给本社区或本街道。请重新选择。")
    told = f"报给{target.name}办理。"
    entry = take(request, Step.ESCALATE, acting, told=told, internal=why, to_unit=str(target))
    begin_there(request, acting)
    tell_unit(request, target, Occasion.ASSIGNED, at=acting.at, due_at=request.due_at)
    tell_resident(request, Occasion.HANDED_OVER, at=acting.at)
    return entry


def above(request: ServiceRequest) -> list[Unit]:
    """The units above the one that has it, the nearest first."""
    if request.level is Level.DEPARTMENT:
        return [place_unit(request, Level.SUBDISTRICT)]
    return [place_unit(request, level) for level in _UPWARDS[_UPWARDS.index(request.level) + 1 :]]


def send_back(request: ServiceRequest, reason: str, acting: Acting) -> Entry:
    """退回 to the unit it came from; counted, and the clock runs on.

    The second time it goes to the level above both, which decides; it is not returned a third time.
    """
    hold(request)
    why, target = said(reason, "为什么退回"), _returned_to(request)
    told, count = f"退给{target.name}重新安排。", request.returns + 1
    facts = {"returns": count}
    entry = take(request, Step.RETURN, acting, told=told, internal=why, to_unit=str(target), facts=facts, returns=count)
    begin_there(request, acting)
    tell_unit(request, target, Occasion.ASSIGNED, at=acting.at, due_at=request.due_at)
    return entry


def begin_there(request: ServiceRequest, acting: Acting, limit: Span | None = None) -> None:
    """The unit that has it now has to sign for it, and perhaps to be done by a limit of its own.

    An approval that reaches those who decide has been answered by the community; whether it is accepted is theirs.
    """
    limits.drop(request, acting.at, LimitKind.SIGN_FOR, LimitKind.HAND_OVER)
    content = content_of(request.matter_version)
    spans = [(LimitKind.SIGN_FOR, limits.sign_for_span(request.work_type, content))]
    if limit is not None:
        spans.append((LimitKind.HAND_OVER, limit))
    arrives = request.work_type is WorkType.APPROVAL and request.level in DECIDING and request.accepted_at is None
    if arrives and limits.meet(request, acting.at, LimitKind.FINISH):
        spans.append((LimitKind.ACCEPT, limits.ACCEPT))
    limits.begin_limits(request, spans, acting.at, acting.timing)


def _returned_to(request: ServiceRequest) -> Unit:
    came_from = holdings.unit_before(request)
    if request.returns >= MOST_RETURNS:
        raise DomainError("这件已经退回过两次，由上一级定了谁办，不能再退。确实办不了的，请写明情况上报。")
    if came_from is None:
        raise DomainError("这件是居民直接提交到这里的，或改了地点才到这里，没有上一家可退。办不了的，请上报或交办。")
    if request.returns + 1 < MOST_RETURNS:
        return came_from
    if request.level is Level.SUBDISTRICT:
        raise DomainError("已经退回过一次，您这里是最高一级，请直接定由谁来办。")
    higher = {request.level, came_from.level} - {Level.GRID}
    return place_unit(request, Level.SUBDISTRICT if higher else Level.COMMUNITY)


def _departments(request: ServiceRequest, today: date | None) -> list[Unit]:
    """Those of the request's subdistrict, and those of the whole town."""
    place = or_(Department.subdistrict_id.is_(None), Department.subdistrict_id == request.community.subdistrict_id)
    still = or_(Department.closed_on.is_(None), Department.closed_on > today if today else false())
    ids = db.session.scalars(select(Department.id).where(place, still).order_by(Department.name))
    return [Unit(Level.DEPARTMENT, one) for one in ids]


def _check_limit(request: ServiceRequest, limit: Span | None, acting: Acting) -> None:
    promised = limits.promised(request)
    if limit is None or promised is None or promised.met_at is not None or promised.due_at <= acting.at:
        return
    ends = due(limit, acting.at, calendar=acting.timing.calendar, hours=acting.timing.hours).due_at
    if ends > promised.due_at:
        raise DomainError(f"答应居民{by_when(promised.due_at)}办完，交办的期限不能比这更晚。")
