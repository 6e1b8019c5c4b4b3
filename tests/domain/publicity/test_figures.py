"""Monthly figures, counted by both databases alike."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.db import db
from portal.domain.publicity.figures import BASICALLY, Measure, Share, count
from portal.domain.publicity.months import bounds, months, read_month
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.voices import Grade
from portal.domain.service_requests.workflow import Status
from tests.cast import Cast, fill
from tests.conftest import TODAY
from tests.domain.publicity.requests import insert_limit, insert_rating, insert_request

OCTOBER = date(2026, 10, 1)
# The town's October: 30 September 16:00 UTC until 31 October 16:00 UTC.
FIRST, LAST = datetime(2026, 9, 30, 16, 0, tzinfo=UTC), datetime(2026, 10, 31, 15, 59, 59, tzinfo=UTC)
BEFORE, BEHIND = FIRST - timedelta(seconds=1), LAST + timedelta(seconds=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def cast(both_apps) -> Cast:
    return fill(TODAY)


def share(measure: Measure, cast: Cast, month: date = OCTOBER, **how: object) -> Share | None:
    db.session.flush()
    return count(month, **how)[measure].get((cast.lotus.id, cast.l1.id))  # type: ignore[arg-type]


def test_a_month_is_the_towns_month():
    assert bounds(OCTOBER) == (FIRST, BEHIND)


def test_received_is_what_was_filed_in_the_month(cast: Cast):
    for filed_at in (BEFORE, FIRST, LAST, BEHIND):
        insert_request(cast, filed_at=filed_at)
    assert share(Measure.RECEIVED, cast) == Share(2, 2)


def test_each_place_counts_its_own(cast: Cast):
    outside = insert_request(cast, unit=f"community:{cast.lotus.id}")
    outside.grid_id = None
    insert_request(cast, grid=cast.m1)
    db.session.flush()
    assert count(OCTOBER)[Measure.RECEIVED] == {
        (cast.lotus.id, None): Share(1, 1),
        (cast.maple.id, cast.m1.id): Share(1, 1),
    }


@pytest.mark.parametrize(
    ("status", "counts"),
    [(Status.RESOLVED, 1), (Status.CLOSED, 1), (Status.REFUSED, 1), (Status.WITHDRAWN, 0)],
)
def test_settled_is_what_was_answered(cast: Cast, status: Status, counts: int):
    insert_request(cast, settled_at=LAST, status=status)
    insert_request(cast, settled_at=BEHIND, status=status)
    insert_request(cast)
    assert share(Measure.SETTLED, cast) == (Share(counts, counts) if counts else None)


@pytest.mark.parametrize(
    ("kind", "measure"), [(LimitKind.FINISH, Measure.IN_TIME), (LimitKind.CONTACT, Measure.RESPONSE)]
)
def test_what_fell_due_was_kept_by_then_or_not(cast: Cast, kind: LimitKind, measure: Measure):
    due = datetime(2026, 10, 15, 15, 59, 59, tzinfo=UTC)
    for met in (due - HOUR, due, due + HOUR, None):
        insert_limit(insert_request(cast), kind, due=due, met=met)
    dropped = insert_limit(insert_request(cast), kind, due=due)
    dropped.dropped_at = due - HOUR
    insert_limit(insert_request(cast), kind, due=BEHIND, met=due)
    insert_limit(insert_request(cast), LimitKind.SIGN_FOR, due=due, met=due)
    assert share(measure, cast) == Share(2, 4)


def test_grades_are_what_residents_said_in_the_month(cast: Cast):
    for grade, solved in (
        (Grade.VERY_SATISFIED, True),
        (Grade.SATISFIED, True),
        (Grade.BASICALLY_SATISFIED, True),
        (Grade.DISSATISFIED, False),
    ):
        insert_rating(insert_request(cast, settled_at=FIRST), grade, solved=solved)
    insert_rating(insert_request(cast, settled_at=LAST), Grade.SATISFIED, solved=True)
    insert_rating(insert_request(cast, settled_at=FIRST), Grade.DISSATISFIED, solved=False, counted=False)
    assert share(Measure.SOLVED, cast) == Share(3, 4)
    assert share(Measure.SATISFIED, cast) == Share(2, 4)
    assert share(Measure.SATISFIED, cast, satisfied=BASICALLY) == Share(3, 4)


def test_percent_is_rounded_down_so_that_all_means_all():
    assert Share(199, 200).percent == 99
    assert Share(200, 200).percent == 100
    assert Share(0, 0).percent is None


def test_only_complete_months_are_offered_newest_first(cast: Cast):
    insert_request(cast, filed_at=datetime(2026, 8, 31, 15, 0, tzinfo=UTC))
    assert months(TODAY) == [date(2026, month, 1) for month in (10, 9, 8)]
    assert months(date(2026, 9, 1)) == [date(2026, 8, 1)]
    assert months(date(2026, 8, 31)) == []


def test_without_requests_there_are_no_months(cast: Cast):
    assert months(TODAY) == []


@pytest.mark.parametrize(
    ("typed", "month"), [("2026-09", 9), ("", 10), ("2026-11", 10), ("2026-9", 10), ("９月", 10), ("x" * 999, 10)]
)
def test_a_month_is_chosen_among_those_offered(typed: str, month: int):
    offered = [date(2026, 10, 1), date(2026, 9, 1)]
    assert read_month(typed, offered) == date(2026, month, 1)
    assert read_month(typed, []) is None
