"""What is done with things whose time is over: their ids, the moment, and the folder of photos go in; nobody commits.

Each act done twice is done once: a worker that was killed between a file and its row begins there anew.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from portal.db import Base, db
from portal.domain.mandates.models import Mandate, Representation
from portal.domain.masking import masked_name
from portal.domain.messages import outbox
from portal.domain.publicity.period_models import Objection, PublicPeriod
from portal.domain.sensitive_facts.models import Consent, FactReading, SensitiveFact
from portal.domain.service_requests import drafts, search
from portal.domain.service_requests.attachments import Attachment, Draft
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.photo_files import PhotoFiles
from portal.domain.service_requests.voices import Follower
from portal.domain.visits.models import Visit, VisitRecord

Ids = Sequence[int]
Act = Callable[[Ids, datetime, PhotoFiles], None]
_QUIETLY = {"synchronize_session": False}


def clear(model: type[Base], **values: object) -> Act:
    """Overwrite these columns of the rows."""

    def act(ids: Ids, at: datetime, files: PhotoFiles) -> None:
        del at, files
        table = model.__table__
        db.session.execute(update(model).where(table.c.id.in_(ids)).values(**values), execution_options=_QUIETLY)

    return act


def remove(model: type[Base]) -> Act:
    """Delete the rows."""

    def act(ids: Ids, at: datetime, files: PhotoFiles) -> None:
        del at, files
        db.session.execute(delete(model).where(model.__table__.c.id.in_(ids)), execution_options=_QUIETLY)

    return act


def mask_people(ids: Ids, at: datetime, files: PhotoFiles) -> None:
    """Of the person a masked name stays, and neither phone nor room; of neighbours who follow nothing."""
    del at, files
    query = select(ServiceRequest.id, ServiceRequest.applicant_name).where(ServiceRequest.id.in_(ids))
    for row in db.session.execute(query).all():
        values = {
            "applicant_name": masked_name(row.applicant_name) if row.applicant_name else None,
            "applicant_phone": None,
            "name_digest": None,
            "phone_digest": None,
            "phone_tail": "",
            "room": None,
        }
        of_row = update(ServiceRequest).where(ServiceRequest.id == row.id)
        db.session.execute(of_row.values(values), execution_options=_QUIETLY)
    followers = update(Follower).where(Follower.request_id.in_(ids)).values(phone=None, phone_digest=None)
    db.session.execute(followers, execution_options=_QUIETLY)


def delete_answers(ids: Ids, at: datetime, files: PhotoFiles) -> None:
    """What was answered when filing, and what the search knows of it."""
    clear(ServiceRequest, answers=[], summary="")(ids, at, files)
    db.session.expire_all()
    for request in db.session.scalars(select(ServiceRequest).where(ServiceRequest.id.in_(ids))):
        search.index(request)
    db.session.flush()


def delete_pictures(ids: Ids, at: datetime, files: PhotoFiles) -> None:
    """The file first: whoever is cut off here finds the row again and deletes nothing twice."""
    for key in db.session.scalars(select(Attachment.key).where(Attachment.id.in_(ids))).all():
        files.remove(key)
    clear(Attachment, deleted_at=at)(ids, at, files)


def delete_facts(ids: Ids, at: datetime, files: PhotoFiles) -> None:
    clear(SensitiveFact, value=None, digest=None, deleted_at=at)(ids, at, files)


def forget_consents(ids: Ids, at: datetime, files: PhotoFiles) -> None:
    """Consents with the empty shells of the facts under them, and who read those."""
    facts = select(SensitiveFact.id).where(SensitiveFact.consent_id.in_(ids))
    for gone in (
        delete(FactReading).where(FactReading.fact_id.in_(facts)),
        delete(SensitiveFact).where(SensitiveFact.consent_id.in_(ids)),
    ):
        db.session.execute(gone, execution_options=_QUIETLY)
    remove(Consent)(ids, at, files)


def mask_mandates(ids: Ids, at: datetime, files: PhotoFiles) -> None:
    """Who spoke for whom by name is gone; that there was a mandate, of which kind, from when to when, stays."""
    del at, files
    query = select(Mandate.id, Mandate.agent_name, Mandate.witnesses).where(Mandate.id.in_(ids))
    for row in db.session.execute(query).all():
        values = {
            "agent_name": masked_name(row.agent_name or "") or None,
            "witnesses": "、".join(masked_name(one) for one in row.witnesses.split("、")) if row.witnesses else None,
            **dict.fromkeys(("agent_phone", "agent_phone_digest", "agent_name_digest")),
            **dict.fromkeys(("person_name", "person_phone", "own_wish")),
            "agent_phone_tail": "",
            "ended_because": "",
        }
        of_row = update(Mandate).where(Mandate.id == row.id)
        db.session.execute(of_row.values(values), execution_options=_QUIETLY)


def forget_visits(ids: Ids, at: datetime, files: PhotoFiles) -> None:
    """What was found on a visit, and what was written about it."""
    records = update(VisitRecord).where(VisitRecord.visit_id.in_(ids), VisitRecord.deleted_at.is_(None))
    db.session.execute(records.values(answers=None, deleted_at=at), execution_options=_QUIETLY)
    clear(Visit, because=None, wish=None, wished_at=None)(ids, at, files)


def remove_periods(ids: Ids, at: datetime, files: PhotoFiles) -> None:
    db.session.execute(delete(Objection).where(Objection.period_id.in_(ids)), execution_options=_QUIETLY)
    remove(PublicPeriod)(ids, at, files)


def forget_codes(ids: Ids, at: datetime, files: PhotoFiles) -> None:
    """From now on no code opens these; keys that were kept for them may go."""
    clear(ServiceRequest, code_digest="")(ids, at, files)
    agents = update(Representation).where(Representation.request_id.in_(ids)).values(agent_code_digest="")
    db.session.execute(agents, execution_options=_QUIETLY)
    db.session.execute(delete(Follower).where(Follower.request_id.in_(ids)), execution_options=_QUIETLY)


def throw_away_drafts(ids: Ids, at: datetime, files: PhotoFiles) -> None:
    """Forms with what was typed into them, and pictures that belong to no request."""
    del at
    for draft in db.session.scalars(select(Draft).where(Draft.id.in_(ids))).all():
        for key in drafts.throw_away(draft):
            files.remove(key)


def forget_messages(ids: Ids, at: datetime, files: PhotoFiles) -> None:
    del at, files
    outbox.forget(ids)
