"""Pinyin, initials, and mixtures of letters and characters."""

from dataclasses import replace

from ..phrases import phrases
from ..sound import spell
from ..speech import block_bits
from . import Draft, fill, kind

BLOCKS = [*phrases("latin_blocks"), " {n} hao lou"]
ENGLISH = phrases("latin_english")
HOUSES = phrases("latin_houses")


def alike(c, said, same):
    """All estates whose name passes `same`, answered together with the building that was said."""
    names = [n for n in c.truth.names if same(n)]
    if len(names) > 40:
        return None
    label = c.truth.label_any([c.with_name(said.ask, n) for n in names], choose_ok=False)
    if label.type == "none" or len(label.grids) > 8:
        return None
    label.choose_ok = label.type != "building" or c.truth.label(said.ask).choose_ok
    return label


def numbered(c, b):
    """An estate and building whose name can be spelled, and the building in letters."""
    said = c.say(b, form="E", detail="block")
    bits = block_bits(said)
    if not bits or bits[0] or not bits[1].isdigit() or not all("一" <= x <= "鿿" for x in said.estate):
        return None, None
    name = c.rng.choice(b.aliases) if b.aliases and c.rng.random() < 0.25 else ""
    if name and all("一" <= x <= "鿿" for x in name):
        said.estate, said.ask = name, c.with_name(said.ask, name)
    unit, room = c.speaker.room(b)
    return said, fill(c.rng, BLOCKS, n=bits[1], u=unit, r=room)


def latin(c, b, write, key):
    """The name written by `write`; every name with the same key is meant."""
    said, tail = numbered(c, b)
    if not said:
        return None
    label = alike(c, said, lambda n: key(n) == key(said.estate))
    return Draft(write(spell(said.estate)) + tail, label, said.estate) if label else None


def joined(name):
    return "".join(spell(name))


def heads(name):
    return "".join(x[0] for x in spell(name))


@kind("pinyin", "estate", 2)
def pinyin_joined(c, b):
    return latin(c, b, "".join, joined)


@kind("pinyin_spaced", "estate", 1.2)
def pinyin_spaced(c, b):
    return latin(c, b, lambda s: " ".join(s) + " ", spell)


@kind("pinyin_case", "estate", 0.7)
def pinyin_case(c, b):
    style = c.rng.choice([str.upper, str.title, str.capitalize])
    return latin(c, b, lambda s: style("".join(s)), joined)


@kind("initials", "estate", 1.5)
def initials(c, b):
    return latin(c, b, lambda s: "".join(x[0] for x in s), heads) if len(b.estate) > 2 else None


@kind("initials_upper", "estate", 0.5)
def initials_upper(c, b):
    return latin(c, b, lambda s: "".join(x[0] for x in s).upper(), heads) if len(b.estate) > 2 else None


@kind("pinyin_mixed", "estate", 1.5)
def pinyin_mixed(c, b):
    """Some characters given up in favour of their pinyin: 百通xinyuan."""
    said, tail = numbered(c, b)
    if not said:
        return None
    name, sounds = said.estate, spell(said.estate)
    cut = c.rng.randrange(1, len(name))
    if c.rng.random() < 0.6:
        text = name[:cut] + "".join(sounds[cut:])
        label = alike(c, said, lambda n: n[:cut] == name[:cut] and spell(n)[cut:] == sounds[cut:])
    else:
        text = "".join(sounds[:cut]) + name[cut:]
        label = alike(c, said, lambda n: n[cut:] == name[cut:] and spell(n)[:cut] == sounds[:cut])
    return Draft(text + tail, label, name) if label else None


@kind("pinyin_road", "house", 1)
def pinyin_road(c, b):
    """Road in pinyin with a house number: nanfenglu7hao."""
    if not b.number_key.isdigit():
        return None
    said = c.say(b, form="R#", detail="block")
    roads = [r for r in c.truth.roads if spell(r) == spell(b.road)]
    label = c.truth.label_any([replace(said.ask, road=r) for r in roads], choose_ok=False)
    spelled = spell(b.road)
    text = fill(c.rng, HOUSES, x="".join(spelled), y=" ".join(spelled), t="".join(spelled).title(), n=b.number_key)
    return Draft(text, label, b.road)


@kind("english", "estate", 0.5)
def english(c, b):
    """The order and the words of an English address."""
    said, _ = numbered(c, b)
    if not said:
        return None
    unit, room = c.speaker.room(b)
    text = fill(c.rng, ENGLISH, x=joined(said.estate).capitalize(), n=block_bits(said)[1], u=unit, r=room)
    label = alike(c, said, lambda x: spell(x) == spell(said.estate))
    return Draft(text, label, said.estate) if label else None
