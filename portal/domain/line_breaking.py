"""Breaking and shrinking Chinese text so that it fits its box, on paper and in pictures alike.

A line may break between any two Chinese characters, except that closing punctuation never starts a line and opening
punctuation never ends one. Numbers and Latin words stay whole, and so does a number with its measure: 3号楼, 2单元.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

# The width of a text at a size, both in the unit of the drawing (points or pixels).
Measure = Callable[[str, float], float]

_OPENING = "（《“‘「『【〈(["
_CLOSING = "，。、；：！？）》”’」』】〉·…—%,.;:!?)]"
_ATOM = re.compile(
    rf"[{re.escape(_OPENING)}]*"
    r"(?:[甲乙丙丁]?[0-9A-Za-z][0-9A-Za-z+\-–:./@#]*(?:号楼|号院|单元|组团|网格|[号栋幢座楼室期区弄日月年])?|\S|\s)"
    rf"[{re.escape(_CLOSING)}]*"
)
_ELLIPSIS = "…"


@dataclass(frozen=True)
class Sizes:
    """How large a text may be: `largest` down to `least`. Below `alone` one line gives way to several, if allowed."""

    largest: float
    least: float
    alone: float = 0
    step: float = 0.5


def wrap(text: str, size: float, width: float, measure: Measure) -> list[str]:
    """The text in lines no wider than `width`; an atom wider than a line is cut inside."""
    lines: list[str] = []
    line = ""
    for atom in _ATOM.findall(text):
        if measure((line + atom).rstrip(), size) <= width:
            line += atom
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = atom.lstrip()
        while len(line) > 1 and measure(line.rstrip(), size) > width:
            cut = next(end for end in range(len(line) - 1, 0, -1) if end == 1 or measure(line[:end], size) <= width)
            lines.append(line[:cut])
            line = line[cut:]
    if line.strip():
        lines.append(line.rstrip())
    return lines


def fit(text: str, sizes: Sizes, width: float, measure: Measure, most_lines: int = 1) -> tuple[float, list[str]]:
    """The largest size at which the text takes at most `most_lines`, and those lines, of about the same length.

    Where even the smallest size is too large, the last line ends with an ellipsis.
    """
    size = sizes.largest
    while size >= max(sizes.least, sizes.alone if most_lines > 1 else 0):
        if measure(text, size) <= width:
            return size, [text] if text else []
        size -= sizes.step
    size = sizes.largest
    while size > sizes.least:
        if len(wrap(text, size, width, measure)) <= most_lines:
            return size, _even(text, size, width, measure)
        size -= sizes.step
    lines = wrap(text, sizes.least, width, measure)
    if len(lines) > most_lines:
        lines[most_lines - 1 :] = [_cut(lines[most_lines - 1], sizes.least, width, measure)]
    return sizes.least, lines


def _even(text: str, size: float, width: float, measure: Measure) -> list[str]:
    """Lines of about the same length. Of two, the first ends with a clause or a word where both halves fit."""
    lines = wrap(text, size, width, measure)
    if len(lines) == 2:
        for ends in ("；。，·", " "):
            halves = [[text[: at + 1].rstrip(), text[at + 1 :].lstrip()] for at, c in enumerate(text) if c in ends]
            fitting = [pair for pair in halves if pair[1] and all(measure(half, size) <= width for half in pair)]
            if fitting:
                return min(fitting, key=lambda pair: max(measure(half, size) for half in pair))
    narrow, wide = width / 2, width
    while len(lines) > 1 and wide - narrow > size / 4:
        tried = (narrow + wide) / 2
        narrower = wrap(text, size, tried, measure)
        if len(narrower) == len(lines) and max(measure(line, size) for line in narrower) <= tried:
            lines, wide = narrower, tried
        else:
            narrow = tried
    return lines


def _cut(line: str, size: float, width: float, measure: Measure) -> str:
    while line and measure(line + _ELLIPSIS, size) > width:
        line = line[:-1]
    return line.rstrip(_CLOSING + " ") + _ELLIPSIS
