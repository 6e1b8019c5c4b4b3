"""A city around a given town: many districts, names that repeat as real cities repeat them."""

import csv
from collections import defaultdict
from pathlib import Path

from .cutting import Tables
from .habits import load
from .layout import NUMBER_NAMES, Maker, Road
from .phrases import phrases

COMMON_ROADS = phrases("city_common_roads")
COMMON_ESTATES = phrases("city_common_estates")


class CityMaker(Maker):
    """Names repeat on purpose: common names everywhere, the given town's names now and then."""

    def __init__(self, rng, names, town_estates, town_roads):
        super().__init__(rng, names)
        self.town_estates, self.town_roads = town_estates, town_roads
        self.local = set()

    def start(self):
        """A new subdistrict: inside it no name is used twice."""
        self.local = set()
        self.odd_names = self.rng.sample(NUMBER_NAMES, 2)

    def _fresh(self, pool):
        for _ in range(60):
            name = self.rng.choice(pool)
            if name not in self.local:
                self.local.add(name)
                return name
        return None

    def estate_name(self, ends=()):
        chance = self.rng.random()
        if chance < 0.15:
            pool = COMMON_ESTATES if chance < 0.12 or ends else self.town_estates
            fits = [x for x in pool if not ends or x.endswith(ends)]
            if fits and (name := self._fresh(fits)):
                return name
        return super().estate_name(ends)

    def road_name(self, ends=("路", "街", "大道", "巷", "道")):
        chance = self.rng.random()
        pool = COMMON_ROADS if chance < 0.1 else self.town_roads if chance < 0.13 else self.names.roads
        return self._fresh(pool) or self._fresh(self.names.roads) or super().road_name(ends)


def _read(folder, name):
    with open(Path(folder) / name, encoding="utf8", newline="") as f:
        return list(csv.reader(f))[1:]


def _divisions(rng, names, district, own_streets):
    """Subdistricts with their communities, those of the town's own district first."""
    streets = defaultdict(list)
    for d in names.divisions:
        if d["subdistrict"] not in own_streets:
            streets[d["district"], d["subdistrict"]].append(d)
    order = list(streets)
    rng.shuffle(order)
    return [(*key, streets[key]) for key in sorted(order, key=lambda k: k[0] != district)]


def _with_word(name, kind):
    return name if name.endswith(("社区", "村")) else name + kind


def embed(rng, names, around, district, total, habit="town"):
    """Tables of a city of `total` buildings that holds the town of folder `around` unchanged.

    Inside a district one road name is one road, so it runs on through several subdistricts with
    growing numbers; another district may have a road of the same name.
    """
    town_grids, town_buildings = _read(around, "grids.csv"), _read(around, "buildings.csv")
    module, tables = load(habit), Tables(rng, "14005", 6)
    estates = sorted({b[2] for b in town_buildings if b[2] and b[3]})
    maker = CityMaker(rng, names, estates, sorted({b[3] for b in town_buildings if b[3]}))
    tables.grids = [g if g[0].startswith(district) else [district + g[0], *g[1:]] for g in town_grids]
    tables.buildings, tables.serial = list(town_buildings), 9_000_000
    known = defaultdict(dict)
    known[district] = {name: Road(name, 301, 302) for name in maker.town_roads}
    streets = _divisions(rng, names, district, {g[0] for g in town_grids})
    size = max(300, (total - len(town_buildings)) // sum(len(s[2]) for s in streets) + 1)
    for place, street, communities in streets:
        maker.start()
        roads, longer = module.draw_roads(maker, 6 + len(communities)), known[place]
        running = rng.sample(sorted(longer), min(3, len(longer)))
        roads[: len(running)] = [longer[name] for name in running]
        roads = list({r.name: longer.setdefault(r.name, r) for r in roads}.values())
        for d in communities:
            need = min(size, total - len(tables.buildings))
            if need < 20:
                return tables
            places = module.community(maker, need, rng.sample(roads, min(4, len(roads))))
            name = _with_word(d["community"], d["kind"])
            tables.community(place + street, name, d["code"], places, module.GRID_HOMES)
    return tables
