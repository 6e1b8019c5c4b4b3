"""The way of a matter through the offices: which of its steps is at hand, since when, who brought it there.

The steps are those of the catalogue (`content.steps`); here they are called stations. A station with a limit in the
catalogue is watched from the moment it begins, like every other limit.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, UtcDateTime, db
from portal.domain.errors import DomainError
from portal.domain.matters.content import Content, content_of
from portal.domain.matters.models import Level
from portal.domain.matters.parts import Begins
from portal.domain.matters.parts import Step as Station
from portal.domain.service_requests import limits
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.times import Limit, LimitKind
from portal.domain.service_requests.units import place_unit, unit_of
from portal.domain.service_requests.workflow import Step
from portal.domain.workdays.spans import Span

RANK = {Level.GRID: 0, Level.COMMUNITY: 1, Level.SUBDISTRICT: 2, Level.DEPARTMENT: 3}
PUBLIC = "公示"
_OPEN = text("ended_at IS NULL")
_OFFICE_WORDS = ("部门", "局", "会", "站", "所", "院", "中心", "街道", "社区")


class Passage(Base):
    """A station was begun; the one without an end is at hand.

    place     its number among the steps of the version of the matter, from 0
    begun_by, ended_by  as the trail shows who said so; unit: the unit that had the request then
    undone    left for an earlier station, or for another matter: it was begun and not done
    limit     where the catalogue limits the station
    """

    __tablename__ = "service_request_passages"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"), index=True)
    matter_version_id: Mapped[int] = mapped_column(ForeignKey("matter_versions.id"))
    place: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(24))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begun_by: Mapped[str] = mapped_column(String(80))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str] = mapped_column(String(80), default="", server_default="")
    undone: Mapped[bool] = mapped_column(default=False, server_default=false())
    limit_id: Mapped[int | None] = mapped_column(ForeignKey("service_request_limits.id"), index=True)
    request: Mapped[ServiceRequest] = relationship()
    limit: Mapped[Limit | None] = relationship()

    __table_args__ = (
        CheckConstraint("place >= 0", name="place_counted"),
        CheckConstraint("(ended_at IS NULL) = (ended_by = '')", name="ended_by_somebody"),
        CheckConstraint("ended_at IS NOT NULL OR NOT undone", name="undone_is_ended"),
        Index(
            "uq_service_request_passages_open",
            "request_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )


def passages(request: ServiceRequest) -> list[Passage]:
    """Every station that was begun, in order."""
    query = select(Passage).where(Passage.request_id == request.id).order_by(Passage.id)
    return list(db.session.scalars(query))


def at_hand(request: ServiceRequest) -> Passage | None:
    """The station that goes on now, where somebody said so."""
    query = select(Passage).where(Passage.request_id == request.id, Passage.ended_at.is_(None))
    return db.session.scalars(query).one_or_none()


def begin(request: ServiceRequest, place: int, acting: Acting) -> Passage:
    """The station `place` begins, and with it its limit; the one before is done, or, when the way leads back, is not.

    Called by whoever holds the request for this transaction (`taking.hold`). Twice for the same station is once.
    Raises DomainError when the matter has no such station.
    """
    stations, before = content_of(request.matter_version).steps, at_hand(request)
    if not 0 <= place < len(stations):
        raise DomainError("这个事项没有这一步。请看最新情况再选。")
    if before is not None and before.place == place:
        return before
    end(request, acting, undone=before is not None and place < before.place)
    span = stations[place].limit
    begun = Passage(
        request_id=request.id,
        matter_version_id=request.matter_version_id,
        place=place,
        name=stations[place].name,
        unit=request.unit,
        begun_at=acting.at,
        begun_by=acting.who,
        limit=limits.begin_limit(request, LimitKind.STATION, span, acting.at, acting.timing) if span else None,
    )
    db.session.add(begun)
    db.session.flush()
    return begun


def end(request: ServiceRequest, acting: Acting, *, undone: bool = False) -> None:
    """The station at hand is over: done and its limit kept, or left undone and its limit no longer owed."""
    before = at_hand(request)
    if before is None:
        return
    before.ended_at, before.ended_by, before.undone = acting.at, acting.who, undone
    db.session.flush()
    (limits.drop if undone else limits.meet)(request, acting.at, LimitKind.STATION)


def beginning_with(content: Content, begins: Begins) -> int | None:
    """The station that begins with the acceptance, or with the end of a public period; None where none is marked.

    Versions older than the mark say nothing about acceptance; after a public period comes the next station.
    """
    for place, station in enumerate(content.steps):
        if station.begins is begins:
            return place
    public = public_station(content) if begins is Begins.PUBLICITY_END else None
    if public is None:
        return None
    return next((n for n in range(public + 1, len(content.steps)) if not content.steps[n].optional), None)


def public_station(content: Content) -> int | None:
    """The station at which names are made public."""
    return next((place for place, station in enumerate(content.steps) if PUBLIC in station.name), None)


def standing_at(request: ServiceRequest, content: Content, begun: Passage | None) -> range:
    """The places that are at hand; empty where the next one has not begun.

    What was said counts. Where nothing was, it follows from the level: before the acceptance the first station at this
    level or above, afterwards all those in a row at this level, because which of them is not on file.
    """
    if begun is not None:
        return range(begun.place, begun.place + 1)
    stations, rank = content.steps, RANK[request.level]
    accepted, first = request.accepted_at is not None, 0
    if accepted and rank < RANK[content.accept_level]:
        # Accepted above and handed down: what those above did before lies behind.
        first = next((n for n, one in enumerate(stations) if one.level is content.accept_level), 0)
        here = next((n for n in range(first, len(stations)) if stations[n].level is request.level), None)
    else:
        here = next((n for n, one in enumerate(stations) if RANK[one.level] >= rank), None)
    if here is None or stations[here].level is not request.level:
        begins = next((n for n in range(first, len(stations)) if RANK[stations[n].level] > rank), len(stations))
        return range(begins, begins)
    after = here + 1
    while accepted and after < len(stations) and stations[after].level is request.level:
        after += 1
    return range(here, after)


def ahead(request: ServiceRequest, content: Content, begun: Passage | None) -> list[tuple[int, Station]]:
    """The stations that have yet to begin, up to the last of those who decide; what may not be needed is left out."""
    deciding = [n for n, station in enumerate(content.steps) if station.level is content.decide_level]
    ends = deciding[-1] + 1 if deciding else len(content.steps)
    begins = standing_at(request, content, begun).stop
    return [(n, content.steps[n]) for n in range(begins, ends) if not content.steps[n].optional]


def span_of(station: Station, content: Content) -> Span | None:
    """How long it may take, where the matter says so."""
    return station.limit or (content.publicity.span if PUBLIC in station.name else None)


def office_of(request: ServiceRequest, station: Station, content: Content) -> str:
    """Who does it: the unit of the place at its level; a department that has it, else the one the matter names."""
    if station.level is Level.DEPARTMENT:
        if request.level is Level.DEPARTMENT:
            return unit_of(request).name
        named = content.department
        return named if named.endswith(_OFFICE_WORDS) else f"{named}部门"
    if station.level is Level.GRID and request.grid_id is None:
        return place_unit(request, Level.COMMUNITY).name
    return place_unit(request, station.level).name


def in_public(request: ServiceRequest) -> bool:
    """Whether a public period runs: the way does not pass over it."""
    query = select(Entry.step).where(
        Entry.request_id == request.id, Entry.step.in_((Step.BEGIN_PUBLICITY, Step.END_PUBLICITY))
    )
    return db.session.scalar(query.order_by(Entry.id.desc()).limit(1)) is Step.BEGIN_PUBLICITY


def names_of(found: Sequence[Limit]) -> dict[int, str]:
    """The stations that limits belong to, by id of the limit."""
    ids = [limit.id for limit in found if limit.kind is LimitKind.STATION]
    if not ids:
        return {}
    query = select(Passage.limit_id, Passage.name).where(Passage.limit_id.in_(ids))
    return {limit_id: name for limit_id, name in db.session.execute(query) if limit_id is not None}
