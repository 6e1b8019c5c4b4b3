"""The only reader of time. Everything else gets the moment as an argument."""

from datetime import UTC, date, datetime, time, timedelta
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


def bounds(day: date) -> tuple[datetime, datetime]:
    """The moment a day begins in the town, and the one the next day begins."""
    midnight = datetime.combine(day, time(), LOCAL_ZONE)
    return midnight, datetime.combine(day + timedelta(days=1), time(), LOCAL_ZONE)
