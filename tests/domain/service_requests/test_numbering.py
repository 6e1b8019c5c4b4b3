"""Numbers: by day, without gap or duplicate, and a slip of the finger is noticed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from portal.db import db
from portal.domain.service_requests.models import RequestCounter
from portal.domain.service_requests.numbering import next_number, numbered, read_number, shown

DAY = date(2026, 11, 23)


def test_numbers_count_up_through_a_day_and_begin_anew_on_the_next(app):
    first, second, next_day = next_number(DAY), next_number(DAY), next_number(date(2026, 11, 24))
    assert [number[:-1] for number in (first, second, next_day)] == ["2611230001", "2611230002", "2611240001"]
    assert shown(first) == f"261123-0001-{first[-1]}"


def test_a_filing_that_fails_gives_its_number_back(app):
    next_number(DAY)
    db.session.commit()
    next_number(DAY)
    db.session.rollback()
    assert next_number(DAY)[:-1] == "2611230002"
    assert db.session.scalar(select(RequestCounter.last)) == 2


def test_the_sequence_grows_beyond_four_digits(app):
    number = numbered(DAY, 12345)
    assert number[:-1] == "26112312345"
    assert read_number(number) == number
    assert shown(number) == f"261123-12345-{number[-1]}"


@pytest.mark.parametrize(
    "way", ["{0}", " {1} ", "{1}", "2611 2300 01{2}", "２６１１２３—０００１—{2}", "261123 0001 {2}"]
)
def test_a_number_is_read_however_it_is_typed(way):
    number = numbered(DAY, 1)
    assert read_number(way.format(number, shown(number), number[-1])) == number


@pytest.mark.parametrize("typed", ["", "261123", "abc", "261123-0001-x", "9" * 40, "261123\u0661\u0661", "٢٦١١٢٣٠٠٠١٧"])
def test_what_is_no_number_is_none(typed):
    assert read_number(typed) is None


@given(sequence=st.integers(1, 99_999), place=st.integers(0, 10), digit=st.integers(0, 9))
def test_one_wrong_digit_is_always_noticed(sequence, place, digit):
    number = numbered(DAY, sequence)
    wrong = number[:place] + str(digit) + number[place + 1 :]
    assert read_number(wrong) == (number if wrong == number else None)


@given(sequence=st.integers(1, 99_999), place=st.integers(0, 9))
def test_two_neighbours_swapped_are_always_noticed(sequence, place):
    number = numbered(DAY, sequence)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert read_number(swapped) == (number if swapped == number else None)
