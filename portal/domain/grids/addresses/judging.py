"""What a placement costs once the named areas and the left-over words have been heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.grids.addresses import matching, residue, words
from portal.domain.grids.addresses.matching import Places
from portal.domain.grids.addresses.mentions import Mention
from portal.domain.grids.addresses.numbers import Item
from portal.domain.grids.addresses.readings import Reading
from portal.domain.grids.addresses.scene import Scene, apart
from portal.domain.grids.addresses.store import COMMUNITY, DISTRICT, ESTATE, ROAD, SUBDISTRICT, Estate, Row
from portal.domain.grids.addresses.types import Reason

OTHER_AREA, OTHER_COMMUNITY = 1.3, 0.8
ASKED_EMPLOYER = 0.35
HOPELESS = 1.6


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


def settle(scene: Scene, mention: Mention, used: Sequence[Mention], areas: Sequence[Mention], items: Sequence[Item],
            place: Places, cost: float, reading: Reading, estate: Estate | None,
            besides: Sequence[int] = ()) -> list[Found]:  # fmt: skip
    """Add what the areas and the left-over words say; grids that contradict a named area fall away if others agree."""
    if cost > HOPELESS or not place.grids:
        return []
    doubts: dict[tuple[int, int, int], tuple[float, list[Mention]]] = {}
    judged: list[tuple[float, list[Mention], int]] = []
    for grid in place.grids:
        facts = scene.store.grids[grid]
        area = (facts.community, facts.subdistrict, facts.district)
        if area not in doubts:
            doubts[area] = _area_doubt(areas, area)
        judged.append((*doubts[area], grid))
    least = min(doubt for doubt, _, _ in judged)
    kept = tuple(grid for doubt, _, grid in judged if doubt == least)
    agreeing = next(agree for doubt, agree, _ in judged if doubt == least)
    named = agreeing if least == 0 else [*agreeing, *(area for area in areas if area.cost < 0.1)]
    total = cost + least + _doubt(scene, [*used, *named], items, besides)
    if any(_numbered_name(scene, one, items) for one in used):
        total += residue.OTHER_NAME
    elif not place.row and mention.reason is Reason.SHORTENED and matching.is_employer(mention):
        total += ASKED_EMPLOYER
    reason = mention.reason
    if reason is Reason.EXACT and mention.kind == ROAD:
        reason = Reason.ROAD_NUMBER
    elif reason is Reason.EXACT and estate and estate.alias:
        reason = Reason.ALIAS
    shown = mention.name.shown
    return [Found(total, place.row, kept, mention, reason, shown, reading, (*used, *agreeing))]


def _area_doubt(areas: Sequence[Mention], area_names: tuple[int, int, int]) -> tuple[float, list[Mention]]:
    """What the named areas say about a place in a community, subdistrict and district: cost of a contradiction, and
    the mentions that agree."""
    if not areas:
        return 0.0, []
    own = dict(zip((COMMUNITY, SUBDISTRICT, DISTRICT), area_names, strict=True))
    agreeing = [area for area in areas if own[area.kind] == area.name.id]
    total = 0.0
    for area in areas:
        if area in agreeing or area.cost > 0.35 or any(not apart(area, other) for other in agreeing):
            continue
        total = max(
            total, (OTHER_COMMUNITY if area.kind == COMMUNITY else OTHER_AREA) * (1 if area.cost < 0.1 else 0.5)
        )
    return total, agreeing


def _numbered_name(scene: Scene, used: Mention, items: Sequence[Item]) -> bool:
    """Does a number open the name (第二中心医院), or stand where the rest of a shortened one was (第三纺织厂)?"""
    tokens = scene.tokens
    if not used.start or tokens.gaps[used.start]:
        return False
    before = next((item for item in items if item.end == used.start and item.kind == words.BARE and item.plain), None)
    if before is None:
        return False
    ordinal = before.start > 0 and not tokens.gaps[before.start] and tokens.shadow[before.start - 1] == "第"
    return ordinal or (used.reason is Reason.SHORTENED and not tokens.written[before.start].isascii())


def _doubt(scene: Scene, used: Sequence[Mention], items: Sequence[Item], besides: Sequence[int] = ()) -> float:
    covered = set(scene.aside)
    covered.update(besides)
    for one in used:
        covered.update(range(one.start, one.end))
    for item in items:
        covered.update(range(item.start, item.end))
    inside = {index for one in scene.mentions if one.cost < 0.02 for index in range(one.start, one.end)}
    covered |= residue.at_home(scene.tokens, scene.store.home, inside)
    edges = residue.Edges(
        frozenset(one.start for one in used), frozenset(one.end for one in used if one.kind in (ROAD, ESTATE)),
        frozenset(item.end for item in items),
        frozenset(one.end for one in used if one.kind == ESTATE and one.cost < 0.02 and matching.has_ending(one.name)),
        frozenset(one.end for one in used if one.kind == ESTATE and one.cost < 0.02 and len(one.name.tokens) >= 3),
        frozenset(one.end for one in used if one.reason is Reason.SHORTENED and matching.is_employer(one)),
    )  # fmt: skip
    return residue.doubt(scene.tokens, covered, edges, scene.store.levels, bool(scene.store.home))
