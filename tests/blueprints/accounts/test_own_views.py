"""One's own account."""

import html
import re

import pyotp
import pytest
from flask import Flask

from portal import clock
from portal.domain.accounts import passwords
from tests.cast import PASSWORD

NEW = "Tiger-2026-x"


@pytest.fixture
def pan(client, cast):
    client.post("/staff/sign-in", data={"username": "pan", "password": PASSWORD})
    return cast.users["pan"]


def change(client, **typed):
    return client.post("/staff/password", data={"current": PASSWORD, "new": NEW, "again": NEW, **typed})


def test_the_page_says_who_one_is_and_when_one_was_here(client, pan):
    page = client.get("/staff/me").text
    for words in ("潘一", "<dd>pan</dd>", "网格员", "登录了"):
        assert words in page


def test_a_strangers_failure_is_shown_to_the_owner(client, pan, app: Flask):
    app.test_client().post("/staff/sign-in", data={"username": "pan", "password": "x"})
    assert "没登上" in client.get("/staff/me").text


class TestPassword:
    def test_is_changed_and_other_devices_are_signed_out(self, client, pan, app: Flask):
        other = app.test_client()
        other.post("/staff/sign-in", data={"username": "pan", "password": PASSWORD})
        assert change(client).headers["Location"] == "/staff"
        assert passwords.matches(pan.password_hash, NEW)
        assert client.get("/staff/me").status_code == 200
        assert other.get("/staff/me").status_code == 303

    def test_frees_from_the_initial_one(self, client, pan):
        pan.must_change_password = True
        change(client)
        assert client.get("/staff/me").status_code == 200

    @pytest.mark.parametrize(
        ("typed", "field", "sentence"),
        [
            ({"new": "short", "again": "short"}, "new", "密码至少要 10 个字。"),
            ({"new": "", "again": ""}, "new", "请填写新密码。"),
            ({"again": "Tiger-2026-y"}, "again", "两次写的新密码不一样。"),
            ({"new": PASSWORD, "again": PASSWORD}, "new", "新密码和现在的密码一样，请换一个。"),
            ({"current": ""}, "current", "请填写现在的密码。"),
        ],
    )
    def test_a_problem_is_one_sentence_at_its_field(self, client, pan, typed, field, sentence):
        answer = change(client, **typed)
        assert answer.status_code == 422
        assert f'<p class="error" id="{field}-error">{sentence}' in answer.text
        assert passwords.matches(pan.password_hash, PASSWORD)

    def test_guessing_the_old_one_locks_the_account(self, client, pan):
        for _ in range(5):
            assert "现在的密码不对。" in change(client, current="wrong").text
        assert pan.locked_until is not None
        assert "现在的密码不对。" in change(client).text

    def test_nothing_typed_is_sent_back(self, client, pan):
        page = change(client, current="my-old-guess", new="my-new-guess").text
        assert "my-old-guess" not in page
        assert "my-new-guess" not in page


class TestSecondFactor:
    @pytest.fixture
    def secret(self, client, pan) -> pyotp.TOTP:
        assert client.post("/staff/me/second-factor").headers["Location"] == "/staff/me/second-factor"
        return pyotp.TOTP(pan.totp_secret)

    def test_the_secret_is_shown_as_a_picture_and_in_letters(self, client, secret):
        page = client.get("/staff/me/second-factor").text
        assert 'role="img"' in page
        shown = re.findall(r'<span class="nowrap">(\w{4})</span>', html.unescape(page))
        assert "".join(shown) == secret.secret

    def test_the_first_code_switches_it_on(self, client, pan, secret):
        answer = client.post("/staff/me/second-factor/confirmation", data={"code": secret.at(clock.now())})
        assert answer.headers["Location"] == "/staff/me"
        assert pan.totp_on_since is not None
        assert "已打开" in client.get("/staff/me").text

    def test_a_wrong_code_does_not(self, client, pan, secret):
        answer = client.post("/staff/me/second-factor/confirmation", data={"code": "000000"})
        assert answer.status_code == 422
        assert "动态码不对" in answer.text
        assert pan.totp_on_since is None

    def test_an_unconfirmed_secret_asks_for_nothing_at_sign_in(self, client, secret, app: Flask):
        answer = app.test_client().post("/staff/sign-in", data={"username": "pan", "password": PASSWORD})
        assert answer.headers["Location"] == "/staff"

    def test_once_on_the_secret_is_not_shown_again(self, client, pan, secret):
        pan.totp_on_since = clock.now()
        assert client.get("/staff/me/second-factor").headers["Location"] == "/staff/me"
        assert client.post("/staff/me/second-factor").status_code == 409

    def test_only_the_password_switches_it_off(self, client, pan, secret):
        pan.totp_on_since = clock.now()
        assert client.get("/staff/me/second-factor/removal").status_code == 200
        assert client.post("/staff/me/second-factor/removal", data={"current": "wrong"}).status_code == 422
        assert pan.totp_on_since is not None
        assert client.post("/staff/me/second-factor/removal", data={"current": PASSWORD}).status_code == 303
        assert pan.totp_secret is None


@pytest.mark.parametrize("path", ["/staff/me", "/staff/password", "/staff/me/second-factor/removal"])
def test_everybody_has_an_account_of_their_own(client, path):
    for who in ("admin", "officer", "stranger", "pan", "viewer"):
        assert client.sign_in(who).get(path).status_code == 200
