"""Shanghai: 新沪路58弄14号1102室. The lane is the house number, the house is the building."""

from ..layout import House, Place, size_of
from .town import TOWERS, draw_roads

__all__ = ["ABOUT", "BLOCK_WORD", "COMMUNITY_WORD", "GRID_HOMES", "community", "draw_roads"]
ABOUT = [
    ("上海市", "上海市", "宝山区", "310113"),
    ("上海市", "上海市", "普陀区", "310107"),
]
BLOCK_WORD, COMMUNITY_WORD, GRID_HOMES = "号", "居民区", 420
FLOORS = (6, 6, 6, 11, 18, 5)


def lane(maker, name, road, n, aliases=(), first=1, number=None):
    """A lane with houses; in a fifth of them the register keeps lane and house in one column."""
    r = maker.rng
    number = number or f"{road.take(r, gap=10) + r.choice([0, 20, 50])}弄"
    floors, joined = r.choice(FLOORS), r.random() < 0.2
    skip = {4, 14} if r.random() < 0.1 else set()
    numbers = [k for k in range(first, first + n + 2) if k not in skip][:n]
    houses = [House(f"{number}{k}号", "", 1, floors) if joined else House(number, f"{k}号", 1, floors) for k in numbers]
    if not joined and r.random() < 0.15:
        houses.append(House(number, f"{numbers[-1]}号甲", 1, floors))
    return Place("estate", name, road.name, tuple(aliases), houses)


def numbered_villages(maker, road, base):
    """曹安一村, 曹安二村: new villages with the same house numbers, some of them without a road."""
    r = maker.rng
    for word in "一二三四"[: r.randint(2, 4)]:
        aliases = (base + "新村",) if r.random() < 0.5 else ()
        place = lane(maker, f"{base}{word}村", road, r.randint(15, 60), aliases)
        if r.random() < 0.3:
            place.road, place.kind = "", "village"
            place.houses = [House(f"{i}号", "", 1, 6) for i in range(1, len(place.houses) + 1)]
        yield place


def shared_lane(maker, road):
    """One lane, two estates: 58弄1号 to 20号 and 58弄23号 on."""
    r = maker.rng
    first = lane(maker, maker.estate_name(("苑", "花园", "公寓")), road, r.randint(8, 20))
    number, other = first.houses[0].number.split("弄")[0] + "弄", maker.estate_name(("苑", "花园", "雅居", "家园"))
    return [first, lane(maker, other, road, r.randint(6, 20), first=len(first.houses) + 3, number=number)]


def sub_lanes(maker, road):
    """A lane with 支弄 whose houses begin again at 1."""
    number = f"{road.take(maker.rng, gap=10)}弄"
    yield lane(maker, "", road, maker.rng.randint(10, 40), number=number)
    for k in (3, 5):
        houses = [House(f"{number}{k}支弄", f"{i}号", 1, 3) for i in range(1, maker.rng.randint(5, 12))]
        yield Place("yard", "", road.name, (), houses)


def community(maker, size, roads):
    """Lanes, numbered villages, lanes shared by two estates, sub-lanes, shops."""
    r, out, main, second = maker.rng, [], roads[0], roads[1 % len(roads)]
    if r.random() < 0.5:
        out += numbered_villages(maker, second, main.name[:2])
    name = maker.estate_name(("苑", "园", "华庭", "花园", "公寓", "名邸", "坊"))
    out.append(lane(maker, name, main, r.randint(15, 50), maker.aliases(name)))
    if r.random() < 0.5:
        out.append(lane(maker, maker.sound_alike(name), second, r.randint(8, 30)))
    if r.random() < 0.6:
        out += shared_lane(maker, main)
    if r.random() < 0.5:
        base = maker.estate_name(("花园", "公寓", "苑"))
        halves = (("一期", main), ("二期", second))
        out += [lane(maker, base + end, road, r.randint(8, 25), (base,)) for end, road in halves]
    if r.random() < 0.4:
        name = maker.estate_name(("新村", "小区", "公寓"))
        out += [lane(maker, name, main, r.randint(6, 20)) for _ in range(2)]
    if r.random() < 0.6:
        out += sub_lanes(maker, second)
    if r.random() < 0.3:
        out.append(maker.tower(maker.estate_name(TOWERS), main))
    out.append(maker.side(main, "odd", r.randint(15, 35), shops=True))
    out.append(maker.side(roads[-1], "even", r.randint(10, 30), shops=r.random() < 0.5))
    out.append(maker.public(main, main.name + r.choice(["小学", "幼儿园", "菜场"])))
    while (left := size - size_of(out)) > 0:
        name = maker.estate_name() if r.random() < 0.75 else ""
        out.append(lane(maker, name, r.choice(roads), min(max(4, left), r.randint(6, 60))))
    r.shuffle(out)
    return out
