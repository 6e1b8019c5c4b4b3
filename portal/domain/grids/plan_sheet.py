"""The sheet a plan is drawn on: from the top down, every shape as one SVG element without inline style."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import escape

from portal.domain.line_breaking import Sizes, fit
from portal.domain.look import GREY, INK, PALE, PAPER, PINE, RULE

WIDTH = 344
MARGIN = 14
_PANEL_PADDING = 10

# Kinds of squares.
LIT, OWN, HATCHED = "lit", "own", "hatched"
# The ground an estate stands on, and a road.
GROUND = "#F6F3EC"
ROAD = "#E8E1D4"
_FILLS = {LIT: PINE, OWN: PALE, HATCHED: "url(#plan-hatched)"}
_INKS = {LIT: PAPER, OWN: PINE, HATCHED: GREY}
_STROKES = {LIT: PINE, OWN: PALE, HATCHED: RULE}


def text_width(text: str, size: float) -> float:
    """About how wide a text is: a Chinese sign is square, others little more than half of that."""
    return sum(1.0 if sign >= "⺀" else 0.58 for sign in text) * size


class Sheet:
    """Shapes below one another; `y` is where the next one begins, `em` the size of the print."""

    def __init__(self, em: float) -> None:
        self.em = em
        self.y = float(MARGIN)
        self.left = float(MARGIN)
        self.shapes: list[str] = []

    @property
    def room(self) -> float:
        return WIDTH - 2 * self.left

    @property
    def dots_in_a_row(self) -> int:
        return 10 if self.em <= 17 else 5

    def space(self, ems: float) -> None:
        self.y += ems * self.em

    def heading(self, name: str, address: str) -> None:
        """A block's name, with its address behind it or below."""
        size, lines = fit(name, Sizes(self.em, self.em), self.room, text_width, 2)
        for line in lines:
            self.y += 1.25 * size
            self._text(self.left, self.y - 0.3 * size, line, size, INK, bold=True)
        small = 0.82 * self.em
        behind = self.left + text_width(lines[-1], size) + 0.6 * self.em
        if behind + text_width(address, small) <= self.left + self.room:
            self._text(behind, self.y - 0.3 * size, address, small, GREY)
        else:
            self.y += 1.2 * small
            self._text(self.left, self.y - 0.3 * small, address, small, GREY)
        self.space(0.2)

    @contextmanager
    def panel(self, fill: str) -> Iterator[None]:
        """A rounded ground behind whatever is drawn inside."""
        top, place = self.y, len(self.shapes)
        self.y += _PANEL_PADDING
        self.left += _PANEL_PADDING
        yield
        self.left -= _PANEL_PADDING
        self.y += _PANEL_PADDING - 0.5 * self.em
        self.shapes.insert(place, _rect(self.left, top, self.room, self.y - top, 12, fill))
        self.space(0.9)

    def caption(self, text: str) -> None:
        size = 0.82 * self.em
        self.y += 1.35 * size
        self._text(self.left, self.y, text, size, GREY)
        self.space(0.4)

    def cells(self, labels: Sequence[tuple[str, str]]) -> None:
        """Squares with a label, as many in a row as the longest label lets fit."""
        if not labels:
            return
        gap, height = 0.45 * self.em, 2.5 * self.em
        least = max(height, max(text_width(label, self.em) for label, _ in labels) + 0.9 * self.em)
        in_a_row = max(1, int((self.room + gap) // (least + gap)))
        width = (self.room + gap) / in_a_row - gap
        for number, (label, kind) in enumerate(labels):
            row, column = divmod(number, in_a_row)
            x, y = self.left + column * (width + gap), self.y + row * (height + gap)
            self._square(x, y, width, height, kind)
            size, (line, *_) = fit(label, Sizes(self.em, 0.6 * self.em), width - 0.3 * self.em, text_width)
            self._text(
                x + width / 2, y + height / 2 + 0.36 * size, line, size, _INKS[kind], bold=kind != HATCHED, middle=True
            )
        self.y += -(-len(labels) // in_a_row) * (height + gap)

    def dots(self, label: str, dots: Mapping[int, tuple[str, str]]) -> None:
        """A row of small squares at their places, with what it counts at its beginning."""
        before = 4.2 * self.em
        pitch = (self.room - before) / self.dots_in_a_row
        size, (line, *_) = fit(label, Sizes(0.82 * self.em, 0.5 * self.em), before - 0.3 * self.em, text_width)
        self._text(self.left, self.y + 0.4 * pitch + 0.36 * size, line, size, GREY)
        for place, (name, kind) in dots.items():
            self._square(self.left + before + place * pitch, self.y, 0.8 * pitch, 0.8 * pitch, kind, name)
        self.y += pitch

    def strip(self, text: str) -> None:
        """All that another grid looks after, as one hatched bar."""
        size, lines = fit(text, Sizes(0.82 * self.em, 0.7 * self.em), self.room - self.em, text_width, 2)
        height = (len(lines) * 1.35 + 0.7) * size
        self._square(self.left, self.y, self.room, height, HATCHED)
        for number, line in enumerate(lines):
            self._text(self.left + 0.5 * self.em, self.y + (1.25 + number * 1.35) * size, line, size, GREY)
        self.y += height + 0.45 * self.em

    def band(self, name: str) -> None:
        """A road, its name in the middle."""
        height = 1.7 * self.em
        self.shapes.append(_rect(0, self.y, WIDTH, height, 0, ROAD))
        size, (line, *_) = fit(name, Sizes(self.em, 0.6 * self.em), self.room, text_width)
        self._text(WIDTH / 2, self.y + height / 2 + 0.36 * size, line, size, INK, bold=True, middle=True)
        self.y += height + 0.45 * self.em

    def legend(self, entries: Sequence[tuple[str, str]]) -> None:
        """What the kinds of squares mean."""
        side, size, x = 0.9 * self.em, 0.82 * self.em, self.left
        for kind, words in entries:
            wide = side + 0.4 * self.em + text_width(words, size) + self.em
            if x > self.left and x + wide > self.left + self.room + self.em:
                x, self.y = self.left, self.y + 1.5 * self.em
            self._square(x, self.y, side, side, kind)
            self._text(x + side + 0.4 * self.em, self.y + 0.8 * side, words, size, GREY)
            x += wide
        self.space(0.9)

    def svg(self, title: str, description: str) -> str:
        """The whole picture, with its text for those who do not see it."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="plan" viewBox="0 0 {WIDTH} {_number(self.y + MARGIN)}" '
            'role="img" aria-labelledby="plan-title plan-description">'
            f'<title id="plan-title">{escape(title)}</title><desc id="plan-description">{escape(description)}</desc>'
            '<defs><pattern id="plan-hatched" width="6" height="6" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{PAPER}"/>'
            f'<path d="M0 0V6" stroke="{RULE}" stroke-width="2"/></pattern></defs>'
            f"{''.join(self.shapes)}</svg>"
        )

    def _square(self, x: float, y: float, width: float, height: float, kind: str, name: str = "") -> None:
        corner = 0.27 * min(width, height, 2.5 * self.em)
        self.shapes.append(_rect(x, y, width, height, corner, _FILLS[kind], _STROKES[kind], kind, name))

    def _text(
        self, x: float, y: float, text: str, size: float, fill: str, *, bold: bool = False, middle: bool = False
    ) -> None:
        if text:
            weight = ' font-weight="700"' if bold else ""
            anchor = ' text-anchor="middle"' if middle else ""
            self.shapes.append(
                f'<text x="{_number(x)}" y="{_number(y)}" font-size="{_number(size)}" fill="{fill}"{weight}{anchor}>'
                f"{escape(text)}</text>"
            )


def _rect(
    x: float,
    y: float,
    width: float,
    height: float,
    corner: float,
    fill: str,
    stroke: str = "",
    kind: str = "",
    name: str = "",
) -> str:
    """A rounded rectangle; `kind` becomes its class, `name` what is shown when it is pointed at."""
    edge = f' stroke="{stroke}"' if stroke else ""
    marked = f' class="{kind}"' if kind else ""
    where = f'x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(height)}"'
    shape = f'<rect{marked} {where} rx="{_number(corner)}" fill="{fill}"{edge}'
    return f"{shape}><title>{escape(name)}</title></rect>" if name else f"{shape}/>"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
