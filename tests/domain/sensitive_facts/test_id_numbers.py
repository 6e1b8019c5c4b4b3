"""Identity numbers as people type them."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.sensitive_facts.id_numbers import (
    AgeBand,
    IdKind,
    IdRefused,
    age_band,
    check_sign,
    entered_id,
    is_resident_number,
)

TODAY = date(2026, 11, 23)
# Of the standard and its copies: nobody's.
VALID = "11010519491231002X"


def numbered(region: str, born: str, sequence: str = "001") -> str:
    digits = region + born + sequence
    return digits + check_sign(digits)


@pytest.mark.parametrize("typed", [VALID, "34052419800101001X", "11010519491231002x", "110105 19491231 002X"])
def test_a_number_is_taken_as_people_write_it(typed: str):
    assert entered_id(typed, TODAY).kind is IdKind.RESIDENT


def test_full_width_lower_case_blanks_and_dashes_are_the_same_number():
    for typed in ("１１０１０５１９４９１２３１００２Ｘ", " 110105-19491231-002x ", "110105 1949 1231 002 x"):
        assert entered_id(typed, TODAY).number == VALID


def test_the_birth_date_comes_with_it():
    assert entered_id(VALID, TODAY).born == date(1949, 12, 31)


def test_a_slip_of_the_finger_is_seen():
    with pytest.raises(IdRefused, match="校验位"):
        entered_id("110105194912310021", TODAY)


@given(st.integers(0, 16), st.integers(1, 9))
def test_every_single_wrong_digit_is_seen(place: int, by: int):
    wrong = VALID[:place] + str((int(VALID[place]) + by) % 10) + VALID[place + 1 :]
    with pytest.raises(IdRefused):
        entered_id(wrong, TODAY)


@pytest.mark.parametrize(
    ("born", "sentence"),
    [
        ("20230229", "不存在"),
        ("19491301", "不存在"),
        ("00000101", "不存在"),
        ("20261124", "今天以后"),
        ("19051122", "超过 120 岁"),
    ],
)
def test_impossible_days_are_refused(born: str, sentence: str):
    with pytest.raises(IdRefused, match=sentence):
        entered_id(numbered("110105", born), TODAY)


@pytest.mark.parametrize("born", ["20261123", "19051124", "20240229"])
def test_possible_days_are_taken(born: str):
    assert entered_id(numbered("110105", born), TODAY).born is not None


@pytest.mark.parametrize("region", ["999998"[:6], "000000", "139999", "429999"])
def test_a_region_nobody_knows_is_no_reason_to_refuse(region: str):
    """Abolished codes hold for life."""
    assert entered_id(numbered(region, "19491231"), TODAY)


def test_fifteen_digits_are_told_to_use_eighteen():
    with pytest.raises(IdRefused, match="请用 18 位"):
        entered_id("110105491231002", TODAY)


@pytest.mark.parametrize("typed", ["1101051949123100", "1101051949123100211", "123", "1X"])
def test_how_many_digits_are_there_is_said(typed: str):
    with pytest.raises(IdRefused, match=f"您写了 {len(typed)} 位"):
        entered_id(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        (numbered("810000", "19600101"), IdKind.HMT_RESIDENT),
        (numbered("830000", "19600101"), IdKind.HMT_RESIDENT),
        (numbered("911156", "19600101"), IdKind.PERMANENT),
        ("FRA110000000000", IdKind.PERMANENT),
        ("H12345678", IdKind.HM_PERMIT),
        ("m1234567890", IdKind.HM_PERMIT),
        ("12345678", IdKind.TAIWAN_PERMIT),
        ("E12345678", IdKind.PASSPORT),
        ("ea1234567", IdKind.PASSPORT),
    ],
)
def test_other_papers_have_rules_of_their_own(typed: str, kind: IdKind):
    assert entered_id(typed, TODAY).kind is kind


@pytest.mark.parametrize("typed", ["没有", "", "١١٠١٠٥١٩٤٩١٢٣١٠٠٢٣", "ABCDEFGH", "E1234567890123", "'; DROP TABLE"])
def test_what_is_no_number_gets_a_sentence(typed: str):
    with pytest.raises(IdRefused, match="没看懂"):
        entered_id(typed, TODAY)


@given(st.text(max_size=40))
def test_nothing_typed_breaks_it(typed: str):
    with suppress(IdRefused):
        assert len(entered_id(typed, TODAY).number) <= 18


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(2012, 11, 24), AgeBand.CHILD),
        (date(2012, 11, 23), AgeBand.MINOR),
        (date(2008, 11, 24), AgeBand.MINOR),
        (date(2008, 11, 23), AgeBand.ADULT),
        (date(1966, 11, 24), AgeBand.ADULT),
        (date(1966, 11, 23), AgeBand.OLD),
        (date(1946, 11, 24), AgeBand.OLD),
        (date(1946, 11, 23), AgeBand.VERY_OLD),
        (date(2008, 2, 29), AgeBand.ADULT),
    ],
)
def test_the_age_band_changes_on_the_birthday(born: date, band: AgeBand):
    assert age_band(born, TODAY) is band


def test_a_number_in_a_text_needs_no_day():
    assert is_resident_number(VALID)
    assert not is_resident_number(VALID[:-1] + "1")
    assert not is_resident_number(numbered("110105", "20230229"))
