"""Giving a worker a face: the square chosen on the phone is the one on the card."""

import io

import pytest
from PIL import Image

from portal.blueprints.contacts import photo_folder
from portal.db import db
from portal.domain.contacts.models import Person
from portal.domain.contacts.photos import LARGE


@pytest.fixture
def picture(tmp_path):
    """Left half red, right half blue."""
    both = Image.new("RGB", (1200, 600), "red")
    both.paste("blue", (600, 0, 1200, 600))
    both.save(tmp_path / "face.png")
    return tmp_path / "face.png"


def colour_of(person_id):
    db.session.rollback()
    stored = photo_folder().read(db.session.get(Person, person_id).photo, LARGE)
    red, _green, blue = Image.open(io.BytesIO(stored)).getpixel((10, 320))
    return "red" if red > 200 > blue else "blue" if blue > 200 > red else "both"


def open_photo_page(visitor, cast, picture, **options):
    officer = visitor(**options)
    officer.sign_in("officer")
    page = officer.goto(f"/staff/contacts/{cast.pan.id}/photo")
    page.get_by_label("选一张照片").set_input_files(str(picture))
    return page


def test_the_square_is_moved_by_keyboard(visitor, cast, picture):
    page = open_photo_page(visitor, cast, picture, desktop=True)
    across = page.get_by_label("左右")
    across.focus()
    page.keyboard.press("End")
    page.get_by_role("button", name="用这张照片").click()
    page.wait_for_url(f"**/staff/contacts/{cast.pan.id}")
    assert colour_of(cast.pan.id) == "blue"


def test_the_square_is_dragged(visitor, cast, picture):
    page = open_photo_page(visitor, cast, picture)
    frame = page.locator("[data-crop-frame]")
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] - 400, box["y"] + 30, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="用这张照片").click()
    page.wait_for_url(f"**/staff/contacts/{cast.pan.id}")
    assert colour_of(cast.pan.id) == "red"


def test_without_scripts_the_middle_is_taken(visitor, cast, picture):
    page = open_photo_page(visitor, cast, picture, scripts=False)
    assert not page.locator("[data-crop-box]").is_visible()
    page.get_by_role("button", name="用这张照片").click()
    page.wait_for_url(f"**/staff/contacts/{cast.pan.id}")
    assert colour_of(cast.pan.id) == "red"
    assert page.locator("main img.face").is_visible()


def test_a_file_that_cannot_be_shown_is_still_offered_to_the_server(visitor, cast, tmp_path):
    (tmp_path / "face.heic").write_bytes(b"\0\0\0\x18ftypheic" + b"\0" * 40)
    page = open_photo_page(visitor, cast, tmp_path / "face.heic")
    page.locator("[data-crop-unseen]").wait_for(state="visible")
    page.get_by_role("button", name="用这张照片").click()
    assert "照片打不开" in page.locator(".error-summary").inner_text()
