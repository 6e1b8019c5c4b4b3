"""Junk into every page of a form, on both databases: a clear answer, never a 500, nothing filed."""

import pytest
from flask import Flask

from portal import clock
from portal.db import db
from tests.blueprints.service_requests.filing import Phone, requests
from tests.cast import Cast, fill
from tests.conftest import TODAY
from tests.domain.service_requests.making import MONDAY, URGENT, load_matters, version_of
from tests.house.test_bad_input import HUGE, JUNK

KINDS = {**JUNK, "lone surrogate": "%ED%A0%80"}
PAGES = {
    "/where/search": ("words",),
    "/where/choice": ("place",),
    "/where": ("place", "entrance", "room", "text"),
    "/where/outside": ("text", "community"),
    "/tell-us": ("answer_what", "answer_spot"),
    "/tell-us/2": ("answer_since", "answer_blocks", "answer_charging"),
    "/tell-us/999999999": ("answer_what",),
    "/who": ("name", "phone", "phone_owner", "anonymous", "confidential"),
    "/following": ("request", "phone"),
    "/filing": ("token", "shared"),
    "/photos": ("photo",),
    "/photos/x/removal": (),
}


@pytest.fixture
def both_casts(both_apps: Flask, monkeypatch: pytest.MonkeyPatch) -> Cast:
    both_apps.config["SHOW_500"] = True
    cast = fill(TODAY)
    load_matters()
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    return cast


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_typed_gets_an_answer(both_apps, both_casts, kind):
    phone, junk = Phone(both_apps), KINDS[kind]
    for page, fields in PAGES.items():
        phone.at(f"building-{both_casts.bright1.id}")
        usual = {"place": f"building-{both_casts.bright1.id}", "community": f"community-{both_casts.maple.id}"}
        for wrong in fields:
            typed = {**{name: usual.get(name, "三楼") for name in fields}, wrong: junk}
            assert phone.post(page, **typed).status_code < 500, f"{wrong} on {page}"
        assert phone.post(page, **dict.fromkeys(fields, junk)).status_code < 500, page
    for page in ("", "/where", "/tell-us", "/check", "/receipt", "/receipt.png"):
        asked = dict.fromkeys(("placard", "building", "grid", "again"), junk)
        assert phone.get(page, **asked).status_code < 500, page
    assert requests() == []


def test_megabytes_get_an_answer(app, cast, monkeypatch):
    """They are refused before a database is asked."""
    app.config["SHOW_500"] = True
    load_matters()
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    phone = Phone(app)
    phone.at(f"building-{cast.bright1.id}")
    for page, fields in PAGES.items():
        assert phone.post(page, **dict.fromkeys(fields[:1], HUGE)).status_code < 500, page
    assert requests() == []


@pytest.mark.parametrize("held", ["", "x", "\udced", "é" * 3000, "a" * 5000, "'; DROP TABLE", "../../etc"])
def test_a_cookie_that_is_not_ours_opens_nothing(both_apps, both_casts, held):
    Phone(both_apps).at(f"building-{both_casts.bright1.id}")
    stranger = both_apps.test_client(use_cookies=False)
    raw = held.encode("utf-8", "surrogateescape").decode("latin-1")
    answer = stranger.get(f"/services/{URGENT}/apply/check", headers={"Cookie": f"draft={raw}"})
    assert answer.status_code == 404
    assert stranger.get(f"/services/{URGENT}", headers={"Cookie": f"draft={raw}"}).status_code == 200


def test_a_matter_that_asks_nothing_and_one_that_asks_much(both_apps, both_casts):
    """Staff may change the questions; the pages follow, whatever their number."""
    for count in (0, 1, 7):
        version = version_of(URGENT)
        one = {"key": "k", "label": "是什么", "kind": "line"}
        asked = [{**one, "key": f"data{number}"} for number in range(count)]
        version.content = {**version.content, "questions": asked}
        db.session.commit()
        phone = Phone(both_apps)
        page = phone.at(f"building-{both_casts.bright5.id}")
        pages = 0
        while page.startswith("/tell-us"):
            pages += 1
            page = phone.next(phone.post(page, **{f"answer_data{number}": "灯" for number in range(count)}))
        assert (page, pages) == ("/photos", -(-count // 3))
        assert phone.say_who() == "/check"
        assert phone.get("/check").status_code == 200
