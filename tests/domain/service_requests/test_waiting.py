"""Papers that are missing: said once and completely, and the time waited for them is not counted."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.messages.models import Message, Occasion
from portal.domain.service_requests import limits
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps import voicing, waiting
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.workflow import Status
from portal.domain.workdays.working_hours import SHANGHAI
from tests.domain.service_requests.making import URGENT, Town, last_entry, limits_of, the

PAPERS = [{"name": "房产证复印件", "how": "拍照发来就行"}, {"name": "损坏处的照片", "how": ""}]


def asked(town: Town, request: ServiceRequest, **more: object) -> ServiceRequest:
    usual: dict[str, object] = {"otherwise": "按撤回处理", "wanted_by": town.at + timedelta(days=5)}
    waiting.ask_supplement(request, PAPERS, town.staff("pan"), **{**usual, **more})  # type: ignore[arg-type]
    return request


def test_one_list_says_what_how_by_when_and_what_otherwise(town):
    request = asked(town, town.signed())
    told = last_entry(request).told
    for part in (
        "1. 房产证复印件（拍照发来就行）",
        "2. 损坏处的照片",
        "11月28日",
        "没有补齐的话：按撤回处理",
        "不算在期限里",
    ):
        assert part in told
    assert request.status is Status.WAITING
    assert the(request, LimitKind.CONTACT).met_at == town.at
    told_by_phone = db.session.scalars(select(Message.occasion).where(Message.service_request_id == request.id)).all()
    assert told_by_phone[-1] is Occasion.SUPPLEMENT_WANTED


def test_every_clock_stands_while_it_is_waited_for(town):
    request = asked(town, town.signed())
    assert request.next_due_at is None
    assert all(limit.next_look_at is None for limit in limits_of(request))
    limits.recompute(request, town.timing)  # a new calendar meanwhile starts no clock
    assert (request.next_due_at, the(request, LimitKind.FINISH).next_look_at) == (None, None)


def test_papers_that_come_after_the_clock_was_set_back_are_taken_in(town):
    request = asked(town, town.signed())
    promised = request.due_at
    town.wait(minutes=-5)
    waiting.supplement(request, "照片在这里", town.resident)
    assert (request.status, request.due_at) == (Status.IN_PROGRESS, promised)


def test_the_days_waited_are_taken_out_of_what_was_promised(town):
    request = town.signed()
    town.wait(days=1)  # Tuesday
    asked(town, request)
    town.wait(days=2)  # Thursday: Wednesday and Thursday do not count
    waiting.supplement(request, "照片在这里", town.resident)
    assert request.due_at == datetime(2026, 12, 2, 23, 59, 59, tzinfo=SHANGHAI)
    assert (request.status, request.next_due_at) == (Status.IN_PROGRESS, request.due_at)
    assert "这 2 天不算" in "".join(the(request, LimitKind.FINISH).because)
    assert last_entry(request).told == "照片在这里\n材料收到了，接着办，12月2日（周三）24 点前答复。"


def test_what_staff_note_about_papers_stays_with_staff(town):
    request = asked(town, town.signed())
    waiting.supplement(request, "家人送到窗口", town.staff("pan"), got=["损坏处的照片"])
    assert "家人" not in last_entry(request).told
    [kept] = waiting.supplements(request)
    assert [item["got"] for item in kept.items] == ["", "yes"]


def test_asking_twice_needs_a_reason_and_is_counted(town):
    request = asked(town, town.signed())
    waiting.supplement(request, "", town.resident)
    with pytest.raises(DomainError, match="一次说全，这件已经告知过 1 次"):
        asked(town, request)
    asked(town, request, again="新开的药店证明上周才要求")
    assert last_entry(request).facts == {"times": 2}
    assert last_entry(request).internal == "新开的药店证明上周才要求"


def test_two_pauses_are_both_taken_out(town):
    request = asked(town, town.signed())
    town.wait(days=1)
    waiting.supplement(request, "", town.resident)
    asked(town, request, again="还差一页")
    town.wait(days=1)
    waiting.supplement(request, "", town.resident)
    assert request.due_at == datetime(2026, 12, 2, 23, 59, 59, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("items", "wanted", "words"),
    [
        ([], 1, "列出缺的"),
        ([{"name": " ", "how": ""}], 1, "缺什么"),
        (PAPERS * 11, 1, "最多列"),
        (PAPERS, -1, "今天以后"),
    ],
)
def test_a_list_that_helps_nobody_is_refused(town, items, wanted, words):
    request, wanted_by = town.signed(), town.at + timedelta(days=wanted)
    with pytest.raises(DomainError, match=words):
        waiting.ask_supplement(request, items, town.staff("pan"), otherwise="", wanted_by=wanted_by)


def test_an_emergency_never_waits_for_papers(town):
    with pytest.raises(DomainError, match="突发性的事不能一次性告知"):
        asked(town, town.signed(URGENT))


def test_withdrawn_while_waiting_ends_every_limit(town):
    request = asked(town, town.signed())
    voicing.withdraw(request, "不用了", town.resident)
    assert (request.status, request.next_due_at) == (Status.WITHDRAWN, None)
    assert all(limit.met_at or limit.dropped_at for limit in limits_of(request))
