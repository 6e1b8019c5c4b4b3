"""From unit to unit: who receives, what begins there, and what is never touched."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.errors import DomainError, NotFound
from portal.domain.matters.models import Level
from portal.domain.messages.models import Message, Occasion
from portal.domain.service_requests import holdings
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.places import place_of_building
from portal.domain.service_requests.scopes import actors_of, find
from portal.domain.service_requests.steps import handling, moving, placing
from portal.domain.service_requests.steps.taking import allowed_steps
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.units import Unit
from portal.domain.service_requests.workflow import Actor, Status, Step
from portal.domain.workdays import periods
from portal.domain.workdays.periods import Span
from tests.domain.service_requests.making import URGENT, Town, last_entry, limits_of, the


def department(town: Town) -> Unit:
    return Unit(Level.DEPARTMENT, town.cast.department.id)


def community(town: Town) -> Unit:
    return Unit(Level.COMMUNITY, town.cast.lotus.id)


def subdistrict(town: Town) -> Unit:
    return Unit(Level.SUBDISTRICT, town.cast.subdistrict.id)


def handed(town: Town, **more: object) -> ServiceRequest:
    request = town.at_community()
    moving.hand_over(request, department(town), "占道的归你们", town.staff("officer"), **more)  # type: ignore[arg-type]
    return request


def test_the_community_hands_over_to_its_grid_and_the_departments(town):
    request = town.at_community()
    grid = Unit(Level.GRID, town.cast.l1.id)
    assert moving.receivers(request) == [grid, department(town)]
    town.cast.department.closed_on = date(2026, 11, 24)
    assert moving.receivers(request) == [grid]
    assert moving.receivers(request, date(2026, 11, 23)) == [grid, department(town)]
    assert moving.receivers(request, date(2026, 11, 24)) == [grid]


def test_a_hand_over_begins_signing_there_and_leaves_the_promise_alone(town):
    request = town.at_community()
    due_at, finish = request.due_at, the(request, LimitKind.FINISH)
    town.wait(days=2)
    moving.hand_over(request, department(town), "占道的归你们", town.staff("officer"))
    assert (request.unit, request.level) == (str(department(town)), Level.DEPARTMENT)
    assert (request.status, request.handler) == (Status.FILED, None)
    assert request.due_at == due_at
    assert [one.id for one in limits_of(request, LimitKind.FINISH)] == [finish.id]
    assert the(request, LimitKind.SIGN_FOR).starts_at == town.at
    told = db.session.scalars(select(Message.occasion).where(Message.service_request_id == request.id)).all()
    assert told[-1] is Occasion.HANDED_OVER
    assert "占道的归你们" not in last_entry(request).told


def test_an_emergency_is_signed_for_within_half_an_hour_everywhere(town):
    request = town.at_community(URGENT)
    moving.hand_over(request, department(town), "去现场", town.staff("officer"))
    assert the(request, LimitKind.SIGN_FOR).time_unit is periods.Unit.MINUTE


def test_one_leads_and_others_help(town):
    request = town.at_community()
    grid = Unit(Level.GRID, town.cast.l1.id)
    moving.hand_over(request, department(town), "一起去", town.staff("officer"), helpers=[grid, community(town)])
    assert holdings.helpers(request) == [grid, community(town)]
    assert "协助" in last_entry(request).told
    assert [lead.unit for lead in holdings.leads(request)][-1] == str(department(town))
    handling.sign_for(request, town.cast.users["cheng"], town.staff("cheng"))
    handling.resolve(request, "摊位都搬走了", town.staff("cheng"))
    assert holdings.helpers(request) == []


def test_nobody_else_receives_it(town):
    request = town.at_community()
    other = Unit(Level.COMMUNITY, town.cast.maple.id)
    for unit, helpers in (
        (other, []),
        (community(town), []),
        (department(town), [other]),
        (department(town), [department(town)]),
    ):
        with pytest.raises(DomainError, match="不能交给这个单位"):
            moving.hand_over(request, unit, "给你们", town.staff("officer"), helpers=helpers)


def test_a_limit_of_the_hand_over_lies_within_the_promise(town):
    with pytest.raises(DomainError, match="不能比这更晚"):
        handed(town, limit=Span(20, periods.Unit.WORKDAY))
    request = handed(town, limit=Span(2, periods.Unit.WORKDAY))
    own = the(request, LimitKind.HAND_OVER)
    assert own.due_at < the(request, LimitKind.FINISH).due_at
    assert last_entry(request).facts["limit"] == "2 workday"


def test_it_is_escalated_step_by_step_or_at_once_but_only_upwards_at_home(town):
    request = town.signed()
    assert moving.above(request) == [community(town), subdistrict(town)]
    with pytest.raises(DomainError, match="只能报给"):
        moving.escalate(request, "x", town.staff("pan"), unit=Unit(Level.COMMUNITY, town.cast.maple.id))
    moving.escalate(request, "要街道出面", town.staff("pan"), unit=subdistrict(town))
    assert request.unit == str(subdistrict(town))
    with pytest.raises(DomainError, match="街道不用上报"):
        moving.escalate(request, "x", town.staff("street"))


def test_a_return_goes_where_it_came_from_and_the_clock_runs_on(town):
    request = handed(town)
    due_at = request.due_at
    town.wait(days=1)
    with pytest.raises(DomainError, match="为什么退回"):
        moving.send_back(request, " ", town.staff("cheng"))
    moving.send_back(request, "不在我们的路段", town.staff("cheng"))
    assert (request.unit, request.returns, request.status) == (str(community(town)), 1, Status.FILED)
    assert (request.due_at, last_entry(request).facts) == (due_at, {"returns": 1})
    assert last_entry(request).internal == "不在我们的路段"


def test_after_two_returns_the_level_above_both_decides_and_there_is_no_third(town):
    request = handed(town)
    moving.send_back(request, "不在我们的路段", town.staff("cheng"))
    moving.hand_over(request, department(town), "图上是你们的", town.staff("officer"))
    moving.send_back(request, "请再核对", town.staff("cheng"))
    assert (request.unit, request.returns) == (str(subdistrict(town)), 2)
    handling.sign_for(request, town.cast.users["street"], town.staff("street"))
    with pytest.raises(DomainError, match="退回过两次"):
        moving.send_back(request, "还是不归我", town.staff("street"))
    moving.hand_over(request, department(town), "街道定了：归你们", town.staff("street"))
    with pytest.raises(DomainError, match="退回过两次"):
        moving.send_back(request, "不服", town.staff("cheng"))
    assert Step.RETURN not in allowed_steps(town.cast.users["cheng"], request, town.resident.today)


def test_between_a_grid_and_its_community_the_subdistrict_decides(town):
    request = town.at_community()
    moving.send_back(request, "网格能办", town.staff("officer"))
    assert request.unit == f"grid:{town.cast.l1.id}"
    moving.send_back(request, "网格办不了", town.staff("pan"))
    assert request.unit == str(subdistrict(town))


def test_what_residents_filed_here_has_nowhere_to_return_to(town):
    request = town.signed()
    with pytest.raises(DomainError, match="没有上一家"):
        moving.send_back(request, "不想办", town.staff("pan"))
    assert Step.RETURN not in allowed_steps(town.cast.users["pan"], request, town.resident.today)


@pytest.mark.parametrize("level", [Level.GRID, Level.COMMUNITY])
def test_a_place_that_was_corrected_is_not_returned_to(town, level):
    request = town.signed() if level is Level.GRID else town.at_community()
    who = "pan" if level is Level.GRID else "officer"
    there = place_of_building(town.cast.maple1, town.resident.today)
    placing.correct_place(request, there, "是枫林村的事", town.staff(who))
    unit = request.unit
    with pytest.raises(DomainError, match="没有上一家可退"):
        moving.send_back(request, "不归我们", town.staff("stranger"))
    assert request.unit == unit
    assert Step.RETURN not in allowed_steps(town.cast.users["stranger"], request, town.resident.today)


def test_whoever_helps_may_note_visit_and_call_but_not_decide(town):
    request = town.at_community()
    grid, cheng, today = Unit(Level.GRID, town.cast.l1.id), town.cast.users["cheng"], town.resident.today
    assert actors_of(cheng, request, today) == set()
    moving.hand_over(request, grid, "一起去", town.staff("officer"), helpers=[department(town)])
    assert find(cheng, request.id, Permission.REQUEST_HANDLE, today) is request
    assert actors_of(cheng, request, today) == {Actor.HELPER}
    steps = allowed_steps(cheng, request, today)
    assert steps >= {Step.NOTE, Step.VISIT, Step.CONTACT}
    assert steps.isdisjoint({Step.RESOLVE, Step.ESCALATE, Step.HAND_OVER, Step.REFUSE, Step.REFER})
    handling.note(request, "摊主那边也说好了", town.staff("cheng", Actor.HELPER), public=False)
    with pytest.raises(DomainError, match="要由承办人来办"):
        moving.escalate(request, "不归我们", town.staff("cheng", Actor.HELPER))
    holdings.end_help(request, town.at)
    assert actors_of(cheng, request, today) == set()


def test_a_unit_that_helps_elsewhere_sees_it_while_it_helps(town):
    request, li, today = town.at_community(), town.cast.users["li"], town.resident.today
    with pytest.raises(NotFound):
        find(li, request.id, Permission.REQUEST_HANDLE, today)
    holdings.add_helpers(request, [Unit(Level.GRID, town.cast.l2.id)], town.at)
    assert find(li, request.id, Permission.REQUEST_HANDLE, today) is request
    holdings.end_help(request, town.at)
    with pytest.raises(NotFound):
        find(li, request.id, Permission.REQUEST_HANDLE, today)


def test_the_worker_of_the_place_still_helps_after_passing_it_up(town):
    request = town.at_community()
    assert actors_of(town.cast.users["pan"], request, town.resident.today) == {Actor.HELPER}
