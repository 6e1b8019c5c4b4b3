"""Beijing and Tianjin: 帽儿胡同甲12号, 12号院3号楼2门301, 里 with 门."""

import re

from ..layout import House, Place, Road, size_of
from ..phrases import phrases
from .town import oddities

ABOUT = [
    ("北京市", "北京市", "东城区", "110101"),
    ("天津市", "天津市", "河西区", "120103"),
]
BLOCK_WORD, COMMUNITY_WORD, GRID_HOMES = "号楼", "社区", 320
HEADS = phrases("hutong_heads")
FAMILIES = [
    ["{}胡同"],
    ["大{}胡同", "小{}胡同"],
    ["{}胡同", "东{}胡同", "{}前巷"],
    ["{}头条", "{}二条", "{}三条", "{}四条", "{}五条"],
    ["{}胡同", "{}北巷", "{}西巷"],
    ["前{}胡同", "后{}胡同"],
]


def hutong_names(maker):
    """Names in families: 大X, 小X, 东X, X头条 to X五条, X前巷."""
    head = maker.rng.choice([x for x in HEADS if x not in maker.used] or HEADS)
    maker.used.add(head)
    return [name.format(head) for name in maker.rng.choice(FAMILIES)]


def draw_roads(maker, n):
    """Streets, and twice as many hutongs."""
    out = [Road(maker.road_name(("大街", "街", "路", "里街"))) for _ in range(n // 3)]
    while len(out) < n:
        out += [Road(x) for x in hutong_names(maker)]
    return out


def hutong(maker, road, n):
    """Both sides of a hutong; 甲 and 乙 stand in front of the number, in older lists behind it."""
    r, rows, style = maker.rng, [], maker.rng.random()
    for k in range(1, n + 1):
        if r.random() < 0.95:
            rows.append(House(f"{k}号{'院' if style < 0.2 else ''}", "", 1, r.randint(1, 2)))
        for stem in "甲乙":
            if r.random() < 0.07:
                rows.append(House(f"{stem}{k}号" if style < 0.8 else f"{k}号{stem}", "", 1, 1))
        if r.random() < 0.03:
            rows.append(House(f"{k}-1号", "", 1, 1))
    road.odd, road.even = n + 2 + (n + 1) % 2, n + 2 + n % 2
    if r.random() < 0.6:
        return [Place("side", "", road.name, (), rows)]
    odd = [h for h in rows if int(re.search(r"\d+", h.number).group()) % 2]
    even = [h for h in rows if h not in odd]
    return [Place("side", "", road.name, (), odd, "odd"), Place("side", "", road.name, (), even, "even")]


def li_family(maker, road):
    """华康里, 华康东里, 华康西里: estates that differ by one character."""
    r, base = maker.rng, maker.estate_name(("里", "东里", "西里", "苑"))[:2]
    for word in r.sample(["里", "东里", "西里", "南里", "北里"], r.randint(2, 4)):
        aliases = (base + "小区",) if r.random() < 0.3 else ()
        yield maker.estate(base + word, road, r.randint(5, 18), aliases=aliases)


def yards(maker, roads):
    """Courtyards with buildings; now and then 甲44号院 beside 44号院."""
    r = maker.rng
    for road in r.sample(roads, min(len(roads), 3)):
        yard = maker.yard(road, r.choice(["号院", "号院", "号"]))
        yield yard
        if r.random() < 0.2:
            houses = [House("甲" + h.number, h.block, h.units, h.floors) for h in yard.houses]
            yield Place("yard", "", yard.road, (), houses)


def community(maker, size, roads):
    """Hutongs, courtyards with buildings, 里 estates, work-unit housing."""
    r = maker.rng
    streets = [x for x in roads if x.name.endswith(("街", "路"))] or roads
    main, other, out = streets[0], streets[-1], []
    for road in roads:
        if road not in streets:
            out += hutong(maker, road, r.randint(15, 70))
    out += [*li_family(maker, other), *yards(maker, roads), *oddities(maker, main, other)]
    out.append(maker.estate(maker.estate_name(("宿舍", "家属院", "大院")), main, r.randint(3, 12)))
    name = maker.estate_name(("家园", "小区", "园", "苑"))
    out += [maker.estate(name, main, r.randint(6, 20)), maker.estate(maker.sound_alike(name), other, r.randint(4, 14))]
    out.append(maker.side(main, "odd", r.randint(10, 30), shops=True))
    kind, blocks = r.choice([("小学", ("",)), ("幼儿园", ("",)), ("医院", ("门诊楼", "住院楼", "综合楼"))])
    out.append(maker.public(main, main.name + kind, blocks))
    while size_of(out) < size:
        if r.random() < 0.5:
            out.append(maker.estate(maker.estate_name(), r.choice(streets), r.randint(3, 16)))
        else:
            out.append(maker.yard(r.choice(roads), r.choice(["号院", "号"])))
    r.shuffle(out)
    return out
