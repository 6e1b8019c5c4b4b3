"""Shanghai: 新沪路58弄14号1102室. The lane is the house number, the house is the building."""
from ..layout import House, Place
from .town import roads, village_name  # noqa: F401  (roads is part of a habit)

ABOUT = [{"province": "上海市", "city": "上海市", "district": "宝山区", "code": "310113"}, {"province": "上海市", "city": "上海市", "district": "普陀区", "code": "310107"}]
BLOCK_WORD, COMMUNITY_WORD, GRID_HOMES = "号", "居民区", 420


def lane(maker, name, road, n, aliases=(), first=1, number=None):
    """A lane with houses; in a fifth of them the register keeps lane and house in one column."""
    r = maker.rng
    number = number or f"{road.take(r, gap=10) + r.choice([0, 20, 50])}弄"
    units, floors = r.choice([(1, 6), (1, 6), (1, 6), (1, 11), (1, 18), (1, 5)])
    joined = r.random() < 0.2
    skip = {4, 14} if r.random() < 0.1 else set()
    houses, k = [], first - 1
    while len(houses) < n:
        k += 1
        if k not in skip:
            houses.append(House(number + f"{k}号", "", units, floors) if joined else House(number, f"{k}号", units, floors))
    if not joined and r.random() < 0.15:
        houses.append(House(number, f"{k}号甲", units, floors))
    return Place("estate", name, road.name, tuple(aliases), houses)


def village_numbers(maker, road, base):
    """曹安一村, 曹安二村: numbered new villages with the same house numbers."""
    for word in "一二三四"[:maker.rng.randint(2, 4)]:
        place = lane(maker, f"{base}{word}村", road, maker.rng.randint(15, 60), (base + "新村",) if maker.rng.random() < 0.5 else ())
        if maker.rng.random() < 0.3:
            place.road, place.kind = "", "village"
            place.houses = [House(f"{i}号", "", 1, 6) for i in range(1, len(place.houses) + 1)]
        yield place


def community(maker, size, roads):
    """Lanes, numbered villages, lanes shared by two estates, sub-lanes, shops."""
    r, out = maker.rng, []
    total = lambda: sum(len(p.houses) for p in out)
    main, second = roads[0], roads[1 % len(roads)]
    if r.random() < 0.5:
        out += village_numbers(maker, second, main.name[:2])
    name = maker.estate_name(("苑", "园", "华庭", "花园", "公寓", "名邸", "坊"))
    out.append(lane(maker, name, main, r.randint(15, 50), maker.aliases(name)))
    if r.random() < 0.5:
        out.append(lane(maker, maker.sound_alike(name), second, r.randint(8, 30)))
    if r.random() < 0.6:
        one, two = maker.estate_name(("苑", "花园", "公寓")), maker.estate_name(("苑", "花园", "雅居", "家园"))
        first = lane(maker, one, main, r.randint(8, 20))
        number = first.houses[0].number.split("弄")[0] + "弄"
        out += [first, lane(maker, two, main, r.randint(6, 20), first=len(first.houses) + 3, number=number)]
    if r.random() < 0.5:
        base = maker.estate_name(("花园", "公寓", "苑"))
        out += [lane(maker, base + end, road, r.randint(8, 25), (base,)) for end, road in (("一期", main), ("二期", second))]
    if r.random() < 0.4:
        name = maker.estate_name(("新村", "小区", "公寓"))
        both = [lane(maker, name, main, r.randint(6, 20)), lane(maker, name, main, r.randint(6, 20))]
        out += both
    if r.random() < 0.6:
        number = f"{second.take(r, gap=10)}弄"
        out.append(lane(maker, "", second, r.randint(10, 40), number=number))
        out += [Place("yard", "", second.name, (), [House(f"{number}{s}支弄", f"{i}号", 1, 3) for i in range(1, r.randint(5, 12))]) for s in (3, 5)]
    if r.random() < 0.3:
        out.append(maker.tower(maker.estate_name(("大厦", "广场", "中心")), main))
    out.append(maker.side(main, "odd", r.randint(15, 35), shops=True))
    out.append(maker.side(roads[-1], "even", r.randint(10, 30), shops=r.random() < 0.5))
    out.append(maker.public(main, r.choice([main.name + "小学", main.name.rstrip("路") + "幼儿园", main.name + "菜场"])))
    while total() < size:
        out.append(lane(maker, maker.estate_name() if r.random() < 0.75 else "", r.choice(roads), min(max(4, size - total()), r.randint(6, 60))))
    r.shuffle(out)
    return out
