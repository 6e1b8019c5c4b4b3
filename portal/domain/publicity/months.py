"""The months the board has figures for: complete ones, on the town's calendar."""

import re
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from portal.db import db
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.workdays.working_hours import SHANGHAI

KEPT = 24  # months one can go back


def month_of(moment: datetime | date) -> date:
    """The first day of the month a moment or a day lies in."""
    day = moment.astimezone(SHANGHAI).date() if isinstance(moment, datetime) else moment
    return day.replace(day=1)


def before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def bounds(month: date) -> tuple[datetime, datetime]:
    """The moment it begins in the town, and the one the next begins."""
    return datetime.combine(month, time(), SHANGHAI), datetime.combine(after(month), time(), SHANGHAI)


def months(today: date) -> list[date]:
    """The complete months since the first request, newest first. A running one is not told before it is over:
    from what it says on two days one could read what happened in between."""
    first = db.session.scalar(select(ServiceRequest.filed_at).order_by(ServiceRequest.filed_at).limit(1))
    found: list[date] = []
    month = before(month_of(today))
    while first is not None and month >= month_of(first) and len(found) < KEPT:
        found.append(month)
        month = before(month)
    return found


def read_month(typed: str, offered: list[date]) -> date | None:
    """`2026-10` as one of the months offered, else the newest; None when there is none."""
    if re.fullmatch(r"\d{4}-\d\d", typed, re.ASCII):
        chosen = [month for month in offered if f"{month:%Y-%m}" == typed]
        if chosen:
            return chosen[0]
    return offered[0] if offered else None
