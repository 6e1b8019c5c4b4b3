"""Photos of workers taken in: whatever a phone makes becomes three small square JPEGs without metadata."""

import hashlib
import io
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from portal.domain import heic
from portal.domain.errors import DomainError

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 40_000_000
LEAST_SIDE = 200  # pixels of the cropped square: below it a face on paper is a blur
SIZES = (96, 240, 640)  # pixels: list, page, paper
_QUALITY = 84

_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}

_TOO_MANY_PIXELS = "照片超过 4000 万像素，请在手机上缩小后再传，或换一张。"
_UNREADABLE = "照片打不开，可能没有传完整，请重新选一次或换一张。"


class PhotoRefused(DomainError):
    """The file cannot become a photo. `str()` says what happened and what to do next."""


@dataclass(frozen=True)
class Crop:
    """A box chosen on the picture as shown upright, each edge a share 0 … 1 of its width or height."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Photo:
    """The same square photo in three sizes, JPEG; `name` is the same for the same picture, so files need no counter."""

    name: str
    small: bytes
    medium: bytes
    large: bytes


def read_photo(source: bytes | BinaryIO, crop: Crop | None = None) -> Photo:
    """The photo cut to the largest square in the middle of `crop`; without one, a little above the middle.

    JPEG, PNG, WebP and HEIC are told by their content. Of an animation the first frame is taken; transparency becomes
    white. Raises `PhotoRefused`.
    """
    content = source if isinstance(source, bytes) else source.read(MOST_BYTES + 1)
    if not content:
        raise PhotoRefused("没有收到照片，请重新选一张。")
    if len(content) > MOST_BYTES:
        raise PhotoRefused("照片超过 12 MB，请在手机上压缩后再传，或换一张。")
    kind = _format_of(content)
    square = _square(_without_heic(content), "PNG", crop) if kind == "HEIF" else _square(content, kind, crop)
    small, medium, large = (_jpeg(square, size) for size in SIZES)
    return Photo(hashlib.sha256(large).hexdigest()[:32], small, medium, large)


def _format_of(content: bytes) -> str:
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return "HEIF"
    raise PhotoRefused("这个文件不是照片，请选 JPG、PNG、WebP 或 HEIC 格式的照片。")


def _without_heic(content: bytes) -> bytes:
    try:
        return heic.as_png(content, most_pixels=MOST_PIXELS)
    except heic.HeicTooLarge:
        raise PhotoRefused(_TOO_MANY_PIXELS) from None
    except heic.BadHeic:
        raise PhotoRefused(_UNREADABLE) from None


def _square(content: bytes, kind: str, crop: Crop | None) -> Image.Image:
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise PhotoRefused(_TOO_MANY_PIXELS)
            box = crop or Crop(0, 0, 1, 1)
            _check(box)
            share = min(box.right - box.left, box.bottom - box.top)
            # A JPEG can be decoded at half, quarter or eighth size, in a fraction of the memory and time.
            picture.draft(None, (int(2 * SIZES[-1] / share) + 1,) * 2)
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            return _plain(upright.crop(_pixels(upright.size, box, 0.5 if crop else 0.3)))
    except PhotoRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PhotoRefused(_TOO_MANY_PIXELS) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, RuntimeError, MemoryError):
        raise PhotoRefused(_UNREADABLE) from None


def _check(box: Crop) -> None:
    if not (0 <= box.left < box.right <= 1 and 0 <= box.top < box.bottom <= 1):
        raise PhotoRefused("照片的裁剪框不对，请重新框选。")


def _pixels(size: tuple[int, int], box: Crop, middle: float) -> tuple[int, int, int, int]:
    """The square inside the box; `middle` is how far down it lies in a box higher than wide."""
    left, right = box.left * size[0], box.right * size[0]
    top, bottom = box.top * size[1], box.bottom * size[1]
    side = int(min(right - left, bottom - top))
    if side < LEAST_SIDE:
        raise PhotoRefused(f"照片太小，裁剪后每边至少要 {LEAST_SIDE} 像素，请框大一些或换一张清楚的。")
    x = int(left + (right - left - side) / 2)
    y = int(top + (bottom - top - side) * middle)
    return x, y, x + side, y + side


def _plain(picture: Image.Image) -> Image.Image:
    """Eight-bit RGB in the colours of the screen, on white."""
    if picture.mode.startswith(("I", "F")):
        # 16-bit grey: Pillow would clip at 255 rather than scale.
        picture = picture.convert("F").point(lambda value: value / 257).convert("L")
    if "A" in picture.getbands() or "transparency" in picture.info:
        upper = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), upper)
    return _in_srgb(picture)


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Phones take photos in wider colour spaces; without conversion faces look pale once the profile is gone."""
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None
        if converted is not None:
            return converted
    return picture.convert("RGB")


def _jpeg(square: Image.Image, size: int) -> bytes:
    sized = square.resize((size, size), Image.Resampling.LANCZOS)
    bare = Image.frombytes("RGB", sized.size, sized.tobytes())
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()
