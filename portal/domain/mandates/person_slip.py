"""The person's slip of paper from the receipt of a member of staff who filed for them and sits beside them."""

from datetime import datetime

from portal.domain.errors import DomainError
from portal.domain.mandates.queries import representation_of
from portal.domain.records.services import record
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps.codes import ON_PAPER


def hand_over(request: ServiceRequest, *, by: str, at: datetime) -> None:
    """They have number and code in their hand, printed or written: on the record. Later ones are drawn anew
    (`steps.codes.person_code`)."""
    found = representation_of(request)
    if found is None:
        raise DomainError("这件是本人自己提交的，查询码已经在他自己手里。")
    found.person_code_at, found.person_code_by = at, ON_PAPER
    record("request.person_code_handed_over", by=by, at=at, subject=f"request {request.number}")
