"""What neighbours reported already is offered to be followed; nothing about them is told."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from portal import clock
from portal.db import db
from portal.domain.service_requests.places import place_of_community
from portal.domain.service_requests.steps.codes import opens
from portal.domain.service_requests.steps.voicing import withdraw
from tests.blueprints.service_requests.filing import Phone, requests
from tests.cast import Cast
from tests.domain.service_requests.making import APPROVAL, COORDINATED, MONDAY, PHONE, Town, load_matters


@pytest.fixture
def phone(app: Flask, town: Town, cast_index: object, monkeypatch: pytest.MonkeyPatch) -> Phone:
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(hours=1))
    return Phone(app, COORDINATED)


@pytest.fixture
def town(app: Flask, cast: Cast) -> Town:
    load_matters()
    return Town(cast)


@pytest.fixture
def building(cast: Cast) -> str:
    return f"building-{cast.bright1.id}"


def test_it_is_followed_instead_of_filed_again(phone, town, building):
    known = town.filed()
    assert phone.at(building) == "/neighbours"
    page = phone.get("/neighbours").text
    assert "1 位邻居已反映" in page
    assert phone.next(phone.post("/following", request=str(known.id), phone="")) == "/receipt"
    receipt = phone.get("/receipt").text
    assert "已经跟进" in receipt
    code = re.search(r'token code">([^<]+)<', receipt)[1]
    opened = opens(known.number, code)
    assert (opened.request, opened.follower is not None) == (known, True)
    assert requests() == [known]
    other = Phone(phone.client.application, COORDINATED)
    other.at(building)
    assert "2 位邻居已反映" in other.get("/neighbours").text


def test_nothing_about_the_neighbour_or_their_words_is_shown(phone, town, building):
    town.filed(answers=[{"question": "是什么", "answer": "三楼张家门口的灯"}])
    phone.at(building)
    page = phone.get("/neighbours").text
    for word in ("王芳", PHONE, "张家", "三楼"):
        assert word not in page
    for word in ("明亮花园 1号楼", "11月23日", "莲叶路社区第1网格"):
        assert word in page


def test_it_may_be_another_thing(phone, town, building):
    town.filed()
    phone.at(building)
    assert f'href="{phone.home}/tell-us"' in phone.get("/neighbours").text
    phone.fill(building)
    phone.send()
    assert len(requests()) == 2


def test_following_twice_gives_one_code(phone, town, building):
    known = town.filed()
    phone.at(building)
    for _ in range(2):
        assert phone.next(phone.post("/following", request=str(known.id), phone=PHONE)) == "/receipt"
    first = phone.get("/receipt").text
    assert first == phone.get("/receipt").text


@pytest.mark.parametrize("far", ["elsewhere", "settled", "old", "another matter", "kept secret", "no number"])
def test_only_what_is_open_here_and_public_is_offered_and_followed(phone, town, cast, building, far, monkeypatch):
    known = {
        "elsewhere": lambda: town.filed(place=town.place(cast.bright5)),
        "another matter": lambda: town.filed("huanjing-weisheng"),
        "kept secret": lambda: town.filed(confidential=True),
    }.get(far, town.filed)()
    if far == "settled":
        withdraw(known, "自己弄好了", town.resident)
        db.session.commit()
    if far == "old":
        monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(days=31))
    key = "1" * 30 if far == "no number" else str(known.id)
    if far != "no number":
        assert phone.at(building) == "/tell-us"
        assert phone.next(phone.get("/neighbours")) == "/tell-us"
    else:
        phone.at(building)
    assert phone.post("/following", request=key).status_code == 404


def test_private_matters_are_nobody_elses(app, phone, town, building):
    town.filed(APPROVAL)
    asking = Phone(app, APPROVAL)
    assert asking.at(building) == "/tell-us"
    assert asking.next(asking.get("/neighbours")) == "/tell-us"


def test_outside_the_words_of_the_place_must_be_alike(phone, town, cast):
    town.filed(place=place_of_community(cast.maple, "菜场 东门外"))
    key = f"community-{cast.maple.id}"
    assert phone.next(phone.post("/where/outside", text="菜场东门外公交站", community=key)) == "/neighbours"
    assert phone.next(phone.post("/where/outside", text="小学门口", community=key)) == "/tell-us"


@pytest.mark.parametrize("typed", [{"request": ""}, {"phone": "abc"}])
def test_what_is_wrong_is_said(phone, town, building, typed):
    known = town.filed()
    phone.at(building)
    assert phone.post("/following", **{"request": str(known.id), "phone": "", **typed}).status_code == 422
