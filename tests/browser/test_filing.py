"""Reporting something with a thumb in a stairwell: with and without scripts, with a bad connection, in large print."""

import pytest
from PIL import Image

from portal.attachments import make_next
from portal.db import db
from portal.domain.service_requests.attachments import Attachment
from portal.domain.service_requests.models import ServiceRequest
from tests.browser.checks import check_in_browser
from tests.domain.service_requests.making import Town, load_matters

HOME = "/services/loudao-duiwu/apply"


@pytest.fixture
def town(cast) -> Town:
    load_matters()
    return Town(cast)


@pytest.fixture
def pictures(tmp_path):
    files = []
    for name, colour in (("stairs.jpg", "red"), ("door.png", "blue")):
        Image.new("RGB", (1200, 900), colour).save(tmp_path / name)
        files.append(str(tmp_path / name))
    return files


def go_to_photos(person, cast):
    """Place and questions, as fast as a thumb."""
    page = person.goto(f"{HOME}/where?building={cast.bright1.code}")
    page.get_by_label("房号").fill("301")
    onward(page)
    answer_all(page)
    answer_all(page)
    page.wait_for_url("**/photos")
    return page


def onward(page):
    """Presses on, and waits for the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name="下一步").click()


def answer_all(page):
    for group in page.locator("main fieldset").all():
        group.locator("input").first.check()
    for box in page.locator("main input[type=text]").all():
        box.fill("2单元3楼到4楼之间")
    onward(page)


def stored(model):
    db.session.rollback()
    return list(db.session.scalars(db.select(model).order_by(model.id)))


def look(page, where):
    """The whole page at once: the call bar must not lie across the one button that happens to be at its edge."""
    page.set_viewport_size({"width": 360, "height": 4000})
    check_in_browser(page, where)
    page.set_viewport_size({"width": 360, "height": 640})


@pytest.mark.parametrize("text", ["normal", "large", "extra"])
def test_every_page_holds_on_a_phone_in_every_text_size(visitor, town, cast, pictures, text):
    town.filed("loudao-duiwu")
    person = visitor(text=text)
    page = person.goto(HOME)
    page.get_by_role("link", name="开始填").click()
    page.get_by_label("小区和楼号").fill("明亮花园")
    onward(page)
    look(page, f"choice at {text}")
    page.get_by_role("link", name="再查一次").click()
    page.get_by_label("小区和楼号").fill("明亮花园1号楼")
    onward(page)
    look(page, f"one answer at {text}")
    page.get_by_role("button", name="就是这里").click()
    look(page, f"details at {text}")
    onward(page)
    page.wait_for_url("**/neighbours")
    look(page, f"neighbours at {text}")
    page.get_by_role("link", name="不是同一件").click()
    onward(page)
    page.locator(".error-summary").wait_for()
    look(page, f"questions with errors at {text}")
    answer_all(page)
    answer_all(page)
    page.wait_for_url("**/photos")
    look(page, f"no photos at {text}")
    page.locator("input[type=file]").set_input_files(pictures)
    page.locator("[data-shot]").nth(1).wait_for()
    look(page, f"photos at {text}")
    page.get_by_role("link", name="下一步").click()
    look(page, f"who at {text}")
    page.get_by_label("姓名").first.fill("王芳")
    page.get_by_label("电话").first.fill("140 0000 1234")
    onward(page)
    page.wait_for_url("**/check")
    look(page, f"check at {text}")
    page.get_by_role("button", name="提交").click()
    page.wait_for_url("**/receipt")
    look(page, f"receipt at {text}")
    look(person.goto(HOME), f"sent at {text}")
    assert len(stored(ServiceRequest)) == 2


def test_photos_go_up_one_by_one_with_a_bar_and_are_seen_at_once(visitor, town, cast, pictures):
    page = go_to_photos(visitor(), cast)
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.evaluate(
        """() => { window.bars = 0; new MutationObserver(() => {
            window.bars += document.querySelectorAll('[data-progress]:not([hidden])').length;
        }).observe(document.body, {attributes: true, childList: true, subtree: true}); }"""
    )
    page.locator("input[type=file]").set_input_files(pictures)
    page.locator("[data-shot]").nth(1).wait_for()
    assert [address.endswith(f"{HOME}/photos") for address in sent] == [True, True]
    assert page.evaluate("window.bars") > 0
    assert not page.locator("[data-progress]").is_visible()
    for shot in page.locator("[data-shot]").all():
        assert shot.get_attribute("src").startswith("blob:")
        assert shot.evaluate("picture => picture.naturalWidth") == 1200
    page.reload()
    assert page.locator("[data-shot]").first.evaluate("picture => picture.decode().then(() => picture.naturalWidth)")
    page.get_by_role("button", name="去掉").first.click()
    page.wait_for_url("**/photos")
    assert len(stored(Attachment)) == 1


def test_without_scripts_the_same_form_takes_several_at_once(visitor, town, cast, pictures):
    page = go_to_photos(visitor(scripts=False), cast)
    page.get_by_label("拍照或选照片").set_input_files(pictures)
    with page.expect_navigation():
        page.get_by_role("button", name="传上去").click()
    assert page.locator(".shots img").count() == 2
    page.get_by_role("link", name="下一步").click()
    page.get_by_label("匿名").check()
    onward(page)
    page.get_by_role("button", name="提交").click()
    page.wait_for_url("**/receipt")
    [made] = stored(ServiceRequest)
    assert [photo.request_id for photo in stored(Attachment)] == [made.id, made.id]
    assert make_next(lambda: False)


def test_what_cannot_be_taken_is_said_and_the_rest_goes_on(visitor, town, cast, pictures, tmp_path):
    (tmp_path / "notes.jpg").write_text("no picture")
    page = go_to_photos(visitor(), cast)
    page.locator("input[type=file]").set_input_files([str(tmp_path / "notes.jpg"), *pictures, *pictures * 3])
    page.locator(".error-summary").wait_for()
    page.locator("[data-shot]").nth(4).wait_for()
    said = page.locator(".error-summary").inner_text()
    assert "notes.jpg" in said
    assert "最多" in said
    assert page.locator("[data-shot]").count() == 5


def test_a_photo_lost_on_the_way_is_chosen_again(visitor, town, cast, pictures):
    page = go_to_photos(visitor(), cast)
    page.route("**/apply/photos", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.locator("input[type=file]").set_input_files(pictures[:1])
    page.locator(".error-summary").wait_for()
    assert "没传上去" in page.locator(".error-summary").inner_text()
    page.unroute("**/apply/photos")
    page.locator("input[type=file]").set_input_files(pictures[:1])
    page.locator("[data-shot]").wait_for()


def test_without_a_connection_the_page_stays_with_what_was_typed(visitor, town, cast):
    page = visitor().goto(f"{HOME}/where?building={cast.bright1.code}")
    page.get_by_label("房号").fill("301")
    page.context.set_offline(True)
    page.get_by_role("button", name="下一步").click()
    page.get_by_text("现在没有网络").wait_for()
    assert page.get_by_label("房号").input_value() == "301"
    page.context.set_offline(False)
    onward(page)
    page.wait_for_url("**/tell-us")


def test_the_back_button_leads_to_what_was_typed(visitor, town, cast):
    page = go_to_photos(visitor(), cast)
    page.go_back()
    page.wait_for_url("**/tell-us/2")
    assert page.locator("main input[type=text]").first.input_value() == "2单元3楼到4楼之间"
    onward(page)
    page.wait_for_url("**/photos")


def test_the_receipt_is_printed_as_a_slip(visitor, town, cast):
    page = go_to_photos(visitor(), cast)
    page.get_by_role("link", name="下一步").click()
    page.get_by_label("匿名").check()
    onward(page)
    page.get_by_role("button", name="提交").click()
    page.wait_for_url("**/receipt")
    page.emulate_media(media="print")
    assert page.locator(".slip").is_visible()
    assert not page.get_by_role("link", name="看办到哪了").is_visible()
    assert not page.get_by_role("button", name="打印").is_visible()
