"""Every public page in three text sizes: no axe violation, no sideways scroll, targets large enough."""

from datetime import UTC, datetime

import pytest

from portal.db import db
from portal.domain.placards.making import make_for_grids
from tests.browser.checks import check_in_browser
from tests.conftest import TODAY
from tests.domain.matters.catalogue import load
from tests.domain.publicity.requests import october_in_lotus_road


@pytest.fixture
def paths(cast) -> list[str]:
    placard = make_for_grids([cast.l1.id], today=TODAY, by="officer", at=datetime.now(UTC))[0]
    load()
    october_in_lotus_road(cast)
    db.session.commit()
    wrong = ("3" if placard.code[0] != "3" else "4") + placard.code[1:]
    return [
        "/",
        f"/q/{placard.code}",
        f"/q/{wrong}",
        "/q?code=abc",
        f"/q/{placard.code}/damage",
        "/lookup",
        "/lookup?q=明亮花园1号楼",
        "/lookup?q=明亮花园",
        "/lookup?q=没有这个地方88号",
        "/lookup/unmatched",
        "/grids",
        f"/grids/{cast.l1.code}",
        f"/grids/{cast.l1.code}/card",
        f"/buildings/{cast.bright1.code}",
        "/services",
        "/services?q=路灯不亮",
        "/services?q=月球旅行签票",
        "/services/dibao",
        f"/services/loudao-duiwu?placard={placard.code}",
        f"/services/loudao-duiwu/apply?placard={placard.code}",
        "/services/loudao-duiwu/apply/where",
        f"/services/loudao-duiwu/apply/where?building={cast.bright1.code}",
        "/services/loudao-duiwu/apply/where/outside",
        "/services/loudao-duiwu/apply/receipt",
        "/services/situations/building",
        "/services/certificates",
        "/results",
        f"/results/communities/{cast.lotus.id}",
        f"/results/grids/{cast.l2.code}?month=2026-10",
        "/track",
        "/track/lost-code",
        "/staff/sign-in",
        "/nothing-here",
    ]


@pytest.mark.parametrize("text", ["normal", "large", "extra"])
def test_public_pages_are_accessible_in_every_text_size(visitor, paths, text):
    person = visitor(text=text)
    for path in paths:
        check_in_browser(person.goto(path), f"{path} at {text}")


def test_a_phone_number_can_be_called_on_every_page_without_scripts(visitor, paths):
    person = visitor(scripts=False)
    for path in paths:
        page = person.goto(path)
        assert page.locator(".help-bar a[href^='tel:']").is_visible(), path
        assert not page.locator("[data-read-aloud]").is_visible(), path


def test_the_page_can_be_read_aloud_where_the_browser_can_speak(visitor, cast):
    page = visitor().goto(f"/grids/{cast.l1.code}/card")
    button = page.locator("[data-read-aloud]")
    page.evaluate("() => { window.said = []; window.speechSynthesis.speak = words => { window.said.push(words); }; }")
    button.click()
    assert "潘一" in page.evaluate("window.said[0].text")
    assert page.evaluate("window.said[0].lang") == "zh-Hans-CN"
    assert button.inner_text() == "停止朗读"


def test_on_paper_a_page_carries_no_switches_and_no_call_bar(visitor, cast):
    page = visitor(desktop=True).goto(f"/grids/{cast.l1.code}")
    page.emulate_media(media="print")
    assert not page.locator(".help-bar").is_visible()
    assert not page.locator(".sizes").is_visible()
    assert page.locator(".contact-card").is_visible()
    assert page.locator(".plan").is_visible()
