"""A public period in a real browser: read and objected to in large print without scripts, re-checked, and gone."""

from datetime import datetime

import pytest

from portal.db import db
from portal.domain.publicity import objections
from portal.domain.publicity.period_models import Objection
from portal.domain.workdays.working_hours import SHANGHAI
from tests.browser.checks import check_in_browser
from tests.domain.publicity.periods import WORDS, objected, posted
from tests.domain.service_requests.making import Town, load_matters

MIDNIGHT = datetime(2026, 12, 1, 0, 0, tzinfo=SHANGHAI)


@pytest.fixture
def town(site, cast, monkeypatch):
    """The pages read the clock of the town."""
    load_matters()
    made = Town(cast)
    monkeypatch.setattr("portal.clock.now", lambda: made.at)
    return made


@pytest.mark.parametrize("text", ["normal", "extra"])
def test_every_page_of_it_is_accessible_without_scripts(visitor, town, text):
    period = posted(town)
    person = visitor(text=text)
    person.page.route("**/static/**.js*", lambda route: route.abort())
    for path in (
        "/publicity",
        f"/publicity/{period.key}",
        f"/publicity/{period.key}/objection",
        "/publicity/objections",
    ):
        check_in_browser(person.goto(path), f"{path} at {text}")
    page = person.goto(f"/publicity/{period.key}/objection")
    page.fill("[name=words]", WORDS)
    with page.expect_navigation():
        page.click("main form button")
    check_in_browser(page, f"the receipt at {text}")
    town.at = MIDNIGHT
    check_in_browser(person.goto(f"/publicity/{period.key}"), f"over at {text}")


def test_an_old_neighbour_objects_in_large_print_and_reads_the_answer(visitor, town):
    period = posted(town)
    page = visitor(scripts=False, text="extra").goto("/publicity")
    assert "王*" not in page.inner_text("main")
    with page.expect_navigation():
        page.click("main a.choice")
    words = page.inner_text("main")
    assert "王*" in words
    assert "11月30日（周一） 24 点结束" in words
    with page.expect_navigation():
        page.click("a.button.main:has-text('我有不同意见')")
    page.fill("[name=words]", "不对")
    with page.expect_navigation():
        page.click("main form button")
    assert page.input_value("[name=words]") == "不对"
    page.fill("[name=words]", WORDS)
    page.fill("[name=name]", "刘邻居")
    with page.expect_navigation():
        page.click("main form button")
    number, code = page.locator(".token").all_inner_texts()
    db.session.rollback()
    [objection] = db.session.scalars(db.select(Objection))
    assert objections.shown_number(objection.number) == number.strip()
    with page.expect_navigation():
        page.click("text=以后在这里看答复")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code.lower())
    with page.expect_navigation():
        page.click("main form button")
    assert "正在复核" in page.inner_text("main")
    assert WORDS[:10] not in page.content()
    page.goto(f"/publicity/{period.key}")
    page.goto("/publicity")
    town.at = MIDNIGHT
    page.go_back()  # the way back asks anew: nothing was kept
    page.wait_for_load_state()
    assert "公示已经结束" in page.inner_text("main")
    assert "王*" not in page.inner_text("main")


def test_staff_recheck_and_the_page_is_gone(visitor, town):
    period = posted(town)
    objected(town, period, name="刘邻居")
    desk = visitor(desktop=True)
    desk.sign_in("street")
    page = desk.goto("/staff/publicity/periods?shelf=objected")
    with page.expect_navigation():
        page.click("main table a.strong")
    with page.expect_navigation():
        page.click("ul.rows a.strong")
    assert WORDS[:10] not in page.content()
    with page.expect_navigation():
        page.click("text=打开看（会留痕）")
    assert WORDS in page.inner_text("main")
    page.check("[name=outcome][value=resurvey]")
    page.fill("[name=found]", "入户看过，情况属实")
    page.fill("[name=answer]", "您说的情况属实，要重新调查。")
    with page.expect_navigation():
        page.click("main form button.main")
    assert "复核记下了" in page.inner_text("main")
    assert page.goto(f"{desk.site}/publicity/{period.key}").status == 410
