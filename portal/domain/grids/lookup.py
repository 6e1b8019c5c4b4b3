"""From an address as people type it to the building and the grid, or to an honest question.

Register-driven: every name comes from the register, nothing of any town is written here.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from portal.domain.grids.addresses import build, cleaning, search, store
from portal.domain.grids.addresses.register import read_register
from portal.domain.grids.addresses.types import (
    Answer,
    BuildingRow,
    Candidate,
    Decision,
    GridRow,
    Reason,
    Understood,
)

__all__ = [
    "Answer", "BuildingRow", "Candidate", "Decision", "GridRow", "Index", "Reason", "Understood", "answer_lines",
    "as_json", "read_register",
]  # fmt: skip


class Index:
    """A read-only address index; one file shared by all workers, usable from several threads at once."""

    def __init__(self, opened: store.Store) -> None:
        self._store = opened

    @classmethod
    def build(cls, buildings: Iterable[BuildingRow], grids: Iterable[GridRow]) -> Index:
        """Index a register in a temporary file, which goes away with ``close``."""
        handle, name = tempfile.mkstemp(prefix="addresses-", suffix=".index")
        os.close(handle)
        build.build(Path(name), buildings, grids)
        return cls(store.Store(name, temporary=True))

    @classmethod
    def open(cls, path: str | Path) -> Index:
        """Open an index written by ``save``. Raises ValueError for another kind or an older form of file."""
        if not Path(path).is_file():
            raise FileNotFoundError(path)
        return cls(store.Store(path))

    def save(self, path: str | Path) -> None:
        """Put the index at ``path`` in one step (written beside it, then renamed)."""
        store.copy(self._store.path, Path(path))

    def close(self) -> None:
        """Give up the file; the index cannot be asked any more."""
        self._store.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        opened = getattr(self, "_store", None)
        if opened is not None:
            opened.close()

    def look_up(self, q: str) -> Answer:
        """Understand an address. Never raises for any text; only its first 200 characters count."""
        result = search.search(q if isinstance(q, str) else "", self._store)
        return Answer(
            result.decision, result.candidates, cleaning.understood(result.close, self._store),
            cleaning.cleaned(result.scene, result.close), result.grids_total,
        )  # fmt: skip


def answer_lines(index: Index, lines: Iterable[str], out: IO[str]) -> None:
    """Answer JSON lines ``{"q": …}`` one by one, each flushed; a line that is no such object is answered with none."""
    for line in lines:
        if not line.strip():
            continue
        try:
            asked: Any = json.loads(line)
            q = asked.get("q", "") if isinstance(asked, dict) else ""
        except ValueError:
            q = ""
        out.write(json.dumps(as_json(index.look_up(q if isinstance(q, str) else "")), ensure_ascii=False) + "\n")
        out.flush()


def as_json(answer: Answer) -> dict[str, object]:
    """The answer as the command line prints it."""
    return {
        "candidates": [
            {"building_code": one.building_code, "grid_code": one.grid_code, "score": one.score,
             "reason": one.reason.value, "matched": one.matched}
            for one in answer.candidates
        ],
        "decision": answer.decision.value,
    }  # fmt: skip
