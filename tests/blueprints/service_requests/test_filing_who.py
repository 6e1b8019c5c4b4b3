"""Who reports it: no more than is needed to call back, and nothing at all where the matter allows it."""

import pytest
from flask import Flask

from portal import clock
from tests.blueprints.service_requests.filing import Phone, requests
from tests.cast import Cast
from tests.domain.service_requests.making import APPROVAL, MONDAY, PHONE, load_matters


@pytest.fixture
def phone(app: Flask, cast: Cast, cast_index: object, monkeypatch: pytest.MonkeyPatch) -> Phone:
    load_matters()
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    return Phone(app)


@pytest.fixture
def building(cast: Cast) -> str:
    return f"building-{cast.bright1.id}"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "", "phone": PHONE}, "请写您的姓名"),
        ({"name": "王芳", "phone": ""}, "请写电话"),
        ({"name": "王芳", "phone": "12345"}, "手机或座机"),
        ({"name": "王芳", "phone": "1400000"}, "位数不对"),
        ({"name": "王芳", "phone": "8400 0001"}, "区号"),
        ({"name": "王" * 31, "phone": PHONE}, "最多 30 个字"),
        ({"name": "王芳 11010519491231002X", "phone": PHONE}, "不能写身份证号"),
    ],
)
def test_a_name_and_a_number_that_can_be_called(phone, building, typed, sentence):
    phone.at(building)
    phone.tell()
    answer = phone.post("/who", phone_owner="self", **typed)
    assert (answer.status_code, sentence in answer.text) == (422, True)


@pytest.mark.parametrize(
    "written", ["+86 140-0000-1234", "１４０００００１２３４", "0532-8400 0001", "053284000001转801"]
)
def test_phones_are_taken_as_people_write_them(phone, building, written):
    phone.at(building)
    phone.tell()
    assert phone.say_who(phone=written) == "/check"


def test_whose_phone_it_is_may_be_left_open(phone, building):
    phone.at(building)
    phone.tell()
    assert phone.say_who(phone_owner="  ") == "/check"
    assert "王芳" in phone.get("/check").text
    assert phone.post("/who", name="王芳", phone=PHONE, phone_owner="cat").status_code == 422


def test_anonymous_where_the_matter_allows_it_keeps_neither_name_nor_phone(app, phone, building):
    phone.at(building)
    phone.tell()
    assert phone.say_who(anonymous="y") == "/check"
    phone.send()
    [made] = requests()
    assert (made.applicant_name, made.applicant_phone) == (None, None)
    home = Phone(app, APPROVAL)
    home.at(building)
    home.tell()
    assert "匿名" not in home.get("/who").text
    assert home.post("/who", anonymous="y", name="", phone="").status_code == 422


def test_a_reporter_may_ask_for_secrecy(phone, building):
    phone.at(building)
    phone.tell()
    phone.say_who(confidential="y")
    assert "保密" in phone.get("/check").text
    phone.send()
    assert requests()[0].confidential
