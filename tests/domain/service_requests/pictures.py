"""Files that phones send, and files nobody should."""

import io
import struct
import zlib
from pathlib import Path

from PIL import Image

HEIC = (Path(__file__).parents[2] / "fixtures" / "portrait.heic").read_bytes()


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 60, 40)).save(out, kind, **options)
    return out.getvalue()


def with_a_place() -> bytes:
    """A JPEG whose metadata tell where it was taken, and by which phone; it stands on its side."""
    exif = Image.Exif()
    exif[0x0110] = "SecretPhone 9"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (36.0, 4.0, 0.0)
    return picture(size=(400, 200), exif=exif, comment=b"SecretComment")


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few bytes that says it has thousands of millions of pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def webp_of(width: int, height: int) -> bytes:
    """The head of a WebP with a large canvas, and nothing behind."""
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + (100).to_bytes(4, "little") + b"WEBPVP8X" + (10).to_bytes(4, "little") + b"\0\0\0\0" + sides
