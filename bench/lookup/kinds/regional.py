"""Local habits: lanes of Shanghai, courtyards of Beijing and Tianjin, 幢 of Zhejiang, villages."""
import re

from ..speech import block_bits, cn
from ..truth import Ask
from . import Draft, kind
from .plain import said_draft


@kind("lane_forms", "lane", 5)
def lane_forms(c, b):
    """58弄14号1102室 with every shortcut that is in use."""
    said = c.say(b, form="R#", detail="block")
    bits = block_bits(said)
    if not bits or bits[0] or not re.fullmatch(r"\d+弄", said.number):
        return None
    lane, n = said.number[:-1], bits[1]
    _, room = c.speaker.room(b)
    form = c.rng.choice([f"{lane}弄{n}号{room}室", f"{lane}弄{n}号{room}", f"{lane}弄{n}-{room}", f"{lane}-{n}-{room}", f"{lane}弄{n}号", f"{lane}弄-{n}号-{room}", f"{lane}/{n}/{room}", f"{lane}弄{n}", f"{cn(lane)}弄{cn(n)}号",
                         f"{lane}弄{n}号楼{room}", f"{lane}弄{n}栋", f"{lane} 弄 {n} 号 {room} 室", f"{lane}衖{n}號", f"{lane}巷{n}号", f"{lane}弄堂{n}号", f"{lane}弄内{n}号", f"{lane}弄（{b.estate or '小区'}）{n}号{room}",
                         f"{lane}里弄{n}号", f"{lane}弄第{n}号", f"{lane}弄{n}号{room // 100}楼", f"{lane}long{n}hao", f"{lane}弄,{n}号,{room}", f"{lane}农{n}号", f"{lane}浓{n}号{room}室"])
    return said_draft(c, said, said.road + form)


@kind("lane_only", "lane", 1)
def lane_only(c, b):
    said = c.say(b, form="R#", detail="block")
    return Draft(said.place, c.truth.label(Ask(road=b.road, number=b.number_key)))


@kind("lane_no_road", "lane", 0.8)
def lane_no_road(c, b):
    """58弄14号 without the road: every lane 58 that has a house 14."""
    found = [x for x in c.truth.buildings if x.number_key == b.number_key and x.block_key == b.block_key]
    return Draft(f"{b.number_key}{c.speaker.block(b)}", c.truth.pack(found, choose_ok=True))


@kind("lane_wrong_house", "lane", 1)
def lane_wrong_house(c, b):
    have = {x.block_key for x in c.truth.address[b.road, b.number_key]}
    n = c.rng.choice([max([int(k) for k in have if k.isdigit()] or [0]) + c.rng.randint(1, 5), c.rng.randint(300, 900)])
    from ..truth import NONE
    return Draft(f"{b.road}{b.number_key}{n}号", NONE)


@kind("lane_estate_house", "lane", 1.5)
def lane_estate_house(c, b):
    if not b.estate:
        return None
    said = c.say(b, form="E", detail="room")
    return said_draft(c, said)


@kind("courtyard_forms", "courtyard", 4)
def courtyard_forms(c, b):
    """12号院3号楼2门301 and its short forms."""
    said = c.say(b, form="R#", detail="block")
    bits = block_bits(said)
    number = b.number.removesuffix("院").removesuffix("号")
    if not bits or bits[0] or not bits[1].isdigit() or not number.isdigit():
        return None
    n = bits[1]
    unit, room = c.speaker.room(b)
    form = c.rng.choice([f"{number}号院{n}号楼{unit}门{room}", f"{number}号{n}楼{unit}门", f"{number}号院{n}楼", f"{number}号{n}-{unit}-{room}", f"{number}院{n}号楼", f"{number}号院{n}#{unit}门{room}", f"{number}号院内{n}号楼",
                         f"{number}號院{n}號樓", f"{cn(number)}号院{cn(n)}号楼{cn(unit)}门", f"{number}-{n}-{unit}-{room}", f"{number}号大院{n}号楼", f"{number}号院{n}栋{unit}单元", f"{number}号院{n}号楼{unit}门洞"])
    return said_draft(c, said, said.road + form)


@kind("courtyard_only", "courtyard", 1)
def courtyard_only(c, b):
    number = b.number if b.number.endswith("院") else b.number + "院"
    return Draft(b.road + number, c.truth.label(Ask(road=b.road, number=b.number_key)))


@kind("hutong_house", "hutong", 3)
def hutong_house(c, b):
    """甲12号, 12号甲, 12号旁门, 12号北房: how houses in a 胡同 are told apart."""
    said = c.say(b, form="R#", detail="block")
    n = "".join(x for x in b.number_key if x.isdigit())
    rest = b.number_key[len(n):]
    if "-" in b.number or rest and rest not in "甲乙丙丁":
        return None
    form = c.rng.choice([f"{rest}{n}号", f"{n}号{rest}", f"{n}{rest}号", f"{rest}{n}号院", f"{rest}{n}"] if rest else
                        [f"{n}号", f"{n}号院", f"{n}号北房", f"{n}号旁门", f"{cn(n)}号", f"{n}号东屋", f"{n}", f"{n}號", f"{n}号院西厢房", f"{n}号平房"])
    road = c.rng.choice([b.road, b.road, b.road.replace("胡同", "衚衕"), b.road.replace("胡同", "胡同儿"), b.road.replace("胡同", "hutong")])
    return said_draft(c, said, road + form)


@kind("hutong_without_word", "hutong", 1)
def hutong_without_word(c, b):
    """帽儿12号: the 胡同 left out."""
    from .names import road_short
    return road_short(c, b)


@kind("zhuang_forms", "zhuang", 3)
def zhuang_forms(c, b):
    said = c.say(b, detail="block")
    bits = block_bits(said)
    if not bits or bits[0] or not bits[1].isdigit():
        return None
    n, (u, r) = bits[1], c.speaker.room(b)
    form = c.rng.choice([f"{n}幢{u}单元{r}", f"{n}幢{r}", f"{n}撞{u}单元{r}室", f"{n}憧{r}", f"{n}-{u}-{r}", f"{n}—{r}", f"{n}幢{u}-{r}", f"{n}栋{u}单元", f"{n}号楼", f"{n}＃{u}单元", f"{cn(n)}幢{cn(u)}单元", f"{n} 幢 {r} 室",
                         f"第{n}幢", f"{n}zhuang{u}danyuan{r}", f"{n}幢{u}楼道{r}", f"{n}幢{u}号门{r}", f"{n}幛{r}", f"{n}窗{r}", f"{n}橦{u}单元"])
    return said_draft(c, said, said.place + form)


@kind("village_forms", "village", 2)
def village_forms(c, b):
    n = b.number_key
    if not n.isdigit():
        return None
    name = b.estate
    forms = [f"{name}{n}", f"{name}{n}户", f"{name}门牌{n}号", f"{name}{cn(n)}号", f"{name}{n}号院", f"{name} {n} 号", f"{name}的{n}号", f"{name}No.{n}", f"{name}{n}号平房", f"{name}{n}#"]
    if name.endswith("村") and len(name) > 2 and name[:-1] not in c.truth.road:
        forms += [f"{name[:-1]}{n}号", f"{name[:-1]}{n}号", f"{name}委会{n}号"]
    return Draft(c.rng.choice(forms), c.truth.label(Ask(estate=name, number=n)))


@kind("village_only", "village", 0.6)
def village_only(c, b):
    return Draft(b.estate, c.truth.label(Ask(estate=b.estate)))
