"""Beijing and Tianjin: 帽儿胡同甲12号, 12号院3号楼2门301, 里 with 门."""
from ..layout import House, Place, Road

ABOUT = [{"province": "北京市", "city": "北京市", "district": "东城区", "code": "110101"}, {"province": "天津市", "city": "天津市", "district": "河西区", "code": "120103"}]
BLOCK_WORD, COMMUNITY_WORD, GRID_HOMES = "号楼", "社区", 320
ONE = "锣鼓 豆芽 灯草 羊毛 绒线 石雀 砖塔 史家 金鱼 官帽 铁匠 丰盛 兵马 箭厂 国旺 方砖 柳荫 甘雨 柏林 槐树 香饵 琉璃 苏萝 菊儿 棉花 钱粮 米市 粉房 烟袋 铸钟".split()


def hutong_names(maker):
    """Names in families: 大X, 小X, 东X, X头条 to X五条, X前巷."""
    r, head = maker.rng, maker.rng.choice([x for x in ONE if x not in maker.used] or ONE)
    maker.used.add(head)
    return r.choice([[f"{head}胡同"], [f"大{head}胡同", f"小{head}胡同"], [f"{head}胡同", f"东{head}胡同", f"{head}前巷"], [f"{head}{n}条" for n in ("头", "二", "三", "四", "五")],
                     [f"{head}胡同", f"{head}北巷", f"{head}西巷"], [f"前{head}胡同", f"后{head}胡同"]])


def roads(maker, n):
    """Streets and hutongs, half and half."""
    out = [Road(maker.road_name(("大街", "街", "路", "里街"))) for _ in range(n // 3)]
    while len(out) < n:
        out += [Road(x) for x in hutong_names(maker)]
    return out


def houses(maker, road, n):
    """Both sides of a hutong; 甲 and 乙 stand in front of the number, or behind it in older lists."""
    r, rows = maker.rng, []
    style = r.random()
    for k in range(1, n + 1):
        rows += [House(f"{k}号{'院' if style < 0.2 else ''}", "", 1, r.randint(1, 2))] if r.random() < 0.95 else []
        for stem in "甲乙":
            if r.random() < 0.07:
                rows.append(House(f"{stem}{k}号" if style < 0.8 else f"{k}号{stem}", "", 1, 1))
        if r.random() < 0.03:
            rows.append(House(f"{k}-1号", "", 1, 1))
    if r.random() < 0.4:
        for parity, side in ((1, "odd"), (0, "even")):
            yield Place("side", "", road.name, (), [h for h in rows if int("".join(c for c in h.number.split("-")[0] if c.isdigit())) % 2 == parity], side)
    else:
        yield Place("side", "", road.name, (), rows)
    road.odd = road.even = n + 2 + n % 2
    road.odd += 1


def li_family(maker, road):
    """华康里, 华康东里, 华康西里: estates that differ by one character."""
    r, base = maker.rng, maker.estate_name(("里", "东里", "西里", "苑"))[:2]
    for word in r.sample(["里", "东里", "西里", "南里", "北里"], r.randint(2, 4)):
        yield maker.estate(base + word, road, r.randint(5, 18), aliases=(base + "小区",) if r.random() < 0.3 else ())


def community(maker, size, roads):
    """Hutongs, courtyards with buildings, 里 estates, work-unit housing."""
    r, out = maker.rng, []
    total = lambda: sum(len(p.houses) for p in out)
    streets = [x for x in roads if x.name.endswith(("街", "路"))] or roads
    narrow = [x for x in roads if x not in streets]
    for road in narrow:
        out += houses(maker, road, r.randint(15, 70))
    out += li_family(maker, r.choice(streets))
    for road in r.sample(roads, min(len(roads), 3)):
        out.append(maker.yard(road, r.choice(["号院", "号院", "号"])))
    if r.random() < 0.4:
        yard = maker.yard(streets[0], "号院")
        stem = Place("yard", "", yard.road, (), [House("甲" + h.number, h.block, h.units, h.floors) for h in yard.houses])
        out += [yard, stem]
    unit = maker.estate_name(("宿舍", "家属院", "大院"))
    out.append(maker.estate(unit, r.choice(streets), r.randint(3, 12)))
    if maker.odd_names and r.random() < 0.4:
        out.append(maker.estate(maker.odd_names.pop(), streets[0], r.randint(3, 10), aliases=()))
    name = maker.estate_name(("家园", "小区", "园", "苑"))
    out += [maker.estate(name, streets[0], r.randint(6, 20)), maker.estate(maker.sound_alike(name), r.choice(streets), r.randint(4, 14))]
    if r.random() < 0.4:
        base = maker.estate_name(("家园", "花园"))
        out += [maker.estate(f"{base}{w}区", r.choice(streets), r.randint(4, 12), aliases=(base,)) for w in r.choice(["东西", "南北", ["一", "二", "三"]])]
    if r.random() < 0.4:
        out.append(maker.tower(maker.estate_name(("大厦", "广场", "中心")), streets[0]))
    out.append(maker.side(streets[0], "odd", r.randint(10, 30), shops=True))
    kind, blocks = r.choice([("小学", ("",)), ("幼儿园", ("",)), ("医院", ("门诊楼", "住院楼", "综合楼"))])
    out.append(maker.public(streets[0], streets[0].name.rstrip("街路大") + kind, blocks))
    while total() < size:
        choice = r.random()
        if choice < 0.5:
            out.append(maker.estate(maker.estate_name(), r.choice(streets), r.randint(3, 16)))
        else:
            out.append(maker.yard(r.choice(roads), r.choice(["号院", "号"])))
    r.shuffle(out)
    return out
