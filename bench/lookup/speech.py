"""Saying an address: which parts are named, and the many ways of writing a number or a building."""

import re
from dataclasses import dataclass, replace

from .phrases import phrases
from .register import STEMS, block_parts
from .truth import Ask

DIGITS = "〇一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"
LETTERED = phrases("speech_lettered")
STEMMED = phrases("speech_stemmed")
NUMBERED = phrases("speech_numbered")
FULL = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)})


def cn(n, ten="十", digits="零一二三四五六七八九"):
    """A number below 10,000 in words: 23 -> 二十三, 105 -> 一百零五."""
    n = int(n)
    if n < 10:
        return digits[n]
    if n < 20:
        return ten + (digits[n % 10] if n % 10 else "")
    out, gap = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, ten), (1, "")):
        d, n = divmod(n, unit)
        if d:
            out += ("零" if gap and out else "") + digits[d] + word
            gap = False
        else:
            gap = bool(out)
    return out


def cn_digits(text, one="一", zero="〇"):
    """Digit by digit, as house and room numbers are read: 501 -> 五〇一."""
    table = {str(i): c for i, c in enumerate(DIGITS)} | {"1": one, "0": zero}
    return "".join(table.get(c, c) for c in str(text))


def cn_twenty(n):
    """廿一 for 21, 卅二 for 32: how older residents write."""
    n = int(n)
    if not 20 <= n < 40:
        return cn(n)
    return "廿卅"[n // 10 - 2] + (cn(n % 10) if n % 10 else "")


@dataclass
class Said:
    """An address taken apart as it will be said, with the question it asks."""

    target: object
    ask: Ask
    admin: str = ""
    road: str = ""
    number: str = ""
    estate: str = ""
    block: str = ""
    unit: str = ""
    room: str = ""

    @property
    def place(self):
        """Everything in front of the building, the area included."""
        return self.admin + self.road + self.number + self.estate

    def parts(self):
        """The non-empty parts in the usual order, from large to small."""
        return [p for p in (self.admin, self.road, self.number, self.estate, self.block, self.unit, self.room) if p]

    def text(self, between=""):
        """The parts joined; two numbers never run into each other."""
        out = ""
        for part in self.parts():
            gap = between or (" " if re.search(r"[\da-zA-Z]$", out) and re.match(r"\d", part) else "")
            out += (gap if out else "") + part
        return out


class Speaker:
    """Chooses how to say a building of one town."""

    def __init__(self, rng, town):
        self.rng, self.town = rng, town

    def room(self, b):
        """(unit, room) that exist in the building."""
        r = self.rng
        units = max(1, b.units)
        doors = 4 if b.floors > 2 else 2
        return r.randint(1, min(units, 6)), r.randint(1, max(1, b.floors)) * 100 + r.randint(1, doors)

    def unit_room(self, b, room_word=None):
        """Unit and room as the town says them; lane houses have no unit."""
        unit, room = self.room(b)
        word = self.town.unit_word(b)
        tail = self.rng.choice(["室", "", "", "户", "房"]) if room_word is None else room_word
        return (f"{unit}{word}" if word and b.units else ""), f"{room}{tail}"

    def admin(self, b, level):
        """Words for the area: 0 none, 1 district, 2 down to the subdistrict, 3 everything, 4 with the community."""
        t, g = self.town, self.town.grids[b.grid]
        district, street = t.district_of(g)
        area = [t.province if t.province != t.city else "", t.city, district, street, g.community]
        return "".join({0: [], 1: area[2:3], 2: area[2:4], 3: area[:4], 4: area[1:5]}[level])

    def forms(self, b):
        """Ways of naming the place that are natural for this kind of building."""
        if b.estate and not b.road:
            return ["E"]
        lane = "弄" in b.number
        if b.estate and b.block:
            return ["R#", "R#", "R#E", "E"] if lane else ["E", "E", "E", "R#E", "R#E", "R#", "RE"]
        if b.estate and len(self.town.truth.own[b.estate]) > 1:
            return ["E#", "R#", "R#E"]
        if b.estate:
            return ["E", "R#E", "R#", "RE"]
        return ["R#"]

    def say(self, b, form=None, detail=None, admin=0):
        """Put an address into words; `detail` is block, unit or room."""
        form = form or self.rng.choice(self.forms(b))
        said, ask = Said(b, None), {}
        if "R" in form and b.road:
            said.road = ask["road"] = b.road
        if form == "E#":
            said.block, ask["number"] = self.number(b), b.number_key
        elif "#" in form or not b.road:
            said.number, ask["number"] = self.number(b), b.number_key
        if "E" in form and b.estate:
            said.estate = ask["estate"] = b.estate
        if not b.road and b.estate:
            said.number, said.block = "", said.number
        if b.block_key:
            said.block, ask["block"] = self.block(b), b.block_key
        said.ask = Ask(**{k: v for k, v in ask.items() if v})
        detail = detail or self.rng.choice(["block", "block", "room", "unit"])
        if b.units and detail != "block":
            said.unit, room = self.unit_room(b)
            if detail == "room":
                said.room = room
        return self.settle(said, admin)

    def settle(self, said, admin):
        """Add the area, and let the question carry it where the register can tell areas apart."""
        if admin:
            said.admin = self.admin(said.target, admin)
            g = self.town.grids[said.target.grid]
            area = self.town.district_of(g)[0] if admin == 1 else g.subdistrict
            if self.town.many and area in g.subdistrict:
                said.ask = replace(said.ask, subdistrict=area, community=g.community if admin == 4 else "")
        return said

    def block(self, b):
        """The building as registered; a lane house kept in the number column is said from its key."""
        return b.block or b.number.split("弄", 1)[1].split("支弄")[-1]

    def number(self, b):
        """The house number as said; a courtyard without a name is often called 号院."""
        if "弄" in b.number:
            return b.number_key
        if b.block and not b.estate and b.number.endswith("号"):
            return b.number + self.rng.choice(["", "院"])
        return b.number


def block_bits(said):
    """(stem, digits) of a numbered building, or None when it has a name only."""
    parts = block_parts(said.block)
    return (parts[0], parts[1]) if parts else None


def block_in_words(rng, before, digits):
    """One of the many ways to write building `digits`, with 甲 where it belongs."""
    n = digits
    if not n.isdigit():
        ways = LETTERED
    elif before:
        ways = STEMMED if before in STEMS else ["{n}号楼{s}"]
    else:
        ways = NUMBERED
    words = {"n": n, "s": before, "low": n.lower(), "wide": n.translate(FULL)}
    if n.isdigit():
        words |= {"c": cn(n), "old": cn_twenty(n), "formal": cn(n, "拾", FORMAL), "zero": n.zfill(2)}
    return rng.choice(ways).format(**words)
