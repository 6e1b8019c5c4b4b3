"""Contact cards for letter boxes: ten of 90 × 54 mm on an A4 sheet, to be cut along the marks in the margin."""

from collections.abc import Sequence
from functools import partial

from portal.domain import look
from portal.domain.contacts.phones import spaced
from portal.domain.placards.codes import shown
from portal.domain.placards.notice import Notice, content_digest
from portal.domain.placards.notice_layout import HEIGHT, WIDTH, whom_to_call
from portal.domain.placards.sheet_parts import Pen

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
            "card-" + content_digest(notice), (CARD_WIDTH, CARD_HEIGHT), partial(_card, notice=notice), left, top, 1
        )
    _cut_marks(pen)


def _card(pen: Pen, notice: Notice) -> None:
    qr_left = CARD_WIDTH - _PAD - _QR_SIDE
    room = qr_left - 12 - _PAD
    pen.mark(_PAD, _PAD, 14)
    pen.fitted(_PAD + 20, _PAD + 10.5, notice.grid_name, (9, 6), room - 20, look.GREY)
    name = notice.worker_name or look.VACANT
    pen.text(_PAD, 46, "网格员", 8.5, look.GREY)
    pen.fitted(_PAD, 71, name, (24, 12), room, look.INK, bold=True)
    phone, note = whom_to_call(notice)
    pen.fitted(_PAD, 95, spaced(phone), (20, 11), room, look.PINE, bold=True)
    pen.fitted(_PAD, 109, note, (8.5, 6), room, look.INK)
    pen.rule(_PAD, _PAD + room, 119, thickness=0.5)
    if notice.community_phone:
        width = pen.text(_PAD, 134, "社区", 8.5, look.GREY)
        pen.fitted(
            _PAD + width + 5, 134, spaced(notice.community_phone), (10, 7), room - width - 5, look.INK, bold=True
        )
    pen.qr(qr_left, _PAD, _QR_SIDE, notice.url)
    middle = qr_left + _QR_SIDE / 2
    pen.centred(middle, 108, shown(notice.code), 10.5, look.INK, bold=True)
    pen.centred(middle, 121, notice.plain_address, 7, look.GREY)
    pen.centred(middle, 136, "核对词 " + notice.check_word, 9, look.PINE, bold=True)


def _cut_marks(pen: Pen) -> None:
    """Hairlines of 5 mm outside the cards, at each edge where the knife goes."""
    for column in range(COLUMNS + 1):
        x = _SHEET_LEFT + column * CARD_WIDTH
        for y in (_SHEET_TOP - 6 * MM, HEIGHT - _SHEET_TOP + 1 * MM):
            pen.upright(x, y, y + 5 * MM, look.GREY, 0.3)
    for row in range(ROWS + 1):
        y = _SHEET_TOP + row * CARD_HEIGHT
        for x in (_SHEET_LEFT - 6 * MM, WIDTH - _SHEET_LEFT + 1 * MM):
            pen.rule(x, x + 5 * MM, y, look.GREY, 0.3)
