"""The contact card as a picture to keep: WeChat on Android opens no downloads, but any picture can be saved."""

import io
from collections.abc import Iterator

from PIL import Image

from portal.domain import look, qr
from portal.domain.contacts.card_facts import CardFacts
from portal.domain.contacts.names import initial
from portal.domain.contacts.phones import spaced
from portal.domain.drawing import Brush, Colour, measure, png, rounded
from portal.domain.line_breaking import Sizes, fit

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
_NAME = Sizes(116, 40, alone=88, step=2)


def card_picture(card: CardFacts, *, url: str) -> bytes:
    """A PNG of 1080 × 1620 pixels, always below 150 KB; its QR code holds `url`. About a tenth of a second."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), look.PAPER)
    brush = Brush(picture)
    _draw_head(brush, card)
    _draw_person(brush, card)
    _draw_foot(brush, card, url)
    return png(picture, _PAIRS, _colours_of(card.worker_photo))


def _colours_of(photo: bytes | None) -> Iterator[Colour]:
    if photo:
        with Image.open(io.BytesIO(photo)) as opened:
            values = opened.convert("RGB").resize((96, 96)).quantize(160).getpalette() or []
        yield from zip(values[::3], values[1::3], values[2::3], strict=True)


def _portrait(brush: Brush, left: int, top: int, name: str, photo: bytes | None) -> None:
    """The photo, else the drawn initial, else for a vacant post the mark."""
    if photo:
        with Image.open(io.BytesIO(photo)) as opened:
            sized = opened.convert("RGB").resize((_PORTRAIT, _PORTRAIT), Image.Resampling.LANCZOS)
        brush.picture.paste(sized, (left, top), rounded(_PORTRAIT, _PORTRAIT, 35))
        return
    brush.box(left, top, _PORTRAIT, _PORTRAIT, 35, look.PALE)
    middle = _PORTRAIT // 2
    if drawn := initial(name):
        size = 146 if len(drawn) == 1 else 110
        width = measure(True)(drawn, size)
        brush.text(left + middle - width / 2, top + middle + 0.37 * size, drawn, size, look.PINE, bold=True)
    else:
        brush.mark(left + middle - 58, top + middle - 58, 116, look.PAPER)


def _draw_head(brush: Brush, card: CardFacts) -> None:
    brush.mark(_LEFT, 92, 76, look.PALE)
    brush.text(_LEFT + 102, 145, "您家的网格员", 42, look.INK, bold=True)
    sizes = Sizes(78, 36, alone=56, step=2)
    if card.place_title:
        brush.fitted(_LEFT, 306, card.place_title, sizes, _INNER, look.INK, bold=True, most_lines=2)
        brush.fitted(_LEFT, 368, card.grid_name, Sizes(38, 20, step=2), _INNER, look.GREY)
    else:
        brush.fitted(_LEFT, 330, card.grid_name, sizes, _INNER, look.INK, bold=True, most_lines=2)


def _draw_person(brush: Brush, card: CardFacts) -> None:
    brush.box(_LEFT, _PANEL_TOP, _INNER, _PANEL_HEIGHT, 44, look.TINT)
    left, room = _LEFT + _PAD, _INNER - 2 * _PAD
    _portrait(brush, left, _PANEL_TOP + _PAD, card.worker_name, card.worker_photo)
    x = left + _PORTRAIT + 46
    name = card.worker_name or look.VACANT
    name_room = room - _PORTRAIT - 46
    two_lines = len(fit(name, _NAME, name_room, measure(True), 2)[1]) > 1
    role_y = _PANEL_TOP + (96 if two_lines else 140)
    brush.fitted(x, role_y, card.role, Sizes(40, 20, step=2), name_room, look.GREY)
    brush.fitted(x, _PANEL_TOP + (324 if two_lines else 282), name, _NAME, name_room, look.INK, bold=True, most_lines=2)
    worker_answers = bool(card.worker_name and card.worker_phone)
    phone = card.worker_phone if worker_answers else card.community_phone or card.supervision_phone
    note = card.hours if worker_answers else "请打社区电话" if card.community_phone else "请打监督电话"
    brush.fitted(left, _PANEL_TOP + 478, spaced(phone), Sizes(114, 48, step=2), room, look.PINE, bold=True)
    sizes = Sizes(38, 18, alone=30, step=2)
    two_lines = len(fit(note, sizes, room, measure(False), 2)[1]) > 1
    brush.fitted(left, _PANEL_TOP + (572 if two_lines else 556), note, sizes, room, look.INK, most_lines=2)


def _draw_foot(brush: Brush, card: CardFacts, url: str) -> None:
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
    brush.text(_LEFT, bottom + 84, "扫一扫：看谁当班，报事，查进度", 34, look.GREY)
