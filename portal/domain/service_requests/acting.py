"""Who takes a step, and what due dates are computed with: what every verb of the workflow wants to know."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from portal.db import db
from portal.domain.accounts.models import Appointment, User
from portal.domain.accounts.roles import Role
from portal.domain.departments.models import Department
from portal.domain.grids.models import Community, Subdistrict
from portal.domain.mandates.models import Mandate
from portal.domain.masking import masked_name
from portal.domain.service_requests.workflow import Actor
from portal.domain.workdays.calendar import Calendar
from portal.domain.workdays.working_hours import SHANGHAI, WorkingHours

RESIDENT, AGENT, SYSTEM = "resident", "agent", "system"


@dataclass(frozen=True)
class Timing:
    """The official calendar and the working hours."""

    calendar: Calendar
    hours: WorkingHours


@dataclass(frozen=True)
class Acting:
    """One act.

    by   user name of staff, or "resident", "agent", "system"
    who  as shown: 网格员 潘一, 莲叶路社区 莲干事, 居民, 代办人 张*, 系统
    at   aware
    mandate  under which an agent acts; every step taken under it asks whether it still holds (`mandates.rules`)
    """

    actor: Actor
    by: str
    who: str
    at: datetime
    timing: Timing
    mandate: Mandate | None = None

    @property
    def today(self) -> date:
        """The day of the act in the town."""
        return self.at.astimezone(SHANGHAI).date()

    @property
    def of_staff(self) -> bool:
        return self.actor in (Actor.HOLDER, Actor.HELPER, Actor.ABOVE, Actor.SUPERVISOR)

    def as_system(self) -> "Acting":
        """What follows from this act by rule, without anybody deciding."""
        return replace(self, actor=Actor.SYSTEM, by=SYSTEM, who="系统")


def by_resident(at: datetime, timing: Timing) -> Acting:
    """Whoever has number and code."""
    return Acting(Actor.RESIDENT, RESIDENT, "居民", at, timing)


def by_agent(mandate: Mandate, at: datetime, timing: Timing) -> Acting:
    """Whoever speaks for the person, by number and a code of their own."""
    return Acting(Actor.AGENT, AGENT, f"代办人 {masked_name(mandate.agent_name or '')}".strip(), at, timing, mandate)


def by_neighbour(at: datetime, timing: Timing) -> Acting:
    return Acting(Actor.NEIGHBOUR, RESIDENT, "邻居", at, timing)


def by_system(at: datetime, timing: Timing) -> Acting:
    return Acting(Actor.SYSTEM, SYSTEM, "系统", at, timing)


def by_staff(user: User, actor: Actor, at: datetime, timing: Timing) -> Acting:
    return Acting(actor, user.username, shown_name(user, actor), at, timing)


def shown_name(user: User, actor: Actor = Actor.HOLDER) -> str:
    """How the trail names a member of staff: where they work, and their name."""
    offices = [_office(held, actor) for held in user.appointments]
    named = [office for office in offices if office]
    return f"{named[0]} {user.name}" if named else user.name


def _office(held: Appointment, actor: Actor) -> str:
    if held.role is Role.GRID_WORKER:
        return "网格员" if actor in (Actor.HOLDER, Actor.HELPER) else ""
    if held.role is Role.ADMINISTRATOR:
        return "系统管理员"
    if held.role is Role.SUPERVISOR:
        return "督查" if actor is Actor.SUPERVISOR else ""
    place: tuple[type[Department | Community | Subdistrict], int | None]
    for place in (
        (Department, held.department_id),
        (Community, held.community_id),
        (Subdistrict, held.subdistrict_id),
    ):
        if place[1] is not None:
            found = db.session.get(*place)
            return found.name if found else ""
    return ""
