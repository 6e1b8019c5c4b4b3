"""The register of places as the bench sees it: grids.csv and buildings.csv, plus comparable keys.

Keys exist because one house is written in several ways (`甲12号`, `12号甲`; `58弄14号` in one column
or in two). Two buildings with equal keys are the same house to a resident.
"""

import csv
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

GRID_COLUMNS = [
    "subdistrict",
    "community",
    "grid_code",
    "grid_name",
    "households",
    "population",
    "scope",
    "lead_name",
    "lead_phone",
    "worker_name",
    "worker_phone",
]
BUILDING_COLUMNS = [
    "building_code",
    "grid_code",
    "estate",
    "road",
    "number",
    "building_no",
    "units",
    "floors",
    "aliases",
    "lon",
    "lat",
]
STEMS = "甲乙丙丁戊"

_LANE = re.compile(r"^(\d+弄(?:\d+支弄)?)(?:(.+))?$")
_NUMBER = re.compile(rf"^([{STEMS}]?)(\d+)(-\d+)?号?(院|附\d+|[{STEMS}])?(附\d+|[{STEMS}])?$")
_BLOCK = re.compile(
    rf"^([{STEMS}]?)([A-Za-z]?\d+|[A-Za-z])(-\d+)?([{STEMS}]?)(号楼|号院|号|幢|栋|座|楼|棟)([{STEMS}]|附\d+)?$"
)


@dataclass(slots=True)
class Building:
    """One row of buildings.csv with its keys."""

    code: str
    grid: str
    estate: str
    road: str
    number: str
    block: str
    units: int
    floors: int
    aliases: tuple
    number_key: str = ""
    block_key: str = ""


@dataclass(slots=True)
class Grid:
    """One row of grids.csv, only the columns that a question can touch."""

    code: str
    subdistrict: str
    community: str
    name: str


def number_key(text):
    """`188号甲`, `甲188号` -> `188甲`; `2号院` -> `2`; `188-1号` -> `188-1`; unknown forms stay as they are."""
    m = _NUMBER.match(text)
    if not m:
        return text
    before, digits, dash, after, last = m.groups()
    after = "" if after == "院" else after or ""
    return digits + (dash or "") + before + after + (last or "")


def block_parts(text):
    """Split `甲15号楼` into (`甲`, `15`, `号楼`); None for a named building such as `门诊楼`."""
    m = _BLOCK.match(text)
    if not m:
        return None
    before, digits, dash, middle, word, after = m.groups()
    return before + middle + (after or ""), digits + (dash or ""), word


def block_key(text):
    """`甲15号楼`, `15号甲楼` -> `15甲`; `a座` -> `A`; a named building is its own key."""
    parts = block_parts(text)
    return parts[1].upper() + parts[0] if parts else text


def keys(number, block):
    """Both keys of a house; a lane house keeps its lane as the number and its house as the block."""
    m = _LANE.match(number)
    if m:
        return m.group(1), block_key(block or m.group(2) or "")
    return number_key(number), block_key(block)


def load(folder):
    """Return (grids by code, buildings, about) of a town folder."""
    folder = Path(folder)
    with open(folder / "grids.csv", encoding="utf8", newline="") as f:
        rows = csv.DictReader(f)
        grids = {r["grid_code"]: Grid(r["grid_code"], r["subdistrict"], r["community"], r["grid_name"]) for r in rows}
    buildings = []
    with open(folder / "buildings.csv", encoding="utf8", newline="") as f:
        for r in csv.DictReader(f):
            aliases = tuple(a for a in r["aliases"].split("|") if a)
            key = keys(r["number"], r["building_no"])
            buildings.append(
                Building(
                    r["building_code"],
                    r["grid_code"],
                    r["estate"],
                    r["road"],
                    r["number"],
                    r["building_no"],
                    int(r["units"] or 0),
                    int(r["floors"] or 1),
                    aliases,
                    *key,
                )
            )
    about = folder / "about.json"
    return grids, buildings, json.loads(about.read_text("utf8")) if about.exists() else {}


def write_csv(path, header, rows):
    """Write beside the target and rename, so that a reader never sees half a file."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(path.suffix + ".part")
    with open(part, "w", encoding="utf8", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows(rows)
    os.replace(part, path)


def write_json(path, data):
    """Write JSON the same careful way as the tables."""
    part = Path(str(path) + ".part")
    part.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf8")
    os.replace(part, path)
