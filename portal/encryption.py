"""Field encryption: AES-256-GCM with a key id, bound to the column it stands in; and digests that can be searched."""

import base64
import binascii
import hashlib
import hmac
import os
import re
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

_keys: dict[str, AESGCM] = {}
_digest_keys: dict[str, bytes] = {}
_current = ""
# With its colon and 64 hexadecimal digits an id stands in columns of 80 characters.
_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,15}")


class KeyMissing(Exception):
    """A stored field names a key that this process was not given."""


def set_keys(text: str) -> None:
    """Take the keys of this process from `id:base64,id:base64`; the first one encrypts, all decrypt.

    Raises ValueError with a sentence for the operator when the text is malformed.
    """
    global _current
    keys: dict[str, AESGCM] = {}
    digest_keys: dict[str, bytes] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        key_id, _, encoded = part.partition(":")
        try:
            raw = base64.b64decode(encoded, validate=True)
        except binascii.Error as problem:
            raise ValueError(f"key {key_id!r} is not base64") from problem
        if not _KEY_ID.fullmatch(key_id):
            raise ValueError(f"the id of key {key_id!r} must be 1 to 15 letters, digits, - or _")
        if key_id in keys:
            raise ValueError(f"key {key_id!r} is given twice")
        if len(raw) != 32:
            raise ValueError(f"key {key_id!r} must be 32 bytes, written as base64")
        keys[key_id] = AESGCM(raw)
        digest_keys[key_id] = hmac.digest(raw, b"digest", "sha256")
    if not keys:
        raise ValueError("at least one key is needed")
    _keys.clear()
    _keys.update(keys)
    _digest_keys.clear()
    _digest_keys.update(digest_keys)
    _current = next(iter(keys))


def read_key_file(path: Path, *, outside: Path) -> str:
    """Keys as `set_keys` takes them, from a file with one a line.

    Raises ValueError when it cannot be read, when others on the machine may read it too, and when it lies in the
    folder `outside` of which it belongs: a copy of that folder would be readable.
    """
    try:
        if path.resolve().is_relative_to(outside.resolve()):
            raise ValueError("must lie outside the instance folder, whose copies would be readable otherwise")
        if path.stat().st_mode & 0o077:
            raise ValueError("others on this machine may read it; chmod 600 it")
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as problem:
        raise ValueError(f"cannot be read ({type(problem).__name__})") from problem
    if not (keys := ",".join(filter(None, (line.strip().rstrip(",") for line in text.splitlines())))):
        raise ValueError("holds no key")
    return keys


def key_ids() -> tuple[str, ...]:
    """The ids of the keys this process was given; the first one encrypts."""
    return tuple(_keys)


def key_of(stored: bytes | str) -> str:
    """The id of the key under which a field was sealed, or a digest made."""
    return stored.partition(":")[0] if isinstance(stored, str) else bytes(stored).partition(b":")[0].decode("latin-1")


def seal(content: bytes, place: str) -> bytes:
    """`key id:nonce sealed`, under the current key; opened only with the same `place`."""
    nonce = os.urandom(12)
    return _current.encode() + b":" + nonce + _keys[_current].encrypt(nonce, content, place.encode())


def unseal(sealed: bytes, place: str) -> bytes:
    """What was sealed. Raises KeyMissing without its key, and for what was sealed for another place or changed."""
    key_id, _, rest = bytes(sealed).partition(b":")
    key = _keys.get(key_id.decode("latin-1"))
    if key is None:
        raise KeyMissing(key_id.decode("latin-1"))
    try:
        return key.decrypt(rest[:12], rest[12:], place.encode())
    except (InvalidTag, ValueError) as problem:
        raise KeyMissing(f"{key_id.decode()} does not open {place}") from problem


def new_key(key_id: str = "k1") -> str:
    """A fresh key in the form `set_keys` reads."""
    return f"{key_id}:{base64.b64encode(os.urandom(32)).decode()}"


def digest(value: str, place: str) -> str:
    """`key id:hex`, 64 hexadecimal digits: the same for the same value and place, and of no use without the key."""
    return f"{_current}:{_digest(_current, value, place)}"


def digests(value: str, place: str) -> list[str]:
    """What `digest` gives, or gave under an older key: to search with."""
    return [f"{key_id}:{_digest(key_id, value, place)}" for key_id in _digest_keys]


def digest_is_of(stored: str, value: str, place: str) -> bool:
    """Was `stored` made from this value? In constant time."""
    return any(hmac.compare_digest(stored, candidate) for candidate in digests(value, place))


def _digest(key_id: str, value: str, place: str) -> str:
    return hmac.new(_digest_keys[key_id], f"{place}\0{value}".encode(), hashlib.sha256).hexdigest()


class EncryptedText(TypeDecorator[str]):
    """Text that stands encrypted in the table. `place` (table.column) is authenticated, so cells cannot be swapped."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        return seal(value.encode(), self.place)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return unseal(value, self.place).decode()
