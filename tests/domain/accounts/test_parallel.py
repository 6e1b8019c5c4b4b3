"""What must hold when several requests come at the same moment, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pyotp
import pytest
from flask import Flask

from portal import clock
from portal.db import begin_write, db
from portal.domain.accounts import queries, services
from portal.domain.accounts.models import User
from portal.domain.accounts.offices import Office
from portal.domain.accounts.roles import Role
from portal.domain.errors import DomainError
from tests.cast import PASSWORD, Cast, fill
from tests.conftest import TODAY
from tests.pages import PageClient

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def town(both_apps: Flask) -> Cast:
    return fill(TODAY)


def guess(app: Flask, passwords: list[str]) -> list[int]:
    """The status of each sign-in as `pan`, all sent at once."""

    def send(password: str) -> int:
        return app.test_client().post("/staff/sign-in", data={"username": "pan", "password": password}).status_code

    with ThreadPoolExecutor(12) as pool:
        return list(pool.map(send, passwords))


def pan() -> User:
    db.session.expire_all()
    return db.session.scalars(db.select(User).filter_by(username="pan")).one()


def test_parallel_failures_count_exactly(both_apps: Flask, town: Cast):
    both_apps.config["SIGN_IN_TRIES"] = 20
    db.session.commit()
    assert set(guess(both_apps, ["wrong"] * 12)) == {422}
    assert (pan().failed_tries, pan().locked_until) == (12, None)


def test_no_more_guesses_are_answered_than_the_rule_allows(both_apps: Flask, town: Cast):
    both_apps.config["SIGN_IN_TRIES"] = 5
    db.session.commit()
    guess(both_apps, ["wrong"] * 12)
    assert pan().failed_tries == 5
    assert pan().locked_until is not None
    db.session.commit()
    assert guess(both_apps, [PASSWORD] * 3) == [422] * 3


def test_one_code_opens_one_session(both_apps: Flask, town: Cast):
    secret = pyotp.TOTP(pyotp.random_base32())
    user = pan()
    user.totp_secret, user.totp_on_since = secret.secret, AT
    db.session.commit()
    devices = [both_apps.test_client() for _ in range(4)]
    for device in devices:
        device.post("/staff/sign-in", data={"username": "pan", "password": PASSWORD})
    code = secret.at(clock.now())

    def send(device: PageClient) -> int:
        return device.post("/staff/sign-in/code", data={"code": code}).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(send, devices)) == [303, 422, 422, 422]


def test_two_administrators_cannot_close_each_other_at_once(both_apps: Flask, town: Cast):
    services.open_account("other", "另一位", Office(Role.ADMINISTRATOR), person_id=None, by="admin", at=AT)
    db.session.commit()
    ids = {user.username: user.id for user in db.session.scalars(db.select(User))}
    db.session.commit()

    def close(pair: tuple[str, str]) -> bool:
        who, by = pair
        with both_apps.app_context():
            begin_write()
            try:
                services.close_account(queries.find(ids[who]), by=by, at=AT)
                db.session.commit()
            except DomainError:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(close, [("admin", "other"), ("other", "admin")])) == [False, True]
