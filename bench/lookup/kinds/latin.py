"""Pinyin, initials, and mixtures of letters and characters."""
from dataclasses import replace

from ..sound import spell
from ..speech import block_bits
from . import Draft, kind

BLOCKS = ["{n}haolou", "{n}hl", "{n}dong", "{n}", "{n}#", "{n}号楼", "{n}hao", " {n} hao lou", "{n}h", "{n}-{u}-{r}", "{n}栋"]


def alike(c, said, same, base=None):
    """All estates whose name passes `same`, answered together with the building that was said."""
    names = [n for n in c.truth.names if same(n)]
    if len(names) > 40:
        return None
    label = c.truth.label_any([c.with_name(said.ask, n) for n in names], choose_ok=False)
    if label.type == "none" or len(label.grids) > 8:
        return None
    own = c.truth.label(said.ask)
    label.choose_ok = label.type != "building" or own.choose_ok
    return label


def _numbered(c, b):
    said = c.say(b, form="E", detail="block")
    bits = block_bits(said)
    if not bits or bits[0] or not bits[1].isdigit() or not all("一" <= x <= "鿿" for x in said.estate):
        return None, None
    if b.aliases and c.rng.random() < 0.25:
        name = c.rng.choice(b.aliases)
        if all("一" <= x <= "鿿" for x in name):
            said.estate, said.ask = name, c.with_name(said.ask, name)
    u, r = c.speaker.room(b)
    return said, c.rng.choice(BLOCKS).format(n=bits[1], u=u, r=r)


def _latin(c, b, write, key):
    said, tail = _numbered(c, b)
    if not said:
        return None
    text = write(spell(said.estate))
    label = alike(c, said, lambda n: key(n) == key(said.estate))
    return Draft(text + tail, label, said.estate) if label else None


@kind("pinyin", "estate", 2)
def pinyin_joined(c, b):
    return _latin(c, b, "".join, lambda n: "".join(spell(n)))


@kind("pinyin_spaced", "estate", 1.2)
def pinyin_spaced(c, b):
    return _latin(c, b, lambda s: " ".join(s) + " ", spell)


@kind("pinyin_case", "estate", 0.7)
def pinyin_case(c, b):
    style = c.rng.choice([str.upper, str.title, lambda s: s.capitalize()])
    return _latin(c, b, lambda s: style("".join(s)), lambda n: "".join(spell(n)))


@kind("initials", "estate", 1.5)
def initials(c, b):
    if len(b.estate) < 3:
        return None
    return _latin(c, b, lambda s: "".join(x[0] for x in s), lambda n: "".join(x[0] for x in spell(n)))


@kind("initials_upper", "estate", 0.5)
def initials_upper(c, b):
    if len(b.estate) < 3:
        return None
    return _latin(c, b, lambda s: "".join(x[0] for x in s).upper(), lambda n: "".join(x[0] for x in spell(n)))


@kind("pinyin_mixed", "estate", 1.5)
def pinyin_mixed(c, b):
    """Some characters given up in favour of their pinyin: 百通xinyuan."""
    said, tail = _numbered(c, b)
    if not said:
        return None
    name, sounds = said.estate, spell(said.estate)
    cut = c.rng.randrange(1, len(name))
    if c.rng.random() < 0.6:
        text, fits = name[:cut] + "".join(sounds[cut:]), lambda n: n[:cut] == name[:cut] and spell(n)[cut:] == sounds[cut:]
    else:
        text, fits = "".join(sounds[:cut]) + name[cut:], lambda n: n[cut:] == name[cut:] and spell(n)[:cut] == sounds[:cut]
    label = alike(c, said, fits)
    return Draft(text + tail, label, name) if label else None


@kind("pinyin_road", "house", 1)
def pinyin_road(c, b):
    """Road in pinyin with a house number: nanfenglu7hao."""
    if not b.road or not b.number[:-1].isdigit():
        return None
    said = c.say(b, form="R#", detail="block")
    roads = [r for r in c.truth.roads if spell(r) == spell(b.road)]
    label = c.truth.label_any([replace(said.ask, road=r) for r in roads], choose_ok=False)
    n = b.number[:-1]
    text = c.rng.choice(["".join(spell(b.road)) + f"{n}hao", " ".join(spell(b.road)) + f" {n} hao", "".join(spell(b.road)) + f"{n}号", "".join(spell(b.road)).title() + n])
    return Draft(text, label, b.road)


@kind("english", "estate", 0.5)
def english(c, b):
    """The order and the words of an English address."""
    said, _ = _numbered(c, b)
    if not said:
        return None
    n = block_bits(said)[1]
    u, r = c.speaker.room(b)
    name = "".join(spell(said.estate)).capitalize()
    text = c.rng.choice([f"Building {n}, {name}", f"Room {r}, Unit {u}, Building {n}, {name}", f"{name} Building {n}", f"{name}, Bldg {n}", f"Building No.{n} {name}"])
    label = alike(c, said, lambda x: spell(x) == spell(said.estate))
    return Draft(text, label, said.estate) if label else None
