"""Accounts and the frame of the back office in a real browser, with its policy and its scripts."""

from datetime import timedelta

import pyotp
import pytest

from portal import clock
from portal.db import db
from portal.domain.accounts.models import User
from tests.browser.checks import check_in_browser

PATHS = [
    "/staff",
    "/staff/me",
    "/staff/password",
    "/staff/me/second-factor/removal",
    "/staff/people",
    "/staff/people/new",
    "/staff/people/1",
    "/staff/people/4",
    "/staff/records",
    "/staff/style-guide",
]


@pytest.mark.parametrize("text", ["normal", "large", "extra"])
def test_pages_are_accessible_in_every_text_size(visitor, text):
    person = visitor(text=text)
    person.sign_in("admin")
    for path in PATHS:
        check_in_browser(person.goto(path), f"{path} at {text}")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_new_grid_worker_comes_in(visitor, cast, scripts):
    """The administrator opens the account; the worker signs in, takes a password of their own, and sees their grid."""
    admin = visitor(desktop=True, scripts=scripts)
    admin.sign_in("admin")
    page = admin.goto("/staff/people/new")
    page.fill("#username", "he-san")
    page.fill("#name", "何三")
    page.select_option("#person", str(cast.he.id))
    page.get_by_label("网格员", exact=True).check()
    page.get_by_role("button", name="开账号").click()
    password = page.locator(".to-read-out").inner_text()

    worker = visitor(scripts=scripts)
    page = worker.goto("/staff")
    page.fill("#username", "he-san")
    page.fill("#password", password)
    page.get_by_role("button", name="登录").click()
    page.fill("#current", password)
    page.fill("#new", "Tiger-2026-x")
    page.fill("#again", "Tiger-2026-x")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name="改密码").click()
    assert page.locator("h1").inner_text() == "今天"
    assert page.get_by_role("link", name="枫林社区第1网格").is_visible()


def test_a_second_factor_from_switching_on_to_signing_in(visitor, cast):
    person = visitor()
    person.sign_in("pan")
    page = person.goto("/staff/me")
    page.get_by_role("button", name="打开动态码").click()
    page.locator(".qr svg").wait_for()
    db.session.expire_all()
    secret = pyotp.TOTP(db.session.scalars(db.select(User).filter_by(username="pan")).one().totp_secret)
    page.fill("#code", secret.at(clock.now() - timedelta(seconds=30)))
    page.get_by_role("main").get_by_role("button", name="打开动态码").click()
    page.get_by_text("已打开").wait_for()

    person = visitor()
    page = person.goto("/staff/me")
    page.fill("#username", "pan")
    page.fill("#password", "correct horse battery")
    page.get_by_role("button", name="登录").click()
    page.fill("#code", secret.at(clock.now()))
    with page.expect_navigation():
        page.get_by_role("button", name="登录").click()
    assert page.locator("h1").inner_text() == "我的账号"


def test_a_search_changes_the_list_and_the_address(visitor):
    person = visitor(desktop=True)
    person.sign_in("admin")
    page = person.goto("/staff/people")
    page.fill("#search", "潘")
    page.get_by_role("button", name="查找").click()
    page.get_by_text("1 个账号").wait_for()
    assert "search=" in page.url
    assert page.locator("h1").inner_text() == "工作人员账号"
    page.reload()
    assert page.get_by_text("1 个账号").is_visible()
