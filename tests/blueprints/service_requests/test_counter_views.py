"""Filing for a caller or at the counter."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.db import db
from portal.domain.service_requests.models import Channel, ServiceRequest
from portal.domain.service_requests.steps.codes import opens
from tests.blueprints.service_requests.desk import Desk, desk_of
from tests.cast import Cast

LAMP = "/staff/requests/new/baoxiu-gonggong"


@pytest.fixture
def desk(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return desk_of(app, cast, monkeypatch)


def form_of(desk: Desk, address: str = LAMP) -> dict[str, str]:
    """What somebody types in: every question answered, the place chosen."""
    page = desk.client.get(address).text
    names = [part.partition('"')[0] for part in page.split('name="answer_')[1:]]
    typed = dict.fromkeys((f"answer_{name}" for name in names), "灯不亮三天了")
    for name in names:
        field = page.partition(f'name="answer_{name}"')[2].partition(">")[0]
        if 'inputmode="numeric"' in page.partition(f'name="answer_{name}"')[0].rpartition("<")[2]:
            typed[f"answer_{name}"] = "3"
        if 'type="radio"' in field:
            typed[f"answer_{name}"] = field.partition('value="')[2].partition('"')[0]
    token = page.partition('name="token" type="hidden" value="')[2].partition('"')[0]
    place = f"building-{desk.cast.bright1.id}"
    who = {"name": "王芳", "phone": "14000001234", "phone_owner": "self", "channel": "phone", "token": token}
    return typed | who | {"address": "明亮花园1号楼", "place": place, "entrance": "2"}


def test_the_matter_is_found_by_plain_words(desk: Desk):
    page = desk.sign_in("pan").client.get("/staff/requests/new?q=路灯不亮").text
    assert f'class="choice" href="{LAMP}"' in page


def test_a_caller_gets_number_and_code_read_out(desk: Desk):
    typed = form_of(desk.sign_in("officer"))
    answer = desk.client.post(LAMP, data=typed)
    assert answer.status_code == 200
    request = db.session.scalars(select(ServiceRequest)).one()
    assert (request.channel, request.filed_by, request.entrance.number) == (Channel.PHONE, "officer", 2)
    number, code = (part.partition("<")[0] for part in answer.text.split('class="to-read-out">')[1:3])
    assert opens(number, code).request.id == request.id
    assert f"查询码 {code}" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_where_the_matter_wants_to_know_who_nobody_stays_unknown(desk: Desk):
    address = "/staff/requests/new/dibao"
    typed = form_of(desk.sign_in("officer"), address)
    assert 'name="anonymous"' not in desk.client.get(address).text
    assert desk.client.post(address, data=typed | {"name": "", "anonymous": "y"}).status_code == 422
    assert desk.client.post(address, data=typed | {"anonymous": "y"}).status_code == 200
    assert db.session.scalars(select(ServiceRequest)).one().applicant_name == "王芳"


@pytest.mark.parametrize(("slug", "asks"), [("gaoling", True), ("baoxiu-gonggong", False)])
def test_the_receipt_leads_on_to_the_facts_the_matter_asks_for(desk: Desk, slug: str, asks: bool):
    address = f"/staff/requests/new/{slug}"
    answer = desk.client.post(address, data=form_of(desk.sign_in("officer"), address))
    request = db.session.scalars(select(ServiceRequest)).one()
    leads = f"/staff/requests/{request.id}?step=state_facts"
    assert (f'href="{leads}#step"' in answer.text) is asks
    assert ("念给本人听过了，本人同意" in desk.client.get(leads).text) is asks


def test_the_same_form_sent_twice_is_one_request_and_tells_its_code_once(desk: Desk):
    typed = form_of(desk.sign_in("pan"))
    desk.client.post(LAMP, data=typed)
    again = desk.client.post(LAMP, data=typed)
    assert again.status_code == 200
    assert "已经登记过" in again.text
    assert again.text.count('class="to-read-out"') == 1
    assert db.session.scalar(select(func.count(ServiceRequest.id))) == 1


def test_nobody_gets_the_receipt_of_another_by_its_token(desk: Desk):
    typed = form_of(desk.sign_in("pan"))
    desk.client.post(LAMP, data=typed)
    desk.sign_in("stranger").client.post(LAMP, data=typed)
    assert db.session.scalar(select(func.count(ServiceRequest.id))) == 2


def test_the_place_is_chosen_before_anything_is_filed(desk: Desk):
    typed = form_of(desk.sign_in("pan")) | {"place": ""}
    answer = desk.client.post(LAMP, data=typed)
    assert answer.status_code == 422
    assert "请从查到的地方里选一处。" in answer.text
    assert f'value="building-{desk.cast.bright1.id}"' in answer.text
    assert "灯不亮三天了" in answer.text
    assert not db.session.scalar(select(func.count(ServiceRequest.id)))


@pytest.mark.parametrize(
    "wrong",
    [{"place": "building-999"}, {"place": "x"}, {"channel": "web"}, {"phone": "1"}, {"name": ""}, {"token": ""}],
)
def test_what_is_wrong_is_said_and_nothing_is_filed(desk: Desk, wrong: dict[str, str]):
    answer = desk.client.post(LAMP, data=form_of(desk.sign_in("pan")) | wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert not db.session.scalar(select(func.count(ServiceRequest.id)))


def test_outside_of_buildings_the_words_are_the_place(desk: Desk):
    typed = form_of(desk.sign_in("pan")) | {"address": "小广场东边", "place": f"community-{desk.cast.lotus.id}"}
    desk.client.post(LAMP, data=typed)
    request = db.session.scalars(select(ServiceRequest)).one()
    assert (request.place_text, request.unit) == ("小广场东边", f"community:{desk.cast.lotus.id}")


def test_the_places_are_listed_while_the_address_is_typed(desk: Desk):
    fragment = desk.sign_in("pan").client.post("/staff/requests/places", data={"address": "明亮花园1号楼"}).text
    assert "<html" not in fragment
    assert f'value="building-{desk.cast.bright1.id}" checked' in fragment


def test_an_anonymous_caller_leaves_no_name(desk: Desk):
    desk.client.post(LAMP, data=form_of(desk.sign_in("pan")) | {"anonymous": "y", "name": "", "phone": ""})
    request = db.session.scalars(select(ServiceRequest)).one()
    assert (request.applicant_name, request.applicant_phone) == (None, None)


def test_a_matter_that_is_gone_is_not_filed(desk: Desk):
    assert desk.sign_in("pan").client.get("/staff/requests/new/nothing-like-it").status_code == 404
