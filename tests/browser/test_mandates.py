"""Ending a mandate in a real browser: an old woman with a slip of paper, in the largest print and without scripts."""

import pytest

from portal.db import db
from portal.domain.mandates.models import Ending
from portal.domain.service_requests.steps import codes
from tests.browser.checks import check_in_browser
from tests.browser.conftest import Visitor
from tests.domain.mandates.speaking import Speakers, mandate_of
from tests.domain.service_requests.making import load_matters


@pytest.fixture
def town(site, cast, monkeypatch):
    """The pages read the clock of the town."""
    load_matters()
    made = Speakers(cast)
    monkeypatch.setattr("portal.clock.now", lambda: made.at)
    monkeypatch.setattr("portal.clock.today", lambda: made.resident.today)
    return made


def follow(person: Visitor, number: str, code: str):
    page = person.goto("/track")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code.lower())
    page.click("main form.card button")
    page.wait_for_url("**/track/request")
    return page


def without_scripts(person: Visitor) -> Visitor:
    """Axe itself is a script: those of the portal stay away instead. A page at once, as it is scrolled through."""
    person.page.set_viewport_size({"width": 360, "height": 6000})
    person.page.route("**/static/**.js*", lambda route: route.abort())
    return person


@pytest.mark.parametrize("text", ["normal", "extra"])
def test_the_person_takes_it_over_and_the_agent_sees_only_that(visitor, town, text):
    filed = town.file_for(phone=None)
    request = filed.request
    own = codes.person_code(request, "上门当面交给本人", town.staff("pan"))
    number = request.number
    db.session.commit()
    agent = without_scripts(visitor(text=text))
    page = follow(agent, number, filed.agent_code)
    check_in_browser(page, f"the agent's page at {text}")
    check_in_browser(agent.goto("/track/request/mandate-end"), f"laying it down at {text}")

    person = without_scripts(visitor(text=text))
    page = follow(person, number, own)
    check_in_browser(page, f"the person's page at {text}")
    check_in_browser(person.goto("/track/request/mandate-end"), f"ending it at {text}")
    page = person.goto("/track/request/take-over")
    check_in_browser(page, f"taking it over at {text}")
    page.check("[name=reach][value=visit]")
    with page.expect_navigation():
        page.click("main form button")
    assert "由您自己接着办" in page.inner_text("main")

    page = agent.goto("/track/request")
    check_in_browser(page, f"the end at {text}")
    shown = page.inner_text("main")
    assert "本人接着自己办" in shown
    assert request.matter_version.name not in shown
    db.session.expire_all()
    assert mandate_of(request).ending is Ending.TAKEN_OVER
