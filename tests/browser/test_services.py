"""The guide to matters in a real browser: live search, without scripts, and on from the stairwell."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.domain.matters.catalogue import load
from tests.domain.placards.placards import make_one


@pytest.fixture(autouse=True)
def _catalogue(cast):
    load()


def test_matters_come_while_typing_and_leave_no_trace_in_the_address(visitor: Any):
    page = visitor().goto("/services")
    page.locator("#q").press_sequentially("路灯不亮", delay=30)
    expect(page.locator("#results .choice strong").first).to_have_text("公共设施报修")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#outcome")).to_contain_text("找到")
    assert page.url.endswith("/services")
    page.fill("#q", "")
    expect(page.locator("#results")).to_contain_text("所有事项")


def test_back_from_a_matter_shows_what_was_found(visitor: Any):
    page = visitor().goto("/services")
    page.fill("#q", "吃低保")
    page.locator("#results .choice").filter(has_text="最低生活保障").click()
    expect(page.locator("h1")).to_have_text("最低生活保障申请")
    page.go_back()
    expect(page.locator("#q")).to_have_value("吃低保")
    expect(page.locator("#results .choice").first).to_contain_text("最低生活保障")


def test_the_same_works_without_scripts(visitor: Any):
    page = visitor(scripts=False).goto("/services")
    page.fill("#q", "月球旅行签票")
    page.locator("form[role=search] button").click()
    expect(page.locator("#results h2")).to_have_text("没有找到“月球旅行签票”")
    page.locator("#results .choice").click()
    expect(page.locator("h1")).to_have_text("政策咨询")


def test_from_the_stairwell_the_place_goes_along_to_filing(visitor: Any, cast: Any):
    placard = make_one(cast.bright1)
    page = visitor().goto(f"/q/{placard.code}")
    page.get_by_role("link", name="报告楼里的事").click()
    page.get_by_role("link", name="公共设施报修").click()
    link = page.locator("main a.button.main").first
    assert f"placard={placard.code}" in (link.get_attribute("href") or "")
    expect(page.locator(".clocks")).to_contain_text(["先联系您", "莲叶路社区"])


def test_on_paper_a_matter_is_complete_and_carries_no_buttons(visitor: Any):
    page = visitor(desktop=True).goto("/services/dibao")
    page.emulate_media(media="print")
    expect(page.locator("main a.button.main").first).not_to_be_visible()
    expect(page.locator(".help-bar")).not_to_be_visible()
    expect(page.locator(".path li").last).to_be_visible()
