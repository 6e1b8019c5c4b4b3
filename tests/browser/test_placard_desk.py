"""The placard desk in Chromium: progress that ends by itself, pages that hold in every size."""

import pytest
from flask import Flask

from portal.db import db
from portal.domain.placards import services
from tests.browser.checks import check_in_browser
from tests.cast import Cast
from tests.conftest import TODAY
from tests.domain.placards.placards import NOW, WHO, make_all, print_all, tick


@pytest.fixture
def paths(cast: Cast) -> list[str]:
    first, second, third = make_all(cast.l1)
    print_all(first, second)
    services.put_up(first, TODAY, today=TODAY, **WHO)
    services.report_damage(first, by="居民", at=NOW)
    db.session.commit()
    return [
        "/staff/placards",
        "/staff/placards?condition=retired",
        f"/staff/placards/{first.id}",
        f"/staff/placards/{third.id}",
        "/staff/placards/new",
        "/staff/placards/installations",
        f"/staff/placards/print-jobs/new?place=placard-{first.id}",
    ]


@pytest.mark.parametrize("text", ["normal", "extra"])
def test_pages_are_accessible_on_a_phone(visitor, paths, text):
    person = visitor(text=text)
    person.sign_in("officer")
    for path in paths:
        page = person.goto(path)
        check_in_browser(page, f"{path} at {text}")


def test_progress_ends_by_itself_and_the_file_is_offered(app: Flask, visitor, paths, cast: Cast):
    person = visitor(desktop=True)
    person.sign_in("officer")
    page = person.goto("/staff/placards/print-jobs/new")
    page.select_option("#place", f"grid-{cast.l1.id}")
    page.click("main form button:not([type])")
    page.wait_for_selector("text=排队等着制作")
    tick(app)
    page.wait_for_selector("text=下载 PDF", timeout=15_000)
    with page.expect_download() as download:
        page.click("text=下载 PDF")
    assert download.value.suggested_filename == "莲叶路社区第1网格.pdf"


def test_the_list_follows_its_filters_without_a_reload(visitor, paths):
    person = visitor(desktop=True)
    person.sign_in("officer")
    page = person.goto("/staff/placards")
    page.evaluate("window.same = true")
    page.select_option("#condition", "damaged")
    page.wait_for_selector("h2:has-text('报了破损')")
    assert page.locator("tbody tr:not(.group)").count() == 1
    assert page.evaluate("window.same")
    assert "condition=damaged" in page.url
