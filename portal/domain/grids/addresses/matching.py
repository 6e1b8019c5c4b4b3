"""Register rows for a reading of the numbers in an estate, on a road or in a lane."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from portal.domain.grids.addresses import names, words
from portal.domain.grids.addresses.mentions import Mention
from portal.domain.grids.addresses.readings import Reading
from portal.domain.grids.addresses.scene import Scene
from portal.domain.grids.addresses.store import Estate, Name, Row, Store

OTHER_NUMBER, OTHER_WORD, WHOLE_ESTATE, WHOLE_ROAD, NO_HOUSE_NUMBER = 0.85, 0.6, 0.02, 0.15, 0.62
_SIDE = re.compile(r"(?P<odd>[单奇])数?号?(?:门牌|[0那这]?[侧边面])?|(?P<even>[双偶])数?号?(?:门牌|[0那这]?[侧边面])?")


class Places(NamedTuple):
    """A building, or several grids where ``row`` is None; ``estate`` is 0 outside estates."""

    row: Row | None
    grids: tuple[int, ...]
    cost: float
    estate: int


def has_ending(name: Name) -> bool:
    """Does the name say what kind of place it is (…花园, …小区)?"""
    return 2 <= names.own_length(name.tokens) < len(name.tokens) or name.tokens[-1] in "期区"


def is_employer(mention: Mention) -> bool:
    """Is it 电业局 for the register's 电业局宿舍, which without a number rather means the office itself?"""
    left_out = "".join(mention.name.tokens[mention.end - mention.start :])
    return left_out in words.DORMITORIES


def named(scene: Scene, used: Sequence[Mention], estate: Estate) -> tuple[str, Sequence[int]]:
    """A building of the estate that has a name instead of a number (门诊楼), if the text holds it, and its tokens;
    people leave out its last character (门诊) or say another (住院楼)."""
    if not estate.named:
        return "", ()
    taken = {index for one in used for index in range(one.start, one.end)}
    texts = [text if index not in taken else "," for index, text in enumerate(scene.tokens.texts)]
    joined = "".join(texts)
    said = {name: name for name in estate.named if name in joined}
    if not said:
        said = {name: name[:-1] for name in estate.named if len(name) > 2 and name[-1] in "楼部处"}
        said = {name: stem for name, stem in said.items() if stem in joined}
        if len(said) != 1:
            return "", ()
    whole = max(said, key=len)
    name = said[whole]
    covered: list[int] = []
    for start in range(len(texts)):
        if "".join(texts[start : start + len(name)]).startswith(name):
            end = start + 1
            while "".join(texts[start:end]) != name and end < len(texts):
                end += 1
            covered += range(start, end)
    return whole, covered


def _house(row: Row, reading: Reading) -> Places:
    """A lane is not a house: 398弄 and 398号 may be two places."""
    lanes = (row.number_word == words.LANE, reading.number_kind == words.LANE)
    cost = OTHER_WORD if reading.number_kind and lanes[0] != lanes[1] else 0.0
    return Places(row, (row.grid,), cost, row.estate)


def _together(rows: Sequence[Row], cost: float) -> list[Places]:
    if len(rows) == 1:
        return [Places(rows[0], (rows[0].grid,), 0.0, rows[0].estate)]
    return [Places(None, tuple(dict.fromkeys(row.grid for row in rows)), cost, rows[0].estate)] if rows else []


def _letter_for_one(reading: Reading) -> Reading | None:
    """l号楼 is read as 1号楼 where the register has no block L."""
    if reading.building not in ("l", "i") and reading.number not in ("l", "i"):
        return None
    ones = {"l": "1", "i": "1"}
    number, building = (ones.get(key, key) for key in (reading.number, reading.building))
    return replace(reading, number=number, building=building)


def in_estate(store: Store, estate: Estate, reading: Reading) -> list[Places]:
    """Rows of an estate; empty if it has no such building or number."""
    found = _in_estate(store, estate, reading)
    other = None if found else _letter_for_one(reading)
    return _in_estate(store, estate, other) if other else found


def on_road(store: Store, road: int, reading: Reading) -> list[Places]:
    """Rows on a road by house number, then by building; without a number the whole road."""
    found = _on_road(store, road, reading)
    other = None if found else _letter_for_one(reading)
    return _on_road(store, road, other) if other else found


def _in_estate(store: Store, estate: Estate, reading: Reading) -> list[Places]:
    number, building = reading.number, reading.building
    if building:
        rows = store.rows("estate > 0 AND estate = ? AND building = ?", (estate.id, building))
        if number:
            right = [_house(row, reading) for row in rows if row.number == number]
            if right or not reading.number_kind:
                return right
            return [Places(row, (row.grid,), OTHER_NUMBER, row.estate) for row in rows]
        return [Places(row, (row.grid,), 0.0, row.estate) for row in rows]
    if number:
        rows = store.rows("estate > 0 AND estate = ? AND number = ?", (estate.id, number))
        houses = [_house(row, reading) for row in rows if not row.building]
        return houses or _together(rows, WHOLE_ESTATE)
    rows = store.rows("estate > 0 AND estate = ?", (estate.id,), limit=2)
    if len(rows) == 1:
        return _together(rows, 0.0)
    return [Places(None, tuple(store.grids_of("estate > 0 AND estate = ?", (estate.id,))), WHOLE_ESTATE, estate.id)]


def _on_road(store: Store, road: int, reading: Reading) -> list[Places]:
    if reading.number:
        rows = store.rows("road > 0 AND road = ? AND number = ?", (road, reading.number))
        if reading.building:
            return [_house(row, reading) for row in rows if row.building == reading.building]
        places = [_house(row, reading) for row in rows if not row.building]
        for estate in dict.fromkeys(row.estate for row in rows if row.building):
            part = [row for row in rows if row.building and row.estate == estate]
            for place in _together(part, WHOLE_ESTATE):
                wrong = _house(part[0], reading).cost
                places.append(place._replace(cost=place.cost + wrong))
        return places
    if reading.building:
        rows = store.rows("road > 0 AND road = ? AND building = ?", (road, reading.building), limit=40)
        return [Places(row, (row.grid,), NO_HOUSE_NUMBER, row.estate) for row in rows]
    return [Places(None, tuple(store.grids_of("road > 0 AND road = ?", (road,))), WHOLE_ROAD, 0)]


def side(scene: Scene, road: Mention) -> tuple[Sequence[int], bool | None]:
    """Tokens that name a side of the road (单号一侧), and whether it is the odd one; None if no side is named."""
    found = _SIDE.match(scene.tokens.shadow, road.end)
    if not found:
        return (), None
    return range(found.start(), found.end()), found["odd"] is not None


def on_side(store: Store, road: int, odd: bool) -> list[Places]:
    """The grids of the houses with odd or even numbers that belong to no estate."""
    rows = [row for row in store.rows("road > 0 AND road = ?", (road,)) if not row.estate]
    leading = [(row, re.match(r"\d+", row.number)) for row in rows]
    grids = dict.fromkeys(row.grid for row, number in leading if number and int(number.group()) % 2 == odd)
    return [Places(None, tuple(grids), 0.05, 0)] if grids else []


def in_lanes(store: Store, reading: Reading, limit: int = 12) -> list[Places]:
    """Houses of any lane with this number (21弄33号, the road left out)."""
    rows = store.rows("number_word = 'lane' AND number = ? AND building = ?", (reading.number, reading.building), limit)
    return [Places(row, (row.grid,), 0.0, row.estate) for row in rows]
