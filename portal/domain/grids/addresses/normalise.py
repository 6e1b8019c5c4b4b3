"""From whatever was typed to plain simplified characters, lower-case letters, digits and a few separators."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Any

from portal.domain.grids.addresses import phrases

CONSIDERED = 200
"""Characters of a query that are read; what follows is cut off before anything else is done."""

_DASHES = "‐‑‒–—―−－﹣﹘ー_~～─━"
_SEPARATORS = dict(zip("=[]{}_~;!?<>|", ":()()--,,,() ", strict=True))
_DOTS = "·•・‧∙⋅"
_UMLAUT = "üǖǘǚǜ"

_PRIVATE = re.compile(
    r"[\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{1,20}){1,4}"  # e-mail
    r"|(?<!\d)\d{17}[\dx](?![\da-z])"  # identity card
    r"|(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"  # mobile phone
    r"|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)"  # fixed line with area code
    r"|(?<![\d-])[2-8]\d{2,3}-\d{4}(?![\d-])"  # fixed line as people write it
    r"|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"  # number plate
    r"[a-z][- ]?(?=[a-z\d]{0,5}\d)[a-z\d]{5,6}(?![a-z\d])"
    r"|(?:微信号?|vx|wx|qq|v信)[: 是,]{0,2}[a-z\d_-]{5,20}"
    r"|\d{6,}"  # no house, floor or room has six digits
)

_DOT_OF_NUMBERS = re.compile(r"(?<=[\d号栋幢楼]) ?· ?(?=\d)")


@functools.cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def plain(text: str) -> str:
    """Bring ``text`` (any length, any characters) to the form in which names and queries are compared.

    The result holds Chinese characters, a-z, 0-9, '#' and the separators ' ', '-', ',', '.', '/', '(', ')'.
    """
    text = phrases.without_list_numbers(text[: CONSIDERED * 2])
    out: list[str] = []
    for character in unicodedata.normalize("NFKC", text):
        out.append(_map(character))
    simplified: str = _converter().convert("".join(out)[:CONSIDERED])
    simplified = _DOT_OF_NUMBERS.sub("-", simplified)
    return simplified.replace("·", "")


@functools.lru_cache(maxsize=4096)
def _map(character: str) -> str:
    if character.isascii():
        lowered = character.lower()
        if lowered.isalnum() or lowered in "#-/.,()@+: ":
            return lowered
        return _SEPARATORS.get(character, " ")
    if character in _DASHES:
        return "-"
    if character in _DOTS:
        return "·"
    if character in "○◯⚪〇":
        return "〇"
    if character in "、":
        return ","
    if "一" <= character <= "鿿" or character in "〇㐀" or "㐀" <= character <= "䶿":
        return character
    if character in "【（〔《「『〈":
        return "("
    if character in "】）〕》」』〉":
        return ")"
    if character in "，。、；：！？…“”‘’":
        return ","
    if character == "№":
        return " "
    base = unicodedata.normalize("NFD", character)
    if base[0].isascii() and base[0].isalpha():
        return "v" if character.lower() in _UMLAUT else base[0].lower()
    category = unicodedata.category(character)
    if category in ("Cf", "Mn", "Me", "Cs"):
        return ""
    return " "


def without_private(text: str) -> str:
    """Blank out phones, identity numbers, plates, mail addresses and chat names in an already plain text."""
    return _PRIVATE.sub(" , ", text)


def query(text: str) -> str:
    """A typed text, plain, without private details, in the usual forms of numbers."""
    return phrases.usual(without_private(plain(text)))
