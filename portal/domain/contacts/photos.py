"""The files of people's photos: three sizes under a random key that tells nothing about the person."""

import os
import re
import secrets
from pathlib import Path

from portal.domain.contacts.pictures import SIZES, Photo

SMALL, MEDIUM, LARGE = SIZES  # pixels: list, page, paper
_KEY = re.compile(r"[0-9a-f]{32}")


class PhotoFolder:
    """JPEG files named key and size in one folder, made when first needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, photo: Photo) -> str:
        """Store the three sizes and return their key. A file is there as a whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        key = secrets.token_hex(16)
        for size, content in zip(SIZES, (photo.small, photo.medium, photo.large), strict=True):
            self._write(self.path(key, size), content)
        return key

    def read(self, key: str, size: int) -> bytes | None:
        """The file's bytes; None when the key is empty or its file is gone."""
        try:
            return self.path(key, size).read_bytes() if key else None
        except FileNotFoundError:
            return None

    def remove(self, key: str) -> None:
        """Delete the three sizes; nothing happens for an empty key or files already gone."""
        for size in SIZES if key else ():
            self.path(key, size).unlink(missing_ok=True)

    def path(self, key: str, size: int) -> Path:
        """Where a file lies. Raises ValueError for what is no key of this folder."""
        if not _KEY.fullmatch(key) or size not in SIZES:
            raise ValueError(f"no photo is named {key!r} in size {size}")
        return self.folder / f"{key}-{size}.jpg"

    def _write(self, path: Path, content: bytes) -> None:
        unfinished = path.with_suffix(".part")
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
