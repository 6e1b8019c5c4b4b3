"""From placements with costs to an answer, a choice or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from portal.domain.grids.addresses.judging import Found
from portal.domain.grids.addresses.store import Store
from portal.domain.grids.addresses.types import Candidate, Decision

ANSWER, CHOICE, MARGIN = 0.5, 1.15, 0.16
CAUTION = 0.4
"""The dearer the best placement, the farther the next one must be: share of its cost added to the margin."""
MOST_CANDIDATES = 10


def score(cost: float) -> float:
    """A cost as a score from 0 to 1."""
    return round(max(0.0, 1.0 - cost / 1.6), 4)


def rank(
    found: Sequence[Found], store: Store, *, together: bool = False
) -> tuple[Decision, list[Found], tuple[Candidate, ...], int]:
    """Decide; returns the decision, the placements it rests on, the candidates and the number of grids in question.

    ``together``: the placements are several addresses of one text, all of them meant.
    """
    best: dict[object, Found] = {}
    for one in sorted(found, key=lambda placed: placed.cost):
        key: object = one.row.id if one.row else one.grids
        best.setdefault(key, one)
    ranked = [one for one in best.values() if one.cost <= CHOICE]
    if not ranked:
        return Decision.NONE, [], (), 0
    first = ranked[0]
    close = [one for one in ranked if one.cost - first.cost < MARGIN + first.cost * CAUTION]
    if any(one.row for one in close) and first.row is None and first.mention.cost < 0.1:
        close = [one for one in close if one.row is None or one.cost <= first.cost + 0.02] or close
    grids = list(dict.fromkeys(grid for one in close for grid in one.grids))
    buildings = {one.row.id for one in close if one.row}
    if len(grids) == 1 and not (together and len(close) > 1):
        decision = Decision.ANSWER if first.cost <= ANSWER else Decision.CHOOSE
        if decision is Decision.ANSWER:
            unsure = (len(buildings) > 1 and ranked[1].cost - first.cost < 0.02) or first.row is None
            return decision, [first], (_candidate(first, store, first.grids[0], whole=unsure),), 1
    rest = (
        [one for one in ranked if one not in close and one.cost - first.cost < 0.5]
        if first.row and first.mention.cost > 0.02
        else []
    )
    candidates: list[Candidate] = []
    seen: set[tuple[str | None, str]] = set()
    for one in [*close, *rest]:
        for grid in one.grids:
            candidate = _candidate(one, store, grid, whole=one.row is None)
            if (candidate.building_code, candidate.grid_code) not in seen:
                seen.add((candidate.building_code, candidate.grid_code))
                candidates.append(candidate)
    return Decision.CHOOSE, close, tuple(candidates[:MOST_CANDIDATES]), len(grids)


def _candidate(one: Found, store: Store, grid: int, *, whole: bool) -> Candidate:
    unit = None
    if one.row and one.reading.unit.isdigit() and 0 < int(one.reading.unit) <= max(one.row.units, 0):
        unit = int(one.reading.unit)
    building = one.row.code if one.row and not whole else None
    return Candidate(building, store.grids[grid].code, score(one.cost), one.reason, one.matched, unit)
