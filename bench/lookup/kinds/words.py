"""Other words and other places for building, unit, room and 甲."""

from dataclasses import replace

from ..phrases import phrases
from ..register import STEMS, block_key
from ..speech import block_bits, block_in_words, cn
from . import Draft, fill, forms, kind, lenient, said_draft

UNITS = phrases("words_units")
ROOMS = phrases("words_rooms")
ORDERS = phrases("words_orders")
VOICE = [
    {"1": "幺"}, {"2": "两"}, {"2": "俩"}, {"0": "O"}, {"0": "o"}, {"1": "l"}, {"1": "I"}, {"0": "〇"},
    {"1": "①", "2": "②", "3": "③"}, {"7": "拐"}, {"0": "洞", "1": "幺"},
]  # fmt: skip


def plain_digits(said):
    """The digits of a building without 甲 or letters, else None."""
    bits = block_bits(said)
    return bits[1] if bits and not bits[0] and bits[1].isdigit() else None


@kind("block_word", "estate", 4)
def block_word(c, b):
    said = c.say(b)
    bits = block_bits(said)
    if not bits or bits[0]:
        return None
    said.block = block_in_words(c.rng, *bits)
    return said_draft(c, said)


@kind("block_bare", "estate", 1)
def block_bare(c, b):
    """百通新苑3: the bare number is the building."""
    said = c.say(b, form="E", detail="block")
    n = plain_digits(said)
    return n and said_draft(c, said, said.place + c.rng.choice([n, f" {n}", cn(n), f"-{n}"]))


@kind("block_as_storey", "estate", 0.7)
def block_as_storey(c, b):
    """`3楼` is building 3 to most, storey 3 to some: a choice is as good."""
    said = c.say(b, form="E", detail="block")
    n = plain_digits(said)
    return n and lenient(said_draft(c, said, said.place + c.rng.choice([n, cn(n)]) + "楼"))


@kind("block_yard", "estate", 0.5)
def block_yard(c, b):
    """`3号院` said of a building is a slip that a local understands."""
    said = c.say(b, form="E", detail="block")
    n = plain_digits(said)
    return n and lenient(said_draft(c, said, f"{said.place}{n}号院"))


@kind("block_stutter", "estate", 0.7)
def block_stutter(c, b):
    """A part said twice, as dictation does."""
    s = c.say(b, form="E")
    twice = forms("{e}{e}{b}{u} | {e}{b}{b}{u} | {e}，{e}{b} | {e}的{b}，{b}{u}")
    return said_draft(c, s, fill(c.rng, twice, e=s.estate, b=s.block, u=s.unit))


@kind("unit_word", "estate", 2)
def unit_word(c, b):
    said = c.say(b, detail="room")
    if not said.unit:
        return None
    u, room = c.speaker.room(b)
    floor = room // 100
    said.unit = fill(c.rng, UNITS, u=u, c=cn(u), mid="中单元" if b.units == 3 else "东单元")
    said.room = fill(c.rng, ROOMS, r=room, f=floor, cf=cn(floor), d=f"{room % 100:02d}")
    return said_draft(c, said)


@kind("stem_position", "stem", 2)
def stem_position(c, b):
    """甲 before, inside or after the number, with any word for the building."""
    said = c.say(b)
    bits = block_bits(said)
    if not bits or bits[0] not in STEMS or len(bits[0]) != 1:
        return None
    said.block = block_in_words(c.rng, *bits)
    return said_draft(c, said)


@kind("wrong_order", "estate", 2.5)
def wrong_order(c, b):
    """Small before large, as people talk or paste from forms."""
    s = c.say(b, form=c.rng.choice(["E", "R#E", "RE"]) if b.road else "E", detail="room")
    room = s.room.rstrip("室户房")
    return said_draft(c, s, fill(c.rng, ORDERS, b=s.block, e=s.estate, r=room, u=s.unit, p=s.place))


@kind("estate_before_road", "estate", 0.8)
def estate_before_road(c, b):
    """百通新苑南丰路86号3号楼, 百通新苑，南丰路86号，3号楼."""
    if not b.road:
        return None
    s = c.say(b, form="R#E")
    between = c.rng.choice(["", "，", " ", "、"])
    return said_draft(c, s, between.join([s.estate, s.road + s.number, s.block]))


@kind("voice_digits", "estate", 1.5)
def voice_digits(c, b):
    """Digits as a microphone or a hurried thumb gives them: 幺, 两, 洞, O for 0, l for 1."""
    said = c.say(b, detail="room")
    n = plain_digits(said)
    table = c.rng.choice(VOICE)
    if not n or ("①" in table.values() and len(n) > 1):
        return None
    swap = str.maketrans(table)
    plain = said.text()
    said.block, said.room = said.block.translate(swap), said.room.translate(swap)
    return said_draft(c, said) if said.text() != plain else None


@kind("wrong_stem", "estate", 0.8)
def wrong_stem(c, b):
    """A 甲 that does not exist beside a building that does: none, though asking back is fine."""
    said = c.say(b, detail="block")
    n = plain_digits(said)
    if not n:
        return None
    block = c.rng.choice("甲乙") + n + "号楼"
    label = c.truth.label(replace(said.ask, block=block_key(block)))
    label.choose_ok = label.choose_ok or label.type == "none"
    return Draft(said.place + block, label)
