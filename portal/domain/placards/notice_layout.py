"""The A4 notice: building, face, name and phone for two metres' distance, then the code and what it opens.

Positions in points on a page of 595 × 842; the A5 notice is the same drawing at 0.707 of the size. On A4 the QR code is
63 mm wide, the name 54 points or more unless longer than four characters, the phone 60.
"""

from portal.domain import look
from portal.domain.contacts.phones import spaced
from portal.domain.placards.codes import shown
from portal.domain.placards.notice import Notice
from portal.domain.placards.sheet_parts import Pen

WIDTH, HEIGHT = 595.28, 841.89
_LEFT, _RIGHT = 45.0, WIDTH - 45.0
_INNER = _RIGHT - _LEFT
_CARD_TOP, _CARD_HEIGHT, _PAD = 196.0, 262.0, 26.0
_PORTRAIT = 138.0
_QR_TOP, _QR_SIDE = 484.0, 178.0
_ASIDE = _LEFT + _QR_SIDE + 42

# Printed where the notice names no duties of its own.
_WHAT_FOR = (
    "今天谁当班，马上打电话",
    "报修、反映问题，看办到哪一步",
    "给老人、残疾人、困难家庭办事",
    "通知公告、志愿活动",
)


def draw_notice(pen: Pen, notice: Notice) -> None:
    """Draw one notice on the current page."""
    _head(pen, notice)
    _person(pen, notice)
    _code(pen, notice)
    _aside(pen, notice)
    _foot(pen, notice)


def whom_to_call(notice: Notice) -> tuple[str, str]:
    """The large number and the line below it: without a worker or a work phone, the community answers."""
    if notice.worker_name and notice.worker_phone:
        return notice.worker_phone, notice.hours
    if notice.community_phone:
        return notice.community_phone, "请打社区电话"
    return notice.supervision_phone, "请打监督电话" if notice.supervision_phone else ""


def _head(pen: Pen, notice: Notice) -> None:
    pen.mark(_LEFT, 42, 38)
    pen.text(_LEFT + 52, 68.5, "您家的网格员", 21, look.INK, bold=True)
    pen.right(_RIGHT, 68, notice.grid_name, 16, look.GREY)
    y = pen.fitted(_LEFT, 142, notice.place_title, (46, 22), _INNER, look.INK, bold=True, lines=2, leading=1.15)
    if notice.place_detail:
        pen.fitted(_LEFT, y + 30, notice.place_detail, (19, 12), _INNER, look.GREY)


def _person(pen: Pen, notice: Notice) -> None:
    pen.box(_LEFT, _CARD_TOP, _INNER, _CARD_HEIGHT, 20, look.TINT)
    left = _LEFT + _PAD
    pen.portrait(left, _CARD_TOP + _PAD, _PORTRAIT, notice.worker_name, notice.worker_photo)
    x = left + _PORTRAIT + 26
    room = _RIGHT - _PAD - x
    pen.text(x, _CARD_TOP + 52, "网格员", 19, look.GREY)
    name = notice.worker_name or look.VACANT
    pen.fitted(x, _CARD_TOP + 122, name, (66, 30), room, look.INK, bold=True, lines=2, leading=1.1)
    phone, note = whom_to_call(notice)
    pen.fitted(left, _CARD_TOP + 216, spaced(phone), (60, 30), _INNER - 2 * _PAD, look.PINE, bold=True)
    pen.fitted(left, _CARD_TOP + 244, note, (17.5, 12), _INNER - 2 * _PAD, look.INK)


def _code(pen: Pen, notice: Notice) -> None:
    pen.qr(_LEFT, _QR_TOP, _QR_SIDE, notice.url)
    pen.fitted(_LEFT, 698, notice.plain_address, (15, 8), _QR_SIDE + 24, look.GREY)
    pen.text(_LEFT, 724, shown(notice.code), 22, look.INK, bold=True, space=1.2)


def _aside(pen: Pen, notice: Notice) -> None:
    room = _RIGHT - _ASIDE
    pen.fitted(_ASIDE, _QR_TOP + 18, "扫一扫，或在网站输入编号", (20, 14), room, look.INK, bold=True)
    y = _QR_TOP + 52
    for duty in (notice.duties or _WHAT_FOR)[:5]:
        pen.box(_ASIDE, y - 11, 8.4, 8.4, 2.4, look.PINE)
        y = pen.fitted(_ASIDE + 20, y, duty, (17, 11), room - 20, look.INK) + 26
    pen.box(_ASIDE, _QR_TOP + _QR_SIDE - 38, room, 38, 10, look.TINT)
    width = pen.text(_ASIDE + 14, _QR_TOP + _QR_SIDE - 13, "扫码后应看到核对词", 15.5, look.PINE)
    pen.text(_ASIDE + 24 + width, _QR_TOP + _QR_SIDE - 12, notice.check_word, 20, look.PINE, bold=True, space=2)


def _foot(pen: Pen, notice: Notice) -> None:
    pen.rule(_LEFT, _RIGHT, 746)
    column = _INNER / 3
    supervision = f"监督 · {notice.supervision_name}" if notice.supervision_name else "监督电话"
    for number, (label, phone, colour) in enumerate(
        (
            (notice.community_name, spaced(notice.community_phone), look.INK),
            (supervision, spaced(notice.supervision_phone), look.INK),
            ("急事先打", notice.emergency, look.PERSIMMON),
        )
    ):
        if phone:
            x = _LEFT + number * column
            pen.fitted(x, 768, label, (13, 9), column - 12, look.GREY)
            pen.fitted(x, 789, phone, (17, 11), column - 12, colour, bold=True)
    day = notice.printed_on
    pen.text(_LEFT, 814, f"{day.year}年{day.month}月{day.day}日印制 · 第{notice.design_version}版", 9.5, look.GREY)
