"""Write an index file from the register."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from portal.domain.grids.addresses import home, names, numbers, store, words
from portal.domain.grids.addresses.normalise import plain
from portal.domain.grids.addresses.sounds import Sounds, register_readings
from portal.domain.grids.addresses.tokens import tokenise
from portal.domain.grids.addresses.types import BuildingRow, GridRow

_AREA = re.compile(r".{1,20}?(?:自治[区州县旗]|街道办事处|街道|[省市区县旗镇乡])(?![省市区县旗镇乡]$)")
_SERIAL = re.compile(r"([0-9]+)号?网格$")


class Builder:
    """Collects names, estates and buildings, then writes keys and indexes."""

    def __init__(self, path: Path) -> None:
        self.home: set[str] = set()
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;")
        self.connection.executescript(store.SCHEMA)
        self.table = register_readings()
        self.sounds = Sounds(self.table)
        self.names: dict[tuple[int, tuple[str, ...]], int] = {}
        self.shown: dict[int, str] = {}
        self.estates: dict[tuple[str, tuple[int, int], int], int] = {}
        self.estate_rows: list[tuple[str, set[int], set[str], tuple[int, int]]] = []
        self.links: dict[tuple[int, int], int] = {}
        self._ids: dict[tuple[int, str], int] = {}
        self._named: set[tuple[int, tuple[str, ...]]] = set()
        self._number_keys: dict[str, tuple[str, str]] = {}

    def name(self, kind: int, text: str) -> int:
        """The id of a name, 0 for an empty one."""
        known = self._ids.get((kind, text))
        if known is None:
            tokens = tuple(tokenise(plain(text), self.sounds).texts) if text else ()
            known = self.names.setdefault((kind, tokens), len(self.names) + 1) if tokens else 0
            self.shown.setdefault(known, text)
            self._ids[kind, text] = known
        return known

    def number_key(self, text: str) -> tuple[str, str]:
        """(key, word) of a house or building number."""
        if not text:
            return "", ""
        known = self._number_keys.get(text)
        if known is None:
            known = self._number_keys[text] = numbers.register_key(tokenise(plain(text), self.sounds))
        return known

    def add_grids(self, rows: Iterable[GridRow]) -> dict[str, int]:
        """Write the grids; returns their ids by code."""
        ids: dict[str, int] = {}
        self.area: dict[int, tuple[int, int]] = {}
        written = []
        seen: set[str] = set()
        for row in rows:
            if row.grid_code in ids:
                continue
            if row.grid_code[:6] not in seen:
                seen.add(row.grid_code[:6])
                self.home.update(home.names(row.grid_code))
            ids[row.grid_code] = len(ids) + 1
            pieces = [match.group() for match in _AREA.finditer(row.subdistrict)] or [row.subdistrict]
            rest = row.subdistrict[len("".join(pieces)) :]
            pieces = [*pieces, rest] if rest else pieces
            if len(pieces) > 1 and pieces[-1] in ("街道", "镇", "乡"):
                pieces[-2:] = ["".join(pieces[-2:])]
            subdistrict = self.name(store.SUBDISTRICT, pieces[-1])
            district = 0
            for piece in pieces[:-1]:
                district = self.name(store.DISTRICT, piece)
            community = self.name(store.COMMUNITY, row.community)
            serial = _SERIAL.search(row.grid_name)
            if serial:
                numerals = [serial.group(1).lstrip("0")]
            else:
                cut = tokenise(plain(row.grid_name), self.sounds)
                numerals = [text for text, kind in zip(cut.texts, cut.shadow, strict=True) if kind == "0"]
            written.append((ids[row.grid_code], row.grid_code, row.grid_name, community, subdistrict, district,
                            numerals[-1] if numerals else ""))  # fmt: skip
            self.area[ids[row.grid_code]] = (subdistrict, district)
        self.connection.executemany("INSERT INTO grids VALUES (?, ?, ?, ?, ?, ?, ?)", written)
        return ids

    def add_buildings(self, rows: Iterable[BuildingRow], grids: dict[str, int]) -> None:
        """Write the buildings; one whose grid is not in the register is passed over."""
        self.connection.execute("BEGIN")
        self.connection.executemany(
            "INSERT INTO buildings (code, grid, estate, road, number, number_word, building, units, floors) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self._building(row, grids[row.grid_code]) for row in rows if row.grid_code in grids),
        )
        self.connection.execute("COMMIT")

    def _building(self, row: BuildingRow, grid: int) -> tuple[object, ...]:
        road = self.name(store.ROAD, row.road)
        number, number_word = self.number_key(row.number)
        building, _ = self.number_key(row.building_no)
        if not building and "/" in number:
            number, building = number.rsplit("/", 1)
            number_word = words.LANE
        estate = self._estate(row, grid, road, building) if row.estate else 0
        return (row.building_code, grid, estate, road, number, number_word, building, row.units, row.floors)

    def _estate(self, row: BuildingRow, grid: int, road: int, building: str) -> int:
        key = (row.estate, self.area[grid], road)
        estate = self.estates.get(key)
        if estate is None:
            estate = self.estates[key] = len(self.estates) + 1
            self.estate_rows.append((row.estate, set(), set(), self.area[grid]))
        _, roads, named, _ = self.estate_rows[estate - 1]
        if road:
            roads.add(road)
        if building and not building[0].isascii():
            named.add(building)
        if (estate, row.aliases) in self._named:
            return estate
        self._named.add((estate, row.aliases))
        for text, alias in ((row.estate, 0), *((alias, 1) for alias in row.aliases)):
            name = self.name(store.ESTATE, text)
            if name:
                self.links[name, estate] = min(alias, self.links.get((name, estate), 1))
        return estate

    def finish(self) -> None:
        """Write names, keys and indexes, and close the file."""
        write = self.connection.executemany
        self.connection.execute("BEGIN")
        named = ((id_, kind, " ".join(tokens), self.shown[id_]) for (kind, tokens), id_ in self.names.items())
        write("INSERT INTO names VALUES (?, ?, ?, ?)", named)
        write("INSERT INTO estates VALUES (?, ?, ?, ?, ?, ?)",
              ((number + 1, shown, " ".join(map(str, sorted(roads))), " ".join(sorted(named)), *area)
               for number, (shown, roads, named, area) in enumerate(self.estate_rows)))  # fmt: skip
        write("INSERT INTO estate_names VALUES (?, ?, ?)", ((n, e, alias) for (n, e), alias in self.links.items()))
        keyed = [
            (key, id_)
            for (kind, tokens), id_ in self.names.items()
            for key in names.keys(tokens, self.sounds, kind != store.ESTATE)
        ]
        keyed.sort()
        write("INSERT OR IGNORE INTO keys VALUES (?, ?)", keyed)
        bits = store.bloom((key for key, _ in keyed), len(keyed))
        home_names = " ".join(sorted(self.home))
        meta = [("format", store.FORMAT), ("sounds", self.table), ("bloom", bits), ("home", home_names)]
        write("INSERT INTO meta VALUES (?, ?)", meta)
        self.connection.execute("COMMIT")
        self.connection.executescript(store.INDEXES)
        self.connection.close()


def build(path: Path, buildings: Iterable[BuildingRow], grids: Iterable[GridRow]) -> None:
    """Write the index of a register to ``path``, which must not exist."""
    builder = Builder(path)
    builder.add_buildings(buildings, builder.add_grids(grids))
    builder.finish()
