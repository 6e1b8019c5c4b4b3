"""Whom the rate limits count by, and their counters in one SQLite file, shared by all workers of a machine.

In-memory counters would multiply every limit by the number of workers. With several machines LINGE_RATE_STORAGE
names a Redis.
"""

import sqlite3
import threading
import time
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from flask_limiter.util import get_remote_address
from limits.storage import Storage


def visitor() -> str:
    """The visitor's address; of an IPv6 address the first half, for a single phone may use all of the other."""
    try:
        address = ip_address(get_remote_address())
    except ValueError:
        return "unknown"  # a proxy's word, not an address
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network((int(address), 64), strict=False))


class SqliteStorage(Storage):
    """Fixed windows: one row per key with its count and the moment it ends (Unix seconds)."""

    STORAGE_SCHEME = ["sqlite-file"]

    def __init__(self, uri: str, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self.path = uri.removeprefix("sqlite-file://")
        self.local = threading.local()

    @property
    def base_exceptions(self) -> type[Exception]:
        return sqlite3.Error

    @property
    def connection(self) -> sqlite3.Connection:
        if not hasattr(self.local, "connection"):
            connection = sqlite3.connect(self.path, timeout=5, isolation_level=None)
            connection.execute("PRAGMA journal_mode=WAL")
            # Losing the last seconds of counters in a power cut is harmless; waiting for the disk is not.
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("CREATE TABLE IF NOT EXISTS rates (key TEXT PRIMARY KEY, hits INTEGER, ends REAL)")
            self.local.connection = connection
        return self.local.connection

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = time.time()
        row = self.connection.execute(
            "INSERT INTO rates VALUES (:key, :amount, :ends) ON CONFLICT (key) DO UPDATE SET"
            " hits = CASE WHEN ends <= :now THEN :amount ELSE hits + :amount END,"
            " ends = CASE WHEN ends <= :now THEN :ends ELSE ends END RETURNING hits",
            {"key": key, "amount": amount, "ends": now + expiry, "now": now},
        ).fetchone()
        if row[0] == amount:
            self.connection.execute("DELETE FROM rates WHERE ends <= ?", (now,))
        return int(row[0])

    def _row(self, key: str) -> tuple[int, float]:
        row = self.connection.execute("SELECT hits, ends FROM rates WHERE key = ?", (key,)).fetchone()
        return (row[0], row[1]) if row and row[1] > time.time() else (0, time.time())

    def get(self, key: str) -> int:
        return self._row(key)[0]

    def get_expiry(self, key: str) -> float:
        return self._row(key)[1]

    def check(self) -> bool:
        return self.connection.execute("SELECT 1").fetchone() == (1,)

    def reset(self) -> int:
        return self.connection.execute("DELETE FROM rates").rowcount

    def clear(self, key: str) -> None:
        self.connection.execute("DELETE FROM rates WHERE key = ?", (key,))
