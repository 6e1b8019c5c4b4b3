"""Field encryption: AES-256-GCM with a key id, bound to the column it stands in."""

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

_keys: dict[str, AESGCM] = {}
_current = ""


class KeyMissing(Exception):
    """A stored field names a key that this process was not given."""


def set_keys(text: str) -> None:
    """Take the keys of this process from `id:base64,id:base64`; the first one encrypts, all decrypt.

    Raises ValueError with a sentence for the operator when the text is malformed.
    """
    global _current
    keys: dict[str, AESGCM] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        key_id, _, encoded = part.partition(":")
        try:
            raw = base64.b64decode(encoded, validate=True)
        except binascii.Error as problem:
            raise ValueError(f"key {key_id!r} is not base64") from problem
        if not key_id or len(raw) != 32:
            raise ValueError(f"key {key_id!r} must be 32 bytes, written as base64")
        keys[key_id] = AESGCM(raw)
    if not keys:
        raise ValueError("at least one key is needed")
    _keys.clear()
    _keys.update(keys)
    _current = next(iter(keys))


def new_key(key_id: str = "k1") -> str:
    """A fresh key in the form `set_keys` reads."""
    return f"{key_id}:{base64.b64encode(os.urandom(32)).decode()}"


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
        nonce = os.urandom(12)
        sealed = _keys[_current].encrypt(nonce, value.encode(), self.place.encode())
        return _current.encode() + b":" + nonce + sealed

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        key_id, _, rest = bytes(value).partition(b":")
        key = _keys.get(key_id.decode())
        if key is None:
            raise KeyMissing(key_id.decode())
        try:
            return key.decrypt(rest[:12], rest[12:], self.place.encode()).decode()
        except InvalidTag as problem:
            raise KeyMissing(f"{key_id.decode()} does not open {self.place}") from problem
