"""Whether a background worker is alive."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from portal.db import db
from portal.domain.health.models import Heartbeat

SILENT_AFTER = timedelta(seconds=90)


def last_beat() -> datetime | None:
    """When any worker last said that it lives."""
    return db.session.scalar(select(func.max(Heartbeat.at)))


def worker_is_alive(at: datetime) -> bool:
    last = last_beat()
    return last is not None and at - last < SILENT_AFTER
