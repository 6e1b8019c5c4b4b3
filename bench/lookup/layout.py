"""Places before they are cut into grids, and the maker that numbers and names them.

Every habit builds its communities from the same few pieces: an estate, a courtyard, one side of a
road, a village, a public building. What differs is the words and the numbering.
"""
from dataclasses import dataclass, field

from .sound import homophone_table, spell

PAIRS = {"苑": "园", "园": "苑", "新": "馨", "馨": "新", "佳": "嘉", "嘉": "佳", "锦": "金", "金": "锦", "福": "富", "华": "桦", "丽": "利", "景": "锦", "安": "岸", "兴": "星"}
NUMBER_NAMES = ["一零二小区", "五四新村", "八一家园", "三零八宿舍", "一一二小区", "七二一厂宿舍", "六十八号大院", "二十四城", "三里家园", "九龙小区", "十八家大院", "五一小区", "四零五医院宿舍", "一中家属院"]
UNLIVED = ("大厦", "公园", "广场", "商城", "中心", "医院", "学校", "幼儿园", "写字楼", "酒店", "市场")


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
            if name not in self.used and len(name) <= 8 and (name.endswith(ends) if ends else not name.endswith(UNLIVED)):
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
        head, tail = name[:-1], name[-1]
        out = [name, f"{head}支{tail}", f"{self.rng.choice('东西南北')}{name}", f"{head}{self.rng.choice('一二三南北')}{tail}"]
        return out[:self.rng.randint(2, 4)]

    def sound_alike(self, name):
        """A neighbour's name that sounds the same or nearly so."""
        places = [i for i, ch in enumerate(name) if ch in PAIRS]
        if places:
            i = self.rng.choice(places)
            return name[:i] + PAIRS[name[i]] + name[i + 1:]
        i = self.rng.randrange(min(3, len(name)))
        same = [c for c in homophone_table().get(spell(name)[i] if i < len(spell(name)) else "", ()) if c != name[i]]
        return name[:i] + self.rng.choice(same) + name[i + 1:] if same else name + "苑"

    def aliases(self, name):
        """How people shorten or lengthen the name."""
        out = []
        for word in ("小区", "花园", "公寓", "宿舍", "家属院", "新村", "家园"):
            if name.endswith(word) and len(name) - len(word) >= 2:
                out += [name[:-len(word)]] if self.rng.random() < 0.5 else []
                if word in ("宿舍", "家属院"):
                    out.append(name[:-len(word)] + ("家属院" if word == "宿舍" else "宿舍"))
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

    def estate(self, name, road, n, number=None, aliases=None, labels=None):
        """An estate with one house number, sometimes several."""
        r = self.rng
        number = number or f"{road.take(r)}号"
        second = f"{road.take(r, gap=2)}号" if n > 9 and r.random() < 0.15 else number
        units, floors = self.heights()
        labels = labels or self.block_numbers(n)
        cut = len(labels) * 2 // 3
        houses = [House(number if i < cut else second, label, max(1, units + r.choice([0, 0, 0, -1])), floors + r.choice([0, 0, 0, -1, 1])) for i, label in enumerate(labels)]
        return Place("estate", name, road.name, self.aliases(name) if aliases is None else aliases, houses)

    def tower(self, name, road):
        """A high-rise with lettered blocks."""
        n, number = self.rng.randint(2, 5), f"{road.take(self.rng)}号"
        return Place("estate", name, road.name, (name[:-2],) if len(name) > 3 else (), [House(number, f"{'ABCDEF'[i]}座", 1, 26) for i in range(n)])

    def yard(self, road, word="号", block=None):
        """A courtyard known by road and number only."""
        r = self.rng
        number = f"{road.take(r)}{word}"
        units, floors = r.choice([(3, 6), (2, 5), (4, 6), (2, 4)])
        return Place("yard", "", road.name, (), [House(number, f"{i}{block or self.word}", units, floors) for i in range(1, r.randint(4, 10))])

    def side(self, road, side, n, shops=False, start=None):
        """One side of a road, house by house, with holes and 甲 numbers."""
        r, houses = self.rng, []
        at = start if start is not None else getattr(road, side)
        for _ in range(n):
            at += 0 if not houses else 2 * (1 if r.random() < 0.93 else 2)
            units, floors = (0, r.randint(1, 3)) if shops else (1, r.randint(1, 3))
            houses.append(House(f"{at}号", "", units, floors))
            if r.random() < 0.05:
                houses.append(House(r.choice([f"{at}号甲", f"{at}号乙", f"{at}-1号", f"{at}号附1"]), "", units, floors))
        setattr(road, side, at + 2)
        return Place("shops" if shops else "side", "", road.name, (), houses, side)

    def village(self, name, n, aliases=None):
        """A village: house numbers without a road."""
        houses = []
        for k in range(1, n + 1):
            if self.rng.random() < 0.95:
                houses.append(House(f"{k}号", "", 1, self.rng.randint(1, 3)))
            if self.rng.random() < 0.02:
                houses.append(House(f"{k}号附1", "", 1, 1))
        return Place("village", name, "", (name[:-1],) if aliases is None and name.endswith("村") and len(name) > 2 else aliases or (), houses)

    def public(self, road, name, blocks=("",), aliases=()):
        """A school, hospital or market: nobody lives there."""
        number = f"{road.take(self.rng)}号"
        return Place("public", name, road.name, tuple(aliases), [House(number, b, 0, self.rng.randint(2, 9)) for b in blocks])
