"""Inviting to grade: whoever has not done so three days after the result gets one message (好差评的主动邀评).

The message itself is the mark that somebody was invited: its key is unique and it stands in the outbox in the same
transaction. A worker killed half-way goes on with the next request; two at once invite nobody twice.
"""

from datetime import datetime, timedelta

from sqlalchemy import Select, select

from portal.db import db
from portal.domain.messages.models import Message
from portal.domain.messages.services import Occasion, tell_resident
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.voices import Rating
from portal.domain.service_requests.workflow import Status

INVITED_AFTER = timedelta(days=3)
# After a standstill nobody is asked about what lies long behind.
INVITED_WITHIN = timedelta(days=14)
AT_ONCE = 500
_GRADED = (Status.RESOLVED, Status.CLOSED)


def to_invite(at: datetime) -> list[int]:
    """Ids of the requests whose result is three days to two weeks old, without grade or invitation since: at most
    `AT_ONCE`, the oldest first. That nobody's phone rings at night is seen to when messages are sent."""
    query = _waiting(at).order_by(ServiceRequest.settled_at, ServiceRequest.id).limit(AT_ONCE)
    return list(db.session.scalars(query))


def invite(request_id: int, at: datetime) -> bool:
    """Write the invitation; False when somebody else did, it was graded, or it is being worked on again. The caller
    commits."""
    request = db.session.get(ServiceRequest, request_id, with_for_update=True, populate_existing=True)
    if request is None or not db.session.scalar(_waiting(at).where(ServiceRequest.id == request_id)):
        return False
    tell_resident(request, Occasion.RATING_WANTED, at=at, about=f"settled:{request.settled_at:%Y%m%dT%H%M%S}")
    return True


def _waiting(at: datetime) -> Select[int]:
    graded = select(Rating.id).where(Rating.request_id == ServiceRequest.id, Rating.at >= ServiceRequest.settled_at)
    invited = select(Message.id).where(
        Message.service_request_id == ServiceRequest.id,
        Message.occasion == Occasion.RATING_WANTED,
        Message.created_at >= ServiceRequest.settled_at,
    )
    return select(ServiceRequest.id).where(
        ServiceRequest.status.in_(_GRADED),
        ServiceRequest.settled_at <= at - INVITED_AFTER,
        ServiceRequest.settled_at > at - INVITED_WITHIN,
        ServiceRequest.applicant_phone.is_not(None),
        ~graded.exists(),
        ~invited.exists(),
    )
