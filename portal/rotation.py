"""Bringing everything sealed under the current key, while the portal goes on: `flask rotate-keys`.

The columns are found in the models themselves. A row is written only where it still holds the very bytes that were
read, so that nothing the portal writes meanwhile is lost; a row somebody is working on is left for the next round.
Every batch is a transaction of its own: it may be killed, and run again it goes on with what is left.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    Update,
    and_,
    bindparam,
    func,
    not_,
    or_,
    select,
    update,
)

from portal.db import Base, begin_write, db
from portal.domain.keeping.digests import MADE_FROM, OF_CODES
from portal.domain.service_requests.photo_files import PhotoFiles, reseal, sealed_under
from portal.encryption import EncryptedText, KeyMissing, key_ids, key_of, seal, unseal

FILES = "copies of papers"
AT_ONCE = 200  # rows in one transaction
ROUNDS = 20  # through one table, for what changed while it was looked at
_GIVE_WAY = 0.005  # seconds between two transactions: SQLite lets writers in by chance, not by turn


@dataclass
class Sealed:
    """A table with sealed columns, as raw bytes; `digests` by the column they are made from."""

    name: str
    key: str
    places: dict[str, str]
    digests: dict[str, str]

    @cached_property
    def table(self) -> Table:
        """The same table without the models' types: what stands on disk."""
        kinds = {**dict.fromkeys(self.places, LargeBinary), **dict.fromkeys(self.digests.values(), String)}
        columns: list[Column[Any]] = [Column(self.key, Integer, primary_key=True)]
        columns += [Column(name, kind) for name, kind in kinds.items()]
        return Table(self.name, MetaData(), *columns)

    @property
    def columns(self) -> list[Column[Any]]:
        return [self.table.c[name] for name in (*self.places, *self.digests.values())]

    def to_do(self) -> ColumnElement[bool]:
        """Rows in which something stands under another key."""
        return or_(*(and_(column.is_not(None), not_(_under(column, key_ids()[0]))) for column in self.columns))

    def writing(self, names: Iterable[str]) -> Update:
        """Write these columns of a row, if they still are as they were."""
        columns = [self.table.c[name] for name in names]
        same = (column == bindparam(f"old_{column.name}", type_=column.type) for column in columns)
        values = {column.name: bindparam(f"new_{column.name}", type_=column.type) for column in columns}
        return update(self.table).where(self.table.c[self.key] == bindparam("row"), *same).values(values)

    def anew(self, row: Row[Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """The columns of a row to write, under the current key; and which do not open, with the reason."""
        changed: dict[str, Any] = {}
        closed: dict[str, str] = {}
        for name, place in self.places.items():
            sealed, made = getattr(row, name), self.digests.get(name)
            old = getattr(row, made) if made else None
            if sealed is None or (key_of(sealed) == key_ids()[0] and (old is None or key_of(old) == key_ids()[0])):
                continue
            try:
                plain = unseal(sealed, place)
            except KeyMissing as problem:
                closed[name] = str(problem)
                continue
            changed[name] = seal(plain, place)
            if made and old is not None:
                changed[made] = MADE_FROM[f"{self.name}.{made}"].make(plain.decode())
        return changed, closed


@dataclass
class Rotated:
    """How it went: rows sealed anew by table, and the rows of each column, that no key at hand opens."""

    done: Counter[str] = field(default_factory=Counter)
    closed: dict[str, set[int | str]] = field(default_factory=dict)


def sealed_tables() -> list[Sealed]:
    """Every table of the models that has a sealed column."""
    found = []
    for table in Base.metadata.sorted_tables:
        places = {one.name: one.type.place for one in table.columns if isinstance(one.type, EncryptedText)}
        if places:
            [key] = table.primary_key.columns
            made = {MADE_FROM[place].column: place.partition(".")[2] for place in MADE_FROM if _of(place, table.name)}
            found.append(Sealed(table.name, key.name, places, made))
    return found


def rotate(told: Callable[[str, int], None] = lambda table, rows: None) -> Rotated:
    """Seal everything under the current key; `told` hears after each batch of which table how many rows are done.

    Commits. Raises nothing for a row that does not open: it stays as it is and is counted.
    """
    rotated = Rotated()
    for table in sealed_tables():
        for _ in range(ROUNDS):
            done = 0
            for rows in _batches(table):
                done += _seal_anew(table, rows, rotated)
                told(table.name, rotated.done[table.name])
                time.sleep(_GIVE_WAY)
            if not done:
                break
    return rotated


def reseal_files(files: PhotoFiles, rotated: Rotated) -> None:
    """The copies of papers on disk as well, one by one."""
    for path in files.all_sealed():
        try:
            rotated.done[FILES] += reseal(path)
        except KeyMissing as problem:
            rotated.closed.setdefault(f"{FILES}: {str(problem).partition(' ')[0]}", set()).add(path.stem)


def keys_in_use(files: PhotoFiles) -> dict[str, Counter[str]]:
    """Of each column that holds something sealed or a digest with a key, and of the files: how many under which key."""
    used = {FILES: Counter(sealed_under(path) for path in files.all_sealed())}
    for table in sealed_tables():
        for column in table.columns:
            used[f"{table.name}.{column.name}"] = _keys_of(table.table, column)
    for place in OF_CODES:
        name, _, column_name = place.partition(".")
        codes = Table(name, MetaData(), Column(column_name, String))
        used[place] = _keys_of(codes, codes.c[column_name])
    db.session.rollback()
    return used


def _of(place: str, table: str) -> bool:
    return place.partition(".")[0] == table


def _under(column: ColumnElement[Any], key_id: str) -> ColumnElement[bool]:
    start: BindParameter[Any] = (
        bindparam(None, f"{key_id}:".encode(), LargeBinary)
        if isinstance(column.type, LargeBinary)
        else bindparam(None, f"{key_id}:", String)
    )
    return func.substr(column, 1, len(key_id) + 1, type_=column.type) == start


def _keys_of(table: Table, column: ColumnElement[Any]) -> Counter[str]:
    """How many values stand under which key, those of keys that are not at hand among them."""
    found: Counter[str] = Counter()
    while True:
        rest = [not_(_under(column, key_id)) for key_id in found]
        one = db.session.scalar(
            select(column).select_from(table).where(column.is_not(None), column != _nothing(column), *rest).limit(1)
        )
        if one is None:
            return found
        key_id = key_of(one)
        many = db.session.scalar(select(func.count()).select_from(table).where(_under(column, key_id))) or 0
        if not many:  # nothing this portal wrote
            return found
        found[key_id] = many


def _nothing(column: ColumnElement[Any]) -> BindParameter[Any]:
    return bindparam(None, b"", LargeBinary) if isinstance(column.type, LargeBinary) else bindparam(None, "", String)


def _batches(table: Sealed) -> Iterator[Sequence[Row[Any]]]:
    """What is to be done, in the order of the key, each batch read without a lock."""
    key, last = table.table.c[table.key], 0
    while True:
        query = select(key, *table.columns).where(key > last, table.to_do()).order_by(key).limit(AT_ONCE)
        rows = db.session.execute(query).all()
        db.session.rollback()
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _seal_anew(table: Sealed, rows: Sequence[Row[Any]], rotated: Rotated) -> int:
    """One transaction: write what still is as it was read; how many rows that were."""
    key, changes = table.table.c[table.key], {}
    for row in rows:
        changed, closed = table.anew(row)
        if changed:
            changes[row[0]] = (row, changed)
        for name, problem in closed.items():
            rotated.closed.setdefault(f"{table.name}.{name}: {problem}", set()).add(row[0])
    begin_write()
    # Whoever holds a row now is not waited for: two that wait for one another would end one of them.
    free = select(key).where(key.in_(changes)).with_for_update(skip_locked=True, key_share=True)
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row_id in db.session.scalars(free).all():
        row, changed = changes[row_id]
        old = {f"old_{name}": getattr(row, name) for name in changed}
        new = {f"new_{name}": value for name, value in changed.items()}
        alike.setdefault(tuple(changed), []).append({"row": row_id, **old, **new})
    done = 0
    for names, written in alike.items():
        done += db.session.execute(table.writing(names), written).rowcount  # type: ignore[attr-defined]
    db.session.commit()
    rotated.done[table.name] += done
    return done
