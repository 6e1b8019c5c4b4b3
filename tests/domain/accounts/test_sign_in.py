"""Proving who one is: right and wrong passwords, the lock, the code."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from portal.db import db
from portal.domain.accounts import passwords
from portal.domain.accounts.models import User
from portal.domain.accounts.sign_in import LockRule, check_password, confirm_code, prove, sign_in
from portal.domain.records.models import Record
from tests.cast import HASH, PASSWORD

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
RULE = LockRule(tries=3, lasts=timedelta(minutes=15))


@pytest.fixture
def pan(cast) -> User:
    return cast.users["pan"]


def attempt(username: str, password: str, at: datetime = AT) -> User | None:
    return sign_in(check_password(username, password), RULE, at=at)


def fail(times: int, at: datetime = AT) -> None:
    for _ in range(times):
        assert attempt("pan", "wrong", at) is None


def actions() -> list[tuple[str, str, str]]:
    return [(row.action, row.by, row.subject) for row in db.session.scalars(db.select(Record).order_by(Record.id))]


def test_the_right_password_signs_in_and_is_on_the_record(pan):
    assert attempt("pan", PASSWORD) is pan
    assert pan.last_sign_in_at == AT
    assert actions() == [("sign_in.done", "pan", "user pan")]


@pytest.mark.parametrize("typed", ["PAN", " pan ", "ｐａｎ"])
def test_the_user_name_is_taken_as_people_type_it(pan, typed):
    assert attempt(typed, PASSWORD) is pan


def test_a_wrong_password_is_counted_and_a_right_one_clears_the_count(pan):
    fail(2)
    assert pan.failed_tries == 2
    assert attempt("pan", PASSWORD) is pan
    assert pan.failed_tries == 0


@pytest.mark.parametrize("unknown", ["nobody", "", "pan\x00", "潘一", "x" * 10_000])
def test_an_unknown_name_is_refused_without_keeping_what_was_typed(cast, unknown):
    assert attempt(unknown, PASSWORD) is None
    assert actions() == [("sign_in.refused", "", "")]


def test_a_closed_account_is_refused(pan):
    pan.disabled = True
    assert attempt("pan", PASSWORD) is None


def test_the_last_try_locks_and_the_right_password_does_not_open(pan):
    fail(3)
    assert pan.locked_until == AT + RULE.lasts
    assert attempt("pan", PASSWORD, AT + timedelta(minutes=14, seconds=59)) is None
    assert [action for action, *_ in actions()] == [*["sign_in.failed"] * 3, "account.locked", "sign_in.refused"]


def test_failures_during_the_lock_do_not_lengthen_it(pan):
    fail(3)
    fail(5, AT + timedelta(minutes=10))
    assert pan.locked_until == AT + RULE.lasts


def test_after_the_lock_counting_starts_anew(pan):
    fail(3)
    later = AT + RULE.lasts
    fail(2, later)
    assert (pan.failed_tries, pan.locked_until) == (2, None)
    assert attempt("pan", PASSWORD, later) is pan


def test_a_right_guess_made_beside_too_many_wrong_ones_is_refused(pan):
    """All guesses are compared before the first is counted, as parallel requests may be."""
    guesses = [check_password("pan", guess) for guess in ("a", "b", "c", PASSWORD)]
    assert [sign_in(guess, RULE, at=AT) for guess in guesses] == [None] * 4


def test_a_password_changed_since_it_was_compared_is_refused(pan):
    check = check_password("pan", PASSWORD)
    pan.password_hash = passwords.hashed("Another-2026")
    db.session.flush()
    assert prove(check, RULE, at=AT) is None
    assert pan.failed_tries == 1


def test_an_outdated_hash_is_renewed(pan, monkeypatch):
    monkeypatch.undo()
    assert passwords.is_outdated(HASH)
    attempt("pan", PASSWORD)
    assert not passwords.is_outdated(pan.password_hash)
    assert passwords.matches(pan.password_hash, PASSWORD)


class TestWithSecondFactor:
    @pytest.fixture(autouse=True)
    def secret(self, pan) -> pyotp.TOTP:
        pan.totp_secret = pyotp.random_base32()
        pan.totp_on_since = AT
        return pyotp.TOTP(pan.totp_secret)

    def test_the_password_alone_does_not_complete_the_sign_in(self, pan):
        assert attempt("pan", PASSWORD) is pan
        assert pan.last_sign_in_at is None
        assert actions() == []

    def test_the_code_completes_it(self, pan, secret):
        assert confirm_code(pan.id, secret.at(AT), RULE, at=AT) is pan
        assert pan.last_sign_in_at == AT

    def test_a_code_works_once(self, pan, secret):
        assert confirm_code(pan.id, secret.at(AT), RULE, at=AT) is pan
        assert confirm_code(pan.id, secret.at(AT), RULE, at=AT + timedelta(seconds=5)) is None

    def test_wrong_codes_lock_the_account(self, pan, secret):
        for _ in range(3):
            assert confirm_code(pan.id, "000000", RULE, at=AT) is None
        assert pan.locked_until == AT + RULE.lasts
        assert confirm_code(pan.id, secret.at(AT), RULE, at=AT) is None

    def test_a_right_password_buys_no_more_guesses_at_the_code(self, pan):
        for _ in range(2):
            confirm_code(pan.id, "000000", RULE, at=AT)
        assert attempt("pan", PASSWORD) is pan
        assert pan.failed_tries == 2

    def test_without_a_second_factor_no_code_is_right(self, cast):
        assert confirm_code(cast.users["viewer"].id, "000000", RULE, at=AT) is None
