"""Codes of the second factor, against the examples of RFC 6238 and in use."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from portal.domain.accounts import totp

SECRET = base64.b32encode(b"12345678901234567890").decode()
AT = datetime.fromtimestamp(1234567890, UTC)
STEP = 1234567890 // 30


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_the_codes_of_the_standard_are_taken(seconds, code):
    at = datetime.fromtimestamp(seconds, UTC)
    assert totp.accepted_step(SECRET, code, at=at, last_step=None) == seconds // 30


def test_blanks_in_a_code_do_not_matter():
    assert totp.accepted_step(SECRET, " 005 924 ", at=AT, last_step=None) == STEP


@pytest.mark.parametrize("late", [-30, 0, 30])
def test_a_phone_may_be_one_step_off(late):
    assert totp.accepted_step(SECRET, "005924", at=AT + timedelta(seconds=late), last_step=None) == STEP


@pytest.mark.parametrize("late", [-60, 60])
def test_two_steps_off_is_too_far(late):
    assert totp.accepted_step(SECRET, "005924", at=AT + timedelta(seconds=late), last_step=None) is None


def test_a_code_works_once():
    assert totp.accepted_step(SECRET, "005924", at=AT, last_step=STEP) is None
    assert totp.accepted_step(SECRET, "005924", at=AT, last_step=STEP - 1) == STEP


@pytest.mark.parametrize("wrong", ["", "000000", "05924", "0059240", "００５９２４", "abcdef", "\x00"])
def test_anything_else_is_wrong(wrong):
    assert totp.accepted_step(SECRET, wrong, at=AT, last_step=None) is None


def test_the_app_is_told_who_and_where():
    address = totp.address(SECRET, username="pan", issuer="邻格")
    assert address == f"otpauth://totp/%E9%82%BB%E6%A0%BC:pan?secret={SECRET}&issuer=%E9%82%BB%E6%A0%BC"


def test_a_secret_is_typed_in_groups_of_four():
    secret = totp.new_secret()
    assert [len(group) for group in totp.groups(secret)] == [4] * 8
    assert "".join(totp.groups(secret)) == secret != totp.new_secret()
