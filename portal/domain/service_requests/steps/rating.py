"""好差评: the grade of who filed it, what a low one sets going, and the appeal against a mistaken one."""

from sqlalchemy import func, select

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.messages.services import Occasion, tell_unit
from portal.domain.service_requests import limits
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.offers import handlers
from portal.domain.service_requests.steps.said import LONGEST, said
from portal.domain.service_requests.steps.taking import hold, take
from portal.domain.service_requests.steps.voicing import close
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.units import unit_above
from portal.domain.service_requests.voices import Appeal, Grade, Rating, Verdict
from portal.domain.service_requests.words import GRADE, by_when
from portal.domain.service_requests.workflow import Status, Step


def rate(request: ServiceRequest, grade: Grade, solved: bool, words: str, acting: Acting) -> Rating:
    """One of five grades and, apart from it, whether it is solved (国办发〔2019〕51号). Once for each result.

    Unsolved, or one of the two low grades: rework by the same unit, contact within one and repair within five working
    days. Otherwise the request is closed.
    """
    hold(request)
    number = round_of(request)
    if db.session.scalar(select(Rating.id).where(Rating.request_id == request.id, Rating.round == number)):
        raise DomainError("这一次已经评价过了。如果还有不满意的地方，可以说“没有解决”要求重办，或打网格员电话。")
    text = words.strip()[:LONGEST]
    told = f"您的评价：{GRADE[grade]}，{'已经解决' if solved else '没有解决'}。{text}"
    take(request, Step.RATE, acting, told=told, facts={"round": number})
    rating = Rating(request_id=request.id, round=number, grade=grade, solved=solved, words=text, at=acting.at)
    db.session.add(rating)
    db.session.flush()
    if rating.needs_rework:
        _rework(request, acting.as_system())
    elif request.status is Status.RESOLVED:
        close(request, acting)
    return rating


def round_of(request: ServiceRequest) -> int:
    """How many times it was resolved so far: each time may be graded once."""
    results = select(func.count(Entry.id)).where(
        Entry.request_id == request.id, Entry.step.in_((Step.RESOLVE, Step.SETTLE))
    )
    return db.session.scalar(results) or 1


def appeal(rating: Rating, reason: str, acting: Acting) -> Appeal:
    """The unit holds that a low grade was given by mistake; a supervisor decides."""
    request = rating.request
    hold(request)
    why = said(reason, "为什么认为评价有误")
    if not rating.needs_rework:
        raise DomainError("只有差评可以申诉。")
    if db.session.scalar(select(Appeal.id).where(Appeal.rating_id == rating.id)):
        raise DomainError("这个评价已经申诉过一次。")
    take(request, Step.APPEAL, acting, internal=why, facts={"round": rating.round})
    made = Appeal(rating_id=rating.id, reason=why, asked_by=acting.by, asked_at=acting.at)
    db.session.add(made)
    db.session.flush()
    return made


def judge_appeal(appeal: Appeal, verdict: Verdict, reason: str, acting: Acting) -> Entry:
    """Decide with reasons; both texts stay. Never by who worked on the request, or asked.

    Upheld, the grade stays as it was given but is not counted. Where it said that the matter is solved there is nothing
    to rework, and the request is closed; where it said it is not, the work goes on.
    """
    rating = appeal.rating
    request = rating.request
    hold(request)
    why = said(reason, "裁定的理由")
    if appeal.verdict is not None:
        raise DomainError("这个申诉已经裁定过了。")
    if acting.by in handlers(request) | {appeal.asked_by}:
        raise DomainError("申诉要由没有经办过这件事的人来裁定。")
    upheld = verdict is Verdict.UPHELD
    ends = upheld and rating.solved and _being_reworked(request, rating)
    told = f"您的评价经督查核对，不计入统计：{why} 您评的内容原样保留。" if upheld else ""
    entry = take(
        request,
        Step.JUDGE_APPEAL,
        acting,
        to=Status.CLOSED if ends else request.status,
        told=told,
        internal="" if upheld else why,
        facts={"verdict": verdict.value, "round": rating.round},
    )
    appeal.verdict, appeal.verdict_reason = verdict, why
    appeal.decided_by, appeal.decided_at = acting.by, acting.at
    rating.counted = not upheld
    return entry


def _being_reworked(request: ServiceRequest, rating: Rating) -> bool:
    open_work = request.status in (Status.FILED, Status.IN_PROGRESS)
    return (
        open_work
        and rating.round == round_of(request)
        and any(limit.kind is LimitKind.REWORK_FINISH for limit in limits.open_limits(request))
    )


def _rework(request: ServiceRequest, system: Acting) -> None:
    """Back to the unit that had it; the level above is told."""
    entry = take(request, Step.REWORK, system, handler_id=None)
    spans = [
        (LimitKind.SIGN_FOR, limits.SIGN_FOR),
        (LimitKind.REWORK_CONTACT, limits.REWORK_CONTACT),
        (LimitKind.REWORK_FINISH, limits.REWORK_FINISH),
    ]
    limits.begin_limits(request, spans, system.at, system.timing)
    if request.due_at is not None:
        entry.told = f"按您的评价重新办：一个工作日内联系您，{by_when(request.due_at, request.provisional)}办好。"
    for unit in (request.unit, unit_above(request)):
        if unit is not None:
            tell_unit(request, unit, Occasion.REWORK, at=system.at, due_at=request.due_at)
