"""The way of a request as a resident sees it."""

from sqlalchemy import select

from portal.db import db
from portal.domain.matters.content import content_of
from portal.domain.service_requests.models import Entry
from portal.domain.service_requests.steps import handling, moving, rating, voicing, waiting
from portal.domain.service_requests.story import StageKind, StageState, for_neighbours, path, told
from portal.domain.service_requests.voices import Grade
from portal.domain.service_requests.workflow import Step
from tests.domain.service_requests.making import APPROVAL, COORDINATED, version_of

ITEMS = [{"name": "户口簿本人页", "how": "看不清，重拍一张"}]


def entries(request) -> list[Entry]:
    db.session.flush()
    return list(db.session.scalars(select(Entry).where(Entry.request_id == request.id).order_by(Entry.id)))


def way(request) -> list[tuple[str, str]]:
    return [(stage.kind.value, stage.state.value) for stage in path(request, entries(request))]


def test_a_new_request_waits_for_its_unit(town):
    request = town.filed()
    assert way(request) == [
        ("filed", "done"),
        ("signed", "now"),
        ("worked", "next"),
        ("settled", "next"),
        ("rated", "next"),
    ]
    now = path(request, entries(request))[1]
    assert now.name == "莲叶路社区第1网格"


def test_each_unit_it_went_to_is_one_cell_once_it_signed(town):
    request = town.at_community()
    stages = path(request, entries(request))
    assert [(stage.kind, stage.name) for stage in stages if stage.state is StageState.DONE] == [
        (StageKind.FILED, ""),
        (StageKind.SIGNED, ""),
        (StageKind.SIGNED, "莲叶路社区"),
    ]
    assert [stage.name for stage in stages if stage.state is StageState.NOW] == ["莲叶路社区"]


def test_a_unit_that_has_not_signed_yet_is_waited_for(town):
    request = town.signed()
    moving.escalate(request, "要社区协调", town.staff("pan"))
    assert way(request)[2:4] == [("passed_on", "done"), ("signed", "now")]


def test_papers_are_now_while_they_are_waited_for_and_done_afterwards(town):
    request = town.signed()
    waiting.ask_supplement(request, ITEMS, town.staff("pan"), otherwise="", wanted_by=None)
    voicing.add_facts(request, "已经在找了", town.resident)
    assert ("papers", "now") in way(request)
    assert ("papers", "done") not in way(request)
    waiting.supplement(request, "有了", town.resident)
    assert ("papers", "done") in way(request)
    assert ("worked", "now") in way(request)


def test_exactly_one_cell_is_lit_while_somebody_has_something_to_do(town):
    request = town.signed()
    seen = [way(request)]
    handling.contact(request, "说好周三上门", town.staff("pan"))
    seen.append(way(request))
    handling.resolve(request, "灯泡换好了，晚上亮了", town.staff("pan"))
    seen.append(way(request))
    for stages in seen:
        assert [state for _, state in stages].count("now") == 1
    assert seen[-1][-1] == ("rated", "now")
    rating.rate(request, Grade.SATISFIED, True, "", town.resident)
    assert [state for _, state in way(request) if state != "done"] == []


def test_after_a_low_grade_the_way_goes_on(town):
    request = town.resolved()
    rating.rate(request, Grade.DISSATISFIED, False, "晚上又不亮", town.resident)
    kinds = [kind for kind, _ in way(request)]
    assert kinds[-6:] == ["rated", "reopened", "signed", "worked", "settled", "rated"]


def test_an_ended_request_has_nothing_before_it(town):
    request = town.filed()
    voicing.withdraw(request, "", town.resident)
    assert way(request) == [("filed", "done"), ("settled", "done")]


class TestAnApproval:
    def names(self, request) -> list[str]:
        stages = path(request, entries(request))
        return [stage.name for stage in stages if stage.kind is StageKind.OF_THE_MATTER]

    def test_the_steps_of_the_matter_still_lie_ahead(self, town):
        request = town.signed(APPROVAL)
        left = self.names(request)
        steps = [step.name for step in content_of(version_of(APPROVAL)).steps if not step.optional]
        assert left == steps

    def test_at_the_subdistrict_what_comes_after_it_is_left(self, town):
        request = town.at_subdistrict()
        before = self.names(request)
        handling.accept(request, town.staff("street"))
        after = self.names(request)
        assert after == before[-len(after) :]
        assert "在社区公示" in after
        assert "受理" in before
        assert "受理" not in after

    def test_publicity_says_how_long_it_lasts(self, town):
        request = town.at_subdistrict()
        stage = next(one for one in path(request, entries(request)) if "公示" in one.name)
        assert str(stage.span) == "7 day"

    def test_what_comes_after_the_decision_is_no_step_to_wait_for(self, town):
        assert "每年生存认证" not in self.names(town.signed("gaoling"))


class TestWhatIsTold:
    def test_only_what_the_resident_may_read(self, town):
        request = town.signed()
        handling.note(request, "和物业通过气，他们嫌贵", town.staff("pan"), public=False)
        handling.note(request, "灯具周三到货", town.staff("pan"), public=True)
        lines = told(entries(request))
        assert [line.words for line in lines][0] == "灯具周三到货"
        assert not [line for line in lines if "嫌贵" in line.words]
        assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)

    def test_every_step_of_a_long_life_is_told(self, town):
        request = town.at_community(COORDINATED)
        waiting.ask_supplement(request, ITEMS, town.staff("officer"), otherwise="当作不办", wanted_by=None)
        waiting.supplement(request, "户口簿本人页：有了", town.resident)
        voicing.urge(request, "老人不敢出门", town.resident)
        handling.resolve(request, "灯泡换好了，晚上亮了", town.staff("officer"))
        voicing.reopen(request, "又不亮了", town.resident)
        lines = {line.step: line.words for line in reversed(told(entries(request)))}
        for step, words in {
            Step.FILE: "收到您的诉求",
            Step.SIGN_FOR: "莲叶路社区 莲干事 已签收",
            Step.ESCALATE: "莲叶路社区",
            Step.ASK_SUPPLEMENT: "户口簿本人页（看不清，重拍一张）",
            Step.SUPPLEMENT: "户口簿本人页：有了",
            Step.URGE: "老人不敢出门",
            Step.RESOLVE: "灯泡换好了，晚上亮了",
            Step.REOPEN: "没有解决：又不亮了",
        }.items():
            assert words in lines[step], step
        assert "要社区协调" not in " ".join(lines.values()), "the reason of a hand-over is for staff"


def test_neighbours_see_no_people_and_nothing_of_what_passed_with_the_filer(town):
    request = town.at_community()
    handling.contact(request, "打过电话", town.staff("officer"))
    waiting.ask_supplement(request, ITEMS, town.staff("officer"), otherwise="", wanted_by=None)
    waiting.supplement(request, "有了", town.resident)
    stages = for_neighbours(path(request, entries(request)))
    assert {stage.who for stage in stages} == {""}
    assert not {StageKind.CONTACTED, StageKind.PAPERS} & {stage.kind for stage in stages}
    assert "莲叶路社区" in [stage.name for stage in stages]
