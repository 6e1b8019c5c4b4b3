"""Where it is: scanned, looked up and confirmed, or in words; never a grid that nobody confirmed."""

import re

import pytest
from flask import Flask

from portal import clock
from portal.db import db
from portal.domain.placards.making import make_for_spot
from portal.domain.placards.models import Placard, PlaceKind, RetiredBecause
from portal.domain.placards.services import retire
from portal.domain.service_requests.draft_places import read_place
from portal.domain.service_requests.drafts import fields_of
from portal.domain.service_requests.models import Channel
from tests.blueprints.service_requests.filing import Phone, drafts, requests
from tests.cast import Cast
from tests.conftest import TODAY
from tests.domain.placards.placards import WHO, make_all
from tests.domain.service_requests.making import APPROVAL, COORDINATED, MONDAY, load_matters


@pytest.fixture
def phone(app: Flask, cast: Cast, cast_index: object, monkeypatch: pytest.MonkeyPatch) -> Phone:
    load_matters()
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    return Phone(app, COORDINATED)


def finish(phone: Phone):
    phone.tell()
    phone.say_who()
    phone.send()
    return requests()[-1]


def placard(cast: Cast) -> Placard:
    """The one in the second stairwell of 明亮花园 1号楼."""
    made = make_all(cast.l1, per_entrance=True)
    return next(one for one in made if one.place == "明亮花园 1号楼 2单元")


def test_the_placard_in_the_stairwell_says_where(phone, cast):
    code = placard(cast).code
    page = phone.get("/where", placard=code).text
    assert "明亮花园 1号楼" in page
    assert re.search(r"<input[^>]*checked[^>]*value=\"2\"", page)
    assert f"/where?placard={code}" in phone.get(placard=code).text
    phone.at(f"placard-{code}", entrance="2", room="302")
    made = finish(phone)
    assert (made.channel, made.entrance.number, made.room, made.grid) == (Channel.PLACARD, 2, "302", cast.l1)


def test_it_counts_as_scanned_also_after_the_room_was_added(phone, cast):
    code = placard(cast).code
    phone.at(f"placard-{code}", entrance="2")
    phone.at(f"building-{cast.bright1.id}", entrance="2", room="302")
    assert finish(phone).channel is Channel.PLACARD


def test_the_placard_at_a_gate_leads_to_its_grid_and_its_words(phone, cast):
    gate = make_for_spot(PlaceKind.ESTATE_GATE, cast.l1, "明亮花园南门", today=TODAY, **WHO)
    db.session.commit()
    assert "明亮花园南门" in phone.get("/where", placard=gate.code).text
    phone.at(f"placard-{gate.code}", text="明亮花园南门内")
    made = finish(phone)
    assert (made.grid, made.place_text, made.channel) == (cast.l1, "明亮花园南门内", Channel.PLACARD)


def test_a_placard_that_hangs_no_more_is_no_place(phone, cast):
    gone = placard(cast)
    code = gone.code
    retire(gone, RetiredBecause.LOST, today=TODAY, **WHO)
    db.session.commit()
    assert "小区和楼号" in phone.get("/where", placard=code).text
    assert "小区和楼号" in phone.get("/where", placard="不是编号").text
    assert phone.post("/where", place=f"placard-{code}").status_code == 404


def test_a_building_or_a_grid_from_another_page_is_preset(phone, cast):
    assert "明亮花园 1号楼" in phone.get("/where", building=cast.bright1.code).text
    page = phone.get("/where", grid=cast.l2.code).text
    assert cast.l2.name in page
    assert phone.post("/where", place=f"grid-{cast.l2.id}", text="").status_code == 422
    phone.at(f"grid-{cast.l2.id}", text="路口的井盖旁")
    made = finish(phone)
    assert (made.grid, made.building, made.place_text) == (cast.l2, None, "路口的井盖旁")


def test_a_single_answer_of_the_lookup_is_confirmed_by_the_person(phone, cast):
    assert phone.next(phone.post("/where/search", words="纺织宿舍1号楼")) == "/where"
    assert read_place(fields_of(drafts()[0]).get("place"), TODAY) is None
    page = phone.get("/where").text
    assert "是这里吗" in page
    assert f"building-{cast.bright1.id}" in page
    assert phone.next(phone.post("/where/choice", place=f"building-{cast.bright1.id}")) == "/where"
    assert phone.next(phone.get("/check")) == "/where"
    assert phone.at(f"building-{cast.bright1.id}") == "/tell-us"


def test_several_answers_stand_side_by_side_and_none_is_taken(phone, cast):
    phone.post("/where/search", words="明亮花园")
    page = phone.get("/where").text
    assert "是哪一处" in page
    assert page.count('type="radio"') > 1
    assert " checked" not in page
    assert phone.post("/where/choice").status_code == 422


def test_a_grid_that_was_chosen_keeps_the_words_it_was_found_by(phone, cast):
    phone.post("/where/search", words="明亮花园")
    phone.post("/where/choice", place=f"grid-{cast.l1.id}")
    assert 'value="明亮花园"' in phone.get("/where").text
    phone.at(f"grid-{cast.l1.id}", text="明亮花园北门")
    made = finish(phone)
    assert (made.grid, made.place_text) == (cast.l1, "明亮花园北门")


def test_no_answer_leads_to_words_and_a_community(phone, cast):
    phone.post("/where/search", words="月亮湾花园88号")
    assert "没有找到" in phone.get("/where").text
    assert "月亮湾花园88号" in phone.get("/where/outside").text
    assert phone.post("/where/outside", text="菜场东门外", community="").status_code == 422
    assert phone.post("/where/outside", text="", community=f"community-{cast.maple.id}").status_code == 422
    sent = phone.post("/where/outside", text="菜场东门外", community=f"community-{cast.maple.id}")
    assert phone.next(sent) == "/tell-us"
    made = finish(phone)
    assert (made.community, made.grid, made.place_text) == (cast.maple, None, "菜场东门外")


@pytest.mark.parametrize(
    "key", ["", "building-", "building-x", "building-999999", "grid-0", "town-1", "building--1", "１"]
)
def test_a_place_nobody_offered_is_refused(phone, key):
    assert phone.post("/where", place=key).status_code == 404
    assert requests() == []


def test_an_entrance_of_another_building_is_refused(phone, cast):
    assert phone.post("/where", place=f"building-{cast.bright5.id}", entrance="3").status_code == 422


def test_looking_at_the_first_page_stores_nothing(phone):
    phone.get("/where")
    assert drafts() == []


def test_help_at_home_asks_where_one_lives(app, phone):
    assert "您住在哪里" in Phone(app, APPROVAL).get("/where").text
    assert "在哪里" in phone.get("/where").text


def test_the_way_back_from_a_place_leads_to_another_search(phone, cast):
    phone.post("/where/search", words="明亮花园1号楼")
    phone.at(f"building-{cast.bright1.id}")
    page = phone.get("/where", again="1").text
    assert 'value="明亮花园1号楼"' in page
