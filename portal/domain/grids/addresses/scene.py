"""A typed text with what was recognised in it, and what of it does not belong to the address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from portal.domain.grids.addresses import residue, words
from portal.domain.grids.addresses.mentions import Mention
from portal.domain.grids.addresses.numbers import Item
from portal.domain.grids.addresses.readings import Reading, readings
from portal.domain.grids.addresses.store import COMMUNITY, DISTRICT, ESTATE, ROAD, SUBDISTRICT, Estate, Store
from portal.domain.grids.addresses.tokens import Tokens
from portal.domain.grids.addresses.types import Reason

_NOT_BUT = re.compile(r"不是(?P<wrong>.{0,24}?)(?:而)?是")
_NOT = re.compile(r"不是")
_RETRACT = re.compile(r"[哦噢啊呃]不|不对|[说写打搞弄]错了?|更正")
_JOIN = re.compile(r"^(?:和|与|及|或者?|还有|跟|到|至)$")
_RANGE = ("到", "至")
_CLOSE_TO = re.compile(r"(?:靠|临|邻|紧)?(?:近|邻|挨着)")


MANY = 12


@dataclass(slots=True)
class Scene:
    """``aside`` holds tokens that are no part of the address (persons, landmarks, what was taken back)."""

    tokens: Tokens
    store: Store
    mentions: list[Mention]
    items: list[Item]
    aside: set[int] = field(default_factory=set)
    failed: list[tuple[int, int]] = field(default_factory=list)
    _estates: dict[int, list[Estate]] = field(default_factory=dict)
    _readings: dict[tuple[tuple[int, ...], frozenset[int]], list[Reading]] = field(default_factory=dict)

    def estates(self, mention: Mention) -> list[Estate]:
        """The estates a mention can mean."""
        known = self._estates.get(mention.name.id)
        if known is None:
            known = self._in_named_areas(self.store.estates(mention.name.id))
            self._estates[mention.name.id] = known
        return known

    def _in_named_areas(self, estates: list[Estate]) -> list[Estate]:
        """Of a name that a whole city shares, only the estates in the areas that are named, if any is there."""
        named = {one.name.id for one in self.mentions if one.kind in (SUBDISTRICT, DISTRICT) and one.cost < 0.02}
        if len(estates) <= MANY or not named:
            return estates
        return [one for one in estates if one.subdistrict in named or one.district in named] or estates

    def readings(self, items: Sequence[Item], anchored: frozenset[int]) -> list[Reading]:
        """Readings of some of the scene's numbers, worked out once."""
        key = (tuple(item.start for item in items), anchored)
        known = self._readings.get(key)
        if known is None:
            known = self._readings[key] = readings(items, anchored)
        return known

    def put_aside(self, tokens: Iterable[int]) -> None:
        """Take tokens out of the address, with the names and numbers on them."""
        gone = set(tokens)
        self.aside |= gone
        self.mentions = [one for one in self.mentions if not gone.intersection(range(one.start, one.end))]
        self.items = [item for item in self.items if not gone.intersection(range(item.start, item.end))]

    def inside(self, mention: Mention) -> bool:
        """Is the mention part of a longer name that stands there letter for letter (南丰路 in 南丰路社区)?"""
        return any(
            one.cost < 0.02 and one.start <= mention.start and mention.end <= one.end
            and one.end - one.start > mention.end - mention.start
            for one in self.mentions
        )  # fmt: skip

    def part(self, start: int, end: int) -> Scene:
        """The scene reduced to tokens start..end-1."""
        reduced = replace(self, aside=set(self.aside), failed=[], _readings={})
        reduced.put_aside([*range(start), *range(end, len(self.tokens))])
        return reduced

    def areas(self, used: Sequence[Mention]) -> list[Mention]:
        """Communities, subdistricts and districts that are named outside the used names."""
        named = (one for one in self.mentions if one.kind in (COMMUNITY, SUBDISTRICT, DISTRICT))
        return [one for one in named if all(apart(one, other) for other in used)]


def apart(one: Mention, other: Mention) -> bool:
    """Do the two mentions cover different tokens?"""
    return one.end <= other.start or other.end <= one.start


def prepare(scene: Scene) -> None:
    """Put aside persons, landmarks and what the writer took back."""
    named = {index for one in scene.mentions if one.cost < 0.35 and one.reason is not Reason.SHORTENED
             for index in range(one.start, one.end)}  # fmt: skip
    scene.put_aside(residue.persons(scene.tokens) - named)
    for item in scene.items:
        if item.kind == words.OTHER and not named.intersection(range(item.start, item.end)):
            scene.aside.update(range(item.start, item.end))
    scene.items = [item for item in scene.items if item.kind != words.OTHER]
    free = {one.name.id for one in scene.mentions if not scene.inside(one)}
    scene.mentions = [one for one in scene.mentions if one.name.id not in free or not scene.inside(one)]
    _take_back(scene)
    _landmarks(scene)


def _take_back(scene: Scene) -> None:
    shadow = scene.tokens.shadow
    found = _NOT_BUT.search(shadow)
    if found:
        scene.put_aside(set(range(found.start(), found.end())) - _name_to_keep(scene, found.end()))
        return
    refused = _NOT.search(shadow)
    if refused:
        item = next((item for item in scene.items if item.start >= refused.end()), None)
        if item and item.start - refused.end() < 14 and any(one.end <= refused.start() for one in scene.items):
            scene.put_aside(range(refused.start(), item.end))
        return
    taken = _RETRACT.search(shadow)
    if not taken:
        return
    after = [item for item in scene.items if item.start >= taken.end()]
    if not after:
        return
    if any(one.start >= taken.end() and one.kind in (ROAD, ESTATE) and one.cost < 0.1 for one in scene.mentions):
        scene.put_aside(range(taken.end()))
        return
    wrong = [item for item in scene.items if item.end <= taken.start() and item.kind == after[0].kind]
    scene.put_aside(range(taken.start(), after[0].start))
    if wrong:
        scene.put_aside(range(wrong[-1].start, wrong[-1].end))


def _name_to_keep(scene: Scene, end: int) -> set[int]:
    """Tokens of the names before ``end`` if only another number follows (不是某小区1号楼，是2号楼)."""
    sure = [one for one in scene.mentions if one.kind in (ROAD, ESTATE) and one.cost < 0.1]
    if any(one.start >= end for one in sure) or not any(item.start >= end for item in scene.items):
        return set()
    return {index for one in sure for index in range(one.start, one.end)}


def _landmarks(scene: Scene) -> None:
    """Drop a name that only says near what the address lies (南丰路小学对面…), if another address is left."""
    gaps = scene.tokens.gaps
    for relation in words.RELATION.finditer(scene.tokens.shadow):
        marked = [one for one in scene.mentions if one.cost < 0.3 and one.end <= relation.start()
                  and _only_numbers(scene, one.end, relation.start())]  # fmt: skip
        if not marked:
            continue
        start = min(one.start for one in marked)
        while start > 0 and not gaps[start]:
            start -= 1
        others = [one for one in scene.mentions if one.cost < 0.3 and one.kind in (ROAD, ESTATE)
                  and (one.end <= start or one.start >= relation.end())]  # fmt: skip
        if others:
            scene.put_aside(range(start, relation.end()))
    for relation in _CLOSE_TO.finditer(scene.tokens.shadow):
        end = max((one.end for one in scene.mentions if one.cost < 0.1 and one.start == relation.end()), default=0)
        others = [one for one in scene.mentions if one.cost < 0.1 and one.kind in (ROAD, ESTATE)
                  and (one.end <= relation.start() or one.start >= end)]  # fmt: skip
        if end and others and (end == len(scene.tokens) or gaps[end]):
            scene.put_aside(range(relation.start(), end))


def _only_numbers(scene: Scene, start: int, end: int) -> bool:
    inside = {index for item in scene.items for index in range(item.start, item.end)}
    return all(index in inside for index in range(start, end))


def listed(scene: Scene) -> list[list[Item]]:
    """If several buildings of one place are named (3号楼和5号楼, 4到8号楼), the items once for each of them."""
    items = scene.items
    for index in range(len(items) - 1):
        first, second = items[index], items[index + 1]
        if first.key == second.key or not (first.key.isdigit() and second.key.isdigit()):
            continue
        between = scene.tokens.shadow[first.end : second.start]
        joined = bool(_JOIN.match(between))
        gap = scene.tokens.gaps[second.start]
        if second.kind == words.BUILDING and first.kind in (words.BUILDING, words.BARE):
            dashed = not between and ("-" in gap or "/" in gap or "," in gap or first.kind == words.BUILDING)
            ranged = between in _RANGE or (dashed and "-" in gap)
        elif second.kind == first.kind == words.HOUSE and joined:
            dashed, ranged = False, between in _RANGE
        else:
            continue
        if not (joined or dashed):
            continue
        further = [item.key for item in items[index + 2 :] if item.kind == second.kind and item.key.isdigit()]
        keys = [first.key, second.key, *further]
        low, high = int(first.key), int(second.key)
        if ranged and low < high <= low + 60:
            keys = [str(number) for number in range(low, high + 1)]
        rest = [*items[:index], *items[index + 2 :]]
        rest = [item for item in rest if item.kind != second.kind]
        whole = Item(first.start, second.end, first.key, second.kind)
        return [[*rest, replace(whole, key=key)] for key in dict.fromkeys(keys)]
    return []


def clauses(scene: Scene) -> list[Scene]:
    """The text cut where a second address begins: behind a number, in front of a name that was parted from it."""
    names = sorted((one for one in scene.mentions if one.kind in (ROAD, ESTATE) and one.cost < 0.35
                    and not (one.cost and one.reason is Reason.EXACT) and not scene.inside(one)),
                   key=lambda one: (one.start, -one.end))  # fmt: skip
    cuts: list[int] = []
    end = 0
    for one in names:
        if one.start < end:
            continue
        numbered = [item for item in scene.items if end and end <= item.start and item.end <= one.start]
        if numbered and _parted(scene, numbered[-1].end, one.start):
            cuts.append(numbered[-1].end)
        end = one.end
    edges = [0, *cuts, len(scene.tokens)]
    return [scene.part(start, stop) for start, stop in pairwise(edges)] if cuts else []


def _parted(scene: Scene, start: int, end: int) -> bool:
    return bool(scene.tokens.gaps[end]) or end > start
