"""A form answered page by page, whatever it asks."""

from playwright.sync_api import Page

# Fields nobody has to fill in.
LEFT_OPEN = ("reason_", "first_w", "second_w", "person_phone", "fact_")


def fill_until(page: Page, end: str, said: dict[str, str]) -> None:
    """Answer every page of the form with `said`, by the name of the field; else the first choice, or a short word."""
    for _page in range(30):
        if end in page.url:
            return
        fill_page(page, said)
        with page.expect_navigation():
            page.locator("main form button.main, main a.button.main").first.click()
    raise AssertionError(f"never came to {end}, but to {page.url}: {page.locator('main').inner_text()}")


def fill_page(page: Page, said: dict[str, str]) -> None:
    """Answer one page of the form."""
    for group in page.locator("main fieldset").all():
        choices = group.locator("input[type=radio]")
        if not choices.count() or group.locator("input:checked").count():
            continue
        name = choices.first.get_attribute("name") or ""
        if name.startswith(LEFT_OPEN) and name not in said:
            continue
        wanted = group.locator(f"input[value='{said[name]}']") if name in said else choices
        wanted.first.check()
    for field in page.locator(
        "main textarea, main input[type=text], main input[type=tel], main input:not([type])"
    ).all():
        name = field.get_attribute("name") or ""
        word = said.get(name, "" if name.startswith(LEFT_OPEN) else "82")
        if field.is_visible() and not field.input_value() and word:
            field.fill(word)
    for tick in page.locator("main input[type=checkbox]").all():
        if said.get(tick.get_attribute("name") or "") == "yes":
            tick.check()


def receipt_of(page: Page) -> dict[str, str]:
    slip = page.locator(".slip .token")
    return {"number": slip.nth(0).inner_text(), "code": slip.nth(1).inner_text()}
