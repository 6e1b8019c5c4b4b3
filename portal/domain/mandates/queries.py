"""Which mandate stands behind a request, and which requests behind it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.domain.mandates.models import Mandate, Representation
from portal.domain.service_requests.models import ServiceRequest


def representations_of(request: ServiceRequest) -> list[Representation]:
    """Every mandate that stood behind the request, the first first."""
    query = select(Representation).where(Representation.request_id == request.id).order_by(Representation.id)
    return list(db.session.scalars(query.options(joinedload(Representation.mandate))))


def representation_of(request: ServiceRequest) -> Representation | None:
    """The last of them, which counts; it may have ended."""
    query = select(Representation).where(Representation.request_id == request.id).order_by(Representation.id.desc())
    return db.session.scalars(query.options(joinedload(Representation.mandate)).limit(1)).one_or_none()


def live_representation(request: ServiceRequest) -> Representation | None:
    """The last one while nobody ended it. On the day after its last day the sweep ends it; until then see `holds`."""
    found = representation_of(request)
    return found if found is not None and found.mandate.ending is None else None


def agent_phone_of(request: ServiceRequest) -> str:
    """Where who speaks for the person is reached; empty when nobody does, or they left no number."""
    found = live_representation(request)
    return (found.mandate.agent_phone if found else None) or ""


def holds(representation: Representation | None, today: date) -> bool:
    """Whether the agent may still act under it."""
    if representation is None or representation.mandate.ending is not None:
        return False
    last = representation_of(representation.request)
    return last is representation and today <= representation.mandate.valid_until


def requests_under(mandate: Mandate) -> list[int]:
    """Ids of the requests it stands behind."""
    query = select(Representation.request_id).where(Representation.mandate_id == mandate.id)
    return list(db.session.scalars(query.order_by(Representation.request_id)))


def run_out(today: date) -> list[int]:
    """Ids of the mandates whose last day has passed and that nobody ended. Answered from the index of running ones."""
    query = select(Mandate.id).where(Mandate.ended_at.is_(None), Mandate.valid_until < today)
    return list(db.session.scalars(query.order_by(Mandate.id)))
