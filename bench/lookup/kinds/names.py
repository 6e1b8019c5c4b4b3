"""Other names for the same place: aliases, dropped or added last words, short forms, wrong company."""

from dataclasses import replace

from ..truth import GENERIC, road_stem, stem
from . import Draft, kind, lenient, said_draft
from .spelling import homophone

ADDED = ["小区", "小区", "小区", "社区", "家园", "院", "大院", "住宅区", "住宅小区", "生活区"]
SWAPPED = ["小区", "花园", "家园", "公寓", "新村", "苑", "宿舍"]


def named(c, b, typed, meant, choose_ok=False):
    """A draft in which the place is called `typed` and may be any of the names `meant`."""
    said = c.say(b, form="E")
    asks = [c.with_name(said.ask, n) for n in dict.fromkeys(meant)]
    label = c.truth.label_any(asks, choose_ok=choose_ok)
    if label.type == "none" or len(label.grids) > 8:
        return None
    said.estate = typed
    return Draft(said.text(), label, b.estate)


@kind("alias", "aliased", 3)
def alias(c, b):
    said = c.say(b, form="E")
    said.estate = c.rng.choice(b.aliases)
    said.ask = c.with_name(said.ask, said.estate)
    draft = said_draft(c, said, note=b.estate)
    return draft if draft.label.type != "none" else None


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
    said = c.say(b, form="R#E")
    said.estate = c.rng.choice(b.aliases)
    said.ask = c.with_name(said.ask, said.estate)
    return said_draft(c, said, note=b.estate)


@kind("drop_suffix", "estate", 2)
def drop_suffix(c, b):
    """芙蓉花园 -> 芙蓉: every name that begins so is meant, unless the short name is itself in use."""
    short = stem(b.estate)
    if short == b.estate or short in c.truth.road:
        return None
    longer = [n for n in c.truth.prefixed(short) if n != short]
    if short not in c.truth.own and short not in c.truth.alias:
        draft = named(c, b, short, longer, True)
        if draft and draft.label.type == "building":
            draft.label.choose_ok = len({x.estate for n in longer for x in c.truth.named(n)}) > 1
        return draft
    ask = c.with_name(c.say(b, form="E", detail="block").ask, short)
    others = {g for n in longer for g in c.truth.label(c.with_name(ask, n)).grids}
    return named(c, b, short, [short], bool(others - set(c.truth.label(ask).grids)))


@kind("add_suffix", "estate", 1.5)
def add_suffix(c, b):
    """百通新苑小区, 大都会花园: a last word that the register does not have."""
    word = c.rng.choice(ADDED)
    typed = b.estate + word
    if b.estate.endswith(("小区", "村", word)) or typed in c.truth.own:
        return None
    meant = {typed, b.estate} if typed in c.truth.alias else {b.estate}
    plain = c.truth.label(c.say(b, form="E", detail="block").ask)
    return named(c, b, typed, sorted(meant), plain.choose_ok)


@kind("other_suffix", "estate", 1)
def other_suffix(c, b):
    """恒源花园 for 恒源小区: right stem, wrong last word."""
    short = stem(b.estate)
    typed = short + c.rng.choice(SWAPPED)
    if short == b.estate or typed == b.estate or typed in c.truth.own or typed in c.truth.alias:
        return None
    return named(c, b, typed, [n for n in c.truth.names if stem(n) == short or n == short], True)


@kind("first_two", "estate", 1.5)
def first_two(c, b):
    """The first two characters only, when they still say something."""
    head = b.estate[:2]
    if len(b.estate) < 4 or any(head in (road_stem(r), r) for r in c.truth.roads):
        return None
    meant = c.truth.prefixed(head)
    return named(c, b, head, meant, len(meant) > 1 or any(head in n[1:] for n in c.truth.names))


@kind("first_three", "estate", 1)
def first_three(c, b):
    head = b.estate[:3]
    if len(b.estate) < 5 or head in c.truth.road:
        return None
    meant = c.truth.prefixed(head)
    return named(c, b, head, meant, len(meant) > 1)


@kind("last_part", "estate", 0.7)
def last_part(c, b):
    """The builder's name left out: 金沙山海景园 -> 山海景园."""
    tail = b.estate[2:]
    if len(tail) < 4 or tail.startswith(tuple(GENERIC)) or len(stem(tail)) < 2:
        return None
    meant = [n for n in c.truth.names if n.endswith(tail)]
    return named(c, b, tail, meant, True)


@kind("road_short", "house", 1.2)
def road_short(c, b):
    """南丰7号: the road without 路."""
    short = road_stem(b.road)
    if short in (b.road, "") or short in c.truth.own or short in c.truth.alias:
        return None
    said = c.say(b, form="R#", detail="block")
    label = c.truth.label_any([replace(said.ask, road=r) for r in c.truth.roads if road_stem(r) == short], False)
    estates = [replace(said.ask, road="", estate=n, number="", block=b.number_key) for n in c.truth.prefixed(short)]
    label.choose_ok = label.type == "set" or c.truth.label_any(estates).type != "none"
    return Draft(short + said.number, label, b.road)


@kind("wrong_house_number", "estate", 0.8)
def wrong_house_number(c, b):
    """Right estate and building, wrong number in front: the estate decides, asking is fine."""
    if not b.road or not b.number_key.isdigit():
        return None
    number = int(b.number_key) + c.rng.choice([2, 4, -2, 10, 1])
    if (b.road, str(number)) in c.truth.address or number < 1:
        return None
    said = c.say(b, form="RE", detail="block")
    return lenient(said_draft(c, said, f"{b.road}{number}号{said.estate}{said.block}"))


@kind("wrong_road", "estate", 0.8)
def wrong_road(c, b):
    """Right estate, a neighbouring road in front."""
    others = sorted({x.road for x in c.truth.of_community[c.town.grids[b.grid].community] if x.road} - {b.road})
    said = c.say(b, form="E", detail="block")
    if not others or c.town.many:
        return None
    road = c.rng.choice(others)
    if c.truth.label(replace(said.ask, road=road)).type != "none":
        return None
    return lenient(said_draft(c, said, road + said.text()))


@kind("conflict", "estate", 0.6)
def conflict(c, b):
    """The number of one estate and the name of another: either may be the slip."""
    other = c.target("estate")
    if not b.road or other.road != b.road or other.estate == b.estate or other.number == b.number:
        return None
    said = c.say(b, form="E", detail="block")
    number = replace(said.ask, estate="", road=b.road, number=other.number_key)
    label = c.truth.label_any([said.ask, number])
    return Draft(b.road + c.speaker.number(other) + said.text(), label)


@kind("wrong_community", "estate", 0.8)
def wrong_community(c, b):
    """Right estate, a neighbouring community in front: people seldom know their community."""
    here = c.town.grids[b.grid]
    others = {g.community for g in c.town.grids.values() if g.subdistrict == here.subdistrict} - {here.community}
    said = c.say(b, form="E", detail="block")
    said.ask = replace(said.ask, subdistrict=here.subdistrict)
    wrong = c.rng.choice(sorted(others)) if others else ""
    if not wrong or c.truth.label(replace(said.ask, community=wrong)).type != "none":
        return None
    draft = lenient(said_draft(c, said, wrong + said.text()))
    return draft if draft.label.type != "none" else None
