"""Less than an address: an estate, a road, a community, a grid's number."""

from dataclasses import replace

from ..phrases import phrases
from ..sound import spell
from ..speech import cn
from ..truth import Ask, road_stem
from . import Draft, fill, forms, kind, lenient, said_draft
from .spelling import homophone

ESTATES = phrases("partial_estates")
ROADS = phrases("partial_roads")
SIDES = {1: phrases("partial_odd"), 0: phrases("partial_even")}
COMMUNITIES = phrases("partial_communities")
GRIDS = phrases("partial_grids")


@kind("estate_only", "estate", 3)
def estate_only(c, b):
    name = c.rng.choice([b.estate, b.estate, *b.aliases])
    return Draft(c.rng.choice(ESTATES).format(name), c.truth.label(Ask(estate=name)))


@kind("estate_road_only", "estate", 1)
def estate_road_only(c, b):
    said = c.say(b, form=c.rng.choice(["R#E", "RE", "R#"]) if b.road else "E", detail="block")
    said.ask = replace(said.ask, block="")
    return said_draft(c, said, said.place)


@kind("estate_unit_only", "estate", 1)
def estate_unit_only(c, b):
    """Unit and room without the building: only the estate is known."""
    said = c.say(b, form="E", detail="room")
    said.ask = replace(said.ask, block="")
    return said_draft(c, said, said.place + said.unit + said.room) if said.unit else None


@kind("estate_room_only", "estate", 0.7)
def estate_room_only(c, b):
    """Estate and room, no building: the room must not be taken for a building."""
    said = c.say(b, form="E", detail="block")
    room = str(c.speaker.room(b)[1])
    if c.truth.label(replace(said.ask, block=room)).type != "none":
        return None
    said.ask = replace(said.ask, block="")
    return said_draft(c, said, said.place + room + c.rng.choice(["室", "户", "房"]))


@kind("estate_typo_only", "estate", 1)
def estate_typo_only(c, b):
    typed = homophone(c.rng, b.estate)
    label = typed and c.truth.label_near(Ask(estate=b.estate), "estate", typed)
    return Draft(typed, label, b.estate) if label and label.type != "none" else None


def whole_road(c, road, label):
    """A road often gives its name to a community or an estate; then those are meant too."""
    found = list(c.truth.everywhere(Ask(road=road)))
    same = [g for g in c.communities if g.removesuffix("社区").removesuffix("居民区") in (road, road_stem(road))]
    more = [x for g in same for x in c.truth.everywhere(Ask(community=g))]
    more += c.truth.everywhere(Ask(estate=road)) if c.truth.own.get(road) or c.truth.alias.get(road) else []
    return c.truth.pack(found + more, label.choose_ok) if more else label


@kind("road_only", "roaded", 2)
def road_only(c, b):
    label = whole_road(c, b.road, c.truth.label(Ask(road=b.road)))
    return Draft(c.rng.choice(ROADS).format(b.road), label) if len(label.grids) <= 40 else None


@kind("road_typo_only", "roaded", 0.6)
def road_typo_only(c, b):
    typed = homophone(c.rng, b.road)
    label = typed and c.truth.label_near(Ask(road=b.road), "road", typed)
    if not label or label.type == "none":
        return None
    label = whole_road(c, b.road, label)
    return Draft(typed, label, b.road) if len(label.grids) <= 40 else None


@kind("road_side", "house", 1)
def road_side(c, b):
    """宁化路双号: one side of a road."""
    odd = b.number_key.isdigit() and int(b.number_key) % 2
    if not b.number_key.isdigit():
        return None
    label = c.truth.label(Ask(road=b.road, side="odd" if odd else "even"))
    return lenient(Draft(b.road + c.rng.choice(SIDES[odd]), label))


@kind("community_only", "any", 1)
def community_only(c, b):
    name = c.town.grids[b.grid].community
    return Draft(c.rng.choice(COMMUNITIES).format(name), c.truth.label(Ask(community=name)))


@kind("community_typo", "any", 0.7)
def community_typo(c, b):
    """A community heard wrongly; near rivals are accepted too."""
    name = c.town.grids[b.grid].community
    typed = homophone(c.rng, name[:-2])
    if not typed or typed + name[-2:] in c.truth.of_community or c.town.many:
        return None
    same = [n for n in c.communities if spell(n) == spell(name)]
    return Draft(typed + name[-2:], c.truth.label_any([Ask(community=n) for n in same]), name)


@kind("subdistrict_only", "any", 0.3)
def subdistrict_only(c, b):
    grid = c.town.grids[b.grid]
    if c.town.many:
        return None
    name = c.rng.choice([grid.subdistrict, c.town.district_of(grid)[1], grid.subdistrict + "办事处"])
    return Draft(c.rng.choice(["", c.town.city]) + name, c.truth.label(Ask(subdistrict=grid.subdistrict)))


@kind("community_grid", "any", 1.5)
def community_grid(c, b):
    """南丰路社区第3网格: one grid, named by its number."""
    grid = c.town.grids[b.grid]
    n = int(grid.code[-3:])
    found = [x for x in c.truth.of_community[grid.community] if int(x.grid[-3:]) == n]
    label = c.truth.pack(found)
    label.type = "grid" if len(label.grids) == 1 else "set"
    short = grid.community.removesuffix("社区").removesuffix("居民区")
    if sum(g.startswith(short) for g in c.communities) > 1:
        short = grid.community
    return Draft(fill(c.rng, GRIDS, g=grid.community, s=short, n=n, c=cn(n)), label)


@kind("grid_number_only", "any", 0.4)
def grid_number_only(c, b):
    n = int(b.grid[-3:])
    found = [x for code, members in c.truth.of_grid.items() if int(code[-3:]) == n for x in members]
    label = c.truth.pack(found, True)
    if c.town.many or len(label.grids) < 2:
        return None
    return Draft(fill(c.rng, forms("{n}网格 | 第{n}网格 | 第{c}网格 | {n}号网格员"), n=n, c=cn(n)), label)


@kind("community_building", "any", 1)
def community_building(c, b):
    """Community and address, no street above it."""
    said, grid = c.say(b), c.town.grids[b.grid]
    said.ask = replace(said.ask, community=grid.community)
    lead = c.rng.choice([grid.community, grid.community + " ", grid.name, grid.community + "居委会"])
    return said_draft(c, said, lead + said.text())
