"""The A4 notice: building, face, name and phone for two metres' distance, then the code and what it opens.

Positions in points on a page of 595 × 842; the A5 notice is the same drawing at 0.707 of the size. The QR code is
60.7 mm wide on A4 and 42.9 mm on A5; on A4 a name of up to ten characters is set in 54 points or more, a mobile number
in 60.
"""

from portal.domain import look
from portal.domain.contacts.phones import spaced
from portal.domain.line_breaking import Sizes, fit, wrap
from portal.domain.placards.codes import shown
from portal.domain.placards.notice import Notice
from portal.domain.placards.sheet_parts import Pen, measure

WIDTH, HEIGHT = 595.28, 841.89
_LEFT, _RIGHT = 45.0, WIDTH - 45.0
_INNER = _RIGHT - _LEFT
_PANEL_TOP, _PANEL_HEIGHT, _PAD = 201.0, 273.0, 25.0
_PORTRAIT = 132.0
_QR_TOP, _QR_SIDE = 500.0, 172.0
_ASIDE = _LEFT + _QR_SIDE + 40
_CODE_BASELINE = 731.0

# What the code opens, printed where the notice names no duties.
_OPENS = (
    "今天谁当班，马上打电话",
    "楼里的事，拍照报给网格员",
    "办事要什么材料、要多少天",
    "办到哪一步，随时能查",
)


def draw_notice(pen: Pen, notice: Notice) -> None:
    """Draw one notice on the current page."""
    _draw_head(pen, notice)
    _draw_person(pen, notice)
    _draw_code(pen, notice)
    _draw_aside(pen, notice)
    _draw_foot(pen, notice)


def whom_to_call(notice: Notice) -> tuple[str, str]:
    """The large number and the line below it: without a worker or a work phone, the community answers."""
    if notice.worker_name and notice.worker_phone:
        return notice.worker_phone, notice.hours
    if notice.community_phone:
        return notice.community_phone, "请打社区电话"
    return notice.supervision_phone, "请打监督电话" if notice.supervision_phone else ""


def _draw_head(pen: Pen, notice: Notice) -> None:
    pen.mark(_LEFT, 43, 38)
    head = pen.text(_LEFT + 51, 69.5, "您家的网格员", 21, look.INK, bold=True)
    pen.line(_RIGHT, 69, notice.grid_name, (16, 8), _INNER - head - 75, look.GREY, align=1)
    size, lines = fit(notice.place_title, Sizes(46, 20, alone=36), _INNER, measure(bold=True), 2)
    if len(lines) < 2:
        pen.lines(_LEFT, 143, lines, size, look.INK, leading=0, bold=True)
        pen.line(_LEFT, 174, _detail(notice, 19), (19, 8), _INNER, look.GREY)
    else:
        size = min(size, 34)
        pen.lines(_LEFT, 166 - 1.2 * size, lines, size, look.INK, leading=1.2 * size, bold=True)
        pen.line(_LEFT, 187, _detail(notice, 15), (15, 8), _INNER, look.GREY)


def _detail(notice: Notice, size: float) -> str:
    """The entrances; so many that they would be printed small are set closer."""
    wide = measure(bold=False)(notice.place_detail, 0.7 * size) > _INNER
    return notice.place_detail.replace(" · ", "、") if wide else notice.place_detail


def _draw_person(pen: Pen, notice: Notice) -> None:
    pen.box(_LEFT, _PANEL_TOP, _INNER, _PANEL_HEIGHT, 20, look.TINT)
    left, room = _LEFT + _PAD, _INNER - 2 * _PAD
    pen.portrait(left, _PANEL_TOP + _PAD, _PORTRAIT, notice.worker_name, notice.worker_photo)
    _draw_name(pen, notice.worker_name or look.VACANT, left + _PORTRAIT + 26, room - _PORTRAIT - 26)
    phone, note = whom_to_call(notice)
    pen.line(left, _PANEL_TOP + 221, spaced(phone), (60, 24), room, look.PINE, bold=True)
    size, lines = fit(note, Sizes(18, 9, alone=14.5), room, measure(bold=False), 2)
    if len(lines) < 2:
        pen.lines(left, _PANEL_TOP + 251, lines, size, look.INK, leading=0)
    else:
        pen.lines(left, _PANEL_TOP + 243, lines, min(size, 14.5), look.INK, leading=17.5)


def _draw_name(pen: Pen, name: str, x: float, room: float) -> None:
    """Role and name beside the portrait; a long name takes two lines rather than fall below 54 points."""
    size, lines = fit(name, Sizes(66, 24, alone=54), room, measure(bold=True), 2)
    size = size if len(lines) < 2 else min(size, 56)
    role_y, name_y = (62.0, 133.0) if len(lines) < 2 else (41.0, 97.0)
    pen.text(x, _PANEL_TOP + role_y, "网格员", 19, look.GREY)
    pen.lines(x, _PANEL_TOP + name_y, lines, size, look.INK, leading=58, bold=True)


def _draw_code(pen: Pen, notice: Notice) -> None:
    pen.qr(_LEFT, _QR_TOP, _QR_SIDE, notice.url)
    pen.line(_LEFT, _CODE_BASELINE - 23.5, notice.plain_address, (14.5, 7), _QR_SIDE + 20, look.GREY)
    pen.text(_LEFT, _CODE_BASELINE, shown(notice.code), 22, look.INK, bold=True, space=1.2)


def _draw_aside(pen: Pen, notice: Notice) -> None:
    """Beside the code: what the worker does or the code opens, and the word that must appear after the scan."""
    room = _RIGHT - _ASIDE
    title = "网格员为您做的事" if notice.duties else "扫一扫，或在网站输入编号"
    pen.line(_ASIDE, _QR_TOP + 19, title, (20, 12), room, look.INK, bold=True)
    _draw_points(pen, notice.duties or _OPENS, _QR_TOP + 53, room)
    hint = "扫一扫：找网格员、报事、办事、查进度" if notice.duties else ""
    height = 62.0 if hint else 42.0
    top = _CODE_BASELINE + 2 - height
    pen.box(_ASIDE, top, room, height, 10, look.TINT)
    pen.line(_ASIDE + 14, top + 23, hint, (13.5, 8), room - 28, look.INK)
    y = top + height - 14
    width = pen.text(_ASIDE + 14, y, "扫码后应看到核对词", 15, look.PINE)
    pen.text(_ASIDE + 24 + width, y + 1, notice.check_word, 20, look.PINE, bold=True, space=2)


def _draw_points(pen: Pen, points: tuple[str, ...], top: float, room: float) -> None:
    """A list of short lines from baseline `top`, in the largest size at which it keeps clear of the box below."""
    available = _CODE_BASELINE - 72 - top
    for size in (17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0):
        wrapped = [wrap(point, size, room - 1.2 * size, measure(bold=False)) for point in points]
        rows = sum(len(lines) for lines in wrapped)
        if (rows - 1) * 1.25 * size + (len(points) - 1) * 0.3 * size <= available:
            break
    gap = min(0.75 * size, (available - (rows - 1) * 1.25 * size) / max(len(points) - 1, 1))
    y = top
    for lines in wrapped:
        dot = 0.48 * size
        pen.box(_ASIDE, y - 0.62 * size, dot, dot, 0.27 * dot, look.PINE)
        y = pen.lines(_ASIDE + 1.2 * size, y, lines, size, look.INK, leading=1.25 * size) + 1.25 * size + gap


def _draw_foot(pen: Pen, notice: Notice) -> None:
    pen.rule(_LEFT, 752, _RIGHT, 752, look.RULE, 0.8)
    supervision = f"监督电话 {notice.supervision_name}".rstrip()
    numbers = [
        (notice.community_name, spaced(notice.community_phone), look.INK),
        (supervision, spaced(notice.supervision_phone), look.INK),
        ("急事先打", notice.emergency, look.PERSIMMON),
    ]
    column = (_ASIDE - _LEFT, 0.5 * (_RIGHT - _ASIDE), 0.5 * (_RIGHT - _ASIDE))
    x = _LEFT
    for (label, phone, colour), width in zip([entry for entry in numbers if entry[1]], column, strict=False):
        pen.line(x, 772, label, (12.5, 7), width - 14, look.GREY)
        pen.line(x, 792, phone, (16.5, 9), width - 14, colour, bold=True)
        x += width
    day = notice.printed_on
    pen.text(_LEFT, 816, f"{day.year}年{day.month}月{day.day}日印，第{notice.design_version}版", 10.5, look.GREY)
    pen.text(_RIGHT, 816, "今天谁当班，以扫码看到的为准", 10.5, look.GREY, align=1)
