"""申报近亲属: who is a near relative of the applicant says so, and somebody else handles the request."""

from sqlalchemy import select

from portal.db import db
from portal.domain.accounts.models import Appointment, User
from portal.domain.accounts.roles import Role
from portal.domain.errors import DomainError
from portal.domain.matters.content import content_of
from portal.domain.messages.services import Occasion, tell_resident, tell_unit
from portal.domain.service_requests import limits
from portal.domain.service_requests.acting import Acting, shown_name
from portal.domain.service_requests.kinship import Kin, KinshipDeclaration, able, declared, declarers, landing
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.steps.taking import hold, take
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.units import Unit, unit_of
from portal.domain.service_requests.workflow import Status, Step
from portal.domain.visits.queries import booked_visit

_WITHOUT = "按回避规定，由别人办理，期限不变。"
_VISIT = "约好的上门由别人去，请和本人重新约。"


def declare(request: ServiceRequest, user: User, relation: Kin, acting: Acting) -> Entry:
    """申报近亲属: registered for good; from now on `user` has no part in the request and does not see it.

    What they had in hand goes to somebody else: in a grid to who else serves it, in an office to a colleague; where
    there is none to the next unit above. Every clock runs on. While papers are waited for it goes from hand to hand,
    so that the list of what is missing stands. In somebody else's hands it stays there.

    Raises DomainError the second time, and when nobody at all is left for what waits for papers.
    """
    hold(request)
    if declared(user, request):
        raise DomainError("您已经申报过了，这件事由别人来办。")
    unit, out = unit_of(request), declarers(request) | {user.id}
    theirs = request.handler_id == user.id or (request.handler_id is None and _may_sign(user, unit, acting))
    target = landing(unit, acting.today, out, community=request.community) if theirs else unit
    if not theirs:
        entry = take(request, Step.DECLARE_KINSHIP, acting, to=request.status, internal=_WITHOUT)
    elif request.status is Status.WAITING:
        entry = _to_a_colleague(request, unit, target, out, acting)
    else:
        entry = _to_be_signed_for(request, unit, target, acting)
    made = KinshipDeclaration(
        request_id=request.id,
        user_id=user.id,
        relation=relation,
        at=acting.at,
        who=acting.who,
        unit=str(unit),
        to_unit=request.unit,
    )
    db.session.add(made)
    visit = booked_visit(request)
    if visit is not None and user.id in (visit.lead_id, visit.companion_id):
        entry.internal += _VISIT
    db.session.flush()
    if theirs:
        tell_unit(request, target, Occasion.ASSIGNED, at=acting.at, due_at=request.due_at)
    if target != unit:
        tell_resident(request, Occasion.HANDED_OVER, at=acting.at)
    return entry


def _may_sign(user: User, unit: Unit, acting: Acting) -> bool:
    return user.id in {one.id for one in able(unit, acting.today, ())}


def _to_be_signed_for(request: ServiceRequest, unit: Unit, target: Unit, acting: Acting) -> Entry:
    """Somebody else there signs for it; the community's promise is not kept by this, and not put off."""
    signed = request.status is Status.IN_PROGRESS
    entry = take(
        request,
        Step.DECLARE_KINSHIP,
        acting,
        to=Status.FILED,
        told=f"换人办理，由{target.name}另外安排人接着办，期限不变。",
        internal=_WITHOUT,
        to_unit=str(target) if target != unit else "",
        handler_id=None,
    )
    if target != unit:
        limits.drop(request, acting.at, LimitKind.SIGN_FOR, LimitKind.HAND_OVER)
    if target != unit or signed:
        span = limits.sign_for_span(request.work_type, content_of(request.matter_version))
        limits.begin_limit(request, LimitKind.SIGN_FOR, span, acting.at, acting.timing)
    return entry


def _to_a_colleague(request: ServiceRequest, unit: Unit, target: Unit, out: set[int], acting: Acting) -> Entry:
    colleagues = able(target, acting.today, out) or _administrators(out)
    if not colleagues:
        raise DomainError("现在没有别人可以接手。请打电话给街道负责人，定下由谁来办，再来申报。")
    who = shown_name(colleagues[0])
    if target != unit:
        limits.drop(request, acting.at, LimitKind.SIGN_FOR, LimitKind.HAND_OVER)
    return take(
        request,
        Step.DECLARE_KINSHIP,
        acting,
        to=Status.WAITING,
        told=f"换人办理，由{who}接着办，期限不变。",
        internal=_WITHOUT,
        to_unit=str(target) if target != unit else "",
        facts={"to": colleagues[0].username},
        handler_id=colleagues[0].id,
    )


def _administrators(out: set[int]) -> list[User]:
    held = select(Appointment.user_id).where(Appointment.role == Role.ADMINISTRATOR)
    query = select(User).where(User.id.in_(held), User.id.not_in(out), User.disabled.is_(False))
    return list(db.session.scalars(query.order_by(User.id)))
