"""More than one place in a text: ranges, two addresses, corrections."""

from dataclasses import replace

from ..phrases import phrases
from ..speech import cn
from . import Draft, fill, kind, lenient, said_draft
from .words import plain_digits

RANGES = phrases("several_ranges")
LISTS = phrases("several_lists")
PAIRS = phrases("several_pairs")
MOVES = phrases("several_moves")
CORRECTIONS = phrases("several_corrections")


def other_block(c, b):
    """Another numbered building of the same estate."""
    mates = [x for x in c.truth.own.get(b.estate, ()) if x.road == b.road and x.block_key.isdigit()]
    return c.rng.choice([x for x in mates if x.code != b.code] or [None])


@kind("block_range", "estate", 1)
def block_range(c, b):
    said, other = c.say(b, form="E", detail="block"), other_block(c, b)
    if not other:
        return None
    lo, hi = sorted((int(b.block_key), int(other.block_key)))
    hi = min(hi, lo + 6)
    label = c.truth.label_any([replace(said.ask, block=str(n)) for n in range(lo, hi + 1)])
    word = "幢" if said.block.endswith("幢") else "号楼"
    text = fill(c.rng, RANGES, lo=lo, hi=hi, cl=cn(lo), ch=cn(hi), w=word)
    return Draft(said.place + text, label) if hi > lo else None


@kind("block_list", "estate", 0.7)
def block_list(c, b):
    said, other = c.say(b, form="E", detail="block"), other_block(c, b)
    if not other or not plain_digits(said) or other.block_key == b.block_key:
        return None
    label = c.truth.label_any([said.ask, replace(said.ask, block=other.block_key)])
    return Draft(said.place + fill(c.rng, LISTS, n=b.block_key, m=other.block_key), label)


@kind("two_addresses", "any", 1)
def two_addresses(c, b):
    """Two places in one text: both are offered."""
    one, two = c.say(b, detail="block"), c.say(c.target("any"), detail="block")
    label = c.truth.label_any([one.ask, two.ask])
    return Draft(c.rng.choice(PAIRS).format(one.text(), two.text()), label) if len(label.grids) > 1 else None


@kind("moved", "any", 0.7)
def moved(c, b):
    """From one address to another: the new home is meant, offering both is fine."""
    one, two = c.say(c.target("any"), detail="block"), c.say(b, detail="block")
    draft = lenient(said_draft(c, two, c.rng.choice(MOVES).format(one.text(), two.text())))
    return draft if draft.label.type == "building" and one.text() != two.text() else None


@kind("correction", "estate", 1)
def correction(c, b):
    """不是3号楼是5号楼: the corrected one counts."""
    said, other = c.say(b, form="E", detail="block"), other_block(c, b)
    if not other or not plain_digits(said) or other.block_key == b.block_key:
        return None
    wrong = c.speaker.block(other)
    return lenient(said_draft(c, said, fill(c.rng, CORRECTIONS, p=said.place, x=wrong, y=said.block)))
