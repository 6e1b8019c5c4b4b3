"""Changing what a CHECK of a table allows, on both databases.

SQLite can alter no constraint, and making the table anew would fire its foreign keys. A CHECK is only text in the
schema, so that text is changed (https://www.sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema
Changes"); the rows stay where they are.
"""

from collections.abc import Iterable

from alembic import op


def any_of(column: str, values: Iterable[str]) -> str:
    """`column IN ('a', 'b')`."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def replace_check(table: str, name: str, condition: str) -> None:
    """Let the CHECK `name` of `table` say `condition`. Rows that do not fit are the caller's to change before."""
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        bind.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        bind.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition})")
        return
    query = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
    before = bind.exec_driver_sql(query, (table,)).scalar_one()
    opening = f"CONSTRAINT {name} CHECK ("
    begins = before.index(opening) + len(opening)
    after = f"{before[:begins]}{condition}{before[_closing(before, begins) :]}"
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.exec_driver_sql("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (after, table))
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = RESET")


def _closing(sql: str, begins: int) -> int:
    """Where the bracket that is open at `begins` is closed; text in quotes does not count."""
    depth, quoted = 1, False
    for place in range(begins, len(sql)):
        if sql[place] == "'":
            quoted = not quoted
        elif not quoted:
            depth += {"(": 1, ")": -1}.get(sql[place], 0)
        if depth == 0:
            return place
    raise ValueError("a bracket is never closed")
