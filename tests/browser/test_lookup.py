"""The address lookup in a real browser: live, without scripts, and on the way back from a result."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.usefixtures("cast_index")


def test_results_come_while_typing_and_leave_no_trace_in_the_address(visitor: Any):
    page = visitor().goto("/lookup")
    page.locator("#q").press_sequentially("明亮花园3号楼", delay=30)
    expect(page.locator("#results .contact-card .name")).to_have_text("潘一")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#outcome")).to_have_text("找到了：明亮花园 3号楼")
    assert page.url.endswith("/lookup")
    page.locator("#q").press("Enter")
    expect(page.locator("#results .contact-card .name")).to_have_text("潘一")
    assert page.url.endswith("/lookup")


def test_a_tap_on_a_choice_opens_it_and_back_shows_the_choice_again(visitor: Any):
    page = visitor().goto("/lookup")
    page.fill("#q", "明亮花园")
    page.locator("#results .choice").filter(has_text="李二").click()
    expect(page).to_have_url(re.compile("/grids/990001002/card$"))
    page.go_back()
    expect(page.locator("#q")).to_have_value("明亮花园")
    expect(page.locator("#results .choice")).to_have_count(2)


def test_switching_to_large_print_keeps_the_result(visitor: Any):
    page = visitor().goto("/lookup")
    page.fill("#q", "明亮花园3号楼")
    expect(page.locator("#results .contact-card .name")).to_have_text("潘一")
    page.get_by_role("link", name="特大").click()
    expect(page.locator("html")).to_have_attribute("data-text", "extra")
    expect(page.locator("#results .contact-card .name")).to_have_text("潘一")
    assert page.url.endswith("/lookup")


def test_the_same_works_without_scripts(visitor: Any):
    page = visitor(scripts=False).goto("/lookup")
    page.fill("#q", "幸福里18号楼 13800138000")
    page.locator("form[role=search] button").click()
    expect(page.locator("#results h2")).to_have_text("没有找到这个地址")
    expect(page.locator("#address")).to_have_value("幸福里18号楼")
    page.fill("#landmark", "粮店后面")
    page.get_by_role("button", name="发给社区").click()
    expect(page.locator("h1")).to_have_text("收到了，谢谢您")


@pytest.mark.parametrize("text", ["normal", "extra"])
@pytest.mark.parametrize("words", ["", "明亮花园1号楼", "明亮花园", "红楼"])
def test_every_outcome_fits_a_small_screen(visitor: Any, text: str, words: str):
    page = visitor(text=text).goto(f"/lookup?q={words}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.evaluate(
        "[...document.querySelectorAll('main .choice, main .button, main input:not([type=hidden]), main select')]"
        ".filter(one => one.getBoundingClientRect().height < 48).length"
    )
    assert small == 0
