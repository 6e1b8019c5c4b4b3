"""House and building numbers as people count them: 3号楼 before 12号楼, 甲15号楼 right after 15号楼."""

import re
from collections.abc import Iterable

# The order in which a number is split further: 15号楼, 甲15号楼, 乙15号楼 …
STEMS = "甲乙丙丁戊己庚辛壬癸"

_NUMBERED = re.compile(rf"([{STEMS}]?)(\d+)(.*)", re.DOTALL)
_LETTERED = re.compile(r"([A-Za-z]{1,2})(\d*)(.*)", re.DOTALL)
_PLAIN = re.compile(r"(\d+)(\D*)", re.DOTALL)

_STEMS_IN_TURN = str.maketrans(STEMS, "abcdefghij")
_MOST_PIECES = 6

Order = tuple[int, int, tuple[tuple[int, str], ...]]


def order_of(label: str) -> Order:
    """A key that sorts numbers naturally; lettered blocks (A座) follow them and bare names (门诊楼) come last."""
    if found := _NUMBERED.fullmatch(label):
        stem, digits, rest = found.groups()
        # 188-1号 stands behind 188号.
        return 0, int(digits), ((STEMS.find(stem) if stem else -1, ""), *_pieces(rest.replace("-", "号-")))
    if found := _LETTERED.fullmatch(label):
        letters, digits, rest = found.groups()
        return 1, 0, ((0, letters.upper()), (int(digits or 0), ""), (0, rest))
    return 2, 0, ((0, label),)


def _pieces(text: str) -> tuple[tuple[int, str], ...]:
    """号附12 as words and numbers in turn, so that 附2 comes before 附12; 甲 comes before 乙."""
    text = text.translate(_STEMS_IN_TURN)
    return tuple((int(piece), "") if piece.isdecimal() else (0, piece) for piece in re.findall(r"\d+|\D+", text))


def plain_number(label: str) -> tuple[int, str] | None:
    """A number and the word behind it; None for others: 甲15号楼 stands between 15 and 16 and counts as neither."""
    found = _PLAIN.fullmatch(label)
    return (int(found[1]), found[2]) if found else None


def ranges(labels: Iterable[str], step: int = 1) -> list[str]:
    """Labels of one estate or road side as few readable pieces: `1–11号楼`, `甲15号楼`, `A座`.

    A run counts up by `step` (2 along one side of a road); a number left out ends it, so that nothing is promised
    that is not there.
    """
    pieces: list[str] = []
    run: list[tuple[int, str]] = []

    def close() -> None:
        if len(run) > 2:
            pieces.append(f"{run[0][0]}–{run[-1][0]}{run[0][1]}")
        else:
            pieces.extend(f"{number}{word}" for number, word in run)
        run.clear()

    for label in sorted(set(labels), key=order_of):
        plain = plain_number(label)
        if run and plain != (run[-1][0] + step, run[-1][1]):
            close()
        if plain:
            run.append(plain)
        else:
            pieces.append(label)
    close()
    return pieces


def brief(labels: Iterable[str], step: int = 1) -> str:
    """Labels in one phrase; where the ranges would be many, the first, the last and how many there are."""
    counted = sorted(set(labels), key=order_of)
    pieces = ranges(counted, step)
    if len(pieces) <= _MOST_PIECES:
        return "、".join(pieces)
    return f"{counted[0]}到{counted[-1]}，共 {len(counted)} 处"
