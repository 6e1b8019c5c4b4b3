"""The northern town of the sample: 3号楼 in estates, courtyards, road sides, villages."""

from ..layout import Road, size_of

ABOUT = [
    ("山东省", "青岛市", "李沧区", "370213"),
    ("山东省", "济南市", "历下区", "370102"),
]
BLOCK_WORD, COMMUNITY_WORD, GRID_HOMES = "号楼", "社区", 340
PHASES = [("", "二期"), ("东区", "西区"), ("南苑", "北苑"), ("A区", "B区"), ("一期", "二期"), ("一期", "二期", "三期")]
PHASED = ("花园", "家园", "新城", "华庭", "公寓", "湾", "苑")
TOWERS = ("广场", "大厦", "中心", "国际")


def draw_roads(maker, n):
    """Road objects, some of them with names that contain one another."""
    out = []
    while len(out) < n:
        name = maker.road_name()
        out += [Road(x) for x in (maker.family(name) if maker.rng.random() < 0.35 else [name])]
    return out[:n]


def phases(maker, road, other):
    """Two halves of one estate that share numbers and an alias."""
    base = maker.estate_name(PHASED)
    for i, end in enumerate(maker.rng.choice(PHASES)):
        shared = base if end else base + "一期"
        yield maker.estate(base + end, [road, other][i % 2], maker.rng.randint(5, 14), aliases=(shared,))


def village_name(maker):
    """A name in 村, 庄 or 埠, now and then 小X村 beside X村."""
    r = maker.rng
    name = maker.road_name().rstrip("路街道巷大")[:3] + "村"
    if len(name) < 3 or name in maker.used:
        name = r.choice("王李张刘陈杨赵黄周吴") + r.choice(["家庄", "家村", "家埠", "家屯", "家洼"])
    while name in maker.used:
        name = r.choice("东西南北小大前后") + name
    maker.used.add(name)
    return name


def named_after_road(maker, road):
    """An estate that people call by the road's name alone."""
    return maker.estate(road.name + "小区", road, maker.rng.randint(4, 12), aliases=(road.name,))


def oddities(maker, main, second):
    """What every habit has: phases, sound-alikes, number names, towers, schools."""
    r = maker.rng
    if r.random() < 0.6:
        yield from phases(maker, main, second)
    if r.random() < 0.25:
        yield named_after_road(maker, main)
    if maker.odd_names and r.random() < 0.35:
        yield maker.estate(maker.odd_names.pop(), second, r.randint(4, 12), aliases=())
    if r.random() < 0.45:
        yield maker.tower(maker.estate_name(TOWERS), main)


def community(maker, size, roads):
    """Places of one community of about `size` buildings."""
    r, main, second = maker.rng, roads[0], roads[1 % len(roads)]
    out = [*oddities(maker, main, second), maker.yard(second)]
    name = maker.estate_name(("苑", "园", "小区", "花园", "居"))
    out.append(maker.estate(name, main, r.randint(10, 30)))
    if r.random() < 0.5:
        out.append(maker.estate(maker.sound_alike(name), second, r.randint(5, 16)))
    out.append(maker.public(main, main.name + r.choice(["小学", "幼儿园"])))
    if r.random() < 0.3:
        hospital = second.name.rstrip("路街") + "医院"
        out.append(maker.public(second, hospital, ("门诊楼", "住院部", "综合楼"), [second.name + "医院"]))
    out.append(maker.side(main, "odd", r.randint(15, 35), shops=r.random() < 0.6))
    if r.random() < 0.5:
        out.append(maker.side(roads[-1], "even", r.randint(10, 30)))
    while (left := size - size_of(out)) > 0:
        if left > 120 and r.random() < 0.4:
            out.append(maker.village(village_name(maker), min(left, r.randint(80, 340))))
        elif r.random() < 0.7:
            out.append(maker.estate(maker.estate_name(), r.choice(roads), min(max(3, left), r.randint(3, 28))))
        else:
            out.append(maker.yard(r.choice(roads)))
    r.shuffle(out)
    return out
