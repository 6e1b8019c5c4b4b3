"""What time does to public periods: over at midnight in Shanghai, once, however often and wherever the sweep runs.

Nothing depends on it for what is public (`public_periods` asks the moment): here the end is written down and told.
"""

from datetime import datetime

from sqlalchemy import select

from portal.db import db
from portal.domain.publicity.period_models import PeriodEnding, PublicPeriod
from portal.domain.publicity.periods import days_of, end, mark_ended, result_of
from portal.domain.publicity.public_periods import day_of
from portal.domain.publicity.way import public_over
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps.taking import take
from portal.domain.service_requests.sweep import locked
from portal.domain.service_requests.workflow import Step
from portal.domain.workdays.periods import Span
from portal.domain.workdays.wording import full


def to_look_at(at: datetime) -> list[int]:
    """Ids of the periods to end or to count again: over, provisional, or of a request that ended first."""
    query = select(PublicPeriod.id).join(PublicPeriod.request).where(PublicPeriod.ended_at.is_(None))
    over = PublicPeriod.ends_on < day_of(at)
    due = over | PublicPeriod.provisional | ServiceRequest.settled_at.is_not(None)
    return list(db.session.scalars(query.where(due).order_by(PublicPeriod.ends_on, PublicPeriod.id)))


def look_at(period_id: int, acting: Acting) -> bool:
    """Do what is due for one; whether anything was. The request is held, so two workers never do it both."""
    request_id = db.session.scalar(select(PublicPeriod.request_id).where(PublicPeriod.id == period_id))
    request = locked(request_id) if request_id is not None else None
    if request is None:
        return False
    query = select(PublicPeriod).where(PublicPeriod.id == period_id).execution_options(populate_existing=True)
    period = db.session.scalars(query).one()
    if period.ended_at is not None:
        return False
    if request.settled_at is not None:
        mark_ended(period, PeriodEnding.STOPPED, acting)
        return True
    recounted = period.provisional and _recount(period, acting)
    if period.ends_on >= acting.today:
        return recounted
    ending, told = result_of(period)
    end(period, ending, acting, told=told)
    public_over(request, acting)
    return True


def _recount(period: PublicPeriod, acting: Acting) -> bool:
    """The calendar of the year was entered since: the end is counted again, never to a day that is gone."""
    days = days_of(Span(period.value, period.time_unit), period.posted_at, acting.timing)
    ends_on = max(days.ends_on, min(period.ends_on, acting.today))
    if (ends_on, days.provisional) == (period.ends_on, period.provisional):
        return False
    before, period.ends_on = period.ends_on, ends_on
    period.provisional, period.because = days.provisional, list(days.because)
    told = f"放假安排公布了，公示改到 {full(ends_on)}24 点结束。" if ends_on != before else ""
    internal = "" if told else "放假安排已录入，公示结束的日子不变。"
    take(period.request, Step.CALENDAR, acting, told=told, internal=internal, facts={"round": period.round})
    return True
