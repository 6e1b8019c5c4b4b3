"""HEIC photos read in a process of their own.

A damaged file can crash the decoder (pi_heif 1.4 with libheif 1.23: one wrong byte in the name of a metadata item), and
the crash would take the web worker with it. So this module is also the script of a child process with limits on time
and memory; only its answer, a plain PNG, comes back.
"""

import subprocess
import sys

MOST_SECONDS = 30
MOST_MEMORY = 2 * 1024**3  # bytes of address space: a picture of 40 megapixels takes a fifth
_TOO_MANY_PIXELS = 3


class BadHeic(ValueError):
    """The decoder refused the file, crashed, or took too long."""


class HeicTooLarge(ValueError):
    """The file has more pixels than allowed."""


def as_png(content: bytes, *, most_pixels: int, most_side: int = 4096) -> bytes:
    """The main picture of a HEIC file, upright, as an uncompressed PNG with its colour profile.

    It is reduced to at most `most_side` pixels a side. Takes about 0.3 s more than decoding here would.
    Raises `BadHeic` and `HeicTooLarge`.
    """
    command = [sys.executable, "-I", __file__, str(most_pixels), str(most_side)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=MOST_SECONDS, check=False)  # noqa: S603 (no shell, our own script)
    except subprocess.TimeoutExpired:
        raise BadHeic("decoding took too long") from None
    if done.returncode == _TOO_MANY_PIXELS:
        raise HeicTooLarge(f"more than {most_pixels} pixels")
    if done.returncode or not done.stdout:
        raise BadHeic(f"the decoder ended with {done.returncode}")
    return done.stdout


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not a POSIX system: the time limit of the parent remains
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _decode(most_pixels: int, most_side: int) -> int:
    import io

    import pi_heif
    from PIL import Image

    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=["HEIF"]) as picture:
        if picture.width * picture.height > most_pixels:
            return _TOO_MANY_PIXELS
        picture.thumbnail((most_side, most_side))
        picture.save(sys.stdout.buffer, "PNG", compress_level=0, icc_profile=picture.info.get("icc_profile"), exif=b"")
    return 0


if __name__ == "__main__":
    _limit()
    sys.exit(_decode(int(sys.argv[1]), int(sys.argv[2])))
