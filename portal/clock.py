"""The only reader of time. Everything else gets the moment as an argument."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present day as people in the town count it."""
    return datetime.now(LOCAL_ZONE).date()


def local(moment: datetime) -> datetime:
    """A stored UTC moment on the town's clock."""
    return moment.astimezone(LOCAL_ZONE)
