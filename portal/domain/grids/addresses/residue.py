"""What the recognised names and numbers leave over: small talk, persons, or a place the register does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.domain.grids.addresses import small_talk, words
from portal.domain.grids.addresses.store import COMMUNITY, DISTRICT, SUBDISTRICT
from portal.domain.grids.addresses.tokens import Tokens

FOREIGN_AREA, FOREIGN_PLACE, OTHER_NAME, STRANGE_PREFIX, STRANGE_WORD, STRANGE_LETTERS = 1.3, 0.9, 0.75, 0.55, 0.04, 0.3
OTHER_ENDING, ADDED_ENDING = 0.6, 0.15

_PROVINCE = re.compile(rf"(?:中国)?(?:{words.PROVINCES})")
_SHOP = re.compile(r"(?:店|馆|超市|餐厅|小吃|火锅|拉面|烧烤|银行|公司|诊所|网吧)$")
_BESIDE = re.compile(r"楼?[前后旁]的")
_CITY = re.compile(rf"(?:{words.PROVINCES}|{words.CITIES})")
_AREA_CHAIN = re.compile(rf"(?:{words.ADMIN.pattern})+")
_FOREIGN_START = re.compile(
    r"[一-鿿]{2,6}?(?:(?<![超城都夜菜])市(?![场民])|(?<![小社片园校市城库景东西南北活舍])区|省|自治州|县(?!城))"
)
_HOME_END = re.compile(
    r"(?:小区|社区|花园|花苑|家园|公寓|宿舍|家属[院楼]|新村|新区|新苑|新城|山庄|庄园|别墅|苑|园|府|庭|湾|村|庄|邸|轩|阁|屯)$"
)


@dataclass(frozen=True, slots=True)
class Edges:
    """First tokens of names, tokens behind names and behind numbers; tokens behind names with a
    kind-of-place ending, behind names of three tokens and more, and behind 电业局 for 电业局宿舍."""

    names: frozenset[int]
    name_ends: frozenset[int]
    number_ends: frozenset[int]
    full_ends: frozenset[int]
    long_ends: frozenset[int]
    employer_ends: frozenset[int]


def talk(shadow: str) -> str:
    """The text without small talk at both ends."""
    while shadow:
        found = small_talk.NOISE.match(shadow)
        if found and found.end():
            shadow = shadow[found.end() :]
            continue
        for start in range(max(0, len(shadow) - 6), len(shadow)):
            if small_talk.NOISE.fullmatch(shadow, start):
                shadow = shadow[:start]
                break
        else:
            return shadow
    return ""


def ends_in_talk(shadow: str, home: tuple[str, ...]) -> bool:
    """Does the text end with small talk, a marker of a number or the name of the home district?"""
    ends = (shadow[-size:] for size in range(1, 7))
    return any(small_talk.NOISE.fullmatch(end) or words.MARKER.fullmatch(end) or end in home for end in ends)


def persons(tokens: Tokens) -> set[int]:
    """Tokens of 张阿姨, 老周, 王大爷家."""
    return {index for found in words.PERSON.finditer(tokens.shadow) for index in range(found.start(), found.end())}


def at_home(tokens: Tokens, home: tuple[str, ...], inside: set[int]) -> set[int]:
    """Tokens that name the province, city or county in which the register lies, outside recognised names."""
    found: set[int] = set()
    for name in sorted(home, key=len, reverse=True):
        start = tokens.shadow.find(name)
        while start >= 0:
            span = set(range(start, start + len(name)))
            if not span & inside:
                found |= span
            start = tokens.shadow.find(name, start + 1)
    return found


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


def doubt(tokens: Tokens, covered: set[int], edges: Edges, levels: frozenset[int], home: bool) -> float:
    """How much the left-over words speak against the reading; 0 when they are only talk.

    ``levels`` are the kinds of area the register names and ``home`` says whether its district is known: an unknown
    district counts only then.
    """
    total = 0.0
    for start, end in chunks(tokens, covered):
        text = tokens.shadow[start:end]
        if text.strip("ai") == "":
            total += 0.0 if all(len(word) == 1 for word in tokens.texts[start:end]) else STRANGE_LETTERS
            continue
        if _near_by(text, start, end, edges):
            continue
        if start in edges.name_ends and tokens.gaps[start] == "" and text in words.GENERIC:
            total += ADDED_ENDING if _may_be_added(text, start, edges) else OTHER_ENDING
            continue
        rest = talk(text)
        if rest in ("", "儿"):
            continue
        behind = start in edges.name_ends and tokens.gaps[start] == "" and text.startswith(rest)
        before = end in edges.names and end < len(tokens) and tokens.gaps[end] == "" and text.endswith(rest)
        numbered = end < len(tokens) and tokens.shadow[end] == "0" and text.endswith(rest)
        doubled = (before and len(rest) == 1 and rest == tokens.shadow[end]) or (
            behind and len(rest) == 1 and rest == tokens.shadow[start - 1]
        )
        if doubled:
            total += 0.1
        elif start in edges.number_ends and numbered and _SHOP.search(rest):
            total += STRANGE_WORD
        elif start in edges.number_ends and not numbered and not before and not _HOME_END.search(rest):
            total += FOREIGN_AREA if home and _CITY.fullmatch(rest) else STRANGE_WORD
        else:
            total += _chunk(rest, behind, before, numbered, levels, home)
    return total


def _may_be_added(ending: str, start: int, edges: Edges) -> bool:
    """Can people add the ending to the name before it without meaning another place?"""
    if start in edges.full_ends and ending not in words.SECTIONS:
        return True
    if start in edges.long_ends and ending in (*words.DROPPABLE, "院"):
        return True
    return start in edges.employer_ends and ending in words.DORMITORIES


def _near_by(text: str, start: int, end: int, edges: Edges) -> bool:
    """Is the stretch a landmark (…对面) before a name, or what lies beside the address (旁边的…)?"""
    if start in edges.number_ends and _BESIDE.match(text):
        return True
    for found in words.RELATION.finditer(text):
        if found.start() >= 2 and (found.end() == len(text) or start + found.end() in edges.names):
            return True
        if found.start() == 0 and (start in edges.number_ends or start in edges.name_ends):
            return True
    return False


def _chunk(rest: str, behind: bool, before: bool, numbered: bool, levels: frozenset[int], home: bool) -> float:
    if _AREA_CHAIN.fullmatch(rest) and not rest.endswith(("小区", "社区", "居民区")):
        last = rest[-1]
        if behind and len(rest) < 3:
            return OTHER_NAME
        if last in "市区县旗" and (home or (DISTRICT in levels and last != "市")):
            return FOREIGN_AREA
        if last in "道处镇乡" and SUBDISTRICT in levels:
            return FOREIGN_AREA
        return 0.0
    if before and _SHOP.search(rest) and not _AREA_CHAIN.match(rest):
        return STRANGE_PREFIX
    if home and (before or numbered) and _FOREIGN_START.match(rest):
        return FOREIGN_AREA
    if _PROVINCE.match(rest):
        if home:
            return FOREIGN_AREA
        return 0.0 if before or len(rest) < 6 else STRANGE_WORD
    if rest.endswith(words.ROAD_ENDS) and len(rest) >= 2:
        return FOREIGN_PLACE
    if words.PLACE_END.search(rest):
        if rest.endswith(("社区", "居民区")):
            return OTHER_NAME if COMMUNITY in levels else STRANGE_WORD
        return FOREIGN_PLACE if numbered else OTHER_NAME
    if behind:
        return FOREIGN_PLACE if rest in ("路", "街", "道") else STRANGE_PREFIX
    if before:
        return OTHER_NAME if len(rest) == 1 else STRANGE_PREFIX
    return STRANGE_WORD
