"""Every way to place the typed words in the register, with its cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from portal.domain.grids.addresses import residue, words
from portal.domain.grids.addresses.mentions import Mention
from portal.domain.grids.addresses.numbers import Item
from portal.domain.grids.addresses.readings import Reading, readings
from portal.domain.grids.addresses.store import COMMUNITY, DISTRICT, ESTATE, ROAD, SUBDISTRICT, Estate, Row, Store
from portal.domain.grids.addresses.tokens import Tokens
from portal.domain.grids.addresses.types import Reason

OTHER_ROAD, OTHER_ESTATE, OTHER_AREA, OTHER_COMMUNITY, OTHER_NUMBER, UNKNOWN_PHASE = 0.95, 0.95, 1.3, 0.8, 0.85, 0.6
WHOLE_ESTATE, WHOLE_ROAD, NO_HOUSE_NUMBER, ALIAS, OTHER_WORD = 0.02, 0.15, 0.62, 0.03, 0.1
MOST_HYPOTHESES = 14


@dataclass(frozen=True, slots=True)
class Found:
    """A building (``row``) or, without one, the grids the words cover; ``mention`` is the name it rests on."""

    cost: float
    row: Row | None
    grids: tuple[int, ...]
    mention: Mention
    reason: Reason
    matched: str
    reading: Reading
    used: tuple[Mention, ...] = ()


@dataclass(slots=True)
class Scene:
    """The typed text with what was recognised in it."""

    tokens: Tokens
    store: Store
    mentions: list[Mention]
    items: list[Item]
    aside: set[int] = field(default_factory=set)
    failed: list[tuple[int, int]] = field(default_factory=list)


def all_found(scene: Scene) -> list[Found]:
    """Placements from every estate, road and area that is mentioned."""
    found: list[Found] = []
    tried = 0
    for mention in sorted(scene.mentions, key=lambda one: (one.cost, one.start - one.end)):
        if tried >= MOST_HYPOTHESES * 2:
            break
        tried += 1
        if mention.kind == ESTATE:
            for estate in scene.store.estates(mention.name.id):
                found += _in_estate(scene, mention, estate)
        elif mention.kind == ROAD:
            found += _on_road(scene, mention)
        else:
            found += _in_area(scene, mention)
    return found


def apart(one: Mention, other: Mention) -> bool:
    """Do the two mentions cover different tokens?"""
    return one.end <= other.start or other.end <= one.start


def _used(scene: Scene, main: Mention, fits: Iterable[Mention]) -> list[Mention]:
    """The main mention and, cheapest and longest first, those that fit it and do not overlap."""
    used = [main]
    for mention in sorted(fits, key=lambda one: (one.cost, one.start - one.end)):
        if all(apart(mention, other) for other in used):
            used.append(mention)
    return used


def _outside(items: Iterable[Item], used: Sequence[Mention]) -> list[Item]:
    return [item for item in items if all(item.end <= one.start or one.end <= item.start for one in used)]


def _areas(scene: Scene, used: Sequence[Mention]) -> list[Mention]:
    return [one for one in scene.mentions
            if one.kind in (COMMUNITY, SUBDISTRICT, DISTRICT) and all(apart(one, other) for other in used)]  # fmt: skip


def _area_doubt(scene: Scene, areas: Sequence[Mention], grid: int) -> tuple[float, list[Mention]]:
    """What the named areas say about a grid: cost of a contradiction, and the mentions that agree."""
    place = scene.store.grids[grid]
    own = {COMMUNITY: place.community, SUBDISTRICT: place.subdistrict, DISTRICT: place.district}
    agreeing = [area for area in areas if own[area.kind] == area.name.id]
    total = 0.0
    for area in areas:
        if area in agreeing or area.cost > 0.35 or any(not apart(area, other) for other in agreeing):
            continue
        total = max(total, (OTHER_COMMUNITY if area.kind == COMMUNITY else OTHER_AREA) * (1 if area.cost < 0.1 else 0.5))
    return total, agreeing


def _doubt(scene: Scene, used: Sequence[Mention], items: Sequence[Item]) -> float:
    covered = set(scene.aside)
    for one in used:
        covered.update(range(one.start, one.end))
    for item in items:
        covered.update(range(item.start, item.end))
    return residue.doubt(scene.tokens, covered, {one.start for one in used}, {one.end for one in used}, scene.store.levels)


def _in_estate(scene: Scene, mention: Mention, estate: Estate) -> list[Found]:
    same = [one for one in scene.mentions if one.kind == ESTATE and one.name.id != mention.name.id and one.cost <= 0.1
            and apart(one, mention) and any(other.id == estate.id for other in scene.store.estates(one.name.id))]  # fmt: skip
    again = [one for one in scene.mentions if one.name.id == mention.name.id and one.start != mention.start]
    roads = [one for one in scene.mentions if one.kind == ROAD and one.name.id in estate.roads and one.cost < 0.6]
    used = _used(scene, mention, [*same, *again, *roads])
    used_road = next((one for one in used if one.kind == ROAD), None)
    contradiction = 0.0
    if not used_road:
        for one in scene.mentions:
            if one.kind == ROAD and one.cost < 0.1 and all(apart(one, other) for other in used):
                contradiction = max(contradiction, OTHER_ROAD)
    for one in scene.mentions:
        if one.kind == ESTATE and one.cost < 0.05 and all(apart(one, other) for other in used):
            contradiction = max(contradiction, OTHER_ESTATE)
    base = mention.cost + (ALIAS if estate.alias else 0.0)
    return _read(scene, mention, used, used_road, estate, base + contradiction)


def _read(scene: Scene, mention: Mention, used: list[Mention], road: Mention | None, estate: Estate,
          base: float) -> list[Found]:  # fmt: skip
    areas = _areas(scene, used)
    items = _outside(scene.items, [*used, *areas])
    anchored = frozenset({road.end} if road else ())
    found: list[Found] = []
    named = _named(scene, used, estate)
    for reading in readings(items, anchored):
        if named and not reading.building:
            reading = Reading(reading.cost, reading.number, reading.number_kind, named, reading.unit, reading.phase)
        for row, grids, extra in _estate_rows(scene.store, estate, reading):
            cost = base + reading.cost + extra + (UNKNOWN_PHASE if reading.phase else 0.0)
            if road and mention.cost and (reading.number and row and row.number == reading.number):
                cost -= mention.cost * 0.5
            found += _settle(scene, mention, used, areas, items, row, grids, cost, reading, estate.alias, estate.shown)
    if not found and mention.cost < 0.05 and items:
        scene.failed.append((mention.start, mention.end))
    return found


def _named(scene: Scene, used: Sequence[Mention], estate: Estate) -> str:
    """A building of the estate that has a name instead of a number, if the text holds it."""
    if not estate.named:
        return ""
    taken = {index for one in used for index in range(one.start, one.end)}
    text = "".join(text if index not in taken else "," for index, text in enumerate(scene.tokens.texts))
    return max((name for name in estate.named if name in text), key=len, default="")


def _estate_rows(store: Store, estate: Estate, reading: Reading) -> list[tuple[Row | None, tuple[int, ...], float]]:
    number, building = reading.number, reading.building
    if building:
        rows = store.rows("estate = ? AND building = ?", (estate.id, building))
        if number:
            right = [row for row in rows if row.number == number]
            if right:
                return [(row, (row.grid,), _word(row, reading)) for row in right]
            return [(row, (row.grid,), OTHER_NUMBER) for row in rows]
        return [(row, (row.grid,), 0.0) for row in rows]
    if number:
        rows = store.rows("estate = ? AND number = ?", (estate.id, number))
        houses = [row for row in rows if not row.building]
        if houses or not rows:
            return [(row, (row.grid,), _word(row, reading)) for row in houses]
        return _together(rows, WHOLE_ESTATE)
    rows = store.rows("estate = ?", (estate.id,), limit=2)
    if len(rows) == 1:
        return [(rows[0], (rows[0].grid,), 0.0)]
    return [(None, tuple(store.grids_of("estate = ?", (estate.id,))), WHOLE_ESTATE)]


def _together(rows: Sequence[Row], cost: float) -> list[tuple[Row | None, tuple[int, ...], float]]:
    if len(rows) == 1:
        return [(rows[0], (rows[0].grid,), 0.0)]
    return [(None, tuple(dict.fromkeys(row.grid for row in rows)), cost)]


def _word(row: Row, reading: Reading) -> float:
    """A lane is not a house: 398弄 and 398号 may be two places."""
    lanes = (row.number_word == words.LANE, reading.number_kind == words.LANE)
    return OTHER_WORD * 3 if reading.number_kind and lanes[0] != lanes[1] else 0.0


def _settle(scene: Scene, mention: Mention, used: Sequence[Mention], areas: Sequence[Mention], items: Sequence[Item],
            row: Row | None, grids: tuple[int, ...], cost: float, reading: Reading, alias: bool,
            shown: str) -> list[Found]:  # fmt: skip
    """Add what the areas and the left-over words say; grids that contradict a named area fall away if others agree."""
    judged = [(*_area_doubt(scene, areas, grid), grid) for grid in grids]
    if not judged:
        return []
    least = min(doubt for doubt, _, _ in judged)
    kept = tuple(grid for doubt, _, grid in judged if doubt == least)
    agreeing = next(agree for doubt, agree, _ in judged if doubt == least)
    total = cost + least + _doubt(scene, [*used, *agreeing], items)
    reason = mention.reason
    if reason is Reason.EXACT and mention.kind == ROAD:
        reason = Reason.ROAD_NUMBER
    elif reason is Reason.EXACT and alias:
        reason = Reason.ALIAS
    return [Found(total, row, kept, mention, reason, shown, reading, (*used, *agreeing))]


def _on_road(scene: Scene, mention: Mention) -> list[Found]:
    again = [one for one in scene.mentions if one.name.id == mention.name.id and one.start != mention.start]
    used = _used(scene, mention, again)
    areas = _areas(scene, used)
    items = _outside(scene.items, [*used, *areas])
    estates = [one for one in scene.mentions
               if one.kind == ESTATE and one.cost < 0.3 and all(apart(one, other) for other in used)]  # fmt: skip
    named = {estate.id for one in estates for estate in scene.store.estates(one.name.id)}
    found: list[Found] = []
    for reading in readings(items, frozenset({one.end for one in used})):
        for row, grids, extra, places in _road_rows(scene.store, mention.name.id, reading):
            if places & named:
                continue
            cost = mention.cost + reading.cost + extra + (OTHER_ESTATE if named else 0.0)
            cost += UNKNOWN_PHASE if reading.phase else 0.0
            found += _settle(scene, mention, used, areas, items, row, grids, cost, reading, False, mention.name.shown)
    if not found and mention.cost < 0.05 and items:
        scene.failed.append((mention.start, mention.end))
    return found


def _road_rows(store: Store, road: int, reading: Reading) -> list[tuple[Row | None, tuple[int, ...], float, set[int]]]:
    if reading.number:
        rows = store.rows("road = ? AND number = ?", (road, reading.number))
        if reading.building:
            rows = [row for row in rows if row.building == reading.building]
            return [(row, (row.grid,), _word(row, reading), {row.estate}) for row in rows]
        whole: list[tuple[Row | None, tuple[int, ...], float, set[int]]] = [
            (row, (row.grid,), _word(row, reading), {row.estate}) for row in rows if not row.building
        ]
        for estate in dict.fromkeys(row.estate for row in rows if row.building):
            part = [row for row in rows if row.building and row.estate == estate]
            whole += [(*one, {estate}) for one in _together(part, WHOLE_ESTATE)]
        return whole
    if reading.building:
        rows = store.rows("road = ? AND building = ?", (road, reading.building), limit=40)
        return [(row, (row.grid,), NO_HOUSE_NUMBER, {row.estate}) for row in rows]
    return [(None, tuple(store.grids_of("road = ?", (road,))), WHOLE_ROAD, set())]


def _in_area(scene: Scene, mention: Mention) -> list[Found]:
    column = {COMMUNITY: "community", SUBDISTRICT: "subdistrict", DISTRICT: "district"}[mention.kind]
    used = _used(scene, mention, [one for one in scene.mentions if one.name.id == mention.name.id])
    others = _areas(scene, used)
    items = _outside(scene.items, [*used, *others])
    grids = [number for number, grid in scene.store.grids.items() if getattr(grid, column) == mention.name.id]
    serials = [item.key for item in items if item.kind == words.GRID]
    cost = mention.cost + 0.05 + 0.1 * (mention.kind != COMMUNITY)
    if serials:
        grids = [number for number in grids if scene.store.grids[number].serial == serials[0]]
    elif items:
        cost += 0.7 if mention.kind == COMMUNITY else 1.5
    if any(one.kind in (ROAD, ESTATE) and one.cost < 0.3 and apart(one, mention) for one in scene.mentions):
        cost += 0.7
    if not grids:
        return []
    found = _settle(scene, mention, used, others, items, None, tuple(grids), cost, Reading(0.0), False, mention.name.shown)
    return [Found(one.cost, None, one.grids, one.mention, Reason.GRID_NAME, one.matched, one.reading, one.used)
            for one in found]  # fmt: skip


def merge(scene: Scene, more: Iterable[Mention]) -> list[Mention]:
    """Mentions with others added, each stretch and name once."""
    known = {(one.start, one.end, one.name.id) for one in scene.mentions}
    return [*scene.mentions, *(one for one in more if (one.start, one.end, one.name.id) not in known)]


def set_landmarks_aside(scene: Scene) -> None:
    """Drop a name that only says near what the address lies (南丰路小学对面…), if another name is left."""
    for relation in words.RELATION.finditer(scene.tokens.shadow):
        marked = [one for one in scene.mentions if one.cost < 0.3 and one.end <= relation.start()
                  and _only_numbers(scene, one.end, relation.start())]  # fmt: skip
        if not marked:
            continue
        start = min(one.start for one in marked)
        others = [one for one in scene.mentions
                  if one.cost < 0.3 and one.kind in (ROAD, ESTATE) and (one.end <= start or one.start >= relation.end())]  # fmt: skip
        if not others:
            continue
        aside = set(range(start, relation.end()))
        scene.aside |= aside
        scene.mentions = [one for one in scene.mentions if not aside & set(range(one.start, one.end))]
        scene.items = [item for item in scene.items if not aside & set(range(item.start, item.end))]


def _only_numbers(scene: Scene, start: int, end: int) -> bool:
    inside = {index for item in scene.items for index in range(item.start, item.end)}
    return all(index in inside for index in range(start, end))


def without_failed(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """A name that stands in the text letter for letter but has no such number is not replaced by a similar one."""
    return [one for one in found
            if one.mention.cost < 0.05
            or not any(start < one.mention.end and one.mention.start < end for start, end in scene.failed)]  # fmt: skip
