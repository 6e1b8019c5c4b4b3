"""What residents do: urge, withdraw, add, follow, say that it is not solved."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.db import db
from portal.domain.errors import DomainError, Stale
from portal.domain.matters.models import Level
from portal.domain.messages.models import Message, Occasion
from portal.domain.service_requests.steps import extending, handling, voicing, waiting
from portal.domain.service_requests.steps.taking import expect, take
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.workflow import Actor, Status, Step
from portal.domain.workdays.periods import Span, Unit
from tests.domain.service_requests.making import APPROVAL, COORDINATED, last_entry, limits_of, the


def test_an_urging_is_answered_in_writing_within_a_working_day(town):
    request = town.signed()
    urge = voicing.urge(request, "等了两天了", town.resident)
    owed = the(request, LimitKind.URGE_ANSWER)
    assert (owed.value, owed.starts_at) == (1, town.at)
    with pytest.raises(DomainError, match="请写一下答复"):
        voicing.answer_urge(urge, " ", town.staff("pan"))
    voicing.answer_urge(urge, "电工明天上午到", town.staff("pan"))
    assert (urge.answer, urge.answered_by, owed.met_at) == ("电工明天上午到", "pan", town.at)
    assert last_entry(request).told == "催办的答复：电工明天上午到"
    with pytest.raises(DomainError, match="已经答复过"):
        voicing.answer_urge(urge, "再答一次", town.staff("pan"))


def test_once_in_each_window_by_each_side(town):
    request = town.at_community()
    voicing.urge(request, "", town.resident)
    with pytest.raises(DomainError, match="同一个期限内只催一次"):
        voicing.urge(request, "快点", town.resident)
    voicing.urge(request, "请抓紧", town.staff("leader", Actor.ABOVE))
    voicing.urge(request, "督查看到了", town.staff("viewer", Actor.SUPERVISOR))
    extending.ask_extension(request, Span(2, Unit.WORKDAY), "等配件", town.staff("officer"))
    extending.grant_extension(request, "", town.staff("leader", Actor.ABOVE))
    assert voicing.urge(request, "又过了几天", town.resident).window.endswith("+")


def test_late_already_it_goes_one_level_higher_and_never_lower(town):
    request = town.signed()
    town.wait(days=8)
    voicing.urge(request, "", town.resident)
    assert request.overseer_level is Level.COMMUNITY
    voicing.urge(request, "", town.staff("officer", Actor.ABOVE))
    assert request.overseer_level is Level.SUBDISTRICT
    voicing.urge(request, "", town.staff("viewer", Actor.SUPERVISOR))
    assert request.overseer_level is Level.SUBDISTRICT


def test_in_time_it_goes_no_higher(town):
    request = town.signed()
    voicing.urge(request, "", town.resident)
    assert request.overseer_level is None


def test_what_it_waits_for_from_the_resident_cannot_be_urged(town):
    request = town.signed()
    waiting.ask_supplement(request, [{"name": "照片", "how": ""}], town.staff("pan"), otherwise="", wanted_by=None)
    with pytest.raises(DomainError, match="“等群众”，不能催办"):
        voicing.urge(request, "", town.resident)


def test_a_resident_withdraws_without_owing_a_reason(town):
    request = town.filed()
    voicing.withdraw(request, "", town.resident)
    assert (request.status, request.settled_at) == (Status.WITHDRAWN, town.at)
    assert all(limit.dropped_at == town.at for limit in limits_of(request))
    by_phone = town.filed()
    voicing.withdraw(by_phone, "来电说修好了", town.staff("pan"))
    assert "网格员 潘一 按您的要求撤回" in last_entry(by_phone).told


def test_facts_are_added_while_it_is_open(town):
    request = town.resolved()
    with pytest.raises(DomainError, match="不能补充情况"):
        voicing.add_facts(request, "还有一盏", town.resident)


def test_not_solved_begins_anew_with_the_same_unit(town):
    request = town.resolved()
    town.wait(days=3)
    with pytest.raises(DomainError, match="哪里没有解决"):
        voicing.reopen(request, "", town.resident)
    voicing.reopen(request, "灯又不亮了", town.resident)
    assert (request.status, request.reopenings, request.settled_at) == (Status.FILED, 1, None)
    assert (request.unit, request.handler) == (f"grid:{town.cast.l1.id}", None)
    finish = the(request, LimitKind.FINISH)
    assert (finish.starts_at, finish.met_at, request.due_at) == (town.at, None, finish.due_at)
    told = db.session.scalars(select(Message.occasion).where(Message.service_request_id == request.id)).all()
    assert told[-1] is Occasion.REOPENED


def test_within_fifteen_days_of_the_result(town):
    early, late = town.resolved(), town.resolved()
    town.wait(days=14, hours=23)
    voicing.reopen(early, "又坏了", town.resident)
    town.wait(hours=1)
    with pytest.raises(DomainError, match="超过 15 天"):
        voicing.reopen(late, "又坏了", town.resident)


def test_what_nobody_spoke_against_is_closed_and_may_still_be_reopened(town):
    request = town.resolved()
    settled_at = request.settled_at
    town.wait(days=7)
    voicing.close(request, town.system)
    assert (request.status, request.settled_at) == (Status.CLOSED, settled_at)
    voicing.reopen(request, "又坏了", town.resident)
    assert request.status is Status.FILED


def test_a_neighbour_follows_a_public_matter_once(town):
    request = town.filed(COORDINATED)
    code = voicing.follow(request, "phone-1", "14000008888", town.neighbour)
    assert len(code) == 6
    assert voicing.follow(request, "phone-1", "14000008888", town.neighbour) == ""
    assert last_entry(request).told == "一位邻居也反映了这件事。"


def test_what_is_somebodys_own_business_is_not_followed(town):
    private, confidential = town.filed(APPROVAL), town.filed(COORDINATED, confidential=True)
    for request in (private, confidential):
        with pytest.raises(DomainError, match="个人情况"):
            voicing.follow(request, "phone-2", None, town.neighbour)


def test_a_page_that_somebody_else_overtook_says_what_happened(town):
    request = town.filed()
    seen = request.revision
    handling.sign_for(request, town.cast.users["pan"], town.staff("pan"))
    db.session.commit()
    with pytest.raises(Stale, match="11月23日 10:00 网格员 潘一 已签收。请看最新情况再办。"):
        expect(request, seen)
    expect(request, request.revision)


def test_midnight_overtakes_nobody(town):
    request = town.signed()
    db.session.commit()
    seen = request.revision
    take(request, Step.LAPSE, town.system, overseer_level=Level.COMMUNITY)
    db.session.commit()
    assert request.revision > seen
    expect(request, seen)


def test_a_neighbour_who_follows_overtakes_nobody(town):
    request = town.filed()
    seen = request.revision
    voicing.follow(request, "phone-3", None, town.neighbour)
    db.session.commit()
    expect(request, seen)
    town.at += timedelta(minutes=1)
    voicing.add_facts(request, "两盏都坏了", town.resident)
    db.session.commit()
    with pytest.raises(Stale, match="居民 已补充情况"):
        expect(request, seen)
