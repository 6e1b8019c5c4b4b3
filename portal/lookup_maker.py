"""Makes the address index in a process of its own, run as a script by `lookup_index`.

What it takes – tables of readings, every name of a large city – goes with the process instead of staying in a web
worker. `portal` is entered as a bare package: with its web framework the start would take a second and 90 MB more.
"""

import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import IO, Any

bare = ModuleType("portal")
bare.__path__ = [str(Path(__file__).parent)]
sys.modules["portal"] = bare

from portal.domain.grids.lookup import Index  # noqa: E402


def rows(stream: IO[bytes]) -> Iterator[Any]:
    """Pickled rows up to the None at their end. Raises EOFError when the sender died before it."""
    while (row := pickle.load(stream)) is not None:  # noqa: S301 (from the process that started this one)
        yield row


def main(path: str) -> None:
    """Read the list of grids and then the buildings from standard input; write the index to `path` in one step."""
    sent = rows(sys.stdin.buffer)
    grids = next(sent)
    with Index.build(sent, grids) as made:
        made.save(path)


if __name__ == "__main__":
    main(sys.argv[1])
