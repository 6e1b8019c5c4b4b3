"""The name lists: roads, estates and the divisions of a city, one folder."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

_PLAIN = re.compile(r"^[一-鿿]+$")


@dataclass
class Names:
    """Names to draw from; only names written wholly in characters are kept."""

    estates: list
    roads: list
    divisions: list


def _lines(path, longest):
    return [x for x in path.read_text("utf8").split() if _PLAIN.match(x) and 2 < len(x) <= longest]


def load_names(folder):
    """Read estates_zh.txt, roads_zh.txt and the divisions table."""
    folder = Path(folder)
    with open(folder / "qingdao_divisions.csv", encoding="utf8", newline="") as f:
        divisions = list(csv.DictReader(f))
    return Names(_lines(folder / "estates_zh.txt", 10), _lines(folder / "roads_zh.txt", 8), divisions)
