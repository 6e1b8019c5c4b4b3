"""Public periods: when they end, whom they never show, and what stands between them and a decision."""

from datetime import date, datetime, timedelta

import pytest

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.mandates.models import (
    AgentKind,
    Mandate,
    MandateBasis,
    MandateScope,
    PersonAge,
    PersonConsent,
    Representation,
    Told,
)
from portal.domain.messages.models import Message, Occasion
from portal.domain.publicity import gate, periods, public_periods
from portal.domain.publicity.period_models import Ground, Outcome, PeriodEnding
from portal.domain.records.models import Record
from portal.domain.service_requests.acting import Timing
from portal.domain.service_requests.steps import ending, handling, voicing
from portal.domain.service_requests.steps.taking import allowed_steps
from portal.domain.service_requests.workflow import Status, Step
from portal.domain.workdays.periods import Span, Unit
from portal.domain.workdays.queries import load_calendar
from portal.domain.workdays.working_hours import SHANGHAI, WorkingHours
from tests.domain.publicity.periods import entry, objected, posted, rechecked, reviewed, swept
from tests.domain.service_requests.making import Town, last_entry, load_matters


@pytest.fixture
def town(cast) -> Town:
    load_matters()
    return Town(cast)


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=SHANGHAI)


def begin(town: Town, request, **facts):
    return periods.begin(request, entry(**facts), town.staff("street"), full_names=False)


def test_the_day_of_posting_does_not_count_and_the_last_day_is_whole(town):
    period = posted(town)
    assert (period.begins_on, period.ends_on) == (date(2026, 11, 24), date(2026, 11, 30))
    assert public_periods.is_public(period, at(2026, 11, 30, 23, 59, 59))
    assert not public_periods.is_public(period, at(2026, 12, 1, 0, 0, 0))
    assert public_periods.running(at(2026, 11, 30, 23, 59, 59), full_names=False)
    assert not public_periods.running(at(2026, 12, 1, 0, 0, 0), full_names=False)


def test_it_is_shown_from_the_moment_it_is_posted_and_not_before(town):
    period = posted(town)
    assert public_periods.is_public(period, town.at)
    assert not public_periods.is_public(period, town.at - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("posted_at", "span", "ends_on", "says"),
    [
        # Seven days would end on National Day: 203 条 puts the end off to the first working day.
        (at(2026, 9, 24, 9, 0), "7 day", date(2026, 10, 8), "顺延"),
        # Of working days Sunday 20 September and Saturday 10 October are counted, 25 September and 1–7 October not.
        (at(2026, 9, 18, 9, 0), "5 workday", date(2026, 9, 24), "9月24日"),
        (at(2026, 9, 29, 9, 0), "5 workday", date(2026, 10, 12), "10月12日"),
        # Across Spring Festival: off from 15 to 23 February, worked on 14 and 28 February.
        (at(2026, 2, 12, 9, 0), "7 day", date(2026, 2, 24), "顺延"),
        (at(2026, 2, 12, 9, 0), "5 workday", date(2026, 2, 26), "2月26日"),
        (at(2026, 2, 24, 9, 0), "10 day", date(2026, 3, 6), "3月6日"),
    ],
)
def test_across_holidays_as_the_unit_says(app, posted_at, span, ends_on, says):
    days = periods.days_of(Span.parse(span), posted_at, Timing(load_calendar(), WorkingHours()))
    assert days.ends_on == ends_on
    assert not days.provisional
    assert any(says in line for line in days.because)


def test_working_days_begin_on_the_first_one(app):
    days = periods.days_of(Span(5, Unit.WORKDAY), at(2026, 9, 30, 9, 0), Timing(load_calendar(), WorkingHours()))
    assert days.begins_on == date(2026, 10, 8)


def test_the_matter_says_the_unit(town):
    assert posted(town, "canjizheng").ends_on == date(2026, 11, 30)  # five working days from Tuesday
    assert posted(town, "dibao").ends_on == date(2026, 11, 30)  # seven days


def test_a_year_without_its_calendar_is_provisional_and_counted_again(town):
    town.at = at(2026, 12, 28, 10, 0)
    period = posted(town)
    assert period.provisional  # its last day lies in a year whose notice is not known
    assert period.ends_on == date(2027, 1, 4)
    from portal.domain.workdays.calendar import Calendar

    known = Calendar(frozenset({2026, 2027}), off={date(2027, 1, 4): "元旦"})
    town.timing = Timing(known, WorkingHours())
    assert swept(town) == 1
    assert (period.ends_on, period.provisional) == (date(2027, 1, 5), False)
    assert last_entry(period.request).step is Step.CALENDAR
    assert "1月5日" in last_entry(period.request).told
    assert swept(town) == 0


def test_longer_with_a_reason_shorter_never(town):
    request = reviewed(town)
    for span, why, says in (
        (Span(5, Unit.DAY), "急", "不能少于 7 天"),
        (Span(9, Unit.WORKDAY), "多公示几天", "单位不能改"),
        (Span(31, Unit.DAY), "多公示几天", "最多 30 天"),
        (Span(10, Unit.DAY), " ", "请写为什么"),
    ):
        with pytest.raises(DomainError, match=says):
            begin(town, request, span=span, longer_because=why)
    begin(town, request, span=Span(10, Unit.DAY), longer_because="赶上小区停电，多公示三天")
    [period] = gate.periods_of(request)
    assert (period.value, period.longer_because) == (10, "赶上小区停电，多公示三天")


def test_it_needs_an_acceptance_a_preliminary_opinion_and_a_person_who_knows(town):
    request = town.at_subdistrict()
    street = town.cast.users["street"]
    with pytest.raises(DomainError, match="请先受理"):
        begin(town, request)
    handling.accept(request, town.staff("street"))
    assert Step.BEGIN_PUBLICITY not in allowed_steps(street, request, town.resident.today)
    with pytest.raises(DomainError, match="请先写审核意见"):
        begin(town, request)
    handling.review(request, "符合条件", town.staff("street"))
    assert Step.BEGIN_PUBLICITY in allowed_steps(street, request, town.resident.today)
    with pytest.raises(DomainError, match="告诉本人"):
        begin(town, request, informed=False)
    with pytest.raises(DomainError, match="满没满 18"):
        begin(town, request, of_age=False)
    begin(town, request)
    assert Step.BEGIN_PUBLICITY not in allowed_steps(street, request, town.resident.today)


def test_the_person_hears_of_it_with_the_day_it_ends(town):
    period = posted(town)
    assert "公示开始了，到 2026年11月30日（周一）24 点结束" in last_entry(period.request).told
    [message] = db.session.scalars(db.select(Message).where(Message.occasion == Occasion.PUBLICITY_BEGUN))
    assert "11月30日" in message.body
    assert "低保" not in message.body
    assert "王芳" not in message.body


def test_where_no_rule_demands_it_the_person_agrees(town):
    request = reviewed(town, "gaoling")
    assert gate.standing_of(request).local
    assert not gate.missing_period(request)
    with pytest.raises(DomainError, match="单独同意"):
        begin(town, request, slug="gaoling")
    begin(town, request, slug="gaoling", consented=True)
    assert gate.periods_of(request)[0].ground is Ground.CONSENT
    assert posted(town).ground is Ground.DUTY


def test_a_matter_that_is_never_published_is_not(town):
    request = reviewed(town, "canji-liangxiang")
    with pytest.raises(DomainError, match="不公示"):
        begin(town, request)
    assert not gate.missing_period(request)
    street = town.cast.users["street"]
    assert Step.BEGIN_PUBLICITY not in allowed_steps(street, request, town.resident.today)


def test_a_matter_that_names_no_known_field_publishes_nothing(town):
    request = reviewed(town)
    version = request.matter_version
    publicity = version.content["publicity"] | {"fields": ["身份证号", "家庭住址"]}
    version.content = version.content | {"publicity": publicity}
    with pytest.raises(DomainError, match="没有写公示哪几项"):
        begin(town, request)


def mandate(request, age: PersonAge) -> None:
    made = Mandate(
        kind=AgentKind.GUARDIAN,
        basis=MandateBasis.GUARDIANSHIP_PROOF,
        scope=MandateScope.MATTER,
        given_at=at(2026, 11, 23, 9, 0),
        valid_until=date(2027, 11, 23),
        agent_name="周小满",
        agent_phone="14000002207",
        age=age,
        consent=PersonConsent.UNABLE,
        told=Told.AGENT,
    )
    db.session.add(made)
    db.session.flush()
    db.session.add(
        Representation(request=request, mandate=made, agent_code_digest="-", begun_at=at(2026, 11, 23, 9, 0))
    )
    db.session.flush()


@pytest.mark.parametrize("age", [PersonAge.CHILD, PersonAge.MINOR])
def test_minors_are_never_published(town, age):
    request = reviewed(town, "canjizheng")
    mandate(request, age)
    with pytest.raises(DomainError, match="不满 18 周岁，不能公示"):
        begin(town, request, slug="canjizheng")
    assert not gate.periods_of(request)
    assert "先公示" in gate.missing_period(request)
    periods.waive_for_minor(request, town.staff("street"))
    assert not gate.missing_period(request)
    assert "不满 18 周岁的人不公示" in last_entry(request).told
    with pytest.raises(DomainError, match="已经免去公示"):
        periods.waive_for_minor(request, town.staff("street"))
    assert Record.action  # the waiver is on the record
    assert "publicity.waived" in db.session.scalars(db.select(Record.action)).all()


def test_who_turns_out_to_be_a_minor_is_gone_from_the_public_page_at_once(town):
    request = reviewed(town, "canjizheng")
    period = posted(town, "canjizheng", request)
    assert public_periods.is_public(period, town.at)
    mandate(request, PersonAge.CHILD)
    db.session.commit()
    assert not public_periods.is_public(period, town.at)
    assert public_periods.running(town.at, full_names=False) == []
    assert list(public_periods.public_of(request, town.at)) == []
    with pytest.raises(DomainError, match="请先撤下"):
        periods.waive_for_minor(request, town.staff("street"))
    periods.take_down(period, "本人不满 18 周岁", town.staff("street"))
    assert "没有公示满" in gate.missing_period(request)
    periods.waive_for_minor(request, town.staff("street"))
    assert not gate.missing_period(request)
    assert not gate.standing_of(request).may_begin


def test_the_age_in_the_answers_counts_too(town):
    request = reviewed(town, "tekun")
    label = next(one["label"] for one in request.matter_version.content["questions"] if one["key"] == "age")
    request.answers = [{"question": label, "answer": "15"}]
    with pytest.raises(DomainError, match="不满 18 周岁"):
        begin(town, request, slug="tekun")
    request.answers = [{"question": label, "answer": "68 岁"}]
    with pytest.raises(DomainError, match="已满 18 周岁"):
        periods.waive_for_minor(request, town.staff("street"))
    begin(town, request, slug="tekun")


def test_no_decision_before_the_period_is_over(town):
    request = reviewed(town)
    leader = town.cast.users["leader"]
    with pytest.raises(DomainError, match="要先公示"):
        ending.resolve(request, "批准，下个月发放", town.staff("leader"), unrelated=True)
    assert Step.RESOLVE not in allowed_steps(leader, request, town.resident.today)
    posted(town, request=request)
    with pytest.raises(DomainError, match="还在公示，到11月30日"):
        ending.resolve(request, "批准，下个月发放", town.staff("leader"), unrelated=True)
    town.at = at(2026, 12, 1, 0, 0, 5)
    assert swept(town) == 1
    ending.resolve(request, "批准，下个月发放", town.staff("leader"), unrelated=True)
    assert request.status is Status.RESOLVED


def test_it_ends_once_with_words_for_the_person(town):
    period = posted(town)
    town.at = at(2026, 11, 30, 23, 59, 59)
    assert swept(town) == 0
    town.wait(seconds=1)
    assert swept(town) == 1
    assert swept(town) == 0
    assert (period.ending, period.ended_at) == (PeriodEnding.NO_OBJECTION, town.at)
    assert last_entry(period.request).told == "公示到期结束了，没有人提出异议。"
    ended = db.session.scalars(db.select(Message).where(Message.occasion == Occasion.PUBLICITY_ENDED)).all()
    assert len(ended) == 1


def test_objections_are_rechecked_before_a_decision(town):
    period = posted(town)
    raised = objected(town, period)
    town.at = at(2026, 12, 1, 8, 0)
    swept(town)
    assert period.ending is PeriodEnding.OPEN
    with pytest.raises(DomainError, match="1 条异议还没有复核"):
        ending.resolve(period.request, "批准，下个月发放", town.staff("leader"), unrelated=True)
    rechecked(town, raised)
    assert last_entry(period.request).told == "公示期间反映的情况核实过了，不影响您的申请。"
    ending.resolve(period.request, "批准，下个月发放", town.staff("leader"), unrelated=True)


@pytest.mark.parametrize("outcome", [Outcome.RESURVEY, Outcome.APPRAISAL])
def test_a_founded_objection_ends_it_and_another_round_follows(town, outcome):
    period = posted(town)
    rechecked(town, objected(town, period), outcome)
    request = period.request
    assert period.ending is PeriodEnding.FOUNDED
    assert not public_periods.running(town.at, full_names=False)
    with pytest.raises(DomainError, match="再公示一次"):
        ending.resolve(request, "批准，下个月发放", town.staff("leader"), unrelated=True)
    town.wait(days=3)
    second = posted(town, request=request)
    assert (second.round, second.key != period.key) == (2, True)
    assert "第 2 次公示开始了" in last_entry(request).told
    town.wait(days=12)
    swept(town)
    ending.resolve(request, "批准，下个月发放", town.staff("leader"), unrelated=True)


def test_who_is_not_entitled_is_told_so_without_another_round(town):
    period = posted(town)
    rechecked(town, objected(town, period), Outcome.NOT_ENTITLED)
    assert not gate.missing_period(period.request)


def test_taken_down_at_once_with_a_reason(town):
    period = posted(town)
    with pytest.raises(DomainError, match="为什么撤下"):
        periods.take_down(period, " ", town.staff("street"))
    periods.take_down(period, "金额写错了", town.staff("street"))
    db.session.commit()
    assert not public_periods.running(town.at, full_names=False)
    assert "金额写错了" not in last_entry(period.request).told
    assert "重新公示" in gate.missing_period(period.request)
    with pytest.raises(DomainError, match="已经结束"):
        periods.take_down(period, "再撤一次", town.staff("street"))
    assert posted(town, request=period.request).round == 2


def test_withdrawn_it_is_gone_before_any_sweep(town):
    period = posted(town)
    voicing.withdraw(period.request, "不想申请了", town.resident)
    db.session.commit()
    assert not public_periods.running(town.at, full_names=False)
    assert swept(town) == 1
    assert period.ending is PeriodEnding.STOPPED
    assert last_entry(period.request).step is Step.WITHDRAW
