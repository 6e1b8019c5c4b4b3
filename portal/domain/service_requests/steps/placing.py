"""改地点: a request was about another place than it said."""

from portal.domain.errors import DomainError
from portal.domain.matters.models import Level
from portal.domain.messages.services import Occasion, tell_resident, tell_unit
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.kinship import declarers, landing
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.places import Place, place_of
from portal.domain.service_requests.routing import route
from portal.domain.service_requests.steps.moving import begin_there
from portal.domain.service_requests.steps.said import said
from portal.domain.service_requests.steps.taking import hold, take
from portal.domain.service_requests.units import Unit
from portal.domain.service_requests.workflow import Status, Step


def correct_place(request: ServiceRequest, place: Place, reason: str, acting: Acting) -> Entry:
    """Set the right place; what stood there stays in the trail.

    In another grid it goes to who serves there, at the level it has reached; the clock runs on.
    """
    hold(request)
    old, why = place_of(request).words, said(reason, "为什么改")
    meant, out = _unit_there(request, place, acting), declarers(request)
    unit = landing(meant, acting.today, out, community=place.community)
    moves = str(unit) != request.unit
    if not moves and place == place_of(request):
        raise DomainError("地点没有变。要改的话，请写上新的地点。")
    if moves and request.status is Status.WAITING:
        raise DomainError("正在等居民补材料，现在不能改到别的单位。材料补齐以后再改。")
    told = f"地点改为：{place.words}。" + (f"转给{unit.name}办理。" if moves else "")
    entry = take(
        request,
        Step.CORRECT_PLACE,
        acting,
        to=Status.FILED if moves else None,
        told=told,
        internal=why,
        to_unit=str(unit) if moves else "",
        facts={"old": old, "new": place.words},
        **place.columns(),
    )
    if moves:
        begin_there(request, acting)
        tell_unit(request, unit, Occasion.ASSIGNED, at=acting.at, due_at=request.due_at)
        tell_resident(request, Occasion.HANDED_OVER, at=acting.at)
    return entry


def _unit_there(request: ServiceRequest, place: Place, acting: Acting) -> Unit:
    if request.level is Level.GRID:
        same = place.grid is not None and place.grid.id == request.grid_id
        return Unit(Level.GRID, place.grid.id) if same and place.grid else route(place, acting.today).unit
    if request.level is Level.COMMUNITY:
        return Unit(Level.COMMUNITY, place.community.id)
    if request.level is Level.SUBDISTRICT:
        return Unit(Level.SUBDISTRICT, place.community.subdistrict_id)
    return Unit.read(request.unit)
