"""What a receipt says, as plain values: on the page, on paper, and as a picture to keep."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from portal.db import db
from portal.domain.mandates.queries import agent_phone_of
from portal.domain.service_requests.holder import Holder, holder_of
from portal.domain.service_requests.limits import promised
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.numbering import shown
from portal.domain.service_requests.times import Limit, LimitKind


@dataclass(frozen=True, slots=True)
class Receipt:
    """What somebody takes along after filing.

    number, code   as they are read aloud: 261123-0001-7, K7M 2QX
    place          to the entrance; no room
    due_at         by when the answer is promised, and `because`: how that was computed, a line each
    contact_at     by when somebody calls back; None where no number was left, or they called already
    followed       a neighbour's request that is followed, not one's own
    """

    number: str
    code: str
    matter: str
    place: str
    filed_at: datetime
    due_at: datetime | None
    provisional: bool
    because: tuple[str, ...]
    contact_at: datetime | None
    holder: Holder
    followed: bool = False


def receipt_of(request: ServiceRequest, code: str, today: date, *, followed: bool = False) -> Receipt:
    """The receipt of a request as it stands today; `code` is known to this phone alone."""
    limit = promised(request)
    place = request.place_text
    if request.building is not None:
        place = f"{request.building.title} {request.entrance.name if request.entrance else ''}".strip()
    return Receipt(
        number=shown(request.number),
        code=spaced_code(code),
        matter=request.matter_version.name,
        place=place or (request.grid.name if request.grid else request.community.name),
        filed_at=request.filed_at,
        due_at=limit.due_at if limit else request.due_at,
        provisional=limit.provisional if limit else False,
        because=tuple(limit.because) if limit else (),
        contact_at=None if followed else _contact(request),
        holder=holder_of(request, today),
        followed=followed,
    )


def spaced_code(code: str) -> str:
    """A private code in two halves, as it is read aloud: K7M 2QX."""
    half = (len(code) + 1) // 2
    return f"{code[:half]} {code[half:]}".strip()


def _contact(request: ServiceRequest) -> datetime | None:
    waiting = (Limit.request_id == request.id) & (Limit.kind == LimitKind.CONTACT)
    if request.applicant_phone is None and not agent_phone_of(request):
        return None  # nobody can be called
    open_ones = Limit.met_at.is_(None) & Limit.dropped_at.is_(None)
    return db.session.scalar(select(Limit.due_at).where(waiting, open_ones).order_by(Limit.id.desc()).limit(1))
