"""What time does to limits: half, most, over."""

from datetime import timedelta

import pytest

from portal.db import db
from portal.domain.matters.models import Level
from portal.domain.messages.models import Medium, Message, Occasion, Robot
from portal.domain.service_requests import limits
from portal.domain.service_requests.models import Entry
from portal.domain.service_requests.steps import handling, moving, waiting
from portal.domain.service_requests.sweep import Sweep, due_requests
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.units import Unit
from portal.domain.service_requests.workflow import Status, Step
from tests.domain.service_requests.making import GENERAL, MONDAY, URGENT, last_entry, limits_of, the


def robot(unit: str) -> Robot:
    made = Robot(
        unit=unit,
        medium=Medium.WECOM,
        name=unit,
        address="https://robot.example/x",
        address_digest=unit,
        added_at=MONDAY,
        added_by="admin",
    )
    db.session.add(made)
    db.session.commit()
    return made


@pytest.fixture
def robots(town):
    """A group for the grid and one for each office above."""
    for unit in (
        f"grid:{town.cast.l1.id}",
        f"community:{town.cast.lotus.id}",
        f"subdistrict:{town.cast.subdistrict.id}",
        f"department:{town.cast.department.id}",
    ):
        robot(unit)


def sweep(town) -> int:
    """As the worker does it, at the town's moment."""
    run = Sweep(town.system)
    done = sum(run.look_at(one) for one in due_requests(town.at))
    db.session.commit()
    return done


def told(*occasions: Occasion) -> list[tuple[str, str, str]]:
    """Unit, occasion and limit of what units were told."""
    query = db.select(Message).where(Message.occasion.in_(occasions)).order_by(Message.id)
    return [(row.unit.partition(":")[0], row.occasion.value, row.words["limit"]) for row in db.session.scalars(query)]


REMINDERS = (Occasion.REMIND_HALF, Occasion.REMIND_MOST)


def entries(request, step: Step) -> list[Entry]:
    return list(db.session.scalars(db.select(Entry).where(Entry.request_id == request.id, Entry.step == step)))


def test_half_and_most_remind_the_unit_that_has_it_once_each(town, robots):
    request = town.filed()
    assert sweep(town) == 0
    town.wait(days=1, hours=4)  # Tuesday 14:00: half of one working day
    assert sweep(town) == 2  # 签收 and 首次联系 end at the same moment and are one message
    assert sweep(town) == 0
    town.wait(hours=2, minutes=6)
    assert sweep(town) == 2
    assert sweep(town) == 0
    assert told(*REMINDERS) == [
        ("grid", "remind_half", "签收、首次联系"),
        ("grid", "remind_most", "签收、首次联系"),
    ]
    assert not entries(request, Step.LAPSE)


def test_a_reminder_goes_to_who_has_it_now(town, robots):
    request = town.signed()
    moving.escalate(request, "要社区协调", town.staff("pan"))
    town.wait(days=1, hours=4)
    sweep(town)
    assert ("community", "remind_half", "首次联系、签收") in told(*REMINDERS)
    assert not any(unit == "grid" for unit, *_ in told(*REMINDERS))


def test_what_was_done_in_time_is_not_reminded_of(town, robots):
    request = town.signed()
    handling.contact(request, "电话里说了今天去", town.staff("pan"))
    town.wait(days=2)
    sweep(town)
    assert told(*REMINDERS, Occasion.LAPSED) == []
    assert the(request, LimitKind.FINISH).lapsed_at is None


def test_a_limit_that_passed_carries_the_name_of_who_let_it_pass(town, robots):
    request = town.filed()
    town.wait(days=1, hours=14)  # Wednesday 00:00
    assert sweep(town) == 2
    lapsed = the(request, LimitKind.SIGN_FOR)
    assert lapsed.lapsed_at == town.at
    assert lapsed.lapsed_name == "莲叶路社区第1网格 网格员 潘一"  # nobody signed; Pan Yi serves the grid on that day
    assert lapsed.lapsed_unit == f"grid:{town.cast.l1.id}"
    entry = last_entry(request)
    assert (entry.step, entry.who, entry.before, entry.after) == (Step.LAPSE, "系统", Status.FILED, Status.FILED)
    assert "莲叶路社区第1网格" in entry.told
    assert "潘一" not in entry.told
    assert "潘一" in entry.internal
    assert request.overseer_level is Level.COMMUNITY
    assert told(Occasion.LAPSED) == [("grid", "lapsed", "签收、首次联系"), ("community", "lapsed", "签收、首次联系")]


def test_two_limits_that_lapse_together_press_one_level_up_and_the_next_one_another(town):
    request = town.filed()
    town.wait(days=1, hours=14)
    sweep(town)
    assert len(entries(request, Step.LAPSE)) == 1
    assert request.overseer_level is Level.COMMUNITY
    handling.sign_for(request, town.cast.users["pan"], town.staff("pan"))
    handling.contact(request, "联系过了", town.staff("pan"))
    town.at = the(request, LimitKind.FINISH).due_at + timedelta(seconds=1)
    sweep(town)
    assert request.overseer_level is Level.SUBDISTRICT
    assert the(request, LimitKind.FINISH).lapsed_name == "莲叶路社区第1网格 网格员 潘一"


def test_the_last_second_still_belongs_to_the_limit(town):
    request = town.filed()
    due = the(request, LimitKind.SIGN_FOR).due_at
    town.at = due
    sweep(town)
    assert not entries(request, Step.LAPSE)
    town.at = due + timedelta(seconds=1)
    sweep(town)
    assert len(entries(request, Step.LAPSE)) == 1


def test_an_emergency_lapses_within_minutes_and_presses_above_the_community(town, robots):
    """The community watches an emergency from its first minute."""
    request = town.filed(URGENT)
    assert request.overseer_level is Level.COMMUNITY
    town.wait(minutes=31)
    sweep(town)
    assert request.overseer_level is Level.SUBDISTRICT
    assert {unit for unit, *_ in told(Occasion.LAPSED)} == {"grid", "subdistrict"}


@pytest.mark.parametrize(("at", "presses"), [("community", Level.SUBDISTRICT), ("department", Level.SUBDISTRICT)])
def test_above_an_office_the_subdistrict_presses(town, robots, at, presses):
    request = town.at_community()
    if at == "department":
        moving.hand_over(request, Unit(Level.DEPARTMENT, town.cast.department.id), "占道经营", town.staff("officer"))
    handling.contact(request, "联系过了", town.staff("officer"))
    town.at = limits_of(request)[-1].due_at + timedelta(days=30)
    sweep(town)
    assert request.overseer_level is presses
    names = {limit.lapsed_name for limit in limits_of(request) if limit.lapsed_name}
    assert names == ({"莲叶路社区 莲干事"} if at == "community" else {"城管中队（没有人签收）"})


def test_above_the_subdistrict_its_leader_presses(town):
    request = town.at_subdistrict("baoxiu-gonggong")
    town.wait(days=40)
    sweep(town)
    assert request.overseer_level is Level.SUBDISTRICT
    assert "水镇街道分管领导督办" in last_entry(request).told


def test_where_the_unit_has_no_group_the_one_above_is_told_once(town):
    robot(f"community:{town.cast.lotus.id}")
    town.filed()
    town.wait(days=1, hours=14)
    sweep(town)
    assert len(told(Occasion.LAPSED)) == 1


def test_while_papers_are_waited_for_nothing_lapses(town):
    request = town.signed()
    handling.contact(request, "缺身份证复印件", town.staff("pan"))
    items = [{"name": "身份证复印件", "how": "正反面各一张"}]
    waiting.ask_supplement(request, items, town.staff("pan"), otherwise="不补就办不了", wanted_by=None)
    assert request.next_due_at is None
    town.wait(days=60)
    assert sweep(town) == 0
    assert not entries(request, Step.LAPSE)


def test_what_is_settled_meanwhile_is_left_alone(town):
    request = town.resolved()
    limit = limits.begin_limit(request, LimitKind.FINISH, limits.SIGN_FOR, town.at, town.timing)
    town.wait(days=10)
    assert sweep(town) == 0
    assert limit.lapsed_at is None
    assert due_requests(town.at) == []


def test_a_worker_that_was_down_does_not_remind_of_what_is_over(town, robots):
    town.filed(GENERAL)
    town.wait(days=20)
    sweep(town)
    assert told(*REMINDERS) == []
    assert told(Occasion.LAPSED)


def test_a_lapsed_limit_that_is_kept_late_keeps_its_name(town):
    request = town.filed()
    town.wait(days=1, hours=14)
    sweep(town)
    handling.sign_for(request, town.cast.users["pan"], town.staff("pan"))
    kept = the(request, LimitKind.SIGN_FOR)
    assert kept.met_at is not None
    assert kept.lapsed_name
    town.wait(days=1)
    sweep(town)
    assert len(entries(request, Step.LAPSE)) == 1


def test_what_is_due_is_found_by_its_index(town):
    due = "next_look_at IS NOT NULL AND next_look_at <= '2026-11-24'"
    query = f"SELECT request_id FROM service_request_limits WHERE {due}"
    plan = db.session.execute(db.text(f"EXPLAIN QUERY PLAN {query}")).all()
    assert "ix_service_request_limits_look" in str(plan)
