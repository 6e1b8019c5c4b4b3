"""Drawing on pictures to keep: text that fits its room, rounded boxes, the mark, and a small file at the end."""

import io
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from PIL import Image, ImageDraw, ImageFont

from portal.domain import look
from portal.domain.line_breaking import Measure, Sizes, fit

Colour = tuple[int, int, int]
_STEPS = 9


@lru_cache(maxsize=64)
def font(bold: bool, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(look.BOLD if bold else look.REGULAR, size)


def measure(bold: bool) -> Measure:
    return lambda text, size: font(bold, round(size)).getlength(text)


@lru_cache(maxsize=16)
def rounded(width: int, height: int, corner: int) -> Image.Image:
    """The mask of a rounded box with smooth corners, which Pillow alone draws as steps."""
    mask = Image.new("L", (4 * width, 4 * height), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, 4 * width - 1, 4 * height - 1), 4 * corner, fill=255)
    return mask.reduce(4)


class Brush:
    """Draws on a picture; positions in pixels from the top left corner, text by its baseline."""

    def __init__(self, picture: Image.Image) -> None:
        self.picture = picture
        self.draw = ImageDraw.Draw(picture)

    def text(self, x: float, y: float, text: str, size: int, colour: str, *, bold: bool = False) -> float:
        """Draw one line and return its width."""
        self.draw.text((x, y), text, font=font(bold, size), fill=colour, anchor="ls")
        return measure(bold)(text, size)

    def fitted(
        self,
        x: float,
        y: float,
        text: str,
        sizes: Sizes,
        room: float,
        colour: str,
        *,
        bold: bool = False,
        most_lines: int = 1,
    ) -> None:
        """Draw the text as large as the room allows; several lines, at most `alone` large, end on baseline `y`."""
        size, lines = fit(text, sizes, room, measure(bold), most_lines)
        size = min(size, sizes.alone) if len(lines) > 1 else size
        for above, line in enumerate(reversed(lines)):
            self.text(x, y - above * 1.2 * size, line, round(size), colour, bold=bold)

    def box(self, left: int, top: int, width: int, height: int, corner: int, colour: str) -> None:
        self.picture.paste(colour, (left, top), rounded(width, height, corner))

    def mark(self, left: int, top: int, side: int, plain: str) -> None:
        cell, corner = round(side * look.MARK_CELL / 100), round(side * look.MARK_CORNER / 100)
        for x, y in look.MARK_CELLS:
            colour = look.PINE if (x, y) == look.MARK_CELLS[-1] else plain
            self.box(left + round(side * x / 100), top + round(side * y / 100), cell, cell, corner, colour)


def png(picture: Image.Image, pairs: Sequence[tuple[str, str]], more: Iterable[Colour] = ()) -> bytes:
    """The picture as a PNG of at most a byte a pixel. `pairs`: grounds and inks drawn with; `more`: other colours.

    Pillow looks colours up in cells of 4 × 4 × 4, so nothing may lie close to a ground, or the ground would change.
    """
    pure = [_rgb(colour) for colour in dict.fromkeys(["#000000", *chain(*pairs)])]
    mixed = [*_between(pairs), *more]
    apart = [colour for colour in mixed if all(_differ(colour, other) for other in pure)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for colour in [*pure, *apart][:256] for value in colour])
    out = io.BytesIO()
    picture.quantize(palette=palette, dither=Image.Dither.NONE).save(out, "PNG", compress_level=7)
    return out.getvalue()


def _rgb(colour: str) -> Colour:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _between(pairs: Sequence[tuple[str, str]]) -> Iterator[Colour]:
    for ground, ink in pairs:
        (red, green, blue), (to_red, to_green, to_blue) = _rgb(ground), _rgb(ink)
        for step in range(1, _STEPS):
            share = step / _STEPS
            yield (
                round(red + (to_red - red) * share),
                round(green + (to_green - green) * share),
                round(blue + (to_blue - blue) * share),
            )


def _differ(one: Colour, other: Colour) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) >= 12
