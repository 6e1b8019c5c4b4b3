"""A year is entered or corrected: open limits that reach into it are counted again, on the record."""

from datetime import date, datetime, timedelta

import pytest

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.service_requests import limits
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.recount import recount
from portal.domain.service_requests.steps import handling, waiting
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.workflow import Step
from portal.domain.workdays.queries import load_calendar
from portal.domain.workdays.services import enter_year, examine_year
from portal.domain.workdays.working_hours import SHANGHAI
from tests.cast import fill
from tests.conftest import TODAY
from tests.domain.service_requests.making import URGENT, Town, last_entry, load_matters, the
from tests.parallel import at_once

LATE = datetime(2026, 12, 30, 10, tzinfo=SHANGHAI)  # a Wednesday
BRIDGE = "day,kind,name\n2027-01-01,holiday,元旦\n2027-01-04,holiday,元旦\n"
PLAIN = "day,kind,name\n2027-01-01,holiday,元旦\n"


def enter(town, text, source="通知") -> int:
    report = examine_year(2027, source, text)
    enter_year(report, agreed=report.digest, by="admin", at=town.at)
    changed = recount(2027, hours=town.timing.hours, at=town.at)
    db.session.commit()
    return changed


def last_day(limit) -> date:
    return limit.due_at.astimezone(SHANGHAI).date()


def entries(request):
    return list(db.session.scalars(db.select(Entry).where(Entry.request_id == request.id, Entry.step == Step.CALENDAR)))


@pytest.fixture
def late(town):
    town.at = LATE
    return town


def test_a_provisional_due_date_is_counted_again_with_a_record(late):
    request = late.signed()  # five working days: 31 December, 4 to 7 January without a notice
    finish = the(request, LimitKind.FINISH)
    assert (last_day(finish), finish.provisional, request.provisional) == (date(2027, 1, 7), True, True)
    db.session.commit()
    assert enter(late, BRIDGE) == 1
    assert (last_day(finish), finish.provisional) == (date(2027, 1, 8), False)
    assert (request.due_at, request.provisional) == (finish.due_at, False)
    assert not any("暂定" in line for line in finish.because)
    entry = last_entry(request)
    assert (entry.step, entry.who, entry.before, entry.after) == (Step.CALENDAR, "系统", request.status, request.status)
    assert "2027年1月7日（周四）（暂定）改为 2027年1月8日（周五）" in entry.told
    assert finish.half_at < finish.most_at < finish.due_at


def test_a_date_that_stays_is_no_longer_provisional_and_says_so(late):
    request = late.signed()
    db.session.commit()
    assert enter(late, PLAIN) == 1
    assert "不再是暂定" in last_entry(request).told
    assert not request.provisional


def test_a_correction_that_changes_nothing_leaves_no_trace(late):
    request = late.signed()
    db.session.commit()
    enter(late, PLAIN)
    assert enter(late, PLAIN + "2027-10-01,holiday,国庆节\n", "更正") == 0
    assert len(entries(request)) == 1
    assert enter(late, BRIDGE, "再更正") == 1
    assert len(entries(request)) == 2


def test_what_does_not_reach_into_the_year_is_left_alone(town):
    request = town.signed()  # in November
    db.session.commit()
    revision = request.revision
    assert enter(town, BRIDGE) == 0
    assert request.revision == revision


def test_hours_need_no_calendar(late):
    request = late.filed(URGENT)
    db.session.commit()
    hourly = [limit for limit in limits.open_limits(request) if limit.time_unit.value in ("hour", "minute")]
    assert hourly
    before = [limit.due_at for limit in hourly]
    enter(late, BRIDGE)
    assert [limit.due_at for limit in hourly] == before


def test_limits_of_offices_are_told_to_staff_alone(late):
    """The resident was promised the end, not who signs for it when."""
    request = late.filed()
    the(request, LimitKind.FINISH).met_at = late.at
    late.wait(days=1)
    limits.begin_limit(request, LimitKind.URGE_ANSWER, limits.URGE_ANSWER, late.at, late.timing)
    db.session.commit()
    assert enter(late, BRIDGE) == 1
    assert last_entry(request).told == ""
    assert "答复催办期限" in last_entry(request).internal


def test_settled_requests_are_left_alone(late):
    request = late.resolved()
    db.session.commit()
    assert enter(late, BRIDGE) == 0
    assert not entries(request)


def test_while_papers_are_waited_for_it_is_counted_when_they_come(late):
    request = late.signed()
    items = [{"name": "身份证复印件", "how": "正反面各一张"}]
    waiting.ask_supplement(request, items, late.staff("pan"), otherwise="不补就办不了", wanted_by=None)
    db.session.commit()
    assert enter(late, BRIDGE) == 0
    assert the(request, LimitKind.FINISH).next_look_at is None
    late.wait(days=1)
    late.timing = type(late.timing)(load_calendar(), late.timing.hours)
    waiting.supplement(request, "补齐了", late.resident)
    assert not the(request, LimitKind.FINISH).provisional


def test_who_let_a_limit_pass_is_cleared_when_the_day_turns_out_to_be_off(late):
    """A holiday made longer at short notice: 4 January was no working day after all."""
    request = late.filed()
    late.wait(days=1)
    limit = limits.begin_limit(request, LimitKind.URGE_ANSWER, limits.URGE_ANSWER, late.at, late.timing)
    limit.lapsed_at, limit.lapsed_name, limit.next_look_at = limit.due_at + timedelta(seconds=1), "网格员 潘一", None
    late.at = limit.lapsed_at + timedelta(hours=2)
    db.session.commit()
    enter(late, BRIDGE)
    assert (limit.lapsed_at, limit.lapsed_name) == (None, "")
    assert limit.next_look_at is not None
    assert "撤销" in last_entry(request).internal


def test_a_calendar_and_a_step_at_once_lose_neither(both_apps):
    """Each waits for the other or is told; nothing is half-done."""
    town = Town(fill(TODAY), at=LATE)
    load_matters()
    requests = [town.filed() for _ in range(6)]
    # What the threads use belongs to no session.
    ids, pan, acting = [request.id for request in requests], town.cast.users["pan"].id, town.staff("pan")
    db.session.rollback()

    def act(what):
        if what is None:
            report = examine_year(2027, "通知", BRIDGE)
            enter_year(report, agreed=report.digest, by="admin", at=LATE)
            recount(2027, hours=acting.timing.hours, at=LATE)
        else:
            handling.sign_for(db.session.get(ServiceRequest, what), db.session.get(User, pan), acting)

    at_once(both_apps, act, [None, *ids])
    for one in ids:
        request = db.session.get(ServiceRequest, one)
        finish = the(request, LimitKind.FINISH)
        assert len(entries(request)) == 1
        assert (finish.provisional, request.due_at) == (False, finish.due_at)
