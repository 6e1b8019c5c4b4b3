"""Beginning and ending a public period (公示). The steps go through `taking.take`; what is public stands in `shown`."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.matters.parts import Publicity, Said
from portal.domain.messages.services import Occasion, tell_resident
from portal.domain.publicity import gate
from portal.domain.publicity.grown_up import grown_up
from portal.domain.publicity.period_models import (
    Objection,
    Outcome,
    PeriodEnding,
    PublicityWaiver,
    PublicPeriod,
)
from portal.domain.publicity.period_rules import agents_of, ground_of, span_of, supervision_phone
from portal.domain.publicity.shown import LABEL, ShownField, Told, check_line, packed, told_of
from portal.domain.publicity.way import public_begins
from portal.domain.records.services import record
from portal.domain.service_requests.acting import Acting, Timing
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.offers import reviewer
from portal.domain.service_requests.steps.said import said
from portal.domain.service_requests.steps.taking import hold, take
from portal.domain.service_requests.units import unit_of
from portal.domain.service_requests.workflow import Step
from portal.domain.workdays.counting import Counting
from portal.domain.workdays.pauses import Standstill
from portal.domain.workdays.periods import Span, Unit
from portal.domain.workdays.wording import full
from portal.domain.workdays.working_hours import SHANGHAI

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class PeriodEntry:
    """What staff say when they begin one.

    values       of the fields the matter allows; the name and the phone come from the register
    hangs_at     where it also hangs on paper
    span         longer than the matter says, with `longer_because`; None: as it says
    of_age       somebody made sure that the person is 18 or older
    informed     the person was told what will be public, and until when (个人信息保护法 17, 35 条)
    consented    where no rule demands it: the person agreed to just this (25 条)
    """

    values: Mapping[ShownField, str] = field(default_factory=dict)
    hangs_at: str = ""
    span: Span | None = None
    longer_because: str = ""
    of_age: bool = False
    informed: bool = False
    consented: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """From which day to which, how that was counted, and whether a year without its calendar was counted in."""

    begins_on: date
    ends_on: date
    because: tuple[str, ...]
    provisional: bool


def days_of(span: Span, posted_at: datetime, timing: Timing) -> Days:
    """The days of a period posted at that moment.

    民法典 201 条: the day it was posted on does not count. 203 条: the last day runs to its end (24:00), and days that
    would end on a day off end on the next working day, so that nobody's last chance to object falls on a holiday.
    Working days are counted by the official calendar.
    """
    if span.unit not in (Unit.DAY, Unit.WORKDAY):
        raise DomainError("公示的天数只能按自然日或工作日算。请在事项目录里改正。")
    counted = Counting(timing.calendar, timing.hours, Standstill.of(())).count(span, posted_at)
    posted, ends_on = counted.begins.date(), counted.ends.date()
    begins_on = counted.days[0] if span.unit is Unit.WORKDAY else posted + _DAY
    lines = [f"{full(posted)}贴出。贴出当天不算，从 {full(begins_on)}起算（民法典第201条）。"]
    if counted.postponed:
        lines.append(f"{span.words}到 {full(counted.postponed)}，那天放假，顺延到 {full(ends_on)}（民法典第203条）。")
    else:
        lines.append(f"{span.words}，到 {full(ends_on)}。")
    lines.append("最后一天算到 24 点，过了 24 点网上就看不到了。")
    for year in sorted(counted.guessed):
        lines.append(f"{year}年的放假安排还没有录入，所以是暂定的；录入以后会重新算。")
    return Days(begins_on, ends_on, tuple(lines), bool(counted.guessed))


def begin(request: ServiceRequest, entry: PeriodEntry, acting: Acting, *, full_names: bool) -> Entry:
    """Make the preliminary decision public. The person hears of it in the same moment.

    Raises DomainError where the matter wants no period or names no field, before it was accepted and reviewed, for a
    minor, for a person who was not told, and for words that must not be public.
    """
    hold(request)
    rule = _rule(request, entry)
    if grown_up(request, acting.today) is False:
        raise DomainError(
            "登记的本人不满 18 周岁，不能公示。请选“不满 18 周岁”，按规定免去公示；一家人申请的，由成年人当申请人。"
        )
    told = told_of(request, gate.fields_of(request), entry.values, full_names=full_names)
    _check_lines(request, entry, told)
    period = _written(request, entry, rule, told, acting)
    take_in = f"第 {period.round} 次公示" if period.round > 1 else "公示"
    made = take(
        request,
        Step.BEGIN_PUBLICITY,
        acting,
        told=f"{take_in}开始了，到 {full(period.ends_on)}24 点结束。公示了什么，在这一页看得到。",
        facts={"round": period.round},
    )
    public_begins(request, acting)
    tell_resident(request, Occasion.PUBLICITY_BEGUN, at=acting.at, due_at=last_moment(period))
    return made


def _check_lines(request: ServiceRequest, entry: PeriodEntry, told: Sequence[Told]) -> None:
    agents = agents_of(request)
    for one in told:
        if one.field is ShownField.GROUP:
            check_line(one.value, LABEL[one.field], request, agents)
    if entry.hangs_at.strip():
        check_line(entry.hangs_at.strip(), "还贴在哪里", request, agents)


def _written(
    request: ServiceRequest, entry: PeriodEntry, rule: Publicity, told: Sequence[Told], acting: Acting
) -> PublicPeriod:
    span = span_of(rule, entry.span, entry.longer_because)
    days = days_of(span, acting.at, acting.timing)
    period = PublicPeriod(
        request=request,
        key=secrets.token_urlsafe(18),
        round=len(gate.periods_of(request)) + 1,
        begins_on=days.begins_on,
        ends_on=days.ends_on,
        value=span.value,
        time_unit=span.unit,
        longer_because=entry.longer_because.strip() if span != rule.span else "",
        because=list(days.because),
        provisional=days.provisional,
        hangs_at=entry.hangs_at.strip(),
        supervision_phone=supervision_phone(request),
        ground=ground_of(rule, consented=entry.consented),
        shown=packed(told),
        decided_by=unit_of(request).name,
        posted_at=acting.at,
        posted_by=acting.by,
    )
    db.session.add(period)
    return period


def waive_for_minor(request: ServiceRequest, acting: Acting) -> Entry:
    """The person is under 18: nothing is made public, and the request goes on (特困、残疾人证 leave minors out).

    Raises DomainError when what is on file says that the person is grown up.
    """
    hold(request)
    if not gate.may_be_waived(request):
        raise DomainError("这件正在公示、已经公示过，或者已经免去公示。正在公示的，请先撤下。")
    if gate.rule_of(request).required is Said.NO:
        raise DomainError("这个事项本来就不公示，不用再办这一步。")
    if grown_up(request, acting.today):
        raise DomainError("登记的本人已满 18 周岁，不能免去公示。年龄登记错了的，请先改正。")
    db.session.add(PublicityWaiver(request=request, by=acting.by, at=acting.at))
    words = "按规定，不满 18 周岁的人不公示，接着往下办。"
    made = take(request, Step.NOTE, acting, told=words, internal="核实过本人不满 18 周岁，免去公示。")
    record("publicity.waived", by=acting.by, at=acting.at, subject=f"request {request.number}")
    return made


def take_down(period: PublicPeriod, reason: str, acting: Acting) -> Entry:
    """Off the public page at once, before its time."""
    hold(period.request)
    if period.ended_at is not None:
        raise DomainError("这次公示已经结束了，不用撤下。")
    why = said(reason, "为什么撤下")
    entry = end(period, PeriodEnding.TAKEN_DOWN, acting, told="公示提前撤下了，网上已经看不到。", because=why)
    entry.internal = f"撤下公示：{why}"
    record(
        "publicity.taken_down",
        by=acting.by,
        at=acting.at,
        subject=f"request {period.request.number}",
        detail=f"第 {period.round} 次",
    )
    return entry


def end(period: PublicPeriod, ending: PeriodEnding, acting: Acting, *, told: str, because: str = "") -> Entry:
    """Close it and say so, to the person and in the trail. Its time has come, or somebody had a reason."""
    mark_ended(period, ending, acting, because)
    facts = {"round": period.round, "ending": ending.value}
    made = take(period.request, Step.END_PUBLICITY, acting, told=told, facts=facts)
    tell_resident(period.request, Occasion.PUBLICITY_ENDED, at=acting.at)
    return made


def mark_ended(period: PublicPeriod, ending: PeriodEnding, acting: Acting, because: str = "") -> None:
    """Only the row: for a request that ended first and takes no more steps."""
    period.ended_at, period.ending, period.ended_by, period.ended_because = acting.at, ending, acting.by, because
    db.session.flush()


def result_of(period: PublicPeriod) -> tuple[PeriodEnding, str]:
    """How a period ends whose time is over, and what the person is told of it. Who objected, or how often, never."""
    objections: list[Objection] = period.objections
    if not objections:
        return PeriodEnding.NO_OBJECTION, "公示到期结束了，没有人提出异议。"
    if any(one.outcome is None for one in objections):
        return PeriodEnding.OPEN, "公示到期结束了。还有情况在核实，核实完告诉您结果。"
    if any(one.outcome is not Outcome.UNFOUNDED for one in objections):
        return PeriodEnding.FOUNDED, "公示到期结束了。有情况要重新核实，之后告诉您结果。"
    return PeriodEnding.ANSWERED, "公示到期结束了。期间反映的情况核实过了，不影响您的申请。"


def last_moment(period: PublicPeriod) -> datetime:
    """The last second of its last day."""
    return datetime.combine(period.ends_on, datetime.max.time(), SHANGHAI).replace(microsecond=0)


def _rule(request: ServiceRequest, entry: PeriodEntry) -> Publicity:
    rule, standing = gate.rule_of(request), gate.standing_of(request)
    if rule.required is Said.NO:
        raise DomainError("这个事项不公示，名字不能贴出去。请直接往下办。")
    if not gate.fields_of(request):
        raise DomainError("事项目录里没有写公示哪几项，不能公示。请先让管理员在“事项”里写上。")
    if not standing.may_begin:
        raise DomainError(standing.missing or "这件已经公示过了，不用再公示。请看最新情况。")
    if request.accepted_at is None:
        raise DomainError("还没有受理，不能公示。请先受理。")
    if not reviewer(request):
        # 社会救助暂行办法 11 条: first a preliminary opinion, then it is made public, then the decision.
        raise DomainError("还没有审核意见，不能公示。请先写审核意见。")
    if not entry.of_age:
        raise DomainError("请先核实本人满没满 18 周岁。不满 18 周岁的不公示。")
    if not entry.informed:
        raise DomainError("请先告诉本人公示什么、公示到哪天，再勾上“告诉过了”。")
    return rule
