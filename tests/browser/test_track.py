"""Following a request in a real browser: without scripts, in every size of print, and on a shared phone."""

import pytest

from portal.db import db
from portal.domain.service_requests.steps import handling, voicing, waiting
from tests.browser.checks import check_in_browser
from tests.browser.conftest import Visitor
from tests.domain.service_requests.making import APPROVAL, Town, load_matters

ITEMS = [{"name": "户口簿本人页", "how": "看不清，重拍一张"}, {"name": "收入证明", "how": "单位开"}]


@pytest.fixture
def town(site, cast, monkeypatch):
    """The pages read the clock of the town."""
    load_matters()
    made = Town(cast)
    monkeypatch.setattr("portal.clock.now", lambda: made.at)
    return made


def signed(town, slug: str = "baoxiu-gonggong"):
    filed = town.file(slug)
    handling.sign_for(filed.request, town.cast.users["pan"], town.staff("pan"), unrelated=True)
    db.session.commit()
    return filed


def follow(person: Visitor, filed, *, shared: bool = False):
    page = person.goto("/track")
    page.fill("[name=number]", filed.request.number)
    page.fill("[name=code]", filed.code.lower())
    if shared:
        page.check("[name=shared]")
    page.click("main form.card button")
    page.wait_for_url("**/track/request")
    return page


@pytest.mark.parametrize("text", ["normal", "large", "extra"])
def test_every_page_of_it_is_accessible_without_scripts(visitor, town, text):
    working, asked, done = signed(town, APPROVAL), signed(town), signed(town)
    waiting.ask_supplement(asked.request, ITEMS, town.staff("pan"), otherwise="", wanted_by=None)
    handling.resolve(done.request, "灯泡换好了，晚上亮了", town.staff("pan"))
    db.session.commit()
    person = visitor(text=text)
    # All of a page at once: what happens to lie below the bar at the foot is scrolled to by people.
    person.page.set_viewport_size({"width": 360, "height": 4000})
    # Axe itself is a script: here those of the portal stay away instead.
    person.page.route("**/static/**.js*", lambda route: route.abort())
    for path in ("/track", "/track?over=1", "/track/lost-code", "/track/left"):
        check_in_browser(person.goto(path), f"{path} at {text}")
    for filed, acts in (
        (working, ("facts", "urging", "withdrawal")),
        (asked, ("supplement",)),
        (done, ("rating", "reopening")),
    ):
        check_in_browser(follow(person, filed), f"the request at {text}")
        for act in acts:
            check_in_browser(person.goto(f"/track/request/{act}"), f"{act} at {text}")


def test_from_a_paper_that_is_missing_to_a_grade_without_scripts(visitor, town):
    filed = signed(town)
    waiting.ask_supplement(filed.request, ITEMS[:1], town.staff("pan"), otherwise="", wanted_by=None)
    db.session.commit()
    page = follow(visitor(scripts=False, text="extra"), filed)
    page.click("a.button.main:has-text('补交')")
    page.check("[name=state_1][value=have]")
    page.click("main form button")
    assert "收到了，接着往下办。" in page.inner_text("main")
    handling.resolve(as_it_is_now(filed), "灯泡换好了，晚上亮了", town.staff("pan"))
    db.session.commit()
    page.reload()
    page.click("a.button.main:has-text('评价')")
    page.check("[name=solved][value=no]")
    page.check("[name=grade][value=dissatisfied]")
    page.click("main form button")
    words = page.inner_text("main")
    assert "对不起，没有办好。我们重新办。" in words
    assert "最晚 11月30日（周一） 给您答复" in words


def test_on_a_shared_phone_the_way_back_shows_nothing(visitor, town):
    filed = signed(town)
    page = follow(visitor(), filed, shared=True)
    assert "潘一" in page.inner_text("main")
    page.click("text=看完了，清掉")
    page.wait_for_url("**/track/left")
    for _ in range(2):
        page.go_back()
        page.wait_for_load_state()
        assert "潘一" not in page.inner_text("main")
        assert filed.code not in page.content()
        assert filed.code.lower() not in page.content()
    assert not [one for one in page.context.cookies() if one["name"] == "linge" and "track" in one["value"]]


def test_news_come_by_themselves(visitor, town):
    filed = signed(town)
    page = follow(visitor(), filed)
    voicing.add_facts(as_it_is_now(filed), "昨天有人摔了一跤", town.resident)
    db.session.commit()
    page.evaluate(
        "htmx.ajax('GET', document.getElementById('state').getAttribute('hx-get'),"
        " {source: '#state', target: '#state', swap: 'outerHTML'})"
    )
    page.wait_for_selector("text=昨天有人摔了一跤")
    assert "刚刚有新进展" in page.inner_text("#messages")
    assert page.locator("#state").count() == 1


def as_it_is_now(filed):
    """Read anew, in a new transaction."""
    db.session.rollback()
    return filed.request
