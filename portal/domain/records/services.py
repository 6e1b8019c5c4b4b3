"""Writing the record."""

from datetime import datetime

from portal.db import db
from portal.domain.records.models import Record


def record(action: str, *, by: str, at: datetime, subject: str = "", detail: str = "") -> None:
    """Note an act of staff. Belongs in the transaction of the act; does not commit."""
    db.session.add(Record(at=at, by=by, action=action, subject=subject, detail=detail))
