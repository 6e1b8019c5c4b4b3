"""No day is ever held twice, whatever happens on it."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.grids.importing.successions import Held, holding, succession

TODAY = date(2026, 11, 23)
WEEK = timedelta(days=7)


def test_the_new_one_begins_where_the_old_one_ends():
    old = Held(1, 10, TODAY - WEEK, None)
    move = succession([old], today=TODAY, since=TODAY)
    assert (move.current, move.starts_on, move.ends_on, move.takes_over) == (old, TODAY, None, False)


def test_a_row_begun_today_changes_hands():
    old = Held(1, 10, TODAY, None)
    assert succession([old], today=TODAY, since=TODAY).takes_over


def test_an_earlier_day_does_not_reach_behind_the_row_in_force():
    old = Held(1, 10, TODAY - WEEK, None)
    assert succession([old], today=TODAY, since=TODAY - 2 * WEEK).starts_on == TODAY - WEEK


def test_past_days_of_others_are_not_taken_away():
    past = Held(1, 10, TODAY - 3 * WEEK, TODAY - WEEK)
    assert succession([past], today=TODAY, since=TODAY - 2 * WEEK).starts_on == TODAY - WEEK


def test_a_row_already_entered_for_later_stays():
    later = Held(1, 10, TODAY + WEEK, None)
    assert succession([later], today=TODAY, since=TODAY).ends_on == TODAY + WEEK


@st.composite
def histories(draw):
    """Rows of one post without overlaps, the last one perhaps open."""
    days = sorted(draw(st.sets(st.integers(-40, 40), max_size=8)))
    cuts = [TODAY + timedelta(days=day) for day in days]
    rows = [Held(n, 10 + n, start, end) for n, (start, end) in enumerate(zip(cuts[::2], cuts[1::2], strict=False))]
    if len(cuts) % 2:
        rows.append(Held(99, 99, cuts[-1], None))
    return rows


@given(histories(), st.integers(0, 50))
def test_after_a_change_every_day_has_at_most_one_holder_and_today_the_new_one(history, back):
    move = succession(history, today=TODAY, since=TODAY - timedelta(days=back))
    new = Held(0, 0, move.starts_on, move.ends_on)
    after = [row._replace(ends_on=move.starts_on) if row == move.current else row for row in history] + [new]
    after = [row for row in after if row.ends_on is None or row.ends_on > row.starts_on]
    for day in (TODAY + timedelta(days=n) for n in range(-60, 60)):
        assert sum(holding([row], day) is not None for row in after) <= 1
    assert holding(after, TODAY) == new
    assert new.ends_on is None or new.ends_on > new.starts_on
