"""Switching the second factor on and off."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from portal.db import db
from portal.domain.accounts import second_factor
from portal.domain.accounts.models import User
from portal.domain.errors import DomainError
from portal.domain.records.models import Record

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def pan(cast) -> User:
    return cast.users["pan"]


def code(user: User, at: datetime = AT) -> str:
    return pyotp.TOTP(user.totp_secret).at(at)


def switch_on(user: User) -> None:
    second_factor.begin(user)
    assert second_factor.confirm(user, code(user), at=AT)


def test_it_is_on_only_after_a_right_code(pan):
    second_factor.begin(pan)
    assert pan.totp_on_since is None
    assert not second_factor.confirm(pan, "000000", at=AT)
    assert pan.totp_on_since is None
    assert second_factor.confirm(pan, code(pan), at=AT)
    assert pan.totp_on_since == AT


def test_the_confirming_code_is_spent(pan):
    switch_on(pan)
    assert pan.totp_last_step == int(AT.timestamp()) // 30


def test_beginning_again_makes_another_secret(pan):
    second_factor.begin(pan)
    first = pan.totp_secret
    second_factor.begin(pan)
    assert pan.totp_secret != first


def test_one_that_is_on_is_not_begun_again(pan):
    switch_on(pan)
    with pytest.raises(DomainError, match="动态码已经打开了"):
        second_factor.begin(pan)


def test_nothing_is_confirmed_before_it_was_begun(pan):
    with pytest.raises(DomainError, match="请回“我的账号”重新开始"):
        second_factor.confirm(pan, "000000", at=AT)


def test_removing_forgets_the_secret(pan):
    switch_on(pan)
    second_factor.remove(pan, at=AT + timedelta(days=1))
    assert (pan.totp_on_since, pan.totp_secret, pan.totp_last_step) == (None, None, None)


def test_what_is_not_there_is_not_removed_on_the_record(pan):
    second_factor.remove(pan, at=AT)
    assert db.session.scalar(db.select(db.func.count(Record.id))) == 0


def test_an_administrator_removes_it_for_others_only(pan):
    switch_on(pan)
    with pytest.raises(DomainError, match="自己的动态码"):
        second_factor.reset(pan, by="pan", at=AT)
    second_factor.reset(pan, by="admin", at=AT)
    assert pan.totp_on_since is None
