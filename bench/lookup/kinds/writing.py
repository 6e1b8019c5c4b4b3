"""The same address in other scripts, separators and layouts."""

from opencc import OpenCC

from ..phrases import phrases
from ..speech import FULL, block_bits, cn, cn_digits
from . import fill, kind, said_draft

SEPARATORS = [*phrases("writing_separators"), " ", " - ", "|"]
MARKS = phrases("writing_marks")
MIXED = phrases("writing_mixed")
NO_UNIT = phrases("writing_no_unit")
BRACKETS = phrases("writing_brackets")
EMOJI = phrases("writing_emoji")
FIELDS = phrases("writing_fields")
_CONVERT = {n: OpenCC(n) for n in ("s2t", "s2tw", "s2hk", "s2twp")}


def dashed(c, b, sep):
    """Place, building, unit and room as bare numbers; a lane house has no unit."""
    said = c.say(b, detail="room")
    bits = block_bits(said)
    if not bits or bits[0] or not said.room:
        return None
    unit, room = c.speaker.room(b)
    numbers = [bits[1], str(unit), str(room)] if said.unit else [bits[1], str(room)]
    return said_draft(c, said, said.place + c.rng.choice(["", "", " "]) + sep.join(numbers))


@kind("dash_hyphen", "estate", 2)
def dash_hyphen(c, b):
    return dashed(c, b, "-")


@kind("dash_other", "estate", 2)
def dash_other(c, b):
    return dashed(c, b, c.rng.choice(SEPARATORS))


@kind("dash_mixed", "estate", 1.5)
def dash_mixed(c, b):
    said = c.say(b, detail="room")
    bits = block_bits(said)
    if not bits or bits[0] or not said.unit:
        return None
    unit, room = c.speaker.room(b)
    return said_draft(c, said, said.place + fill(c.rng, MIXED, n=bits[1], u=unit, r=room))


@kind("dash_no_unit", "estate")
def dash_no_unit(c, b):
    said = c.say(b, detail="room")
    bits = block_bits(said)
    if not bits or bits[0] or not said.room:
        return None
    return said_draft(c, said, said.place + fill(c.rng, NO_UNIT, n=bits[1], r=c.speaker.room(b)[1]))


@kind("fullwidth", "any")
def fullwidth(c, b):
    said = c.say(b)
    return said_draft(c, said, said.text().translate(FULL))


@kind("traditional", "any", 1.5)
def traditional(c, b):
    said = c.say(b)
    text = _CONVERT[c.rng.choice(list(_CONVERT))].convert(said.text())
    return said_draft(c, said, text) if text != said.text() else None


@kind("mixed_script", "any")
def mixed_script(c, b):
    said = c.say(b)
    text = "".join(_CONVERT["s2t"].convert(ch) if c.rng.random() < 0.5 else ch for ch in said.text())
    return said_draft(c, said, text) if text != said.text() else None


@kind("spaces", "any", 1.5)
def spaces(c, b):
    said = c.say(b)
    scattered = "".join(ch + (" " if c.rng.random() < 0.3 else "") for ch in said.text())
    text = c.rng.choice([said.text(" "), " ".join(said.text()), said.text("　"), f"  {said.text()}  ", scattered])
    return said_draft(c, said, text)


@kind("punctuation", "any", 1.5)
def punctuation(c, b):
    said = c.say(b)
    mark = c.rng.choice(MARKS)
    return said_draft(c, said, said.text(mark) + c.rng.choice(["", mark, "。", "!!", "，，"]))


@kind("newline_tab", "any")
def newline_tab(c, b):
    said = c.say(b, admin=c.rng.choice([0, 2]))
    return said_draft(c, said, said.text(c.rng.choice(["\n", "\t", "\r\n", " \n"])) + c.rng.choice(["", "\n"]))


@kind("bracket", "estate", 1.5)
def bracket(c, b):
    s = c.say(b, form="E")
    if not b.road:
        return None
    number = c.speaker.number(b)
    return said_draft(c, s, fill(c.rng, BRACKETS, a=s.text(), e=s.estate, b=s.block, u=s.unit, rd=b.road, nr=number))


@kind("emoji", "any")
def emoji(c, b):
    s = c.say(b)
    return said_draft(c, s, fill(c.rng, EMOJI, a=s.text(), p=s.place, b=s.block, u=s.unit, r=s.room))


@kind("numerals_words", "numbered", 1.5)
def numerals_words(c, b):
    """Numbers in characters: the building, the unit, the room, sometimes the house number."""
    said = c.say(b, detail="room")
    bits = block_bits(said)
    if bits and bits[1].isdigit():
        said.block = said.block.replace(bits[1], cn(bits[1]))
    if said.unit:
        said.unit = cn("".join(x for x in said.unit if x.isdigit())) + c.town.unit_word(b)
    said.room = cn_digits(said.room, zero=c.rng.choice("〇零○"))
    digits = said.number.rstrip("号院弄")
    if digits.isdigit() and c.rng.random() < 0.6:
        said.number = c.rng.choice([cn, cn_digits])(digits) + said.number[len(digits) :]
    return said_draft(c, said)


@kind("key_value", "estate")
def key_value(c, b):
    s = c.say(b, form="E", detail="room")
    bits = block_bits(s)
    if not bits or bits[0]:
        return None
    return said_draft(c, s, fill(c.rng, FIELDS, a=s.text(), e=s.estate, b=s.block, n=bits[1], r=s.room))
