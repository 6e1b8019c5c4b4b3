"""Write an invented town, or a city around a given one.

python -m bench.lookup.towns --habit lane|hutong|zhuang|town --seed N --buildings N --names DIR --out DIR
python -m bench.lookup.towns --habit town --around DIR --buildings 200000 --names DIR --out DIR
"""

import argparse
import random
from pathlib import Path

from .city import embed
from .cutting import Tables
from .habits import HABITS, load
from .layout import Maker
from .namelists import load_names
from .register import BUILDING_COLUMNS, GRID_COLUMNS, write_csv, write_json
from .town import SAMPLE


def single_town(rng, names, habit, buildings, seed):
    """Tables and area of one subdistrict in a habit."""
    module = load(habit)
    province, city, district, head = module.ABOUT[seed % len(module.ABOUT)]
    maker = Maker(rng, names, module.BLOCK_WORD)
    street = maker.road_name()[:2] + rng.choice(["街道", "街道", "镇"])
    subdistrict = (district if seed % 2 == 0 else "") + street
    tables = Tables(rng)
    code = f"{head}{rng.randint(1, 30):03d}"
    count = max(3, round(buildings / 300))
    carried, n = None, 0
    while len(tables.buildings) < buildings - 40:
        n += 1
        roads = module.draw_roads(maker, 5)
        if carried:
            roads[-1] = carried
        carried = roads[0]
        base = rng.choice([roads[0].name, roads[1].name, maker.estate_name()[:4]])
        size = min(buildings // count, buildings - len(tables.buildings))
        places = module.community(maker, size, roads)
        tables.community(subdistrict, base + module.COMMUNITY_WORD, f"{code}{n:03d}", places, module.GRID_HOMES)
    return tables, {"habit": habit, "province": province, "city": city, "district": district}


def main(argv=None):
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--habit", choices=HABITS, default="town")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--buildings", type=int, default=3000)
    p.add_argument("--names", required=True)
    p.add_argument("--around", default="")
    p.add_argument("--district", default=SAMPLE["district"], help="district of the town given by --around")
    p.add_argument("--out", required=True)
    a = p.parse_args(argv)
    rng, names, out = random.Random(f"{a.habit}:{a.seed}"), load_names(a.names), Path(a.out)
    if a.around:
        tables = embed(rng, names, a.around, a.district, a.buildings, a.habit)
        about = {**SAMPLE, "district": a.district, "focus": tables.grids[0][0]}
    else:
        tables, about = single_town(rng, names, a.habit, a.buildings, a.seed)
    write_csv(out / "grids.csv", GRID_COLUMNS, tables.grids)
    write_csv(out / "buildings.csv", BUILDING_COLUMNS, tables.buildings)
    write_json(out / "about.json", about)
    print(f"{len(tables.buildings)} buildings, {len(tables.grids)} grids in {out}")


if __name__ == "__main__":
    main()
