"""Finding requests by number, name, phone, address and words.

Words are written as pairs of neighbouring characters (飞线, 线充, 充电), so that a word of two characters is found on
both databases: SQLite keeps them in an FTS5 table, PostgreSQL in a GIN index over an array of lexemes. The places a
request belongs to stand among them, so that the index itself leaves out what lies elsewhere. Names and phones are found
by digest only and stand in no index of words.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Integer,
    Select,
    Text,
    and_,
    cast,
    func,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, db
from portal.domain.grids.addresses.normalise import plain
from portal.domain.mandates.models import Mandate, Representation
from portal.domain.sensitive_facts.id_numbers import is_resident_number, plain_id
from portal.domain.sensitive_facts.queries import requests_with_id
from portal.domain.service_requests.applicants import name_digests, phone_digests, plain_phone
from portal.domain.service_requests.inbox_rows import Row, rows_of
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.numbering import read_number
from portal.domain.service_requests.reach import Reach
from portal.domain.service_requests.workflow import Step

MOST = 30
# The steps that change what is found.
TELLING = frozenset(
    {Step.FILE, Step.CLASSIFY, Step.CORRECT_PLACE, Step.ADD_FACTS, Step.SETTLE, Step.RESOLVE, Step.REFUSE}
)
LONGEST = 60  # characters of a query that are read
_SLICE = 180  # characters that `plain` takes at once


class RequestWords(Base):
    """What a request says, in pairs of characters: the text both search indexes are made from."""

    __tablename__ = "service_request_words"
    request_id: Mapped[int] = mapped_column(ForeignKey("service_requests.id"), primary_key=True, autoincrement=False)
    words: Mapped[str] = mapped_column(Text)


def index(request: ServiceRequest) -> None:
    """Write what `request` says now; belongs in the transaction that changed it."""
    words = " ".join(sorted(set(_said_by(request))))
    row = db.session.get(RequestWords, request.id)
    if row is None:
        db.session.add(RequestWords(request_id=request.id, words=words))
    else:
        row.words = words


def found(typed: str, reach: Reach) -> list[Row]:
    """What fits, newest first, at most `MOST`: a number, a whole name, a phone or its last four figures, words."""
    typed = typed.strip()[:LONGEST]
    if not typed:
        return []
    ids: set[int] = set()
    of_a_person = is_id_number(typed)
    named = [_by_id_number(typed, reach.user_id)] if of_a_person else _by_person(typed, reach.user_id)
    for condition in (*named, *_by_number(typed)):
        query = select(ServiceRequest.id).where(condition, or_(*reach.shape.everything()))
        ids.update(db.session.scalars(query.order_by(ServiceRequest.id.desc()).limit(MOST), reach.values))
    if not of_a_person:
        ids.update(_by_words(typed, reach))
    return rows_of(sorted(ids, reverse=True)[:MOST]) if ids else []


def is_id_number(typed: str) -> bool:
    """Whether it is a whole identity number: found by its digest alone, and never shown again as it was typed."""
    return is_resident_number(plain_id(typed))


def words_of(typed: str) -> Iterable[str]:
    """The pairs of a text; what stands alone, and the last of each run, by itself."""
    for run in _runs(typed):
        yield from (run[at : at + 2] for at in range(len(run) - 1))
        yield run[-1]


def _said_by(request: ServiceRequest) -> Iterable[str]:
    building = request.building
    place = [request.place_text]
    if building is not None:
        place += [building.title, building.street_address]
        place += [f"{building.title}{request.entrance.name}"] if request.entrance else []
    answers = [answer.get("answer", "") for answer in request.answers]
    added = select(Entry.told).where(Entry.request_id == request.id, Entry.step == Step.ADD_FACTS)
    said_later = db.session.scalars(added)
    for said in (request.matter_version.name, request.summary, request.result, *place, *answers, *said_later):
        yield from words_of(said)
    yield f"community{request.community_id}"
    if request.grid_id is not None:
        yield f"grid{request.grid_id}"


def _runs(typed: str) -> Iterable[str]:
    """Letters, digits and characters without what parts them; blanks inside an address part nothing."""
    for start in range(0, max(1, len(typed)), _SLICE):
        said = plain(typed[start : start + _SLICE + 1]).replace(" ", "")
        yield from (run for run in re.split(r"[^0-9a-z\u3400-\u9fff〇]+", said) if run)


def _by_number(typed: str) -> list[ColumnElement[bool]]:
    number = read_number(typed)
    return [ServiceRequest.number == number] if number else []


def _by_person(typed: str, user_id: int) -> list[ColumnElement[bool]]:
    """The person, or who speaks for them. A name that is for the handler alone is found by the handler alone."""
    open_to_all = or_(ServiceRequest.confidential.is_(False), ServiceRequest.handler_id == user_id)
    return [and_(condition, open_to_all) for condition in _of_somebody(typed)]


def _of_somebody(typed: str) -> list[ColumnElement[bool]]:
    """Two conditions and not one of both, so that each is answered from its index."""
    digits = plain_phone(typed)
    if not (digits and re.fullmatch(r"[\d\s+\-–—()]+", typed)):
        return _either(ServiceRequest.name_digest, Mandate.agent_name_digest, name_digests(typed))
    if len(digits) == 4:
        return _either(ServiceRequest.phone_tail, Mandate.agent_phone_tail, [digits])
    phones = phone_digests(digits) if len(digits) > 6 else []
    return _either(ServiceRequest.phone_digest, Mandate.agent_phone_digest, phones) if phones else []


def _either(persons: Any, agents: Any, candidates: Sequence[str]) -> list[ColumnElement[bool]]:
    spoken = select(Representation.request_id).join(Mandate).where(agents.in_(candidates))
    return [persons.in_(candidates), ServiceRequest.id.in_(spoken)]


def _by_id_number(typed: str, user_id: int) -> ColumnElement[bool]:
    """Of a confidential request the identity number leads nobody there but the handler."""
    open_to_all = or_(ServiceRequest.confidential.is_(False), ServiceRequest.handler_id == user_id)
    return and_(ServiceRequest.id.in_(requests_with_id(typed)), open_to_all)


def _by_words(typed: str, reach: Reach) -> list[int]:
    """Ids of the newest requests that hold every word asked for."""
    asked = [term for part in typed.split() for term in _terms(part)]
    if not asked:
        return []
    # Where a scope is a matter of places the index knows it; else every request found is looked at.
    places = [] if reach.units is None or reach.is_of_departments else _places(reach)
    matching = (_sqlite_query if db.engine.dialect.name == "sqlite" else _postgresql_query)(asked, places)
    if places or reach.units is None:
        # The index gives them from the newest on, and stops.
        newest = matching.subquery()
        closed = [newest.c.id.not_in(reach.closed)] if reach.closed else []
        return list(db.session.scalars(select(newest.c.id).where(*closed).order_by(newest.c.id.desc()).limit(MOST)))
    query = select(ServiceRequest.id).where(ServiceRequest.id.in_(matching), or_(*reach.shape.everything()))
    return list(db.session.scalars(query.order_by(ServiceRequest.id.desc()).limit(MOST), reach.values))


def _terms(part: str) -> list[str]:
    """The pairs of what was asked for; of a single character its beginning (`灯*`)."""
    terms: list[str] = []
    for run in _runs(part):
        terms += [run[at : at + 2] for at in range(len(run) - 1)] if len(run) > 1 else [f"{run}*"]
    return terms


def _places(reach: Reach) -> list[str]:
    return [f"community{one}" for one in reach.communities] + [f"grid{one}" for one in reach.grids]


def _sqlite_query(asked: Sequence[str], places: Sequence[str]) -> Select[Any]:
    terms = [f'"{term[:-1]}"*' if term.endswith("*") else f'"{term}"' for term in asked]
    if places:
        terms.append(f"({' OR '.join(places)})")
    matching = text("SELECT rowid AS id FROM service_request_search WHERE service_request_search MATCH :asked")
    found = matching.bindparams(asked=" AND ".join(terms)).columns(id=Integer)
    return select(found.subquery().c.id)


def _postgresql_query(asked: Sequence[str], places: Sequence[str]) -> Select[Any]:
    terms = [f"'{term[:-1]}':*" if term.endswith("*") else f"'{term}'" for term in asked]
    if places:
        terms.append("(" + " | ".join(f"'{place}'" for place in places) + ")")
    lexemes = func.array_to_tsvector(func.string_to_array(RequestWords.words, literal_column("' '")))
    return select(RequestWords.request_id.label("id")).where(lexemes.op("@@")(cast(" & ".join(terms), TSQUERY)))
