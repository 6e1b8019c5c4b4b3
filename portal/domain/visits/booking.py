"""Agreeing on a visit, moving it, calling it off; and 那天不行, said by the person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy.exc import IntegrityError

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.errors import DomainError, Stale
from portal.domain.matters.content import content_of
from portal.domain.messages.services import Occasion, tell_resident
from portal.domain.service_requests import limits
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.kinship import declarers
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.steps.said import said
from portal.domain.service_requests.steps.taking import LOOK_AGAIN, hold, is_conflict, take
from portal.domain.service_requests.steps.voicing import add_facts
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.workflow import Step
from portal.domain.visits.models import AskedHow, AskedWhom, Visit, VisitState
from portal.domain.visits.queries import booked_visit
from portal.domain.visits.words import HOW, WHOM, name_words, time_words
from portal.domain.workdays.working_hours import SHANGHAI

# Nobody is visited at night; a visit that takes half a day is two visits.
EARLIEST, LATEST = time(7), time(21)
LONGEST, FURTHEST = timedelta(hours=4), timedelta(days=60)
MOST_NAMES, LONGEST_NAME, LONGEST_WISH = 5, 20, 200


@dataclass(frozen=True, slots=True)
class Booking:
    """What was agreed. `names` begins with the name of `lead`; moments aware."""

    starts_at: datetime
    ends_at: datetime
    names: Sequence[str]
    lead: User
    asked_whom: AskedWhom
    asked_how: AskedHow
    companion: User | None = None


def book_visit(request: ServiceRequest, booking: Booking, acting: Acting) -> Entry:
    """约上门: the person agreed to a time and knows who comes. A visit that was booked before is moved to it.

    入户调查 takes as many names as the matter says (社会救助暂行办法 11 条 names the survey, local guides say two).
    Raises DomainError for a time nobody can keep, too few names, or a near relative of the applicant among them.
    """
    hold(request)
    plan = content_of(request.matter_version).visit
    _check_time(booking, acting.at)
    if {one.id for one in (booking.lead, booking.companion) if one} & declarers(request):
        raise DomainError("一起去的同事申报过和申请人是近亲属，不能上门。请换一位同事。")
    names = checked_names(booking.names, plan.people)
    earlier = booked_visit(request)
    visit = Visit(
        request_id=request.id,
        survey=plan.is_survey,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        names=names,
        lead_id=booking.lead.id,
        companion_id=booking.companion.id if booking.companion else None,
        asked_whom=booking.asked_whom,
        asked_how=booking.asked_how,
        booked_by=acting.by,
        booked_at=acting.at,
    )
    entry = take(
        request,
        Step.BOOK_VISIT,
        acting,
        told=_told(visit, earlier),
        internal=f"{HOW[visit.asked_how]}问过{WHOM[visit.asked_whom]}，答应了这个时间。",
    )
    if earlier is not None:
        settle(earlier, VisitState.MOVED, acting)
    _keep(visit)
    limits.meet(request, acting.at, LimitKind.CONTACT, LimitKind.REWORK_CONTACT)
    tell_resident(request, Occasion.VISIT_BOOKED, at=acting.at, due_at=visit.starts_at)
    return entry


def cancel_visit(visit: Visit, why: str, seen: int, acting: Acting) -> Entry:
    """It does not take place, and no other time is agreed yet. `seen`: the revision of the page."""
    hold(visit.request)
    expect_visit(visit, seen)
    reason = said(why, "为什么取消")
    if not visit.is_booked:
        raise DomainError("这次上门已经不在约着了，不用取消。")
    entry = take(
        visit.request, Step.NOTE, acting, told=f"约好的 {time_words(visit)} 上门取消了，会另外和您约。", internal=reason
    )
    settle(visit, VisitState.CANCELLED, acting, because=reason)
    return entry


def wish_other_time(visit: Visit, words: str, acting: Acting) -> Entry:
    """那天不行: the person, or who speaks for them, says when else; somebody of the office agrees on it with them."""
    hold(visit.request)
    wish = said(words, "哪天行")
    if len(wish) > LONGEST_WISH:
        raise DomainError(f"请写短一些，最多 {LONGEST_WISH} 个字。")
    if not visit.is_booked:
        raise DomainError("这次上门已经改过或取消了，请看最新的情况。")
    if visit.starts_at <= acting.at:
        raise DomainError("约的时间已经到了。还没人来的话，请直接打电话。")
    entry = add_facts(visit.request, f"约的 {time_words(visit)} 上门不行：{wish}", acting)
    visit.wish, visit.wished_at = wish, acting.at
    db.session.flush()
    return entry


def settle(visit: Visit, state: VisitState, acting: Acting, because: str | None = None) -> None:
    """The visit is over, in whichever way."""
    visit.state, visit.settled_at = state, acting.at
    if because:
        visit.because = because
    db.session.flush()


def expect_visit(visit: Visit, seen: int) -> None:
    """Raise Stale, with what happened in words, when the page was drawn on another revision of the visit."""
    if visit.revision == seen:
        return
    raise Stale(f"您填的时候，这次上门有了变化：{_what_changed(visit)}。您填的还在下面，请看一眼再存。")


def checked_names(typed: Sequence[str], people: int) -> list[str]:
    """Who comes, each once. Raises DomainError when they are too few: two pairs of eyes, and both stay on file."""
    names = list(dict.fromkeys(filter(None, (re.sub(r"\s+", "", name) for name in typed))))
    if len(names) < people:
        raise DomainError(f"这个事项的入户调查至少要 {people} 个人，请写上一起去的人的名字。")
    if not names or len(names) > MOST_NAMES:
        raise DomainError(f"请写明谁去，最多 {MOST_NAMES} 个名字。")
    if any(len(name) > LONGEST_NAME for name in names):
        raise DomainError("名字太长了，请只写姓名，用顿号隔开。")
    return names


def _check_time(booking: Booking, at: datetime) -> None:
    starts, ends = booking.starts_at.astimezone(SHANGHAI), booking.ends_at.astimezone(SHANGHAI)
    if booking.starts_at <= at:
        raise DomainError("上门的时间要在现在以后。请改一下。")
    if booking.starts_at - at > FURTHEST:
        raise DomainError(f"最远约到 {FURTHEST.days} 天以内。请约近一些的日子。")
    if not timedelta() < ends - starts <= LONGEST:
        raise DomainError("请写从几点到几点，最长四个小时。")
    if starts.time() < EARLIEST or ends.time() > LATEST or ends.date() != starts.date():
        raise DomainError("请约在早上 7 点到晚上 9 点之间。")


def _told(visit: Visit, earlier: Visit | None) -> str:
    when = f"上门改到 {time_words(visit)}" if earlier else f"约好 {time_words(visit)} 上门"
    before = f"（原来约的是 {time_words(earlier)}）" if earlier else ""
    return f"{when}{before}，来的是：{name_words(visit.names)}。那天不行，请在这里说一声，或者打电话。"


def _what_changed(visit: Visit) -> str:
    if visit.state is VisitState.MOVED:
        now = booked_visit(visit.request)
        return f"改到了 {time_words(now)}" if now else "改了时间"
    if visit.state is VisitState.CANCELLED:
        return "取消了"
    if visit.records:
        last = visit.records[-1]
        return f"{last.who} 已经记过{'' if last.met else '：没见到人'}"
    return f"本人说那天不行：{visit.wish}" if visit.wish else "有人改过"


def _keep(visit: Visit) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(visit)
    except IntegrityError as problem:
        if not is_conflict(problem):
            raise
        raise Stale(f"刚才有人先约了一次上门。{LOOK_AGAIN}") from problem
