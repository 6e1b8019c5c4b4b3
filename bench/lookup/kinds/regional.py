"""Local habits: lanes of Shanghai, courtyards of Beijing and Tianjin, 幢 of Zhejiang."""

from ..phrases import phrases
from ..speech import cn
from ..truth import NONE, Ask
from . import Draft, fill, kind, said_draft
from .names import road_short
from .words import plain_digits

LANES = phrases("regional_lanes")
BARE_LANES = phrases("regional_bare_lanes")
COURTS = phrases("regional_courts")
COURT_HOUSES = phrases("regional_court_houses")
COURT_STEMS = phrases("regional_court_stems")
ZHUANG = phrases("regional_zhuang")


@kind("lane_forms", "lane", 4)
def lane_forms(c, b):
    """58弄14号1102室 with every shortcut that is in use."""
    return _lane(c, b, LANES)


@kind("lane_dashes", "lane", 0.7)
def lane_dashes(c, b):
    """新沪路58-14-1102, unless it could be house 58 as well."""
    return None if (b.road, b.number_key.removesuffix("弄")) in c.truth.address else _lane(c, b, BARE_LANES)


def _lane(c, b, templates):
    said = c.say(b, form="R#", detail="block")
    n, lane = plain_digits(said), said.number.removesuffix("弄")
    if not n or not lane.isdigit():
        return None
    room = c.speaker.room(b)[1]
    parts = {"l": lane, "n": n, "r": room, "f": room // 100, "cl": cn(lane), "cn": cn(n), "e": b.estate or "小区"}
    return said_draft(c, said, said.road + fill(c.rng, templates, **parts))


@kind("lane_only", "lane", 1)
def lane_only(c, b):
    return Draft(b.road + b.number_key, c.truth.label(Ask(road=b.road, number=b.number_key)))


@kind("lane_no_road", "lane", 0.8)
def lane_no_road(c, b):
    """58弄14号 without the road: every lane 58 that has a house 14."""
    found = [x for x in c.truth.buildings if x.number_key == b.number_key and x.block_key == b.block_key]
    return Draft(b.number_key + c.speaker.block(b), c.truth.pack(found, choose_ok=True))


@kind("lane_wrong_house", "lane", 1)
def lane_wrong_house(c, b):
    have = [int(x.block_key) for x in c.truth.address[b.road, b.number_key] if x.block_key.isdigit()]
    n = c.rng.choice([max(have or [0]) + c.rng.randint(1, 5), c.rng.randint(300, 900)])
    return Draft(f"{b.road}{b.number_key}{n}号", NONE)


@kind("lane_estate_house", "lane", 1.5)
def lane_estate_house(c, b):
    return said_draft(c, c.say(b, form="E", detail="room")) if b.estate else None


@kind("courtyard_forms", "courtyard", 3)
def courtyard_forms(c, b):
    """12号院3号楼2门301 and its short forms."""
    said = c.say(b, form="R#", detail="block")
    n, number = plain_digits(said), b.number_key
    if not n or not number.isdigit():
        return None
    unit, room = c.speaker.room(b)
    parts = {"k": number, "n": n, "u": unit, "r": room, "ck": cn(number), "cn": cn(n), "cu": cn(unit)}
    return said_draft(c, said, said.road + fill(c.rng, COURTS, **parts))


@kind("courtyard_only", "courtyard", 1)
def courtyard_only(c, b):
    number = b.number if b.number.endswith("院") else b.number + "院"
    return Draft(b.road + number, c.truth.label(Ask(road=b.road, number=b.number_key)))


@kind("hutong_house", "hutong", 3)
def hutong_house(c, b):
    """甲12号, 12号甲, 12号旁门, 12号北房: how houses in a 胡同 are told apart."""
    n, rest = "".join(x for x in b.number_key if x.isdigit()), b.number_key[-1]
    if "-" in b.number or (rest not in "甲乙丙丁" and not rest.isdigit()):
        return None
    text = fill(c.rng, COURT_HOUSES if rest.isdigit() else COURT_STEMS, n=n, s=rest, c=cn(n))
    road = c.rng.choice([b.road, b.road, *(b.road.replace("胡同", x) for x in ("衚衕", "胡同儿", "hutong", "糊同"))])
    return said_draft(c, c.say(b, form="R#", detail="block"), road + text)


@kind("hutong_without_word", "hutong", 1)
def hutong_without_word(c, b):
    """帽儿12号: the 胡同 left out."""
    return road_short(c, b)


@kind("zhuang_forms", "zhuang", 3)
def zhuang_forms(c, b):
    said = c.say(b, detail="block")
    n = plain_digits(said)
    if not n:
        return None
    unit, room = c.speaker.room(b)
    parts = {"n": n, "u": unit, "r": room, "f": room // 100, "c": cn(n), "cu": cn(unit)}
    return said_draft(c, said, said.place + fill(c.rng, ZHUANG, **parts))
