"""The limits of a request: what is due next, what was promised, when the sweep looks again."""

from datetime import datetime, timedelta

import pytest

from portal.domain.service_requests import limits
from portal.domain.service_requests.steps import extending, handling, waiting
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.workflow import Actor
from portal.domain.workdays.calendar import Calendar
from portal.domain.workdays.periods import Span, Unit
from portal.domain.workdays.working_hours import SHANGHAI, WorkingHours
from tests.domain.service_requests.making import APPROVAL, COORDINATED, GENERAL, limits_of, the


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[arg-type]


def test_what_is_due_next_is_the_earliest_limit_still_owed(town):
    request = town.filed()
    assert request.next_due_at == local(2026, 11, 24, 23, 59, 59)
    handling.sign_for(request, town.cast.users["pan"], town.staff("pan"))
    handling.contact(request, "打通了", town.staff("pan"))
    assert request.next_due_at == request.due_at == local(2026, 11, 30, 23, 59, 59)


@pytest.mark.parametrize(
    ("filed", "due"),
    [
        (local(2026, 11, 23, 0, 0), local(2026, 11, 24, 23, 59, 59)),  # the first moment of a Monday
        (local(2026, 11, 23, 23, 59), local(2026, 11, 24, 23, 59, 59)),  # the last: the day of receipt does not count
        (local(2026, 11, 27, 18, 0), local(2026, 11, 30, 23, 59, 59)),  # Friday evening
        (local(2026, 11, 28, 3, 0), local(2026, 11, 30, 23, 59, 59)),  # a Saturday night
    ],
)
def test_ordinary_work_filed_at_any_hour(town, filed, due):
    town.at = filed
    assert town.filed(GENERAL).due_at == due


def test_the_promise_tells_how_it_was_counted(town):
    request = town.filed(COORDINATED)
    told = limits.promise(request)
    assert told is not None
    assert (told.name, told.span.words, told.paused, told.provisional) == ("办结", "5 个工作日", False, False)
    assert told.due_at == request.due_at
    assert "民法典第201条" in told.because[0]


def test_an_approval_shows_its_clocks_one_after_the_other(town):
    request = town.at_subdistrict(APPROVAL)
    handling.accept(request, town.staff("street"))
    assert [(clock.name, clock.met_at is not None) for clock in limits.clocks(request)] == [
        ("社区答复", True),
        ("决定是否受理", True),
        ("法定办理", False),
    ]


def test_while_papers_are_waited_for_the_promise_says_so(town):
    request = town.signed()
    waiting.ask_supplement(request, [{"name": "照片", "how": ""}], town.staff("pan"), otherwise="", wanted_by=None)
    told = limits.promise(request)
    assert told is not None
    assert told.paused


def test_beyond_the_known_calendar_it_is_provisional_and_counted_again_once_it_is_known(town):
    town.at = local(2026, 12, 30, 10)
    request = town.filed(COORDINATED)
    assert request.provisional
    assert "（暂定）" in request.entries[0].told
    before = request.due_at
    new_year = Calendar(
        frozenset({2026, 2027}), off={local(2027, 1, 4).date(): "元旦", local(2027, 1, 1).date(): "元旦"}
    )
    town.timing = type(town.timing)(new_year, WorkingHours())
    changed = limits.recompute(request, town.timing)
    assert {limit.kind for limit, _ in changed} == {LimitKind.FINISH}
    assert (request.provisional, request.due_at > before) == (False, True)


def test_the_sweep_looks_at_half_then_at_most_then_at_the_end(town):
    limit = the(town.filed(), LimitKind.FINISH)
    assert limit.half_at is not None
    assert limit.most_at is not None
    assert limit.half_at < limit.most_at < limit.due_at
    assert limits.look_next(limit) == limit.half_at == limit.next_look_at
    limit.reminded_half_at = limit.half_at
    assert limits.look_next(limit) == limit.most_at
    limit.reminded_most_at = limit.most_at
    assert limits.look_next(limit) == limit.due_at
    limit.lapsed_at, limit.lapsed_name = limit.due_at, "网格员 潘一"
    assert limits.look_next(limit) is None


def test_a_limit_that_has_lapsed_is_met_late_and_stays_lapsed(town):
    request = town.signed()
    limit = the(request, LimitKind.FINISH)
    town.wait(days=30)
    limit.lapsed_at, limit.lapsed_name = town.at, "网格员 潘一"
    handling.resolve(request, "灯泡换好了，晚上亮了", town.staff("pan"))
    assert (limit.met_at, limit.lapsed_name) == (town.at, "网格员 潘一")


def test_a_pause_and_an_extension_add_up(town):
    request = town.at_community()
    waiting.ask_supplement(request, [{"name": "照片", "how": ""}], town.staff("officer"), otherwise="", wanted_by=None)
    town.wait(days=1)
    waiting.supplement(request, "", town.resident)
    assert request.due_at == local(2026, 12, 1, 23, 59, 59)
    extending.ask_extension(request, Span(2, Unit.WORKDAY), "等配件", town.staff("officer"))
    extending.grant_extension(request, "", town.staff("leader", Actor.ABOVE))
    assert request.due_at == local(2026, 12, 3, 23, 59, 59)


def test_nothing_is_owed_after_the_end(town):
    request = town.resolved()
    assert limits.open_limits(request) == []
    assert all(limit.next_look_at is None for limit in limits_of(request))
    assert request.next_due_at is None
    assert request.due_at is not None


def test_a_longer_wait_never_makes_it_due_earlier(town):
    ends = []
    for waited in (0, 1, 3, 10):
        request = town.signed()
        asked = town.at
        waiting.ask_supplement(request, [{"name": "照片", "how": ""}], town.staff("pan"), otherwise="", wanted_by=None)
        town.at = asked + timedelta(days=waited)
        waiting.supplement(request, "", town.resident)
        town.at = asked
        ends.append(request.due_at)
    assert ends == sorted(ends)
