"""Objections (异议) to what is public, in confidence: raised by anybody, read by who re-checks, answered to who raised.

What was written stands sealed in its own row alone: not in the trail, not in a message, not in the file of the person.
"""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import set_committed_value
from stdnum import damm

from portal.db import db
from portal.domain.contacts.phone_entry import entered_phone
from portal.domain.errors import DomainError, Stale
from portal.domain.messages.services import Occasion, tell_unit
from portal.domain.publicity.gate import rule_of
from portal.domain.publicity.objection_readers import require_reader
from portal.domain.publicity.period_models import Objection, Outcome, PeriodEnding, PublicPeriod
from portal.domain.publicity.periods import end
from portal.domain.publicity.public_periods import is_public
from portal.domain.publicity.way import public_over
from portal.domain.sensitive_facts.free_text import refuse_numbers
from portal.domain.service_requests import limits
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.steps.codes import drawn_code, read_code
from portal.domain.service_requests.steps.said import member_of_staff, said
from portal.domain.service_requests.steps.taking import hold, take
from portal.domain.service_requests.times import Limit, LimitKind
from portal.domain.service_requests.workflow import Step
from portal.domain.workdays.periods import Span, Unit
from portal.encryption import digest, digest_is_of

PLACE = "public_period_objections.code"
SHORTEST, LONGEST, LONGEST_NAME = 10, 1000, 40
# How long the receipt of a form that was sent twice, on a weak signal, may still be shown.
SHOWN_AGAIN = timedelta(minutes=30)
# Longer than most complaints take (山东 5, 广东 15 working days), for somebody has to go there and ask neighbours;
# the rules on 特困 want the re-check within 15 working days (民发〔2021〕43号 local guides).
RECHECK = Span(10, Unit.WORKDAY)
_SEPARATORS = "-‐‑–—−－_·. "
_DIGITS = 8


@dataclass(frozen=True)
class ObjectionEntry:
    """What somebody sends in. Name and phone may be missing: then nobody can call back."""

    words: str
    name: str
    phone: str
    token: str


@dataclass(frozen=True)
class Raised:
    """`code` is told once; empty when this form had been answered long before."""

    objection: Objection
    code: str


def raise_objection(period: PublicPeriod, entry: ObjectionEntry, acting: Acting) -> Raised:
    """Take it in, under a number and a code of its own. Raises DomainError when it is over or nothing was said."""
    if (known := _sent_before(entry.token)) is not None:
        return _again(known, acting)
    request = period.request
    hold(request)
    if not is_public(period, acting.at):
        raise DomainError("公示已经结束，这里不能再提了。还有意见，请打监督电话。")
    words = entry.words.strip()
    refuse_numbers(words)
    if len(words) < SHORTEST:
        raise DomainError(f"请把情况写清楚，至少 {SHORTEST} 个字。")
    if len(words) > LONGEST or len(entry.name) > LONGEST_NAME:
        raise DomainError(f"写得太长了，请不超过 {LONGEST} 个字。")
    limit = _unnoticed_limit(request, acting)
    code = drawn_code()
    objection = Objection(
        period=period,
        token=entry.token,
        number=_drawn_number(),
        code_digest=digest(code, PLACE),
        at=acting.at,
        words=words,
        name=entry.name.strip() or None,
        phone=entered_phone(entry.phone) or None,
        limit=limit,
    )
    db.session.add(objection)
    db.session.flush()
    facts = {"objection": objection.id}
    take(request, Step.OBJECT, acting, internal="公示有人提出异议。内容保密，只给复核的人看。", facts=facts)
    about = f"objection:{objection.id}"
    tell_unit(
        request, request.unit, Occasion.OBJECTION_RAISED, at=acting.at, due_at=limit.due_at, limit="复核", about=about
    )
    return Raised(objection, code)


def recheck(objection: Objection, outcome: Outcome, found: str, answer: str, acting: Acting) -> Entry:
    """The re-check is done. `found` is for staff, `answer` for who objected; the person hears what follows for them.

    An objection that was right ends the period at once. Raises DomainError for who may not read it, Stale when it was
    re-checked meanwhile.
    """
    request, period = objection.period.request, objection.period
    hold(request)
    db.session.refresh(objection, with_for_update=True)
    require_reader(member_of_staff(acting), objection, acting.today)
    if objection.outcome is not None:
        raise Stale("刚才有同事复核过这一条。请回列表看一看。")
    objection.found, objection.answer = said(found, "核实到了什么"), said(answer, "给提意见的人的答复")
    objection.outcome, objection.rechecked_by, objection.rechecked_at = outcome, acting.by, acting.at
    _meet(objection, acting)
    entry = take(
        request,
        Step.RECHECK,
        acting,
        told="" if period.ended_at is None else _TOLD[outcome],
        internal=f"复核了一条异议：{OUTCOME[outcome]}。",
        facts={"objection": objection.id, "outcome": outcome.value},
    )
    if outcome is not Outcome.UNFOUNDED:
        if period.ended_at is None:
            end(period, PeriodEnding.FOUNDED, acting.as_system(), told=_TOLD[outcome])
        elif period.ending in (PeriodEnding.OPEN, PeriodEnding.ANSWERED):
            period.ending = PeriodEnding.FOUNDED
    elif period.ended_at is not None:
        public_over(request, acting)
    return entry


OUTCOME = {
    Outcome.UNFOUNDED: "不成立，结果不变",
    Outcome.RESURVEY: "成立，重新调查后再公示",
    Outcome.APPRAISAL: "成立，民主评议后再公示",
    Outcome.NOT_ENTITLED: "成立，不符合条件",
}
_TOLD = {
    Outcome.UNFOUNDED: "公示期间反映的情况核实过了，不影响您的申请。",
    Outcome.RESURVEY: "公示结束了。有情况要再核实：会重新调查，之后再公示一次。",
    Outcome.APPRAISAL: "公示结束了。有情况要再核实：由社区组织民主评议，之后再公示一次。",
    Outcome.NOT_ENTITLED: "公示结束了。有情况核实过了，结果和理由会告诉您；您不同意的，可以说明或者申请复查。",
}


def opens(number_typed: str, code_typed: str) -> Objection | None:
    """The objection that number and code open together, or None; compares for numbers that do not exist as well."""
    number = read_number(number_typed)
    found = db.session.scalars(select(Objection).where(Objection.number == (number or ""))).one_or_none()
    right = digest_is_of(found.code_digest if found else "", read_code(code_typed), PLACE)
    return found if right else None


def read_number(typed: str) -> str | None:
    """The digits of a number somebody typed; None when it cannot be one of these."""
    digits = "".join(one for one in unicodedata.normalize("NFKC", typed).strip() if one not in _SEPARATORS)
    if not (digits.isascii() and digits.isdecimal() and len(digits) == _DIGITS + 1):
        return None
    return digits if damm.is_valid(digits) else None


def shown_number(number: str) -> str:
    """As printed and read aloud: 4821-0937-5."""
    return f"{number[:4]}-{number[4:8]}-{number[8:]}"


def recheck_span(request: ServiceRequest) -> Span:
    """By when an objection is to be re-checked: as the matter says, else ten working days."""
    return rule_of(request).recheck or RECHECK


def _unnoticed_limit(request: ServiceRequest, acting: Acting) -> Limit:
    """Set the limit going without a new revision: the page of the person asks for that every minute, and news at that
    very minute would tell who had just come by."""
    limit = limits.begin_limit(request, LimitKind.OBJECTION, recheck_span(request), acting.at, acting.timing)
    due_next = request.next_due_at
    set_committed_value(request, "next_due_at", due_next)
    row = update(ServiceRequest).where(ServiceRequest.id == request.id).values(next_due_at=due_next)
    db.session.execute(row.execution_options(synchronize_session=False))
    return limit


def _drawn_number() -> str:
    while True:
        digits = "".join(secrets.choice("0123456789") for _ in range(_DIGITS))
        number = digits + damm.calc_check_digit(digits)
        if db.session.scalar(select(Objection.id).where(Objection.number == number)) is None:
            return number


def _sent_before(token: str) -> Objection | None:
    return db.session.scalars(select(Objection).where(Objection.token == token)).one_or_none()


def _again(objection: Objection, acting: Acting) -> Raised:
    """The same form again: the first answer may never have arrived. For a while a fresh code takes its place."""
    if acting.at - objection.at > SHOWN_AGAIN:
        return Raised(objection, "")
    code = drawn_code()
    objection.code_digest = digest(code, PLACE)
    return Raised(objection, code)


def _meet(objection: Objection, acting: Acting) -> None:
    """Its own limit alone: others of the request go on."""
    limit = objection.limit
    if limit.met_at is None and limit.dropped_at is None:
        limit.met_at, limit.next_look_at = acting.at, None
        db.session.flush()
        limits.refresh(objection.period.request)
