"""Zhejiang and Jiangsu: 3幢2单元501, 南区 and 北区, 里弄 in old streets, natural villages."""

from ..layout import House, Place, size_of
from .town import draw_roads, oddities, village_name

__all__ = ["ABOUT", "BLOCK_WORD", "COMMUNITY_WORD", "GRID_HOMES", "community", "draw_roads"]
ABOUT = [
    ("浙江省", "杭州市", "拱墅区", "330105"),
    ("江苏省", "苏州市", "姑苏区", "320508"),
]
BLOCK_WORD, COMMUNITY_WORD, GRID_HOMES = "幢", "社区", 360
QUARTERS = [("南区", "北区"), ("一区", "二区", "三区"), ("东苑", "西苑"), ("",)]


def varied(maker, place):
    """Some estates have 15-1幢 beside 15幢, some have letters."""
    r = maker.rng
    if len(place.houses) > 6 and r.random() < 0.25:
        i = r.randrange(3, len(place.houses))
        h = place.houses[i]
        if h.block[:-1].isdigit():
            place.houses.insert(i + 1, House(h.number, f"{h.block[:-1]}-1幢", h.units, h.floors))
    if r.random() < 0.1:
        pairs = zip("ABCDEFGHJKLMNPQRST", place.houses, strict=False)
        place.houses = [House(h.number, f"{letter}幢", h.units, h.floors) for letter, h in pairs]
    return place


def old_lane(maker, road):
    """县学街12弄3号: a small lane of the old town."""
    number = f"{road.take(maker.rng)}弄"
    houses = [House(number, f"{i}号", 1, 2) for i in range(1, maker.rng.randint(5, 14))]
    return Place("yard", "", road.name, (), houses)


def hamlets(maker, n):
    """A village, and often a second one with a like name and the same house numbers."""
    base = village_name(maker)
    yield maker.village(base, n)
    if maker.rng.random() < 0.5:
        yield maker.village(base[:-1] + maker.rng.choice(["新村", "里村", "桥头"]), n // 2)


def community(maker, size, roads):
    """Estates of 幢, quarters of a large estate, numbered new villages, hamlets."""
    r, main, second = maker.rng, roads[0], roads[1 % len(roads)]
    out, base = list(oddities(maker, main, second)), maker.estate_name(("新村", "小区", "苑"))
    for quarter in r.choice(QUARTERS):
        aliases = (base,) if quarter else None
        out.append(varied(maker, maker.estate(base + quarter, r.choice(roads), r.randint(10, 40), aliases=aliases)))
    if r.random() < 0.5:
        out.append(maker.estate(maker.sound_alike(base), second, r.randint(5, 16)))
    if r.random() < 0.6:
        out.append(old_lane(maker, second))
    out.append(maker.side(main, "odd", r.randint(15, 35), shops=True))
    out.append(maker.side(roads[-1], "even", r.randint(10, 30)))
    out.append(maker.yard(second))
    kind, blocks = r.choice([("小学", ("",)), ("菜市场", ("",)), ("卫生院", ("综合楼", "门诊楼"))])
    out.append(maker.public(main, main.name + kind, blocks))
    while (left := size - size_of(out)) > 0:
        if left > 100 and r.random() < 0.3:
            out += hamlets(maker, r.randint(40, min(left, 220)))
        else:
            out.append(varied(maker, maker.estate(maker.estate_name(), r.choice(roads), r.randint(3, 36))))
    r.shuffle(out)
    return out
