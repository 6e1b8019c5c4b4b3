"""The receipt: number, code, who and by when; for this phone, for 24 hours, or for one look on a shared one."""

import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from PIL import Image

from portal import clock
from portal.domain.service_requests.numbering import shown
from portal.domain.service_requests.steps.codes import opens
from tests.blueprints.service_requests.filing import Phone, drafts, requests
from tests.cast import Cast
from tests.domain.service_requests.making import COORDINATED, MONDAY, URGENT, load_matters


@pytest.fixture
def phone(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Phone:
    load_matters()
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    return Phone(app).fill(f"building-{cast.bright1.id}")


def code_on(page: str) -> str:
    return re.search(r'token code">([^<]+)<', page)[1]


def test_it_tells_number_code_who_has_it_and_by_when_with_the_reason(phone):
    phone.send()
    page = phone.get("/receipt").text
    [made] = requests()
    assert shown(made.number) in page
    assert re.fullmatch(r"\w{3} \w{3}", code_on(page))
    assert opens(made.number, code_on(page)).request is made
    for words in ("莲叶路社区第1网格 潘一", "140 0000 0101", "这个日子怎么算的", "/track", "11月23日（周一）"):
        assert words in page, words


def test_it_is_found_again_for_24_hours_and_then_the_code_is_gone(phone, monkeypatch):
    phone.send()
    code = code_on(phone.get("/receipt").text)
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(hours=23, minutes=59))
    assert code in phone.get("/receipt").text
    assert "看回执" in phone.get().text
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(hours=24))
    answer = phone.get("/receipt")
    assert (answer.status_code, code in answer.text) == (404, False)


def test_it_is_kept_as_a_picture(phone):
    assert phone.get("/receipt.png").status_code == 404
    phone.send()
    answer = phone.get("/receipt.png")
    picture = Image.open(io.BytesIO(answer.data))
    assert (answer.mimetype, picture.format, picture.size) == ("image/png", "PNG", (1080, 1620))
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(answer.data) < 120_000


def test_before_anything_was_sent_there_is_none(phone):
    assert phone.next(phone.get("/receipt")) == "/check"
    assert Phone(phone.client.application).get("/receipt").status_code == 404


def test_a_shared_phone_shows_it_once(phone):
    phone.send(shared="y")
    page = phone.get("/receipt")
    assert code_on(page.text)
    assert "请现在抄下来" in page.text
    assert "receipt.png" not in page.text
    assert "draft=;" in page.headers["Set-Cookie"]
    assert phone.get("/receipt").status_code == 404
    assert "王芳" not in phone.get().text


def test_all_traces_go_with_one_button(app, phone, cast):
    lamp = Phone(app, COORDINATED)
    lamp.client = phone.client
    lamp.fill(f"building-{cast.bright1.id}")
    phone.send()
    answer = phone.post("/traces")
    assert "清掉了" in answer.text
    assert drafts() == []
    assert phone.get("/receipt").status_code == 404
    assert len(requests()) == 1


def test_a_second_one_keeps_the_receipt_of_the_first(phone, cast):
    phone.send()
    first = code_on(phone.get("/receipt").text)
    assert phone.next(phone.post("/another")) == "/where"
    assert "接着填" in phone.get().text
    phone.at(f"building-{cast.bright5.id}")
    phone.tell()
    phone.say_who()
    phone.send()
    page = phone.get("/receipt").text
    assert code_on(page) != first
    assert first in page
    assert len(requests()) == 2


def test_the_pages_of_a_sent_form_lead_to_its_receipt(phone):
    phone.send()
    for page in ("/where", "/tell-us", "/photos", "/who", "/check"):
        assert phone.next(phone.get(page)) == "/receipt", page
    assert phone.next(phone.post("/who", name="别人", phone="14000009999")) == "/receipt"
    assert requests()[0].applicant_name == "王芳"


def test_who_left_no_number_is_promised_no_call(app, cast, phone):
    unknown = Phone(app, URGENT)
    unknown.at(f"building-{cast.maple1.id}")
    unknown.tell()
    unknown.say_who(anonymous="y")
    unknown.send()
    assert "联系您" not in unknown.get("/receipt").text
    phone.send()
    assert "联系您" in phone.get("/receipt").text
