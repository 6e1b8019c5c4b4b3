"""What the recognised names and numbers leave over: small talk, persons, or a place the register does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.domain.grids.addresses import words
from portal.domain.grids.addresses.store import COMMUNITY, DISTRICT, SUBDISTRICT
from portal.domain.grids.addresses.tokens import Tokens

FOREIGN_AREA, FOREIGN_PLACE, OTHER_NAME, STRANGE_PREFIX, STRANGE_WORD, STRANGE_LETTERS = 1.3, 0.9, 0.75, 0.55, 0.04, 0.3

_PROVINCE = re.compile(rf"(?:中国)?(?:{words.PROVINCES})")
_AREA_CHAIN = re.compile(rf"(?:{words.ADMIN.pattern})+")


def talk(shadow: str) -> str:
    """The text without small talk at both ends."""
    while shadow:
        found = words.NOISE.match(shadow)
        if found and found.end():
            shadow = shadow[found.end() :]
            continue
        for start in range(max(0, len(shadow) - 6), len(shadow)):
            if words.NOISE.fullmatch(shadow, start):
                shadow = shadow[:start]
                break
        else:
            return shadow
    return ""


def persons(tokens: Tokens) -> set[int]:
    """Tokens of 张阿姨, 老周, 王大爷家."""
    return {index for found in words.PERSON.finditer(tokens.shadow) for index in range(found.start(), found.end())}


def chunks(tokens: Tokens, covered: set[int]) -> Iterator[tuple[int, int]]:
    """Stretches of uncovered Chinese characters or letters that touch one another."""
    start = -1
    for index in range(len(tokens) + 1):
        inside = index < len(tokens) and index not in covered and tokens.shadow[index] not in "0#"
        if start >= 0 and (not inside or tokens.gaps[index]):
            yield start, index
            start = -1
        if inside and start < 0:
            start = index


def doubt(tokens: Tokens, covered: set[int], names: set[int], name_ends: set[int], levels: frozenset[int]) -> float:
    """How much the left-over words speak against the reading; 0 when they are only talk.

    ``names`` are first tokens of the recognised names, ``name_ends`` the tokens behind them, ``levels`` the kinds of
    area the register names: an unknown district counts only if the register knows districts.
    """
    total = 0.0
    for start, end in chunks(tokens, covered):
        text = tokens.shadow[start:end]
        if text.strip("ai") == "":
            total += 0.0 if all(len(word) == 1 for word in tokens.texts[start:end]) else STRANGE_LETTERS
            continue
        relation = next(
            (found for found in words.RELATION.finditer(text) if found.end() == len(text) or found.start() > 0), None
        )
        if relation and relation.start() >= 2 and start + relation.end() in names | {end}:
            continue
        glued_before = start in name_ends and tokens.gaps[start] == ""
        glued_after = end in names and end < len(tokens) and tokens.gaps[end] == ""
        rest = talk(text)
        if not rest:
            continue
        kept_front, kept_back = text.startswith(rest), text.endswith(rest)
        numbered = end < len(tokens) and tokens.shadow[end] == "0" and kept_back
        total += _chunk(rest, glued_before and kept_front, glued_after and kept_back, numbered, levels)
    return total


def _chunk(rest: str, behind: bool, before: bool, numbered: bool, levels: frozenset[int]) -> float:
    if _AREA_CHAIN.fullmatch(rest):
        last = rest[-1]
        if behind and len(rest) < 3:
            return OTHER_NAME
        if last in "区县旗" and DISTRICT in levels:
            return FOREIGN_AREA
        if last in "道处镇乡" and SUBDISTRICT in levels:
            return FOREIGN_AREA
        return 0.0
    if _PROVINCE.match(rest):
        return 0.0 if before or len(rest) < 6 else STRANGE_WORD
    if rest.endswith(words.ROAD_ENDS) and len(rest) >= 2:
        return FOREIGN_PLACE
    if words.PLACE_END.search(rest):
        if rest.endswith("社区"):
            return OTHER_NAME if COMMUNITY in levels else STRANGE_WORD
        return FOREIGN_PLACE if numbered else OTHER_NAME
    if behind:
        return STRANGE_PREFIX
    if before:
        return OTHER_NAME if len(rest) == 1 else STRANGE_PREFIX
    return STRANGE_WORD
