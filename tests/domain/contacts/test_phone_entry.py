"""Numbers as people type them."""

import pytest

from portal.domain.contacts.phone_entry import PhoneRefused, entered_phone
from portal.domain.contacts.phones import spaced


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("14000000101", "14000000101"),
        ("140 0000 0101", "14000000101"),
        ("140-0000-0101", "14000000101"),
        ("+86 140 0000 0101", "14000000101"),
        ("008614000000101", "14000000101"),
        ("8614000000101", "14000000101"),
        ("１４０ ００００ ０１０１", "14000000101"),
        ("0532-84000001", "053284000001"),
        ("（0532）8400 0001", "053284000001"),
        ("010 6200 0001", "01062000001"),
        ("+86 532 8400 0001", "053284000001"),
        ("0532-84000001-801", "053284000001,801"),
        ("0532-8400 0001 转 801", "053284000001,801"),
        ("0532-8400 0001 转分机801", "053284000001,801"),
        ("053284000001,801", "053284000001,801"),
        ("400-123-4567", "4001234567"),
        ("12345", "12345"),
        ("110", "110"),
        ("", ""),
        ("  \u3000", ""),
    ],
)
def test_a_number_is_stored_as_it_is_dialled(typed, dialled):
    assert entered_phone(typed) == dialled


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1400000010", "位数不对"),
        ("140000001011", "位数不对"),
        ("12000000101", "位数不对"),
        ("0532-8400", "位数不对"),
        ("84000001", "带区号|写上区号"),
        ("潘一", "只能有数字"),
        ("140x0000y0101", "只能有数字"),
        ("140 0000 0101 转 801", "只有座机"),
        ("1" * 5000, "位数不对"),
    ],
)
def test_a_number_that_cannot_be_dialled_is_refused_with_a_reason(typed, told):
    with pytest.raises(PhoneRefused, match=told):
        entered_phone(typed)


def test_what_is_stored_is_taken_again():
    for stored in ("14000000101", "053284000001", "053284000001,801", "4001234567", "12345"):
        assert entered_phone(stored) == stored


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("14000000101", "140 0000 0101"),
        ("053284000001,801", "0532-8400 0001 转 801"),
        ("4001234567", "400-123-4567"),
        ("12345", "12345"),
    ],
)
def test_what_is_stored_reads_well_and_can_be_typed_back(stored, read):
    assert spaced(stored) == read
    assert entered_phone(read) == stored
