"""More than one place in a text: ranges, two addresses, corrections."""
from dataclasses import replace

from ..speech import block_bits, cn
from . import Draft, kind


def _other_block(c, b):
    """Another numbered building of the same estate."""
    mates = [x for x in c.truth.own.get(b.estate, ()) if x.code != b.code and x.block_key.isdigit() and x.road == b.road]
    return c.rng.choice(mates) if mates else None


@kind("block_range", "estate", 1)
def block_range(c, b):
    said = c.say(b, form="E", detail="block")
    other = _other_block(c, b)
    if not other or not b.block_key.isdigit():
        return None
    lo, hi = sorted((int(b.block_key), int(other.block_key)))
    hi = min(hi, lo + 6)
    label = c.truth.label_any([replace(said.ask, block=str(n)) for n in range(lo, hi + 1)])
    word = "幢" if said.block.endswith("幢") else "号楼"
    text = c.rng.choice([f"{lo}-{hi}{word}", f"{lo}{word}到{hi}{word}", f"{lo}至{hi}{word}", f"{cn(lo)}到{cn(hi)}{word}", f"{lo}~{hi}{word}", f"{lo}{word}—{hi}{word}"])
    return Draft(said.place + text, label) if hi > lo else None


@kind("block_list", "estate", 0.7)
def block_list(c, b):
    said = c.say(b, form="E", detail="block")
    other = _other_block(c, b)
    if not other or not b.block_key.isdigit():
        return None
    label = c.truth.label_any([said.ask, replace(said.ask, block=other.block_key)])
    n, m = b.block_key, other.block_key
    return Draft(said.place + c.rng.choice([f"{n}号楼和{m}号楼", f"{n}、{m}号楼", f"{n}号楼，{m}号楼", f"{n}或者{m}号楼", f"{n}/{m}栋"]), label)


@kind("two_addresses", "any", 1)
def two_addresses(c, b):
    """Two places in one text: both are offered."""
    other = c.target("any")
    one, two = c.say(b, detail="block"), c.say(other, detail="block")
    label = c.truth.label_any([one.ask, two.ask])
    text = c.rng.choice(["{}和{}", "{}，{}", "{}、{}都停水了", "{}或者{}", "{}\n{}", "{}；{}"])
    return Draft(text.format(one.text(), two.text()), label) if len(label.grids) > 1 else None


@kind("moved", "any", 0.7)
def moved(c, b):
    """From one address to another: the new home is meant, offering both is fine."""
    other = c.target("any")
    one, two = c.say(other, detail="block"), c.say(b, detail="block")
    label = c.truth.label(two.ask)
    label.choose_ok = True
    text = c.rng.choice(["从{}搬到{}", "以前住{}，现在住{}", "原来是{}后来搬去{}了", "户口在{}，人住在{}"])
    return Draft(text.format(one.text(), two.text()), label) if label.type == "building" else None


@kind("correction", "estate", 1)
def correction(c, b):
    """不是3号楼是5号楼: the last one counts."""
    said = c.say(b, form="E", detail="block")
    other = _other_block(c, b)
    bits = block_bits(said)
    if not other or not bits or bits[0]:
        return None
    label = c.truth.label(said.ask)
    label.choose_ok = True
    wrong, right = other.block, said.block
    return Draft(c.rng.choice([f"{said.place}不是{wrong}是{right}", f"{said.place}{wrong}，不对，是{right}", f"{said.place}{wrong}，说错了，{right}", f"不是{said.place}{wrong}，是{said.place}{right}",
                               f"{said.place}{right}，不是{wrong}", f"{said.place}{wrong}……哦不{right}"]), label)


@kind("beside_landmark", "estate", 0.8)
def beside_landmark(c, b):
    """An address explained by another place: the address counts, asking is fine."""
    other = c.target("any")
    said = c.say(b, form="E", detail="block")
    mark = other.estate or other.road
    if mark == b.estate or mark in said.text():
        return None
    label = c.truth.label(said.ask)
    label.choose_ok = True
    return Draft(c.rng.choice([f"{said.text()}，就在{mark}对面", f"{mark}旁边的{said.text()}", f"{said.text()}（{mark}附近）", f"{mark}对过{said.text()}"]), label)
