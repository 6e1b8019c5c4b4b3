"""The desk in Chromium: three columns and a keyboard on a desktop, one hand on a phone, everything without scripts."""

import pytest
from playwright.sync_api import Page, expect

from portal.db import db
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.workflow import Status
from tests.browser.checks import check_in_browser
from tests.domain.service_requests.making import COORDINATED, GENERAL, Town, load_matters

WIDE = {"width": 1440, "height": 900}


@pytest.fixture
def requests(app, cast) -> list[ServiceRequest]:
    """Three that wait to be signed for in the worker's grid, and one in hand."""
    load_matters()
    town = Town(cast)
    waiting = [town.filed(COORDINATED), town.filed(GENERAL), town.filed(COORDINATED)]
    in_hand = town.signed(COORDINATED)
    db.session.commit()
    return [*waiting, in_hand]


def status_of(request: ServiceRequest) -> Status:
    db.session.rollback()  # what the page wrote is seen by a new transaction only
    return db.session.get_one(ServiceRequest, request.id).status


def opened(page: Page, request: ServiceRequest) -> None:
    # Settled: until then a tap on its buttons loads a whole page, as it does without scripts.
    expect(page.locator("#pane:not(.htmx-settling) #request:not(.htmx-added)")).to_contain_text(request.number[:6])
    expect(page.locator(f'tr[data-row="{request.id}"]')).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("text", ["normal", "extra"])
def test_pages_are_accessible_on_a_phone(visitor, requests, text):
    request = requests[-1]
    person = visitor(text=text)
    person.sign_in("pan")
    for path in (
        "/staff/requests",
        "/staff/requests?queue=all",
        f"/staff/requests/{request.id}",
        f"/staff/requests/{request.id}?step=resolve",
        f"/staff/requests/{request.id}?step=ask_supplement",
        "/staff/requests/new",
        f"/staff/requests/new/{GENERAL}",
    ):
        check_in_browser(person.goto(path), f"{path} at {text}")


def test_a_request_opens_beside_the_list_and_is_worked_there(visitor, requests):
    person = visitor(desktop=True)
    person.page.set_viewport_size(WIDE)
    person.sign_in("pan")
    page = person.goto("/staff/requests")
    page.evaluate("window.same = true")
    page.click(f"#open-{requests[0].id}")
    opened(page, requests[0])
    assert f"/staff/requests/{requests[0].id}" in page.url
    page.click("#pane [data-sign-for]")
    # Both columns follow: the request is signed for, the list and its figures have one less.
    expect(page.locator("#pane [role=status]")).to_contain_text("签收：办好了。")
    expect(page.locator("#requests tbody tr")).to_have_count(2)
    expect(page.locator("#queues-menu a[aria-current] .number")).to_have_text("2")
    assert page.evaluate("window.same")
    assert status_of(requests[0]) is Status.IN_PROGRESS


def test_the_keyboard_moves_opens_ticks_and_signs(visitor, requests):
    person = visitor(desktop=True)
    person.page.set_viewport_size(WIDE)
    person.sign_in("pan")
    page = person.goto("/staff/requests")
    rows = [int(row.get_attribute("data-row") or 0) for row in page.locator("#requests tbody tr").all()]
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(f"#pick-{rows[1]}")).to_be_checked()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    first = next(one for one in requests if one.id == rows[0])
    opened(page, first)
    page.keyboard.press("s")
    expect(page.locator("#pane [role=status]")).to_contain_text("签收：办好了。")
    assert status_of(first) is Status.IN_PROGRESS
    page.keyboard.press("/")
    page.keyboard.type("sjk/")
    assert page.input_value("#sought") == "sjk/"


def test_the_refresh_keeps_what_is_ticked_and_where_one_is(visitor, requests):
    person = visitor(desktop=True)
    person.page.set_viewport_size(WIDE)
    person.sign_in("pan")
    page = person.goto("/staff/requests")
    page.check(f"#pick-{requests[1].id}")
    page.focus(f"#open-{requests[2].id}")
    page.evaluate("document.querySelector('#requests').dataset.old = 'yes'")
    # What the clock does every thirty seconds.
    page.evaluate("htmx.trigger(document.body, 'desk-changed')")
    page.wait_for_selector("#requests:not([data-old])")
    expect(page.locator(f"#pick-{requests[1].id}")).to_be_checked()
    expect(page.locator(f"#pick-{requests[0].id}")).not_to_be_checked()
    assert page.evaluate("document.activeElement.id") == f"open-{requests[2].id}"


def test_on_a_phone_a_request_is_a_page_with_its_step_within_reach(visitor, requests):
    person = visitor()
    person.sign_in("pan")
    page = person.goto("/staff/requests")
    page.click(f"#open-{requests[0].id}")
    page.wait_for_url(f"**/staff/requests/{requests[0].id}?**")
    for name in ("签收，我来办", "打电话"):
        box = page.locator(f".thumb >> text={name}").bounding_box()
        assert box, name
        assert box["y"] + box["height"] <= 640, name
    page.click(".thumb [data-sign-for]")
    expect(page.locator("#request [role=status]")).to_contain_text("签收：办好了。")
    assert status_of(requests[0]) is Status.IN_PROGRESS


def test_everything_is_done_without_scripts(visitor, requests):
    request = requests[-1]
    person = visitor(scripts=False)
    person.sign_in("pan")
    page = person.goto("/staff/requests")
    page.check(f"#pick-{requests[0].id}")
    page.click("text=签收勾选的")
    expect(page.locator("#messages")).to_contain_text("签收了 1 件。")
    person.goto(f"/staff/requests/{request.id}")
    page.click(".thumb >> text=办结")
    page.click(".replies a >> nth=0")
    assert page.input_value("#step-words")
    page.fill("#step-words", "灯泡换好了，晚上亮了")
    page.click("#step button")
    expect(page.locator("#messages")).to_contain_text("办结：办好了。")
    assert status_of(request) is Status.RESOLVED


def test_the_filters_follow_without_a_reload_and_stand_in_the_address(visitor, requests):
    person = visitor(desktop=True)
    person.sign_in("pan")
    page = person.goto("/staff/requests")
    page.evaluate("window.same = true")
    page.select_option("#matter", label=requests[1].matter_version.name)
    expect(page.locator("#requests tbody tr")).to_have_count(1)
    assert page.evaluate("window.same")
    assert "matter=" in page.url
