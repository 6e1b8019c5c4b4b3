"""What holds for every page on a phone."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}}
SMALL_TARGETS = """() => [...document.querySelectorAll(
    'main a.button, main a.choice, main button, main input:not([type=hidden]), main select, .sizes a, .help-bar a')]
  .filter(e => e.offsetParent !== null && e.getBoundingClientRect().height < 47.5)
  .filter(e => !['checkbox', 'radio'].includes(e.type))
  .map(e => e.outerHTML.slice(0, 90) + ' ' + e.getBoundingClientRect().height)"""


def check_in_browser(page: Page, where: str) -> None:
    """No axe violation, no sideways scroll at 360 px, targets large enough."""
    # So tall that nothing lies under the bar at the foot, from where it can be scrolled but where axe calls it covered.
    page.set_viewport_size({"width": 360, "height": 5000})
    # Axe finds the same in all sizes but where print is smallest and largest; small print has to contrast most.
    size = page.locator("html").get_attribute("data-text")
    if size != "large":
        contrast = {"color-contrast": {"enabled": size == "normal"}}
        result = Axe().run(page, options={**RULES, "rules": contrast})
        assert result.violations_count == 0, f"{where}: {result.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, f"{where} scrolls sideways"
    assert page.evaluate(SMALL_TARGETS) == [], where
