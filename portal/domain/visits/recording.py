"""What came of a visit: the trail gets what the person reads and what is internal, the checklist is sealed apart."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.errors import DomainError
from portal.domain.matters.content import content_of
from portal.domain.matters.parts import AnswerKind
from portal.domain.matters.visit_plan import NO, YES, CheckItem, VisitPlan
from portal.domain.records.services import record
from portal.domain.sensitive_facts.reading import may_read, office_and_name, tell_of_reading
from portal.domain.service_requests import limits
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.steps import handling
from portal.domain.service_requests.steps.said import said
from portal.domain.service_requests.steps.taking import hold, take
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.workflow import Actor, Step
from portal.domain.visits.booking import checked_names, expect_visit, settle
from portal.domain.visits.models import Visit, VisitReading, VisitRecord, VisitState
from portal.domain.visits.queries import booked_visit
from portal.domain.visits.words import day_words, name_words
from portal.domain.workdays.working_hours import SHANGHAI

LONGEST_ANSWER = 500
_WORDS = {YES: "是", NO: "否"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a form says of a visit.

    token     of that form; seen: the revision of the visit it was filled on
    names     who really came
    told      what the person reads; internal: for staff
    answers   by key of the checklist; what nobody answered is left out
    why       where nobody was met
    """

    token: str
    seen: int
    met: bool
    names: Sequence[str]
    told: str = ""
    internal: str = ""
    why: str = ""
    answers: Mapping[str, str] | None = None


def record_visit(visit: Visit, outcome: Outcome, acting: Acting) -> VisitRecord:
    """Write down what came of it; the same token twice is the same record.

    A visit somebody else wrote down meanwhile, or that was moved, is refused once with what happened (Stale); sent
    again on the newer revision both records stay. Raises DomainError for too few names on a survey, or no words.
    """
    earlier = by_token(outcome.token)
    if earlier is not None:
        if earlier.visit_id != visit.id:
            raise DomainError("这一页已经用过了，请重新打开这次上门再填。")
        return earlier
    hold(visit.request)
    expect_visit(visit, outcome.seen)
    plan = content_of(visit.request.matter_version).visit
    names = checked_names(outcome.names, plan.people if visit.survey and outcome.met else 1)
    answers = sealed(plan, outcome.answers or {}) if outcome.met else None
    entry = _met(visit, outcome, names, acting) if outcome.met else _missed(visit, outcome, names, acting)
    made = VisitRecord(
        visit=visit,
        entry=entry,
        token=outcome.token,
        met=outcome.met,
        names=names,
        answers=answers,
        by=acting.by,
        who=acting.who,
        at=acting.at,
    )
    db.session.add(made)
    if visit.is_booked or (outcome.met and visit.state is VisitState.MISSED):
        settle(visit, VisitState.DONE if outcome.met else VisitState.MISSED, acting, outcome.why.strip() or None)
    db.session.flush()
    return made


def went(request: ServiceRequest, words: str, acting: Acting) -> Entry:
    """上门 without a checklist: a line on the trail. A visit booked for today or before is over with it.

    A booked survey is written down on its own page, where two names stand.
    """
    visit = booked_visit(request)
    due = visit is not None and visit.starts_at.astimezone(SHANGHAI).date() <= acting.today
    if visit is not None and due and visit.survey:
        raise DomainError("今天约好了入户调查。请在“上门”里打开那一次来记，两个人的名字都要留下。")
    entry = handling.visit(request, words, acting)
    if visit is not None and due:
        settle(visit, VisitState.DONE, acting)
    return entry


def by_token(token: str) -> VisitRecord | None:
    return db.session.scalar(select(VisitRecord).where(VisitRecord.token == token))


def read_answers(
    found: VisitRecord, user: User, actors: Collection[Actor], reason: str, acting: Acting
) -> tuple[list[dict[str, str]], str]:
    """The checklist in clear, and what it adds up to: for whom any other sensitive fact of the person is open, under a
    reason. Who read it stands where the person sees it, and they are told."""
    why = said(reason, "为什么要看")[:200]
    request = found.visit.request
    if not may_read(user, request, actors):
        raise DomainError("上门填的只给正在办这件事的人看。代办人也看不到。")
    if found.answers is None:
        raise DomainError("这次上门填的内容已经按规定删除了，或者当时没有填。")
    who = office_and_name(user, request, acting)[:80]
    db.session.add(
        VisitReading(record_id=found.id, request_id=request.id, by=acting.by, who=who, at=acting.at, reason=why)
    )
    record("visit.answers_read", by=acting.by, at=acting.at, subject=f"request {request.number}", detail=why)
    db.session.flush()
    tell_of_reading(request, user, acting)
    kept = json.loads(found.answers)
    return kept["items"], kept["grade"]


def sealed(plan: VisitPlan, answers: Mapping[str, str]) -> str | None:
    """The answers as they are kept: each with its line as it was asked; None when nothing was answered.

    Raises DomainError for an answer a line does not have.
    """
    items = []
    for item in plan.checklist:
        if answer := answers.get(item.key, "").strip():
            items.append({"key": item.key, "label": item.label, "answer": _checked(item, answer)})
    return json.dumps({"items": items, "grade": plan.grade(answers)}, ensure_ascii=False) if items else None


def _checked(item: CheckItem, answer: str) -> str:
    if item.kind is AnswerKind.YES_NO and answer in _WORDS:
        return _WORDS[answer]
    known = {AnswerKind.CHOICE: answer in item.options, AnswerKind.YES_NO: False}.get(item.kind, True)
    if not known or (item.kind is AnswerKind.NUMBER and not (answer.isdecimal() and len(answer) <= 9)):
        raise DomainError(f"“{item.label}”的回答不对，请重新选或填。")
    if len(answer) > LONGEST_ANSWER:
        raise DomainError(f"“{item.label}”写得太长了，请不超过 {LONGEST_ANSWER} 字。")
    return answer


def _met(visit: Visit, outcome: Outcome, names: Sequence[str], acting: Acting) -> Entry:
    words = said(outcome.told, "给本人看的话")
    told = f"{day_words(visit)} {name_words(names)} 上门看过。{words}"
    again = "（补记）" if visit.records else ""
    facts = {"visit": visit.id}
    entry = take(
        visit.request, Step.VISIT, acting, told=again + told, internal=outcome.internal.strip()[:2000], facts=facts
    )
    limits.meet(visit.request, acting.at, LimitKind.CONTACT, LimitKind.REWORK_CONTACT)
    return entry


def _missed(visit: Visit, outcome: Outcome, names: Sequence[str], acting: Acting) -> Entry:
    why = said(outcome.why, "为什么没见到")
    told = f"{day_words(visit)} {name_words(names)} 上门，没有见到您，会再和您约时间。"
    return take(visit.request, Step.NOTE, acting, told=told, internal=why, facts={"visit": visit.id})
