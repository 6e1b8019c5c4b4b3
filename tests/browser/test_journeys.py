"""From the stairwell to a named worker, as three people walk it."""

from datetime import UTC, datetime

import pytest

from portal.db import db
from portal.domain.placards.making import make_for_grids
from portal.domain.placards.models import Placard
from tests.conftest import TODAY


@pytest.fixture
def placard(cast) -> Placard:
    """The one on Bright Garden's first building."""
    made = make_for_grids([cast.l1.id], today=TODAY, by="officer", at=datetime.now(UTC))
    db.session.commit()
    return next(placard for placard in made if placard.building_id == cast.bright1.id)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("text", ["normal", "large"])
def test_who_scans_the_placard_sees_the_worker_and_can_call_at_once(visitor, placard, text, scripts):
    page = visitor(scripts=scripts, text=text).goto(f"/q/{placard.code}")
    assert page.locator("h1").inner_text() == "明亮花园 1号楼"
    assert placard.check_word in page.locator(".check-word").inner_text()
    card = page.locator(".contact-card")
    assert "潘一" in card.inner_text()
    call = card.locator("[data-call]")
    assert call.get_attribute("href") == "tel:14000000101"
    if text == "normal":
        bar = page.locator(".help-bar").bounding_box()
        for part in (
            page.locator("h1"),
            page.locator(".check-word"),
            card.locator(".face"),
            card.locator(".name"),
            call,
        ):
            box = part.bounding_box()
            assert box["y"] + box["height"] <= bar["y"], "must be seen above the fold at 360 × 640"


def test_who_types_the_code_from_the_wall_lands_on_the_same_page(visitor, placard):
    page = visitor(scripts=False).goto("/")
    page.fill("#code", f"{placard.code[:4].lower()}-{placard.code[4:].lower()}")
    page.click("form[action='/q'] button")
    assert page.locator("h1").inner_text() == "明亮花园 1号楼"


@pytest.mark.parametrize("scripts", [True, False])
def test_who_searches_a_divided_estate_chooses_and_calls(visitor, cast, scripts):
    page = visitor(scripts=scripts).goto("/")
    page.fill("#q", "明亮花园")
    page.click("form[role=search] button")
    choices = page.locator("#results a.choice")
    assert choices.count() == 2, "one estate, two grids: ask, never guess"
    choices.filter(has_text="李二").click()
    page.wait_for_load_state()
    assert page.locator(".contact-card [data-call]").get_attribute("href") == "tel:14000000102"


def test_typing_shows_the_worker_without_pressing_anything(visitor, cast):
    page = visitor().goto("/lookup")
    page.locator("main input[name=q]").press_sequentially("纺织宿舍5号楼", delay=20)
    page.locator("#results .contact-card").wait_for()
    assert "李二" in page.locator("#results").inner_text()
    assert "q=" not in page.url, "what is typed does not go into the history"


@pytest.mark.parametrize("desktop", [False, True])
def test_the_card_changes_when_staff_enter_an_absence_and_back_when_they_withdraw_it(visitor, cast, placard, desktop):
    resident = visitor()
    assert "潘一" in resident.goto(f"/q/{placard.code}").locator(".contact-card .name").inner_text()

    officer = visitor(desktop=desktop)
    officer.sign_in("officer")
    page = officer.goto(f"/staff/contacts/{cast.pan.id}")
    page.get_by_role("link", name="登记请假").click()
    page.fill("[name=first_day]", TODAY.isoformat())
    page.fill("[name=last_day]", "2026-11-27")
    page.locator("[name=cover]").select_option(label=page.locator("[name=cover] option", has_text="李二").inner_text())
    page.locator("main form").get_by_role("button", name="登记", exact=True).click()
    page.wait_for_load_state()
    assert "登记好了" in page.locator("#messages").inner_text()

    card = resident.goto(f"/q/{placard.code}").locator(".contact-card")
    assert card.locator(".name").inner_text() == "李二"
    assert "潘一休假到11月27日，由李二代班。" in card.inner_text()
    assert card.locator("[data-call]").get_attribute("href") == "tel:14000000102"

    page.get_by_role("button", name="撤回").first.click()
    page.wait_for_load_state()
    assert resident.goto(f"/q/{placard.code}").locator(".contact-card .name").inner_text() == "潘一"
