"""Places that the register does not have: no such building, no such number, another district."""

import re
from dataclasses import replace

from ..phrases import phrases
from ..register import number_key
from ..truth import NONE, Ask
from . import Draft, fill, kind

DISTRICTS = phrases("absent_districts")
CITIES = phrases("absent_cities")
BLOCKS = phrases("absent_blocks")
NUMBERS = phrases("absent_numbers")
LANES = phrases("absent_lanes")
STEMS = phrases("absent_stems")
MAYBE = replace(NONE, choose_ok=True)


def absent_block(c, b, n):
    """The estate with a building number that it does not have."""
    said = c.say(b, form=c.rng.choice(["E", "E", "R#E"]) if b.road else "E", detail="block")
    if str(n) in said.estate or c.truth.label(replace(said.ask, block=str(n))).type != "none":
        return None
    return Draft(said.place + fill(c.rng, BLOCKS, n=n), NONE)


@kind("no_such_building_near", "estate", 2)
def no_such_building_near(c, b):
    """A building number that is missing inside or just past the estate's numbers."""
    have = {int(x.block_key) for x in c.truth.named(b.estate) if x.block_key.isdigit()}
    free = [n for n in range(1, max(have) + 4) if n not in have]
    return absent_block(c, b, c.rng.choice(free))


@kind("no_such_building_far", "estate", 1.5)
def no_such_building_far(c, b):
    return absent_block(c, b, c.rng.randint(60, 400))


@kind("no_such_number_far", "roaded", 1.5)
def no_such_number_far(c, b):
    n = c.rng.randint(900, 3000)
    if c.truth.label(Ask(road=b.road, number=str(n))).type != "none":
        return None
    return Draft(fill(c.rng, LANES if "弄" in b.number else NUMBERS, r=b.road, n=n, k=c.rng.randint(1, 30)), NONE)


@kind("no_such_number_near", "house", 1.2)
def no_such_number_near(c, b):
    """A number just past the end of the road, or a hole in it: none, asking back is fine."""
    taken = {int(m.group()) for x in c.truth.road[b.road] if (m := re.match(r"\d+", x.number_key))}
    n = c.rng.choice([n for n in range(1, max(taken) + 9) if n not in taken])
    known = c.truth.label(Ask(road=b.road, number=str(n))).type != "none"
    return None if known else Draft(f"{b.road}{n}号", MAYBE)


@kind("wrong_number_stem", "house", 1)
def wrong_number_stem(c, b):
    """商丘路31号甲 where only 31号 exists: asking back is fine."""
    number = fill(c.rng, STEMS, n=b.number_key)
    ask = Ask(road=b.road, number=number_key(number))
    known = not b.number_key.isdigit() or c.truth.label(ask).type != "none"
    return None if known else Draft(b.road + number, MAYBE)


@kind("no_such_house_in_village", "village", 1)
def no_such_house_in_village(c, b):
    n = c.rng.randint(700, 3000)
    known = c.truth.label(Ask(estate=b.estate, number=str(n))).type != "none"
    return None if known else Draft(f"{b.estate}{n}号", NONE)


@kind("other_district", "estate", 1.5)
def other_district(c, b):
    """The right name in another district or city is another place; asking back is fine."""
    said = c.say(b, form=c.rng.choice(["E", "R#E", "R#"]) if b.road else "E", detail="block")
    area = c.rng.choice(DISTRICTS + CITIES)
    if area.endswith(c.town.district) or c.town.many:
        return None
    return Draft(area + said.place + said.block, MAYBE)
