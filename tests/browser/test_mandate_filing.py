"""Filing for somebody in a real browser: every page in large print without scripts, and one client after another at one
machine of whom nothing is left: in no field, no cookie, not behind the back button, not in the browser's own memory."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page

from portal import clock
from portal.db import db
from portal.domain.service_requests.attachments import Draft
from tests.browser.checks import check_in_browser
from tests.browser.conftest import FLAGS, PHONE, Visitor, chromium
from tests.domain.service_requests.making import MONDAY, load_matters

HOME = "/services/gaoling/apply"
# What is the last client's alone; none of it may be seen by the next.
FIRST = ("王桂兰", "李大山", "周小河", "在家里当面说的", "13楼的那间")
SAID = {
    "whom": "other",
    "relation": "女儿",
    "decides": "yes",
    "first_witness": "李大山",
    "second_witness": "周小河",
    "own_wish": "在家里当面说的，她想办",
    "room": "13楼的那间",
    "person_name": "王桂兰",
    "name": "张小雨",
    "phone": "14000001234",
}


class Watch:
    """The portal's clock."""

    def __init__(self) -> None:
        self.at: datetime = MONDAY


@pytest.fixture
def watch(app, cast, cast_index, monkeypatch) -> Watch:
    load_matters()
    watch = Watch()
    monkeypatch.setattr(clock, "now", lambda: watch.at)
    return watch


@pytest.fixture
def machine(browser, site):
    """One desk in the community's office; the browser keeps left pages in its memory as people's browsers do."""
    kept = browser.browser_type.launch(
        executable_path=chromium(whole=True),
        args=FLAGS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    contexts = []

    def make(*, scripts: bool = True) -> Visitor:
        context = kept.new_context(viewport=PHONE, java_script_enabled=scripts, locale="zh-CN", base_url=site)
        contexts.append(context)
        return Visitor(site, context.new_page())

    yield make
    for context in contexts:
        context.close()
    kept.close()


def fill_in(page: Page, end: str, *, look: str = "", **said: str) -> None:
    """Every page of the form until `end`; what `said` does not name gets its first choice, or is left empty."""
    known = {**SAID, **said}
    for _turn in range(30):
        if look and any(part in page.url for part in ("/whom", "/mandate/", "/who", "/check")):
            # The other pages have tests of their own.
            check_in_browser(page, f"{page.url} {look}")
        if page.url.endswith(end):
            return
        for group in page.locator("main fieldset").all():
            choices = group.locator("input[type=radio]")
            if not choices.count() or group.locator("input:checked").count():
                continue
            name = choices.first.get_attribute("name") or ""
            wanted = f"input[value='{known[name]}']" if name in known else "input[type=radio]"
            group.locator(wanted).first.check()
        for line in page.locator("main textarea, main input:not([type]), main input[type=text]").all():
            name = line.get_attribute("name") or ""
            word = "明亮花园1号楼" if name == "words" else known.get(name, "88" if name.startswith("answer_") else "")
            if word and not line.input_value():
                line.fill(word)
        with page.expect_navigation():
            page.locator("main form button.main, main a.button.main").first.click()
    raise AssertionError(f"never came to {end}, but to {page.url}")


def begin_beside(person: Visitor, username: str = "pan") -> Page:
    person.sign_in(username)
    page = person.goto("/staff/mandates")
    page.get_by_label("办什么事").select_option("gaoling")
    with page.expect_navigation():
        page.get_by_role("button", name="开始", exact=True).click()
    return page


def seen_nothing_of_the_first(page: Page, where: str) -> None:
    shown = page.content()
    values = page.locator("input, textarea").evaluate_all("all => all.map(one => one.value).join(' ')") if shown else ""
    for words in FIRST:
        assert words not in shown, f"{words} at {where}: {page.url}"
        assert words not in values, f"{words} in a field at {where}: {page.url}"


def back_to_the_beginning(page: Page) -> None:
    """The back button until there is nothing behind it."""
    for step in range(25):
        page.go_back(wait_until="load")
        if page.url == "about:blank" or page.url.endswith("/staff/sign-in"):
            return
        seen_nothing_of_the_first(page, f"{step + 1} times back")


def stored_drafts() -> int:
    db.session.rollback()
    return len(list(db.session.scalars(db.select(Draft))))


def test_a_daughter_files_for_her_mother_in_large_print_without_scripts(visitor, watch):
    page = visitor(scripts=False, text="extra").goto(HOME)
    fill_in(page, "/check", kind="relative")
    text = page.locator("main").inner_text()
    for words in ("您在替 王*兰 办", "女儿（近亲属）", "在家里当面说的"):
        assert words in text, words
    with page.expect_navigation():
        page.get_by_role("button", name="提交", exact=True).click()
    page.goto("/services/receipts")
    assert page.locator(".token.code").count() == 1
    page.goto(f"{HOME}/authorisation")
    assert "王桂兰" in page.locator("main").inner_text()


def test_every_page_of_a_mandate_holds_on_a_phone_in_large_print(visitor, watch):
    page = visitor(text="extra").goto(HOME)
    fill_in(page, "/check", look="extra", kind="relative")
    with page.expect_navigation():
        page.get_by_role("button", name="提交", exact=True).click()
    check_in_browser(page, "receipt")
    page.goto("/services/receipts")
    check_in_browser(page, "receipts")


def test_a_wards_daughter_is_told_what_to_do_in_plain_words(visitor, watch):
    page = visitor(text="extra").goto(f"{HOME}/whom")
    fill_in(page, "/other-speaker", decides="no", kind="relative")
    check_in_browser(page, "other speaker")
    assert "打电话给社区" in page.locator("main").inner_text()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_next_client_finds_nothing_of_the_last(machine, watch, scripts):
    person = machine(scripts=scripts)
    page = begin_beside(person)
    fill_in(page, "/check", basis="oral")
    assert "王桂兰" in page.content()
    with page.expect_navigation():
        page.locator(".acting-bar").get_by_role("button", name="下一位").click()
    assert page.url.endswith("/staff/mandates")
    seen_nothing_of_the_first(page, "the list")
    assert [one["name"] for one in page.context.cookies()] == ["linge"]
    assert stored_drafts() == 0
    # The second client sits down.
    page.get_by_label("办什么事").select_option("gaoling")
    with page.expect_navigation():
        page.get_by_role("button", name="开始", exact=True).click()
    for address in ("whom", "mandate/basis", "mandate/consent", "where", "tell-us", "who", "check", "receipt"):
        page.goto(f"{HOME}/{address}")
        seen_nothing_of_the_first(page, address)
    back_to_the_beginning(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_receipt_is_gone_with_the_client_also_behind_the_back_button(machine, watch, scripts):
    page = begin_beside(machine(scripts=scripts))
    fill_in(page, "/check", basis="oral")
    with page.expect_navigation():
        page.get_by_role("button", name="提交", exact=True).click()
    code = page.locator(".token.code").inner_text()
    with page.expect_navigation():
        page.get_by_role("button", name="打印纸条，交给他").click()
    assert code in page.content()
    with page.expect_navigation():
        page.locator(".acting-bar").get_by_role("button", name="下一位").click()
    for step in range(20):
        page.go_back(wait_until="load")
        assert code not in page.content(), f"{step + 1} times back: {page.url}"
        if page.url.endswith("/staff/sign-in"):
            break


@pytest.mark.parametrize("scripts", [True, False])
def test_after_signing_out_nothing_is_left(machine, watch, scripts):
    person = machine(scripts=scripts)
    page = begin_beside(person)
    fill_in(page, "/check", basis="oral")
    page.goto("/staff")
    if not page.get_by_role("button", name="退出登录").is_visible():
        page.locator("summary").first.click()
    with page.expect_navigation():
        page.get_by_role("button", name="退出登录").click()
    assert page.url.endswith("/staff/sign-in")
    assert stored_drafts() == 0
    for _step in range(6):
        page.go_back(wait_until="load")
        seen_nothing_of_the_first(page, "behind the back button")
    page.goto(f"{HOME}/check")
    seen_nothing_of_the_first(page, "the check page")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_page_left_open_leaves_the_screen_when_the_session_is_over(machine, watch, app, scripts):
    page = begin_beside(machine(scripts=scripts))
    fill_in(page, "/check", basis="oral")
    app.config["IDLE_MINUTES"] = 0
    page.reload()
    assert "王桂兰" in page.content()
    watch.at += timedelta(minutes=1)
    page.wait_for_url("**/staff/sign-in**", timeout=10_000)
    assert stored_drafts() == 0
    for _step in range(4):
        page.go_back(wait_until="load")
        seen_nothing_of_the_first(page, "behind the back button")
