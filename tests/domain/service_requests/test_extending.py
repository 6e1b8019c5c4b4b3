"""延期: before the due date, once, decided by another person one level up, the reason told."""

import pytest

from portal.domain.errors import DomainError
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.offers import longest_extension, pending_extension
from portal.domain.service_requests.steps import extending, handling, waiting
from portal.domain.service_requests.steps.taking import allowed_steps
from portal.domain.service_requests.times import Decision, Extension, LimitKind
from portal.domain.service_requests.workflow import Actor, Step
from portal.domain.workdays.periods import Span, Unit
from tests.domain.service_requests.making import COORDINATED, GENERAL, URGENT, Town, last_entry, limits_of, the


def days(value: int) -> Span:
    return Span(value, Unit.WORKDAY)


def asked(town: Town, request: ServiceRequest, value: int = 2) -> Extension:
    extending.ask_extension(request, days(value), "配件要从厂里调", town.staff("officer"))
    found = pending_extension(request)
    assert found is not None
    return found


def grant(town: Town, request: ServiceRequest, by: str = "leader") -> None:
    extending.grant_extension(request, "情况属实", town.staff(by, Actor.ABOVE))


def test_granted_one_level_up_it_counts_on_from_the_old_end_and_the_resident_reads_why(town):
    request = town.at_community()
    before = request.due_at
    extension = asked(town, request)
    assert last_entry(request).told == ""
    town.wait(days=1)
    grant(town, request)
    limit = the(request, LimitKind.FINISH)
    assert (limit.extra_value, request.due_at) == (2, limit.due_at)
    assert (limit.due_at - before).days == 2
    assert (extension.decision, extension.decided_by) == (Decision.GRANTED, "leader")
    assert "要多花 2 个工作日：配件要从厂里调" in last_entry(request).told
    assert "12月2日" in last_entry(request).told
    assert last_entry(request).internal == "情况属实"


def test_it_is_granted_once(town):
    request = town.at_community()
    asked(town, request)
    with pytest.raises(DomainError, match="正等上一级决定"):
        asked(town, request)
    grant(town, request)
    with pytest.raises(DomainError, match="已经延过一次"):
        asked(town, request, 1)
    assert Step.ASK_EXTENSION not in allowed_steps(town.cast.users["officer"], request, town.resident.today)


def test_who_asks_never_decides(town):
    request = town.at_community()
    extending.ask_extension(request, days(2), "配件要调", town.staff("leader"))
    with pytest.raises(DomainError, match="不能自己申请自己同意"):
        grant(town, request, "leader")
    assert Step.GRANT_EXTENSION not in allowed_steps(town.cast.users["leader"], request, town.resident.today)
    assert Step.GRANT_EXTENSION in allowed_steps(town.cast.users["street"], request, town.resident.today)


def test_the_unit_itself_does_not_decide(town):
    request = town.at_community()
    asked(town, request)
    with pytest.raises(DomainError, match="同意延期要由上一级来办"):
        extending.grant_extension(request, "行", town.staff("pan"))


def test_denied_the_promise_stands_and_it_may_be_asked_again(town):
    request = town.at_community()
    before = request.due_at
    asked(town, request)
    with pytest.raises(DomainError, match="为什么不同意"):
        extending.deny_extension(request, "", town.staff("leader", Actor.ABOVE))
    extending.deny_extension(request, "附近店里就有", town.staff("leader", Actor.ABOVE))
    assert (request.due_at, pending_extension(request)) == (before, None)
    assert asked(town, request).decision is None


def test_not_after_the_due_date_neither_asked_nor_granted(town):
    late, granted_late = town.at_community(), town.at_community()
    asked(town, granted_late)
    town.wait(days=8)
    with pytest.raises(DomainError, match="已经过了办结期限"):
        asked(town, late)
    with pytest.raises(DomainError, match="已经过了办结期限"):
        grant(town, granted_late)


def test_not_beyond_what_the_matter_allows_in_all(town):
    request = town.at_community()
    most = longest_extension(request)
    assert most is not None
    limit = the(request, LimitKind.FINISH)
    with pytest.raises(DomainError, match=f"最多还能延 {most.words}"):
        asked(town, request, most.value + 1)
    with pytest.raises(DomainError, match="最多还能延"):
        extending.ask_extension(request, Span(1, Unit.CALENDAR_MONTH), "x", town.staff("officer"))
    asked(town, request, most.value)
    grant(town, request)
    assert limit.extra_value == most.value


def test_an_emergency_and_ordinary_work_are_not_put_off(town):
    with pytest.raises(DomainError, match="不能延期"):
        asked(town, town.at_community(GENERAL), 1)
    urgent = town.at_community(URGENT)
    with pytest.raises(DomainError, match="不能延期"):
        asked(town, urgent, 1)
    assert Step.ASK_EXTENSION not in allowed_steps(town.cast.users["officer"], urgent, town.resident.today)


def test_of_an_approval_the_statutory_limit_may_be_extended_as_the_law_says(town):
    request = town.at_subdistrict()
    assert longest_extension(request) is None
    handling.accept(request, town.staff("street"))
    assert longest_extension(request) == days(15)


def test_granted_while_papers_are_waited_for_no_clock_starts(town):
    request = town.at_community(COORDINATED)
    asked(town, request)
    waiting.ask_supplement(request, [{"name": "照片", "how": ""}], town.staff("officer"), otherwise="", wanted_by=None)
    town.wait(days=20)
    grant(town, request)
    assert request.next_due_at is None
    assert "补齐材料以后再算" in last_entry(request).told
    assert the(request, LimitKind.FINISH).next_look_at is None


def test_with_a_result_the_question_is_moot(town):
    request = town.at_community()
    extension = asked(town, request)
    handling.resolve(request, "附近店里买到了", town.staff("officer"))
    assert (extension.decision, extension.decided_by) == (Decision.DENIED, "system")
    assert all(limit.met_at or limit.dropped_at for limit in limits_of(request))
