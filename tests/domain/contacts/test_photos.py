"""Photo files: three sizes, a key that cannot be guessed, nothing left behind."""

import pytest

from portal.domain.contacts.photos import LARGE, MEDIUM, SMALL, PhotoFolder
from portal.domain.contacts.pictures import Photo

PHOTO = Photo("digest", b"small", b"medium", b"large")


@pytest.fixture
def folder(tmp_path):
    return PhotoFolder(tmp_path / "photos")


def test_a_photo_is_read_back_in_each_size(folder):
    key = folder.add(PHOTO)
    assert [folder.read(key, size) for size in (SMALL, MEDIUM, LARGE)] == [b"small", b"medium", b"large"]


def test_the_same_picture_gets_a_new_key_each_time(folder):
    assert folder.add(PHOTO) != folder.add(PHOTO)


def test_removing_leaves_no_file_and_may_be_repeated(folder):
    key = folder.add(PHOTO)
    folder.remove(key)
    folder.remove(key)
    folder.remove("")
    assert folder.read(key, SMALL) is None
    assert list(folder.folder.iterdir()) == []


def test_no_key_leads_out_of_the_folder(folder):
    for bad in ("../linge", "a" * 31, "A" * 32, "a" * 32 + "\n", "", "/etc/passwd"):
        with pytest.raises(ValueError, match="no photo"):
            folder.path(bad, SMALL)
    with pytest.raises(ValueError, match="no photo"):
        folder.path("a" * 32, 97)


def test_without_a_key_there_is_no_photo(folder):
    assert folder.read("", LARGE) is None
