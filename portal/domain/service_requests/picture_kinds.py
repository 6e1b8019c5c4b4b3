"""What a file claims to be, read from its first bytes without decoding it."""

import struct
from enum import StrEnum
from typing import BinaryIO

from PIL import Image

from portal.domain.errors import DomainError

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 64_000_000  # what large phone cameras make

_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


class PhotoRefused(DomainError):
    """The file is not taken. `str()` says why and what to do next."""


class PictureKind(StrEnum):
    """The kinds taken in, by the name they have on the wire."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"


def kind_of(head: bytes) -> PictureKind | None:
    """The kind of picture that begins with these bytes (16 suffice); None for anything else."""
    if head.startswith(b"\xff\xd8\xff"):
        return PictureKind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PictureKind.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return PictureKind.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return PictureKind.HEIC
    return None


def check_picture(source: BinaryIO) -> int:
    """The size of a file in bytes, when it may become a photo. Only its head is read; the position goes back to 0.

    Raises PhotoRefused for what is empty, too large, no picture, or has too many pixels.
    """
    size = source.seek(0, 2)
    source.seek(0)
    head = source.read(64)
    source.seek(0)
    if not size:
        raise PhotoRefused("照片是空的，请重新选一次。")
    if size > MOST_BYTES:
        raise PhotoRefused("照片超过 20 MB，请在手机上压缩后再传，或换一张。")
    kind = kind_of(head)
    if kind is None:
        raise PhotoRefused("这个文件不是照片，请选 JPG、PNG、WebP 或 HEIC 格式的照片。")
    width, height = _sides(source, kind, head)
    source.seek(0)
    if width * height > MOST_PIXELS:
        raise PhotoRefused("照片超过 6400 万像素，请在手机上缩小后再传，或换一张。")
    return size


def _sides(source: BinaryIO, kind: PictureKind, head: bytes) -> tuple[int, int]:
    """Width and height as the head says; 0 × 0 for HEIC, which only a process of its own opens."""
    if kind is PictureKind.HEIC:
        return 0, 0
    if kind is PictureKind.WEBP:
        return _sides_of_webp(head)
    try:
        # Opening reads the head of these two kinds and nothing more.
        with Image.open(source, formats=[kind.name]) as picture:
            return picture.size
    except Image.DecompressionBombError:
        return MOST_PIXELS, MOST_PIXELS
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError, struct.error) as problem:
        raise PhotoRefused("照片打不开，可能没有传完整，请重新选一次或换一张。") from problem


def _sides_of_webp(head: bytes) -> tuple[int, int]:
    """Opened by Pillow, a WebP would have its whole canvas set aside in memory first (RFC 9649, sections 2.5-2.7)."""
    if len(head) < 30:
        raise PhotoRefused("照片打不开，可能没有传完整，请重新选一次或换一张。")
    if head[12:16] == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF
