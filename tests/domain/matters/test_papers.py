"""What the catalogue says of papers: how to get them, and which may come later."""

import copy

import pytest

from portal.domain.matters.catalogue import shipped
from portal.domain.matters.content import read_content
from portal.domain.matters.models import WorkType
from portal.domain.matters.rules import problems


def entry(slug: str) -> dict:
    return copy.deepcopy(next(one for one in shipped().entries if one["slug"] == slug))


def test_nothing_may_follow_unless_it_says_so_and_main_papers_never():
    for one in shipped().entries:
        content = read_content(one, WorkType(one["work_type"]))
        for paper in content.papers:
            assert not (paper.may_follow and ("申请" in paper.name or "身份证" in paper.name)), paper.name
    assert [paper.may_follow for paper in read_content(entry("gaoling"), WorkType.APPROVAL).papers] == [
        False,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": "申请表", "required": "always", "may_follow": True}, "主要材料"),
        ({"name": "结婚证", "required": "always", "shared": True, "may_follow": True}, "不用交"),
        ({"name": "近期照片", "required": "always"}, "同名"),
        ({"name": "票据", "required": "always", "how": "很" * 201}, "最多写 200 个字"),
    ],
)
def test_what_makes_no_sense_of_a_paper_is_refused(change, words):
    one = entry("gaoling")
    one["papers"].append(change)
    assert any(words in problem for problem in problems(one))
