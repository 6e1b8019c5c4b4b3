"""The slips of a request on paper: 申报单, 交办单, 催办单, 反馈单, 转送单.

What is not known yet stays a line to fill in by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from portal.db import db
from portal.domain.records.services import record
from portal.domain.service_requests import holdings
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.offers import last_rating
from portal.domain.service_requests.places import place_of
from portal.domain.service_requests.referrals import Referral, referral_of
from portal.domain.service_requests.times import Limit, LimitKind
from portal.domain.service_requests.units import Unit, unit_of
from portal.domain.service_requests.voices import Rating, Urge
from portal.domain.service_requests.workflow import Step

# One page each: what is longer is read in the portal.
LONGEST_TEXT, MOST_STEPS = 360, 6
_MOVES = (Step.HAND_OVER, Step.ESCALATE, Step.RETURN)


class SlipKind(StrEnum):
    """filing 申报单, hand_over 交办单, urge 催办单, feedback 反馈单, referral 转送单."""

    FILING = "filing"
    HAND_OVER = "hand-over"
    URGE = "urge"
    FEEDBACK = "feedback"
    REFERRAL = "referral"


@dataclass(frozen=True)
class Slip:
    """What stands on a slip, as plain values; an empty text is a blank line.

    told       question and answer of what was filed, shortened to fit
    giver      the unit that handed it over, `receiver` the one that leads; `helpers` help it
    order      why, and what is to be done
    urges      how many there were; `urged` is the last
    trail      what was done, as the resident was told
    referral   where the person was sent (转送)
    """

    request: ServiceRequest
    place: str
    told: Sequence[tuple[str, str]]
    giver: str
    receiver: str
    helpers: Sequence[str]
    order: str
    ordered_at: datetime | None
    ordered_by: str
    due_at: datetime | None
    provisional: bool
    urges: int
    urged: Urge | None
    answer_by: datetime | None
    trail: Sequence[Entry]
    rating: Rating | None
    referral: Referral | None


def slip_of(request: ServiceRequest) -> Slip:
    """Everything the slips may show."""
    entries = db.session.scalars(select(Entry).where(Entry.request_id == request.id).order_by(Entry.id)).all()
    move = next((entry for entry in reversed(entries) if entry.step in _MOVES), None)
    urges = db.session.scalars(select(Urge).where(Urge.request_id == request.id).order_by(Urge.id)).all()
    told = [entry for entry in entries if entry.told and entry.step is not Step.FILE]
    return Slip(
        request=request,
        place=place_of(request).words,
        told=_shortened([(one.get("question", ""), one.get("answer", "")) for one in request.answers]),
        giver=Unit.read(move.unit).name if move else "",
        receiver=unit_of(request).name,
        helpers=[unit.name for unit in holdings.helpers(request)],
        order=_short(move.internal, LONGEST_TEXT) if move else "",
        ordered_at=move.at if move else None,
        ordered_by=move.who if move else "",
        due_at=request.due_at,
        provisional=request.provisional,
        urges=len(urges),
        urged=urges[-1] if urges else None,
        answer_by=_due(request, LimitKind.URGE_ANSWER),
        trail=told[-MOST_STEPS:],
        rating=last_rating(request),
        referral=referral_of(entries),
    )


def note_print(request: ServiceRequest, kind: SlipKind, *, by: str, at: datetime) -> None:
    """A slip leaves the house with a person's matter on it: who printed which is on the record."""
    record("request.slip_printed", by=by, at=at, subject=f"request {request.number}", detail=kind.value)


def _due(request: ServiceRequest, kind: LimitKind) -> datetime | None:
    query = select(Limit.due_at).where(Limit.request_id == request.id, Limit.kind == kind, Limit.met_at.is_(None))
    return db.session.scalar(query.order_by(Limit.id.desc()).limit(1))


def _shortened(told: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each answer gets its share of the room."""
    share = max(60, LONGEST_TEXT // max(1, len(told)))
    return [(question, _short(answer, share)) for question, answer in told[:8]]


def _short(text: str, longest: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"
