"""Signing in and out, as a browser does it."""

from datetime import datetime, timedelta

import pyotp
import pytest
from flask import Flask

from portal import clock
from portal.access import LONGEST_SESSION
from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.passwords import OF_THE_DEMO, hashed
from tests.cast import PASSWORD

REFUSED = "用户名或密码不对。"
NOW = clock.now()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch):
    """`at(minutes=31)`: the clock shows that long after the start of the test."""

    def move(**later: float) -> datetime:
        monkeypatch.setattr("portal.clock.now", lambda: NOW + timedelta(**later))
        return NOW + timedelta(**later)

    move()
    return move


def send(client, username="pan", password=PASSWORD, **query):
    return client.post("/staff/sign-in", data={"username": username, "password": password}, query_string=query)


def shown_as(client) -> str:
    """The user name on the page of one's own account, or where one is sent instead."""
    answer = client.get("/staff/me")
    return "pan" if "<dd>pan</dd>" in answer.text else answer.headers["Location"]


def test_the_page_works_on_a_phone_without_scripts(client):
    page = client.get("/staff/sign-in").text
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "htmx" not in page


def test_the_right_password_leads_to_today(client):
    answer = send(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff")
    assert shown_as(client) == "pan"


def test_a_wrong_one_gets_the_same_sentence_for_every_reason(client, cast):
    cast.users["viewer"].disabled = True
    for _ in range(5):
        send(client, "officer", "wrong")
    pages = {send(client, username, password).text.replace(username, "…") for username, password in (
        ("pan", "wrong"), ("nobody", "wrong"), ("viewer", PASSWORD), ("officer", PASSWORD),
    )}  # fmt: skip
    pages = {page.partition("<main")[2].partition('name="csrf_token"')[0] for page in pages}
    assert len(pages) == 1
    assert REFUSED in pages.pop()


def test_the_typed_name_is_kept_and_the_password_is_not(client):
    answer = send(client, "pan", "my wrong guess")
    assert answer.status_code == 422
    assert 'value="pan"' in answer.text
    assert "my wrong guess" not in answer.text


def test_empty_fields_are_named(client):
    answer = send(client, "", "")
    assert answer.status_code == 422
    assert "请填写用户名。" in answer.text
    assert "请填写密码。" in answer.text


@pytest.mark.parametrize("junk", ["\x00", "\u202e", "😀" * 50, "'; drop table users --"])
def test_junk_is_a_wrong_password(client, junk):
    assert REFUSED in send(client, junk, junk).text


def test_failures_are_kept_although_the_answer_is_an_error(client, cast):
    send(client, password="wrong")
    assert cast.users["pan"].failed_tries == 1


class TestWhereOneWasGoing:
    def test_one_is_taken_back_there(self, client):
        asked = client.get("/staff/people?search=潘")
        assert asked.status_code == 303
        answer = client.post(asked.headers["Location"], data={"username": "admin", "password": PASSWORD})
        assert answer.headers["Location"] == "/staff/people?search=%E6%BD%98"

    @pytest.mark.parametrize(
        "elsewhere",
        ["https://evil.example", "//evil.example", "/\\evil.example", "/", "/staff\r\nX: y", "javascript:alert(1)"],
    )
    def test_never_off_the_back_office(self, client, elsewhere):
        assert send(client, next=elsewhere).headers["Location"] == "/staff"

    def test_somebody_signed_in_does_not_see_the_page_again(self, client):
        send(client)
        assert client.get("/staff/sign-in?next=/staff/me").headers["Location"] == "/staff/me"


class TestSession:
    def test_nothing_of_the_session_before_is_kept(self, client):
        with client.session_transaction() as session:
            session["planted"] = "by somebody else"
        send(client)
        with client.session_transaction() as session:
            assert "planted" not in session

    def test_it_ends_after_the_idle_limit(self, client, at):
        send(client)
        at(minutes=30)
        assert shown_as(client) == "pan"
        at(minutes=60, seconds=1)
        assert shown_as(client) == "/staff/sign-in?next=/staff/me"
        at(minutes=60, seconds=2)
        assert shown_as(client) == "/staff/sign-in?next=/staff/me"

    def test_the_time_before_the_first_page_counts_too(self, client, at):
        send(client)
        at(minutes=31)
        assert shown_as(client) == "/staff/sign-in?next=/staff/me"

    def test_it_ends_after_a_day_at_work_however_busy(self, client, at):
        send(client)
        for minutes in range(0, LONGEST_SESSION // 60, 20):
            at(minutes=minutes)
            assert shown_as(client) == "pan"
        at(seconds=LONGEST_SESSION + 1)
        assert shown_as(client) == "/staff/sign-in?next=/staff/me"

    def test_signing_out_forgets_everything(self, client):
        send(client)
        assert client.post("/staff/sign-out").headers["Location"] == "/staff/sign-in"
        assert shown_as(client) == "/staff/sign-in?next=/staff/me"

    def test_a_closed_account_is_out_at_once(self, client, cast):
        send(client)
        cast.users["pan"].disabled = True
        assert shown_as(client) == "/staff/sign-in?next=/staff/me"

    def test_a_fragment_makes_the_browser_load_the_sign_in_page(self, client):
        answer = client.get("/staff/people", headers={"HX-Request": "true"})
        assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/staff/sign-in")


class TestSecondFactor:
    @pytest.fixture
    def secret(self, cast, at) -> pyotp.TOTP:
        pan = cast.users["pan"]
        pan.totp_secret, pan.totp_on_since = pyotp.random_base32(), NOW
        return pyotp.TOTP(pan.totp_secret)

    def test_the_password_leads_to_the_code_and_no_further(self, client, secret):
        answer = send(client, next="/staff/me")
        assert answer.headers["Location"] == "/staff/sign-in/code?next=/staff/me"
        assert shown_as(client) == "/staff/sign-in?next=/staff/me"
        assert 'inputmode="numeric"' in client.get("/staff/sign-in/code").text

    def test_the_code_completes_the_sign_in(self, client, secret):
        send(client)
        answer = client.post("/staff/sign-in/code?next=/staff/me", data={"code": secret.at(NOW)})
        assert answer.headers["Location"] == "/staff/me"
        assert shown_as(client) == "pan"

    def test_a_wrong_code_is_counted(self, client, secret, cast):
        send(client)
        answer = client.post("/staff/sign-in/code", data={"code": "000000"})
        assert answer.status_code == 422
        assert "动态码不对，或者已经用过。" in answer.text
        assert cast.users["pan"].failed_tries == 1

    def test_a_spent_code_is_refused_on_another_device(self, client, secret, app: Flask):
        other = app.test_client()
        for device in (client, other):
            send(device)
        client.post("/staff/sign-in/code", data={"code": secret.at(NOW)})
        assert other.post("/staff/sign-in/code", data={"code": secret.at(NOW)}).status_code == 422

    def test_after_five_minutes_one_begins_again(self, client, secret, at):
        send(client)
        moment = at(minutes=5, seconds=1)
        answer = client.post("/staff/sign-in/code", data={"code": secret.at(moment)})
        assert answer.headers["Location"] == "/staff/sign-in"
        assert shown_as(client) == "/staff/sign-in?next=/staff/me"

    def test_a_password_changed_meanwhile_ends_the_waiting(self, client, secret, cast):
        send(client)
        cast.users["pan"].session_key = "another"
        assert client.get("/staff/sign-in/code").headers["Location"] == "/staff/sign-in"

    def test_without_a_password_there_is_no_code_page(self, client):
        assert client.get("/staff/sign-in/code").headers["Location"] == "/staff/sign-in"


def test_one_address_may_not_try_for_ever(client, app: Flask):
    statuses = [send(client, f"nobody{number}", "x").status_code for number in range(31)]
    assert statuses == [422] * 30 + [429]
    assert send(client).status_code == 429
    assert client.get("/staff/sign-in").status_code == 200


@pytest.mark.parametrize("typed", [OF_THE_DEMO, OF_THE_DEMO.replace("2026", "２０２６")])
def test_the_password_of_the_demo_opens_nothing_in_production(client, app: Flask, cast, typed):
    cast.users["pan"].password_hash = hashed(OF_THE_DEMO)
    db.session.commit()
    app.config["MODE"] = "production"
    answer = send(client, password=typed)
    assert answer.status_code == 422
    assert "这是演示用的密码" in answer.text
    app.config["MODE"] = "demo"
    assert send(client, password=typed).status_code == 303


def test_a_whole_office_may_sign_in_from_one_address(app: Flask, client):
    assert {send(app.test_client()).status_code for _ in range(35)} == {303}


def test_the_first_page_after_an_initial_password_is_the_change_of_it(client, cast):
    cast.users["pan"].must_change_password = True
    send(client)
    assert client.get("/staff/me").headers["Location"] == "/staff/password"
    page = client.get("/staff/password")
    assert "您现在用的是初始密码" in page.text
    assert client.post("/staff/sign-out").status_code == 303


def test_the_session_key_is_asked_at_every_request(client, cast):
    send(client)
    user = db.session.scalars(db.select(User).filter_by(username="pan")).one()
    user.session_key = "another"
    assert shown_as(client) == "/staff/sign-in?next=/staff/me"
