"""Which papers are asked for at all."""

import pytest

from portal.domain.matters.content import content_of
from portal.domain.papers.asked import Answered, all_answered, kept_answers, papers_asked, papers_known, read_answers
from portal.domain.papers.models import PaperState
from tests.domain.service_requests.making import version_of


def asked(slug: str, *, for_other: bool = False) -> list[str]:
    version = version_of(slug)
    return [paper.name for paper in papers_asked(content_of(version), version.work_type, for_other=for_other)]


def test_what_the_government_has_is_not_asked_for(town):
    assert asked("gaoling") == ["本人银行卡或社保卡", "近期照片"]
    assert [paper.name for paper in papers_known(content_of(version_of("gaoling")))] == ["身份证、户口簿"]


def test_what_only_an_agent_needs_is_asked_of_agents(town):
    assert asked("gaoling", for_other=True)[-1] == "代办人身份证和委托"


@pytest.mark.parametrize(
    "slug", ["loudao-duiwu", "baoxiu-gonggong", "linshi-jinan", "zaosheng", "maodun-tiaojie", "zixun"]
)
def test_emergencies_reports_and_photos_are_no_papers(town, slug):
    assert asked(slug, for_other=True) == []


def test_a_certificate_wants_papers_though_it_is_no_approval(town):
    assert asked("kaizhengming") == ["身份证件", "用证单位名称和用途"]


def test_answers_are_kept_and_read_again(town):
    said = {"本人银行卡或社保卡": Answered(PaperState.CANNOT, "卡丢了")}
    assert read_answers(kept_answers(said)) == said
    assert read_answers(None) == {}
    papers = papers_asked(content_of(version_of("gaoling")), version_of("gaoling").work_type, for_other=False)
    assert not all_answered(papers, said)
    assert all_answered(papers, said | {"近期照片": Answered(PaperState.HAVE)})
