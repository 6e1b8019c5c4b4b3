"""Everything about one request that its page on the desk shows, as far as the person who looks may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from portal.domain.contacts.cards import Card, card_of
from portal.domain.errors import NotFound
from portal.domain.grids.models import Community
from portal.domain.mandates.speaking import Speaking, speaking_for
from portal.domain.matters.models import MatterVersion
from portal.domain.papers.queries import ShownPaper, shown_papers
from portal.domain.publicity.objection_readers import tied_to_person
from portal.domain.service_requests.attachments import Attachment
from portal.domain.service_requests.inbox_rows import Row, rows_of
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.offers import fitting
from portal.domain.service_requests.photos import all_of
from portal.domain.service_requests.scopes import actors_of, requests_where
from portal.domain.service_requests.times import UNTOLD, Extension, Limit, Supplement
from portal.domain.service_requests.voices import Appeal, Follower, Rating, Urge
from portal.domain.service_requests.workflow import Actor, Step, allowed

LOOKED_BACK = timedelta(days=30)
MOST_ALIKE = 5
# Whoever works on a request needs to know whose it is; others see it masked.
_NEED_THE_PERSON = frozenset({Actor.HOLDER, Actor.HELPER, Actor.ABOVE})


@dataclass(frozen=True)
class Dossier:
    """The request and what hangs on it.

    sees_person  name, phone and room are shown in clear
    names_person they are shown at all: those of a confidential reporter only to who handles it
    steps        what the person may do now
    alike        open requests of the same matter at the same place
    speaking     who speaks or spoke for the person concerned
    tied         they speak or spoke for the person themselves: like the person they hear of no objection
    """

    request: ServiceRequest
    actors: frozenset[Actor]
    steps: frozenset[Step]
    sees_person: bool
    names_person: bool
    entries: Sequence[Entry]
    limits: Sequence[Limit]
    photos: Sequence[Attachment]
    followers: int
    alike: Sequence[Row]
    card: Card | None
    supplement: Supplement | None
    extension: Extension | None
    urges: Sequence[Urge]
    rating: Rating | None
    appeal: Appeal | None
    papers: Sequence[ShownPaper]
    lists: Sequence[Supplement]
    speaking: Speaking | None = None
    tied: bool = False


def find_whole(user: User, request_id: int, permission: Permission, today: date) -> ServiceRequest:
    """The request with its place and matter in one query, when `user` may see it with `permission`; else NotFound."""
    query = (
        select(ServiceRequest)
        .where(ServiceRequest.id == request_id, requests_where(user, permission, today))
        .options(
            joinedload(ServiceRequest.matter_version),
            joinedload(ServiceRequest.community).joinedload(Community.subdistrict),
            joinedload(ServiceRequest.grid),
            joinedload(ServiceRequest.building),
            joinedload(ServiceRequest.entrance),
            joinedload(ServiceRequest.handler),
        )
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("没有找到这件诉求，或者它不归您这里办。")
    return found


def person_is_open_to(user: User, request: ServiceRequest, actors: frozenset[Actor]) -> tuple[bool, bool]:
    """Whether `user` reads name and phone in clear, and whether they are shown at all.

    A reporter who is to stay unknown is known to the one handler only (噪声污染防治法 31 条).
    """
    if request.confidential:
        own = request.handler_id == user.id and bool(actors & _NEED_THE_PERSON)
        return own, own
    return bool(actors & _NEED_THE_PERSON), True


def dossier(user: User, request: ServiceRequest, at: datetime, today: date) -> Dossier:
    """What the page shows to `user` at that moment."""
    actors = frozenset(actors_of(user, request, today))
    sees, names = person_is_open_to(user, request, actors)
    steps = {step for actor in actors for step in allowed(request.status, request.work_type, request.level, actor)}
    tied = tied_to_person(user, request)
    known = _of(Limit, request)
    untold = {one.id for one in known if tied and one.kind in UNTOLD}
    entries = [one for one in _of(Entry, request) if not (tied and _of_an_objection(one, untold))]
    # The trail says what there is to ask for: most requests were never urged, extended or graded.
    taken = {entry.step for entry in entries}
    rating = _last(Rating, request) if Step.RATE in taken else None
    appealed = rating is not None and Step.APPEAL in taken
    return Dossier(
        request=request,
        actors=actors,
        steps=frozenset(fitting(user, request, steps)),
        sees_person=sees,
        names_person=names,
        entries=entries,
        limits=[one for one in known if one.id not in untold],
        photos=all_of(request),
        followers=_followers(request),
        alike=_alike(user, request, at, today),
        card=card_of(request.grid, today) if request.grid is not None else None,
        supplement=_last(Supplement, request) if Step.ASK_SUPPLEMENT in taken else None,
        extension=_last(Extension, request) if Step.ASK_EXTENSION in taken else None,
        urges=_of(Urge, request) if Step.URGE in taken else [],
        rating=rating,
        appeal=db.session.scalar(select(Appeal).where(Appeal.rating_id == rating.id)) if rating and appealed else None,
        papers=shown_papers(request, today),
        lists=_of(Supplement, request) if Step.ASK_SUPPLEMENT in taken else [],
        speaking=speaking_for(request, today),
        tied=tied,
    )


def _of_an_objection(entry: Entry, untold: set[int]) -> bool:
    """That it came, or is re-checked late; that it was re-checked, until the person hears what follows for them."""
    if entry.step is Step.LAPSE:
        return bool(untold & set(entry.facts.get("limits", ())))
    return entry.step is Step.OBJECT or (entry.step is Step.RECHECK and not entry.told)


def _of(kind, request: ServiceRequest):  # type: ignore[no-untyped-def]
    return db.session.scalars(select(kind).where(kind.request_id == request.id).order_by(kind.id)).all()


def _last(kind, request: ServiceRequest):  # type: ignore[no-untyped-def]
    query = select(kind).where(kind.request_id == request.id).order_by(kind.id.desc()).limit(1)
    return db.session.scalars(query).one_or_none()


def _followers(request: ServiceRequest) -> int:
    return db.session.scalar(select(func.count(Follower.id)).where(Follower.request_id == request.id)) or 0


def _alike(user: User, request: ServiceRequest, at: datetime, today: date) -> Sequence[Row]:
    """Of the same matter, in the same building or, outside of buildings, in the same grid; open, of the last days."""
    versions = select(MatterVersion.id).where(MatterVersion.matter_id == request.matter_version.matter_id)
    query = select(ServiceRequest.id).where(
        ServiceRequest.id != request.id,
        ServiceRequest.settled_at.is_(None),
        ServiceRequest.filed_at > at - LOOKED_BACK,
        ServiceRequest.matter_version_id.in_(versions),
        requests_where(user, Permission.REQUEST_VIEW, today),
    )
    if request.building_id is not None:
        query = query.where(ServiceRequest.building_id == request.building_id)
    elif request.grid_id is not None:
        query = query.where(ServiceRequest.grid_id == request.grid_id, ServiceRequest.building_id.is_(None))
    else:
        return []
    ids = db.session.scalars(query.order_by(ServiceRequest.id.desc()).limit(MOST_ALIKE)).all()
    return rows_of(ids) if ids else []
