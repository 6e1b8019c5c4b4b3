"""The contact card as a picture to keep: WeChat on Android opens no downloads, but any picture can be saved."""

import io
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from PIL import Image, ImageDraw, ImageFont

from portal.domain import look, qr
from portal.domain.contacts.card_facts import CardFacts
from portal.domain.contacts.names import initial
from portal.domain.contacts.phones import spaced
from portal.domain.line_breaking import Measure, Sizes, fit

WIDTH, HEIGHT = 1080, 1620
_LEFT = 84
_INNER = WIDTH - 2 * _LEFT
_PAD = 54
_PANEL_TOP, _PANEL_HEIGHT = 424, 612
_PORTRAIT = 292
_CODE_TOP = 1110
_CODE_SIDE = 330  # at least; in whole pixels a module
_PAIRS = [(look.PAPER, ink) for ink in (look.INK, look.GREY, look.PINE, look.PALE, look.TINT, look.PERSIMMON)]
_PAIRS += [(look.TINT, ink) for ink in (look.INK, look.GREY, look.PINE, look.PALE)] + [(look.PALE, look.PINE)]
_STEPS = 9
_Colour = tuple[int, int, int]
_NAME = Sizes(116, 40, alone=88, step=2)


@lru_cache(maxsize=64)
def _font(bold: bool, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(look.BOLD if bold else look.REGULAR, size)


def _measure(bold: bool) -> Measure:
    return lambda text, size: _font(bold, round(size)).getlength(text)


@lru_cache(maxsize=16)
def _rounded(width: int, height: int, corner: int) -> Image.Image:
    """The mask of a rounded box with smooth corners, which Pillow alone draws as steps."""
    mask = Image.new("L", (4 * width, 4 * height), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, 4 * width - 1, 4 * height - 1), 4 * corner, fill=255)
    return mask.reduce(4)


class _Brush:
    """Draws on a picture; positions in pixels from the top left corner, text by its baseline."""

    def __init__(self, picture: Image.Image) -> None:
        self.picture = picture
        self.draw = ImageDraw.Draw(picture)

    def text(self, x: float, y: float, text: str, size: int, colour: str, *, bold: bool = False) -> float:
        """Draw one line and return its width."""
        self.draw.text((x, y), text, font=_font(bold, size), fill=colour, anchor="ls")
        return _measure(bold)(text, size)

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
        size, lines = fit(text, sizes, room, _measure(bold), most_lines)
        size = min(size, sizes.alone) if len(lines) > 1 else size
        for above, line in enumerate(reversed(lines)):
            self.text(x, y - above * 1.2 * size, line, round(size), colour, bold=bold)

    def box(self, left: int, top: int, width: int, height: int, corner: int, colour: str) -> None:
        self.picture.paste(colour, (left, top), _rounded(width, height, corner))

    def mark(self, left: int, top: int, side: int, plain: str) -> None:
        cell, corner = round(side * look.MARK_CELL / 100), round(side * look.MARK_CORNER / 100)
        for x, y in look.MARK_CELLS:
            colour = look.PINE if (x, y) == look.MARK_CELLS[-1] else plain
            self.box(left + round(side * x / 100), top + round(side * y / 100), cell, cell, corner, colour)

    def portrait(self, left: int, top: int, name: str, photo: bytes | None) -> None:
        """The photo, else the drawn initial, else for a vacant post the mark."""
        if photo:
            with Image.open(io.BytesIO(photo)) as opened:
                sized = opened.convert("RGB").resize((_PORTRAIT, _PORTRAIT), Image.Resampling.LANCZOS)
            self.picture.paste(sized, (left, top), _rounded(_PORTRAIT, _PORTRAIT, 35))
            return
        self.box(left, top, _PORTRAIT, _PORTRAIT, 35, look.PALE)
        middle = _PORTRAIT // 2
        if drawn := initial(name):
            size = 146 if len(drawn) == 1 else 110
            width = _measure(True)(drawn, size)
            self.text(left + middle - width / 2, top + middle + 0.37 * size, drawn, size, look.PINE, bold=True)
        else:
            self.mark(left + middle - 58, top + middle - 58, 116, look.PAPER)


def card_picture(card: CardFacts, *, url: str) -> bytes:
    """A PNG of 1080 × 1620 pixels, always below 150 KB; its QR code holds `url`. About a tenth of a second."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), look.PAPER)
    brush = _Brush(picture)
    _draw_head(brush, card)
    _draw_person(brush, card)
    _draw_foot(brush, card, url)
    out = io.BytesIO()
    picture.quantize(palette=_palette(card.worker_photo), dither=Image.Dither.NONE).save(out, "PNG", compress_level=7)
    return out.getvalue()


def _palette(photo: bytes | None) -> Image.Image:
    """The inks and grounds of the card, steps between them and the colours of the photo: at most a byte a pixel.

    Pillow looks colours up in cells of 4 × 4 × 4, so nothing may lie close to a ground, or the ground would change.
    """
    pure = [_rgb(colour) for colour in dict.fromkeys(["#000000", *chain(*_PAIRS)])]
    mixed = list(_steps())
    if photo:
        with Image.open(io.BytesIO(photo)) as opened:
            values = opened.convert("RGB").resize((96, 96)).quantize(160).getpalette() or []
        mixed += zip(values[::3], values[1::3], values[2::3], strict=True)
    apart = [colour for colour in mixed if all(_differ(colour, other) for other in pure)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for colour in [*pure, *apart][:256] for value in colour])
    return palette


def _rgb(colour: str) -> _Colour:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _steps() -> Iterator[_Colour]:
    for ground, ink in _PAIRS:
        (red, green, blue), (to_red, to_green, to_blue) = _rgb(ground), _rgb(ink)
        for step in range(1, _STEPS):
            share = step / _STEPS
            yield (
                round(red + (to_red - red) * share),
                round(green + (to_green - green) * share),
                round(blue + (to_blue - blue) * share),
            )


def _differ(one: _Colour, other: _Colour) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) >= 12


def _draw_head(brush: _Brush, card: CardFacts) -> None:
    brush.mark(_LEFT, 92, 76, look.PALE)
    brush.text(_LEFT + 102, 145, "您家的网格员", 42, look.INK, bold=True)
    sizes = Sizes(78, 36, alone=56, step=2)
    if card.place_title:
        brush.fitted(_LEFT, 306, card.place_title, sizes, _INNER, look.INK, bold=True, most_lines=2)
        brush.fitted(_LEFT, 368, card.grid_name, Sizes(38, 20, step=2), _INNER, look.GREY)
    else:
        brush.fitted(_LEFT, 330, card.grid_name, sizes, _INNER, look.INK, bold=True, most_lines=2)


def _draw_person(brush: _Brush, card: CardFacts) -> None:
    brush.box(_LEFT, _PANEL_TOP, _INNER, _PANEL_HEIGHT, 44, look.TINT)
    left, room = _LEFT + _PAD, _INNER - 2 * _PAD
    brush.portrait(left, _PANEL_TOP + _PAD, card.worker_name, card.worker_photo)
    x = left + _PORTRAIT + 46
    name = card.worker_name or look.VACANT
    name_room = room - _PORTRAIT - 46
    two_lines = len(fit(name, _NAME, name_room, _measure(True), 2)[1]) > 1
    role_y = _PANEL_TOP + (96 if two_lines else 140)
    brush.fitted(x, role_y, card.role, Sizes(40, 20, step=2), name_room, look.GREY)
    brush.fitted(x, _PANEL_TOP + (324 if two_lines else 282), name, _NAME, name_room, look.INK, bold=True, most_lines=2)
    worker_answers = bool(card.worker_name and card.worker_phone)
    phone = card.worker_phone if worker_answers else card.community_phone or card.supervision_phone
    note = card.hours if worker_answers else "请打社区电话" if card.community_phone else "请打监督电话"
    brush.fitted(left, _PANEL_TOP + 478, spaced(phone), Sizes(114, 48, step=2), room, look.PINE, bold=True)
    sizes = Sizes(38, 18, alone=30, step=2)
    two_lines = len(fit(note, sizes, room, _measure(False), 2)[1]) > 1
    brush.fitted(left, _PANEL_TOP + (572 if two_lines else 556), note, sizes, room, look.INK, most_lines=2)


def _draw_foot(brush: _Brush, card: CardFacts, url: str) -> None:
    modules = len(qr.matrix(url))
    code = qr.image(url, -(-_CODE_SIDE // modules))
    quiet = qr.QUIET_ZONE * code.width // (modules + 2 * qr.QUIET_ZONE)
    brush.picture.paste(code, (_LEFT - quiet, _CODE_TOP - quiet))
    bottom = _CODE_TOP + code.height - 2 * quiet
    x = _LEFT + code.width - quiet + 30
    room = WIDTH - _LEFT - x
    numbers = [
        (card.community_name, spaced(card.community_phone), look.INK),
        (f"监督电话 {card.supervision_name}".rstrip(), spaced(card.supervision_phone), look.INK),
        ("急事先打", look.EMERGENCY, look.PERSIMMON),
    ]
    for number, (label, phone, colour) in enumerate(entry for entry in numbers if entry[1]):
        y = _CODE_TOP + 28 + number * (bottom - _CODE_TOP - 78) // 2
        brush.fitted(x, y, label, Sizes(32, 18, step=2), room, look.GREY)
        brush.fitted(x, y + 52, phone, Sizes(46, 24, step=2), room, colour, bold=True)
    brush.text(_LEFT, bottom + 84, "扫一扫：看今天谁当班，不在时谁代班", 34, look.GREY)
