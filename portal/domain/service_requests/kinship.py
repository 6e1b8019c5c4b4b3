"""Near relatives among those who handle a request: who declared it, and who is left to handle it.

近亲属 are spouse, parents, children, brothers and sisters, grandparents and grandchildren on either side (民法典 1045
条). Who handles social assistance, or sits on the residents' committee, declares such a relation and it is registered
(最低生活保障审核确认办法; 社会救助暂行办法); from then on they have no part in the request.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.elements import ColumnElement

from portal.db import Base, UtcDateTime, choice, db
from portal.domain.accounts.models import Appointment, User
from portal.domain.accounts.roles import GRANTS, Permission, Role
from portal.domain.contacts.serving import serving
from portal.domain.errors import DomainError
from portal.domain.grids.models import Community
from portal.domain.mandates.models import Mandate, Representation
from portal.domain.matters.content import content_of
from portal.domain.matters.models import Level, WorkType
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.units import Unit
from portal.domain.service_requests.workflow import Step

DECIDING_STEPS = frozenset({Step.ACCEPT, Step.REVIEW, Step.RESOLVE})


class Kin(StrEnum):
    """配偶、父母、子女、兄弟姐妹、祖父母和外祖父母、孙子女和外孙子女."""

    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"


class KinshipDeclaration(Base):
    """A member of staff declared to be a near relative of the applicant. It is never changed and never withdrawn.

    relation   what the applicant is to them
    who, unit  how the trail shows the declarer, and the unit that had the request then
    to_unit    the unit that has it since
    """

    __tablename__ = "kinship_declarations"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    relation: Mapped[Kin] = mapped_column(choice(Kin))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    who: Mapped[str] = mapped_column(String(80))
    unit: Mapped[str] = mapped_column(String(24))
    to_unit: Mapped[str] = mapped_column(String(24))
    request: Mapped[ServiceRequest] = relationship()
    user: Mapped[User] = relationship()

    __table_args__ = (
        UniqueConstraint("request_id", "user_id"),
        Index("ix_kinship_declarations_user", "user_id", "request_id"),
        Index("ix_kinship_declarations_at", "at"),
    )


def declared(user: User, request: ServiceRequest) -> bool:
    """Whether `user` declared to be a near relative of who this request is about."""
    query = select(KinshipDeclaration.id).where(
        KinshipDeclaration.user_id == user.id, KinshipDeclaration.request_id == request.id
    )
    return request.id is not None and db.session.scalar(query.limit(1)) is not None


def declarers(request: ServiceRequest) -> set[int]:
    """Ids of the accounts that have no part in it."""
    query = select(KinshipDeclaration.user_id).where(KinshipDeclaration.request_id == request.id)
    return set(db.session.scalars(query))


def closed_to(user: User) -> tuple[int, ...]:
    """Ids of the requests `user` has no part in; for nearly everybody there are none."""
    query = select(KinshipDeclaration.request_id).where(KinshipDeclaration.user_id == user.id)
    return tuple(sorted(db.session.scalars(query)))


def open_to(user: User) -> list[ColumnElement[bool]]:
    """What narrows a query of requests to those that are not closed to `user`; empty where nothing does."""
    ids = closed_to(user)
    return [ServiceRequest.id.not_in(ids)] if ids else []


def able(unit: Unit, today: date, out: Collection[int]) -> list[User]:
    """The accounts of a unit that may handle a request today: in a grid who serves it, elsewhere who holds an office
    there; without `out`, those who have no part in it."""
    found = _serving(unit, today) if unit.level is Level.GRID else _in_office(unit)
    return [user for user in found if user.id not in out and not user.disabled]


def landing(unit: Unit, today: date, out: Collection[int], *, community: Community) -> Unit:
    """Where a request of `community` goes that is meant for `unit`: there, or to the next unit above in which somebody
    may handle it. Where nobody declared anything it is `unit`, whoever works there. At the subdistrict the way ends.
    """
    while out and unit.level is not Level.SUBDISTRICT and not able(unit, today, out):
        up = Level.COMMUNITY if unit.level is Level.GRID else Level.SUBDISTRICT
        unit = Unit(up, community.id if up is Level.COMMUNITY else community.subdistrict_id)
    return unit


def require_part(request: ServiceRequest, step: Step, acting: Acting, *, unrelated: bool = False) -> None:
    """Raise DomainError when who acts has no part in the request, or may not decide on what they filed themselves.

    A near relative has none at all. Who speaks for the person (代办人) may do everything but accept, review and decide.
    Where the matter asks who is related (低保), whoever does one of the three says that they are not (`unrelated`),
    unless they said it before.
    """
    if not acting.of_staff or request.id is None or step is Step.DECLARE_KINSHIP:
        return
    with db.session.no_autoflush:
        user = db.session.scalars(select(User).where(User.username == acting.by)).one_or_none()
        if user is None:
            return
        if declared(user, request):
            raise DomainError("您申报过和申请人是近亲属，这件事由别人来办。")
        if step in DECIDING_STEPS and speaks_for(user, request):
            raise DomainError("您是这件事的代办人，受理、审核和决定要由别人来做。请交给同事。")
        if step in DECIDING_STEPS and not unrelated and has_to_say(acting.by, request):
            raise DomainError(
                "办这件事的人不能是申请人的近亲属。请勾选“我和申请人不是近亲属”；是近亲属的，请在“别的步骤”里申报。"
            )


def has_to_say(username: str, request: ServiceRequest) -> bool:
    """Whether the matter asks everybody who decides if they are near relatives, and this one did not say it yet."""
    if not content_of(request.matter_version).kinship_check:
        return False
    said = select(Entry.facts).where(Entry.request_id == request.id, Entry.by == username)
    return not any(facts.get("unrelated") for facts in db.session.scalars(said))


def speaks_for(user: User, request: ServiceRequest) -> bool:
    """Whether `user` is or was the agent of the person, in an approval."""
    query = (
        select(Representation.id)
        .join(Mandate)
        .where(Representation.request_id == request.id, Mandate.agent_user_id == user.id)
    )
    return request.work_type is WorkType.APPROVAL and db.session.scalar(query.limit(1)) is not None


def require_somebody(request: ServiceRequest, unit: Unit, today: date) -> None:
    """Raise DomainError when everybody in `unit` who could handle the request declared to be a near relative."""
    out = declarers(request)
    if out and unit.level is not Level.SUBDISTRICT and not able(unit, today, out):
        raise DomainError(f"{unit.name}现在没有能办这件事的人（有人申报了近亲属）。请交给别的单位。")


def unattended(today: date) -> list[int]:
    """Ids of open requests in nobody's hands whose unit has nobody left to sign for them: a cover whose days are over,
    say, gave the grid back to the one who declared."""
    query = (
        select(ServiceRequest)
        .where(ServiceRequest.settled_at.is_(None), ServiceRequest.handler_id.is_(None))
        .where(ServiceRequest.id.in_(select(KinshipDeclaration.request_id)))
    )
    waiting = [(one, Unit.read(one.unit)) for one in db.session.scalars(query).all()]
    return [one.id for one, unit in waiting if landing(unit, today, declarers(one), community=one.community) != unit]


def _serving(unit: Unit, today: date) -> list[User]:
    """Worker and lead of the grid, whoever stands in for them included; the worker first."""
    served = serving(unit.id, today)
    persons = [one.person.id for one in (served.worker, served.lead) if one.person is not None]
    found = {user.person_id: user for user in db.session.scalars(select(User).where(User.person_id.in_(persons)))}
    return [found[one] for one in dict.fromkeys(persons) if one in found and _handles(found[one].appointments)]


def _in_office(unit: Unit) -> list[User]:
    held = {
        Level.COMMUNITY: Appointment.community_id,
        Level.SUBDISTRICT: Appointment.subdistrict_id,
        Level.DEPARTMENT: Appointment.department_id,
    }[unit.level]
    roles = [role for role in Role if Permission.REQUEST_HANDLE in GRANTS[role]]
    ids = select(Appointment.user_id).where(held == unit.id, Appointment.role.in_(roles))
    return list(db.session.scalars(select(User).where(User.id.in_(ids)).order_by(User.id)))


def _handles(appointments: Iterable[Appointment]) -> bool:
    return any(Permission.REQUEST_HANDLE in GRANTS[held.role] for held in appointments)
