"""The official calendar in Chromium."""

import pytest

from tests.browser.checks import check_in_browser


@pytest.mark.parametrize("text", ["normal", "large", "extra"])
def test_pages_are_accessible_in_every_text_size(visitor, text):
    person = visitor(text=text)
    person.sign_in("admin")
    for path in ("/staff/calendar", "/staff/calendar/2026", "/staff/calendar/import"):
        check_in_browser(person.goto(path), f"{path} at {text}")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_year_is_entered(visitor, tmp_path, scripts):
    file = tmp_path / "2027.csv"
    file.write_text("day,kind,name\n2027-01-01,holiday,元旦\n2027-02-06,workday,春节\n2027-02-08,holiday,春节\n")
    person = visitor(scripts=scripts)
    person.sign_in("admin")
    page = person.goto("/staff/calendar/import")
    page.fill("#year", "2027")
    page.fill("#source", "国务院办公厅关于2027年部分节假日安排的通知")
    page.set_input_files("#file", str(file))
    with page.expect_navigation():
        page.get_by_role("button", name="上传并检查").click()
    assert page.locator("h1").inner_text() == "检查结果"
    if scripts:
        check_in_browser(page, "the report")
    with page.expect_navigation():
        page.get_by_role("button", name="录入 2027 年").click()
    assert page.locator("h1").inner_text() == "2027 年放假安排"
    assert page.locator("td.worked").inner_text().split() == ["6", "班"]
