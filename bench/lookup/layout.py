"""Places before they are cut into grids, and the maker that numbers and names them.

Every habit builds its communities from the same few pieces: an estate, a courtyard, one side of a
road, a village, a public building. What differs is the words and the numbering.
"""

from dataclasses import dataclass, field

from .phrases import phrases
from .sound import homophone_table, spell

PAIRS = dict(phrases("layout_pairs"))
NUMBER_NAMES = phrases("layout_number_names")
UNLIVED = tuple(phrases("layout_unlived"))


@dataclass
class House:
    """One future row of buildings.csv."""

    number: str
    block: str = ""
    units: int = 1
    floors: int = 6

    @property
    def homes(self):
        """Households: two to four doors a landing, none where nobody lives."""
        return self.units * self.floors * (4 if self.floors > 11 else 2)


@dataclass
class Place:
    """A named or numbered group of houses that lies together."""

    kind: str
    estate: str = ""
    road: str = ""
    aliases: tuple = ()
    houses: list = field(default_factory=list)
    side: str = ""


@dataclass
class Road:
    """A road with the next free number on each side."""

    name: str
    odd: int = 1
    even: int = 2

    def take(self, rng, side=None, gap=8):
        """Use up the next number of a side, leaving a few unused as real roads do."""
        side = side or rng.choice(["odd", "even"])
        n = getattr(self, side)
        setattr(self, side, n + 2 * rng.randint(1, gap))
        return n


def size_of(places):
    """Buildings in some places."""
    return sum(len(p.houses) for p in places)


class Maker:
    """Draws names and builds places with one habit's words."""

    def __init__(self, rng, names, block_word="号楼", skip_four=0.5):
        self.rng, self.names, self.word, self.skip_four = rng, names, block_word, skip_four
        self.used, self.odd_names = set(), list(NUMBER_NAMES)
        rng.shuffle(self.odd_names)

    def estate_name(self, ends=()):
        """A new estate name, if asked for with one of some endings."""
        for _ in range(400):
            name = self.rng.choice(self.names.estates)
            fits = name.endswith(ends) if ends else not name.endswith(UNLIVED)
            if fits and name not in self.used and len(name) <= 8:
                self.used.add(name)
                return name
        return self.rng.choice(self.names.estates)

    def road_name(self, ends=("路", "街", "大道", "巷", "道")):
        for _ in range(400):
            name = self.rng.choice(self.names.roads)
            if name not in self.used and len(name) <= 5 and name.endswith(ends):
                self.used.add(name)
                return name
        return self.rng.choice(self.names.roads)

    def family(self, name):
        """Roads whose names contain one another: 南丰路, 南丰支路, 东南丰路, 南丰一路."""
        cut = -2 if name.endswith(("大道", "大街")) else -1
        head, tail = name[:cut], name[cut:]
        middle, side = self.rng.choice("一二三南北"), self.rng.choice("东西南北")
        return [name, f"{head}支{tail[-1]}", side + name, head + middle + tail][: self.rng.randint(2, 4)]

    def sound_alike(self, name):
        """A neighbour's name that sounds the same or nearly so."""
        places = [i for i, ch in enumerate(name) if ch in PAIRS]
        if places:
            i = self.rng.choice(places)
            return name[:i] + PAIRS[name[i]] + name[i + 1 :]
        i = self.rng.randrange(min(3, len(name)))
        same = [c for c in homophone_table().get(spell(name)[i] if i < len(spell(name)) else "", ()) if c != name[i]]
        return name[:i] + self.rng.choice(same) + name[i + 1 :] if same else name + "苑"

    def aliases(self, name):
        """How people shorten or lengthen the name."""
        out = []
        for word in ("小区", "花园", "公寓", "宿舍", "家属院", "新村", "家园"):
            if name.endswith(word) and len(name) - len(word) >= 2:
                out += [name[: -len(word)]] if self.rng.random() < 0.5 else []
                if word in ("宿舍", "家属院"):
                    out.append(name[: -len(word)] + ("家属院" if word == "宿舍" else "宿舍"))
        if not out and not name.endswith(("小区", "宿舍", "里", "院", "村")) and self.rng.random() < 0.5:
            out.append(name + "小区")
        if self.rng.random() < 0.15:
            out.append(self.estate_name(("宿舍", "新村", "大院", "小区")))
        return tuple(a for a in out if a != name)

    def block_numbers(self, n, stems=0.3):
        """Building labels in order: 4 and 14 often missing, a 甲 building squeezed in."""
        skip = {4, 14, 24} if self.rng.random() < self.skip_four else set()
        out, k = [], 0
        while len(out) < n:
            k += 1
            if k not in skip:
                out.append(f"{k}{self.word}")
        if n > 8 and self.rng.random() < stems:
            i = self.rng.randrange(5, n)
            out.insert(i + 1, "甲" + out[i])
        return out

    def heights(self):
        """Units and floors of an estate: walk-ups, slabs or towers."""
        return self.rng.choice([(4, 6), (3, 6), (3, 5), (2, 7), (2, 11), (2, 18), (1, 26)])

    def estate(self, name, road, n, aliases=None):
        """An estate with one house number, sometimes with a second one for its last buildings."""
        r = self.rng
        number = f"{road.take(r)}号"
        second = f"{road.take(r, gap=2)}号" if n > 9 and r.random() < 0.15 else number
        units, floors = self.heights()
        labels, houses = self.block_numbers(n), []
        for i, label in enumerate(labels):
            entrances, storeys = units + r.choice([0, 0, 0, -1]), floors + r.choice([0, 0, 0, -1, 1])
            houses.append(House(number if i < len(labels) * 2 // 3 else second, label, max(1, entrances), storeys))
        return Place("estate", name, road.name, self.aliases(name) if aliases is None else aliases, houses)

    def tower(self, name, road):
        """A high-rise with lettered blocks."""
        number, letters = f"{road.take(self.rng)}号", "ABCDE"[: self.rng.randint(2, 5)]
        aliases = (name[:-2],) if len(name) > 3 else ()
        return Place("estate", name, road.name, aliases, [House(number, f"{x}座", 1, 26) for x in letters])

    def yard(self, road, word="号"):
        """A courtyard known by road and number only."""
        r = self.rng
        number = f"{road.take(r)}{word}"
        units, floors = r.choice([(3, 6), (2, 5), (4, 6), (2, 4)])
        houses = [House(number, f"{i}{self.word}", units, floors) for i in range(1, r.randint(4, 10))]
        return Place("yard", "", road.name, (), houses)

    def side(self, road, side, n, shops=False):
        """One side of a road, house by house, with holes and 甲 numbers."""
        r, houses, at = self.rng, [], getattr(road, side)
        for _ in range(n):
            at += 0 if not houses else 2 * (1 if r.random() < 0.93 else 2)
            units, floors = (0, r.randint(1, 3)) if shops else (1, r.randint(1, 3))
            houses.append(House(f"{at}号", "", units, floors))
            if r.random() < 0.05:
                houses.append(House(r.choice([f"{at}号甲", f"{at}号乙", f"{at}-1号", f"{at}号附1"]), "", units, floors))
        setattr(road, side, at + 2)
        return Place("shops" if shops else "side", "", road.name, (), houses, side)

    def village(self, name, n):
        """A village: house numbers without a road."""
        houses = []
        for k in range(1, n + 1):
            if self.rng.random() < 0.95:
                houses.append(House(f"{k}号", "", 1, self.rng.randint(1, 3)))
            if self.rng.random() < 0.02:
                houses.append(House(f"{k}号附1", "", 1, 1))
        short = name.endswith("村") and len(name) > 2 and not name.endswith("新村")
        return Place("village", name, "", (name[:-1],) if short else (), houses)

    def public(self, road, name, blocks=("",), aliases=()):
        """A school, hospital or market: nobody lives there."""
        number = f"{road.take(self.rng)}号"
        houses = [House(number, b, 0, self.rng.randint(2, 9)) for b in blocks]
        return Place("public", name, road.name, tuple(aliases), houses)
