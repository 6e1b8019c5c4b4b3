"""What must hold before a portal takes visitors. Each check answers for itself and never raises."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import text

from portal.db import db
from portal.domain.health.queries import SILENT_AFTER, last_beat
from portal.domain.workdays.queries import year_wanted

LEAST_FREE = 200 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Check:
    """`note` says what is wrong; a check that holds may still warn in it."""

    ok: bool
    note: str = ""


def run_checks(*, head: str, folder: Path, today: date, at: datetime) -> dict[str, Check]:
    """Every check by name. `head` is the newest migration, `folder` where files are written."""
    return {
        "database": _guarded(_database_answers),
        "migrations": _guarded(lambda: _migrations_at(head)),
        "disk": _guarded(lambda: _disk_has_room(folder)),
        "worker": _guarded(lambda: _worker_lives(at)),
        "calendar": _guarded(lambda: _year_is_known(today)),
    }


def _guarded(check: Callable[[], Check]) -> Check:
    """A check that cannot be made has failed. The kind of error says enough: its text may hold a connection string."""
    try:
        return check()
    except Exception as problem:
        db.session.rollback()
        return Check(False, type(problem).__name__)


def _database_answers() -> Check:
    db.session.execute(text("SELECT 1"))
    return Check(True)


def _migrations_at(head: str) -> Check:
    applied = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    return Check(applied == head, "" if applied == head else f"at {applied}, newest is {head}: flask db upgrade")


def _disk_has_room(folder: Path) -> Check:
    free = shutil.disk_usage(folder).free
    return Check(free > LEAST_FREE, "" if free > LEAST_FREE else f"{free // 1024**2} MiB free")


def _worker_lives(at: datetime) -> Check:
    last = last_beat()
    if last is None:
        return Check(False, "no worker has ever run: flask worker")
    silent = at - last
    return Check(silent < SILENT_AFTER, "" if silent < SILENT_AFTER else f"silent for {silent.total_seconds():.0f} s")


def _year_is_known(today: date) -> Check:
    """Next year's notice comes out in November; from December on its absence is worth a warning."""
    wanted = year_wanted(today)
    if wanted is None:
        return Check(True)
    if wanted == today.year:
        return Check(False, f"the official calendar of {wanted} is not entered")
    return Check(True, f"the official calendar of {wanted} is not entered yet")
