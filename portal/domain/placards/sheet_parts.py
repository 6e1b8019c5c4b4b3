"""The pen that draws print sheets: text that fits, boxes, the mark, portraits and QR codes, all as vectors."""

import hashlib
import io
from collections.abc import Callable
from functools import lru_cache

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from portal.domain import look, qr
from portal.domain.contacts.names import initial
from portal.domain.line_breaking import Measure, fit

REGULAR, BOLD = "Linge", "Linge-Bold"
_colour = lru_cache(HexColor)


@lru_cache(maxsize=1)
def register_fonts() -> TTFont:
    """Read the two font files once in the life of the process; return the regular one."""
    regular = TTFont(REGULAR, look.REGULAR)
    pdfmetrics.registerFont(regular)
    pdfmetrics.registerFont(TTFont(BOLD, look.BOLD))
    return regular


def _measure(font: str) -> Measure:
    return lambda text, size: pdfmetrics.stringWidth(text, font, size)


def missing_characters(text: str) -> str:
    """Those characters of the text that the print fonts cannot draw, for a warning where names are entered."""
    known = register_fonts().face.charToGlyph
    return "".join(dict.fromkeys(c for c in text if not c.isspace() and ord(c) not in known))


class Pen:
    """Draws on a page; positions in points from the top left corner, text by its baseline.

    What many pages share (mark, portraits) is stored once in the document and stamped.
    """

    def __init__(self, canvas: Canvas, height: float, stamps: set[str] | None = None) -> None:
        self.canvas = canvas
        self.height = height
        self._stamps: set[str] = set() if stamps is None else stamps

    def text(
        self, x: float, y: float, text: str, size: float, colour: str, *, bold: bool = False, space: float = 0
    ) -> float:
        """Draw and return the width. `space` is added after each character."""
        font = BOLD if bold else REGULAR
        self.canvas.setFillColor(_colour(colour))
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - y, text, charSpace=space)
        return float(pdfmetrics.stringWidth(text, font, size)) + space * len(text)

    def right(self, x: float, y: float, text: str, size: float, colour: str, *, bold: bool = False) -> None:
        width = pdfmetrics.stringWidth(text, BOLD if bold else REGULAR, size)
        self.text(x - width, y, text, size, colour, bold=bold)

    def centred(self, x: float, y: float, text: str, size: float, colour: str, *, bold: bool = False) -> None:
        width = pdfmetrics.stringWidth(text, BOLD if bold else REGULAR, size)
        self.text(x - width / 2, y, text, size, colour, bold=bold)

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
        leading: float = 1.25,
    ) -> float:
        """Draw the text as large as it fits, downwards from baseline `y`; return the last baseline."""
        size, wrapped = fit(text, sizes, width, _measure(BOLD if bold else REGULAR), lines, 0.5)
        for number, line in enumerate(wrapped):
            y += size * leading if number else 0
            self.text(x, y, line, size, colour, bold=bold)
        return y

    def box(self, left: float, top: float, width: float, height: float, corner: float, colour: str) -> None:
        self.canvas.setFillColor(_colour(colour))
        self.canvas.roundRect(left, self.height - top - height, width, height, corner, stroke=0, fill=1)

    def outline(self, left: float, top: float, width: float, height: float, corner: float, colour: str) -> None:
        self.canvas.setStrokeColor(_colour(colour))
        self.canvas.setLineWidth(1.2)
        self.canvas.roundRect(left, self.height - top - height, width, height, corner, stroke=1, fill=0)

    def rule(self, left: float, right: float, y: float, colour: str = look.RULE, thickness: float = 0.8) -> None:
        self.canvas.setStrokeColor(_colour(colour))
        self.canvas.setLineWidth(thickness)
        self.canvas.line(left, self.height - y, right, self.height - y)

    def upright(self, x: float, top: float, bottom: float, colour: str, thickness: float) -> None:
        self.canvas.setStrokeColor(_colour(colour))
        self.canvas.setLineWidth(thickness)
        self.canvas.line(x, self.height - top, x, self.height - bottom)

    def qr(self, left: float, top: float, side: float, text: str) -> None:
        """The dark modules in a square of `side` points; the caller leaves 4 modules of white around it."""
        modules = qr.matrix(text)
        path = self.canvas.beginPath()
        for x, y, length in qr.dark_runs(modules):
            path.rect(x, len(modules) - 1 - y, length, 1)
        self.canvas.saveState()
        self.canvas.translate(left, self.height - top - side)
        self.canvas.scale(side / len(modules), side / len(modules))
        self.canvas.setFillColor(_colour("#000000"))
        self.canvas.drawPath(path, stroke=0, fill=1)
        self.canvas.restoreState()

    def stamp(
        self, name: str, size: tuple[float, float], draw: "Callable[[Pen], None]", left: float, top: float, scale: float
    ) -> None:
        """Draw something of `size` points, stored in the document once under `name`, scaled."""
        if name not in self._stamps:
            self._stamps.add(name)
            self.canvas.beginForm(name, 0, 0, *size)
            draw(Pen(self.canvas, size[1], self._stamps))
            self.canvas.endForm()
        self.canvas.saveState()
        self.canvas.translate(left, self.height - top - size[1] * scale)
        self.canvas.scale(scale, scale)
        self.canvas.doForm(name)
        self.canvas.restoreState()

    def mark(self, left: float, top: float, size: float) -> None:
        self.stamp("mark", (100, 100), _draw_mark, left, top, size / 100)

    def portrait(self, left: float, top: float, size: float, name: str, photo: bytes | None) -> None:
        """The photo, else the drawn initial, else for a vacant post the mark, in a rounded square."""
        if photo:
            key = "photo-" + hashlib.sha256(photo).hexdigest()[:16]
            self.stamp(key, (100, 100), lambda pen: _draw_photo(pen, photo), left, top, size / 100)
        else:
            drawn = initial(name)
            key = f"initial-{drawn.encode().hex()}"
            self.stamp(key, (100, 100), lambda pen: _draw_initial(pen, drawn), left, top, size / 100)


def _draw_mark(pen: Pen) -> None:
    *plain, lit = look.MARK_CELLS
    for (x, y), colour in [(cell, look.PALE) for cell in plain] + [(lit, look.PINE)]:
        pen.box(x, y, look.MARK_CELL, look.MARK_CELL, look.MARK_CORNER, colour)


def _draw_initial(pen: Pen, drawn: str) -> None:
    pen.box(0, 0, 100, 100, 12, look.PALE)
    if drawn:
        size = 50 if len(drawn) == 1 else 38
        pen.centred(50, 50 + size * 0.37, drawn, size, look.PINE, bold=True)
        return
    *plain, lit = look.MARK_CELLS
    for (x, y), colour in [(cell, look.PAPER) for cell in plain] + [(lit, look.PINE)]:
        pen.box(30 + 0.4 * x, 30 + 0.4 * y, 0.4 * look.MARK_CELL, 0.4 * look.MARK_CELL, 0.4 * look.MARK_CORNER, colour)


def _draw_photo(pen: Pen, photo: bytes) -> None:
    shape = pen.canvas.beginPath()
    shape.roundRect(0, 0, 100, 100, 12)
    pen.canvas.clipPath(shape, stroke=0, fill=0)
    pen.canvas.drawImage(ImageReader(io.BytesIO(photo)), 0, 0, 100, 100)
