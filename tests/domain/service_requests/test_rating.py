"""好差评: by who filed it, once for each result, a low one begins rework; a mistaken one can be appealed."""

import pytest
from sqlalchemy import select

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.service_requests.steps import handling, rating, voicing
from portal.domain.service_requests.steps.taking import allowed_steps
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.voices import Appeal, Grade, Rating, Verdict
from portal.domain.service_requests.workflow import Actor, Status, Step
from tests.domain.service_requests.making import Town, last_entry, limits_of, the


def judge(town: Town, appeal: Appeal, verdict: Verdict, by: str = "viewer") -> None:
    rating.judge_appeal(appeal, verdict, "听了电话录音", town.staff(by, Actor.SUPERVISOR))


def bad(town: Town, grade: Grade = Grade.DISSATISFIED, solved: bool = True) -> Rating:
    return rating.rate(town.resolved(), grade, solved, "太慢", town.resident)


@pytest.mark.parametrize("grade", Grade)
@pytest.mark.parametrize("solved", [True, False])
def test_unsolved_or_low_begins_rework_and_the_rest_is_closed(town, grade, solved):
    request = town.resolved()
    given = rating.rate(request, grade, solved, "", town.resident)
    again = not solved or grade in (Grade.DISSATISFIED, Grade.VERY_DISSATISFIED)
    assert request.status is (Status.FILED if again else Status.CLOSED)
    assert given.needs_rework == again


def test_rework_goes_to_the_same_unit_with_contact_in_one_and_repair_in_five_working_days(town):
    request = town.resolved()
    town.wait(days=1)
    rating.rate(request, Grade.VERY_DISSATISFIED, False, "灯还是不亮", town.resident)
    assert (request.unit, request.handler, request.settled_at) == (f"grid:{town.cast.l1.id}", None, None)
    owed = {one.kind: one.value for one in limits_of(request) if one.met_at is None and one.dropped_at is None}
    assert owed == {LimitKind.SIGN_FOR: 1, LimitKind.REWORK_CONTACT: 1, LimitKind.REWORK_FINISH: 5}
    assert request.due_at == the(request, LimitKind.REWORK_FINISH).due_at
    assert (last_entry(request).actor, last_entry(request).step) == (Actor.SYSTEM, Step.REWORK)
    handling.sign_for(request, town.cast.users["pan"], town.staff("pan"))
    handling.contact(request, "道歉并约了时间", town.staff("pan"))
    assert the(request, LimitKind.REWORK_CONTACT).met_at == town.at
    handling.resolve(request, "整条线路换了", town.staff("pan"))
    assert the(request, LimitKind.REWORK_FINISH).met_at == town.at


def test_once_for_each_result(town):
    request = town.resolved()
    first = rating.rate(request, Grade.SATISFIED, True, "", town.resident)
    with pytest.raises(DomainError, match="已经评价过"):
        rating.rate(request, Grade.VERY_DISSATISFIED, True, "", town.resident)
    voicing.reopen(request, "又坏了", town.resident)
    handling.sign_for(request, town.cast.users["pan"], town.staff("pan"))
    handling.resolve(request, "灯泡又换了", town.staff("pan"))
    second = rating.rate(request, Grade.BASICALLY_SATISFIED, True, "", town.resident)
    assert (first.round, second.round) == (1, 2)


def test_nobody_else_grades_it(town):
    request = town.resolved()
    for acting in (town.staff("pan"), town.neighbour, town.staff("viewer", Actor.SUPERVISOR), town.system):
        with pytest.raises(DomainError, match="评价要由提交的居民来办"):
            rating.rate(request, Grade.VERY_SATISFIED, True, "", acting)
    assert db.session.scalars(select(Rating)).all() == []


def test_nothing_is_graded_before_there_is_a_result(town):
    with pytest.raises(DomainError, match="不能评价"):
        rating.rate(town.signed(), Grade.SATISFIED, True, "", town.resident)


def test_a_mistaken_grade_is_not_counted_and_both_texts_stay(town):
    given = bad(town)
    appeal = rating.appeal(given, "居民说点错了", town.staff("pan"))
    judge(town, appeal, Verdict.UPHELD)
    assert (given.counted, given.grade, given.words) == (False, Grade.DISSATISFIED, "太慢")
    assert (appeal.reason, appeal.verdict_reason, appeal.decided_by) == ("居民说点错了", "听了电话录音", "viewer")
    assert given.request.status is Status.CLOSED
    assert all(limit.met_at or limit.dropped_at for limit in limits_of(given.request))
    assert "不计入统计" in last_entry(given.request).told


def test_what_the_resident_says_is_unsolved_goes_on_whatever_the_grade(town):
    given = bad(town, solved=False)
    judge(town, rating.appeal(given, "点错了", town.staff("pan")), Verdict.UPHELD)
    assert (given.counted, given.request.status) == (False, Status.FILED)


def test_dismissed_everything_stays_as_it_was(town):
    given = bad(town)
    judge(town, rating.appeal(given, "点错了", town.staff("pan")), Verdict.DISMISSED)
    assert (given.counted, given.request.status) == (True, Status.FILED)
    assert last_entry(given.request).told == ""


def test_who_worked_on_it_never_judges(town):
    given = bad(town)
    appeal = rating.appeal(given, "点错了", town.staff("officer"))
    for by in ("pan", "officer"):
        with pytest.raises(DomainError, match="没有经办过"):
            judge(town, appeal, Verdict.UPHELD, by)
    assert Step.JUDGE_APPEAL in allowed_steps(town.cast.users["viewer"], given.request, town.resident.today)
    assert Step.JUDGE_APPEAL not in allowed_steps(town.cast.users["officer"], given.request, town.resident.today)


def test_appealed_once_with_a_reason_and_only_against_a_low_grade(town):
    given = bad(town)
    with pytest.raises(DomainError, match="为什么认为"):
        rating.appeal(given, "", town.staff("pan"))
    appeal = rating.appeal(given, "点错了", town.staff("pan"))
    with pytest.raises(DomainError, match="已经申诉过"):
        rating.appeal(given, "再申诉", town.staff("pan"))
    judge(town, appeal, Verdict.DISMISSED)
    with pytest.raises(DomainError, match="已经裁定过"):
        judge(town, appeal, Verdict.UPHELD)
    good = rating.rate(town.resolved(), Grade.VERY_SATISFIED, True, "", town.resident)
    with pytest.raises(DomainError, match="只有差评"):
        rating.appeal(good, "想要更好", town.staff("pan"))
