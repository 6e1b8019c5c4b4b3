"""The way of a matter through the offices, and the two clocks beside it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.matters.content import content_of
from portal.domain.matters.models import Level
from portal.domain.matters.parts import Begins
from portal.domain.service_requests import stations
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.standing import standing
from portal.domain.service_requests.stations import Passage, at_hand
from portal.domain.service_requests.steps import handling, moving, voicing, waiting
from portal.domain.service_requests.steps.passing import pass_station, reachable
from portal.domain.service_requests.story import StageKind, StageState
from portal.domain.service_requests.sweep import Sweep, due_requests
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.two_clocks import ClockKind, ClockState
from portal.domain.service_requests.units import Unit
from portal.domain.service_requests.workflow import Step
from tests.domain.service_requests.making import APPROVAL, COORDINATED, Town, last_entry, limits_of, the, version_of

SURVEY, OPINION, PUBLIC, OBJECTED, DECIDED, PAID = 2, 3, 4, 5, 6, 7
ITEMS = [{"name": "授权书", "how": "成年的都要签"}]


def accepted(town: Town, slug: str = APPROVAL) -> ServiceRequest:
    request = town.at_subdistrict(slug)
    handling.accept(request, town.staff("street"))
    return request


def go(town: Town, request: ServiceRequest, place: int, reason: str = "") -> Entry:
    return pass_station(request, place, reason, town.staff("street"))


def cells(request: ServiceRequest, town: Town, state: StageState) -> list[str]:
    stages = standing(request, town.at).stages
    return [one.name for one in stages if one.kind is StageKind.OF_THE_MATTER and one.state is state]


class TestTheStationAtHand:
    def test_the_acceptance_brings_it_to_the_station_the_matter_marks(self, town: Town):
        request = accepted(town)
        begun = at_hand(request)
        assert begun
        assert begun.place == SURVEY
        assert "现在是“家庭经济状况核对和入户调查（两人以上）”这一步" in last_entry(request).told

    def test_forward_is_one_at_a_time_and_the_person_reads_who_does_it_and_what_comes_next(self, town: Town):
        request = accepted(town)
        entry = go(town, request, OPINION)
        assert entry.told == "走到“提出初审意见”这一步了，由水镇街道办。\n接下来：在社区公示。"
        assert entry.facts == {"station": OPINION, "from": SURVEY, "back": False, "skipped": []}
        with pytest.raises(DomainError, match="在社区公示"):
            go(town, request, DECIDED)

    def test_what_is_not_always_needed_may_be_passed_over_with_a_reason(self, town: Town):
        request = accepted(town)
        for place in (OPINION, PUBLIC):
            go(town, request, place)
        with pytest.raises(DomainError, match="跳过"):
            go(town, request, DECIDED)
        entry = go(town, request, DECIDED, "公示期里没有人提出异议")
        assert entry.facts["skipped"] == ["有异议时重新调查或民主评议"]
        assert "这次不用做：公示期里没有人提出异议" in entry.told
        assert "由民政部门办" in entry.told

    def test_back_wants_a_reason_which_the_person_reads(self, town: Town):
        request = accepted(town)
        go(town, request, OPINION)
        with pytest.raises(DomainError, match="为什么回到前面"):
            go(town, request, SURVEY)
        entry = go(town, request, SURVEY, "有一项收入要再核一次")
        assert entry.told.startswith(
            "回到“家庭经济状况核对和入户调查（两人以上）”这一步，由水镇街道办：有一项收入要再核一次"
        )
        undone = db.session.scalars(select(Passage).where(Passage.undone)).all()
        assert [one.place for one in undone] == [OPINION]

    def test_the_same_again_is_refused_and_begun_twice_is_once(self, town: Town):
        request = accepted(town)
        with pytest.raises(DomainError, match="现在就在"):
            go(town, request, SURVEY)
        stations.begin(request, SURVEY, town.staff("street"))
        assert len(stations.passages(request)) == 1

    def test_before_the_acceptance_nothing_beyond_it_begins(self, town: Town):
        request = town.at_subdistrict()
        go(town, request, 1)
        with pytest.raises(DomainError, match="先受理"):
            go(town, request, SURVEY)

    def test_what_those_above_do_is_theirs_to_say(self, town: Town):
        request = town.at_community("gaoling")
        pass_station(request, 0, "", town.staff("officer"))
        with pytest.raises(DomainError, match="先受理|街道"):
            pass_station(request, 1, "", town.staff("officer"))

    def test_a_station_that_does_not_exist_is_refused(self, town: Town):
        request = accepted(town)
        with pytest.raises(DomainError, match="没有这一步"):
            go(town, request, 99)
        with pytest.raises(DomainError, match="没有这一步"):
            stations.begin(request, -1, town.staff("street"))

    def test_only_whoever_has_it_says_so_and_only_for_approvals(self, town: Town):
        with pytest.raises(DomainError):
            pass_station(accepted(town), OPINION, "", town.resident)
        with pytest.raises(DomainError):
            pass_station(town.at_community(COORDINATED), 0, "", town.staff("officer"))

    def test_what_is_offered_is_what_is_taken(self, town: Town):
        request = accepted(town)
        go(town, request, OPINION)
        assert sorted(reachable(request)) == [0, 1, SURVEY, PUBLIC]

    def test_another_matter_begins_a_way_of_its_own(self, town: Town):
        request = town.at_community("gaoling")
        pass_station(request, 0, "", town.staff("officer"))
        handling.classify(request, version_of(APPROVAL), "其实是申请低保", town.staff("officer"))
        assert at_hand(request) is None


class TestItsLimit:
    def test_it_begins_with_the_station_and_is_met_by_the_next(self, town: Town):
        request = accepted(town, "tekun")
        limit = the(request, LimitKind.STATION)
        assert (limit.value, limit.time_unit.value) == (15, "workday")
        town.wait(days=3)
        go(town, request, 2)
        assert limit.met_at == town.at
        assert len(limits_of(request, LimitKind.STATION)) == 1

    def test_after_the_public_period_the_decision_has_ten_working_days(self, town: Town):
        request = accepted(town)
        content = content_of(request.matter_version)
        assert stations.beginning_with(content, Begins.PUBLICITY_END) == DECIDED
        town.wait(days=20)
        stations.begin(request, DECIDED, town.system)
        limit = the(request, LimitKind.STATION)
        assert (limit.value, limit.starts_at) == (10, town.at)

    def test_papers_stop_it_and_going_back_drops_it(self, town: Town):
        request = accepted(town, "tekun")
        limit, due = the(request, LimitKind.STATION), the(request, LimitKind.STATION).due_at
        waiting.ask_supplement(request, ITEMS, town.staff("street"), otherwise="", wanted_by=None, left_out="都看过了")
        assert limit.next_look_at is None
        town.wait(days=4)
        waiting.supplement(request, "有了", town.resident)
        assert limit.due_at > due
        go(town, request, 2)
        go(town, request, 1, "还要再核实")
        assert len(limits_of(request, LimitKind.STATION)) == 2

    def test_passing_from_unit_to_unit_does_not_touch_it(self, town: Town):
        request = accepted(town, "tekun")
        due = the(request, LimitKind.STATION).due_at
        moving.hand_over(request, Unit(Level.COMMUNITY, town.cast.lotus.id), "请协助入户", town.staff("street"))
        assert the(request, LimitKind.STATION).due_at == due
        assert the(request, LimitKind.STATION).met_at is None

    def test_it_is_watched_by_its_name_and_with_the_name_of_who_let_it_pass(self, town: Town):
        request = accepted(town, "tekun")
        limit = the(request, LimitKind.STATION)
        town.at = limit.due_at + timedelta(seconds=2)
        assert request.id in due_requests(town.at)
        Sweep(town.system).look_at(request.id)
        db.session.refresh(limit)
        assert limit.lapsed_name == "水镇街道 水办事"
        lapse = db.session.scalars(select(Entry).where(Entry.step == Step.LAPSE)).all()[-1]
        assert "调查核实并提出初审意见" in lapse.told

    def test_it_ends_with_the_request(self, town: Town):
        request = accepted(town, "tekun")
        voicing.withdraw(request, "", town.resident)
        limit = the(request, LimitKind.STATION)
        assert limit.dropped_at == town.at
        assert at_hand(request) is None
        assert stations.passages(request)[-1].undone


class TestThePath:
    def test_done_now_and_next_with_offices(self, town: Town):
        request = accepted(town)
        town.wait(days=5)
        go(town, request, OPINION)
        assert cells(request, town, StageState.DONE) == ["家庭经济状况核对和入户调查（两人以上）"]
        assert cells(request, town, StageState.NOW) == ["提出初审意见"]
        assert cells(request, town, StageState.NEXT) == ["在社区公示", "审核确认", "发证发钱，从确认的下月起"]
        stages = {one.name: one for one in standing(request, town.at).stages}
        assert stages["在社区公示"].who == "莲叶路社区"
        assert stages["审核确认"].who == "民政部门"
        assert stages["家庭经济状况核对和入户调查（两人以上）"].who == "水镇街道 水办事"

    def test_while_papers_are_waited_for_the_station_comes_next(self, town: Town):
        request = accepted(town)
        waiting.ask_supplement(request, ITEMS, town.staff("street"), otherwise="", wanted_by=None, left_out="都看过了")
        assert cells(request, town, StageState.NEXT)[0] == "家庭经济状况核对和入户调查（两人以上）"
        assert [one.kind for one in standing(request, town.at).stages if one.state is StageState.NOW] == [
            StageKind.PAPERS
        ]

    def test_a_request_that_nobody_marked_is_told_from_its_level(self, town: Town):
        request = town.at_community(APPROVAL)
        assert cells(request, town, StageState.NEXT)[0] == "申请与一次性告知"
        request = accepted(town)
        db.session.delete(at_hand(request))
        db.session.flush()
        assert cells(request, town, StageState.NEXT)[0] == "在社区公示"

    def test_what_was_accepted_above_and_handed_down_is_not_told_twice(self, town: Town):
        request = accepted(town)
        db.session.delete(at_hand(request))
        moving.hand_over(request, Unit(Level.COMMUNITY, town.cast.lotus.id), "请公示", town.staff("street"))
        handling.sign_for(request, town.cast.users["officer"], town.staff("officer"), unrelated=True)
        assert cells(request, town, StageState.NEXT) == ["审核确认", "发证发钱，从确认的下月起"]

    def test_a_reopened_request_begins_its_way_anew(self, town: Town):
        request = accepted(town)
        handling.refuse(request, "不符合条件", "街道民政窗口", town.staff("street"))
        assert at_hand(request) is None


class TestTwoClocks:
    def both(self, request: ServiceRequest, town: Town):
        both = standing(request, town.at).both
        assert both is not None
        return both

    def test_the_second_waits_for_the_acceptance(self, town: Town):
        request = town.filed(APPROVAL)
        answer, statutory = self.both(request, town)
        assert (answer.kind, answer.state) == (ClockKind.ANSWER, ClockState.RUNNING)
        assert answer.since == request.filed_at
        assert (statutory.state, str(statutory.span)) == (ClockState.AHEAD, "30 workday")
        assert statutory.basis == "national"
        assert statutory.due_at is None
        assert statutory.decided_by is None

    def test_at_the_subdistrict_it_says_by_when_they_accept(self, town: Town):
        request = town.at_subdistrict()
        answer, statutory = self.both(request, town)
        assert answer.state is ClockState.KEPT
        assert statutory.state is ClockState.AHEAD
        assert statutory.decided_by == the(request, LimitKind.ACCEPT).due_at

    def test_running_stopped_and_late(self, town: Town):
        request = accepted(town)
        _, statutory = self.both(request, town)
        assert (statutory.state, statutory.since) == (ClockState.RUNNING, town.at)
        assert statutory.because
        began = town.at
        waiting.ask_supplement(request, ITEMS, town.staff("street"), otherwise="", wanted_by=None, left_out="都看过了")
        town.wait(days=2)
        _, statutory = self.both(request, town)
        assert (statutory.state, statutory.paused_since) == (ClockState.PAUSED, began)
        waiting.supplement(request, "有了", town.resident)
        town.wait(days=90)
        _, statutory = self.both(request, town)
        assert statutory.state is ClockState.LATE

    def test_ended_otherwise_nothing_is_owed(self, town: Town):
        request = town.filed(APPROVAL)
        voicing.withdraw(request, "", town.resident)
        assert [one.state for one in self.both(request, town)] == [ClockState.OVER, ClockState.OVER]

    def test_other_kinds_of_work_have_one_clock(self, town: Town):
        assert standing(town.filed(COORDINATED), town.at).both is None
