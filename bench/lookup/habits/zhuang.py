"""Zhejiang and Jiangsu: 3幢2单元501, 南区 and 北区, 里弄 in old streets, natural villages."""
from ..layout import House, Place
from .town import phases, roads, village_name  # noqa: F401  (roads is part of a habit)

ABOUT = [{"province": "浙江省", "city": "杭州市", "district": "拱墅区", "code": "330105"}, {"province": "江苏省", "city": "苏州市", "district": "姑苏区", "code": "320508"}]
BLOCK_WORD, COMMUNITY_WORD, GRID_HOMES = "幢", "社区", 360


def split_blocks(maker, place):
    """Some estates have 15-1幢 beside 15幢, or a lettered row."""
    r = maker.rng
    if len(place.houses) > 6 and r.random() < 0.25:
        i = r.randrange(3, len(place.houses))
        h = place.houses[i]
        if h.block[:-1].isdigit():
            place.houses.insert(i + 1, House(h.number, f"{h.block[:-1]}-1幢", h.units, h.floors))
    if r.random() < 0.1:
        place.houses = [House(h.number, f"{'ABCDEFGHJKLMNPQRSTUVWXYZ'[i % 24]}幢", h.units, h.floors) for i, h in enumerate(place.houses[:20])]
    return place


def old_lane(maker, road):
    """县学街12弄3号: a small lane of the old town."""
    number = f"{road.take(maker.rng)}弄"
    return Place("yard", "", road.name, (), [House(number, f"{i}号", 1, 2) for i in range(1, maker.rng.randint(5, 14))])


def natural_village(maker, n):
    """One village, several hamlets with the same house numbers."""
    base = village_name(maker)
    yield maker.village(base, n)
    if maker.rng.random() < 0.5:
        yield maker.village(base[:-1] + maker.rng.choice(["新村", "里村", "桥头"]), n // 2, aliases=())


def community(maker, size, roads):
    """Estates of 幢, quarters of a large estate, numbered new villages, hamlets."""
    r, out = maker.rng, []
    total = lambda: sum(len(p.houses) for p in out)
    main, second = roads[0], roads[1 % len(roads)]
    out += phases(maker, main, second) if r.random() < 0.7 else []
    base = maker.estate_name(("新村", "小区", "苑"))
    for quarter in r.choice([("南区", "北区"), ("一区", "二区", "三区"), ("东苑", "西苑"), ("",)]):
        out.append(split_blocks(maker, maker.estate(base + quarter, r.choice(roads), r.randint(10, 40), aliases=(base,) if quarter else None)))
    if r.random() < 0.5:
        out.append(maker.estate(maker.sound_alike(base), second, r.randint(5, 16)))
    if maker.odd_names and r.random() < 0.4:
        out.append(maker.estate(maker.odd_names.pop(), main, r.randint(4, 16), aliases=()))
    if r.random() < 0.25:
        out.append(maker.estate(main.name + "小区", main, r.randint(4, 12), aliases=(main.name,)))
    if r.random() < 0.6:
        out.append(old_lane(maker, second))
    if r.random() < 0.4:
        out.append(maker.tower(maker.estate_name(("大厦", "广场", "中心", "国际")), main))
    out.append(maker.side(main, "odd", r.randint(15, 35), shops=True))
    out.append(maker.side(roads[-1], "even", r.randint(10, 30)))
    out.append(maker.yard(second))
    kind, blocks = r.choice([("小学", ("",)), ("菜市场", ("",)), ("卫生院", ("综合楼", "门诊楼"))])
    out.append(maker.public(main, main.name.rstrip("路街") + kind, blocks))
    while total() < size:
        left = size - total()
        if left > 100 and r.random() < 0.3:
            out += natural_village(maker, r.randint(40, min(left, 220)))
        else:
            out.append(split_blocks(maker, maker.estate(maker.estate_name(), r.choice(roads), r.randint(3, 36))))
    r.shuffle(out)
    return out
