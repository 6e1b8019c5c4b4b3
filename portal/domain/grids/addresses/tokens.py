"""Cut plain text into tokens: one Chinese character, one number, one pinyin syllable or '#' each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from portal.domain.grids.addresses import numerals
from portal.domain.grids.addresses.sounds import Sounds

_SPELT_MARKERS = (
    (("hao", "lou"), "号楼", False), (("hao", "yuan"), "号院", False), (("dan", "yuan"), "单元", False),
    (("wang", "ge"), "网格", False), (("hao",), "号", False), (("lou",), "楼", True), (("dong",), "栋", True),
    (("zhuang",), "幢", True), (("zuo",), "座", True), (("men",), "门", True), (("shi",), "室", True),
    (("nong",), "弄", False), (("long",), "弄", False), (("ceng",), "层", True), (("yuan",), "院", True),
)  # fmt: skip
_SHORT_MARKERS = {"h": "号", "hl": "号楼", "dy": "单元"}
_ROMAN = {"ii": "2", "iii": "3", "iv": "4"}
_PIECE = re.compile(r"[a-z]+|[0-9]+|#|[ \-,./()+:@]+|.", re.DOTALL)
_SPREAD = re.compile(r"(?<=[\d甲乙丙丁]) (?=\d)")


@dataclass(slots=True)
class Tokens:
    """Parallel lists; ``shadow`` has one character per token: itself, '0' number, 'a' syllable, 'i' other letters.

    ``written`` keeps numerals as they were typed; ``gaps[k]`` is the separator text in front of token k, '' where it
    touches the token before.
    """

    texts: list[str] = field(default_factory=list)
    shadow: str = ""
    gaps: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.texts)

    def join(self, start: int, end: int) -> str:
        """The texts of tokens start..end-1 without separators."""
        return "".join(self.texts[start:end])


def tokenise(plain: str, sounds: Sounds) -> Tokens:
    """Cut an already plain text (see ``normalise.plain``)."""
    if plain.strip().count(" ") * 2 >= len(plain.replace(" ", "")) >= 6:
        plain = _SPREAD.sub("", plain)
    texts: list[str] = []
    shadow: list[str] = []
    gaps: list[str] = []
    written: list[str] = []
    gap = ""

    def put(text: str, kind: str, typed: str = "") -> None:
        nonlocal gap
        texts.append(text)
        written.append(typed or text)
        shadow.append(kind)
        gaps.append(gap)
        gap = ""

    position = 0
    while position < len(plain):
        found = _PIECE.match(plain, position)
        if found is None:
            break
        piece = found.group()
        first = piece[0]
        if first.isascii() and first.isdigit():
            put(piece.lstrip("0") or "0", "0")
        elif "a" <= first <= "z":
            _put_letters(piece, sounds, shadow, put)
        elif first == "#":
            put("#", "#")
        elif first in " -,./()+:@":
            gap = (gap + piece)[:4]
        else:
            end, digits = numerals.take(plain, position)
            if digits:
                put(digits[:6].lstrip("0") or "0", "0", plain[position:end])
                position = end
                continue
            put(piece, piece)
        position = found.end()
    return _with_markers(Tokens(texts, "".join(shadow), gaps, written))


def _put_letters(piece: str, sounds: Sounds, shadow: list[str], put: Callable[[str, str], None]) -> None:
    if piece in _ROMAN:
        put(_ROMAN[piece], "0")
        return
    if shadow and shadow[-1] == "0" and piece in _SHORT_MARKERS:
        for character in _SHORT_MARKERS[piece]:
            put(character, character)
        return
    syllables = sounds.cut(piece) if len(piece) > 1 else None
    if syllables is None:
        put(piece, "i")
        return
    for syllable in syllables:
        put(syllable, "a")


def _with_markers(tokens: Tokens) -> Tokens:
    """Turn spelt markers after a number into characters: 3 hao lou → 3号楼."""
    if "a" not in tokens.shadow:
        return tokens
    texts: list[str] = []
    shadow: list[str] = []
    gaps: list[str] = []
    written: list[str] = []
    index = 0
    while index < len(tokens):
        done = False
        if tokens.shadow[index] == "a" and shadow and shadow[-1] == "0":
            for spelt, characters, only_last in _SPELT_MARKERS:
                end = index + len(spelt)
                if tuple(tokens.texts[index:end]) != spelt:
                    continue
                if only_last and end < len(tokens) and tokens.shadow[end] == "a" and tokens.gaps[end] == "":
                    continue
                for offset, character in enumerate(characters):
                    texts.append(character)
                    written.append(character)
                    shadow.append(character)
                    gaps.append(tokens.gaps[index] if offset == 0 else "")
                index, done = end, True
                break
        if not done:
            texts.append(tokens.texts[index])
            written.append(tokens.written[index])
            shadow.append(tokens.shadow[index])
            gaps.append(tokens.gaps[index])
            index += 1
    return Tokens(texts, "".join(shadow), gaps, written)
