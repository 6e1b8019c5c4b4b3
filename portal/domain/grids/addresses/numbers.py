"""Number expressions of an address: 3号楼, 甲15号, 188-1号, 398弄, 3-2-501."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from portal.domain.grids.addresses import words
from portal.domain.grids.addresses.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Item:
    """One number with its marker; ``key`` is comparable with the register's keys, ``start``..``end`` are tokens.

    ``dashed``: joined by a dash to the item before; ``touching``: nothing stands between it and the item before;
    ``spaced``: a blank does, and the item before has no marker (1 7号楼 may be 17号楼).
    """

    start: int
    end: int
    key: str
    kind: str
    dashed: bool = False
    touching: bool = False
    spaced: bool = False
    plain: bool = True


def items_of(tokens: Tokens) -> list[Item]:
    """All number expressions in text order."""
    found: list[Item] = []
    shadow = tokens.shadow
    index = 0
    while index < len(shadow):
        kind = shadow[index]
        if kind == "0" or (kind == "i" and len(tokens.texts[index]) == 1 and _lettered(tokens, index)):
            item = _read(tokens, index, found[-1] if found else None)
            if item.key.startswith("附") and found and found[-1].end == item.start and found[-1].kind != words.ROOM:
                last = found.pop()
                item = Item(
                    last.start,
                    item.end,
                    last.key + "-" + item.key[1:],
                    last.kind,
                    last.dashed,
                    last.touching,
                    plain=False,
                )
            found.append(item)
            index = item.end
        else:
            index += 1
    return found


def _lettered(tokens: Tokens, index: int) -> bool:
    following = index + 1
    if following >= len(tokens):
        return False
    if tokens.shadow[following] == "0" and tokens.gaps[following] == "":
        return True
    marker = words.MARKER.match(tokens.shadow, following)
    if marker and _kind(marker) in (words.BUILDING, words.HASH, words.STOREY, words.HOUSE, words.UNIT):
        return True
    return tokens.gaps[following] in ("-", " ") and tokens.shadow[following] == "0"


def _read(tokens: Tokens, index: int, before: Item | None) -> Item:
    texts, shadow, gaps = tokens.texts, tokens.shadow, tokens.gaps
    start = index
    floor = before.end if before else 0
    key = texts[index]
    plain = True
    affix = ""
    if index > floor and gaps[index] == "" and shadow[index - 1] in words.STEMS + "附负之":
        start = index - 1
        affix = shadow[index - 1]
        plain = False
    end = index + 1
    if shadow[index] == "i" and end < len(shadow) and shadow[end] == "0" and gaps[end] in ("",):
        key += texts[end]
        end += 1
        plain = False
    elif shadow[index] == "i":
        plain = False
    elif end < len(shadow) and shadow[end] == "i" and len(texts[end]) == 1 and gaps[end] == "":
        key += texts[end]
        end += 1
        plain = False
    if end < len(shadow) and shadow[end] in words.STEMS and gaps[end] == "" and not affix:
        affix = shadow[end]
        end += 1
        plain = False
    marker = words.MARKER.match(shadow, end)
    kind = words.BARE
    if marker:
        kind = _kind(marker)
        end = marker.end()
        if kind == words.HOUSE and end < len(shadow) and shadow[end] in words.STEMS and not affix \
                and _closes(tokens, end + 1):  # fmt: skip
            affix = shadow[end]
            end += 1
            plain = False
    if affix == "负":
        return Item(start, end, "-" + key, words.FLOOR, plain=False)
    key = "附" + key if affix == "附" else "-" + key if affix == "之" else key + affix
    if kind == words.BARE and end < len(shadow) and shadow[end] == "户":
        kind, end = words.ROOM, end + 1
    dashed = before is not None and before.end == start and _is_dash(gaps[start])
    touching = before is not None and before.end == start and "," not in gaps[start]
    if affix == "之" and before is not None and touching:
        return Item(start, end, "附" + key[1:], kind, touching=True, plain=False)
    spaced = touching and gaps[start] == " " and before is not None and before.kind == words.BARE and key.isdigit()
    return Item(start, end, key, kind, dashed, touching, spaced, plain)


def _kind(marker: re.Match[str]) -> str:
    return str(marker.lastgroup).rstrip("0123456789")


def _closes(tokens: Tokens, end: int) -> bool:
    """甲 after 号 belongs to the number unless a number follows that it could open (5号甲15号楼)."""
    if end >= len(tokens) or tokens.shadow[end] != "0" or tokens.gaps[end]:
        return True
    marker = words.MARKER.match(tokens.shadow, end + 1)
    return marker is not None and _kind(marker) in (words.UNIT, words.FLOOR, words.ROOM)


def _is_dash(gap: str) -> bool:
    return any(mark in gap for mark in "-/.+:")


_NUMBER = re.compile(r"\d+[a-z]?|[a-z]\d*")
_WORDS = re.compile(r"号楼|号院|单元|[号楼栋幢座院室弄#]")


def register_key(tokens: Tokens) -> tuple[str, str]:
    """(key, word) of a register's number or building number; without digits the key is the text itself.

    '188号甲' → ('188甲', 'house'); '甲15号楼' → ('15甲', 'building'); '188-1号' → ('188-1', 'house');
    '112号附1' → ('112-1', 'house'); '398弄12号' → ('398/12', 'house'); '住院部' → ('住院部', '').
    """
    items = items_of(tokens)
    if not items or (items[0].start > 0 and tokens.shadow[0] not in words.STEMS) or _leftover(tokens, items):
        return tokens.join(0, len(tokens)), ""
    keys = [items[0].key]
    for item in items[1:]:
        keys.append(("-" if item.dashed else "/") + item.key)
    return "".join(keys), items[-1].kind


def _leftover(tokens: Tokens, items: Iterable[Item]) -> bool:
    covered = {index for item in items for index in range(item.start, item.end)}
    return any(index not in covered and not _WORDS.fullmatch(tokens.shadow[index]) for index in range(len(tokens)))
