"""Addresses of other towns and texts that are no address at all."""

import re
from dataclasses import replace

from ..phrases import phrases
from ..truth import NONE, road_stem, stem
from . import Draft, fill, kind
from .absent import CITIES, DISTRICTS, MAYBE

CHATTER = phrases("elsewhere_chatter")
SENTENCES = phrases("elsewhere_sentences")
NUMBERED = phrases("elsewhere_numbered")
TAILS = phrases("elsewhere_tails")
HOUSES = phrases("elsewhere_houses")


def numbers(rng):
    """Small numbers for buildings, units, floors and houses."""
    return {"n": rng.randint(1, 40), "u": rng.randint(1, 4), "f": rng.randint(1, 6), "m": rng.randint(1, 300)}


def foreign(c, pool, field, key):
    """A name from the lists that neither is nor resembles one of this town."""
    reach = 0.6 if c.town.many else 1.75
    for _ in range(20):
        name = c.rng.choice(pool)
        close = c.truth.near(field, name, reach) or c.truth.near("road" if field == "estate" else "estate", name, 0.4)
        if not close and (c.town.many or not any(key(name)[:3] in n for n in c.truth.names + c.truth.roads)):
            return name
    return None


@kind("elsewhere_estate", "none", 2.5)
def elsewhere_estate(c, _):
    name = foreign(c, c.names.estates, "estate", stem)
    if not name:
        return None
    leads = CITIES if c.town.many else ["", "", "我住", c.rng.choice(DISTRICTS)]
    tail = c.rng.choice([fill(c.rng, TAILS, **numbers(c.rng)), fill(c.rng, TAILS, **numbers(c.rng)), ""])
    return Draft(c.rng.choice(leads) + name + tail, NONE)


@kind("elsewhere_road", "none", 2.5)
def elsewhere_road(c, _):
    road = foreign(c, c.names.roads, "road", road_stem)
    if not road:
        return None
    leads = CITIES if c.town.many else ["", "", c.rng.choice(CITIES), c.rng.choice(DISTRICTS)]
    return Draft(c.rng.choice(leads) + road + c.rng.choice([fill(c.rng, HOUSES, **numbers(c.rng)), ""]), NONE)


@kind("elsewhere_full", "none", 1)
def elsewhere_full(c, _):
    road, estate = foreign(c, c.names.roads, "road", road_stem), foreign(c, c.names.estates, "estate", stem)
    if not road or not estate:
        return None
    text = "{road}{m}号{estate}{n}号楼{u}单元{f}0{u}室".format(road=road, estate=estate, **numbers(c.rng))
    return Draft(c.rng.choice(CITIES) + text, NONE)


@kind("not_an_address", "none", 3)
def not_an_address(c, _):
    text = c.rng.choice(CHATTER if c.rng.random() < 0.6 else SENTENCES)
    if text in c.truth.own or text in c.truth.alias or text in c.truth.of_community:
        return None
    asks_for_grid = bool(re.search("网格", text))
    typed = c.rng.choice([text, text, text + "？", " " + text, text + "！"])
    return Draft(typed, replace(MAYBE, choose_ok=asks_for_grid))


@kind("chatter_with_number", "none", 1)
def chatter_with_number(c, _):
    return Draft(fill(c.rng, NUMBERED, **numbers(c.rng)), NONE)
