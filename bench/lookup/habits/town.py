"""The northern town of the sample: 3号楼 in estates, courtyards, road sides, villages."""
from ..layout import Road

ABOUT = [{"province": "山东省", "city": "青岛市", "district": "李沧区", "code": "370213"}, {"province": "山东省", "city": "济南市", "district": "历下区", "code": "370102"}]
BLOCK_WORD, COMMUNITY_WORD, GRID_HOMES = "号楼", "社区", 340
VILLAGES = ("村",)


def roads(maker, n):
    """Road objects, some of them with names that contain one another."""
    out = []
    while len(out) < n:
        name = maker.road_name()
        out += [Road(x) for x in (maker.family(name) if maker.rng.random() < 0.35 else [name])]
    return out[:n]


def phases(maker, road, other):
    """Two halves of one estate that share numbers and an alias."""
    r = maker.rng
    base = maker.estate_name(("花园", "家园", "新城", "华庭", "公寓", "湾", "苑"))
    ends = r.choice([("", "二期"), ("东区", "西区"), ("南苑", "北苑"), ("A区", "B区"), ("一期", "二期"), ("一期", "二期", "三期")])
    out = []
    for i, end in enumerate(ends):
        shared = (base,) if end else (base + "一期",)
        out.append(maker.estate(base + end, [road, other][i % 2], r.randint(5, 14), aliases=shared))
    return out


def community(maker, size, roads):
    """Places of one community of about `size` buildings."""
    r, out = maker.rng, []
    total = lambda: sum(len(p.houses) for p in out)
    main, second = roads[0], roads[1 % len(roads)]
    out += phases(maker, main, second) if r.random() < 0.6 else []
    name = maker.estate_name(("苑", "园", "小区", "花园", "居"))
    out.append(maker.estate(name, main, r.randint(10, 30)))
    if r.random() < 0.5:
        out.append(maker.estate(maker.sound_alike(name), second, r.randint(5, 16)))
    if maker.odd_names and r.random() < 0.3:
        out.append(maker.estate(maker.odd_names.pop(), second, r.randint(4, 12), aliases=()))
    if r.random() < 0.25:
        out.append(maker.estate(main.name + "小区", main, r.randint(4, 12), aliases=(main.name,)))
    out.append(maker.yard(second))
    if r.random() < 0.5:
        out.append(maker.tower(maker.estate_name(("广场", "大厦", "中心", "国际")), main))
    out.append(maker.public(main, r.choice([main.name + "小学", main.name + "幼儿园", maker.estate_name(("医院", "大厦")) ])))
    if r.random() < 0.3:
        out.append(maker.public(second, second.name.rstrip("路街") + "医院", ("门诊楼", "住院部", "综合楼"), [second.name + "医院"]))
    out.append(maker.side(main, "odd", r.randint(15, 35), shops=r.random() < 0.6))
    if r.random() < 0.5:
        out.append(maker.side(roads[-1], "even", r.randint(10, 30)))
    while total() < size:
        left = size - total()
        if left > 120 and r.random() < 0.4:
            out.append(maker.village(village_name(maker), min(left, r.randint(80, 340))))
        elif r.random() < 0.7:
            out.append(maker.estate(maker.estate_name(), r.choice(roads), min(max(3, left), r.randint(3, 28))))
        else:
            out.append(maker.yard(r.choice(roads)))
    r.shuffle(out)
    return out


def village_name(maker):
    """小X村 beside X村 now and then."""
    name = maker.road_name().rstrip("路街道巷大")[:3] + "村"
    if len(name) < 3 or name in maker.used:
        name = maker.rng.choice("王李张刘陈杨赵黄周吴") + maker.rng.choice(["家庄", "家村", "家埠", "家屯", "家洼"])
    if name in maker.used:
        name = maker.rng.choice("东西南北小大前后") + name
    maker.used.add(name)
    return name
