"""One look-up: read the words, place them, and try again with more patience where the first reading fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from portal.domain.grids.addresses import (
    matching,
    mentions,
    normalise,
    numbers,
    placing,
    ranking,
    scene,
    small_talk,
    words,
)
from portal.domain.grids.addresses.judging import Found
from portal.domain.grids.addresses.mentions import Mention
from portal.domain.grids.addresses.numbers import Item
from portal.domain.grids.addresses.readings import Reading, readings
from portal.domain.grids.addresses.scene import Scene
from portal.domain.grids.addresses.store import ROAD, Name, Store
from portal.domain.grids.addresses.tokens import tokenise
from portal.domain.grids.addresses.types import Candidate, Decision, Reason

SETTLED, SURE, UNSURE = 0.12, 0.35, 0.5
LONG = 40
_MARKED = (words.BUILDING, words.HOUSE, words.LANE, words.UNIT, words.FLOOR, words.ROOM, words.OTHER, words.HASH)
_NOBODY = Mention(0, 0, Name(0, ROAD, (), ""), 0.0, Reason.ROAD_NUMBER)


@dataclass(frozen=True, slots=True)
class Result:
    """The decision with the placements it rests on."""

    scene: Scene
    decision: Decision
    close: list[Found]
    candidates: tuple[Candidate, ...]
    grids_total: int


def search(q: str, store: Store) -> Result:
    """Look up any text."""
    tokens = tokenise(normalise.query(q), store.sounds)
    items = numbers.items_of(tokens)
    exact = mentions.exact(tokens, store)
    seen = Scene(tokens, store, exact, items)
    scene.prepare(seen)
    found = _place(seen)
    if not found or found[0].cost > SETTLED:
        patient = Scene(tokens, store, [], items)
        patient.mentions = mentions.merged(exact, mentions.near(tokens, store, _closed(seen, items, exact)))
        scene.prepare(patient)
        found = _place(patient)
        seen = patient
    if not found or found[0].cost > SURE:
        several = _several(seen)
        if several:
            return _result(seen, several, together=True)
    if not found:
        found = _nameless(seen)
    return _result(seen, found)


def _closed(seen: Scene, items: Sequence[Item], exact: Sequence[Mention]) -> set[int]:
    """Tokens on which no misspelt name is sought: numbers with markers, plain talk, and in a long text the clauses
    that hold neither number nor name."""
    tokens = seen.tokens
    named = {index for one in exact for index in range(one.start, one.end)}
    closed = {index for item in items if item.kind in _MARKED for index in range(item.start, item.end)} - named
    for found in small_talk.PLAIN_TALK.finditer(tokens.shadow):
        closed.update(set(range(found.start(), found.end())) - named)
    if len(tokens) > LONG:
        start = 0
        for end in range(1, len(tokens) + 1):
            if end == len(tokens) or "," in tokens.gaps[end]:
                clause = set(range(start, end))
                if not clause & named and not any(item.start in clause for item in items if item.kind != words.OTHER):
                    closed |= clause
                start = end
    return closed


def _result(seen: Scene, found: Sequence[Found], *, together: bool = False) -> Result:
    decision, close, candidates, total = ranking.rank(found, seen.store, together=together)
    return Result(seen, decision, close, candidates, total)


def _place(seen: Scene) -> list[Found]:
    """Placements, cheapest first; a list of buildings (3号楼和5号楼) stands for all of them together."""
    whole = _sorted(seen)
    listed = scene.listed(seen)
    if not listed or (whole and whole[0].row and "-" in whole[0].reading.building and whole[0].cost <= SETTLED):
        return whole
    rows = []
    for items in listed:
        part = _sorted(replace(seen, items=items, failed=[], _readings={}))
        rows += [one for one in part if one.row and one.cost < min(SURE, part[0].cost + ranking.MARGIN)]
    if len({one.row.id for one in rows if one.row}) > 1:
        grids = tuple(dict.fromkeys(grid for one in rows for grid in one.grids))
        return [replace(rows[0], row=None, grids=grids)]
    return whole


def _sorted(seen: Scene) -> list[Found]:
    seen.failed.clear()
    return sorted(placing.without_replaced(seen, placing.all_found(seen)), key=lambda one: one.cost)


def _several(seen: Scene) -> list[Found]:
    """The best placement of each of several addresses in one text, the last one first; empty if there is only one."""
    best: dict[int, Found] = {}
    doubt = 0.0
    clauses = scene.clauses(seen)
    for clause in reversed(clauses):
        found = [one for one in _sorted(clause) if one.row and one.cost < SURE]
        if found and found[0].row:
            best.setdefault(found[0].row.id, replace(found[0], cost=0.1))
        else:
            doubt = UNSURE
    return [replace(one, cost=one.cost + doubt) for one in best.values()]


def _nameless(seen: Scene) -> list[Found]:
    """A lane and a house without a road, or the number of a grid without a community: all that could be meant."""
    if any(one.cost < 0.4 for one in seen.mentions):
        return []
    serials = [item.key for item in seen.items if item.kind == words.GRID or _of_worker(seen, item)]
    if serials:
        grids = tuple(number for number, grid in seen.store.grids.items() if grid.serial == serials[0])
        return [Found(0.3, None, grids, _NOBODY, Reason.GRID_NAME, "", Reading(0.0))] if grids else []
    found = []
    for reading in readings(seen.items, frozenset()):
        if reading.number_kind == words.LANE and reading.building:
            found += [Found(0.55, place.row, place.grids, _NOBODY, Reason.ROAD_NUMBER, "", reading)
                      for place in matching.in_lanes(seen.store, reading)]  # fmt: skip
    return found


def _of_worker(seen: Scene, item: numbers.Item) -> bool:
    return item.kind == words.HOUSE and seen.tokens.shadow.startswith(("网格员", "网格长"), item.end)
