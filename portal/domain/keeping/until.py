"""Until when what of one request is kept, for the person: by the very rules that will delete it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.domain.keeping.rules import RULES, WITH_THE_ONE_IT_WENT_INTO, Does, Rule
from portal.domain.mandates.words import day_words
from portal.domain.papers.keeping import kept_of
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.workflow import Status
from portal.domain.workdays.working_hours import SHANGHAI


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    value: str


def kept_until(request: ServiceRequest) -> Iterator[Line]:
    """The day of each kind of fact once it is settled; before, how long after that."""
    for rule in RULES:
        if not rule.placed or rule.does is Does.KEEP or rule.due is None or rule.key == "objections":
            continue
        over = over_on(rule, request)
        days = f"{rule.kept.days // 365} 年" if rule.kept.days >= 365 else f"{rule.kept.days} 天"
        yield Line(rule.what, day_words(over) if over else f"办结后 {days}")


def over_on(rule: Rule, request: ServiceRequest) -> date | None:
    """The day on which the time of `rule` is over; None while it does not run."""
    began = _began(rule, request)
    return (began + _kept(rule, request)).astimezone(SHANGHAI).date() if began else None


def _began(rule: Rule, request: ServiceRequest) -> datetime | None:
    into = request.merged_into
    if rule.key not in WITH_THE_ONE_IT_WENT_INTO or request.status is not Status.MERGED or into is None:
        return request.settled_at
    return max(request.settled_at, into.settled_at) if request.settled_at and into.settled_at else None


def _kept(rule: Rule, request: ServiceRequest) -> timedelta:
    if rule.key != "copies":
        return rule.kept
    into = request.merged_into
    return kept_of(into if request.status is Status.MERGED and into is not None else request)
