"""Finding visits, within what a person may see; what is still missing on the way there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.db import db
from portal.domain.accounts.models import Appointment, User
from portal.domain.accounts.roles import GRANTS, Permission
from portal.domain.contacts.serving import posts_on
from portal.domain.errors import NotFound
from portal.domain.grids.models import Community, Grid
from portal.domain.matters.content import content_of
from portal.domain.papers.models import PaperCheck, PaperState, RequestPaper
from portal.domain.service_requests.kinship import declarers
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.scopes import requests_where
from portal.domain.visits.models import Visit, VisitReading, VisitState
from portal.domain.workdays.working_hours import SHANGHAI

MOST_LISTED = 200
AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Round:
    """The visits ahead: those nobody wrote down although their time is over, today's, the week's, and what is later."""

    late: Sequence[Visit]
    today: Sequence[Visit]
    week: Sequence[Visit]
    later: Sequence[Visit]

    @property
    def empty(self) -> bool:
        return not (self.late or self.today or self.week or self.later)


def find_visit(user: User, visit_id: int, today: date) -> Visit:
    """The visit, when `user` may handle its request; else NotFound."""
    seen = requests_where(user, Permission.REQUEST_HANDLE, today)
    query = select(Visit).join(ServiceRequest).where(Visit.id == visit_id, seen).options(joinedload(Visit.request))
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("没有找到这次上门，或者它不归您这里办。")
    return found


def round_of(user: User, at: datetime, *, whole: bool) -> Round:
    """The booked visits `user` goes to; with `whole` all of those in their places. At most 200."""
    today = at.astimezone(SHANGHAI).date()
    where: list[ColumnElement[bool]] = [
        Visit.state == VisitState.BOOKED,
        ServiceRequest.settled_at.is_(None),
        requests_where(user, Permission.REQUEST_HANDLE, today),
    ]
    if not whole:
        where.append(or_(Visit.lead_id == user.id, Visit.companion_id == user.id))
    request = joinedload(Visit.request)
    query = (
        select(Visit)
        .join(ServiceRequest)
        .where(*where)
        .options(
            request.joinedload(ServiceRequest.matter_version),
            request.joinedload(ServiceRequest.building),
            request.joinedload(ServiceRequest.entrance),
            request.joinedload(ServiceRequest.grid),
            request.joinedload(ServiceRequest.community),
        )
        .order_by(Visit.starts_at, Visit.id)
        .limit(MOST_LISTED)
    )
    visits = db.session.scalars(query).all()
    late = [visit for visit in visits if visit.is_late(at)]
    ahead = [(visit.starts_at.astimezone(SHANGHAI).date(), visit) for visit in visits if not visit.is_late(at)]
    return Round(
        late,
        [visit for day, visit in ahead if day <= today],
        [visit for day, visit in ahead if today < day < today + AHEAD],
        [visit for day, visit in ahead if day >= today + AHEAD],
    )


def booked_visit(request: ServiceRequest) -> Visit | None:
    """The one that is agreed on."""
    query = select(Visit).where(Visit.request_id == request.id, Visit.state == VisitState.BOOKED)
    return db.session.scalars(query).one_or_none()


def visits_of(request: ServiceRequest) -> Sequence[Visit]:
    """All of a request, the last first."""
    query = select(Visit).where(Visit.request_id == request.id).options(selectinload(Visit.records))
    return db.session.scalars(query.order_by(Visit.id.desc())).all()


def readings_of(request: ServiceRequest) -> Sequence[VisitReading]:
    """Who had the answers of its visits shown in clear, the last first: for the person."""
    query = select(VisitReading).where(VisitReading.request_id == request.id)
    return db.session.scalars(query.order_by(VisitReading.id.desc())).all()


def missing_papers(request: ServiceRequest) -> list[str]:
    """The names of the papers to ask for at the door: those said to be there are not among them.

    Where the person was never asked, what the matter wants brought.
    """
    asked = db.session.scalars(
        select(RequestPaper).where(RequestPaper.request_id == request.id).order_by(RequestPaper.place)
    ).all()
    if not asked:
        return [paper.name for paper in content_of(request.matter_version).papers_to_bring]
    settled = {PaperState.HAVE, PaperState.NOT_APPLICABLE}
    bad = {PaperCheck.UNREADABLE, PaperCheck.WRONG}
    return [one.name for one in asked if not one.shared and (one.state not in settled or one.found in bad)]


def colleagues(request: ServiceRequest, today: date) -> Sequence[User]:
    """Staff who may come along: those who handle requests in the community, its grids, and its subdistrict; without
    near relatives of the applicant."""
    handling = [role for role, permissions in GRANTS.items() if Permission.REQUEST_HANDLE in permissions]
    posts = posts_on(today).subquery()
    grids = select(Grid.id).where(Grid.community_id == request.community_id)
    served = select(posts.c.person_id).where(posts.c.grid_id.in_(grids))
    subdistrict = select(Community.subdistrict_id).where(Community.id == request.community_id).scalar_subquery()
    held = select(Appointment.user_id).where(
        Appointment.role.in_(handling),
        or_(Appointment.community_id == request.community_id, Appointment.subdistrict_id == subdistrict),
    )
    query = select(User).where(User.disabled.is_(False), or_(User.id.in_(held), User.person_id.in_(served)))
    query = query.where(User.id.not_in(declarers(request)))
    return db.session.scalars(query.order_by(User.name, User.id)).all()
