"""Photos of a request: taken in as they come, made anew by the worker, none lost, none that harms."""

import io
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from portal import attachments, clock
from portal.attachments import make_next, photo_files
from portal.db import db
from portal.domain.service_requests import drafts, photos
from portal.domain.service_requests.attachments import Attachment, AttachmentState, Draft
from portal.domain.service_requests.photos import MOST_PHOTOS, add_photo
from portal.domain.service_requests.picture_kinds import MOST_BYTES, PhotoRefused, check_picture
from portal.domain.service_requests.workflow import Actor
from tests.domain.placards.placards import tick
from tests.domain.service_requests.making import COORDINATED, MONDAY, Town, version_of
from tests.domain.service_requests.pictures import HEIC, bomb, picture, webp_of, with_a_place


@pytest.fixture
def draft(town: Town) -> Draft:
    made = drafts.begin(drafts.new_token(), version_of(COORDINATED), at=MONDAY)
    db.session.commit()
    return made


def taken(draft: Draft, content: bytes) -> Attachment:
    photo = add_photo(content, files=photo_files(), draft=draft, added_by=Actor.RESIDENT, at=MONDAY)
    db.session.commit()
    return photo


def made(photo: Attachment) -> Image.Image:
    """The photo after the worker was there."""
    db.session.rollback()
    assert make_next(lambda: False)
    assert photo.state is AttachmentState.READY
    return Image.open(photo_files().ready(photo.key))


@pytest.mark.parametrize(
    "content",
    [picture(), picture("PNG"), picture("WEBP"), HEIC],
    ids=["jpeg", "png", "webp", "heic"],
)
def test_every_kind_a_phone_makes_becomes_a_jpeg(draft, content):
    photo = taken(draft, content)
    assert photo_files().incoming(photo.key).read_bytes() == content
    ready = made(photo)
    assert (ready.format, ready.size) == ("JPEG", (photo.width, photo.height))
    assert not photo_files().incoming(photo.key).exists()


def test_it_stands_upright_and_tells_nothing_of_place_or_phone(draft):
    ready = made(taken(draft, with_a_place()))
    assert ready.size == (200, 400)
    content = Path(ready.filename).read_bytes()
    assert b"Secret" not in content
    assert b"Exif" not in content
    assert not ready.getexif()


def test_its_longest_side_is_1600_pixels(draft):
    assert made(taken(draft, picture(size=(4000, 1000)))).size == (1600, 400)
    assert made(taken(draft, picture("PNG", size=(900, 3200)))).size == (450, 1600)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空的"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是照片"),
        (b"%PDF-1.7", "不是照片"),
        (b"GIF89a" + b"\0" * 40, "不是照片"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "打不开"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, "打不开"),
        (b"RIFF\x10\0\0\0WEBP", "打不开"),
        (bomb(), "像素"),
        (bomb(9000, 8000), "像素"),
        (webp_of(16000, 16000), "像素"),
    ],
)
def test_what_is_no_picture_or_too_large_is_refused_before_it_is_stored(draft, content, sentence):
    with pytest.raises(PhotoRefused, match=sentence):
        taken(draft, content)
    assert not list(photo_files().folder.rglob("*.*"))
    assert not list(photo_files().folder.rglob("incoming/*"))


def test_one_byte_over_twenty_megabytes_is_refused_unread():
    class Sparse(io.BytesIO):
        """A file of a size that was never in memory."""

        def seek(self, offset: int, whence: int = 0) -> int:
            return MOST_BYTES + 1 if whence == 2 else super().seek(offset, whence)

    with pytest.raises(PhotoRefused, match="20 MB"):
        check_picture(Sparse(picture()))


def test_a_seventh_photo_is_one_too_many_and_leaves_no_file(draft):
    for _ in range(MOST_PHOTOS):
        taken(draft, picture(size=(20, 20)))
    with pytest.raises(PhotoRefused, match="最多传 6 张"):
        taken(draft, picture(size=(20, 20)))
    assert len(list((photo_files().folder / "incoming").iterdir())) == MOST_PHOTOS


@pytest.mark.parametrize(
    "content",
    [picture()[:700], picture("PNG", size=(900, 900))[:80], HEIC[:600], picture("WEBP")[:60]],
    ids=["jpeg", "png", "heic", "webp"],
)
def test_a_cut_off_file_is_given_up_and_the_others_go_on(draft, content):
    cut, good = taken(draft, content), taken(draft, picture())
    while make_next(lambda: False):
        pass
    db.session.expire_all()
    assert (cut.state, good.state) == (AttachmentState.REFUSED, AttachmentState.READY)
    assert not photo_files().ready(cut.key).exists()
    assert photos.room_for(draft=draft) == MOST_PHOTOS - 1


def test_a_bomb_that_got_past_the_head_ends_with_its_process(draft, monkeypatch):
    monkeypatch.setattr(photos, "check_picture", lambda source: 100)
    photo = taken(draft, bomb())
    assert make_next(lambda: False)
    assert photo.state is AttachmentState.REFUSED


def test_a_killed_worker_loses_nothing(draft, monkeypatch):
    """Killed in the middle: the row waits for the end of the lease, then another worker begins anew."""
    photo = taken(draft, picture())

    def killed(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(attachments.photos, "make_anew", killed)
        with pytest.raises(KeyboardInterrupt):
            make_next(lambda: False)
    db.session.rollback()
    assert photo.state is AttachmentState.PENDING
    assert not make_next(lambda: False)
    later = clock.now() + photos.LEASE + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert made(photo).size == (400, 300)


def test_killed_between_file_and_row_the_next_worker_finds_the_file(draft, monkeypatch):
    photo = taken(draft, picture())
    files = photo_files()
    files.put(photo.key, picture(size=(40, 30)))
    files.forget_incoming(photo.key)
    assert made(photo).size == (40, 30)


def test_a_worker_that_was_too_slow_leaves_the_photo_to_the_one_that_took_it_over(draft):
    photo = taken(draft, picture())
    slow = photos.claim(MONDAY)
    db.session.commit()
    quick = photos.claim(MONDAY + photos.LEASE + timedelta(seconds=1))
    db.session.commit()
    assert (slow.key, quick.key) == (photo.key, photo.key)
    assert not photos.finish(slow, picture())
    assert photos.finish(quick, picture())


def test_a_photo_removed_while_it_is_made_leaves_no_file(draft, monkeypatch):
    photo = taken(draft, picture())
    key = photo.key
    make_anew = photos.make_anew

    def removed_meanwhile(claimed, files):
        jpeg = make_anew(claimed, files)
        photos.remove(db.session.get(Attachment, claimed.photo_id))
        db.session.commit()
        return jpeg

    monkeypatch.setattr(attachments.photos, "make_anew", removed_meanwhile)
    assert make_next(lambda: False)
    assert not photo_files().ready(key).exists()
    assert not photo_files().incoming(key).exists()


def test_the_worker_makes_photos_at_each_tick(app, draft):
    waiting = [taken(draft, picture()) for _ in range(3)]
    tick(app)
    db.session.expire_all()
    assert {photo.state for photo in waiting} == {AttachmentState.READY}


def test_what_no_row_knows_is_swept_away_and_what_waits_is_not(app, draft):
    waiting = taken(draft, picture())
    files = photo_files()
    files.take_in("0" * 32, io.BytesIO(b"left behind"))
    (files.folder / "incoming" / "half.part").write_bytes(b"half")
    long_ago = time.time() - 26 * 3600
    for path in (files.folder / "incoming").iterdir():
        os.utime(path, (long_ago, long_ago))
    photos.delete_orphans(files, clock.now())
    assert [path.name for path in (files.folder / "incoming").iterdir()] == [waiting.key]


def test_a_full_disk_is_said_kindly(draft, monkeypatch):
    monkeypatch.setattr("portal.domain.service_requests.photo_files.LEAST_FREE", 2**60)
    with pytest.raises(PhotoRefused, match="存不下"):
        taken(draft, picture())


def test_a_photo_of_a_step_belongs_to_the_request_and_may_be_for_staff_only(town):
    request = town.signed()
    facts = {"files": photo_files(), "request": request, "added_by": Actor.HOLDER, "at": MONDAY}
    shown = add_photo(picture(), entry=request.entries[0], **facts)
    hidden = add_photo(picture(), internal=True, **facts)
    assert photos.all_of(request) == [shown, hidden]
    assert photos.shown_to_resident(request) == [shown]
