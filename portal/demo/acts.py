"""What the people of the demo do with a request, by the words of `stories.py`: each is one verb of the workflow."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from sqlalchemy import select

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.departments.models import Department
from portal.domain.matters.models import Level
from portal.domain.papers.listing import missing_of
from portal.domain.publicity import objections, periods
from portal.domain.publicity.gate import periods_of
from portal.domain.publicity.shown import ShownField
from portal.domain.service_requests.acting import Acting, by_neighbour
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.offers import last_rating
from portal.domain.service_requests.steps import ending, extending, handling, moving, rating, voicing, waiting
from portal.domain.service_requests.units import Unit, place_unit
from portal.domain.service_requests.voices import Grade
from portal.domain.visits.booking import Booking, book_visit
from portal.domain.visits.models import AskedHow, AskedWhom
from portal.domain.workdays.spans import Span
from portal.domain.workdays.spans import Unit as TimeUnit
from portal.domain.workdays.working_hours import SHANGHAI

Act = Callable[[ServiceRequest, Acting, str], object]


def act_of(step: str) -> Act:
    """The verb for a word of the stories; `rate-…` and `merge:…` say more behind it."""
    return _ACTS[step]


def _sign_for(request: ServiceRequest, acting: Acting, _words: str) -> None:
    user = db.session.scalars(select(User).where(User.username == acting.by)).one()
    handling.sign_for(request, user, acting, unrelated=True)


def _hand_to_department(request: ServiceRequest, acting: Acting, words: str) -> None:
    squad = db.session.scalars(select(Department).order_by(Department.id).limit(1)).one()
    moving.hand_over(request, Unit(Level.DEPARTMENT, squad.id), words, acting)


def _escalate_far(request: ServiceRequest, acting: Acting, words: str) -> None:
    moving.escalate(request, words, acting, unit=place_unit(request, Level.SUBDISTRICT))


def _ask_supplement(request: ServiceRequest, acting: Acting, words: str) -> None:
    wanted_by = acting.at + timedelta(days=10)
    missing = [one.item for one in missing_of(request, acting.today)]
    waiting.ask_supplement(request, missing, acting, otherwise=words, wanted_by=wanted_by)


def _ask_extension(request: ServiceRequest, acting: Acting, words: str) -> None:
    extending.ask_extension(request, Span(5, TimeUnit.WORKDAY), words, acting)


def _book_visit(request: ServiceRequest, acting: Acting, words: str) -> None:
    """So many days later, at half past nine."""
    user = db.session.scalars(select(User).where(User.username == acting.by)).one()
    starts = datetime.combine(acting.today + timedelta(days=int(words)), time(9, 30), SHANGHAI)
    agreed = Booking(starts, starts + timedelta(hours=1), [user.name], user, AskedWhom.PERSON, AskedHow.PHONE)
    book_visit(request, agreed, acting)


def _appeal(request: ServiceRequest, acting: Acting, words: str) -> None:
    if given := last_rating(request):
        rating.appeal(given, words, acting)


def _begin_publicity(request: ServiceRequest, acting: Acting, words: str) -> None:
    values = {ShownField.HOUSEHOLD: "2", ShownField.AMOUNT: "860"}
    entry = periods.PeriodEntry(values=values, hangs_at=words, of_age=True, informed=True)
    periods.begin(request, entry, acting, full_names=False)


def _object(request: ServiceRequest, acting: Acting, words: str) -> None:
    [period] = periods_of(request)
    typed = objections.ObjectionEntry(words, "", "", f"demo-objection-{request.id}")
    objections.raise_objection(period, typed, by_neighbour(acting.at, acting.timing))


def _rate(grade: Grade, *, solved: bool) -> Act:
    return lambda request, acting, words: rating.rate(request, grade, solved, words, acting)


_ACTS: dict[str, Act] = {
    "sign_for": _sign_for,
    "contact": lambda request, acting, words: handling.contact(request, words, acting),
    "note": lambda request, acting, words: handling.note(request, words, acting, public=True),
    "escalate": lambda request, acting, words: moving.escalate(request, words, acting),
    "escalate-far": _escalate_far,
    "hand_over": _hand_to_department,
    "send_back": lambda request, acting, words: moving.send_back(request, words, acting),
    "ask_supplement": _ask_supplement,
    "ask_extension": _ask_extension,
    "book_visit": _book_visit,
    "grant_extension": lambda request, acting, words: extending.grant_extension(request, words, acting),
    "accept": lambda request, acting, _words: handling.accept(request, acting, unrelated=True),
    "review": lambda request, acting, words: handling.review(request, words, acting, unrelated=True),
    "begin_publicity": _begin_publicity,
    "object": _object,
    "settle": lambda request, acting, words: ending.settle(request, words, acting),
    "resolve": lambda request, acting, words: ending.resolve(request, words, acting, unrelated=True),
    "refuse": lambda request, acting, words: ending.refuse(request, words, "县法院立案庭，法律咨询打 12348", acting),
    "withdraw": lambda request, acting, words: voicing.withdraw(request, words, acting),
    "urge": lambda request, acting, words: voicing.urge(request, words, acting),
    "reopen": lambda request, acting, words: voicing.reopen(request, words, acting),
    "rate-poor": _rate(Grade.DISSATISFIED, solved=False),
    "rate-unfair": _rate(Grade.VERY_DISSATISFIED, solved=True),
    "appeal": _appeal,
}
