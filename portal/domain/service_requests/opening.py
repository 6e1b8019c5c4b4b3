"""A request that was opened by number and code, and stays open on that phone for a while."""

import hashlib
from dataclasses import dataclass

from portal.db import db
from portal.domain.mandates.models import Representation
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps.codes import Opened
from portal.domain.service_requests.voices import Follower


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a phone keeps instead of number and code.

    seal  changes with the code: who got a new one closes the request on every other phone
    """

    request_id: int
    follower_id: int | None
    seal: str
    representation_id: int | None = None


def ticket_of(opened: Opened) -> Ticket:
    """What to keep so that `open_again` finds the same."""
    follower, speaker = opened.follower, opened.representation
    follower_id, speaker_id = follower.id if follower else None, speaker.id if speaker else None
    return Ticket(opened.request.id, follower_id, _seal(opened), speaker_id)


def open_again(ticket: Ticket) -> Opened | None:
    """The request of a ticket; None when its code was renewed since, or the neighbour no longer follows it."""
    request = db.session.get(ServiceRequest, ticket.request_id)
    follower = db.session.get(Follower, ticket.follower_id) if ticket.follower_id is not None else None
    if request is None or (follower is None) != (ticket.follower_id is None):
        return None
    if follower is not None and follower.request_id != request.id:
        return None
    speaker = None
    if ticket.representation_id is not None:
        speaker = db.session.get(Representation, ticket.representation_id)
        if speaker is None or speaker.request_id != request.id:
            return None
    opened = Opened(request, follower, speaker)
    return opened if _seal(opened) == ticket.seal else None


def stop_following(follower: Follower) -> None:
    """Forget a neighbour who follows a request, their phone and their code."""
    db.session.delete(follower)


def _seal(opened: Opened) -> str:
    if opened.follower is not None:
        kept = opened.follower.code_digest
    elif opened.representation is not None:
        kept = opened.representation.agent_code_digest
    else:
        kept = opened.request.code_digest
    return hashlib.sha256(kept.encode()).hexdigest()[:16]
