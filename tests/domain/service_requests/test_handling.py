"""What the unit that has a request does: sign, call, settle, accept, review, resolve, refuse, merge, correct."""

import pytest
from sqlalchemy import select

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.matters.models import Level, WorkType
from portal.domain.messages.models import Message, Occasion
from portal.domain.records.models import Record
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.numbering import shown
from portal.domain.service_requests.offers import pending_extension
from portal.domain.service_requests.places import place_of_building, place_of_grid
from portal.domain.service_requests.steps import extending, handling, moving, voicing, waiting
from portal.domain.service_requests.steps.codes import opens
from portal.domain.service_requests.steps.taking import allowed_steps
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.voices import Follower
from portal.domain.service_requests.workflow import Actor, Status, Step
from portal.domain.workdays.periods import Span, Unit
from tests.domain.service_requests.making import (
    APPROVAL,
    COORDINATED,
    GENERAL,
    UNPUBLISHED,
    URGENT,
    Town,
    last_entry,
    limits_of,
    the,
    version_of,
)


def occasions(request: ServiceRequest) -> list[Occasion]:
    query = select(Message.occasion).where(Message.service_request_id == request.id).order_by(Message.id)
    return list(db.session.scalars(query))


def test_signing_puts_a_name_to_it_and_keeps_its_limit(town):
    request = town.filed()
    town.wait(hours=1)
    handling.sign_for(request, town.cast.users["pan"], town.staff("pan"))
    assert (request.handler, request.status) == (town.cast.users["pan"], Status.IN_PROGRESS)
    assert the(request, LimitKind.SIGN_FOR).met_at == town.at
    assert the(request, LimitKind.CONTACT).met_at is None
    assert last_entry(request).told == "网格员 潘一 已签收，开始办理。"


@pytest.mark.parametrize("verb", [handling.contact, handling.visit])
def test_a_call_or_a_visit_is_the_first_contact_and_stays_internal(town, verb):
    request = town.signed()
    verb(request, "居民说是 3 单元", town.staff("pan"))
    assert the(request, LimitKind.CONTACT).met_at == town.at
    assert "3 单元" not in last_entry(request).told
    assert last_entry(request).internal == "居民说是 3 单元"


def test_a_note_is_for_the_resident_or_for_staff(town):
    request = town.signed()
    handling.note(request, "零件周三到", town.staff("pan"), public=True)
    assert (last_entry(request).told, last_entry(request).internal) == ("零件周三到", "")
    handling.note(request, "物业还没回电话", town.staff("pan"), public=False)
    assert (last_entry(request).told, last_entry(request).internal) == ("", "物业还没回电话")


def test_small_things_are_settled_on_the_spot_without_signing(town):
    request = town.filed(GENERAL)
    handling.settle(request, "已经扫干净了", town.staff("pan"))
    assert (request.status, request.handler) == (Status.RESOLVED, town.cast.users["pan"])
    assert all(limit.met_at == town.at for limit in limits_of(request))
    assert request.next_due_at is None


@pytest.mark.parametrize("result", ["", "  ", "好了", "已处理"])
def test_a_result_is_told_in_plain_words(town, result):
    with pytest.raises(DomainError, match="办理结果"):
        handling.resolve(town.signed(), result, town.staff("pan"))


def test_a_result_keeps_the_promise_and_tells_the_resident(town):
    request = town.signed()
    town.wait(days=1)
    handling.resolve(request, "灯泡换好了，晚上亮了", town.staff("pan"))
    assert (request.status, request.settled_at) == (Status.RESOLVED, town.at)
    assert the(request, LimitKind.FINISH).met_at == town.at
    assert request.due_at is not None
    assert occasions(request)[-1] is Occasion.RESOLVED
    assert "灯泡换好了" in last_entry(request).told


def test_a_result_answers_an_urging_that_is_still_open(town):
    request = town.signed()
    urge = voicing.urge(request, "", town.resident)
    handling.resolve(request, "灯泡换好了，晚上亮了", town.staff("pan"))
    assert (urge.answer, urge.answered_by) == ("灯泡换好了，晚上亮了", "pan")


def test_an_approval_runs_two_clocks(town):
    request = town.at_subdistrict()
    answered, accept = the(request, LimitKind.FINISH), the(request, LimitKind.ACCEPT)
    assert answered.met_at == town.at
    assert (accept.value, request.due_at) == (5, accept.due_at)
    town.wait(days=1)
    handling.accept(request, town.staff("street"))
    statutory = the(request, LimitKind.STATUTORY)
    assert (statutory.value, statutory.starts_at, request.accepted_at) == (30, town.at, town.at)
    assert (accept.met_at, request.due_at) == (town.at, statutory.due_at)
    assert "法定期限 30 个工作日" in last_entry(request).told
    assert "暂定" in last_entry(request).told  # it ends in a year without a calendar
    with pytest.raises(DomainError, match="已经受理过"):
        handling.accept(request, town.staff("street"))


def test_an_approval_takes_two_people_one_of_whom_may_approve(town):
    request = town.at_subdistrict(UNPUBLISHED)
    with pytest.raises(DomainError, match="还没有受理"):
        handling.review(request, "符合条件", town.staff("street"))
    handling.accept(request, town.staff("street"))
    with pytest.raises(DomainError, match="先有人审核"):
        handling.resolve(request, "批准，下个月发放", town.staff("leader"), unrelated=True)
    handling.review(request, "符合条件", town.staff("leader"), unrelated=True)
    with pytest.raises(DomainError, match="不能是同一个人"):
        handling.resolve(request, "批准，下个月发放", town.staff("leader"), unrelated=True)
    handling.review(request, "符合条件，同意", town.staff("street"))
    with pytest.raises(DomainError, match="不能是同一个人"):
        handling.resolve(request, "批准，下个月发放", town.staff("street"))
    assert Step.RESOLVE not in allowed_steps(town.cast.users["street"], request, town.resident.today)
    assert Step.RESOLVE in allowed_steps(town.cast.users["leader"], request, town.resident.today)
    handling.resolve(request, "批准，下个月发放", town.staff("leader"), unrelated=True)
    assert request.status is Status.RESOLVED
    assert the(request, LimitKind.STATUTORY).met_at == town.at


def test_a_review_of_an_earlier_round_does_not_count(town):
    request = town.at_subdistrict(UNPUBLISHED)
    handling.accept(request, town.staff("street"))
    handling.review(request, "符合条件", town.staff("street"))
    handling.resolve(request, "批准，下个月发放", town.staff("leader"), unrelated=True)
    voicing.reopen(request, "金额不对", town.resident)
    assert request.accepted_at is None
    assert the(request, LimitKind.ACCEPT).met_at is None
    handling.sign_for(request, town.cast.users["street"], town.staff("street"))
    handling.accept(request, town.staff("street"))
    with pytest.raises(DomainError, match="先有人审核"):
        handling.resolve(request, "金额改好了，下月发", town.staff("leader"), unrelated=True)


def test_a_refusal_says_why_and_where_to_go(town):
    request = town.at_community()
    for reason, where in (("", "去找法院"), ("已经起诉了", " ")):
        with pytest.raises(DomainError, match="请写"):
            handling.refuse(request, reason, where, town.staff("officer"))
    handling.refuse(request, "已经起诉，由法院处理", "区法院诉讼服务中心", town.staff("officer"))
    assert (request.status, request.refused_where) == (Status.REFUSED, "区法院诉讼服务中心")
    assert occasions(request)[-1] is Occasion.REFUSED
    assert request.next_due_at is None


def test_another_matter_has_its_own_limits_from_the_same_moment(town):
    request = town.signed(GENERAL)
    began = the(request, LimitKind.FINISH).starts_at
    town.wait(hours=5)
    handling.classify(request, version_of(COORDINATED), "要物业来修", town.staff("pan"))
    finish = the(request, LimitKind.FINISH)
    assert (request.work_type, finish.value, finish.starts_at) == (WorkType.COORDINATED, 5, began)
    assert request.due_at == finish.due_at
    with pytest.raises(DomainError, match="本来就是"):
        handling.classify(request, version_of(COORDINATED), "x", town.staff("pan"))


def test_what_turns_out_to_be_an_emergency_is_watched_from_then_on(town):
    request = town.signed(GENERAL)
    handling.classify(request, version_of(URGENT), "有人在楼道充电", town.staff("pan"))
    assert request.overseer_level is Level.COMMUNITY
    assert the(request, LimitKind.CONTACT).time_unit is Unit.MINUTE


def test_an_extension_goes_with_the_matter_that_allowed_it(town):
    pending, granted = town.at_community(COORDINATED), town.at_community(COORDINATED)
    for request in (pending, granted):
        extending.ask_extension(request, Span(3, Unit.WORKDAY), "配件没货", town.staff("officer"))
    extending.grant_extension(granted, "", town.staff("street", Actor.ABOVE))
    for request in (pending, granted):
        handling.classify(request, version_of(URGENT), "有人在楼道充电", town.staff("officer"))
        assert pending_extension(request) is None
        assert the(request, LimitKind.FINISH).extra_value is None
    assert granted.due_at == pending.due_at


def test_what_is_no_approval_after_all_has_its_own_promise_from_the_same_moment(town):
    request = town.at_subdistrict(APPROVAL)
    began = the(request, LimitKind.FINISH).starts_at
    town.wait(hours=5)
    handling.classify(request, version_of(COORDINATED), "要物业来修", town.staff("street"))
    finish = the(request, LimitKind.FINISH)
    assert (finish.value, finish.starts_at, finish.met_at) == (5, began, None)
    assert the(request, LimitKind.ACCEPT).dropped_at == town.at
    assert request.due_at == finish.due_at


def test_merging_takes_filer_and_followers_along(town):
    into, filed = town.signed(), town.file()
    request = filed.request
    voicing.follow(request, "neighbour", "14000008888", town.neighbour)
    handling.merge(request, into, town.staff("pan"))
    assert (request.status, request.merged_into) == (Status.MERGED, into)
    assert all(limit.dropped_at == town.at for limit in limits_of(request))
    tokens = set(db.session.scalars(select(Follower.token).where(Follower.request_id == into.id)))
    assert tokens == {"neighbour", request.filing_token}
    opened = opens(into.number, filed.code)
    assert opened is not None
    assert opened.follower is not None
    assert shown(request.number) in last_entry(into).internal
    assert db.session.scalars(select(Record.action)).all()[-1] == "request.merged"


def test_what_is_not_the_same_is_not_merged(town: Town):
    request, settled = town.signed(), town.resolved()
    elsewhere = town.filed(place=place_of_building(town.cast.maple1, town.resident.today))
    private = town.signed(APPROVAL, phone="14000007777")
    for first, into, words in (
        (request, request, "自己"),
        (request, settled, "已经办完"),
        (request, elsewhere, "同一个社区"),
        (request, private, "同一个人"),
    ):
        with pytest.raises(DomainError, match=words):
            handling.merge(first, into, town.staff("pan"))


def test_two_parents_with_one_phone_are_two_people(town: Town):
    mother, father = town.signed(APPROVAL, name="王秀英"), town.signed(APPROVAL, name="王大国")
    with pytest.raises(DomainError, match="只有同一个人提交的才能合并"):
        handling.merge(mother, father, town.staff("pan"))
    handling.merge(mother, town.signed(APPROVAL, name="王 秀英"), town.staff("pan"))


def test_a_place_within_the_grid_is_corrected_and_the_old_one_kept(town):
    request = town.signed()
    due_at = request.due_at
    handling.correct_place(request, place_of_grid(town.cast.l1, "东门岗亭"), "居民说错了楼", town.staff("pan"))
    assert (request.building, request.place_text, request.status) == (None, "东门岗亭", Status.IN_PROGRESS)
    assert last_entry(request).facts == {"old": "明亮花园 1号楼", "new": "东门岗亭"}
    assert request.due_at == due_at
    with pytest.raises(DomainError, match="地点没有变"):
        handling.correct_place(request, place_of_grid(town.cast.l1, "东门岗亭"), "再改一次", town.staff("pan"))


def test_in_another_grid_it_goes_to_who_serves_there_and_the_clock_runs_on(town):
    request = town.signed()
    due_at = request.due_at
    town.wait(days=1)
    handling.correct_place(request, town.place(town.cast.bright5), "是 5 号楼", town.staff("pan"))
    assert (request.unit, request.grid, request.status) == (f"grid:{town.cast.l2.id}", town.cast.l2, Status.FILED)
    assert (request.handler, request.due_at) == (None, due_at)
    assert the(request, LimitKind.SIGN_FOR).starts_at == town.at
    assert request.first_contact_name == "网格员 潘一"


def test_the_level_it_has_reached_stays_when_the_place_is_corrected(town):
    request = town.at_community()
    handling.correct_place(request, town.place(town.cast.bright5), "是 5 号楼", town.staff("officer"))
    assert (request.unit, request.status) == (f"community:{town.cast.lotus.id}", Status.IN_PROGRESS)
    handling.correct_place(request, town.place(town.cast.maple1), "是枫林村", town.staff("officer"))
    assert (request.unit, request.status) == (f"community:{town.cast.maple.id}", Status.FILED)


def test_while_papers_are_waited_for_it_does_not_change_hands(town):
    request = town.signed()
    waiting.ask_supplement(request, [{"name": "照片", "how": ""}], town.staff("pan"), otherwise="", wanted_by=None)
    with pytest.raises(DomainError, match="补齐以后再改"):
        handling.correct_place(request, town.place(town.cast.bright5), "是 5 号楼", town.staff("pan"))


def test_a_limit_of_the_unit_is_dropped_when_it_passes_on(town):
    request = town.at_community()
    moving.hand_over(
        request,
        moving.Unit(Level.DEPARTMENT, town.cast.department.id),
        "占道的归你们",
        town.staff("officer"),
        limit=Span(2, Unit.WORKDAY),
    )
    own = the(request, LimitKind.HAND_OVER)
    moving.send_back(request, "不在我们的路段", town.staff("cheng"))
    assert own.dropped_at == town.at
