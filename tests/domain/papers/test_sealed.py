"""Copies of papers lie sealed: nothing of them is in clear on the disk, and keys can be changed."""

import io

import pytest
from PIL import Image

from portal import encryption
from portal.attachments import make_next, photo_files
from portal.db import db
from portal.domain.service_requests import drafts, photos
from portal.domain.service_requests.attachments import AttachmentState
from portal.domain.service_requests.photo_files import content_of, is_sealed, reseal
from portal.domain.service_requests.photos import add_photo
from portal.domain.service_requests.workflow import Actor
from portal.encryption import KeyMissing, new_key, set_keys
from tests.domain.service_requests.making import APPROVAL, MONDAY, version_of
from tests.domain.service_requests.pictures import picture

PAPER = "申请书或申请表（含承诺）"


@pytest.fixture
def keys():
    """Puts the keys of the tests back."""
    held = dict(encryption._keys), dict(encryption._digest_keys), encryption._current
    yield
    encryption._keys.clear(), encryption._keys.update(held[0])
    encryption._digest_keys.clear(), encryption._digest_keys.update(held[1])
    encryption._current = held[2]


@pytest.fixture
def copy(town):
    draft = drafts.begin(drafts.new_token(), version_of(APPROVAL), at=MONDAY)
    taken = add_photo(picture(), files=photo_files(), draft=draft, added_by=Actor.RESIDENT, at=MONDAY, paper=PAPER)
    db.session.commit()
    return taken


def on_disk() -> list[bytes]:
    return [path.read_bytes() for path in photo_files().folder.rglob("*") if path.is_file()]


def test_neither_the_file_as_it_came_nor_the_one_made_of_it_lies_in_clear(copy):
    [as_it_came] = on_disk()
    assert b"\xff\xd8\xff" not in as_it_came[:200]
    assert picture()[20:60] not in as_it_came
    assert make_next(lambda: False)
    db.session.expire_all()
    assert copy.state is AttachmentState.READY
    [made] = on_disk()
    assert not made.startswith(b"\xff\xd8\xff")
    assert b"JFIF" not in made
    ready = content_of(photo_files().ready(copy.key))
    assert Image.open(io.BytesIO(ready)).size == (400, 300)


def test_a_sealed_file_opens_only_where_it_belongs(copy):
    files = photo_files()
    other = "0" * 32
    files.incoming(other).write_bytes(files.incoming(copy.key).read_bytes())
    with pytest.raises(KeyMissing):
        content_of(files.incoming(other))


def test_other_photos_stay_as_they_are(town):
    request = town.signed()
    plain = add_photo(picture(), files=photo_files(), request=request, added_by=Actor.HOLDER, at=MONDAY)
    assert photo_files().incoming(plain.key).read_bytes() == picture()
    assert not is_sealed(photo_files().incoming(plain.key))


def test_a_copy_is_never_stored_in_clear_by_mistake(town):
    stored = photos.store(picture(), photo_files())
    facts = {"files": photo_files(), "request": town.signed(), "added_by": Actor.HOLDER, "at": MONDAY}
    with pytest.raises(ValueError, match="sealed"):
        add_photo(stored, paper=PAPER, **facts)


def test_sealed_files_go_over_to_a_new_key_and_the_old_one_may_go(copy, keys):
    files = photo_files()
    old = f"{encryption._current}:"
    path = files.incoming(copy.key)
    assert not reseal(path), "already under the current key"
    fresh = new_key("k9")
    encryption._keys["k9"], encryption._current = encryption._keys[encryption._current], "k9"
    kept_old = dict(encryption._keys)
    set_keys(fresh)
    encryption._keys.update({name: key for name, key in kept_old.items() if name != "k9"})
    assert [one.name for one in files.all_sealed()] == [copy.key]
    assert reseal(path)
    assert not reseal(path)
    set_keys(fresh)
    assert content_of(path) == picture()
    assert old.encode() not in path.read_bytes()[:40]


def test_resealing_a_file_that_is_gone_or_in_clear_does_nothing(copy):
    files = photo_files()
    files.remove(copy.key)
    assert not reseal(files.incoming(copy.key))
    files.take_in("1" * 32, io.BytesIO(picture()))
    assert not reseal(files.incoming("1" * 32))
    assert files.incoming("1" * 32).read_bytes() == picture()


def test_copies_count_apart_from_photos_and_by_paper(copy):
    draft = db.session.get(drafts.Draft, copy.draft_id)
    assert photos.room_for(draft=draft) == photos.MOST_PHOTOS
    assert photos.room_for(draft=draft, paper=PAPER) == photos.MOST_OF_PAPER - 1
    assert photos.photos_of(draft) == []
    assert photos.copies_of_draft(draft) == [copy]
