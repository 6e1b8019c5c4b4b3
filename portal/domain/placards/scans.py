"""Counting scans without a database write while somebody waits: lines in spool files, added up by the worker.

A line is the code and the day, nothing about the visitor. A spool file is renamed, which makes it a batch; a batch is
added up and its name stored in one transaction, then the file is deleted. Killed at any point, the next drain goes on:
a batch not yet stored is counted, one already stored is only deleted.
"""

import fcntl
import logging
import os
import re
import secrets
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import case, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from portal.db import db
from portal.domain.placards.models import Placard, ScanBatch, ScanCount

# (code, day) → times.
Tally = Counter[tuple[str, date]]

_LINE = re.compile(r"([2-9A-Z]{8}) (\d{4}-\d\d-\d\d)\n")
_KEPT_NAMES = timedelta(days=30)
_AT_ONCE = 500  # codes in one IN list

log = logging.getLogger(__name__)


def note(spool: Path, code: str, day: date) -> None:
    """Append one scan to the spool file of this process. A full disk loses the scan, never the page."""
    line = f"{code} {day}\n".encode()
    path = spool / f"{os.getpid()}.scans"
    try:
        while not _append(path, line):
            pass
    except OSError as problem:
        log.warning("a scan was not counted: %s", problem.strerror)


def _append(path: Path, line: bytes) -> bool:
    """Write the line, unless the file became a batch between opening and locking it: then False."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_SH)
        try:
            still_there = os.fstat(file).st_ino == os.stat(path).st_ino
        except FileNotFoundError:
            still_there = False
        if still_there:
            os.write(file, line)
        return still_there
    finally:
        os.close(file)


def batches(spool: Path) -> list[Path]:
    """Turn spool files into batches and return all batches that lie there, those of a killed worker included."""
    for path in sorted(spool.glob("*.scans")):
        batch = path.with_name(f"{secrets.token_hex(16)}.batch")
        try:
            path.rename(batch)
        except FileNotFoundError:
            continue  # another worker was faster
    return sorted(spool.glob("*.batch"))


def read(batch: Path) -> Tally:
    """Add up the lines of a batch; those that are not a code and a day are passed over.

    Raises FileNotFoundError when another worker has counted and deleted it.
    """
    tally: Tally = Counter()
    with batch.open("rb") as lines:
        # Waits for whoever is writing; whoever locks it after us finds it renamed and writes elsewhere.
        fcntl.flock(lines, fcntl.LOCK_EX)
        fcntl.flock(lines, fcntl.LOCK_UN)
        for line in lines:
            if scan := _scan(line):
                tally[scan] += 1
    return tally


def add(name: str, tally: Tally, *, at: datetime) -> bool:
    """Add the scans of the batch `name` to the counts, unless that was done before: then False.

    The caller commits, then deletes the file. Codes without a placard are passed over.
    """
    try:
        with db.session.begin_nested():
            db.session.add(ScanBatch(name=name, counted_at=at))
    except IntegrityError:
        return False
    ids = _ids_of({code for code, _ in tally})
    known = ((ids[code], day, times) for (code, day), times in tally.items() if code in ids)
    for placard_id, day, times in sorted(known):
        _add(placard_id, day, times)
    return True


def forget_names(spool: Path, *, at: datetime) -> None:
    """Drop names of batches that are long gone; one whose file could not be deleted must stay."""
    present = [path.name for path in spool.glob("*.batch")]
    db.session.execute(delete(ScanBatch).where(ScanBatch.counted_at < at - _KEPT_NAMES, ScanBatch.name.not_in(present)))


def _scan(line: bytes) -> tuple[str, date] | None:
    found = _LINE.fullmatch(line.decode("ascii", "replace"))
    try:
        return (found[1], date.fromisoformat(found[2])) if found else None
    except ValueError:
        return None


def _ids_of(codes: set[str]) -> dict[str, int]:
    """Placard ids by code, for the codes that exist."""
    wanted = sorted(codes)
    return {
        code: placard_id
        for start in range(0, len(wanted), _AT_ONCE)
        for code, placard_id in db.session.execute(
            select(Placard.code, Placard.id).where(Placard.code.in_(wanted[start : start + _AT_ONCE]))
        )
    }


def _add(placard_id: int, day: date, times: int) -> None:
    """The placard's row first: its lock makes two workers wait for one another, in the order of ids."""
    latest = case((Placard.last_scanned_on > day, Placard.last_scanned_on), else_=day)
    db.session.execute(
        update(Placard).where(Placard.id == placard_id).values(last_scanned_on=latest),
        execution_options={"synchronize_session": False},
    )
    known = update(ScanCount).where(ScanCount.placard_id == placard_id, ScanCount.day == day)
    done = db.session.execute(
        known.values(scans=ScanCount.scans + times), execution_options={"synchronize_session": False}
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        db.session.execute(insert(ScanCount).values(placard_id=placard_id, day=day, scans=times))
