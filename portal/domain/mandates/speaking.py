"""Who speaks for the person concerned, as pages show it: to that person, to the agent, on the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.db import db
from portal.domain.mandates import queries
from portal.domain.mandates.models import Mandate, Representation
from portal.domain.messages.models import Medium, Message, MessageState, Occasion
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps.codes import BY_MESSAGE


@dataclass(frozen=True)
class Speaking:
    """The mandate that counts for a request, and those before it.

    holds    the agent may act under it today
    arrived  the person has a code of their own: it was handed to them on paper, or the message with it went out
    reaches  how many requests it stands behind
    earlier  mandates that stood behind it before, the newest first
    """

    representation: Representation
    holds: bool
    arrived: bool
    reaches: int
    earlier: Sequence[Mandate]

    @property
    def mandate(self) -> Mandate:
        return self.representation.mandate


def speaking_for(request: ServiceRequest, today: date) -> Speaking | None:
    """Who speaks, or spoke, for the person concerned of this request; None when nobody ever did."""
    known = queries.representations_of(request)
    if not known:
        return None
    last = known[-1]
    holds = last.mandate.ending is None and today <= last.mandate.valid_until
    reaches = len(queries.requests_under(last.mandate))
    return Speaking(last, holds, _arrived(last), reaches, [one.mandate for one in known[-2::-1]])


def _arrived(representation: Representation) -> bool:
    if representation.person_code_by != BY_MESSAGE:
        return representation.person_code_at is not None
    sent = select(Message.state, Message.medium).where(
        Message.service_request_id == representation.request_id, Message.occasion == Occasion.PERSON_CODE
    )
    row = db.session.execute(sent.order_by(Message.id.desc()).limit(1)).one_or_none()
    # On its way counts; where no gateway is set up it stands on the staff page alone, without the code.
    undone = (MessageState.WAITING, MessageState.SENDING)
    return row is not None and (
        row.state in undone or (row.state is MessageState.SENT and row.medium is not Medium.CONSOLE)
    )
