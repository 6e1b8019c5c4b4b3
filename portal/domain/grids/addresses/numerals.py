"""Numbers written in Chinese characters."""

from __future__ import annotations

DIGITS = {
    "〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "幺": 1, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
TENS = {"廿": 20, "卅": 30}
CHARACTERS = frozenset(DIGITS) | frozenset(UNITS) | frozenset(TENS)

_DOUBTFUL = frozenset("壹贰叁肆伍陆柒捌玖幺")
_SPOKEN = "零一二三四五六七八九"


def take(text: str, start: int) -> tuple[int, str]:
    """Read the numeral that begins at ``start``: (end, decimal digits), or (start, '') if there is none.

    百 and 千 open no numeral (百通新苑 is a name) and need a digit before them; 一一九 is read digit by digit.
    """
    end = start
    if text[start] in _DOUBTFUL and not _in_number(text, start):
        return start, ""
    if text[start] not in DIGITS and text[start] not in TENS and text[start] not in "十拾":
        return start, ""
    while end < len(text) and text[end] in CHARACTERS:
        if text[end] in "百佰千仟" and (end == start or text[end - 1] not in DIGITS):
            break
        end += 1
    run = text[start:end]
    if all(character in DIGITS for character in run):
        return end, "".join(str(DIGITS[character]) for character in run)
    return end, str(_value(run))


def _in_number(text: str, at: int) -> bool:
    """陆 and 伍 are also names and slips of the ear: numbers only beside another numeral or before a marker."""
    beside = text[at - 1 : at] + text[at + 1 : at + 2]
    return any(character in CHARACTERS for character in beside) or text[at + 1 : at + 2] in tuple(
        "号楼栋幢座单室弄期层门"
    )


def _value(run: str) -> int:
    total, digit = 0, 0
    last_unit = 10
    for character in run:
        if character in DIGITS:
            digit = digit * 10 + DIGITS[character] if digit else DIGITS[character]
        elif character in TENS:
            total, digit, last_unit = total + TENS[character], 0, 10
        else:
            last_unit = UNITS[character]
            total, digit = total + (digit or 1) * last_unit, 0
    if digit and last_unit >= 100 and run[-2:-1] in ("百", "佰", "千", "仟"):
        return total + digit * last_unit // 10
    return total + digit


def spoken(digits: str) -> str:
    """The characters one would say for ``digits``, used to compare sounds: '34' → 三四."""
    return "".join(_SPOKEN[int(digit)] for digit in digits if digit.isdigit() and digit.isascii())
