"""Reporting something, page by page: nothing typed is lost, nothing is sent twice, nobody else sees it."""

from datetime import timedelta

import pytest
from flask import Flask

from portal import clock
from portal.db import db
from portal.domain.matters.models import Matter
from portal.domain.matters.services import edit, entry_of
from portal.domain.service_requests.models import Channel
from portal.extensions import limiter
from tests.blueprints.service_requests.filing import Phone, drafts, requests
from tests.cast import Cast
from tests.domain.service_requests.making import (
    APPROVAL,
    COORDINATED,
    MONDAY,
    PHONE,
    URGENT,
    load_matters,
    version_of,
)


@pytest.fixture
def phone(app: Flask, cast: Cast, cast_index: object, monkeypatch: pytest.MonkeyPatch) -> Phone:
    load_matters()
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    return Phone(app)


@pytest.fixture
def building(cast: Cast) -> str:
    return f"building-{cast.bright1.id}"


def retire(slug: str) -> None:
    db.session.scalars(db.select(Matter).filter_by(slug=slug)).one().retired_at = MONDAY
    db.session.commit()


def test_from_the_first_page_to_the_receipt(phone, building, cast):
    assert phone.at(building, entrance="2", room="301") == "/tell-us"
    assert phone.tell(spot="2单元3楼到4楼之间") == "/photos"
    assert phone.say_who(phone_owner="family") == "/check"
    page = phone.get("/check").text
    for said in ("明亮花园 1号楼", "2单元 301", "2单元3楼到4楼之间", "王芳", "140 0000 1234", "家人"):
        assert said in page
    assert phone.next(phone.send()) == "/receipt"
    [made] = requests()
    assert (made.building, made.entrance.number, made.room, made.grid) == (cast.bright1, 2, "301", cast.l1)
    assert (made.applicant_name, made.applicant_phone, made.channel) == ("王芳", PHONE, Channel.WEB)
    assert {"question": "电话是谁的", "answer": "家人"} in made.answers
    assert {"question": "在几单元几楼", "answer": "2单元3楼到4楼之间"} in made.answers


def test_the_same_form_sent_twice_is_one_request_with_one_receipt(phone, building):
    token = phone.fill(building).token
    first, second = phone.post("/filing", token=token), phone.post("/filing", token=token)
    assert (phone.next(first), phone.next(second)) == ("/receipt", "/receipt")
    assert len(requests()) == 1
    assert phone.get("/receipt").text == phone.get("/receipt").text


def test_a_page_of_an_older_form_sends_nothing(phone, building):
    token = phone.fill(building).token
    phone.post("/clearing")
    phone.fill(building)
    assert phone.next(phone.post("/filing", token=token)) == "/check"
    assert requests() == []


def test_an_emergency_puts_the_phones_before_the_form(phone):
    page = phone.get().text
    assert page.index('href="tel:119"') < page.index("开始填")
    assert "不要等网上处理" in page
    assert Phone(phone.client.application, APPROVAL).get().headers["Location"].endswith("/whom")


def test_words_of_alarm_bring_the_phones_back_on_the_check_page(phone, building):
    phone.fill(building)
    assert "先打电话" not in phone.get("/check").text
    word = version_of(URGENT).content["alert_words"][0]
    phone.tell(spot=f"二楼{word}了")
    page = phone.get("/check").text
    assert "先打电话，不要等网上处理" in page
    assert 'href="tel:119"' in page


def test_what_was_typed_comes_back_on_the_same_phone_for_24_hours(phone, building, monkeypatch):
    phone.at(building, room="301")
    phone.post("/tell-us", answer_what="家具、鞋柜", answer_spot="三楼")
    assert "301" in phone.get("/where").text
    assert "三楼" in phone.get("/tell-us").text
    start = phone.get().text
    assert "接着填" in start
    assert "/tell-us/2" in start
    assert "接着填" in phone.client.get(f"/services/{URGENT}").text
    assert "接着填" not in Phone(phone.client.application).get().text
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(hours=24, minutes=1))
    assert phone.get("/tell-us").status_code == 404
    assert "重新填" in phone.get("/tell-us").text
    assert "接着填" not in phone.get().text


def test_clearing_forgets_what_was_typed(phone, building):
    phone.fill(building)
    assert phone.next(phone.post("/clearing")) == ""
    assert drafts() == []
    assert "王芳" not in phone.get("/who").text


def test_an_answer_is_changed_and_leads_back_to_the_check_page(phone, building, cast):
    phone.fill(building)
    assert phone.at(f"building-{cast.bright5.id}") == "/check"
    assert phone.next(phone.post("/tell-us", answer_what="家具、鞋柜", answer_spot="五楼")) == "/check"
    assert phone.say_who(name="王小芳") == "/check"
    page = phone.get("/check").text
    assert "5号楼" in page
    assert "五楼" in page
    assert "王小芳" in page


def test_pages_opened_too_early_lead_to_the_first_that_is_missing(phone, building):
    phone.at(building)
    assert phone.next(phone.get("/check")) == "/tell-us"
    assert phone.next(phone.post("/filing", token=drafts()[0].filing_token)) == "/tell-us"
    assert requests() == []


def test_what_is_wrong_is_said_at_the_question_and_what_was_typed_stays(phone, building):
    phone.at(building)
    answer = phone.post("/tell-us", answer_what="", answer_spot="三楼楼梯口")
    assert answer.status_code == 422
    assert "“是什么”请选一个。" in answer.text
    assert "三楼楼梯口" in answer.text
    assert phone.post("/tell-us", answer_what="别人编的", answer_spot="三楼").status_code == 422
    assert phone.post("/tell-us", answer_what="家具、鞋柜", answer_spot="长" * 101).status_code == 422


@pytest.mark.parametrize("said", ["3", "３", "3口人", "约 2,000 元"])
def test_numbers_are_taken_as_people_write_them(app, phone, building, said):
    home = Phone(app, APPROVAL)
    home.at(building)
    assert home.tell(household=said) == "/papers"


def test_a_number_without_digits_is_asked_for_again(app, phone, building):
    home = Phone(app, APPROVAL)
    home.at(building)
    answer = home.post("/tell-us", answer_household="很多", answer_income="没有")
    assert (answer.status_code, "请写数字" in answer.text) == (422, True)


def test_before_the_button_stands_who_sees_it_and_for_how_long(phone, building):
    page = phone.fill(building).get("/check").text
    assert page.index("网格员、社区和接手办理的部门") < page.index(">提交<")
    assert "一年" in page


def test_a_matter_retired_meanwhile_says_so_and_loses_no_word(phone, building):
    phone.fill(building)
    token = drafts()[0].filing_token
    phone.tell(spot="二楼半的鞋柜")
    retire(URGENT)
    for answer in (phone.get("/check"), phone.get(), phone.post("/filing", token=token), phone.post("/who")):
        assert answer.status_code == 410
        assert "二楼半的鞋柜" in answer.text
        assert "tel:" in answer.text
    assert "消防" in phone.get().text
    assert requests() == []
    assert Phone(phone.client.application).get().status_code == 410


def test_a_matter_changed_meanwhile_is_filed_as_it_was_begun(phone, building):
    phone.fill(building)
    begun_with = version_of(URGENT)
    entry = {**entry_of(begun_with), "name": "楼道杂物"}
    edit(begun_with.matter, entry, seen=begun_with.number, whole_town=True, note="", by="admin", at=MONDAY)
    db.session.commit()
    assert phone.next(phone.send()) == "/receipt"
    assert requests()[0].matter_version is begun_with is not version_of(URGENT)


def test_nothing_personal_is_kept_by_caches_or_stands_in_an_address(phone, building):
    phone.fill(building)
    for page in ("", "/where", "/tell-us", "/photos", "/who", "/check"):
        answer = phone.get(page)
        assert answer.headers["Cache-Control"] == "no-store", page
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow", page
    search = phone.post("/where/search", words="明亮花园1号楼301王芳")
    assert "王芳" not in search.headers["Location"]


def test_the_cookie_is_for_this_phone_and_these_pages_only(phone, building):
    answer = phone.post("/where", place=building)
    cookie = answer.headers["Set-Cookie"]
    for part in ("draft=", "HttpOnly", "SameSite=Lax", "Path=/services", "Max-Age=86400"):
        assert part in cookie


def test_a_phone_without_cookies_is_told_so(app, phone, building):
    stranger = app.test_client(use_cookies=False)
    assert stranger.post(f"/services/{URGENT}/apply/where", data={"place": building}).status_code == 303
    answer = stranger.get(f"/services/{URGENT}/apply/tell-us")
    assert (answer.status_code, "Cookie" in answer.text) == (404, True)


@pytest.mark.parametrize("page", ["/where", "/tell-us", "/photos", "/who", "/check", "/receipt", ""])
def test_no_matter_of_that_name(phone, page):
    assert Phone(phone.client.application, "no-such-matter").get(page).status_code == 404


def test_a_whole_estate_may_file_from_one_address_and_one_form_is_not_hammered(app, phone, building, monkeypatch):
    monkeypatch.setattr(limiter, "enabled", True)
    phone.fill(building)
    answers = [phone.post("/filing", token="of another form").status_code for _ in range(22)]
    assert answers == [303] * 20 + [429] * 2
    assert [Phone(app).fill(building).send().status_code for _ in range(3)] == [303] * 3


def test_other_matters_have_other_forms(app, phone, building):
    phone.fill(building)
    lamp = Phone(app, COORDINATED)
    lamp.client = phone.client
    lamp.fill(building)
    assert phone.next(phone.send()) == "/receipt"
    assert lamp.next(lamp.send()) == "/receipt"
    assert [one.matter_version.matter.slug for one in requests()] == [URGENT, COORDINATED]
