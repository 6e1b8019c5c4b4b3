"""Every public page in three text sizes: no axe violation, no sideways scroll, targets large enough."""

from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe

from portal.db import db
from portal.domain.placards.making import make_for_grids
from tests.conftest import TODAY

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}}
SMALL_TARGETS = """() => [...document.querySelectorAll(
    'main a.button, main a.choice, main button, main input:not([type=hidden]), main select, .sizes a, .help-bar a')]
  .filter(e => e.offsetParent !== null && e.getBoundingClientRect().height < 47.5)
  .filter(e => !['checkbox', 'radio'].includes(e.type))
  .map(e => e.outerHTML.slice(0, 90) + ' ' + e.getBoundingClientRect().height)"""


@pytest.fixture
def paths(cast) -> list[str]:
    placard = make_for_grids([cast.l1.id], today=TODAY, by="officer", at=datetime.now(UTC))[0]
    db.session.commit()
    wrong = ("3" if placard.code[0] != "3" else "4") + placard.code[1:]
    return [
        "/",
        f"/q/{placard.code}",
        f"/q/{wrong}",
        "/q?code=abc",
        f"/q/{placard.code}/damage",
        "/lookup",
        "/lookup?q=明亮花园1号楼",
        "/lookup?q=明亮花园",
        "/lookup?q=没有这个地方88号",
        "/lookup/unmatched",
        "/grids",
        f"/grids/{cast.l1.code}",
        f"/grids/{cast.l1.code}/card",
        f"/buildings/{cast.bright1.code}",
        "/staff/sign-in",
        "/nothing-here",
    ]


@pytest.mark.parametrize("text", ["normal", "large", "extra"])
def test_public_pages_are_accessible_in_every_text_size(visitor, paths, text):
    person = visitor(text=text)
    axe = Axe()
    for path in paths:
        page = person.goto(path)
        result = axe.run(page, options=RULES)
        assert result.violations_count == 0, f"{path} at {text}: {result.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, f"{path} scrolls sideways at {text}"
        assert page.evaluate(SMALL_TARGETS) == [], f"{path} at {text}"


def test_a_phone_number_can_be_called_on_every_page_without_scripts(visitor, paths):
    person = visitor(scripts=False)
    for path in paths:
        page = person.goto(path)
        assert page.locator(".help-bar a[href^='tel:']").is_visible(), path
        assert not page.locator("[data-read-aloud]").is_visible(), path
