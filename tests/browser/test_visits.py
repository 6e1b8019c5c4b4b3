"""A visit where there is no signal: what is filled in stays on the phone, sealed, and is sent once.

And the questions of the pre-screening, without scripts in 30 px print.
"""

import json
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from portal import clock
from portal.db import db
from portal.domain.visits.booking import cancel_visit
from portal.domain.visits.models import Visit, VisitRecord, VisitState
from tests.cast import Cast
from tests.domain.service_requests.making import Town, load_matters
from tests.domain.visits.agreed import booked

KEPT = (
    "Object.keys(localStorage).filter(name => name.startsWith('linge-visit-')).map(name => localStorage.getItem(name))"
)


@pytest.fixture
def town(app: Flask, cast: Cast) -> Town:
    load_matters()
    now = clock.now()
    town = Town(cast)
    town.at = now
    return town


@pytest.fixture
def visit(town: Town) -> Visit:
    """Of a 低保 case, tomorrow at ten on the clock of the wall."""
    starts = clock.local(town.at).replace(hour=10, minute=0) + timedelta(days=1)
    found = booked(town, town.signed("dibao"), starts=starts)
    db.session.commit()
    return found


def records() -> list[VisitRecord]:
    db.session.rollback()  # what the page wrote is seen by a new transaction only
    return list(db.session.scalars(db.select(VisitRecord).order_by(VisitRecord.id)))


def at_the_table(page: Page) -> None:
    page.check("input[name=met][value=yes]")
    page.fill("[name=check_income]", "种地一年三千")
    page.check("input[name=check_signed][value=no]")
    page.fill("[name=told]", "材料看过了，还差授权书。")


def kept(page: Page) -> list[dict]:
    return [json.loads(one) for one in page.evaluate(KEPT)]


def wait_until_kept(page: Page, count: int = 1) -> None:
    """The content policy forbids a condition given as text, so the page is asked again and again."""
    for _try in range(80):
        if len(kept(page)) == count:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not {count} on the phone: {kept(page)}")


def test_without_signal_it_stays_on_the_phone_and_is_sent_once(visitor, visit):
    guest = visitor()
    guest.sign_in("pan")
    page = guest.goto(f"/staff/visits/{visit.id}")
    page.context.set_offline(True)
    at_the_table(page)
    page.get_by_role("button", name="记下这次上门").click()
    expect(page.locator("[data-says=offline]")).to_be_visible()
    expect(page.locator("[data-says=offline]")).to_contain_text("没有信号，先存在手机里")
    wait_until_kept(page)
    assert "种地" not in json.dumps(kept(page), ensure_ascii=False)
    assert not records()
    with page.expect_navigation():
        page.context.set_offline(False)
    expect(page.locator("#messages")).to_contain_text("记好了")
    [made] = records()
    assert json.loads(made.answers)["items"][0]["answer"] == "种地一年三千"
    assert made.visit.state is VisitState.DONE
    wait_until_kept(page, 0)


def test_a_page_that_was_closed_gives_back_what_was_filled_in_and_sends_it_with_the_same_token(visitor, visit):
    guest = visitor()
    guest.sign_in("pan")
    page = guest.goto(f"/staff/visits/{visit.id}")
    token = page.input_value("[name=token]")
    at_the_table(page)
    wait_until_kept(page)
    guest.goto("/staff/visits")
    page = guest.goto(f"/staff/visits/{visit.id}")
    expect(page.locator("[data-says=restored]")).to_be_visible()
    assert page.input_value("[name=check_income]") == "种地一年三千"
    assert page.is_checked("input[name=check_signed][value=no]")
    assert page.input_value("[name=token]") == token
    with page.expect_navigation():
        page.get_by_role("button", name="记下这次上门").click()
    expect(page.locator("#messages")).to_contain_text("记好了")
    assert [one.token for one in records()] == [token]


def test_an_answer_that_got_lost_on_the_way_back_is_not_written_twice(visitor, visit):
    guest = visitor()
    guest.sign_in("pan")
    page = guest.goto(f"/staff/visits/{visit.id}")
    at_the_table(page)
    lost = []

    def swallow(route):
        if not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/record", swallow)
    page.get_by_role("button", name="记下这次上门").click()
    expect(page.locator("[data-says=offline]")).to_be_visible()
    assert len(records()) == 1
    with page.expect_navigation():
        page.get_by_role("button", name="现在再送一次").click()
    expect(page.locator("#messages")).to_contain_text("记好了")
    assert len(records()) == 1


def test_what_changed_meanwhile_is_said_and_nothing_typed_is_lost(visitor, visit, town):
    guest = visitor()
    guest.sign_in("pan")
    page = guest.goto(f"/staff/visits/{visit.id}")
    page.context.set_offline(True)
    at_the_table(page)
    page.get_by_role("button", name="记下这次上门").click()
    expect(page.locator("[data-says=offline]")).to_be_visible()
    cancel_visit(db.session.get(Visit, visit.id), "老人住院了", visit.revision, town.staff("officer"))
    db.session.commit()
    with page.expect_navigation():
        page.context.set_offline(False)
    expect(page.locator(".error-summary")).to_contain_text("取消了")
    assert page.input_value("[name=check_income]") == "种地一年三千"
    assert page.input_value("[name=told]") == "材料看过了，还差授权书。"
    assert not records()
    with page.expect_navigation():
        page.get_by_role("button", name="记下这次上门").click()
    expect(page.locator("#messages")).to_contain_text("记好了")
    assert len(records()) == 1


def test_signing_out_leaves_nothing_and_the_next_one_sees_nothing(visitor, visit):
    guest = visitor(desktop=True)
    guest.sign_in("pan")
    page = guest.goto(f"/staff/visits/{visit.id}")
    at_the_table(page)
    wait_until_kept(page)
    with page.expect_navigation():
        page.get_by_role("button", name="退出登录").click()
    assert not kept(page)
    guest.sign_in("officer")
    page = guest.goto(f"/staff/visits/{visit.id}")
    assert page.input_value("[name=check_income]") == ""


def test_what_another_person_left_is_not_opened_and_twelve_hours_are_the_end(visitor, visit):
    guest = visitor()
    guest.sign_in("pan")
    page = guest.goto(f"/staff/visits/{visit.id}")
    at_the_table(page)
    wait_until_kept(page)
    page.context.clear_cookies(name="linge")  # the session ran out: nobody signed out
    guest.sign_in("officer")
    page = guest.goto(f"/staff/visits/{visit.id}")
    wait_until_kept(page, 0)
    assert page.input_value("[name=check_income]") == ""
    page.fill("[name=check_income]", "另一个人填的")
    wait_until_kept(page)
    page.evaluate(
        "Object.keys(localStorage).forEach(name => { const one = JSON.parse(localStorage.getItem(name));"
        " one.at -= 12 * 3600 * 1000; localStorage.setItem(name, JSON.stringify(one)); })"
    )
    guest.goto("/staff/visits")
    assert not kept(page)


def test_without_scripts_the_form_simply_posts(visitor, visit):
    guest = visitor(scripts=False, text="extra")
    guest.sign_in("pan")
    page = guest.goto(f"/staff/visits/{visit.id}")
    at_the_table(page)
    with page.expect_navigation():
        page.get_by_role("button", name="记下这次上门").click()
    expect(page.locator("#messages")).to_contain_text("记好了")
    assert len(records()) == 1


@pytest.mark.parametrize("text", ["normal", "extra"])
def test_the_pages_hold_on_a_phone(visitor, visit, text):
    guest = visitor(text=text)
    guest.sign_in("pan")
    for path in ("/staff/visits", f"/staff/visits/{visit.id}", "/services/screening"):
        page = guest.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_the_pre_screening_in_30_px_print_without_scripts(visitor, town):
    guest = visitor(scripts=False, text="extra")
    page = guest.goto("/services/screening")
    page.get_by_label("80 岁以上").check()
    page.get_by_label("一个人住，或者老两口自己住").check()
    page.locator("#hukou").get_by_label("在本地").check()
    with page.expect_navigation():
        page.get_by_role("button", name="看看有哪些").click()
    expect(page.get_by_role("heading", name="高龄津贴")).to_be_visible()
    assert page.url.endswith("/services/screening")
    assert not page.context.cookies() or {one["name"] for one in page.context.cookies()} == {"text"}
    with page.expect_navigation():
        page.get_by_role("link", name="开始办 高龄津贴").click()
    assert "/services/gaoling/apply" in page.url
