"""Print sheets for placards: A4 and A5 notices for the stairwell, contact cards for the letter boxes.

A town's 2,038 A4 notices are one file of 6 MB, or 15 with photos. The document is kept in memory until it is written:
some 10 KB a page, and the whole file once more at the end.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from functools import partial
from itertools import islice
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from portal.domain.placards.card_layout import CARDS, draw_cards
from portal.domain.placards.notice import Notice, content_digest
from portal.domain.placards.notice_layout import HEIGHT, WIDTH, draw_notice
from portal.domain.placards.sheet_parts import Pen, missing_characters, register_fonts

__all__ = ["Notice", "SheetFormat", "content_digest", "missing_characters", "write_sheets"]


class SheetFormat(StrEnum):
    """What a job prints: one notice a page, ten copies of a card a page, or ten different cards in a row."""

    A4 = "a4"
    A5 = "a5"
    CARDS = "cards"
    CARDS_ROW = "cards-row"


_A5_SCALE = 2**-0.5
_TITLES = {
    SheetFormat.A4: "网格员公示牌（A4）",
    SheetFormat.A5: "网格员公示牌（A5）",
    SheetFormat.CARDS: "网格员联系卡",
    SheetFormat.CARDS_ROW: "网格员联系卡",
}


def write_sheets(
    out: BinaryIO,
    notices: Iterable[Notice],
    fmt: SheetFormat,
    *,
    title: str = "",
    on_page: Callable[[int], None] | None = None,
) -> int:
    """Write one PDF with a page for each notice (for ten of them with `CARDS_ROW`) and return the number of pages.

    Notices are drawn one at a time, so they may come from a query; `on_page` hears the number of each finished page.
    Raises `ValueError` when there is no notice at all.
    """
    register_fonts()
    scale = _A5_SCALE if fmt is SheetFormat.A5 else 1
    canvas = Canvas(out, pagesize=(WIDTH * scale, HEIGHT * scale), pageCompression=1, invariant=1, lang="zh-CN")
    canvas.setTitle(title or _TITLES[fmt])
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setCreator("邻格")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    pen = Pen(canvas, HEIGHT)
    pages = 0
    for group in _groups(notices, CARDS if fmt is SheetFormat.CARDS_ROW else 1):
        if not pages:
            canvas.setDateFormatter(partial(_noon, group[0].printed_on))
        canvas.scale(scale, scale)
        if fmt in (SheetFormat.A4, SheetFormat.A5):
            draw_notice(pen, group[0])
        else:
            draw_cards(pen, group * CARDS if fmt is SheetFormat.CARDS else group)
        canvas.showPage()
        pages += 1
        if on_page:
            on_page(pages)
    if not pages:
        raise ValueError("no notice to print")
    canvas.save()
    return pages


def _noon(day: date, *_moment: int) -> str:
    """The date of the document is the day printed on the first notice: the same notices give the same file."""
    return f"D:{day:%Y%m%d}120000+08'00'"


def _groups(notices: Iterable[Notice], size: int) -> Iterator[list[Notice]]:
    left = iter(notices)
    while group := list(islice(left, size)):
        yield group
