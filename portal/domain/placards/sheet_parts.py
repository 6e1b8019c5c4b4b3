"""The pen that draws print sheets: text that fits, boxes, the mark, portraits and QR codes, all as vectors."""

import hashlib
import io
import re
from collections.abc import Callable
from functools import lru_cache

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument, PDFStream
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from portal.domain import look, qr
from portal.domain.contacts.names import initial
from portal.domain.line_breaking import Measure, Sizes, fit

REGULAR, BOLD = "Linge", "Linge-Bold"
_colour = lru_cache(HexColor)


class _Font(TTFont):
    """A font whose rare characters, those beyond U+FFFF in names, can be searched, copied and read aloud.

    reportlab writes their code points where the table from glyphs to text asks for UTF-16.
    """

    def addObjects(self, doc: PDFDocument) -> None:
        super().addObjects(doc)
        for name, stream in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:") and isinstance(stream, PDFStream):
                stream.content = re.sub(r"<([0-9A-F]{5,6})>", _utf16, stream.content)


def _utf16(point: re.Match[str]) -> str:
    return f"<{chr(int(point[1], 16)).encode('utf-16-be').hex().upper()}>"


@lru_cache(maxsize=1)
def register_fonts() -> TTFont:
    """Read the two font files once in the life of the process; return the regular one."""
    regular = _Font(REGULAR, look.REGULAR)
    pdfmetrics.registerFont(regular)
    pdfmetrics.registerFont(_Font(BOLD, look.BOLD))
    return regular


def missing_characters(text: str) -> str:
    """Those characters of the text that the print fonts cannot draw, for a warning where names are entered."""
    known = register_fonts().face.charToGlyph
    return "".join(dict.fromkeys(c for c in text if not c.isspace() and ord(c) not in known))


def _font(bold: bool) -> str:
    return BOLD if bold else REGULAR


def measure(bold: bool) -> Measure:
    """How wide a text is in points."""
    return lambda text, size: pdfmetrics.stringWidth(text, _font(bold), size)


class Pen:
    """Draws on a page; positions in points from the top left corner, text by its baseline.

    What many pages share (mark, portraits) is stored in the document once and stamped.
    """

    def __init__(self, canvas: Canvas, height: float, stamps: set[str] | None = None) -> None:
        self.canvas = canvas
        self.height = height
        self._stamps: set[str] = set() if stamps is None else stamps

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: str,
        *,
        bold: bool = False,
        align: float = 0,
        space: float = 0,
    ) -> float:
        """Draw one line and return its width.

        `x` is its left end, its middle (`align` 0.5) or its right end (1). `space` is added after each character.
        """
        width = measure(bold)(text, size) + space * max(len(text) - 1, 0)
        self.canvas.setFillColor(_colour(colour))
        self.canvas.setFont(_font(bold), size)
        self.canvas.drawString(x - align * width, self.height - y, text, charSpace=space)
        return width

    def line(
        self,
        x: float,
        y: float,
        text: str,
        sizes: tuple[float, float],
        room: float,
        colour: str,
        *,
        bold: bool = False,
        align: float = 0,
    ) -> float:
        """Draw one line as large as the room allows, from the first of `sizes` down; return its width."""
        size, lines = fit(text, Sizes(*sizes), room, measure(bold))
        return self.text(x, y, lines[0], size, colour, bold=bold, align=align) if lines else 0

    def lines(
        self, x: float, y: float, lines: list[str], size: float, colour: str, *, leading: float, bold: bool = False
    ) -> float:
        """Draw lines `leading` points apart, the first on baseline `y`; return the last baseline."""
        for number, line in enumerate(lines):
            self.text(x, y + number * leading, line, size, colour, bold=bold)
        return y + max(len(lines) - 1, 0) * leading

    def box(self, left: float, top: float, width: float, height: float, corner: float, colour: str) -> None:
        self.canvas.setFillColor(_colour(colour))
        self.canvas.roundRect(left, self.height - top - height, width, height, corner, stroke=0, fill=1)

    def rule(self, x: float, y: float, to_x: float, to_y: float, colour: str, thickness: float) -> None:
        self.canvas.setStrokeColor(_colour(colour))
        self.canvas.setLineWidth(thickness)
        self.canvas.line(x, self.height - y, to_x, self.height - to_y)

    def qr(self, left: float, top: float, side: float, text: str) -> None:
        """The dark modules in a square of `side` points; the caller leaves 4 modules of white around it.

        One path, so that no viewer shows hairlines between the rows.
        """
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
            key = "initial-" + drawn.encode().hex()
            self.stamp(key, (100, 100), lambda pen: _draw_initial(pen, drawn), left, top, size / 100)


def _draw_mark(pen: Pen) -> None:
    _draw_cells(pen, 0, 1, look.PALE)


def _draw_cells(pen: Pen, offset: float, scale: float, plain: str) -> None:
    cell = scale * look.MARK_CELL
    for x, y in look.MARK_CELLS:
        colour = look.PINE if (x, y) == look.MARK_CELLS[-1] else plain
        pen.box(offset + scale * x, offset + scale * y, cell, cell, scale * look.MARK_CORNER, colour)


def _draw_initial(pen: Pen, drawn: str) -> None:
    pen.box(0, 0, 100, 100, 12, look.PALE)
    if not drawn:
        _draw_cells(pen, 30, 0.4, look.PAPER)
        return
    size = 50 if len(drawn) == 1 else 38
    pen.text(50, 50 + size * 0.37, drawn, size, look.PINE, bold=True, align=0.5)


def _draw_photo(pen: Pen, photo: bytes) -> None:
    shape = pen.canvas.beginPath()
    shape.roundRect(0, 0, 100, 100, 12)
    pen.canvas.clipPath(shape, stroke=0, fill=0)
    pen.canvas.drawImage(ImageReader(io.BytesIO(photo)), 0, 0, 100, 100)
