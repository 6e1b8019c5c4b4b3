"""The index on disk: a read-only SQLite file that all workers share through the page cache."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from portal.domain.grids.addresses.sounds import Sounds

FORMAT = "7"
ESTATE, ROAD, COMMUNITY, SUBDISTRICT, DISTRICT = range(5)

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE names (id INTEGER PRIMARY KEY, kind INTEGER, tokens TEXT, shown TEXT);
CREATE TABLE keys (key INTEGER, name INTEGER, PRIMARY KEY (key, name)) WITHOUT ROWID;
CREATE TABLE estates (id INTEGER PRIMARY KEY, shown TEXT, roads TEXT, named TEXT, subdistrict INTEGER,
                      district INTEGER);
CREATE TABLE estate_names (name INTEGER, estate INTEGER, alias INTEGER, PRIMARY KEY (name, estate)) WITHOUT ROWID;
CREATE TABLE grids (id INTEGER PRIMARY KEY, code TEXT, shown TEXT, community INTEGER, subdistrict INTEGER,
                    district INTEGER, serial TEXT);
CREATE TABLE buildings (id INTEGER PRIMARY KEY, code TEXT, grid INTEGER, estate INTEGER, road INTEGER, number TEXT,
                        number_word TEXT, building TEXT, units INTEGER, floors INTEGER);
"""
INDEXES = """
CREATE INDEX buildings_estate ON buildings (estate, building) WHERE estate > 0;
CREATE INDEX buildings_road ON buildings (road, number) WHERE road > 0;
CREATE INDEX buildings_lane ON buildings (number, building) WHERE number_word = 'lane';
"""


class Name(NamedTuple):
    """A name of the register: ``tokens`` as the text is cut, ``shown`` as the register writes it."""

    id: int
    kind: int
    tokens: tuple[str, ...]
    shown: str


class Estate(NamedTuple):
    """One estate in one subdistrict; ``named`` are its buildings without a number; road and areas are name ids."""

    id: int
    shown: str
    roads: frozenset[int]
    named: tuple[str, ...]
    subdistrict: int
    district: int
    alias: bool


class Row(NamedTuple):
    """A building; ``grid`` indexes ``Store.grids``, ``estate`` and ``road`` are 0 where there is none."""

    id: int
    code: str
    grid: int
    estate: int
    road: int
    number: str
    number_word: str
    building: str
    units: int
    floors: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid with the name ids of the areas it lies in (0: none)."""

    code: str
    shown: str
    community: int
    subdistrict: int
    district: int
    serial: str


_ROW = "SELECT id, code, grid, estate, road, number, number_word, building, units, floors FROM buildings WHERE "


class Store:
    """Queries on one index file; safe to use from several threads (each has its own connection)."""

    def __init__(self, path: str | Path, *, temporary: bool = False) -> None:
        self.path = Path(path)
        self._temporary = temporary
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        try:
            self.meta: dict[str, str] = dict(self._all("SELECT key, value FROM meta WHERE key <> 'bloom'"))
        except sqlite3.DatabaseError as error:
            raise ValueError(f"{self.path} is not an address index") from error
        if self.meta.get("format") != FORMAT:
            raise ValueError(f"{self.path} has index format {self.meta.get('format')}, not {FORMAT}")
        self.sounds = Sounds(self.meta.pop("sounds"))
        self.grids = {
            row[0]: Grid(*row[1:])
            for row in self._all("SELECT id, code, shown, community, subdistrict, district, serial FROM grids")
        }
        self.home = tuple(self.meta.get("home", "").split())
        self.areas = self._areas()
        self.levels = frozenset(row[0] for row in self._all("SELECT DISTINCT kind FROM names"))
        self._bloom, self._bloom_mask = self._load_bloom()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            uri = self.path.resolve().as_uri() + "?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False, cached_statements=64)
            connection.execute("PRAGMA mmap_size=1073741824")
            connection.execute("PRAGMA cache_size=-2000")
            self._local.connection = connection
            with self._lock:
                self._connections.append(connection)
        return connection

    def _all(self, sql: str) -> list[Any]:
        return self._connection().execute(sql).fetchall()

    def close(self) -> None:
        """Close every thread's connection; a temporary file is removed."""
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
        if self._temporary:
            self.path.unlink(missing_ok=True)

    def _load_bloom(self) -> tuple[bytes, int]:
        row = self._connection().execute("SELECT value FROM meta WHERE key = 'bloom'").fetchone()
        bits: bytes = row[0]
        return bits, len(bits) * 8 - 1

    def _areas(self) -> dict[int, list[int]]:
        """Grids by the name ids of the areas they lie in."""
        areas: dict[int, list[int]] = {}
        for number, grid in self.grids.items():
            for name in (grid.community, grid.subdistrict, grid.district):
                if name:
                    areas.setdefault(name, []).append(number)
        return areas

    def known(self, key: int) -> bool:
        """False if surely no name has this key."""
        bit = key & self._bloom_mask
        return bool(self._bloom[bit >> 3] >> (bit & 7) & 1)

    def names(self, keys: Sequence[int]) -> list[tuple[int, Name]]:
        """(key, name) for every name that has one of the keys."""
        found: list[tuple[int, Name]] = []
        for start in range(0, len(keys), 400):
            part = keys[start : start + 400]
            marks = ",".join("?" * len(part))
            sql = (
                "SELECT k.key, n.id, n.kind, n.tokens, n.shown FROM keys k JOIN names n ON n.id = k.name "
                f"WHERE k.key IN ({marks}) LIMIT 1500"
            )
            for key, name, kind, tokens, shown in self._connection().execute(sql, part):
                found.append((key, Name(name, kind, tuple(tokens.split(" ")), shown)))
        return found

    def estates(self, name: int, limit: int = 300) -> list[Estate]:
        """The estates that bear a name, those that own it first."""
        sql = (
            "SELECT e.id, e.shown, e.roads, e.named, e.subdistrict, e.district, l.alias "
            "FROM estate_names l JOIN estates e ON e.id = l.estate "
            "WHERE l.name = ? ORDER BY l.alias, e.id LIMIT ?"
        )
        return [
            Estate(id_, shown, frozenset(map(int, roads.split())), tuple(named.split()), *rest)
            for id_, shown, roads, named, *rest in self._connection().execute(sql, (name, limit))
        ]

    def shown(self, name: int) -> str:
        """A name as the register writes it."""
        row = self._connection().execute("SELECT shown FROM names WHERE id = ?", (name,)).fetchone()
        return row[0] if row else ""

    def rows(self, where: str, parameters: Sequence[object], limit: int = 2000) -> list[Row]:
        """Buildings by one of the indexed column pairs; ``where`` is a constant of the program."""
        return list(map(Row._make, self._connection().execute(f"{_ROW}{where} LIMIT {limit}", parameters)))

    def grids_of(self, where: str, parameters: Sequence[object]) -> list[int]:
        """Distinct grids of the buildings that fulfil ``where``, in register order."""
        sql = f"SELECT grid, MIN(id) FROM buildings WHERE {where} GROUP BY grid ORDER BY 2 LIMIT 200"
        return [row[0] for row in self._connection().execute(sql, parameters)]


def copy(source: Path, target: Path) -> None:
    """Write an index file to its place in one step: readers see the old file or the new one, never half."""
    import shutil

    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        shutil.copyfile(source, part)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


def bloom(keys: Iterable[int], count: int) -> bytes:
    """A bitmap with one bit per key, eight to sixteen bits a key, at least 1 KiB."""
    size = 1 << 13
    while size < count * 8 and size < 1 << 28:
        size <<= 1
    bits = bytearray(size >> 3)
    mask = size - 1
    for key in keys:
        bit = key & mask
        bits[bit >> 3] |= 1 << (bit & 7)
    return bytes(bits)
