"""Uploaded files are for one person and one hour."""

import io
from datetime import UTC, datetime, timedelta

import pytest

from portal.domain.errors import NotFound
from portal.domain.grids.importing.uploads import Uploads

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.fixture
def uploads(tmp_path):
    return Uploads(tmp_path / "imports")


@pytest.fixture
def key(uploads):
    return uploads.keep(io.BytesIO(b"grids"), io.BytesIO(b"buildings"), owner=7, at=NOON)


def test_both_files_are_found_again(uploads, key):
    folder = uploads.find(key, owner=7, at=NOON + timedelta(minutes=59))
    assert (folder / "grids.csv").read_bytes() == b"grids"
    assert (folder / "buildings.csv").read_bytes() == b"buildings"


def test_nobody_else_finds_them(uploads, key):
    with pytest.raises(NotFound):
        uploads.find(key, owner=8, at=NOON)


def test_after_an_hour_they_are_not_found_and_at_the_next_upload_thrown_away(uploads, key):
    with pytest.raises(NotFound, match="过期"):
        uploads.find(key, owner=7, at=NOON + timedelta(hours=1))
    uploads.keep(io.BytesIO(), io.BytesIO(), owner=7, at=NOON + timedelta(hours=1))
    assert not (uploads.root / key).exists()


@pytest.mark.parametrize("key", ["", ".", "..", "../../etc", "a" * 24, "a/" * 12, "\0" * 24])
def test_a_made_up_key_finds_nothing(uploads, key):
    with pytest.raises(NotFound):
        uploads.find(key, owner=7, at=NOON)


def test_a_discarded_upload_is_gone(uploads, key):
    uploads.discard(key)
    assert list(uploads.root.iterdir()) == []
