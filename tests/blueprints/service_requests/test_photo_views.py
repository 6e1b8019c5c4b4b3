"""Photos of a form: one by one or together, each taken or refused for itself, shown to this phone only."""

import io
import tracemalloc

import pytest
from flask import Flask

from portal import clock
from portal.attachments import make_next, photo_files
from portal.db import db
from portal.domain.service_requests.attachments import Attachment, AttachmentState
from tests.blueprints.service_requests.filing import Phone, requests
from tests.cast import Cast
from tests.domain.service_requests.making import MONDAY, load_matters
from tests.domain.service_requests.pictures import HEIC, bomb, picture, with_a_place

MEGABYTE = 1024 * 1024


class Zeros(io.RawIOBase):
    """A request body of many megabytes that lies nowhere: `head`, zeros, `tail`. `taken`: how much of it was read."""

    def __init__(self, size: int, head: bytes = b"", tail: bytes = b"") -> None:
        self.size, self.head, self.tail = size, head, tail
        self.at = self.taken = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = offset + {0: 0, 1: self.at, 2: self.size}[whence]
        return self.at

    def readinto(self, buffer) -> int:
        if self.at < len(self.head):
            piece = self.head[self.at :]
        elif self.at < self.size - len(self.tail):
            piece = bytes(min(len(buffer), self.size - len(self.tail) - self.at))
        else:
            piece = self.tail[self.at - self.size + len(self.tail) :] if self.tail else b""
        piece = piece[: len(buffer)]
        buffer[: len(piece)] = piece
        self.at += len(piece)
        self.taken += len(piece)
        return len(piece)


@pytest.fixture
def phone(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Phone:
    load_matters()
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    phone = Phone(app)
    phone.at(f"building-{cast.bright1.id}")
    phone.tell()
    return phone


def send(phone: Phone, *contents: bytes, live: bool = False):
    files = [(io.BytesIO(content), f"IMG_{number}.jpg") for number, content in enumerate(contents, 1)]
    headers = {"HX-Request": "true"} if live else {}
    kind = "multipart/form-data"
    answer = phone.client.post(phone.home + "/photos", data={"photo": files}, content_type=kind, headers=headers)
    db.session.expire_all()
    return answer


def photos() -> list[Attachment]:
    return list(db.session.scalars(db.select(Attachment).order_by(Attachment.id)))


def shown(phone: Phone, photo: Attachment):
    return phone.get(f"/photos/{photo.key}")


def test_several_come_together_without_scripts(phone):
    assert phone.next(send(phone, picture(), picture("PNG"))) == "/photos"
    page = phone.get("/photos").text
    assert [f"/photos/{photo.key}" in page for photo in photos()] == [True, True]


def test_one_by_one_the_answer_is_the_list_alone(phone):
    answer = send(phone, picture(), live=True)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert photos()[0].key in answer.text


def test_it_is_seen_at_once_as_it_came_and_then_as_it_was_made(phone):
    content = with_a_place()
    send(phone, content)
    [photo] = photos()
    first = shown(phone, photo)
    assert (first.data, first.mimetype, first.headers["Cache-Control"]) == (content, "image/jpeg", "no-store")
    db.session.rollback()
    make_next(lambda: False)
    second = shown(phone, photo)
    assert second.mimetype == "image/jpeg"
    assert b"Secret" not in second.data


def test_what_no_browser_shows_has_a_sheet_in_its_place_until_it_is_made(phone):
    send(phone, HEIC)
    [photo] = photos()
    assert shown(phone, photo).mimetype == "image/svg+xml"
    db.session.rollback()
    make_next(lambda: False)
    assert shown(phone, photo).mimetype == "image/jpeg"


def test_nobody_else_sees_it_before_the_form_is_sent(app, phone):
    send(phone, picture())
    [photo] = photos()
    stranger = Phone(app)
    stranger.post("/where", place="building-1")
    assert shown(stranger, photo).status_code == 404
    for who in (None, "admin"):
        client = app.test_client()
        if who:
            client.sign_in(who)
        assert client.get(f"/attachments/{photo.key}").status_code == 404


def test_each_file_is_refused_for_itself_with_a_sentence_and_the_others_stay(phone):
    answer = send(phone, picture(), b"not a picture", bomb(), picture("WEBP"), b"")
    assert answer.status_code == 422
    assert "IMG_2.jpg" in answer.text
    assert "不是照片" in answer.text
    assert "6400 万像素" in answer.text
    assert "空的" in answer.text
    assert len(photos()) == 2


def test_the_seventh_is_one_too_many(phone):
    answer = send(phone, *[picture(size=(30, 30))] * 8)
    assert answer.status_code == 422
    assert "最多传 6 张" in answer.text
    assert len(photos()) == 6
    assert 'type="file"' not in phone.get("/photos").text
    assert len(list((photo_files().folder / "incoming").iterdir())) == 6


def test_a_photo_is_taken_out_again(phone):
    send(phone, picture(), picture())
    first, second = (photo.key for photo in photos())
    assert phone.next(phone.post(f"/photos/{first}/removal")) == "/photos"
    assert [photo.key for photo in photos()] == [second]
    assert not photo_files().incoming(first).exists()
    assert phone.post(f"/photos/{first}/removal").status_code == 404


def test_nobody_takes_out_the_photo_of_another_phone(app, phone):
    send(phone, picture())
    stranger = Phone(app)
    stranger.post("/where", place="building-1")
    assert stranger.post(f"/photos/{photos()[0].key}/removal").status_code == 404
    assert len(photos()) == 1


def post_body(phone: Phone, body: Zeros):
    """The answer, and the most memory that was needed for it, in bytes."""
    tracemalloc.start()
    answer = phone.client.post(
        phone.home + "/photos", input_stream=body, content_type="multipart/form-data; boundary=x"
    )
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return answer, most


def test_thirty_photos_of_twenty_megabytes_hurt_nobody(phone):
    """Over the limit for one sending: read away without being kept, answered with the page and a sentence."""
    body = Zeros(30 * 20 * MEGABYTE)
    answer, most = post_body(phone, body)
    assert answer.status_code == 413
    assert "最多 6 张" in answer.text
    assert "拍照或选照片" in answer.text
    assert most < 20 * MEGABYTE
    assert body.taken == body.size
    assert photos() == []


def test_what_is_absurd_is_not_even_read(phone):
    body = Zeros(100 * 1024 * MEGABYTE)
    assert post_body(phone, body)[0].status_code == 413
    assert body.taken == 0


def test_one_photo_over_twenty_megabytes_is_refused_and_not_kept_in_memory(phone):
    head = b'--x\r\nContent-Disposition: form-data; name="photo"; filename="big.jpg"\r\n\r\n' + b"\xff\xd8\xff\xe0"
    answer, most = post_body(phone, Zeros(21 * MEGABYTE, head, b"\r\n--x--\r\n"))
    assert answer.status_code == 422
    assert "20 MB" in answer.text
    assert most < 12 * MEGABYTE
    assert photos() == []
    assert not list(photo_files().folder.rglob("*"))


def test_photos_go_along_with_the_request(phone):
    send(phone, picture(), picture())
    phone.say_who()
    phone.send()
    [made] = requests()
    assert [(photo.request_id, photo.entry_id) for photo in photos()] == [(made.id, made.entries[0].id)] * 2


def test_a_photo_of_a_request_is_for_its_own_scope(app, phone):
    send(phone, picture())
    phone.say_who()
    phone.send()
    [photo] = photos()
    make_next(lambda: False)
    db.session.expire_all()
    assert photo.state is AttachmentState.READY
    address, allowed = f"/attachments/{photo.key}", {"officer": 200, "pan": 200, "stranger": 404}
    for who, status in allowed.items():
        answer = app.test_client().sign_in(who).get(address)
        assert answer.status_code == status, who
        if status == 200:
            assert (answer.mimetype, answer.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    assert app.test_client().get(address).status_code == 404


def test_staff_see_a_sheet_rather_than_a_file_that_may_tell_where_it_was_taken(app, phone):
    send(phone, with_a_place())
    phone.say_who()
    phone.send()
    answer = app.test_client().sign_in("pan").get(f"/attachments/{photos()[0].key}")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")


@pytest.mark.parametrize("key", ["0" * 32, "..", "%2e%2e", "a" * 5000, "key'--"])
def test_no_photo_of_that_key(phone, key):
    assert phone.get(f"/photos/{key}").status_code == 404
    assert phone.client.get(f"/attachments/{key}").status_code == 404


def test_matters_without_photos_go_straight_on(app, cast, phone):
    home = Phone(app, "dibao")
    home.at(f"building-{cast.bright1.id}")
    assert home.bring(home.tell()) == "/who"
