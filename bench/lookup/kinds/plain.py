"""Correctly written addresses with more or fewer parts."""

from ..phrases import phrases
from . import fill, kind, said_draft

LETTERS = phrases("plain_letters")


@kind("full", "any", 1.5)
def full(c, b):
    return said_draft(c, c.say(b, detail="room", admin=3))


@kind("with_community", "any")
def with_community(c, b):
    return said_draft(c, c.say(b, admin=4))


@kind("district_only", "any")
def district_only(c, b):
    return said_draft(c, c.say(b, admin=c.rng.choice([1, 2])))


@kind("no_admin", "any", 1.5)
def no_admin(c, b):
    return said_draft(c, c.say(b))


@kind("estate_building", "estate", 2)
def estate_building(c, b):
    return said_draft(c, c.say(b, form="E", detail="block"))


@kind("road_number_building", "roadblock", 1.5)
def road_number_building(c, b):
    return said_draft(c, c.say(b, form="R#"))


@kind("road_number", "house", 2.5)
def road_number(c, b):
    return said_draft(c, c.say(b, form="R#", detail="block"))


@kind("road_estate_building", "estate")
def road_estate_building(c, b):
    return said_draft(c, c.say(b, form="RE")) if b.road else None


@kind("village_house", "village", 2)
def village_house(c, b):
    return said_draft(c, c.say(b, detail=c.rng.choice(["block", "room"])))


@kind("room_no_unit", "estate")
def room_no_unit(c, b):
    said = c.say(b, detail="room")
    said.unit = ""
    return said_draft(c, said) if said.room else None


@kind("named_building", "named", 0.6)
def named_building(c, b):
    form = c.rng.choice(["E", "R#E", "RE"]) if b.estate else "R#"
    return said_draft(c, c.say(b, form=form, detail="block"))


@kind("letter_block", "letter", 0.8)
def letter_block(c, b):
    said = c.say(b)
    x = b.block_key
    said.block = fill(c.rng, LETTERS, x=x, y=x.lower(), z=chr(ord(x) + 0xFEE0))
    return said_draft(c, said)


@kind("estate_single", "single", 0.8)
def estate_single(c, b):
    return said_draft(c, c.say(b, detail="block"))
