"""Contact cards for letter boxes: ten of 90 × 54 mm on an A4 sheet, to be cut along the marks in the margin."""

from collections.abc import Sequence
from functools import partial

from portal.domain import look
from portal.domain.contacts.phones import spaced
from portal.domain.line_breaking import Sizes, fit
from portal.domain.placards.codes import shown
from portal.domain.placards.notice import Notice, content_digest
from portal.domain.placards.notice_layout import HEIGHT, WIDTH, whom_to_call
from portal.domain.placards.sheet_parts import Pen, measure

MM = 72 / 25.4
COLUMNS, ROWS = 2, 5
CARDS = COLUMNS * ROWS
CARD_WIDTH, CARD_HEIGHT = 90 * MM, 54 * MM
_SHEET_LEFT = (WIDTH - COLUMNS * CARD_WIDTH) / 2
_SHEET_TOP = (HEIGHT - ROWS * CARD_HEIGHT) / 2
_PAD = 14.0
_QR_SIDE = 26.5 * MM


def draw_cards(pen: Pen, notices: Sequence[Notice]) -> None:
    """Draw up to ten cards row by row, and the cut marks. The same notice ten times is stored once."""
    for number, notice in enumerate(notices):
        row, column = divmod(number, COLUMNS)
        left, top = _SHEET_LEFT + column * CARD_WIDTH, _SHEET_TOP + row * CARD_HEIGHT
        pen.stamp(
            "card-" + content_digest(notice),
            (CARD_WIDTH, CARD_HEIGHT),
            partial(_draw_card, notice=notice),
            left,
            top,
            1,
        )
    _draw_cut_marks(pen)


def _draw_card(pen: Pen, notice: Notice) -> None:
    """One card: whom to call on the left, the code on the right."""
    qr_left = CARD_WIDTH - _PAD - _QR_SIDE
    room = qr_left - 12 - _PAD
    _draw_place(pen, notice, room)
    width = pen.line(_PAD, 70, notice.worker_name or look.VACANT, (25, 10), room - 34, look.INK, bold=True)
    pen.text(_PAD + width + 6, 69, "网格员", 8.5, look.GREY)
    phone, note = whom_to_call(notice)
    pen.line(_PAD, 95, spaced(phone), (20, 9), room, look.PINE, bold=True)
    size, lines = fit(note, Sizes(8.5, 4.5, alone=7.5), room, measure(bold=False), 2)
    y = 108.0 if len(lines) < 2 else 105.5
    pen.lines(_PAD, y, lines, size if len(lines) < 2 else min(size, 7), look.INK, leading=8.5)
    pen.rule(_PAD, 119, _PAD + room, 119, look.RULE, 0.5)
    label, other = ("社区", notice.community_phone)
    if other == phone or not other:
        label, other = ("监督", notice.supervision_phone)
    if other:
        width = pen.text(_PAD, 135.5, label, 9, look.GREY)
        pen.line(_PAD + width + 5, 135.5, spaced(other), (11, 7), room - width - 5, look.INK, bold=True)
    pen.qr(qr_left, _PAD, _QR_SIDE, notice.url)
    middle = qr_left + _QR_SIDE / 2
    pen.text(middle, 109, shown(notice.code), 11, look.INK, bold=True, align=0.5, space=0.4)
    pen.line(middle, 120, notice.plain_address, (7.5, 4), _QR_SIDE + 16, look.GREY, align=0.5)
    pen.text(middle, 135.5, "核对词 " + notice.check_word, 9.5, look.PINE, bold=True, align=0.5)


def _draw_place(pen: Pen, notice: Notice, room: float) -> None:
    """Mark, building and grid. A long building name takes two lines: its number stands at the end."""
    pen.mark(_PAD, _PAD, 21)
    x = _PAD + 28
    size, lines = fit(notice.place_title, Sizes(10, 4.5, alone=8.5), room - 28, measure(bold=True), 2)
    if len(lines) < 2:
        y = pen.lines(x, _PAD + 8.5, lines, size, look.INK, leading=0, bold=True) + 11.5
    else:
        y = pen.lines(x, _PAD + 6, lines, min(size, 8), look.INK, leading=9.5, bold=True) + 9.5
    pen.line(x, y, notice.grid_name, (8, 5), room - 28, look.GREY)


def _draw_cut_marks(pen: Pen) -> None:
    """Hairlines of 5 mm outside the cards, at each edge where the knife goes."""
    for column in range(COLUMNS + 1):
        x = _SHEET_LEFT + column * CARD_WIDTH
        for y in (_SHEET_TOP - 6 * MM, HEIGHT - _SHEET_TOP + 1 * MM):
            pen.rule(x, y, x, y + 5 * MM, look.GREY, 0.3)
    for row in range(ROWS + 1):
        y = _SHEET_TOP + row * CARD_HEIGHT
        for x in (_SHEET_LEFT - 6 * MM, WIDTH - _SHEET_LEFT + 1 * MM):
            pen.rule(x, y, x + 5 * MM, y, look.GREY, 0.3)
