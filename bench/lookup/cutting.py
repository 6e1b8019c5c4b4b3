"""Cut the places of a community into grids, write scopes, and name the people."""

from .phrases import phrases
from .register import block_parts

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛范彭"
GIVEN = phrases("cutting_given")
SIDE_WORDS = {"odd": "单号", "even": "双号"}


def person(rng):
    """A made-up name."""
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def segments(places, limit, rng):
    """Group houses into grids of at most about `limit` households; yields lists of (place, houses)."""
    grid, homes = [], 0
    for place in places:
        part = []
        for house in place.houses:
            weight = house.homes or 0.2
            whole = place.kind in ("side", "shops", "public", "yard")
            if homes + weight > limit and (part or grid) and not (whole and part):
                if part:
                    grid.append((place, part))
                if grid:
                    yield grid
                grid, homes, part = [], 0, []
            part.append(house)
            homes += weight
        if part:
            grid.append((place, part))
        if homes > limit * rng.uniform(0.75, 1):
            yield grid
            grid, homes = [], 0
    if grid:
        yield grid


def scope_of(place, part):
    """The written scope of one place inside a grid, as on a notice board."""
    numbers = list(dict.fromkeys(h.number for h in place.houses))
    where = f"{place.road}{numbers[0]}" if place.road else ""
    first, last = part[0], part[-1]
    if place.kind in ("side", "shops", "village"):
        name = place.road or place.estate
        side = f"（{SIDE_WORDS[place.side]}）" if place.side else ""
        return f"{name}{first.number}至{last.number}{'沿街网点' if place.kind == 'shops' else ''}{side}"
    if place.kind == "public":
        return f"{place.estate}（{where}）"
    name = f"{place.estate}（{where}）" if place.estate else f"{where}{'' if where.endswith(('院', '弄')) else '院'}"
    if len(part) == len(place.houses):
        return f"{name}全部楼栋"
    stems = [h.block for h in part if block_parts(h.block) and block_parts(h.block)[0]]
    extra = f"（含{'、'.join(stems)}）" if stems else ""
    a, b = (first.block or first.number), (last.block or last.number)
    return f"{name}{a}至{b}{extra}" if a != b else f"{name}{a}"


class Tables:
    """Collects rows of both files, numbering codes as it goes."""

    def __init__(self, rng, phone_head="1400000", digits=4):
        self.rng, self.phone_head, self.digits = rng, phone_head, digits
        self.grids, self.buildings, self.phones, self.serial = [], [], 0, 0

    def phone(self):
        self.phones += 1
        return f"{self.phone_head}{self.phones % 10**self.digits:0{self.digits}d}"

    def community(self, subdistrict, name, code, places, limit=330):
        """Cut one community and append its rows."""
        lead, lead_phone = person(self.rng), self.phone()
        for n, grid in enumerate(segments(places, limit, self.rng), 1):
            grid_code = f"{code}{n:03d}"
            homes = sum(round(h.homes * 0.95) for _, part in grid for h in part)
            scope = "；".join(scope_of(place, part) for place, part in grid)
            people = round(homes * self.rng.uniform(2, 2.5))
            self.grids.append([subdistrict, name, grid_code, f"{name}第{n}网格", homes, people, scope,
                               lead, lead_phone, person(self.rng), self.phone()])  # fmt: skip
            for place, part in grid:
                aliases = "|".join(place.aliases)
                for h in part:
                    self.serial += 1
                    key, where = f"{code[:6]}{self.serial:08d}", [place.estate, place.road, h.number, h.block]
                    self.buildings.append([key, grid_code, *where, h.units, h.floors, aliases, "", ""])
