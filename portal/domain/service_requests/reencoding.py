"""Photos made anew in a process of their own: upright, at most 1600 pixels a side, JPEG, nothing else in the file.

A damaged or malicious file may crash the decoder or ask for more memory than there is; the worker must not go with it.
So this module is also the script of a child process with limits on time and memory: the file comes in on its standard
input, only the finished JPEG comes back.
"""

import json
import subprocess
import sys
from typing import Any, BinaryIO

MOST_SECONDS = 60
MOST_MEMORY = 2 * 1024**3  # bytes of address space
MOST_SIDE = 1600  # pixels
# Paper is measured at this size: small enough to be quick, and noise averages out.
MEASURED_SIDE = 1000
_TILES, _STRIP = 8, 20  # the picture in 8 x 8 tiles; a strip of 20 pixels along each side
_MOST_NOISE, _LEAST_WRITING = 400.0, 300.0  # variance between neighbouring pixels, of 0-255
_QUALITY = 82
_TOO_MANY_PIXELS = 3


class Unreadable(ValueError):
    """The decoder refused the file, crashed, or took too long."""


def reencoded(source: BinaryIO | bytes, *, most_pixels: int) -> bytes:
    """The picture of an open file as a JPEG without metadata. About half a second. Raises `Unreadable`."""
    made = _in_child(source, "make", most_pixels)
    if not made.startswith(b"\xff\xd8\xff"):
        raise Unreadable("the decoder made no JPEG")
    return made


def measured(source: BinaryIO | bytes, *, most_pixels: int) -> dict[str, Any]:
    """What can be told of the legibility of a photographed paper, as plain numbers; `papers.legibility` judges them.

    width, height  of the picture as it will be kept
    sharp          how much the sharpest parts change from pixel to pixel, less what noise does everywhere
    light, range   of 0-255: the grey that a twentieth of the picture is lighter than; from its darkest to its lightest
    cut            the sides along which writing runs to the border: left, top, right, bottom
    Raises `Unreadable`.
    """
    return dict(json.loads(_in_child(source, "measure", most_pixels)))


def _in_child(source: BinaryIO | bytes, what: str, most_pixels: int) -> bytes:
    command = [sys.executable, "-I", __file__, what, str(most_pixels)]
    given: dict[str, Any] = {"input": source} if isinstance(source, bytes) else {"stdin": source}
    try:
        done = subprocess.run(command, capture_output=True, timeout=MOST_SECONDS, check=False, **given)  # noqa: S603 (no shell, our own script)
    except subprocess.TimeoutExpired:
        raise Unreadable("decoding took too long") from None
    if done.returncode == _TOO_MANY_PIXELS:
        raise Unreadable(f"more than {most_pixels} pixels")
    if done.returncode:
        raise Unreadable(f"the decoder ended with {done.returncode}")
    return done.stdout


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not a POSIX system: the time limit of the parent remains
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _run(what: str, most_pixels: int) -> int:
    import io

    import pi_heif
    from PIL import Image

    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    content = io.BytesIO(sys.stdin.buffer.read())
    with Image.open(content, formats=["JPEG", "PNG", "WEBP", "HEIF"]) as picture:
        if picture.width * picture.height > most_pixels:
            return _TOO_MANY_PIXELS
        if what == "measure":
            sys.stdout.write(json.dumps(_measure(picture)))
        else:
            _make(picture)
    return 0


def _make(picture: Any) -> None:
    from PIL import Image, ImageOps

    # A JPEG can be decoded at half, quarter or eighth size, in a fraction of the memory and time.
    picture.draft(None, (MOST_SIDE, MOST_SIDE))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((MOST_SIDE, MOST_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    plain = _plain(upright)
    bare = Image.frombytes("RGB", plain.size, plain.tobytes())
    bare.save(sys.stdout.buffer, "JPEG", quality=_QUALITY, optimize=True)


def _measure(picture: Any) -> dict[str, Any]:
    """The same is computed on the phone before the picture is sent: `static/papers.js`."""
    from PIL import Image, ImageFilter, ImageOps, ImageStat

    scale = min(1.0, MOST_SIDE / max(picture.size))
    sides = [round(side * scale) for side in picture.size]
    picture.draft(None, (MEASURED_SIDE, MEASURED_SIDE))
    grey = _plain(ImageOps.exif_transpose(picture)).convert("L")
    grey.thumbnail((MEASURED_SIDE, MEASURED_SIDE), Image.Resampling.LANCZOS)
    if min(grey.size) < 2 * _TILES:  # a splinter; its size says enough
        return {"width": sides[0], "height": sides[1], "sharp": 0, "light": 255, "range": 255, "cut": []}
    laplace = ImageFilter.Kernel((3, 3), [0, 1, 0, 1, -4, 1, 0, 1, 0], scale=1, offset=128)
    # The outermost pixels are left as they were by the filter.
    changing = grey.filter(laplace).crop((1, 1, grey.width - 1, grey.height - 1))

    def energy(box: tuple[int, int, int, int]) -> float:
        return float(ImageStat.Stat(changing.crop(box)).var[0])

    width, height = changing.size
    xs = [width * n // _TILES for n in range(_TILES + 1)]
    ys = [height * n // _TILES for n in range(_TILES + 1)]
    tiles = sorted(energy((xs[x], ys[y], xs[x + 1], ys[y + 1])) for y in range(_TILES) for x in range(_TILES))
    strip = min(_STRIP, width, height)
    strips = {
        "left": [energy((0, ys[n], strip, ys[n + 1])) for n in range(_TILES)],
        "top": [energy((xs[n], 0, xs[n + 1], strip)) for n in range(_TILES)],
        "right": [energy((width - strip, ys[n], width, ys[n + 1])) for n in range(_TILES)],
        "bottom": [energy((xs[n], height - strip, xs[n + 1], height)) for n in range(_TILES)],
    }
    noise = min(tiles[3], _MOST_NOISE)
    writing = max(_LEAST_WRITING, (tiles[57] - noise) / 2)
    counts = grey.histogram()
    return {
        "width": sides[0],
        "height": sides[1],
        "sharp": round(tiles[62] - noise),
        "light": _darker_than(counts, 0.95),
        "range": _darker_than(counts, 0.995) - _darker_than(counts, 0.005),
        "cut": [side for side, parts in strips.items() if sum(part - noise > writing for part in parts) >= 3],
    }


def _darker_than(counts: list[int], share: float) -> int:
    """The grey below or at which this share of a picture lies."""
    seen, wanted = 0, share * sum(counts)
    for grey, count in enumerate(counts):
        seen += count
        if seen >= wanted:
            return grey
    return 255


def _plain(picture: Any) -> Any:
    """Eight-bit RGB in the colours of the screen, on white."""
    from PIL import Image

    if picture.mode.startswith(("I", "F")):
        # 16-bit grey: Pillow would clip at 255 rather than scale.
        picture = picture.convert("F").point(lambda value: value / 257).convert("L")
    if "A" in picture.getbands() or "transparency" in picture.info:
        upper = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), upper)
    return _in_srgb(picture)


def _in_srgb(picture: Any) -> Any:
    import io

    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            return picture.convert("RGB")
    return picture.convert("RGB")


if __name__ == "__main__":
    _limit()
    sys.exit(_run(sys.argv[1], int(sys.argv[2])))
