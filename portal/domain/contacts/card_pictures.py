"""The contact card as a picture to keep: WeChat on Android opens no downloads, but any picture can be saved."""

import io
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from portal.domain import look, qr
from portal.domain.contacts.card_facts import CardFacts
from portal.domain.contacts.names import initial
from portal.domain.contacts.phones import spaced
from portal.domain.line_breaking import Measure, fit

WIDTH, HEIGHT = 1080, 1620
MARGIN = 84
_INNER = WIDTH - 2 * MARGIN
_PAD = 56
_PHOTO = 300


@lru_cache(maxsize=64)
def _font(bold: bool, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(look.BOLD if bold else look.REGULAR, size)


def _measure(bold: bool) -> Measure:
    return lambda text, size: _font(bold, round(size)).getlength(text)


@dataclass
class _Brush:
    """Draws on the picture; positions in pixels from the top left, text by its baseline."""

    draw: ImageDraw.ImageDraw

    def text(
        self, x: float, y: float, text: str, size: float, colour: str, *, bold: bool = False, at: str = "ls"
    ) -> None:
        self.draw.text((x, y), text, font=_font(bold, round(size)), fill=colour, anchor=at)

    def fitted(
        self,
        x: float,
        y: float,
        text: str,
        sizes: tuple[float, float],
        width: float,
        colour: str,
        *,
        bold: bool = False,
        lines: int = 1,
    ) -> float:
        """Lines from baseline `y` on, shrunk to the width; returns the last baseline."""
        size, wrapped = fit(text, sizes, width, _measure(bold), lines, 2)
        for number, line in enumerate(wrapped):
            y += number and size * 1.25
            self.text(x, y, line, size, colour, bold=bold)
        return y

    def box(self, left: float, top: float, width: float, height: float, corner: float, colour: str) -> None:
        self.draw.rounded_rectangle((left, top, left + width - 1, top + height - 1), corner, fill=colour)

    def mark(self, left: float, top: float, side: float) -> None:
        scale = side / 100
        for number, (x, y) in enumerate(look.MARK_CELLS, 1):
            colour = look.PINE if number == len(look.MARK_CELLS) else look.PALE
            cell = look.MARK_CELL * scale
            self.box(left + x * scale, top + y * scale, cell, cell, look.MARK_CORNER * scale, colour)


def card_picture(card: CardFacts, *, url: str) -> bytes:
    """A PNG of 1080 × 1620 pixels below 150 KB; the QR code holds `url`."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), look.PAPER)
    brush = _Brush(ImageDraw.Draw(picture))
    _head(brush, card)
    _person(picture, brush, card)
    _foot(picture, brush, card, url)
    out = io.BytesIO()
    picture.quantize(96, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _head(brush: _Brush, card: CardFacts) -> None:
    brush.mark(MARGIN, 92, 76)
    brush.text(MARGIN + 104, 146, "您家的网格员", 42, look.INK, bold=True)
    title = card.place_title or card.grid_name
    brush.fitted(MARGIN, 290, title, (72, 44), _INNER, look.INK, bold=True, lines=2)
    if card.place_title:
        brush.fitted(MARGIN, 360, card.grid_name, (38, 28), _INNER, look.GREY)


def _person(picture: Image.Image, brush: _Brush, card: CardFacts) -> None:
    top = 420
    brush.box(MARGIN, top, _INNER, 620, 44, look.TINT)
    left = MARGIN + _PAD
    _portrait(picture, brush, card, left, top + _PAD)
    x = left + _PHOTO + 48
    room = MARGIN + _INNER - _PAD - x
    name = card.worker_name or look.VACANT
    brush.text(x, top + 120, card.role, 40, look.GREY)
    brush.fitted(x, top + 240, name, (112, 64), room, look.INK, bold=True, lines=2)
    phone = card.worker_phone or card.community_phone
    brush.fitted(left, top + 490, spaced(phone), (108, 60), _INNER - 2 * _PAD, look.PINE, bold=True)
    note = card.hours if card.worker_phone else "请打社区电话"
    brush.fitted(left, top + 562, note, (38, 28), _INNER - 2 * _PAD, look.INK)


def _portrait(picture: Image.Image, brush: _Brush, card: CardFacts, left: int, top: int) -> None:
    if card.worker_photo:
        with Image.open(io.BytesIO(card.worker_photo)) as photo:
            sized = photo.convert("RGB").resize((_PHOTO, _PHOTO), Image.Resampling.LANCZOS)
        shape = Image.new("L", (4 * _PHOTO, 4 * _PHOTO), 0)
        ImageDraw.Draw(shape).rounded_rectangle((0, 0, 4 * _PHOTO - 1, 4 * _PHOTO - 1), 4 * 36, fill=255)
        picture.paste(sized, (left, top), shape.resize(sized.size, Image.Resampling.LANCZOS))
        return
    brush.box(left, top, _PHOTO, _PHOTO, 36, look.PALE)
    if drawn := initial(card.worker_name):
        size = 140 if len(drawn) == 1 else 104
        brush.text(left + _PHOTO / 2, top + _PHOTO / 2 + size * 0.37, drawn, size, look.PINE, bold=True, at="ms")
    else:
        brush.mark(left + _PHOTO * 0.3, top + _PHOTO * 0.3, _PHOTO * 0.4)


def _foot(picture: Image.Image, brush: _Brush, card: CardFacts, url: str) -> None:
    code = qr.image(url, 9 if len(qr.matrix(url)) <= 33 else 7)
    picture.paste(code, (MARGIN - 36, 1080))
    x = MARGIN + code.width
    room = WIDTH - MARGIN - x
    y = 1190
    for label, phone in (
        (card.community_name, card.community_phone),
        (card.supervision_name + "监督", card.supervision_phone),
    ):
        if phone:
            brush.fitted(x, y, label, (34, 24), room, look.GREY)
            brush.fitted(x, y + 56, spaced(phone), (46, 30), room, look.INK, bold=True)
            y += 140
    brush.text(MARGIN, 1540, "急事先打 " + look.EMERGENCY, 38, look.PERSIMMON)
