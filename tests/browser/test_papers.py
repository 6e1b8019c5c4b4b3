"""Papers on a phone: looked at before they are sent, with scripts and without, in large print."""

import pytest

from portal.db import db
from portal.domain.papers.legibility import look
from portal.domain.papers.queries import rows_of
from portal.domain.service_requests.attachments import Attachment
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps import handling
from tests.browser.checks import check_in_browser
from tests.domain.papers.making import CANNOT, CARD, HAVE, MATTER, PHOTO, answered
from tests.domain.papers.sheets import jpeg, photographed
from tests.domain.service_requests.making import Town, load_matters

HOME = f"/services/{MATTER}/apply"
PICTURES = {
    "good": photographed(),
    "shaken": photographed(blur=6),
    "dark": photographed(light=0.25),
    "small": photographed(size=(600, 800)),
    "cut": photographed().crop((0, 0, 1500, 1300)),
}


@pytest.fixture
def town(app, cast):
    load_matters()
    return Town(cast)


def file_of(name: str) -> dict:
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": jpeg(PICTURES[name])}


def onward(page):
    with page.expect_navigation():
        page.get_by_role("button", name="下一步", exact=True).click()


def go_to_papers(person, cast):
    """For oneself, at one's own building, every question answered."""
    page = person.goto(f"{HOME}/whom")
    page.check("[name=whom][value=self]")
    onward(page)
    page = person.goto(f"{HOME}/where?building={cast.bright1.code}")
    onward(page)
    while "/tell-us" in page.url:
        for group in page.locator("main fieldset").all():
            group.locator("input").first.check()
        for box in page.locator("main input[type=text], main textarea").all():
            box.fill("3")
        onward(page)
    assert page.url.endswith("/papers")
    return page


def test_nothing_moves_under_a_finger_that_is_down(visitor, town, cast):
    page = go_to_papers(visitor(), cast)
    page.mouse.move(10, 10)
    page.mouse.down()
    page.locator("[name=photos_1]").set_input_files(file_of("shaken"))
    page.wait_for_timeout(1000)
    assert page.locator(".doubt").count() == 0
    page.mouse.up()
    page.locator(".doubt button:disabled", has_text="就用这张").wait_for()
    page.locator(".doubt button:enabled", has_text="就用这张").wait_for()


def test_a_doubtful_picture_is_said_so_on_the_phone_and_taken_again_or_kept(visitor, town, cast):
    page = go_to_papers(visitor(), cast)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    chooser = page.locator("[name=photos_1]")
    chooser.set_input_files(file_of("shaken"))
    doubt = page.locator("#paper-1 .doubt")
    doubt.wait_for()
    assert "字看不清，可能手抖了" in doubt.inner_text()
    assert sent == [], "nothing was sent yet"
    with page.expect_file_chooser() as chosen:
        doubt.locator("button", has_text="再拍一张").click()
    chosen.value.set_files(file_of("good"))
    page.locator("#shots-1 [data-shot]").wait_for()
    assert page.locator("#paper-1 [value=have]").is_checked()
    assert len(sent) == 1
    page.locator("[name=photos_2]").set_input_files(file_of("dark"))
    page.locator("#paper-2 .doubt button", has_text="就用这张").click()
    page.locator("#shots-2 [data-shot]").wait_for()
    assert "太暗了" in page.locator("#shots-2").inner_text()
    check_in_browser(page, "papers with pictures")
    onward(page)
    assert "/papers" not in page.url
    db.session.rollback()
    kept = db.session.scalars(db.select(Attachment).order_by(Attachment.id)).all()
    assert [(copy.paper, copy.faults.partition(",")[0]) for copy in kept] == [(CARD, ""), (PHOTO, "dark")]


@pytest.mark.parametrize("name", list(PICTURES))
def test_the_phone_and_the_server_say_the_same(visitor, town, cast, name):
    page = go_to_papers(visitor(), cast)
    page.locator("[name=photos_1]").set_input_files(file_of(name))
    expected = look(jpeg(PICTURES[name]))
    if not expected:
        page.locator("#shots-1 [data-shot]").wait_for()
        assert page.locator("#paper-1 .doubt").count() == 0
        return
    page.locator("#paper-1 .doubt").wait_for()
    sentence = page.locator("[data-papers]").get_attribute(f"data-says-{expected[0].value}")
    assert page.locator("#paper-1 .doubt p").inner_text() == sentence


def test_in_large_print_without_scripts_everything_can_be_done(visitor, town, cast):
    person = visitor(scripts=False, text="extra")
    page = go_to_papers(person, cast)
    page.locator("[name=photos_1]").set_input_files(file_of("shaken"))
    page.check("[name=state_2][value=cannot]")
    page.fill("[name=reason_2]", "出不了门")
    onward(page)
    assert "可能手抖了" in page.locator("#paper-1").inner_text()
    assert page.input_value("[name=reason_2]") == "出不了门"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    with page.expect_navigation():
        page.locator("#paper-1 button", has_text="去掉").click()
    assert page.locator("#shots-1 img").count() == 0
    page.check("[name=state_1][value=have]")
    onward(page)
    assert "/papers" not in page.url


def test_the_person_sends_one_later_and_sees_it_on_their_page(visitor, town, cast):
    filed = town.file(MATTER)
    request: ServiceRequest = filed.request
    answered(town, request, **{CARD: (HAVE,), PHOTO: (CANNOT, "出不了门")})
    handling.sign_for(request, cast.users["pan"], town.staff("pan"))
    db.session.commit()
    number, code = request.number, filed.code
    db.session.remove()
    page = visitor(text="extra").goto("/track")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    with page.expect_navigation():
        page.click("main form button.main")
    with page.expect_navigation():
        page.click("text=交材料、换照片")
    page.locator("[name=photos_1]").set_input_files(file_of("shaken"))
    page.locator("#paper-1 .doubt button", has_text="就用这张").click()
    assert page.locator("#paper-1 [value=have]").is_checked()
    check_in_browser(page, "papers that come later")
    with page.expect_navigation():
        page.locator("main button.main").click()
    assert f"“{CARD}”的照片可能看不清" in page.locator("main").inner_text()
    assert page.locator("main .photos img[src*='/small']").count() == 1
    check_in_browser(page, "the page of the request with its papers")
    db.session.rollback()
    assert [
        row.received_at is not None for row in rows_of(db.session.get_one(ServiceRequest, 1)) if row.name == CARD
    ] == [True]
