"""Following a request somebody filed for another: what the person sees, what the agent sees, and what is left of it."""

from datetime import date

import pytest

from portal.db import db
from portal.domain.mandates import ending
from portal.domain.mandates.models import Ending, MandateBasis, MandateScope
from portal.domain.service_requests.steps import codes, handling, voicing, waiting
from portal.domain.service_requests.workflow import Status, Step
from tests.blueprints.service_requests.following import resident_of
from tests.domain.mandates.speaking import DAUGHTER, MOTHERS_PHONE, Speakers, mandate_of
from tests.domain.service_requests.making import last_entry


@pytest.fixture
def resident(app, cast, monkeypatch):
    found = resident_of(app, cast, monkeypatch)
    found.town = Speakers(cast)
    found.set_clock()
    return found


@pytest.fixture
def town(resident):
    return resident.town


@pytest.fixture
def filed(town):
    entry = town.entry(basis=MandateBasis.ORAL, witnesses=("潘一", "李二"))
    return town.file_for(entry=entry)


def as_agent(resident, filed) -> str:
    answer = resident.try_it(filed.request.number, filed.agent_code)
    assert answer.status_code == 303
    return resident.page().text


def as_person(resident, filed) -> str:
    """With the code from the slip."""
    code = codes.person_code(filed.request, "当面交给本人", resident.town.staff("pan"))
    db.session.commit()
    assert resident.try_it(filed.request.number, code).status_code == 303
    return resident.page().text


def send(resident, page: str, filed, **typed: str):
    answer = resident.client.post(f"/track/request/{page}", data={"revision": filed.request.revision, **typed})
    db.session.expire_all()
    return answer


class TestThePerson:
    def test_reads_who_speaks_for_them_and_on_what(self, resident, filed):
        page = as_person(resident, filed)
        said = (DAUGHTER, "女儿", "口头委托，两个人作证：潘一、李二", "只办这一件", "2027年2月22日")
        for words in (*said, "念给本人听过", "电话里她说要办", "代办人和本人"):
            assert words in page
        assert "代办人 王*丽" in page
        assert "我自己接着办" in page
        assert "结束委托" in page

    def test_ends_it_on_one_plain_page(self, resident, filed):
        as_person(resident, filed)
        asked = resident.client.get("/track/request/mandate-end").text
        assert "王小丽就不能再替您办" in asked
        shown = filed.request.revision
        assert send(resident, "mandate-end", filed, words="她总不接电话").status_code == 303
        assert mandate_of(filed.request).ending is Ending.REVOKED
        page = resident.page().text
        assert "委托结束了。代办人的查询码打不开这件事了。" in page
        assert "现在没有人替您办" in page
        assert "她总不接电话" not in page
        # The same form once more, and the page itself, lead back: it is done.
        again = resident.client.post("/track/request/mandate-end", data={"revision": shown})
        assert again.status_code == 303
        assert resident.client.get("/track/request/mandate-end").status_code == 303
        assert last_entry(filed.request).step is Step.END_MANDATE

    def test_goes_on_with_a_phone_of_their_own(self, resident, town):
        filed = town.file_for(phone=None)
        as_person(resident, filed)
        for typed, sentence in (
            ({}, "请选以后怎么联系您"),
            ({"reach": "phone"}, "请写您的电话"),
            ({"reach": "phone", "phone": "12"}, "位数不对"),
            ({"reach": "phone", "phone": "14000002202"}, "这是代办人的电话"),
        ):
            answer = send(resident, "take-over", filed, **typed)
            assert (answer.status_code, sentence in answer.text) == (422, True)
        assert send(resident, "take-over", filed, reach="phone", phone="140 0000 2209").status_code == 303
        assert (filed.request.applicant_phone, mandate_of(filed.request).ending) == ("14000002209", Ending.TAKEN_OVER)

    def test_goes_on_without_a_phone_somebody_comes(self, resident, town):
        filed = town.file_for(phone=None)
        as_person(resident, filed)
        assert "打登记过的电话" not in resident.client.get("/track/request/take-over").text
        assert send(resident, "take-over", filed, reach="visit").status_code == 303
        assert "没有电话，请上门联系本人。" in resident.page().text

    def test_who_speaks_for_nobody_has_no_such_pages(self, resident, town):
        resident.open(town.file())
        page = resident.page().text
        assert "谁替您办" not in page
        for noun in ("mandate-end", "take-over"):
            assert resident.client.get(f"/track/request/{noun}").status_code == 303


class TestTheAgent:
    def test_sees_for_whom_and_how_far_and_nothing_of_the_persons_own(self, resident, town, filed):
        voicing.add_facts(filed.request, "我自己还想说一句", town.resident)
        db.session.commit()
        page = as_agent(resident, filed)
        assert "您在替王*英办。委托到2027年2月22日为止。" in page
        for hidden in (
            "我自己还想说一句",
            "电话里她说要办",
            MOTHERS_PHONE,
            "谁替您办",
            "不用办了",
            "请您评价",
            "/track/request/rating",
        ):
            assert hidden not in page
        for offered in ("补充情况、补照片", "催一催", "我不再代办了", "撤回和评价要由本人来做"):
            assert offered in page

    def test_adds_urges_and_brings_papers_as_themselves(self, resident, town, filed):
        handling.sign_for(filed.request, town.cast.users["pan"], town.staff("pan"))
        papers = [{"name": name, "how": ""} for name in ("照片", "本人银行卡或社保卡", "代办人身份证和委托")]
        waiting.ask_supplement(filed.request, papers, town.staff("pan"), otherwise="", wanted_by=None)
        db.session.commit()
        as_agent(resident, filed)
        assert send(resident, "supplement", filed, state_1="have", state_2="have", state_3="have").status_code == 303
        assert (filed.request.status, last_entry(filed.request).who) == (Status.IN_PROGRESS, "代办人 王*丽")
        assert send(resident, "facts", filed, words="她周三去医院").status_code == 303
        assert send(resident, "urging", filed, words="请快一点").status_code == 303
        assert last_entry(filed.request).told.startswith("代办人替您催办了一次。请快一点")
        assert "她周三去医院" in resident.page().text

    def test_neither_withdraws_nor_rates_nor_takes_over(self, resident, town, filed):
        as_agent(resident, filed)
        for noun in ("withdrawal", "rating", "take-over"):
            assert resident.client.get(f"/track/request/{noun}").status_code == 303
            answer = send(resident, noun, filed, words="", solved="yes", grade="satisfied", reach="visit")
            assert answer.status_code == 409 or (answer.status_code in (303, 422))
        assert filed.request.status is Status.FILED
        assert mandate_of(filed.request).ending is None

    def test_lays_it_down_and_sees_only_that(self, resident, filed):
        as_agent(resident, filed)
        assert "看不到这件事了" in resident.client.get("/track/request/mandate-end").text
        assert send(resident, "mandate-end", filed, words="我要出国").status_code == 303
        page = resident.page().text
        assert "代办人不再代办。" in page
        assert "我要出国" not in page
        assert "经过" not in page


class TestAfterTheEnd:
    def test_the_open_page_and_the_old_code_show_that_it_ended_and_nothing_else(self, resident, town, filed):
        before = as_agent(resident, filed)
        assert filed.request.matter_version.name in before
        ending.end_mandate(filed.request, "她总不接电话", town.resident)
        voicing.add_facts(filed.request, "以后直接找我", town.resident)
        db.session.commit()
        again = resident.page().text
        resident.client.post("/track/leaving")
        for page in (again, as_agent(resident, filed)):
            assert "委托结束了" in page
            assert "从2026年11月23日起，您不再代办这件事" in page
            assert "本人结束了委托。" in page
            for hidden in (filed.request.matter_version.name, "总不接电话", "以后直接找我", "经过", "潘一", "王*英"):
                assert hidden not in page
        assert resident.client.get("/track/request/facts").headers["Location"] == "/track/request"
        sent = send(resident, "facts", filed, words="还有一句")
        assert (sent.status_code, last_entry(filed.request).told) == (303, "以后直接找我")

    def test_the_page_that_asks_for_news_by_itself_is_led_there(self, resident, town, filed):
        as_agent(resident, filed)
        ending.end_mandate(filed.request, "", town.resident)
        db.session.commit()
        answer = resident.client.get("/track/request?revision=1", headers={"HX-Request": "true"})
        assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/track/request")

    def test_at_midnight_before_any_sweep(self, resident, town):
        filed = town.file_for(entry=town.entry(valid_until=date(2026, 11, 23)))
        assert "您在替" in as_agent(resident, filed)
        town.at = town.at.replace(hour=23, minute=50)
        resident.set_clock()
        assert "您在替" in as_agent(resident, filed)
        resident.later(minutes=10)
        page = resident.page().text
        assert "委托到期了。" in page
        assert "从2026年11月24日起" in page

    def test_a_category_ends_on_both_pages(self, resident, town):
        first = town.file_for(entry=town.entry(scope=MandateScope.CATEGORY))
        second = town.file_for("nengli-pinggu", under=mandate_of(first.request))
        as_person(resident, first)
        assert "这份委托管着 2 件事，都一起结束。" in resident.client.get("/track/request/mandate-end").text
        assert send(resident, "mandate-end", first).status_code == 303
        assert "委托结束了" in as_agent(resident, second)
