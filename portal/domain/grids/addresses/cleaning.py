"""What may be kept of a query: recognised parts and words of place, never persons, phones or rooms."""

from __future__ import annotations

from collections.abc import Sequence

from portal.domain.grids.addresses import residue, words
from portal.domain.grids.addresses.judging import Found
from portal.domain.grids.addresses.scene import Scene
from portal.domain.grids.addresses.store import ROAD, Store
from portal.domain.grids.addresses.types import Understood

_KEPT_NUMBERS = (words.BUILDING, words.HOUSE, words.YARD, words.LANE, words.UNIT, words.PHASE, words.ROW, words.GRID)


def understood(close: Sequence[Found], store: Store) -> Understood:
    """The parts on which all close placements agree."""
    if not close:
        return Understood()
    first = close[0]
    road = next((one.name.shown for one in first.used if one.kind == ROAD), "")
    same = len({one.matched for one in close}) == 1
    if first.row and first.row.road and same:
        road = store.shown(first.row.road)
    estate = first.matched if same and first.mention.kind not in (ROAD,) and first.reason.value != "grid_name" else ""
    area = first.matched if first.reason.value == "grid_name" else ""
    unit = int(first.reading.unit) if first.reading.unit.isdigit() else None
    return Understood(estate, road, first.reading.number, first.reading.building, unit, area)


def cleaned(scene: Scene, close: Sequence[Found]) -> str:
    """The address words of the query in their order; numbers keep their markers, rooms and persons are left out."""
    tokens = scene.tokens
    keep: set[int] = set()
    used = close[0].used if close else tuple(one for one in scene.mentions if one.cost < 0.05)
    for mention in used:
        keep.update(range(mention.start, mention.end))
    run = 0
    for item in scene.items:
        run = run + 1 if item.kind == words.BARE and (item.dashed or item.touching) else 1
        if item.kind in _KEPT_NUMBERS or (item.kind == words.BARE and len(item.key) <= 3 and run <= 2):
            keep.update(range(item.start, item.end))
    for start, end in residue.chunks(tokens, keep | scene.aside):
        rest = residue.talk(tokens.shadow[start:end])
        if rest and (words.PLACE_END.search(rest) or words.ADMIN.fullmatch(rest)):
            at = start + tokens.shadow[start:end].index(rest)
            keep.update(range(at, at + len(rest)))
    out: list[str] = []
    for index in sorted(keep - scene.aside):
        if out and tokens.gaps[index]:
            out.append("-" if "-" in tokens.gaps[index] else " ")
        elif out and index - 1 not in keep:
            out.append(" ")
        out.append(tokens.written[index])
    return "".join(out).strip(" -")
