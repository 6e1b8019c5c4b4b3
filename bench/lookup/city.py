"""A city around a given town: many districts, names that repeat as real cities repeat them."""
import csv
from collections import defaultdict
from pathlib import Path

from .cutting import Tables
from .habits import load
from .layout import Maker, Road

COMMON_ROADS = "人民路 解放路 中山路 建设路 新华路 文化路 胜利路 和平路 长江路 黄河路 青年路 光明路 友谊路 幸福路 北京路 上海路".split()
COMMON_ESTATES = "阳光花园 幸福小区 金色家园 锦绣花园 东方花园 阳光小区 和平小区 新华小区 团结新村 建设新村 碧水云天 世纪花园 书香苑 御景园 康乐小区 温馨家园 翠园小区 兴隆小区 电业局宿舍 粮食局宿舍".split()


class CityMaker(Maker):
    """Names repeat on purpose: common names everywhere, the given town's names now and then."""

    def __init__(self, rng, names, town_estates, town_roads):
        super().__init__(rng, names)
        self.town_estates, self.town_roads = town_estates, town_roads
        self.local = set()

    def start(self):
        """A new subdistrict: inside it no name is used twice."""
        self.local = set()
        self.odd_names = self.rng.sample(self.odd_names or ["五四新村"], 1)

    def _fresh(self, draw):
        for _ in range(60):
            name = draw()
            if name not in self.local:
                self.local.add(name)
                return name
        return None

    def estate_name(self, ends=()):
        chance = self.rng.random()
        pool = COMMON_ESTATES if chance < 0.12 else self.town_estates if chance < 0.15 and not ends else self.names.estates
        fits = [x for x in pool if not ends or x.endswith(ends)] if pool is not self.names.estates else None
        name = self._fresh(lambda: self.rng.choice(fits)) if fits else None
        return name or self._fresh(lambda: super(CityMaker, self).estate_name(ends)) or super().estate_name(ends)

    def road_name(self, ends=("路", "街", "大道", "巷", "道")):
        chance = self.rng.random()
        pool = COMMON_ROADS if chance < 0.1 else self.town_roads if chance < 0.13 else None
        return (self._fresh(lambda: self.rng.choice(pool)) if pool else None) or self._fresh(lambda: self.rng.choice(self.names.roads)) or "新建路"


def _read(folder, name):
    with open(Path(folder) / name, encoding="utf8", newline="") as f:
        return list(csv.reader(f))[1:]


def embed(rng, names, around, district, total, habit="town"):
    """Tables of a city of `total` buildings that holds the town of folder `around` unchanged.

    Inside a district one road name is one road, so it runs on through several subdistricts with
    growing numbers; another district may have a road of the same name.
    """
    town_grids, town_buildings = _read(around, "grids.csv"), _read(around, "buildings.csv")
    own_streets = {g[0] for g in town_grids}
    module = load(habit)
    maker = CityMaker(rng, names, sorted({b[2] for b in town_buildings if b[2] and b[3]}), sorted({b[3] for b in town_buildings if b[3]}))
    tables = Tables(rng, "14005", 6)
    tables.grids = [[district + g[0], *g[1:]] if not g[0].startswith(district) else g for g in town_grids]
    tables.buildings = list(town_buildings)
    tables.serial = 9_000_000
    by_street, known = defaultdict(list), defaultdict(dict)
    known[district] = {name: Road(name, 301, 302) for name in maker.town_roads}
    for d in names.divisions:
        if d["subdistrict"] not in own_streets:
            by_street[d["district"], d["subdistrict"]].append(d)
    streets = list(by_street)
    rng.shuffle(streets)
    streets.sort(key=lambda s: s[0] != district)
    count = sum(len(v) for v in by_street.values())
    size = max(300, (total - len(town_buildings)) // count + 1)
    for place, name in streets:
        if len(tables.buildings) >= total:
            break
        maker.start()
        roads = module.roads(maker, 6 + len(by_street[place, name]))
        longer = rng.sample(sorted(known[place]), min(3, len(known[place])))
        roads[:len(longer)] = [known[place][n] for n in longer]
        roads = list({r.name: known[place].setdefault(r.name, r) for r in roads}.values())
        for d in by_street[place, name]:
            need = min(size, total - len(tables.buildings))
            if need > 20:
                word = d["kind"] if not d["community"].endswith(d["kind"]) else ""
                tables.community(place + name, d["community"] + word, d["code"], module.community(maker, need, rng.sample(roads, min(4, len(roads)))), module.GRID_HOMES)
    return tables
