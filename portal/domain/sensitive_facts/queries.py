"""What is on file, and who looked. Pages get facts masked; the value itself leaves by `reading.read` alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.masking import masked_account, masked_id
from portal.domain.sensitive_facts.bank_accounts import is_card_number
from portal.domain.sensitive_facts.id_numbers import AgeBand, IdRefused, age_band, entered_id
from portal.domain.sensitive_facts.kinds import FactKind
from portal.domain.sensitive_facts.models import Consent, FactReading, SensitiveFact
from portal.domain.sensitive_facts.statements import digests_of
from portal.domain.service_requests.models import ServiceRequest


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact as pages show it.

    masked    stars and a few signs of a number; empty for words, of which nothing is shown
    doubtful  an account that does not add up as a card does: look twice before money is sent
    consent   under which it is held
    """

    id: int
    kind: FactKind
    label: str
    masked: str
    doubtful: bool
    added_at: datetime
    consent: Consent


def facts_of(request: ServiceRequest) -> list[SensitiveFact]:
    """Those that are on file, the first first."""
    query = select(SensitiveFact).where(SensitiveFact.request_id == request.id, SensitiveFact.deleted_at.is_(None))
    return list(db.session.scalars(query.options(joinedload(SensitiveFact.consent)).order_by(SensitiveFact.id)))


def holds_facts(request: ServiceRequest) -> bool:
    """Whether anything is on file."""
    on_file = exists().where(SensitiveFact.request_id == request.id, SensitiveFact.deleted_at.is_(None))
    return bool(db.session.scalar(select(on_file)))


def find_fact(request: ServiceRequest, fact_id: int) -> SensitiveFact:
    """One of this request that is on file; else NotFound."""
    found = db.session.get(SensitiveFact, fact_id)
    if found is None or found.request_id != request.id or found.deleted_at is not None:
        raise NotFound("没有这一项，或者已经删掉了。请看最新情况。")
    return found


def shown_facts(request: ServiceRequest) -> list[ShownFact]:
    """What is on file, masked."""
    return [shown(fact) for fact in facts_of(request)]


def shown(fact: SensitiveFact) -> ShownFact:
    value = fact.value or ""
    doubtful = fact.kind is FactKind.BANK_ACCOUNT and not is_card_number(value)
    return ShownFact(fact.id, fact.kind, fact.label, masked(fact.kind, value), doubtful, fact.added_at, fact.consent)


def masked(kind: FactKind, value: str) -> str:
    """What pages show of a value; empty for words."""
    if kind is FactKind.ID_NUMBER:
        return masked_id(value)
    return masked_account(value) if kind is FactKind.BANK_ACCOUNT else ""


def age_of(request: ServiceRequest, today: date) -> AgeBand | None:
    """The age band that the identity number on file tells; None when there is none, or it tells nothing."""
    number = next((one.value for one in facts_of(request) if one.kind is FactKind.ID_NUMBER), None)
    try:
        born = entered_id(number or "", today).born
    except IdRefused:
        return None
    return age_band(born, today) if born is not None else None


def consents_of(request: ServiceRequest) -> list[Consent]:
    """Those under which something is on file, each kind once, the latest."""
    live = {fact.consent.id: fact.consent for fact in facts_of(request)}
    return list(live.values())


def readings_of(request: ServiceRequest) -> Sequence[FactReading]:
    """Every time a fact was shown in clear, the newest first."""
    query = select(FactReading).where(FactReading.request_id == request.id)
    return db.session.scalars(query.order_by(FactReading.id.desc())).all()


def requests_with_id(number: str) -> Select[Any]:
    """Ids of the requests that hold this identity number."""
    return select(SensitiveFact.request_id).where(SensitiveFact.digest.in_(digests_of(number)))
