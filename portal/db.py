"""The database handle and column types: beside SQLAlchemy itself, all the domain may import."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Enum, MetaData, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

# Named constraints: without names a later migration cannot drop them on SQLite.
NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC on both databases (SQLite keeps no offset)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs its offset")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(kinds: type[StrEnum], name: str = "") -> Enum:
    """A column that holds one of the enum's values as text, with a CHECK that says so.

    `name` names the check; a table with two columns of one enum needs it.
    """
    return Enum(
        kinds,
        native_enum=False,
        create_constraint=True,
        length=30,
        name=name or kinds.__name__.lower(),
        values_callable=lambda enum: [member.value for member in enum],
    )


def described_by_models(name: str | None, kind: str, parents: Any) -> bool:
    """False for search indexes: migrations write them in each database's own language, no model can say them."""
    del kind, parents
    return not (name or "").startswith("service_request_search")


def begin_write() -> None:
    """Take the write lock before the first read of a transaction that will write.

    SQLite cannot upgrade a read to a write while another writer is active: it fails at once, busy timeout or not.
    PostgreSQL needs nothing here.
    """
    db.session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})


@contextmanager
def without_write_lock() -> Iterator[None]:
    """Give the write lock back while something slow is done, then take it again.

    Nothing may have been written before. What was read before may have changed after: read it again.
    """
    db.session.rollback()
    yield
    db.session.rollback()
    begin_write()


def prepare_engine(engine: Engine) -> None:
    """Set SQLite to what a portal needs; other databases keep their own defaults."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")
