"""归档: what was resolved and stayed so for some time is filed away; it can still be reopened."""

from datetime import datetime, timedelta

from sqlalchemy import select, text

from portal.db import db
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps import voicing
from portal.domain.service_requests.sweep import locked
from portal.domain.service_requests.workflow import Status


def to_close(at: datetime, after: timedelta) -> list[int]:
    """Ids of the requests resolved at least `after` ago. Answered from one index."""
    # Written out: a partial index is not used for a condition whose value comes as a parameter.
    resolved = text(f"service_requests.status = '{Status.RESOLVED.value}'")
    query = select(ServiceRequest.id).where(resolved, ServiceRequest.settled_at <= at - after)
    return list(db.session.scalars(query.order_by(ServiceRequest.settled_at)))


def close(request_id: int, after: timedelta, acting: Acting) -> bool:
    """File one away; False when somebody reopened or closed it meanwhile."""
    request = locked(request_id)
    if request is None or request.status is not Status.RESOLVED or request.settled_at is None:
        return False
    if request.settled_at > acting.at - after:
        return False
    voicing.close(request, acting)
    return True
