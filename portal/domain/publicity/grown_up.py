"""Whether the person concerned is grown up: minors are never published (浙江省社会救助条例 55 条; 民法典 17 条)."""

import re
from datetime import date

from sqlalchemy import select

from portal.db import db
from portal.domain.mandates.models import Mandate, PersonAge, Representation
from portal.domain.matters.content import content_of
from portal.domain.sensitive_facts.kinds import FactKind
from portal.domain.sensitive_facts.models import SensitiveFact
from portal.domain.service_requests.models import ServiceRequest

OF_AGE = 18


def grown_up(request: ServiceRequest, today: date) -> bool | None:
    """False when anything on file says under 18, True when something says grown up, None when nobody said."""
    said = [_by_mandate(request), *_by_id_number(request, today), *_by_answers(request)]
    if False in said:
        return False
    return True if True in said else None


def _by_mandate(request: ServiceRequest) -> bool | None:
    query = select(Mandate.age).join(Representation).where(Representation.request_id == request.id)
    age = db.session.scalar(query.order_by(Representation.id.desc()).limit(1))
    return None if age is None else age is PersonAge.ADULT


def _by_id_number(request: ServiceRequest, today: date) -> list[bool]:
    """By the eight digits of the birthday in an ID number (GB 11643); nobody is shown the number."""
    query = select(SensitiveFact.value).where(
        SensitiveFact.request_id == request.id,
        SensitiveFact.kind == FactKind.ID_NUMBER,
        SensitiveFact.deleted_at.is_(None),
    )
    said = []
    for value in db.session.scalars(query):
        found = re.fullmatch(r"\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dXx]", "".join((value or "").split()))
        if found:
            year, month, day = (int(part) for part in found.groups())
            said.append(today.year - year - ((today.month, today.day) < (month, day)) >= OF_AGE)
    return said


def _by_answers(request: ServiceRequest) -> list[bool]:
    """By the answer to the matter's question for an age."""
    asked = {one.label for one in content_of(request.matter_version).questions if one.key == "age"}
    answers = [one.get("answer", "") for one in request.answers if one.get("question") in asked]
    years = [re.fullmatch(r"\s*(\d{1,3})\s*(?:周?岁)?\s*", answer) for answer in answers]
    return [int(found[1]) >= OF_AGE for found in years if found]
