"""On whom a request waited."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.service_requests.waits import Waited, waited
from portal.domain.service_requests.workflow import SETTLED, Status
from portal.domain.workdays.working_hours import SHANGHAI

FILED = datetime(2026, 11, 20, 19, 42, tzinfo=SHANGHAI)


@dataclass(frozen=True)
class Move:
    at: datetime
    after: Status


def days(*moves: tuple[float, Status], until: float) -> Waited:
    """Moves by hours after the filing."""
    made = [Move(FILED + timedelta(hours=hours), status) for hours, status in moves]
    return waited(made, FILED + timedelta(hours=until))


def test_on_the_day_of_filing_nothing_has_been_waited_for():
    assert days((0, Status.FILED), until=4) == Waited(0, 0)


def test_the_night_makes_a_day():
    assert days((0, Status.FILED), until=5) == Waited(1, 0)


def test_days_for_papers_are_the_applicants():
    """Asked on the 21st, received on the 24th: the 22nd to the 24th, as the limit leaves them out."""
    moves = ((0, Status.FILED), (16, Status.IN_PROGRESS), (20, Status.WAITING), (90, Status.IN_PROGRESS))
    assert days(*moves, until=120) == Waited(2, 3)


def test_after_the_result_nobody_waits_until_it_is_reopened():
    moves = ((0, Status.FILED), (24, Status.RESOLVED), (240, Status.FILED))
    assert days(*moves, until=264) == Waited(2, 0)


@given(
    st.lists(st.tuples(st.integers(0, 90_000), st.sampled_from(sorted(Status))), min_size=1, max_size=12),
    st.integers(0, 90_000),
)
def test_the_two_sums_are_the_days_on_which_it_was_open(steps, more):
    """Whatever happened: the days of office and applicant together are those outside of results, none twice."""
    at, moves = FILED, []
    for minutes, status in steps:
        moves.append(Move(at, status))
        at += timedelta(minutes=minutes)
    until = at + timedelta(minutes=more)
    ends = [move.at for move in moves[1:]] + [until]
    done = sum(
        (end.date() - move.at.date()).days for move, end in zip(moves, ends, strict=True) if move.after in SETTLED
    )
    both = waited(moves, until)
    assert both.office + both.applicant + done == (until.date() - FILED.date()).days
    assert min(both.office, both.applicant) >= 0


@pytest.mark.parametrize("status", [Status.WAITING, Status.IN_PROGRESS])
def test_a_pause_only_moves_days_from_one_to_the_other(status):
    with_it = days((0, Status.FILED), (24, status), (72, Status.IN_PROGRESS), until=200)
    assert with_it.office + with_it.applicant == 9
