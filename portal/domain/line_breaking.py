"""Breaking and shrinking Chinese text so that it fits its box, for paper and pictures alike.

A line may break between any two Chinese characters, except that closing punctuation never starts a line and opening
punctuation never ends one. Numbers and Latin words stay whole, and so does a number with its measure: 3号楼, 2单元.
"""

import re
from collections.abc import Callable

# The width of a text at a size, both in the unit of the drawing (points or pixels).
Measure = Callable[[str, float], float]

_OPENING = "（《“‘「『【〈(["
_CLOSING = "，。、；：！？）》”’」』】〉·…—%,.;:!?)]"
_ATOM = re.compile(
    rf"[{re.escape(_OPENING)}]*"
    r"(?:[甲乙丙丁东西南北]?[0-9A-Za-z][0-9A-Za-z+\-–:./@#]*(?:号楼|号院|单元|组团|[号栋幢座楼室期区弄日月年])?|\S|\s)"
    rf"[{re.escape(_CLOSING)}]*"
)
_ELLIPSIS = "…"


def wrap(text: str, size: float, width: float, measure: Measure) -> list[str]:
    """The text in lines no wider than `width`; an atom wider than a line is cut inside."""
    lines: list[str] = []
    line = ""
    for atom in _atoms(text):
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


def fit(
    text: str, sizes: tuple[float, float], width: float, measure: Measure, max_lines: int = 1, step: float = 1.0
) -> tuple[float, list[str]]:
    """The largest size, from the first of `sizes` down to the second, at which the text takes at most `max_lines`.

    With several lines allowed, a space is the first place to break, then the fewest lines are preferred to a larger
    size only when one line holds the text at nine tenths of the largest size. At the smallest size the rest is cut
    off with an ellipsis.
    """
    largest, smallest = sizes
    size = largest
    while size > smallest - step / 2:
        if measure(text, size) <= width and (max_lines == 1 or size >= 0.75 * largest):
            return size, [text] if text else []
        size -= step
    size = largest
    while max_lines > 1 and size > smallest - step / 2:
        lines = _at_spaces(text, size, width, measure) or wrap(text, size, width, measure)
        if len(lines) <= max_lines:
            return size, lines
        size -= step
    lines = wrap(text, smallest, width, measure)
    if len(lines) <= max_lines:
        return smallest, lines
    last = lines[max_lines - 1]
    while last and measure(last + _ELLIPSIS, smallest) > width:
        last = last[:-1]
    return smallest, [*lines[: max_lines - 1], last + _ELLIPSIS]


def _atoms(text: str) -> list[str]:
    return _ATOM.findall(text)


def _at_spaces(text: str, size: float, width: float, measure: Measure) -> list[str]:
    """Two lines broken at a space, where both halves fit; else nothing."""
    for space in reversed([at for at, character in enumerate(text) if character == " "]):
        halves = [text[:space].rstrip(), text[space:].lstrip()]
        if all(measure(half, size) <= width for half in halves):
            return halves
    return []
