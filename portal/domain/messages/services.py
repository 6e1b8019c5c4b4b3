"""Telling people: rows in the outbox, written in the transaction of what they tell. The worker sends them.

    tell_resident(request, Occasion.HANDED_OVER, at=at)                  whoever filed it, and every follower
    tell_resident(request, Occasion.SUPPLEMENT_WANTED, at=at, due_at=wanted_by)
    tell_unit(request, request.unit, Occasion.REMIND_MOST, at=at, due_at=limit.due_at, limit="签收", about="limit:17")

Call them after the step was taken: the message belongs to the latest entry of the request.
"""

import re
import secrets
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select

from portal.db import db
from portal.domain.contacts.phone_entry import PhoneRefused, entered_phone
from portal.domain.mandates.models import Mandate, Told
from portal.domain.mandates.queries import representation_of
from portal.domain.matters.models import Level, WorkType
from portal.domain.messages.models import Medium, Message, MessageState, Occasion, Robot
from portal.domain.messages.wording import short_moment, to_resident, to_unit
from portal.domain.records.services import record
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.numbering import shown
from portal.domain.service_requests.units import Unit
from portal.domain.service_requests.voices import Follower
from portal.encryption import digest

__all__ = ["Occasion", "tell_resident", "tell_unit"]

RECIPIENT = "messages.recipient"
# Of an open matter the neighbours follow, the followers hear what is done; the filer alone about code and receipt,
# and only the person concerned gives a grade.
_FILER_ALONE = frozenset({Occasion.RECEIVED, Occasion.NEW_CODE_MADE, Occasion.RATING_WANTED})
# Of what concerns their mandate followers hear nothing, and of these the agent nothing either, whoever is told of
# progress: the grade, the code and the readings are the person's own.
_OF_MANDATE = frozenset({Occasion.PERSON_CODE, Occasion.MANDATE_GIVEN, Occasion.MANDATE_ENDED, Occasion.FACT_READ})
_PERSON_ALONE = frozenset(
    {
        Occasion.PERSON_CODE,
        Occasion.MANDATE_GIVEN,
        Occasion.NEW_CODE_MADE,
        Occasion.RATING_WANTED,
        Occasion.FACT_READ,
    }
)
# The date of the request stands in these when the caller names none.
_WITH_DUE = frozenset({Occasion.RECEIVED, Occasion.HANDED_OVER, Occasion.EXTENDED, Occasion.REOPENED})
_PERSON, _AGENT = "filer", "agent"
NO_MOBILE = "不是手机号，收不到短信，请打电话告诉居民"


def tell_resident(
    request: ServiceRequest,
    occasion: Occasion,
    *,
    at: datetime,
    due_at: datetime | None = None,
    about: str = "",
    to: Told | None = None,
    code: str = "",
) -> None:
    """Tell the person concerned, or who speaks for them, or both, as their mandate says; and the followers. By text
    message.

    due_at  the date to name; by default the request's own, where the occasion has one
    about   tells two of one occasion apart; by default the latest entry, so that one step is told once
    to      one of the two, whatever the mandate says
    code    put behind the text while it is sent, and then forgotten
    A number that is no mobile is noted as dropped, so that somebody phones.
    """
    due_at = due_at or (request.due_at if occasion in _WITH_DUE else None)
    words = {"number": shown(request.number), "matter": _named(request), "due": _due(request, due_at)}
    if occasion is Occasion.HANDED_OVER:
        words["unit"] = Unit.read(request.unit).name
    about = about or _latest_entry(request)
    for who, phone in _recipients(request, occasion, to):
        mobile = _mobile(phone)
        _write(
            request,
            occasion,
            at=at,
            key=f"{request.id}/{occasion}/{about}/{who}",
            medium=Medium.SMS,
            recipient=mobile or phone,
            recipient_digest=digest(mobile or phone, RECIPIENT),
            body=to_resident(occasion, words, follows=who.startswith("follower"), speaks=who == _AGENT),
            code=code if mobile and code else None,
            words={name: word for name, word in words.items() if word},
            state=MessageState.WAITING if mobile else MessageState.DROPPED,
            last_error="" if mobile else NO_MOBILE,
        )


def tell_unit(
    request: ServiceRequest,
    unit: str | Unit,
    occasion: Occasion,
    *,
    at: datetime,
    due_at: datetime | None = None,
    limit: str = "",
    about: str = "",
) -> None:
    """Tell a unit through its group robots and mail boxes; when it has none, through those of the level above.

    limit   which limit `due_at` belongs to, in a word: 签收
    about   tells two of one occasion apart, "limit:17"; by default the latest entry
    """
    told = unit if isinstance(unit, Unit) else Unit.read(unit)
    words = {
        "unit": told.name,
        "number": shown(request.number),
        "matter": request.matter_version.name,
        "due": _due(request, due_at),
        "limit": limit,
    }
    about = about or _latest_entry(request)
    for robot in robots_for(told, request):
        _write(
            request,
            occasion,
            at=at,
            key=f"{request.id}/{occasion}/{about}/robot:{robot.id}",
            medium=robot.medium,
            unit=str(told),
            robot_id=robot.id,
            body=to_unit(occasion, words),
            words={name: word for name, word in words.items() if word},
        )


def try_robot(robot: Robot, *, by: str, at: datetime) -> None:
    """发一条试试: one message to this robot."""
    words = {"unit": Unit.read(robot.unit).name}
    token = secrets.token_hex(8)
    _write(
        None,
        Occasion.TRIAL,
        at=at,
        key=f"robot:{robot.id}/{Occasion.TRIAL}/{token}",
        medium=robot.medium,
        unit=robot.unit,
        robot_id=robot.id,
        body=to_unit(Occasion.TRIAL, words),
        words=words,
    )
    record("robot.tried", by=by, at=at, subject=robot.subject)


def robots_for(unit: Unit, request: ServiceRequest) -> list[Robot]:
    """The active robots of the unit, or of the first unit above it that has any."""
    for one in _upwards(unit, request):
        query = select(Robot).where(Robot.unit == str(one), Robot.active).order_by(Robot.id)
        if robots := list(db.session.scalars(query)):
            return robots
    return []


def _upwards(unit: Unit, request: ServiceRequest) -> Iterator[Unit]:
    """The unit and those above it, in the places of the request."""
    yield unit
    if unit.level is Level.GRID:
        yield Unit(Level.COMMUNITY, request.community_id)
    if unit.level is not Level.SUBDISTRICT:
        yield Unit(Level.SUBDISTRICT, request.community.subdistrict_id)


def _write(request: ServiceRequest | None, occasion: Occasion, *, at: datetime, key: str, **facts: object) -> None:
    """One row, unless this has been told before. The caller's transaction holds the request, so nobody is faster."""
    if db.session.scalar(select(Message.id).where(Message.key == key)):
        return
    message = Message(
        service_request_id=request.id if request else None,
        occasion=occasion,
        key=key,
        reference=secrets.token_hex(16),
        created_at=at,
        send_after=at,
        urgent=request is not None and request.work_type is WorkType.URGENT,
        **facts,
    )
    db.session.add(message)
    db.session.info["messages_written"] = True


def _recipients(request: ServiceRequest, occasion: Occasion, to: Told | None) -> Iterator[tuple[str, str]]:
    """Who is told, as the last part of the key, and the phone; a phone that filed and follows hears it once."""
    told: set[str | None] = set()
    person, agent = _person_and_agent(request, occasion, to)
    if person and request.applicant_phone:
        told.add(request.applicant_phone)
        yield _PERSON, request.applicant_phone
    if agent is not None and agent.agent_phone and agent.agent_phone not in told:
        told.add(agent.agent_phone)
        yield _AGENT, agent.agent_phone
    if occasion in _FILER_ALONE | _OF_MANDATE:
        return
    query = select(Follower).where(Follower.request_id == request.id, Follower.phone.is_not(None))
    for follower in db.session.scalars(query.order_by(Follower.id)):
        if follower.phone and follower.phone not in told:
            told.add(follower.phone)
            yield f"follower:{follower.id}", follower.phone


def _person_and_agent(request: ServiceRequest, occasion: Occasion, to: Told | None) -> tuple[bool, Mandate | None]:
    """Whether the person hears it, and the mandate of the agent who does. Both hear that it ended."""
    found = representation_of(request)
    mandate = found.mandate if found else None
    if occasion is not Occasion.MANDATE_ENDED and mandate is not None and mandate.ending is not None:
        mandate = None
    if mandate is None or (to is None and occasion in _PERSON_ALONE):
        return True, None
    wanted = to or (Told.BOTH if occasion is Occasion.MANDATE_ENDED else mandate.told)
    # Nobody at all would hear it: then the one who can.
    heard = wanted is not Told.PERSON or not request.applicant_phone
    return wanted is not Told.AGENT or not mandate.agent_phone, mandate if heard else None


def _mobile(phone: str) -> str:
    """Eleven digits of a mobile; empty when the number is none."""
    try:
        digits = entered_phone(phone)
    except PhoneRefused:
        return ""
    return digits if re.fullmatch(r"1[3-9]\d{9}", digits) else ""


def _named(request: ServiceRequest) -> str:
    """The matter in a message that anybody may see on the phone's screen.

    Only matters of the public are named: that somebody asks for 低保 or lives alone is sensitive
    (个人信息保护法 28 条), and who reports a neighbour's noise is confidential (噪声污染防治法 31 条).
    """
    if request.matter_version.content.get("public_matter") and not request.confidential:
        return request.matter_version.name
    return "" if request.work_type is WorkType.APPROVAL else "事"


def _due(request: ServiceRequest, due_at: datetime | None) -> str:
    if due_at is None:
        return ""
    return short_moment(due_at) + ("（暂定）" if request.provisional and due_at == request.due_at else "")


def _latest_entry(request: ServiceRequest) -> str:
    newest = db.session.scalar(select(func.max(Entry.id)).where(Entry.request_id == request.id))
    return f"entry:{newest}"
