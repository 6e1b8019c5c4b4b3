"""Saying that a background worker lives."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from portal.db import db
from portal.domain.health.models import Heartbeat

_FORGOTTEN_AFTER = timedelta(days=1)


def beat(worker: str, *, at: datetime) -> None:
    """Note that `worker` is alive; workers silent for a day are forgotten, for every start brings a new name."""
    db.session.merge(Heartbeat(worker=worker, at=at))
    db.session.execute(delete(Heartbeat).where(Heartbeat.at < at - _FORGOTTEN_AFTER))
