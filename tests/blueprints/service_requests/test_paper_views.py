"""The page of papers in a form: answered one by one, photographed, looked at before the person leaves it."""

import io

import pytest
from flask import Flask

from portal import clock
from portal.attachments import photo_files
from portal.db import db
from portal.domain.papers.models import PaperState
from portal.domain.papers.queries import rows_of
from portal.domain.service_requests.attachments import Attachment, Draft
from portal.domain.service_requests.drafts import fields_of
from tests.blueprints.service_requests.filing import Phone, requests
from tests.cast import Cast
from tests.domain.papers.making import CARD, MATTER, PHOTO
from tests.domain.papers.sheets import jpeg, photographed
from tests.domain.service_requests.making import GENERAL, MONDAY, URGENT, load_matters
from tests.domain.service_requests.pictures import picture

GOOD, SHAKEN = jpeg(photographed()), jpeg(photographed(blur=6))


@pytest.fixture
def phone(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Phone:
    load_matters()
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    phone = Phone(app, MATTER)
    phone.post("/whom", whom="self")
    phone.at(f"building-{cast.bright1.id}")
    return phone


def send(phone: Phone, page: str = "/papers", *, live: bool = False, **typed):
    """The page as a browser sends it; bytes are files."""
    fields = {
        name: [(io.BytesIO(one), f"{n}.jpg") for n, one in enumerate(value)] if isinstance(value, list) else value
        for name, value in typed.items()
    }
    headers = {"HX-Request": "true"} if live else {}
    answer = phone.client.post(phone.home + page, data=fields, content_type="multipart/form-data", headers=headers)
    db.session.expire_all()
    return answer


def copies() -> list[Attachment]:
    return list(db.session.scalars(db.select(Attachment).order_by(Attachment.id)))


def kept() -> dict:
    return fields_of(db.session.scalars(db.select(Draft)).one()).get("papers", {})


def goes_on(phone: Phone, answer) -> bool:
    return "/papers" not in phone.next(answer)


def begins_with(phone: Phone, page: str) -> bool:
    """Where the form wants to go on."""
    return page in phone.get("/check").headers.get("Location", "")


def test_each_paper_is_asked_and_what_the_government_has_stands_apart(phone):
    assert phone.tell() == "/papers"
    page = phone.get("/papers").text
    assert page.index(CARD) < page.index(PHOTO) < page.index("这些不用交") < page.index("身份证、户口簿")
    assert "拍有卡号的那一面" in page
    assert "代办人身份证和委托" not in page
    assert "state_3" not in page


def test_nothing_goes_on_until_each_is_answered_and_what_was_typed_stays(phone):
    phone.tell()
    answer = send(phone, state_1="have", state_2="cannot")
    assert answer.status_code == 422
    assert "请写为什么" in answer.text
    assert kept()[CARD] == {"state": "have", "reason": ""}
    page = phone.get("/papers").text
    assert 'value="have"' in page
    assert begins_with(phone, "/papers"), "without a reason it is not answered"
    assert goes_on(phone, send(phone, state_1="have", state_2="not_applicable", reason_2="这里不要照片"))


def test_what_was_left_out_is_asked_by_its_name(phone):
    phone.tell()
    assert f"“{PHOTO}”，请选一个" in send(phone, state_1="have").text


def test_a_picture_that_cannot_be_read_is_said_so_before_the_page_goes_on(phone):
    phone.tell()
    said = {"state_1": "have", "state_2": "cannot", "reason_2": "出不了门"}
    answer = send(phone, photos_1=[GOOD, SHAKEN], **said)
    assert answer.status_code == 422
    assert "字看不清，可能手抖了。请拿稳，再拍一张。" in answer.text
    assert [copy.faults for copy in copies()] == ["", "blurred"]
    # Kept as it is, the page goes on; the picture too.
    assert goes_on(phone, send(phone, **said))
    assert len(copies()) == 2


def test_a_good_picture_goes_on_at_once_and_says_by_itself_that_the_paper_is_here(phone):
    phone.tell()
    assert goes_on(phone, send(phone, photos_1=[GOOD], state_2="cannot", reason_2="出不了门"))
    assert kept()[CARD]["state"] == "have"
    [copy] = copies()
    assert copy.paper == CARD
    assert GOOD[:40] not in photo_files().incoming(copy.key).read_bytes()
    assert phone.get(f"/photos/{copy.key}").data == GOOD


def test_a_picture_is_taken_out_and_answers_on_the_page_stay(phone):
    phone.tell()
    send(phone, photos_1=[SHAKEN], state_2="cannot", reason_2="出不了门")
    key = copies()[0].key
    answer = send(phone, f"/papers/photos/{key}/removal", state_2="not_applicable", reason_2="不要")
    assert answer.headers["Location"].endswith("/papers#paper-1")
    assert copies() == []
    assert kept()[PHOTO] == {"state": "not_applicable", "reason": "不要"}
    assert not photo_files().incoming(key).exists()
    assert send(phone, f"/papers/photos/{'0' * 32}/removal").status_code == 404


def test_a_page_with_scripts_sends_one_by_one_and_gets_the_paper_back(phone):
    phone.tell()
    answer = send(phone, "/papers/1/photos", live=True, photo=[SHAKEN])
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="shots-1"')
    assert "字看不清" in answer.text
    answer = send(phone, "/papers/1/photos", live=True, photo=[b"%PDF-1.7"])
    assert answer.status_code == 422
    assert "不是照片" in answer.text
    assert send(phone, "/papers/3/photos", live=True, photo=[GOOD]).status_code == 404


def test_photos_belong_to_the_phone_that_took_them(phone, app):
    phone.tell()
    send(phone, photos_1=[GOOD], state_2="cannot", reason_2="出不了门")
    [copy] = copies()
    stranger = Phone(app, MATTER)
    assert stranger.get(f"/photos/{copy.key}").status_code == 404


def test_the_check_page_leads_back_to_each_paper_and_everything_goes_along(phone):
    phone.tell()
    send(phone, photos_1=[GOOD], state_2="cannot", reason_2="出不了门")
    assert phone.say_who() == "/check"
    page = phone.get("/check").text
    assert "有，1 张照片" in page
    assert "拿不到，出不了门" in page
    assert f"{phone.home}/papers#paper-2" in page
    assert phone.send().status_code == 303
    [request] = requests()
    rows = {row.name: row for row in rows_of(request)}
    assert (rows[CARD].state, rows[CARD].received_at) == (PaperState.HAVE, MONDAY)
    assert (rows[PHOTO].state, rows[PHOTO].reason) == (PaperState.CANNOT, "出不了门")
    [copy] = copies()
    assert (copy.request_id, copy.entry_id) == (request.id, request.entries[0].id)
    assert "出不了门" not in request.entries[0].told


def test_changed_from_the_check_page_it_leads_back_there(phone):
    phone.tell()
    send(phone, state_1="have", state_2="have")
    phone.say_who()
    assert phone.next(send(phone, state_1="have", state_2="cannot", reason_2="没有")) == "/check"


def test_who_files_for_another_is_asked_what_only_an_agent_needs(phone):
    phone.tell()
    send(phone, state_1="have", state_2="have")
    phone.post("/whom", whom="other")
    assert "代办人身份证和委托" in phone.get("/papers").text


@pytest.mark.parametrize("slug", [URGENT, GENERAL])
def test_a_matter_without_papers_has_no_such_page(app, cast, slug, monkeypatch):
    load_matters()
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    phone = Phone(app, slug)
    phone.at(f"building-{cast.bright1.id}")
    assert phone.tell() == "/photos"
    assert phone.get("/papers").status_code == 404
    assert send(phone, state_1="have").status_code == 404


def test_a_form_that_is_given_up_takes_its_copies_along(phone):
    phone.tell()
    send(phone, photos_1=[GOOD], state_2="cannot", reason_2="出不了门")
    key = copies()[0].key
    phone.post("/clearing")
    assert copies() == []
    assert not photo_files().incoming(key).exists()


def test_too_many_of_one_paper_are_said_kindly(phone):
    phone.tell()
    small = picture(size=(20, 20))
    answer = send(phone, photos_1=[small] * 13, state_2="have")
    assert answer.status_code == 422
    assert "最多传 12 张" in answer.text
