"""The four slips."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.db import db
from portal.domain.records.models import Record
from portal.domain.service_requests.slips import LONGEST_TEXT, SlipKind
from portal.domain.service_requests.steps import voicing
from portal.domain.service_requests.workflow import Actor
from tests.blueprints.service_requests.desk import Desk, desk_of
from tests.cast import Cast
from tests.domain.service_requests.making import PHONE


@pytest.fixture
def desk(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return desk_of(app, cast, monkeypatch)


def slip(desk: Desk, request, kind: str) -> str:
    return desk.client.get(f"/staff/requests/{request.id}/slips/{kind}").text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("filing", ["申报单", "3单元楼道的灯不亮了", "明亮花园 1号楼", "首问", "经手人"]),
        ("hand-over", ["交办单", "城管中队", "莲叶路社区", "占道的，请处理", "签收人"]),
        ("urge", ["催办单", "居民等急了", "第几次催办", "书面答复"]),
        ("feedback", ["反馈单", "☐ 非常满意", "☐ 没有解决", "群众意见"]),
    ],
)
def test_each_says_what_is_known_and_leaves_the_rest_to_the_pen(desk: Desk, kind: str, words: list[str]):
    request = desk.at_community()
    squad = f"department:{desk.cast.department.id}"
    desk.sign_in("officer").done(request, "hand-over", unit=squad, words="占道的，请处理")
    voicing.urge(request, "居民等急了", desk.staff("officer", Actor.SUPERVISOR))
    page = slip(desk.sign_in("street"), request, kind)
    for word in words:
        assert word in page, word
    assert f"{request.number[:6]}-{request.number[6:-1]}-{request.number[-1]}" in page
    assert "http://linge.example/track" in page
    assert "<svg" in page


@pytest.mark.parametrize("kind", list(SlipKind))
def test_every_slip_of_a_new_request_has_lines_to_fill_in(desk: Desk, kind: SlipKind):
    request = desk.filed(name=None, phone=None)
    page = slip(desk.sign_in("pan"), request, kind)
    assert page.count('class="blank"') == 3
    assert "None" not in page


def test_the_person_is_in_clear_for_who_handles_it_and_masked_for_others(desk: Desk):
    request = desk.signed()
    assert "王芳" in slip(desk.sign_in("pan"), request, "filing")
    page = slip(desk.sign_in("viewer"), request, "filing")
    assert "140****1234" in page
    assert "王芳" not in page
    assert PHONE not in page.replace(" ", "")


def test_who_wants_to_stay_unknown_stays_so_on_paper(desk: Desk):
    request = desk.filed("zaosheng", confidential=True)
    page = slip(desk.sign_in("officer"), request, "filing")
    assert "保密" in page
    assert "王" not in page.partition("<table")[2].partition("</table>")[0]


def test_a_print_is_on_the_record(desk: Desk):
    request = desk.filed()
    desk.sign_in("pan")
    assert "data-print-now" not in slip(desk, request, "filing")
    answer = desk.client.post(f"/staff/requests/{request.id}/slips/filing")
    assert answer.status_code == 200
    assert "data-print-now" in answer.text
    noted = db.session.scalars(select(Record).where(Record.action == "request.slip_printed")).one()
    assert (noted.by, noted.subject, noted.detail) == ("pan", f"request {request.number}", "filing")


def test_what_was_said_is_cut_to_one_page(desk: Desk):
    answers = [{"question": f"问题{number}", "answer": "楼" * 900} for number in range(6)]
    page = slip(desk.sign_in("pan"), desk.filed(answers=answers), "filing")
    assert page.count("楼") < LONGEST_TEXT * 2


def test_the_stranger_gets_no_slip(desk: Desk):
    request = desk.filed()
    client = desk.sign_in("stranger").client
    for kind in SlipKind:
        assert client.get(f"/staff/requests/{request.id}/slips/{kind}").status_code == 404
        assert client.post(f"/staff/requests/{request.id}/slips/{kind}").status_code == 404
    assert client.get(f"/staff/requests/{request.id}/slips/other").status_code == 404
