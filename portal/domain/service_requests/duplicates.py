"""What neighbours have reported already: open requests of the same public matter at the same place."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.matters.models import Matter, MatterVersion
from portal.domain.service_requests.draft_places import DraftPlace
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.units import unit_of
from portal.domain.service_requests.voices import Follower

LOOKED_BACK = timedelta(days=30)
MOST_SHOWN = 5
_MOST_COMPARED = 100


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A request that may be about the same thing, and nothing about who filed it.

    people   who filed it and who follow it
    place    to the building, or the words for a place outside
    """

    request_id: int
    matter: str
    place: str
    filed_at: datetime
    unit: str
    people: int


def likely_duplicates(matter: Matter, place: DraftPlace, *, at: datetime) -> list[Duplicate]:
    """Open requests of the last 30 days about `matter`, in any version, at `place`: those of most people first.

    In a building all count; outside, those in the same grid or community whose words for the place are alike.
    """
    found = _open_requests(matter, place, at)
    if place.building is None:
        found = [one for one in found if _alike(one.place_text, place.text)]
    people = _followers(found)
    listed = [
        Duplicate(
            one.id, one.matter_version.name, _place(one), one.filed_at, unit_of(one).name, 1 + people.get(one.id, 0)
        )
        for one in found
    ]
    return sorted(listed, key=lambda one: (-one.people, -one.request_id))[:MOST_SHOWN]


def find_duplicate(matter: Matter, place: DraftPlace, key: str, *, at: datetime) -> ServiceRequest:
    """The one of `likely_duplicates` whose id a form sent, to be followed; NotFound for any other request."""
    offered = {str(one.request_id): one.request_id for one in likely_duplicates(matter, place, at=at)}
    found = db.session.get(ServiceRequest, offered[key]) if key in offered else None
    if found is None:
        raise NotFound("这件事已经办结，或者不在这里。请返回上一页再看一次。")
    return found


def _open_requests(matter: Matter, place: DraftPlace, at: datetime) -> Sequence[ServiceRequest]:
    query = (
        select(ServiceRequest)
        .join(MatterVersion, MatterVersion.id == ServiceRequest.matter_version_id)
        .where(
            MatterVersion.matter_id == matter.id,
            _at(place),
            ServiceRequest.settled_at.is_(None),
            MatterVersion.content["public_matter"].as_boolean(),
            ServiceRequest.confidential.is_(False),
            ServiceRequest.filed_at > at - LOOKED_BACK,
        )
        .order_by(ServiceRequest.filed_at.desc())
        .limit(_MOST_COMPARED)
        .options(joinedload(ServiceRequest.matter_version), joinedload(ServiceRequest.building))
    )
    return db.session.scalars(query).all()


def _at(place: DraftPlace) -> ColumnElement[bool]:
    if place.building is not None:
        return ServiceRequest.building_id == place.building.id
    outside = ServiceRequest.building_id.is_(None)
    if place.grid is not None:
        return outside & (ServiceRequest.grid_id == place.grid.id)
    return outside & (ServiceRequest.community_id == place.community.id)


def _followers(requests: Sequence[ServiceRequest]) -> dict[int, int]:
    ids = [one.id for one in requests]
    if not ids:
        return {}
    counted = select(Follower.request_id, func.count()).where(Follower.request_id.in_(ids))
    return {row[0]: row[1] for row in db.session.execute(counted.group_by(Follower.request_id))}


def _place(request: ServiceRequest) -> str:
    return request.building.title if request.building else request.place_text


def _alike(one: str, other: str) -> bool:
    """南门 花坛 and 南门花坛边 are alike; two words that share nothing but the road are not."""
    first, second = _plain(one), _plain(other)
    return bool(first and second) and (first in second or second in first)


def _plain(words: str) -> str:
    folded = unicodedata.normalize("NFKC", words).lower()
    return "".join(sign for sign in folded if sign.isalnum())
