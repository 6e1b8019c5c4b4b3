"""Copies of papers are kept only while somebody may need them (个人信息保护法 19 条).

Which those are is said here; how long in general, what it looks like beforehand, and doing it belong to the table of
`domain/keeping/rules.py`, whose line for copies asks `copies_over`.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import aliased

from portal.domain.service_requests.attachments import Attachment
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.workflow import Status

# Reopening takes fifteen days (`voicing.REOPEN_DAYS`); a month leaves room for a low grade and its rework.
KEPT = timedelta(days=30)
# 行政复议法 20 条: against a refusal one may turn to review within sixty days; until then the papers are evidence.
REFUSED_KEPT = timedelta(days=60)


def kept_of(request: ServiceRequest) -> timedelta:
    """How long after the end of this request its copies are kept."""
    return {Status.WITHDRAWN: timedelta(), Status.REFUSED: REFUSED_KEPT}.get(request.status, KEPT)


def copies_over(before: datetime) -> Select[int, Any]:
    """Ids of the copies nobody needs any more, with when their request was settled; the oldest first.

    before  now, less `KEPT`. What was withdrawn is over at once, what was refused when the time to object is, what was
            merged with the request it went into.
    """
    into, merged = aliased(ServiceRequest), ServiceRequest.status == Status.MERGED
    # No join: the rows are locked, and an outer join cannot be (PostgreSQL).
    into_one_that_is = exists().where(into.id == ServiceRequest.merged_into_id, _is_over(into, before))
    return (
        select(Attachment.id, ServiceRequest.settled_at)
        .join(ServiceRequest, ServiceRequest.id == Attachment.request_id)
        .where(
            Attachment.paper != "",
            Attachment.deleted_at.is_(None),
            or_(~merged & _is_over(ServiceRequest, before), merged & into_one_that_is),
        )
        .order_by(ServiceRequest.settled_at, Attachment.id)
    )


def _is_over(request: Any, before: datetime) -> ColumnElement[bool]:
    """A request merged once more waits for the end of that one: such a chain is looked at when it is put right."""
    withdrawn = (request.status == Status.WITHDRAWN) & (request.settled_at <= _later(before, KEPT))
    refused = (request.status == Status.REFUSED) & (request.settled_at < _later(before, KEPT - REFUSED_KEPT))
    done = request.status.in_([Status.RESOLVED, Status.CLOSED]) & (request.settled_at < before)
    return or_(withdrawn, refused, done)


def _later(before: datetime, by: timedelta) -> datetime:
    """The end of time stays where it is: it is what a table asks with that wants everything."""
    try:
        return before + by
    except OverflowError:
        return before
