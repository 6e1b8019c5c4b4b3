"""The files of photos: as they came under `incoming/`, and as everybody else sees them, named by a random key.

Copies of somebody's papers lie sealed: encrypted with the field keys, bound to the key that names the file and to
whether it is the file as it came. A stolen disk or backup shows none of them, and none can take the place of another.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from portal import encryption

_KEY = re.compile(r"[0-9a-f]{32}")
# Less room than this on the disk is left to the database.
LEAST_FREE = 500 * 1024 * 1024  # bytes
# No kind of picture begins like this.
_SEALED = b"linge-sealed\n"


class PhotoFiles:
    """JPEGs in one folder, and what is still to be made into one below `incoming/`. Folders are made when needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has_room(self) -> bool:
        self.folder.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self.folder).free > LEAST_FREE

    def incoming(self, key: str) -> Path:
        """Where a photo lies as it came. ValueError for what is no key."""
        return self.folder / "incoming" / _checked(key)

    def ready(self, key: str) -> Path:
        """Where the JPEG lies. ValueError for what is no key."""
        return self.folder / key[:2] / f"{_checked(key)}.jpg"

    def take_in(self, key: str, source: BinaryIO, *, sealed: bool = False) -> None:
        """Copy a photo as it came; it is there as a whole or not at all. In pieces, unless it is to be sealed."""
        path = self.incoming(key)
        with _unfinished(path) as unfinished, unfinished.open("wb") as file:
            if sealed:
                file.write(_sealed(source.read(), path))
            else:
                shutil.copyfileobj(source, file, 256 * 1024)
            _to_disk(file)
            unfinished.replace(path)

    def put(self, key: str, content: bytes, *, sealed: bool = False) -> None:
        """Store the JPEG; it is there as a whole or not at all."""
        path = self.ready(key)
        with _unfinished(path) as unfinished, unfinished.open("wb") as file:
            file.write(_sealed(content, path) if sealed else content)
            _to_disk(file)
            unfinished.replace(path)

    def all_sealed(self) -> Iterator[Path]:
        """Every sealed file, for whoever changes the keys; `reseal` takes them."""
        for path in sorted(self.folder.glob("*/*")):
            if is_sealed(path):
                yield path

    def forget_incoming(self, key: str) -> None:
        self.incoming(key).unlink(missing_ok=True)

    def remove(self, key: str) -> None:
        """Delete both files; nothing happens for those already gone."""
        self.incoming(key).unlink(missing_ok=True)
        self.ready(key).unlink(missing_ok=True)

    def old_incoming(self, at: datetime, age: timedelta) -> Iterator[Path]:
        """Files below `incoming/` that were written longer ago than `age`, half-written ones too."""
        for path in (self.folder / "incoming").glob("*"):
            try:
                old = at.timestamp() - path.stat().st_mtime > age.total_seconds()
            except FileNotFoundError:
                continue  # another worker tidies up at the same time
            if old:
                yield path


def is_sealed(path: Path) -> bool:
    """False for a file that is not there, or not whole yet."""
    try:
        with path.open("rb") as file:
            return file.read(len(_SEALED)) == _SEALED and path.suffix != ".part"
    except (FileNotFoundError, IsADirectoryError):
        return False


def content_of(path: Path) -> bytes:
    """The picture in a file, sealed or not. Raises FileNotFoundError, and KeyMissing for what our keys do not open."""
    content = path.read_bytes()
    return encryption.unseal(content[len(_SEALED) :], _place(path)) if content.startswith(_SEALED) else content


def sealed_under(path: Path) -> str:
    """The id of the key a sealed file lies under."""
    with path.open("rb") as file:
        return encryption.key_of(file.read(len(_SEALED) + 32)[len(_SEALED) :])


def reseal(path: Path) -> bool:
    """Seal a file anew when it lies under an older key; False when nothing was to be done.

    The file is there as a whole at every moment. Raises KeyMissing for what our keys do not open.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return False
    if not content.startswith(_SEALED) or encryption.key_of(content[len(_SEALED) :]) == encryption.key_ids()[0]:
        return False
    plain = encryption.unseal(content[len(_SEALED) :], _place(path))
    with _unfinished(path) as unfinished, unfinished.open("wb") as file:
        file.write(_sealed(plain, path))
        _to_disk(file)
        if not path.exists():
            return False  # deleted meanwhile: it is not to come back
        unfinished.replace(path)
    return True


def _sealed(content: bytes, path: Path) -> bytes:
    return _SEALED + encryption.seal(content, _place(path))


def _place(path: Path) -> str:
    """What a sealed file is bound to: its key, and whether it is the picture as it came."""
    return f"attachments/{'incoming' if path.parent.name == 'incoming' else 'ready'}/{path.stem}"


@contextmanager
def _unfinished(path: Path) -> Iterator[Path]:
    """A path beside the final one, its folder made; whatever is left there at the end is deleted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.urandom(4).hex()}.part")
    try:
        yield beside
    finally:
        beside.unlink(missing_ok=True)


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError(f"no photo is named {key!r}")
    return key


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
