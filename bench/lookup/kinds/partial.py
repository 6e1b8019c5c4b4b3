"""Less than an address: an estate, a road, a community, a grid's number."""
from dataclasses import replace

from ..sound import spell
from ..speech import cn
from ..truth import Ask
from . import Draft, kind
from .spelling import homophone


@kind("estate_only", "estate", 3)
def estate_only(c, b):
    name = c.rng.choice([b.estate, b.estate, *b.aliases])
    around = c.rng.choice(["{}", "{}", "{}", "我住{}", "{}归谁管", "{}小区里", "{}的网格员"])
    if "小区" in around and name.endswith(("小区", "村", "里", "院")):
        around = "{}"
    label = c.truth.label(Ask(estate=name))
    if "小区" in around and around.format(name)[:-1] in c.truth.own:
        return None
    return Draft(around.format(name), label)


@kind("estate_road_only", "estate", 1)
def estate_road_only(c, b):
    said = c.say(b, form=c.rng.choice(["R#E", "RE", "R#"]) if b.road else "E", detail="block")
    return Draft(said.admin + said.place, c.truth.label(replace(said.ask, block="")))


@kind("estate_unit_only", "estate", 1)
def estate_unit_only(c, b):
    """Unit and room without the building: only the estate is known."""
    said = c.say(b, form="E", detail="room")
    if not said.unit:
        return None
    return Draft(said.place + said.unit + said.room, c.truth.label(replace(said.ask, block="")))


@kind("estate_room_only", "estate", 0.7)
def estate_room_only(c, b):
    """Estate and room, no building: the room must not be taken for a building."""
    said = c.say(b, form="E", detail="block")
    room = str(c.speaker.room(b)[1])
    have = {x.block_key for x in c.truth.own[b.estate] + c.truth.alias[b.estate]}
    if room in have:
        return None
    return Draft(said.place + room + c.rng.choice(["室", "户", "房"]), c.truth.label(replace(said.ask, block="")))


@kind("community_typo", "any", 0.7)
def community_typo(c, b):
    """A community heard wrongly; near rivals are accepted too."""
    name = c.town.grids[b.grid].community
    typed = homophone(c.rng, name[:-2])
    if not typed or typed + name[-2:] in c.truth.of_community:
        return None
    same = [n for n in c.truth.of_community if spell(n) == spell(name)]
    label = c.truth.pack([x for n in same for x in c.truth.of_community[n]], True)
    return Draft(typed + name[-2:], label, name) if not c.town.many else None


@kind("estate_gate", "estate", 1)
def estate_gate(c, b):
    label = c.truth.label(Ask(estate=b.estate))
    label.choose_ok = True
    return Draft(b.estate + c.rng.choice(["东门", "西门", "南门口", "对面", "大门口", "北门", "附近", "旁边", "里面", "门卫", "物业", "篮球场", "凉亭", "地下车库", "快递柜", "菜鸟驿站"]), label)


@kind("road_only", "roaded", 2)
def road_only(c, b):
    ask = Ask(road=b.road)
    label = c.truth.label(ask)
    extra = []
    for name in {b.road + "社区", b.road + "居民区", b.road.rstrip("路街") + "社区"}:
        extra += c.truth.find(Ask(community=name))[0] if name in c.truth.of_community else []
    if b.road in c.truth.own or b.road in c.truth.alias:
        extra += c.truth._both(Ask(estate=b.road))
    if extra:
        label = c.truth.pack(c.truth._both(ask) + extra)
    if len(label.grids) > 30:
        return None
    return Draft(c.rng.choice(["{}", "{}", "{}附近", "住在{}", "{}上", "{}沿街", "{}那边"]).format(b.road), label)


@kind("road_side", "house", 1)
def road_side(c, b):
    """宁化路双号: one side of a road."""
    digits = "".join(x for x in b.number_key.split("-")[0].split("附")[0] if x.isdigit())
    if not b.road or not digits:
        return None
    odd = int(digits) % 2
    label = c.truth.label(Ask(road=b.road, side="odd" if odd else "even"))
    label.choose_ok = True
    word = c.rng.choice(["单号", "单号那边", "单号一侧", "单号门牌", "奇数号"] if odd else ["双号", "双号那边", "双号一侧", "双号门牌", "偶数号"])
    return Draft(b.road + word, label)


@kind("road_typo_only", "roaded", 0.6)
def road_typo_only(c, b):
    typed = homophone(c.rng, b.road)
    label = typed and c.truth.label_near(Ask(road=b.road), "road", typed)
    community = c.truth.of_community.get(b.road + "社区", [])
    if label and community and label.type in ("grid", "set"):
        label = c.truth.pack(c.truth._both(Ask(road=b.road)) + community, True)
    return Draft(typed, label, b.road) if label and label.type != "none" and len(label.grids) < 30 else None


@kind("estate_typo_only", "estate", 1)
def estate_typo_only(c, b):
    typed = homophone(c.rng, b.estate)
    label = typed and c.truth.label_near(Ask(estate=b.estate), "estate", typed)
    return Draft(typed, label, b.estate) if label and label.type != "none" else None


@kind("community_only", "any", 1)
def community_only(c, b):
    g = c.town.grids[b.grid]
    label = c.truth.label(Ask(community=g.community))
    name = c.rng.choice([g.community, g.community, g.community + "居委会", "我是" + g.community + "的", g.community + "网格员"])
    return Draft(name, label)


@kind("subdistrict_only", "any", 0.3)
def subdistrict_only(c, b):
    g = c.town.grids[b.grid]
    label = c.truth.label(Ask(subdistrict=g.subdistrict))
    return Draft(c.rng.choice(["", c.town.city]) + c.rng.choice([g.subdistrict, c.town.district_of(g)[1], g.subdistrict + "办事处"]), label) if not c.town.many else None


@kind("community_grid", "any", 1.5)
def community_grid(c, b):
    """南丰路社区第3网格: one grid, named by its number."""
    g = c.town.grids[b.grid]
    n = int(g.code[-3:])
    label = c.truth.pack([x for x in c.truth.of_community[g.community] if int(x.grid[-3:]) == n])
    if label.type == "building":
        label.type = "grid"
    form = c.rng.choice([f"第{n}网格", f"{n}网格", f"{n}号网格", f"第{cn(n)}网格", f"网格{n}", f"{cn(n)}网格", f"第{n}网格的网格员是谁", f"{n}格"])
    return Draft(g.community + form, label)


@kind("grid_number_only", "any", 0.4)
def grid_number_only(c, b):
    n = int(b.grid[-3:])
    label = c.truth.pack([x for code, bs in c.truth.of_grid.items() if int(code[-3:]) == n for x in bs], True)
    if c.town.many or not label.grids:
        return None
    return Draft(c.rng.choice([f"{n}网格", f"第{n}网格", f"第{cn(n)}网格", f"{n}号网格员"]), label)


@kind("community_building", "any", 1)
def community_building(c, b):
    """Community and address, no street above it."""
    said = c.say(b)
    g = c.town.grids[b.grid]
    ask = replace(said.ask, community=g.community)
    return Draft(c.rng.choice([g.community, g.community + " ", g.name, g.community + "居委会"]) + said.text(), c.truth.label(ask))
