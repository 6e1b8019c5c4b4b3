"""Fields are sealed under a key from outside the database; a portal without its keys, or with careless ones, stops."""

import base64
import os
from pathlib import Path

import pytest

from portal import encryption
from portal.config import SettingError, load
from portal.encryption import KeyMissing, digest, digest_is_of, key_of, new_key, seal, set_keys, unseal

PLACE = "people.name"


@pytest.fixture(autouse=True)
def keys_as_before():
    known = (dict(encryption._keys), dict(encryption._digest_keys), encryption._current)
    yield
    encryption._keys, encryption._digest_keys, encryption._current = known


def test_what_is_sealed_is_opened_and_shows_nothing():
    set_keys(new_key("k1"))
    sealed = seal("王芳".encode(), PLACE)
    assert unseal(sealed, PLACE).decode() == "王芳"
    assert "王芳".encode() not in sealed
    assert seal("王芳".encode(), PLACE) != sealed, "the same twice must not look the same"


def test_a_cell_put_into_another_column_does_not_open():
    set_keys(new_key("k1"))
    with pytest.raises(KeyMissing, match=r"does not open people\.phone"):
        unseal(seal(b"x", PLACE), "people.phone")


def test_a_changed_byte_is_noticed():
    set_keys(new_key("k1"))
    sealed = bytearray(seal(b"x", PLACE))
    sealed[-1] ^= 1
    with pytest.raises(KeyMissing):
        unseal(bytes(sealed), PLACE)


@pytest.mark.parametrize("stored", [b"", b"k1:", b"k1:short", b"\xff\xfe:", b"nothing"])
def test_what_was_never_sealed_is_refused_by_name(stored):
    set_keys(new_key("k1"))
    with pytest.raises(KeyMissing):
        unseal(stored, PLACE)


def test_the_first_key_seals_and_older_ones_still_open():
    old, new = new_key("k1"), new_key("k2")
    set_keys(old)
    sealed, made = seal(b"x", PLACE), digest("x", PLACE)
    set_keys(f"{new},{old}")
    assert unseal(sealed, PLACE) == b"x"
    assert digest_is_of(made, "x", PLACE)
    assert (key_of(sealed), key_of(seal(b"x", PLACE)), key_of(digest("x", PLACE))) == ("k1", "k2", "k2")
    set_keys(new)
    with pytest.raises(KeyMissing, match="k1"):
        unseal(sealed, PLACE)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "at least one key"),
        ("k1", "is not base64|must be 32 bytes"),
        ("k1:???", "is not base64"),
        (f"k1:{base64.b64encode(b'short').decode()}", "must be 32 bytes"),
        (f":{base64.b64encode(os.urandom(32)).decode()}", "1 to 15 letters"),
        (new_key("a-name-that-is-long"), "1 to 15 letters"),
        (f"{new_key('k1')},{new_key('k1')}", "given twice"),
    ],
    ids=["none", "no value", "no base64", "short", "no name", "long name", "twice"],
)
def test_keys_that_cannot_be_used_are_named(text, problem):
    with pytest.raises(ValueError, match=problem):
        set_keys(text)


def production(tmp_path: Path, **environ: str) -> dict[str, object]:
    usual = {
        "LINGE_MODE": "production",
        "LINGE_INSTANCE": str(tmp_path / "instance"),
        "LINGE_PUBLIC_URL": "https://linge.example",
        "LINGE_SECRET_KEY": "s" * 40,
    }
    return load(usual | environ)


def test_production_does_not_start_without_keys(tmp_path):
    with pytest.raises(SettingError, match="LINGE_FIELD_KEYS is required in production"):
        production(tmp_path)
    assert not list((tmp_path / "instance").iterdir()), "and makes none of its own beside the database"


def key_file(folder: Path, text: str, mode: int = 0o600) -> str:
    file = folder / "keys"
    file.write_text(text)
    file.chmod(mode)
    return str(file)


def test_production_starts_with_a_key_file_that_nobody_else_may_read(tmp_path):
    new, old = new_key("k2"), new_key("k1")
    values = production(tmp_path, LINGE_FIELD_KEYS_FILE=key_file(tmp_path, f"{new}\n{old}\n"))
    assert values["FIELD_KEYS"] == f"{new},{old}"
    assert encryption.key_ids() == ("k2", "k1")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o620])
def test_a_key_file_that_others_may_read_or_write_stops_the_start(tmp_path, mode):
    with pytest.raises(SettingError, match="LINGE_FIELD_KEYS_FILE: others on this machine"):
        production(tmp_path, LINGE_FIELD_KEYS_FILE=key_file(tmp_path, new_key(), mode))


def test_a_key_file_beside_the_database_stops_the_start(tmp_path):
    (tmp_path / "instance").mkdir()
    with pytest.raises(SettingError, match="outside the instance folder"):
        production(tmp_path, LINGE_FIELD_KEYS_FILE=key_file(tmp_path / "instance", new_key()))


@pytest.mark.parametrize(
    ("text", "problem"), [("", "holds no key"), ("k1:short", "not base64"), ("钥匙", "cannot be read")]
)
def test_a_key_file_with_nothing_usable_names_the_setting_and_not_the_key(tmp_path, text, problem):
    with pytest.raises(SettingError, match=f"LINGE_FIELD_KEYS_FILE: .*{problem}"):
        production(tmp_path, LINGE_FIELD_KEYS_FILE=key_file(tmp_path, text))


def test_a_key_file_that_is_not_there_stops_the_start(tmp_path):
    with pytest.raises(SettingError, match="cannot be read"):
        production(tmp_path, LINGE_FIELD_KEYS_FILE=str(tmp_path / "none"))


def test_keys_given_in_two_ways_stop_the_start(tmp_path):
    with pytest.raises(SettingError, match="both set"):
        production(tmp_path, LINGE_FIELD_KEYS=new_key(), LINGE_FIELD_KEYS_FILE=key_file(tmp_path, new_key()))
