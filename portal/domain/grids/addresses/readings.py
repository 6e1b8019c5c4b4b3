"""Which number is the house, which the building, the entrance, the room: every sensible reading with its cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.grids.addresses import words
from portal.domain.grids.addresses.numbers import Item

MOST_ITEMS = 7
MOST_READINGS = 24
AGAIN = 0.05
_ORDER = "NBUFR"
_SEVERAL = "UFR"
"""Roles that several numbers can have at once: 1单元和2单元, 三楼四楼, 101、102."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Keys of house number and building ('' if not said), entrance, and what the reading costs."""

    cost: float
    number: str = ""
    number_kind: str = ""
    building: str = ""
    unit: str = ""
    phase: bool = False


def readings(items: Sequence[Item], anchored: frozenset[int]) -> list[Reading]:
    """Readings of the numbers outside the recognised names, cheapest first.

    ``anchored`` holds the tokens right behind a recognised road: a number that starts there is its house number.
    """
    found: dict[tuple[str, str, str, bool], Reading] = {}
    items = _without_repeats(_once(items))[:MOST_ITEMS]

    def walk(index: int, last: int, parts: dict[str, tuple[str, str]], cost: float) -> None:
        if cost > 1.0:
            return
        if index == len(items):
            number, number_kind = parts.get("N", ("", ""))
            phase = "P" in parts
            building = parts.get("B", ("", ""))[0]
            parsed = (number, number_kind, building, phase)
            if parsed not in found or cost < found[parsed].cost:
                found[parsed] = Reading(cost, number, number_kind, building, parts.get("U", ("", ""))[0], phase)
            return
        item = items[index]
        for width in (1, 2, 3):
            if index + width > len(items):
                break
            joined = items[index : index + width]
            if width > 1 and not _joinable(joined):
                break
            spread = width > 1 and joined[1].spaced
            key = joined[0].key + "".join(
                ("" if spread else "-" if part.dashed else "/") + part.key.lstrip("-") for part in joined[1:]
            )
            kind = joined[-1].kind
            anchor = joined[0].start in anchored
            for role, price in _roles(kind, key, item, items, index, last, parts, anchor, width, spread):
                again = role in parts and (parts[role][0] != key or parts[role][1] != kind)
                if again and role not in _SEVERAL:
                    continue
                order = _ORDER.find(role)
                explicit = kind != words.BARE
                walk(index + width, order if order >= 0 and not explicit else max(last, order),
                     parts if again else {**parts, role: (key, kind if kind != words.BARE else "")},
                     cost + price + (AGAIN if again else 0.0))  # fmt: skip

    walk(0, -1, {}, 0.0)
    return sorted(found.values(), key=lambda reading: reading.cost)[:MOST_READINGS]


def _joinable(joined: Sequence[Item]) -> bool:
    if joined[0].kind == words.LANE:
        return all(part.touching and part.kind == words.LANE for part in joined[1:])
    if len(joined) == 2 and joined[1].spaced and len(joined[0].key) + len(joined[1].key) <= 3:
        return joined[0].key.isdigit()
    if joined[0].kind == words.HOUSE and len(joined) == 2 and joined[1].kind == words.BARE:
        return joined[1].dashed and joined[0].plain and len(joined[1].key) == 1
    return all(part.dashed for part in joined[1:]) and all(part.kind == words.BARE for part in joined[:-1])


def _once(items: Sequence[Item]) -> Sequence[Item]:
    """Half of a sequence that was pasted twice."""
    half = len(items) // 2
    first, second = items[:half], items[half:]
    if half and [(one.key, one.kind) for one in first] == [(one.key, one.kind) for one in second]:
        return first
    return items


def _without_repeats(items: Sequence[Item]) -> list[Item]:
    seen: set[tuple[str, str]] = set()
    kept = []
    for item in items:
        if item.kind != words.BARE and (item.key, item.kind) in seen:
            continue
        seen.add((item.key, item.kind))
        kept.append(item)
    return kept


def _roles(kind: str, key: str, item: Item, items: Sequence[Item], index: int, last: int,
           parts: dict[str, tuple[str, str]], anchor: bool, width: int,
           spread: bool) -> list[tuple[str, float]]:  # fmt: skip
    digits = item.key.isdigit()
    large = digits and len(item.key) >= 3
    if width > 1:
        price = 0.2 if spread else 0.0 if anchor else 0.12 if kind == words.BARE else 0.02
        if spread and kind not in (words.HOUSE, words.YARD, words.LANE, words.BUILDING, words.HASH, words.BARE):
            return []
        if anchor or kind in (words.YARD, words.LANE):
            return [("N", price)]
        if kind == words.HOUSE:
            return [("N", price), ("B", price + 0.05)] if spread else [("N", price)]
        return [("B", price), ("N", price + 0.1)] if kind in (words.BUILDING, words.HASH, words.BARE) else []
    if anchor and "N" not in parts and kind in (words.HOUSE, words.BARE, words.YARD, words.LANE):
        return [("N", 0.0)]
    late = 0.5 if last >= 2 and item.touching and index and _bare_before(items, index) else 0.0
    if item.spaced and last == 4:
        late = 0.0
    if kind == words.BUILDING:
        return [("B", late), ("N", 0.3)] if anchor and "N" not in parts else [("B", late)]
    if kind == words.HASH and "B" in parts:
        return [("U", 0.0)]
    if kind == words.HASH:
        return [("B", late), ("N", 0.1)] if "N" not in parts else [("B", late)]
    if kind == words.HOUSE:
        roles = [("N", late), ("B", 0.05 + late)]
        if item.dashed and "B" in parts and not large:
            roles.append(("U", 0.05))
        if "B" in parts and large:
            roles.append(("R", 0.05))
        elif "N" in parts and large and parts["N"][1] != words.LANE:
            roles.append(("R", 0.15))
        return roles
    if kind == words.YARD:
        return [("N", 0.0), ("B", 0.4)]
    if kind == words.LANE:
        return [("N", 0.0)]
    if kind == words.STOREY:
        roles = [("B", 0.1)]
        if "B" in parts or "N" in parts:
            roles.append(("F", 0.1))
        return roles
    if kind == words.UNIT:
        if anchor and "N" not in parts:
            return [("U", 0.0), ("N", 0.1)]
        lane = "B" not in parts and parts.get("N", ("", ""))[1] == words.LANE
        return [("U", 0.0), ("B", 0.3)] if lane else [("U", 0.0)]
    if kind == words.FLOOR:
        return [("F", 0.0)]
    if kind == words.ROOM:
        return [("R", 0.0)] if "B" in parts or "N" in parts else [("R", 0.0), ("N", 0.1)]
    if kind == words.PHASE:
        return [("P", 0.0)]
    if kind == words.ROW:
        return [("X", 0.1)]
    if kind == words.GRID:
        return [("G", 0.0)]
    return _bare(items, index, last, parts, large, digits)


def _goes_on(item: Item, room: str, large: bool) -> bool:
    """Is the number a further room (101、102) or a part of the last one (501-1, 501室之二)?"""
    if large:
        return len(room) >= 3
    return len(item.key) <= 2 and (item.dashed or item.key.startswith("附"))


def _bare_before(items: Sequence[Item], index: int) -> bool:
    return items[index - 1].kind == words.BARE and items[index - 1].end == items[index].start


def _bare(items: Sequence[Item], index: int, last: int, parts: dict[str, tuple[str, str]], large: bool,
          digits: bool) -> list[tuple[str, float]]:  # fmt: skip
    more = index + 1 < len(items)
    roles: list[tuple[str, float]] = []
    following = items[index + 1] if more else None
    run = bool(following and following.dashed and following.kind == words.BARE and not items[index].dashed)
    if following and following.kind == words.BUILDING and following.touching and not following.dashed \
            and "B" not in parts:  # fmt: skip
        roles = [("N", 0.1)] if "N" not in parts else []
        return [*roles, ("R", 0.12)] if large and following.spaced else roles
    if last < 0 and "N" not in parts:
        roles.append(("N", 0.1))
    if last < 1 and "B" not in parts:
        roles.append(("B", 0.0 if more else 0.06))
    if run and "B" not in parts:
        return roles
    if last < 2 and "U" not in parts and not large and digits:
        roles.append(("U", 0.02 if more else 0.05))
    if last < 3 and "F" not in parts and not large:
        roles.append(("F", 0.15))
    if "R" in parts and _goes_on(items[index], parts["R"][0], large):
        roles.append(("R", 0.0))
    if last < 4 and "R" not in parts:
        if "B" in parts or ("N" in parts and parts["N"][1]):
            roles.append(("R", 0.0 if large else 0.05))
        elif large:
            roles.append(("R", 0.12))
    return roles
