"""Every way to place the typed words in the register, with its cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from portal.domain.grids.addresses import matching, residue, words
from portal.domain.grids.addresses.judging import Found, settle
from portal.domain.grids.addresses.matching import Places
from portal.domain.grids.addresses.mentions import Mention
from portal.domain.grids.addresses.numbers import Item
from portal.domain.grids.addresses.readings import Reading
from portal.domain.grids.addresses.scene import Scene, apart
from portal.domain.grids.addresses.store import COMMUNITY, ESTATE, ROAD, Estate
from portal.domain.grids.addresses.types import Reason

OTHER_ROAD, OTHER_ESTATE, UNKNOWN_PHASE, REPLACED = 0.95, 0.95, 0.6, 0.6
ALIAS, INSIDE, SUPPORT = 0.03, 0.4, 0.8
MOST_MENTIONS = 24


def all_found(scene: Scene) -> list[Found]:
    """Placements from every estate, road and area that is mentioned."""
    found: list[Found] = []
    for mention in sorted(scene.mentions, key=lambda one: (one.cost, one.start - one.end))[:MOST_MENTIONS]:
        if mention.kind == ESTATE:
            for estate in scene.estates(mention):
                found += _in_estate(scene, mention, estate)
        elif mention.kind == ROAD:
            if mention.cost > SUPPORT:
                continue
            found += _on_road(scene, mention)
        else:
            found += _in_area(scene, mention)
    return found


def without_replaced(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """A name that stands in the text letter for letter is not silently replaced by a similar one: not at all if it
    has no such number, and only at a price if it has."""
    kept = []
    for one in found:
        size = one.mention.end - one.mention.start
        if any(
            start <= one.mention.start and one.mention.end <= end and size < end - start for start, end in scene.failed
        ):
            continue
        if one.mention.cost >= 0.15 and len(one.mention.name.tokens) <= 2 and not one.row:
            continue
        if one.mention.cost >= 0.05:
            if any(start < one.mention.end and one.mention.start < end for start, end in scene.failed):
                continue
            literal = (other for other in scene.mentions if other.cost < 0.02 and other.kind == one.mention.kind)
            if any(not apart(other, one.mention) and other.end - other.start >= size for other in literal):
                one = replace(one, cost=one.cost + REPLACED)
        kept.append(one)
    return kept


def _used(main: Mention, fits: Iterable[Mention]) -> list[Mention]:
    """The main mention and, cheapest and longest first, those that fit it and do not overlap."""
    used = [main]
    for mention in sorted(fits, key=lambda one: (one.cost, one.start - one.end)):
        if all(apart(mention, other) for other in used):
            used.append(mention)
    return used


def _outside(items: Iterable[Item], used: Sequence[Mention]) -> list[Item]:
    return [item for item in items if all(item.end <= one.start or one.end <= item.start for one in used)]


def _in_estate(scene: Scene, mention: Mention, estate: Estate) -> list[Found]:
    same = [one for one in scene.mentions if one.kind == ESTATE and one.name.id != mention.name.id and one.cost <= 0.1
            and apart(one, mention) and any(other.id == estate.id for other in scene.estates(one))]  # fmt: skip
    again = [one for one in scene.mentions if one.name.id == mention.name.id and one.start != mention.start
             and not _other_half(one, mention)]  # fmt: skip
    roads = [
        one for one in scene.mentions if one.kind == ROAD and one.name.id in estate.roads and not scene.inside(one)
        and not (mention.reason is Reason.SHORTENED and _other_half(one, mention))
    ]  # fmt: skip
    used = _used(mention, [*same, *again, *roads])
    areas = scene.areas(used)
    known = [*used, *(one for one in areas if one.cost < 0.1)]
    contradiction = 0.0
    against: list[Mention] = []
    for one in scene.mentions:
        if one.cost < 0.05 and one.kind in (ROAD, ESTATE) and all(apart(one, other) for other in known) \
                and not scene.inside(one):  # fmt: skip
            if one.kind == ROAD and not any(other.kind == ROAD for other in used):
                contradiction = max(contradiction, OTHER_ROAD)
                against.append(one)
            elif one.kind == ESTATE and one.reason is not Reason.SHORTENED:
                contradiction = max(contradiction, OTHER_ESTATE)
                against.append(one)
    road = next((one for one in used if one.kind == ROAD), None)
    base = mention.cost + (ALIAS if estate.alias else 0.0) + contradiction + INSIDE * scene.inside(mention)
    items = _outside(scene.items, [*used, *areas])
    serial = any(item.kind == words.GRID for item in items)
    named, named_tokens = matching.named(scene, used, estate)
    besides = [*named_tokens, *(index for one in against for index in range(one.start, one.end))]
    also_road = any(
        one.kind == ROAD and one.start == mention.start and one.end == mention.end and one.cost < 0.02
        for one in scene.mentions
    )
    found: list[Found] = []
    for reading in scene.readings(items, frozenset({road.end} if road else ())):
        if named and not reading.building:
            reading = replace(reading, building=named)
        for place in matching.in_estate(scene.store, estate, reading):
            if not place.row and (serial or (also_road and items)):
                continue
            cost = base + reading.cost + place.cost + (UNKNOWN_PHASE if reading.phase else 0.0)
            if road and mention.cost and reading.number and place.row and place.row.number == reading.number:
                cost -= min(mention.cost, 0.6) * 0.5
            found += settle(scene, mention, used, areas, items, place, cost, reading, estate, besides)
    if not found and mention.cost < 0.02 and items and not serial and _ends_cleanly(scene, mention):
        scene.failed.append((mention.start, mention.end))
    return _specific(found)


def _other_half(one: Mention, mention: Mention) -> bool:
    """Do the two touch, each a piece of the name? Halves that changed places are another name (阳光海岸, 海岸阳光)."""
    return one.reason is Reason.SHORTENED and (one.end == mention.start or mention.end == one.start)


def _ends_cleanly(scene: Scene, mention: Mention) -> bool:
    """Does no character touch the name that may belong to it: neither behind nor, other than talk and names, before?"""
    tokens, start, end = scene.tokens, mention.start, mention.end
    if end < len(tokens) and not tokens.gaps[end] and tokens.shadow[end] not in "0#ai":
        return False
    if start == 0 or tokens.gaps[start] or tokens.shadow[start - 1] in "0#ai":
        return True
    if any(one.cost < 0.05 and one.end >= start > one.start for one in scene.mentions) or start - 1 in scene.aside:
        return True
    return residue.ends_in_talk(tokens.shadow[:start], scene.store.home)


def _specific(found: list[Found]) -> list[Found]:
    """Buildings before whole estates, where the same name allows both readings."""
    buildings = [one for one in found if one.row]
    if not buildings:
        return found
    best = min(one.cost for one in buildings)
    return [one for one in found if one.row or one.cost < best - 0.3]


def _on_road(scene: Scene, mention: Mention) -> list[Found]:
    again = [one for one in scene.mentions if one.name.id == mention.name.id and one.start != mention.start]
    used = _used(mention, again)
    areas = scene.areas(used)
    items = _outside(scene.items, [*used, *areas])
    known = [*used, *(one for one in areas if one.cost < 0.1)]
    estates = [one for one in scene.mentions if one.kind == ESTATE and one.cost < 0.3 and not scene.inside(one)
               and all(apart(one, other) for other in known)]  # fmt: skip
    named = {estate.id for one in estates for estate in scene.estates(one)}
    sided, odd = matching.side(scene, mention)
    besides = [*sided, *(index for one in estates for index in range(one.start, one.end))]
    inside = INSIDE * scene.inside(mention)
    if odd is not None:
        items = [item for item in items if item.start not in sided]
    serial = any(item.kind == words.GRID for item in items)
    found: list[Found] = []
    for reading in scene.readings(items, frozenset(one.end for one in used)):
        if odd is not None and not reading.number and not reading.building:
            places = matching.on_side(scene.store, mention.name.id, odd)
        else:
            places = matching.on_road(scene.store, mention.name.id, reading)
        for place in places:
            if place.estate in named or (serial and not place.row):
                continue
            cost = mention.cost + reading.cost + place.cost + (OTHER_ESTATE if named else 0.0) + inside
            cost += UNKNOWN_PHASE if reading.phase else 0.0
            found += settle(scene, mention, used, areas, items, place, cost, reading, None, besides)
    if not found and mention.cost < 0.02 and items and not serial and _ends_cleanly(scene, mention):
        scene.failed.append((mention.start, mention.end))
    if any(one.row and one.reading.building for one in found):
        return _specific(found)
    numbered = [one for one in found if one.reading.number]
    return numbered or found


def _in_area(scene: Scene, mention: Mention) -> list[Found]:
    used = _used(mention, [one for one in scene.mentions if one.name.id == mention.name.id])
    others = scene.areas(used)
    items = _outside(scene.items, [*used, *others])
    grids = scene.store.areas.get(mention.name.id, [])
    serials = [item.key for item in items if item.kind == words.GRID]
    cost = mention.cost + 0.05 + 0.1 * (mention.kind != COMMUNITY)
    if serials:
        grids = [number for number in grids if scene.store.grids[number].serial == serials[0]]
        cost -= 0.05
    elif items:
        cost += 0.7 if mention.kind == COMMUNITY else 1.5
    if any(one.kind in (ROAD, ESTATE) and one.cost < 0.3 and apart(one, mention) for one in scene.mentions):
        cost += 0.7
    place = Places(None, tuple(grids), 0.0, 0)
    found = settle(scene, mention, used, others, items, place, cost, Reading(0.0), None)
    return [replace(one, reason=Reason.GRID_NAME) for one in found]
