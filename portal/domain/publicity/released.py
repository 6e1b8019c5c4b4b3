"""What of the monthly figures may be told: nothing about fewer than ten, and nothing that gives it away.

A figure is withheld when it is about one to nine requests. Then those withheld beside it must not follow from the total
less the others: wherever the withheld ones of a community (or of the town) add up to fewer than ten, or there is only
one, the smallest of the others is withheld too, until neither holds. Where a community is withheld, so are its grids.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from portal.domain.publicity.figures import NOTHING, Measure, Place, Share

LEAST = 10

Key = TypeVar("Key")
# None stands for withheld.
Told = Mapping[Measure, Share | None]


@dataclass(frozen=True)
class Board:
    """The figures of a month that may be told."""

    town: Told
    communities: Mapping[int, Told]
    places: Mapping[Place, Told]


def release(counted: Mapping[Measure, Mapping[Place, Share]]) -> Board:
    """Withhold what is small in every measure, from the town down."""
    town: dict[Measure, Share | None] = {}
    communities: dict[int, dict[Measure, Share | None]] = defaultdict(dict)
    places: dict[Place, dict[Measure, Share | None]] = defaultdict(dict)
    every = {place for by_place in counted.values() for place in by_place}
    for measure in Measure:
        by_place = {place: counted.get(measure, {}).get(place, NOTHING) for place in every}
        by_community: dict[int, Share] = defaultdict(lambda: NOTHING)
        for (community, _grid), share in by_place.items():
            by_community[community] += share
        total = sum(by_community.values(), NOTHING)
        town[measure] = _told(total)
        told = _withheld_below(by_community, town[measure])
        for community, of_all in told.items():
            communities[community][measure] = of_all
            own = {place: by_place[place] for place in every if place[0] == community}
            for place, kept in _withheld_below(own, of_all).items():
                places[place][measure] = kept
    return Board(town, communities, places)


def _told(share: Share) -> Share | None:
    return None if 0 < share.whole < LEAST else share


def _withheld_below(parts: Mapping[Key, Share], total: Share | None) -> dict[Key, Share | None]:
    """The parts of a total, those withheld as None. Of nothing there is nothing to withhold."""
    if total is None:
        return {key: None if share.whole else share for key, share in parts.items()}
    told = {key: _told(share) for key, share in parts.items()}
    others = sorted((share.whole, str(key), key) for key, share in told.items() if share is not None and share.whole)
    hidden = [parts[key].whole for key, share in told.items() if share is None]
    while hidden and others and (len(hidden) < 2 or sum(hidden) < LEAST):
        whole, _, key = others.pop(0)
        told[key] = None
        hidden.append(whole)
    return told
