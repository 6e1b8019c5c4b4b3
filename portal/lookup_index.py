"""The address index: one file in the instance folder for each state of the register, shared by all workers.

Whichever process first sees a new state writes the file, under a file lock, so that it is written once. Meanwhile the
old index goes on answering. A file is removed when no process has it open any more.
"""

import fcntl
import logging
import os
import pickle
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from itertools import chain
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from flask import Flask, current_app

from portal import clock
from portal.domain.grids.aliases import lookup_rows
from portal.domain.grids.lookup import Answer, GridRow, Index
from portal.domain.grids.queries import grid_rows
from portal.domain.grids.versions import Part, places_mark, versions

MAKER = Path(__file__).with_name("lookup_maker.py")
BRIEFLY = 1.0  # seconds a lookup waits for a new index, counted from the moment its making began
PATIENTLY = 5.0  # seconds a member of staff waits for it after a change
AGAIN_AFTER = 30.0  # seconds until the next attempt when making one failed

log = logging.getLogger(__name__)


class State(NamedTuple):
    """What an index is made of: boundaries have dates, so a new day may change it like an edit does."""

    number: int
    day: date


class Held(NamedTuple):
    state: State
    index: Index
    path: Path


class SharedIndex:
    """This process's view of the index. Ask `current()` for each lookup and do not keep what it gives."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._folder = Path(app.config["INSTANCE"])
        self._lock = self._folder / "lookup.lock"
        self._begin()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._guard = threading.Lock()
        self._held: Held | None = None
        self._renewal: threading.Thread | None = None
        self._renewal_began = -AGAIN_AFTER
        self._failed = False

    def current(self, patience: float | None = None) -> Index:
        """The index of the register as it stands; a moment after a change still the one before.

        The first one of a process is made, or waited for, within the call; a later one for `patience` seconds.
        """
        if self._process != os.getpid():
            self._begin()  # connections must not cross a fork
        wanted = State(versions().get(Part.PLACES, 0), clock.today())
        if self._held is None:
            with self._guard:
                if self._held is None:
                    self._held = self._open(wanted)
        elif self._held.state != wanted:
            self._renew(wanted, BRIEFLY if patience is None else patience)
        return self._held.index

    def _renew(self, wanted: State, patience: float) -> None:
        """Have the index made anew in the background; wait for it a while, together with everybody else."""
        with self._guard:
            since = time.monotonic() - self._renewal_began
            idle = self._renewal is None or not self._renewal.is_alive()
            if idle and not (self._failed and since < AGAIN_AFTER):
                since, self._renewal_began = 0.0, time.monotonic()
                self._renewal = threading.Thread(
                    target=self._renew_now, args=(wanted,), name="lookup-index", daemon=True
                )
                self._renewal.start()
            renewal = self._renewal
        if renewal is not None and since < patience:
            renewal.join(patience - since)

    def _renew_now(self, wanted: State) -> None:
        try:
            with self._app.app_context():
                self._held = self._open(wanted)
            self._failed = False
            with _locked(self._lock):
                _remove_unused(self._folder, self._held.path)  # now also the one this process had open
        except Exception as problem:
            self._failed = True
            log.exception("the lookup index could not be made: %s", type(problem).__name__)

    def _open(self, wanted: State) -> Held:
        """Open the file of a state, and write it first if nobody has."""
        path = self._folder / f"lookup-{wanted.number}-{wanted.day:%Y%m%d}-{places_mark()}.index"
        with _locked(self._lock):
            index = _opened(path) or _written(path, wanted.day)
            _remove_unused(self._folder, path)
        return Held(wanted, index, path)


def look_up(text: str) -> Answer:
    """What the register as it stands says to an address."""
    return shared_index().current().look_up(text)


def catch_up() -> None:
    """After a change by staff: let the index learn of it before they are told that it is done."""
    try:
        shared_index().current(PATIENTLY)
    except OSError:
        log.exception("the change is stored, but the lookup index could not be made")


def shared_index() -> SharedIndex:
    """The index of the app at hand in this process."""
    if "lookup_index" not in current_app.extensions:
        current_app.extensions.setdefault("lookup_index", SharedIndex(current_app._get_current_object()))  # type: ignore[attr-defined]
    shared: SharedIndex = current_app.extensions["lookup_index"]
    return shared


def _opened(path: Path) -> Index | None:
    """The index in a file; None when there is none, or one written by another version of the program."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    # The shared lock says that the file is in use; it goes when the index does.
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    try:
        index = Index.open(path)
    except (ValueError, OSError):
        os.close(descriptor)
        return None
    weakref.finalize(index, os.close, descriptor)
    return index


def _written(path: Path, day: date) -> Index:
    """Have the register's rows made into a file by a process of its own, and open it."""
    with subprocess.Popen([sys.executable, MAKER, path], stdin=subprocess.PIPE) as maker:  # noqa: S603
        rows: Iterable[Any] = chain([[GridRow(*row) for row in grid_rows(day)]], lookup_rows(day), [None])
        with suppress(BrokenPipeError), cast(IO[bytes], maker.stdin) as pipe:
            for row in rows:
                pickle.dump(row, pipe)
    index = None if maker.returncode else _opened(path)
    if index is None:
        raise OSError(f"{path} was not made, exit code {maker.returncode}")
    return index


def _remove_unused(folder: Path, kept: Path) -> None:
    for path in folder.glob("lookup-*.index"):
        if path != kept:
            descriptor = os.open(path, os.O_RDONLY)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
            except BlockingIOError:
                pass  # another worker still answers from it
            finally:
                os.close(descriptor)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a file lock: one process at a time, released by the system should it die."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
