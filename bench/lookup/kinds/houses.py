"""House numbers on roads and in villages in other words."""

import re

from ..phrases import phrases
from ..speech import cn
from ..truth import Ask
from . import Draft, fill, kind, said_draft

PLAIN = phrases("houses_plain")
STEM = phrases("houses_stem")
BEHIND = phrases("houses_behind")
DASH = phrases("houses_dash")
SHOPS = phrases("houses_shops")
VILLAGE = phrases("houses_village")


def house(c, b):
    """The address of a house that has a road or a village."""
    return c.say(b, form="R#" if b.road else "E", detail="block")


@kind("number_word", "house", 2)
def number_word(c, b):
    """House number without 号, with 號, №, 門牌, or in characters."""
    n = b.number_key
    return n.isdigit() and said_draft(c, house(c, b), b.road + fill(c.rng, PLAIN, n=n, c=cn(n)))


@kind("stem_number", "stemhouse", 2)
def stem_number(c, b):
    """甲, 附1 or -1 after a house number in other places and words."""
    m = re.fullmatch(r"(\d+)([甲乙丙丁戊]|附\d+|-\d+)", b.number_key)
    if not m:
        return None
    n, rest = m.groups()
    k = rest[1:]
    templates = STEM if not k else BEHIND if rest.startswith("附") else DASH
    text = fill(c.rng, templates, n=n, s=rest, k=k, c=cn(n), ck=cn(k or 0))
    return said_draft(c, house(c, b), (b.road or b.estate) + text)


@kind("shop_at_number", "house", 1.5)
def shop_at_number(c, b):
    shop = c.rng.choice(SHOPS)
    said = house(c, b)
    draft = said_draft(c, said, said.text() + c.rng.choice(["", " "]) + shop)
    draft.label.choose_ok = draft.label.choose_ok or shop[:2] in ("对面", "旁边")
    return draft


@kind("village_forms", "village", 2)
def village_forms(c, b):
    n, name = b.number_key, b.estate
    if not n.isdigit():
        return None
    short = name[:-1] if name.endswith("村") and len(name) > 2 and name[:-1] not in c.truth.road else name
    name = c.rng.choice([name, name, short])
    label = c.truth.label(Ask(estate=b.estate, number=n))
    return Draft(fill(c.rng, VILLAGE, v=name, n=n, c=cn(n)), label)


@kind("village_only", "village", 0.6)
def village_only(c, b):
    return Draft(b.estate, c.truth.label(Ask(estate=b.estate)))
