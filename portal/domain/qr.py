"""QR codes: level Q, which survives a blot over a sixth of the code, and the quiet zone of 4 modules scanners need.

Upper-case addresses (`HTTPS://HOST/Q/CODE`) take QR's alphanumeric mode: a third fewer bits, so larger modules on the
same paper. A 35-character one fits version 3, 29 × 29 modules.
"""

import io
from collections.abc import Iterator
from functools import lru_cache
from html import escape

from PIL import Image
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode

QUIET_ZONE = 4  # modules on each side
Matrix = tuple[tuple[bool, ...], ...]


@lru_cache(maxsize=256)
def matrix(text: str) -> Matrix:
    """The modules of the code by row, dark ones true, without the quiet zone.

    Raises `qrcode.exceptions.DataOverflowError` above 2,420 upper-case characters.
    """
    code: QRCode = QRCode(error_correction=ERROR_CORRECT_Q, border=0)
    code.add_data(text, optimize=0)
    code.make()
    return tuple(tuple(bool(module) for module in row) for row in code.modules)


def dark_runs(modules: Matrix) -> Iterator[tuple[int, int, int]]:
    """Neighbouring dark modules of a row as (column, row from the top, length): a path a third as long."""
    for y, row in enumerate(modules):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                yield start, y, x - start
            x += 1


def svg(text: str, *, title: str) -> str:
    """The code as an SVG element of one path, black on white, sized by the page around it.

    `title` is what a screen reader says. No inline style, so it passes a strict content security policy.
    """
    modules = matrix(text)
    side = len(modules) + 2 * QUIET_ZONE
    steps: list[str] = []
    at_x, at_y = 0, 0
    for x, y, length in dark_runs(modules):
        steps.append(f"m{x - at_x} {y - at_y}h{length}" if steps else f"M{x + QUIET_ZONE} {y + QUIET_ZONE}.5h{length}")
        at_x, at_y = x + length, y
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" shape-rendering="crispEdges">'
        f'<title>{escape(title)}</title><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path stroke="#000" d="{"".join(steps)}"/></svg>'
    )


def image(text: str, pixels_per_module: int) -> Image.Image:
    """The code with its quiet zone as a black and white picture (mode `1`)."""
    modules = matrix(text)
    side = len(modules) + 2 * QUIET_ZONE
    small = Image.new("1", (side, side), 1)
    small.putdata([0 if dark else 1 for row in _framed(modules) for dark in row])
    return small.resize((side * pixels_per_module, side * pixels_per_module), Image.Resampling.NEAREST)


def png(text: str, pixels_per_module: int) -> bytes:
    """The code with its quiet zone as a PNG file."""
    out = io.BytesIO()
    image(text, pixels_per_module).save(out, "PNG")
    return out.getvalue()


def _framed(modules: Matrix) -> Iterator[tuple[bool, ...]]:
    blank = (False,) * (len(modules) + 2 * QUIET_ZONE)
    side = (False,) * QUIET_ZONE
    yield from (blank,) * QUIET_ZONE
    for row in modules:
        yield side + row + side
    yield from (blank,) * QUIET_ZONE
