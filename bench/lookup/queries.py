"""Write typed addresses with right answers for a town.

python -m bench.lookup.queries --town DIR --seed N --count N --out FILE.csv --names DIR [--kinds a,b]
"""

import argparse
import random
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

from .kinds import load_all
from .kinds.phases import PHASE
from .namelists import load_names
from .register import block_parts, write_csv
from .speech import Speaker
from .town import Town

COLUMNS = ["id", "query", "building_code", "grid_code", "kind", "answer_type",
           "accept_buildings", "accept_grids", "choose_ok", "note"]  # fmt: skip
# Kinds that name the area themselves, or whose text would make no sense behind a district.
UNSCOPED = re.compile(
    r"^(full|with_community|district_only|repeated_admin|newline_tab|community_.*|subdistrict_only|grid_number_only"
    r"|elsewhere.*|not_an.*|chatter.*|two_addresses|moved|english|long_story|key_value|phase_first|wrong_community)$"
)
NARROW = ("胡同", "巷", "条", "里")


def _groups(buildings):
    """Sort the buildings by what can be asked of them."""
    numbered = [b for b in buildings if b.block_key and (not b.block or block_parts(b.block))]
    plain = [b for b in buildings if not b.block_key]
    house = [b for b in plain if b.road and not b.estate]
    estate = [b for b in numbered if b.estate and b.block_key.isdigit()]
    return {
        "estate": estate,
        "anyname": estate,
        "aliased": [b for b in estate if b.aliases],
        "phased": [b for b in estate if PHASE.search(b.estate)],
        "numbered": numbered,
        "roadblock": [b for b in numbered if b.road],
        "letter": [b for b in numbered if re.fullmatch("[A-Z]", b.block_key)],
        "stem": [b for b in numbered if re.search("[甲乙丙丁]", b.block_key)],
        "lane": [b for b in numbered if "弄" in b.number],
        "courtyard": [b for b in numbered if b.road and not b.estate and "弄" not in b.number],
        "zhuang": [b for b in numbered if b.block.endswith("幢")],
        "named": [b for b in buildings if b.block and not block_parts(b.block)],
        "house": house,
        "hutong": [b for b in house if b.road.endswith(NARROW)],
        "single": [b for b in plain if b.estate and b.road],
        "village": [b for b in plain if b.estate and not b.road],
        "stemhouse": [b for b in plain if not b.number_key.isdigit() and not (b.road and b.estate)],
        "roaded": [b for b in buildings if b.road],
    }


class Writer:
    """Draws kinds and targets and keeps the drafts that a local could answer."""

    MIX = {
        "estate": 55, "house": 18, "courtyard": 10, "village": 9, "lane": 8,
        "single": 2, "named": 2, "letter": 2, "stem": 2,
    }  # fmt: skip

    def __init__(self, town, names, rng, focus=""):
        self.town, self.names, self.rng = town, names, rng
        self.truth, self.speaker = town.truth, Speaker(rng, town)
        self.groups = [_groups(town.buildings)]
        if focus:
            self.groups.append(_groups([b for b in town.buildings if focus in town.grids[b.grid].subdistrict]))
        self.say = self.speaker.say
        self.communities = sorted(self.truth.of_community)

    def target(self, want):
        """A building of the wanted group, from the focus in half of the draws."""
        groups = self.rng.choice(self.groups)
        if want == "any":
            usable = [k for k in self.MIX if groups[k]]
            want = self.rng.choices(usable, [self.MIX[k] for k in usable])[0]
        return self.rng.choice(groups[want]) if groups.get(want) else None

    @staticmethod
    def with_name(ask, name):
        """The same question about a place of another name."""
        return replace(ask, estate=name)

    def draft(self, kind):
        """One draft of a kind, or None after enough unsuitable targets."""
        for _ in range(60):
            b = None if kind.want == "none" else self.target(kind.want)
            if b is None and kind.want != "none":
                return None
            lead = self._narrow(kind, b)
            draft = kind.write(self, b)
            self.truth.scope = ""
            if draft and draft.text.strip():
                draft.text = lead + draft.text
                return draft
        return None

    def _narrow(self, kind, b):
        """In a city people often name the area first; the answer is then limited to it."""
        if not self.town.many or b is None or UNSCOPED.match(kind.name) or self.rng.random() < 0.5:
            return ""
        g = self.town.grids[b.grid]
        district, street = self.town.district_of(g)
        lead = self.rng.choice([district, street, g.subdistrict, self.town.city + g.subdistrict])
        if lead == street and sum(s.endswith(street) for s in self.truth.subdistricts) > 1:
            lead = g.subdistrict
        self.truth.scope = district if lead == district else g.subdistrict
        return lead


def row(i, draft, kind):
    """A line of the query file."""
    label = draft.label
    one = label.type == "building"
    building, grid = label.buildings[0] if one else "", label.grids[0] if len(label.grids) == 1 else ""
    buildings = "" if one else "|".join(label.buildings)
    grids = "|".join(label.grids) if label.type == "set" else ""
    answer = [label.type, buildings, grids, int(label.choose_ok)]
    return [f"Q{i:05d}", draft.text, building, grid, kind, *answer, draft.note]


def write_queries(writer, kinds, count):
    """Draw `count` distinct queries, each kind by its weight."""
    pool, rows, seen, misses = list(kinds.values()), [], set(), Counter()
    while len(rows) < count and pool:
        kind = writer.rng.choices(pool, [k.weight for k in pool])[0]
        draft = writer.draft(kind)
        if draft is None or draft.text in seen:
            misses[kind.name] += 1
            if misses[kind.name] > 25:
                pool.remove(kind)
            continue
        seen.add(draft.text)
        rows.append((draft, kind.name))
    rows.sort(key=lambda r: r[1])
    return [row(i, d, k) for i, (d, k) in enumerate(rows, 1)]


def main(argv=None):
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--town", required=True)
    p.add_argument("--names", required=True)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--count", type=int, default=1000)
    p.add_argument("--out", required=True)
    p.add_argument("--kinds", default="")
    p.add_argument("--focus", default="", help="subdistrict that gets half of the questions")
    a = p.parse_args(argv)
    kinds = load_all()
    if a.kinds:
        kinds = {k: kinds[k] for k in a.kinds.split(",")}
    town = Town(a.town)
    rng = random.Random(f"{a.seed}:{Path(a.town).name}")
    writer = Writer(town, load_names(a.names), rng, a.focus or town.focus)
    rows = write_queries(writer, kinds, a.count)
    write_csv(a.out, COLUMNS, rows)
    print(len(rows), "queries,", len({r[4] for r in rows}), "kinds,", dict(Counter(r[5] for r in rows)))


if __name__ == "__main__":
    main()
