"""A thousand guesses find nothing and lock nobody out."""

import threading

import pytest
from flask import Flask

from portal.blueprints.service_requests import tries
from portal.blueprints.service_requests.tries import (
    AT_ONE_NUMBER,
    AT_ONE_NUMBER_IN,
    FROM_EVERYWHERE,
    FROM_ONE_ADDRESS,
    begin_try,
)
from portal.db import db
from tests.blueprints.service_requests.following import resident_of

HOME, THIEF = "192.0.2.7", "198.51.100.9"


@pytest.fixture
def resident(app, cast, monkeypatch):
    return resident_of(app, cast, monkeypatch)


@pytest.fixture
def filed(resident):
    return resident.town.file()


@pytest.fixture
def number(filed) -> str:
    return filed.request.number


def test_of_one_address_at_one_number_few_are_heard(resident, filed, number):
    answers = [resident.try_it(number, "WRONG1", address=THIEF).status_code for _ in range(AT_ONE_NUMBER + 3)]
    assert answers == [422] * AT_ONE_NUMBER + [429] * 3


def test_the_right_code_from_there_is_not_heard_either(resident, filed, number):
    for _ in range(AT_ONE_NUMBER):
        resident.try_it(number, "WRONG1", address=THIEF)
    answer = resident.try_it(number, filed.code, address=THIEF)
    assert answer.status_code == 429
    assert "请过 15 分钟再试" in answer.text


def test_the_owner_elsewhere_gets_in_at_once(resident, filed, number):
    for _ in range(40):
        resident.try_it(number, "WRONG1", address=THIEF)
    assert resident.try_it(number, filed.code, address=HOME).status_code == 303


def test_the_wait_is_a_quarter_of_an_hour(resident, filed, number, monkeypatch):
    for _ in range(AT_ONE_NUMBER + 1):
        resident.try_it(number, "WRONG1", address=HOME)
    assert resident.try_it(number, filed.code, address=HOME).status_code == 429
    now = tries_clock()
    monkeypatch.setattr("portal.rates.time.time", lambda: now + AT_ONE_NUMBER_IN + 1)
    assert resident.try_it(number, filed.code, address=HOME).status_code == 303


def test_right_ones_do_not_count(resident, filed, number):
    for _ in range(AT_ONE_NUMBER * 3):
        assert resident.try_it(number, filed.code, address=HOME).status_code == 303


def test_one_address_at_many_numbers_is_slowed(resident, filed, number):
    heard = [resident.try_it(f"2611{n:06}", "WRONG1", address=THIEF).status_code for n in range(FROM_ONE_ADDRESS + 5)]
    # Junk shares one number; real ones are counted one by one.
    assert heard.count(422) == AT_ONE_NUMBER
    real = [resident.town.file().request.number for _ in range(13)]
    heard = [resident.try_it(one, "WRONG1", address=THIEF).status_code for one in real for _ in range(AT_ONE_NUMBER)]
    assert heard.count(422) == FROM_ONE_ADDRESS - AT_ONE_NUMBER
    assert resident.try_it(number, filed.code, address=HOME).status_code == 303


def test_a_thousand_guesses_from_everywhere_find_nothing_and_the_owner_gets_in(resident, filed, number):
    heard = 0
    for n in range(1000):
        answer = resident.try_it(number, f"{n:06}", address=f"203.0.{n // 250}.{n % 250 + 1}")
        assert answer.status_code in (422, 429)
        heard += answer.status_code == 422
    assert heard <= 1000
    assert resident.page().status_code == 303
    assert resident.try_it(number, filed.code, address=HOME).status_code == 303


def test_when_many_guess_each_address_has_one_try_left(resident, number):
    for n in range(FROM_EVERYWHERE):
        resident.try_it(number, "WRONG1", address=f"203.0.113.{n + 1}")
    answers = [resident.try_it(number, "WRONG1", address=THIEF).status_code for _ in range(3)]
    assert answers == [422, 429, 429]


def test_guesses_at_one_moment_get_no_more_answers_than_one_after_the_other(app: Flask, filed, number):
    """Many side by side: each counted before it is compared."""
    db.session.commit()
    heard: list[bool] = []
    start = threading.Barrier(24)

    def guess() -> None:
        with app.test_request_context("/track", environ_base={"REMOTE_ADDR": THIEF}):
            start.wait(10)
            heard.append(begin_try(number).heard)

    threads = [threading.Thread(target=guess) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(heard) == 24
    assert heard.count(True) == AT_ONE_NUMBER


def test_unknown_numbers_are_slowed_alike(resident, filed):
    unknown = "26112399991"
    answers = [resident.try_it(unknown, "WRONG1", address=THIEF).status_code for _ in range(AT_ONE_NUMBER + 1)]
    assert answers == [422] * AT_ONE_NUMBER + [429]


def test_neither_addresses_nor_numbers_stand_in_the_counters(resident, filed, number):
    resident.try_it(number, "WRONG1", address=THIEF)
    keys = [row[0] for row in tries._storage().connection.execute("SELECT key FROM rates")]
    assert any(key.startswith("track:pair:") for key in keys)
    for key in keys:
        if key.startswith("track:"):
            assert number not in key
            assert THIEF not in key


def tries_clock() -> float:
    import time

    return time.time()
