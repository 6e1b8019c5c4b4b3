"""The first opinion: plain words, never a refusal, never a stop; said again when more is known."""

import pytest

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.matters.parts import Need
from portal.domain.papers.models import PaperState, RequestPaper
from portal.domain.service_requests.models import Entry
from portal.domain.service_requests.steps import handling
from portal.domain.service_requests.workflow import Status, Step
from portal.domain.visits.prechecks import Opinion, last_precheck, precheck, suggestions
from portal.domain.visits.recording import Outcome, record_visit
from tests.domain.service_requests.making import COORDINATED, Town, last_entry, load_matters
from tests.domain.visits.agreed import booked


@pytest.fixture
def town(app, cast) -> Town:
    load_matters()
    return Town(cast)


def papers(request, *states: PaperState | None) -> None:
    db.session.query(RequestPaper).filter_by(request_id=request.id).delete()
    for place, state in enumerate(states):
        paper = RequestPaper(request_id=request.id, place=place, name=f"材料{place + 1}", need=Need.ALWAYS, state=state)
        db.session.add(paper)
    db.session.flush()


def visited(town: Town, request, **answers: str) -> None:
    visit = booked(town, request, names=["潘一"])
    told = Outcome(token=f"{visit.id:032x}", seen=1, met=True, names=["潘一"], told="看过了", answers=answers)
    record_visit(visit, told, town.staff("pan"))


@pytest.mark.parametrize(
    ("opinion", "because", "opening"),
    [
        (Opinion.LIKELY, "", "初步看，大概能享受。"),
        (Opinion.UNLIKELY, "户口不在本地。", "初步看，大概不符合。户口不在本地。"),
        (Opinion.ASK, "本地的标准要问。", "这件要问街道才知道。本地的标准要问。"),
    ],
)
def test_the_person_reads_it_with_who_decides(town, opinion, because, opening):
    request = town.signed("gaoling")
    precheck(request, opinion, because, town.staff("pan"))
    entry = last_entry(request)
    assert entry.told == f"{opening}\n这只是初步看法，正式决定由街道和民政部门作。"
    assert entry.facts == {"opinion": opinion.value}
    assert request.status is Status.IN_PROGRESS


def test_likely_not_without_a_reason_is_not_said(town):
    with pytest.raises(DomainError, match="差在哪里"):
        precheck(town.signed("gaoling"), Opinion.UNLIKELY, " ", town.staff("pan"))


def test_it_stops_nothing_and_may_be_said_again(town):
    request = town.at_community("gaoling")
    precheck(request, Opinion.UNLIKELY, "年龄还差一点。", town.staff("officer"))
    precheck(request, Opinion.LIKELY, "看错了，年龄够。", town.staff("officer"))
    steps = list(db.session.scalars(db.select(Entry.step).where(Entry.request_id == request.id)))
    assert steps.count(Step.PRECHECK) == 2
    assert "看错了" in last_precheck(request).told
    from portal.domain.service_requests.steps.moving import escalate

    escalate(request, "报街道", town.staff("officer"))
    assert request.status is Status.FILED


def test_once_accepted_the_decision_is_waited_for(town):
    request = town.at_subdistrict("gaoling")
    handling.accept(request, town.staff("street"))
    with pytest.raises(DomainError, match="已经正式受理"):
        precheck(request, Opinion.LIKELY, "", town.staff("street"))


def test_only_approvals_are_prechecked(town):
    with pytest.raises(DomainError, match="不能预审"):
        precheck(town.signed(COORDINATED), Opinion.LIKELY, "", town.staff("pan"))


def test_missing_papers_suggest_to_ask(town):
    request = town.signed("gaoling")
    papers(request, PaperState.HAVE, PaperState.CANNOT, None)
    first = suggestions(request)[0]
    assert first.opinion is Opinion.ASK
    assert first.because == "还差材料2、材料3，齐了请街道看。"


def test_with_everything_there_it_looks_likely(town):
    request = town.signed("gaoling")
    papers(request, PaperState.HAVE, PaperState.NOT_APPLICABLE)
    visited(town, request, age="yes", hukou="yes")
    assert Opinion.LIKELY in [one.opinion for one in suggestions(request)]
    assert Opinion.UNLIKELY not in [one.opinion for one in suggestions(request)]


def test_a_line_that_speaks_against_it_comes_first(town):
    request = town.signed("gaoling")
    papers(request, PaperState.HAVE)
    visited(town, request, age="yes", hukou="no", had_before="领过，停了")
    first = suggestions(request)[0]
    assert (first.opinion, first.because) == (Opinion.UNLIKELY, "上门看的时候，“户口在本地”这一条对不上。")
    assert not any("领过" in one.because for one in suggestions(request))


def test_there_is_always_something_to_suggest(town):
    for slug in ("dibao", "tekun", "canji-liangxiang", "juzhuzheng", "falv-yuanzhu"):
        assert suggestions(town.signed(slug)), slug
