"""What a careful local would answer: labels derived from the register, never from the typed text.

A question is an `Ask`: what the person meant, field by field. `Truth.label` answers it;
`Truth.label_near` answers it when one name was typed wrongly, by asking which other names
the wrong spelling could just as well be.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from .phrases import phrases
from .sound import distance, spell

TIE, RIVAL = 0.16, 1.25
GENERIC = phrases("truth_generic")
ROAD_WORDS = phrases("truth_road_words")


@dataclass(frozen=True)
class Ask:
    """The meaning of a question; empty fields were not said."""

    estate: str = ""
    road: str = ""
    number: str = ""
    block: str = ""
    subdistrict: str = ""
    community: str = ""
    side: str = ""


@dataclass
class Label:
    """The right answer in the terms of the query file."""

    type: str
    buildings: tuple = ()
    grids: tuple = ()
    choose_ok: bool = False


NONE = Label("none")


def stem(name):
    """The name without its generic last word: `芙蓉花园` -> `芙蓉`."""
    for word in GENERIC:
        if name.endswith(word) and len(name) - len(word) >= 2:
            return name[: -len(word)]
    return name


def road_stem(name):
    """The road without 路, 街 …: `南丰路` -> `南丰`."""
    for word in ROAD_WORDS:
        if name.endswith(word) and len(name) - len(word) >= 2:
            return name[: -len(word)]
    return name


class Truth:
    """Indexes over one register."""

    def __init__(self, grids, buildings):
        self.grids, self.buildings = grids, buildings
        self.own, self.alias, self.road, self.address = (defaultdict(list) for _ in range(4))
        self.of_grid, self.of_community = defaultdict(list), defaultdict(list)
        for b in buildings:
            if b.estate:
                self.own[b.estate].append(b)
            for a in b.aliases:
                self.alias[a].append(b)
            if b.road:
                self.road[b.road].append(b)
                self.address[b.road, b.number_key].append(b)
            self.of_grid[b.grid].append(b)
            self.of_community[grids[b.grid].community].append(b)
        self.names = sorted(set(self.own) | set(self.alias))
        self.roads = sorted(self.road)
        self._index = {"estate": self._sound_index(self.names), "road": self._sound_index(self.roads)}
        self._starts = defaultdict(list)
        for n in self.names:
            self._starts[n[:2]].append(n)
        self.scope = ""
        self.subdistricts = sorted({g.subdistrict for g in grids.values()})

    @staticmethod
    def _sound_index(names):
        index = defaultdict(set)
        for i, n in enumerate(names):
            for s in set(spell(n)) | set(n):
                index[s].add(i)
        return index

    def near(self, field, typed, reach=3.0):
        """Known names within `reach` of the typed one, nearest first, as (distance, name)."""
        names = self.names if field == "estate" else self.roads
        index, votes = self._index[field], Counter()
        for s in set(spell(typed)) | set(typed):
            votes.update(index.get(s, ()))
        found = []
        for i, n in votes.items():
            name = names[i]
            if n * 2 >= len(name) and abs(len(name) - len(typed)) <= 3:
                d = distance(typed, name)
                if d <= reach:
                    found.append((d, name))
        return sorted(found)

    def prefixed(self, head):
        """Estate names that begin with `head` (two characters or more)."""
        return [n for n in self._starts.get(head[:2], ()) if n.startswith(head)]

    @staticmethod
    def _same_house(b, ask):
        """In an estate the last number is a building or, where houses have no building, a house."""
        if ask.estate and not ask.road and bool(ask.block) != bool(ask.number):
            return (b.block_key or b.number_key) == (ask.block or ask.number)
        return (not ask.number or b.number_key == ask.number) and (not ask.block or b.block_key == ask.block)

    def _in_area(self, b, ask):
        g = self.grids[b.grid]
        wanted = (self.scope, ask.subdistrict)
        return all(w in g.subdistrict for w in wanted) and ask.community in ("", g.community)

    @staticmethod
    def _on_side(b, side):
        digits = re.match(r"\d+", b.number_key)
        return not b.estate and bool(digits) and int(digits.group()) % 2 == (side == "odd")

    def _kept(self, buildings, ask):
        return [
            b for b in buildings
            if self._same_house(b, ask) and self._in_area(b, ask)
            and (not (ask.road and ask.estate) or b.road == ask.road) and (not ask.side or self._on_side(b, ask.side))
        ]  # fmt: skip

    def named(self, name):
        """Buildings of every estate that has or shares this name."""
        return self.own.get(name, []) + self.alias.get(name, [])

    def find(self, ask):
        """Buildings meant by the register's own names, and those meant only through another reading."""
        strong, weak = [], []
        if ask.estate:
            strong = self._kept(self.own.get(ask.estate, ()), ask)
            weak = self._kept(self.alias.get(ask.estate, ()), ask)
            if ask.block and any(b.block.endswith("号") for b in weak):
                weak += self._kept(self.address.get((ask.estate, ask.block), ()), Ask(subdistrict=ask.subdistrict))
        elif ask.road and ask.number:
            strong = self._kept(self.address.get((ask.road, ask.number), ()), ask)
            if not ask.block:
                reading = Ask(estate=ask.road, block=ask.number, subdistrict=ask.subdistrict)
                weak = self._kept(self.named(ask.road), reading)
        elif ask.road:
            strong = self._kept(self.road.get(ask.road, ()), ask)
        elif ask.community:
            strong = self._kept(self.of_community.get(ask.community, ()), ask)
        else:
            strong = self._kept(self.buildings, ask)
        codes = {b.code for b in strong}
        return strong, [b for b in weak if b.code not in codes]

    def pack(self, buildings, choose_ok=False):
        """The label for a group of equally good buildings."""
        buildings = list({b.code: b for b in buildings}.values())
        if not buildings:
            return Label("none", choose_ok=choose_ok)
        grids = tuple(sorted({b.grid for b in buildings}))
        codes = tuple(b.code for b in buildings)
        kind = "building" if len(codes) == 1 else "grid" if len(grids) == 1 else "set"
        return Label(kind, codes, grids, choose_ok)

    def label(self, ask):
        """Answer a correctly spelled question."""
        strong, weak = self.find(ask)
        precise = bool(ask.block or ask.number)
        if precise and len(strong) == 1:
            return self.pack(strong, choose_ok=any(b.grid != strong[0].grid for b in weak))
        if precise and strong:
            return self.pack(strong)
        return self.pack(list(strong) + list(weak))

    def label_any(self, asks, choose_ok=True):
        """Answer a question with several readings of equal standing."""
        found = []
        for ask in asks:
            strong, weak = self.find(ask)
            found += strong or weak
        return self.pack(found, choose_ok=choose_ok)

    def label_near(self, ask, field, typed):
        """Answer a question whose `field` was typed as `typed`; None when no local could tell."""
        meant = getattr(ask, field)
        names = self.names if field == "estate" else self.roads
        cost = distance(typed, meant)
        if cost == 0 or cost > max(0.85, 0.34 * len(meant)) + 0.05:
            return None
        if typed in self.own or typed in self.alias or typed in self.road:
            other = self.label(replace(ask, **{field: typed}))
            other.choose_ok = True
            return other if other.type == "building" and typed in names else None
        base = self.everywhere(ask)
        core, rivals = list(base), []
        for d, name in self.near(field, typed, cost + RIVAL):
            found = self.everywhere(replace(ask, **{field: name}))
            if name != meant and found:
                (core if d <= cost + TIE else rivals).extend(found)
        if field == "estate":
            for name in self.prefixed(meant[:2]):
                rivals += self.everywhere(replace(ask, estate=name))
        label = self.pack(core)
        if label.type == "building":
            label.choose_ok = any(b.code != core[0].code for b in rivals + self.find(ask)[1])
        else:
            label.choose_ok = True
        return label

    def everywhere(self, ask):
        """The best buildings of a precise question, all buildings of a vague one."""
        strong, weak = self.find(ask)
        if ask.block or ask.number:
            return list(strong) or list(weak)
        return list(strong) + list(weak)
