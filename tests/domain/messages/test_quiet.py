"""Quiet hours on the town's clock."""

from datetime import datetime

import pytest

from portal.domain.messages.quiet import QuietHours
from portal.domain.workdays.working_hours import SHANGHAI


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("hours", "at", "until"),
    [
        ("21:00-08:00", "2026-11-23T20:59:59", None),
        ("21:00-08:00", "2026-11-23T21:00", "2026-11-24T08:00"),
        ("21:00-08:00", "2026-12-31T23:30", "2027-01-01T08:00"),
        ("21:00-08:00", "2026-11-24T00:00", "2026-11-24T08:00"),
        ("21:00-08:00", "2026-11-24T07:59", "2026-11-24T08:00"),
        ("21:00-08:00", "2026-11-24T08:00", None),
        ("12:00-14:00", "2026-11-24T13:00", "2026-11-24T14:00"),
        ("12:00-14:00", "2026-11-24T14:00", None),
        ("12:00-14:00", "2026-11-24T03:00", None),
        ("00:00-00:00", "2026-11-24T00:00", None),
        ("00:00-00:00", "2026-11-24T12:00", None),
    ],
)
def test_quiet_lasts_until_its_end(hours: str, at: str, until: str | None):
    assert QuietHours.parse(hours).until(moment(at)) == (moment(until) if until else None)


@pytest.mark.parametrize("text", ["21-8", "25:00-08:00", "21:00", "21:00-08:00,12:00-13:00"])
def test_what_is_no_span_is_refused(text: str):
    with pytest.raises(ValueError, match=r"\S"):
        QuietHours.parse(text)
