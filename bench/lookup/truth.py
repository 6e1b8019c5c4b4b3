"""What a careful local would answer: labels derived from the register, never from the typed text.

A question is an `Ask`: what the person meant, field by field. `Truth.label` answers it;
`Truth.label_near` answers it when one name was typed wrongly, by asking which other names
the wrong spelling could just as well be.
"""
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from .sound import distance, spell

TIE, RIVAL = 0.16, 1.25
GENERIC = ["家属院", "家属楼", "小区", "花园", "新村", "家园", "公寓", "宿舍", "社区", "大院", "苑", "园", "村", "里"]
ROAD_WORDS = ["支路", "大道", "大街", "胡同", "路", "街", "巷", "道"]


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
            return name[:-len(word)]
    return name


def road_stem(name):
    """The road without 路, 街 …: `南丰路` -> `南丰`."""
    for word in ROAD_WORDS:
        if name.endswith(word) and len(name) - len(word) >= 2:
            return name[:-len(word)]
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

    def _fits(self, b, ask):
        if ask.number and b.number_key != ask.number or ask.block and b.block_key != ask.block:
            return False
        if ask.road and ask.estate and b.road != ask.road:
            return False
        g = self.grids[b.grid]
        if self.scope and self.scope not in g.subdistrict:
            return False
        if ask.subdistrict and ask.subdistrict not in g.subdistrict or ask.community and g.community != ask.community:
            return False
        if ask.side:
            digits = "".join(c for c in b.number_key.split("弄")[0].split("-")[0] if c.isdigit())
            if b.estate or not digits or int(digits) % 2 != (ask.side == "odd"):
                return False
        return True

    def find(self, ask):
        """Buildings meant by the register's own names, and those meant only through an alias."""
        weak = ()
        if ask.estate:
            strong, weak = self.own.get(ask.estate, ()), self.alias.get(ask.estate, ())
        elif ask.road and ask.number:
            strong = self.address.get((ask.road, ask.number), ())
            if not ask.block:
                weak = [b for b in self.own.get(ask.road, []) + self.alias.get(ask.road, []) if b.block_key == ask.number]
                strong, extra = [b for b in strong if self._fits(b, ask)], weak
                return strong, [b for b in extra if b not in strong]
        elif ask.road:
            strong = self.road.get(ask.road, ())
        elif ask.community:
            strong = self.of_community.get(ask.community, ())
        else:
            strong = [b for b in self.buildings if ask.subdistrict in self.grids[b.grid].subdistrict]
        strong = [b for b in strong if self._fits(b, ask)]
        return strong, [b for b in weak if self._fits(b, ask) and b not in strong]

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
        base = self._both(ask)
        core, rivals = list(base), []
        for d, name in self.near(field, typed, cost + RIVAL):
            found = self._both(replace(ask, **{field: name}))
            if name != meant and found:
                (core if d <= cost + TIE else rivals).extend(found)
        if field == "estate":
            for name in self.prefixed(meant[:2]):
                rivals += self._both(replace(ask, estate=name))
        label = self.pack(core)
        if label.type == "building":
            strong, weak = self.find(ask)
            label.choose_ok = any(b.code != core[0].code for b in rivals + list(weak))
        else:
            label.choose_ok = True
        return label

    def _both(self, ask):
        strong, weak = self.find(ask)
        if ask.block or ask.number:
            return list(strong) or list(weak)
        return list(strong) + list(weak)
