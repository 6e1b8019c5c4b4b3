"""The way through the offices on the pages: two clocks, the path, being sent elsewhere, near relatives."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.db import db
from portal.domain.matters.parts import Need
from portal.domain.papers.models import PaperState, RequestPaper
from portal.domain.records.models import Record
from portal.domain.service_requests.kinship import KinshipDeclaration
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.referrals import Referral
from portal.domain.service_requests.stations import at_hand
from portal.domain.service_requests.steps import handling, moving, waiting
from portal.domain.service_requests.steps.referring import refer
from portal.domain.service_requests.workflow import Status
from tests.blueprints.service_requests.desk import Desk, desk_of
from tests.blueprints.service_requests.following import Resident, resident_of
from tests.cast import Cast
from tests.domain.service_requests.making import APPROVAL, COORDINATED

ITEMS = [{"name": "授权书", "how": "成年的都要签"}]
WHERE = {
    "office": "市医保局",
    "address": "人民路8号一楼",
    "phone": "12393",
    "bring": "身份证、住院发票",
    "words": "异地报销只有医保局能办",
}


@pytest.fixture
def desk(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return desk_of(app, cast, monkeypatch)


@pytest.fixture
def resident(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Resident:
    return resident_of(app, cast, monkeypatch)


def accepted(desk: Desk, slug: str = APPROVAL) -> ServiceRequest:
    request = desk.at_subdistrict(slug)
    handling.accept(request, desk.staff("street"))
    return request


class TestTwoClocks:
    def test_before_the_acceptance_the_second_says_when_it_begins_and_who_says_so(self, resident: Resident):
        filed = resident.town.file(APPROVAL)
        page = resident.open(filed).text
        for words in (
            "社区答复",
            "正在计时",
            "最晚11月25日（周三）答复",
            "法定办理",
            "还没开始",
            "街道受理后开始算，一般 30 个工作日",
            "国家规定",
            "我们自己答应的",
            "怎么算的",
        ):
            assert words in page, words

    def test_running_and_stopped(self, resident: Resident):
        town = resident.town
        filed = town.file(APPROVAL)
        request = filed.request
        for name in ("pan", "officer"):
            handling.sign_for(request, town.cast.users[name], town.staff(name), unrelated=True)
            moving.escalate(request, "材料齐了", town.staff(name))
        handling.sign_for(request, town.cast.users["street"], town.staff("street"), unrelated=True)
        handling.accept(request, town.staff("street"))
        db.session.commit()
        page = resident.open(filed).text
        assert "最晚2027年1月5日（周二）办完" in page
        assert "特殊情况最长 45 个工作日" in page
        assert "按时做到" in page
        waiting.ask_supplement(
            request, ITEMS, town.staff("street"), otherwise="", wanted_by=None, left_out="其余的都看过了"
        )
        db.session.commit()
        assert "在等材料，从11月23日起停着，材料齐了接着算" in resident.page().text

    def test_the_desk_shows_the_same(self, desk: Desk):
        request = accepted(desk)
        page = desk.sign_in("street").page(request)
        for words in (
            "走到哪一步（群众看到的）",
            "社区答复",
            "法定办理",
            "正在计时",
            "家庭经济状况核对和入户调查（两人以上）",
        ):
            assert words in page, words

    def test_other_kinds_of_work_show_none(self, desk: Desk):
        request = desk.at_community(COORDINATED)
        assert "法定办理" not in desk.sign_in("officer").page(request)


class TestThePath:
    def test_the_holder_marks_the_step_and_the_person_reads_it(self, desk: Desk):
        request = accepted(desk)
        desk.sign_in("street")
        assert "走到下一步" in desk.page(request)
        form = desk.page(request, step="pass_station")
        assert "回到：受理" in form
        desk.done(request, "passage", station="3")
        begun = at_hand(request)
        assert begun
        assert begun.name == "提出初审意见"
        assert "走到“提出初审意见”这一步了，由水镇街道办。" in desk.page(request)

    def test_going_back_without_a_reason_keeps_what_was_chosen(self, desk: Desk):
        request = accepted(desk)
        desk.sign_in("street").done(request, "passage", station="3")
        answer = desk.take(request, "passage", station="2")
        assert answer.status_code == 422
        assert "为什么回到前面这一步" in answer.text
        assert "checked" in answer.text

    def test_the_limit_of_a_step_is_named_by_the_step(self, desk: Desk):
        request = accepted(desk, "tekun")
        page = desk.sign_in("street").page(request)
        assert '<span class="strong">调查核实并提出初审意见</span>' in page


class TestReferral:
    def test_the_person_reads_where_to_go(self, resident: Resident):
        town = resident.town
        filed = town.file(COORDINATED)
        request = filed.request
        handling.sign_for(request, town.cast.users["pan"], town.staff("pan"))
        moving.escalate(request, "要社区看", town.staff("pan"))
        handling.sign_for(request, town.cast.users["officer"], town.staff("officer"))
        refer(
            request, Referral("市医保局", "人民路8号", "12393", "身份证", (), "只有医保局能办"), town.staff("officer")
        )
        db.session.commit()
        page = resident.open(filed).text
        for words in ("要去别处办", "请到市医保局办", "人民路8号", 'href="tel:12393"', "要带上", "转到市医保局办"):
            assert words in page, words

    def test_it_is_written_on_the_desk_with_the_papers_of_the_file(self, desk: Desk):
        request = desk.at_community()
        db.session.add(
            RequestPaper(request_id=request.id, place=0, name="申请书", need=Need.ALWAYS, state=PaperState.HAVE)
        )
        form = desk.sign_in("officer").page(request, step="refer")
        assert "城管中队" in form
        assert "请用“交办”" in form
        desk.done(request, "referral", **WHERE, papers=["申请书"])
        assert request.status is Status.RESOLVED
        slip = desk.client.get(f"/staff/requests/{request.id}/slips/referral").text
        for words in ("转送单", "市医保局", "人民路8号一楼", "申请书", "异地报销只有医保局能办", "接收人"):
            assert words in slip, words

    def test_printing_the_slip_is_on_the_record(self, desk: Desk):
        request = desk.at_community()
        desk.sign_in("officer").done(request, "referral", **WHERE)
        desk.client.post(f"/staff/requests/{request.id}/slips/referral")
        row = db.session.scalars(select(Record).where(Record.action == "request.slip_printed")).one()
        assert row.detail == "referral"

    def test_a_department_of_the_portal_is_handed_the_request(self, desk: Desk):
        request = desk.at_community()
        answer = desk.sign_in("officer").take(request, "referral", **(WHERE | {"office": "城管中队"}))
        assert answer.status_code == 422
        assert "请用“交办”" in answer.text
        assert "异地报销只有医保局能办" in answer.text


class TestKinship:
    def test_signing_asks_and_takes_no_tap_alone(self, desk: Desk):
        request = desk.filed(APPROVAL)
        desk.sign_in("pan")
        page = desk.page(request, step="sign_for")
        for words in ("我和申请人不是近亲属", "配偶、父母、子女、兄弟姐妹", "我是近亲属，申报近亲属"):
            assert words in page, words
        assert desk.take(request, "signature").status_code == 422
        desk.done(request, "signature", unrelated="y")
        assert request.status is Status.IN_PROGRESS

    def test_who_accepts_and_reviews_without_having_signed_is_asked_as_well(self, desk: Desk):
        request = desk.at_subdistrict(APPROVAL)
        desk.sign_in("leader")
        assert "我和申请人不是近亲属" in desk.page(request, step="accept")
        answer = desk.take(request, "acceptance")
        assert (answer.status_code, "请勾选“我和申请人不是近亲属”" in answer.text) == (422, True)
        desk.done(request, "acceptance", unrelated="y")
        assert "我和申请人不是近亲属" not in desk.page(request, step="review")
        desk.done(request, "review", words="材料齐，符合条件")
        desk.sign_in("street")
        assert "我和申请人不是近亲属" not in desk.page(request, step="review")

    def test_elsewhere_a_tap_is_enough(self, desk: Desk):
        request = desk.filed(COORDINATED)
        page = desk.sign_in("pan").page(request)
        assert "近亲属" not in page
        desk.done(request, "signature")

    def test_several_at_once_leave_out_what_has_to_be_asked(self, desk: Desk):
        asked, tapped = desk.filed(APPROVAL), desk.filed(COORDINATED)
        desk.sign_in("pan")
        answer = desk.client.post("/staff/requests/signatures", data={"picked": [asked.id, tapped.id]})
        assert "请打开这件，确认不是近亲属再签收" in answer.text
        db.session.expire_all()
        assert (asked.status, tapped.status) == (Status.FILED, Status.IN_PROGRESS)

    def test_who_declared_is_led_back_to_the_list_and_finds_it_no_more(self, desk: Desk):
        request = desk.filed(APPROVAL)
        desk.sign_in("pan")
        answer = desk.take(request, "kinship", relation="child")
        assert answer.status_code == 303
        assert answer.location == "/staff/requests"
        for address in (
            f"/staff/requests/{request.id}",
            f"/staff/requests/{request.id}?step=note",
            f"/staff/requests/{request.id}/slips/filing",
        ):
            assert desk.client.get(address).status_code == 404
        assert desk.take(request, "note", words="我看看").status_code == 404
        assert request.number not in desk.client.get("/staff/requests?queue=all").text
        assert db.session.scalars(select(KinshipDeclaration)).one().relation == "child"

    def test_without_saying_what_nothing_is_declared(self, desk: Desk):
        request = desk.filed(APPROVAL)
        assert desk.sign_in("pan").take(request, "kinship").status_code == 422

    @pytest.mark.parametrize("who", ["street", "leader", "viewer", "admin"])
    def test_the_register_is_read_by_those_who_answer_for_a_place(self, desk: Desk, who: str):
        request = desk.filed(APPROVAL)
        desk.sign_in("pan").take(request, "kinship", relation="child")
        page = desk.sign_in(who).client.get("/staff/kinship").text
        for words in ("近亲属申报登记", "网格员 潘一", "子女", "王*", "莲叶路社区"):
            assert words in page, words
        assert "王芳" not in page

    @pytest.mark.parametrize("who", ["pan", "officer", "cheng"])
    def test_and_by_nobody_else(self, desk: Desk, who: str):
        assert desk.sign_in(who).client.get("/staff/kinship").status_code == 403

    def test_printing_it_is_on_the_record_and_nonsense_is_this_year(self, desk: Desk):
        desk.sign_in("pan").take(desk.filed(APPROVAL), "kinship", relation="spouse")
        page = desk.sign_in("street").client.post("/staff/kinship/prints", data={"year": "2026"}).text
        assert "data-print-now" in page
        row = db.session.scalars(select(Record).where(Record.action == "kinship.printed")).one()
        assert (row.subject, row.detail) == ("kinship 2026", "1")
        assert "2026 年 1 件" in desk.client.get("/staff/kinship?year=99999999").text

    def test_an_empty_year_says_so(self, desk: Desk):
        assert "这一年没有人申报" in desk.sign_in("street").client.get("/staff/kinship").text
