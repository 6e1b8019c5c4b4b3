"""The public card."""

import io
from datetime import date

import pytest
import vobject
import zxingcpp
from PIL import Image
from sqlalchemy import event

from portal.blueprints.contacts import photo_folder
from portal.clock import now
from portal.db import db
from portal.domain.contacts.models import Absence, Post
from portal.domain.contacts.pictures import Photo
from tests.conftest import TODAY

CARD = "/grids/990001001/card"
ADDRESS = f"http://linge.example{CARD}"


def text(answer):
    return answer.get_data(as_text=True)


def test_the_card_shows_name_and_a_button_to_call(client):
    page = text(client.get(CARD))
    assert "潘一" in page
    assert 'href="tel:14000000101"' in page
    assert "140 0000 0101" in page
    assert "莲叶路社区第1网格" in page


@pytest.fixture
def pan_away(cast):
    facts = {"first_day": TODAY, "last_day": date(2026, 11, 27), "entered_at": now(), "entered_by": "x"}
    db.session.add(Absence(person_id=cast.pan.id, cover_id=cast.li.id, **facts))
    db.session.commit()


@pytest.fixture
def photo(cast):
    """The key of Pan's photo."""
    face = io.BytesIO()
    Image.new("RGB", (640, 640), "teal").save(face, "JPEG")
    cast.pan.photo = photo_folder().add(Photo("", b"small", b"medium", face.getvalue()))
    db.session.commit()
    return cast.pan.photo


def read_codes(content):
    return [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(content)).convert("RGB"))]


def test_the_card_says_who_stands_in_today(client, pan_away):
    page = text(client.get(CARD))
    assert "潘一休假到11月27日，由李二代班。" in page
    assert 'href="tel:14000000102"' in page


def test_a_vacant_post_offers_the_community_phone(client, cast):
    db.session.execute(db.update(Post).values(ends_on=TODAY))
    db.session.commit()
    page = text(client.get(CARD))
    assert "暂缺" in page
    assert "打社区电话" in page
    assert 'href="tel:14000000001"' in page


@pytest.mark.parametrize("code", ["990001009", "x" * 3000, "9%00", "网格"])
def test_an_unknown_grid_is_not_found(client, code):
    assert client.get(f"/grids/{code}/card").status_code == 404


def test_the_card_tells_duties_lead_and_where_the_grid_lies(client):
    page = text(client.get(CARD))
    for told in ("调解邻里纠纷", "网格长", "严组长", "明亮花园1号楼至3号楼"):
        assert told in page


@pytest.fixture
def asked(app):
    """Every statement the database is asked from here on."""
    statements = []
    event.listen(db.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    return statements


def test_a_card_costs_few_queries_and_shown_again_one(client, pan_away, asked):
    client.get(CARD)
    first = [statement for statement in asked if statement.startswith("SELECT")]
    assert len(first) <= 7  # two of them for the plan
    asked.clear()
    client.get(CARD)
    again = [statement for statement in asked if statement.startswith("SELECT")]
    assert len(again) == 1
    assert "register_versions" in again[0]


def test_the_card_needs_no_session(client):
    client.sign_in("officer")
    assert "Set-Cookie" not in client.get(CARD).headers


def test_a_photo_stands_on_the_card(client, photo):
    assert f'src="/photos/{photo}-240.jpg"' in text(client.get(CARD))


def test_a_photo_is_kept_for_good(client, photo):
    answer = client.get(f"/photos/{photo}-96.jpg")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "image/jpeg", b"small")
    assert answer.cache_control.public
    assert answer.cache_control.immutable
    assert answer.cache_control.max_age > 300 * 24 * 3600


@pytest.mark.parametrize(
    "address", ["{}-97.jpg", "{}-0.jpg", "{}x-96.jpg", "..%2f{}-96.jpg", "{}-99999999999999999999.jpg"]
)
def test_other_photos_are_not_found(client, photo, address):
    assert client.get("/photos/" + address.format(photo)).status_code == 404


def test_the_photo_of_somebody_who_never_held_a_post_is_not_public(client, cast, photo):
    db.session.execute(db.delete(Post).where(Post.person_id == cast.pan.id))
    db.session.commit()
    assert client.get(f"/photos/{photo}-96.jpg").status_code == 404


def test_a_photo_whose_file_is_gone_is_not_found(client, photo):
    photo_folder().remove(photo)
    assert client.get(f"/photos/{photo}-96.jpg").status_code == 404
    assert client.get(f"{CARD}.png").status_code == 200


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_qr_code_may_be_kept_and_leads_to_the_card(client, kind):
    answer = client.get(f"{CARD}/qr.{kind}")
    assert answer.cache_control.max_age >= 24 * 3600
    again = client.get(f"{CARD}/qr.{kind}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    if kind == "png":
        assert read_codes(answer.data) == [ADDRESS]
    else:
        assert answer.mimetype == "image/svg+xml"


def test_the_picture_to_keep_holds_the_address_and_fits_a_phone(client, photo):
    answer = client.get(f"{CARD}.png")
    with Image.open(io.BytesIO(answer.data)) as picture:
        assert picture.size == (1080, 1620)
    assert read_codes(answer.data) == [ADDRESS]
    assert len(answer.data) < 150_000


def test_the_address_book_entry_names_who_serves_today(client, pan_away):
    answer = client.get(f"{CARD}.vcf")
    assert answer.headers["Content-Disposition"] == "attachment; filename=card.vcf"
    entry = vobject.readOne(text(answer))
    assert (entry.fn.value, entry.tel.value, entry.url.value) == ("李二", "14000000102", ADDRESS)


@pytest.mark.parametrize("kind", ["png", "vcf"])
def test_what_depends_on_the_day_is_asked_for_again_and_sent_when_it_changed(client, cast, kind):
    first = client.get(f"{CARD}.{kind}")
    assert first.cache_control.no_cache
    unchanged = {"If-None-Match": first.headers["ETag"]}
    assert client.get(f"{CARD}.{kind}", headers=unchanged).status_code == 304
    cast.pan.work_phone = "14000000199"
    db.session.commit()
    assert client.get(f"{CARD}.{kind}", headers=unchanged).status_code == 200


@pytest.mark.parametrize("kind", [".png", ".vcf", "/qr.svg", "/qr.png"])
def test_an_unknown_grid_has_neither_picture_nor_code(client, kind):
    assert client.get(f"/grids/990009009/card{kind}").status_code == 404


def test_a_name_with_markup_stays_text(client, cast):
    cast.pan.name = "<b>潘&"
    db.session.commit()
    page = text(client.get(CARD))
    assert "<b>潘" not in page
    assert "&lt;b&gt;潘&amp;" in page
    assert vobject.readOne(text(client.get(f"{CARD}.vcf"))).fn.value == "<b>潘&"
    assert client.get(f"{CARD}.png").status_code == 200
