"""Other names for the same place: aliases, dropped or added last words, short forms, phases."""
import re
from dataclasses import replace

from ..truth import GENERIC, road_stem, stem
from . import Draft, kind
from .spelling import homophone

PHASE = re.compile(r"(一期|二期|三期|四期|东区|西区|南区|北区|中区|东苑|西苑|南苑|北苑|[A-D]区|\d+期|\d+组团|[一二三四五六]村)$")


def named(c, b, typed, asks, choose_ok=False):
    """A draft in which the place is called `typed` and may be any of `asks`."""
    said = c.say(b, form="E")
    names = list(dict.fromkeys(asks))
    label = c.truth.label_any([c.with_name(said.ask, n) for n in names], choose_ok=choose_ok)
    if label.type == "none" or len(label.grids) > 8:
        return None
    if label.type == "building":
        label.choose_ok = choose_ok
    said.estate = typed
    return Draft(said.text(), label, b.estate)


@kind("alias", "aliased", 3)
def alias(c, b):
    said = c.say(b, form="E")
    said.estate = c.rng.choice(b.aliases)
    label = c.truth.label(c.with_name(said.ask, said.estate))
    return Draft(said.text(), label, b.estate) if label.type != "none" else None


@kind("alias_typo", "aliased", 1)
def alias_typo(c, b):
    said = c.say(b, form="E")
    name = c.rng.choice(b.aliases)
    typed = homophone(c.rng, name)
    label = typed and c.truth.label_near(c.with_name(said.ask, name), "estate", typed)
    if not label or label.type == "none":
        return None
    said.estate = typed
    return Draft(said.text(), label, name)


@kind("alias_with_road", "aliased", 0.8)
def alias_with_road(c, b):
    if not b.road:
        return None
    said = c.say(b, form="R#E")
    said.estate = c.rng.choice(b.aliases)
    return Draft(said.text(), c.truth.label(c.with_name(said.ask, said.estate)), b.estate)


@kind("drop_suffix", "estate", 2)
def drop_suffix(c, b):
    """芙蓉花园 -> 芙蓉: every name that begins so is meant, the shortest first."""
    short = stem(b.estate)
    if short == b.estate or len(short) < 2 or short in c.truth.road:
        return None
    exact = [n for n in c.truth.names if n == short or stem(n) == short]
    others = [n for n in c.truth.prefixed(short) if n not in exact]
    said = c.say(b, form="E")
    rivals = c.truth.label_any([c.with_name(said.ask, n) for n in others], False)
    draft = named(c, b, short, exact)
    if draft and (set(rivals.grids) - set(draft.label.grids)):
        draft.label.choose_ok = True
    return draft


@kind("add_suffix", "estate", 1.5)
def add_suffix(c, b):
    """百通新苑小区, 大都会花园: a last word that the register does not have."""
    word = c.rng.choice(["小区", "小区", "小区", "社区", "家园", "院", "大院", "住宅区", "住宅小区", "生活区"])
    typed = b.estate + word
    if b.estate.endswith(("小区", "村", word)) or typed in c.truth.own:
        return None
    names = {typed, b.estate} if typed in c.truth.alias else {b.estate}
    rivals = c.truth.label(c.with_name(c.say(b, form="E", detail="block").ask, b.estate))
    return named(c, b, typed, names, rivals.choose_ok)


@kind("other_suffix", "estate", 1)
def other_suffix(c, b):
    """恒源花园 for 恒源小区: right stem, wrong last word."""
    short = stem(b.estate)
    if short == b.estate or len(short) < 2:
        return None
    typed = short + c.rng.choice(["小区", "花园", "家园", "公寓", "新村", "苑", "宿舍"])
    if typed in c.truth.own or typed in c.truth.alias or typed == b.estate:
        return None
    names = [n for n in c.truth.names if stem(n) == short or n == short]
    return named(c, b, typed, names, True)


@kind("first_two", "estate", 1.5)
def first_two(c, b):
    """The first two characters only, when they still say something."""
    head = b.estate[:2]
    if len(b.estate) < 4 or any(head == road_stem(r) or head == r for r in c.truth.roads):
        return None
    names = c.truth.prefixed(head)
    inside = any(head in n[1:] for n in c.truth.names)
    return named(c, b, head, names, inside or len(names) > 1)


@kind("first_three", "estate", 1)
def first_three(c, b):
    head = b.estate[:3]
    if len(b.estate) < 5 or head in c.truth.road:
        return None
    names = c.truth.prefixed(head)
    return named(c, b, head, names, len(names) > 1)


@kind("last_part", "estate", 1)
def last_part(c, b):
    """The end of a long name: 清江华府 -> 华府 is too thin, 金沙山海景园 -> 山海景园 is how people talk."""
    if len(b.estate) < 5:
        return None
    tail = b.estate[c.rng.choice([1, 2]):]
    if tail in GENERIC or len(tail) < 4 or len(stem(tail)) < 2:
        return None
    names = [n for n in c.truth.names if n.endswith(tail)]
    return named(c, b, tail, names, len(names) > 1)


@kind("phase_form", "phased", 2)
def phase_form(c, b):
    """二期 as 2期, Ⅱ期, (二期) or 第二期; 东区 as (东), 东 or 东院."""
    m = PHASE.search(b.estate)
    head, tail = b.estate[:m.start()], m.group()
    table = {"一期": ["1期", "Ⅰ期", "(一期)", "第一期", "一 期"], "二期": ["2期", "Ⅱ期", "（二期）", "第二期", "二区"], "三期": ["3期", "第三期", "(三期)"],
             "东区": ["(东区)", "东", "(东)", "东院"], "西区": ["(西区)", "西", "（西）", "西院"], "南苑": ["(南苑)", "南区", "南院"],
             "北苑": ["(北苑)", "北区", "北院"], "南区": ["(南)", "南"], "北区": ["(北)", "北"], "A区": ["a区", "Ａ区", "A"], "B区": ["b区", "Ｂ区", "B"]}
    forms = table.get(tail) or ([tail[:-1], f"({tail})"] if tail[-1] in "期区" else [f"({tail})", f" {tail}"])
    typed = head + c.rng.choice(forms)
    if typed in c.truth.own:
        return None
    said = c.say(b, form="E", detail=c.rng.choice(["block", "unit"]))
    label = c.truth.label(said.ask)
    if label.type == "building" and c.rng.random() < 0.3 and b.road:
        typed = f"{b.road}{b.number}{typed}"
    said.estate = typed
    gap = " " if typed[-1] in "AB" else ""
    label.choose_ok = True
    return Draft(typed + gap + said.block + said.unit, label, b.estate)


@kind("phase_dropped", "phased", 1.5)
def phase_dropped(c, b):
    """The phase left out: every phase that has this building is meant."""
    head = PHASE.sub("", b.estate)
    if len(head) < 2:
        return None
    names = [n for n in c.truth.names if n == head or PHASE.sub("", n) == head]
    if head in c.truth.own:
        label = c.truth.label(replace(c.say(b, form="E", detail="block").ask, estate=head))
        if label.type == "building":
            said = c.say(b, form="E", detail="block")
            said.estate = head
            label.choose_ok = True
            return Draft(said.text(), label, b.estate)
    draft = named(c, b, head, names)
    if draft and draft.label.type != "building":
        draft.label.choose_ok = True
    return draft


@kind("road_short", "house", 1.2)
def road_short(c, b):
    """南丰7号: the road without 路."""
    if not b.road:
        return None
    short = road_stem(b.road)
    if short == b.road or short in c.truth.own or short in c.truth.alias:
        return None
    said = c.say(b, form="R#", detail="block")
    roads = [r for r in c.truth.roads if road_stem(r) == short]
    asks = [replace(said.ask, road=r) for r in roads]
    label = c.truth.label_any(asks, False)
    estates = [replace(said.ask, road="", estate=n, number="", block=b.number_key) for n in c.truth.prefixed(short)]
    label.choose_ok = label.type == "set" or c.truth.label_any(estates).type != "none"
    return Draft(short + said.number, label, b.road)


@kind("wrong_house_number", "estate", 0.8)
def wrong_house_number(c, b):
    """Right estate and building, wrong number in front: the estate decides, asking is fine."""
    if not b.road or not b.number[:-1].isdigit():
        return None
    number = str(int(b.number[:-1]) + c.rng.choice([2, 4, -2, 10, 1]))
    if (b.road, number) in c.truth.address or int(number) < 1:
        return None
    said = c.say(b, form="E", detail="block")
    label = c.truth.label(said.ask)
    label.choose_ok = True
    return Draft(f"{b.road}{number}号{said.text()}", label)


@kind("wrong_community", "estate", 0.8)
def wrong_community(c, b):
    """Right estate, a neighbouring community in front: people seldom know their community."""
    others = sorted({g.community for g in c.town.grids.values() if g.subdistrict == c.town.grids[b.grid].subdistrict} - {c.town.grids[b.grid].community})
    said = c.say(b, form="E", detail="block")
    label = c.truth.label(said.ask)
    if not others or label.type == "none":
        return None
    label.choose_ok = True
    return Draft(c.rng.choice(others) + said.text(), label)
