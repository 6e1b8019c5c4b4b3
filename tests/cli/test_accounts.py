"""`flask make-administrator` opens the portal to its first administrator."""

import re

import pytest

from portal.cli.accounts import make_administrator
from portal.db import db
from portal.domain.accounts import passwords
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from tests.cast import cheap_hashes


@pytest.fixture
def run(app, monkeypatch):
    cheap_hashes(monkeypatch)

    def run(name: str, typed: str = ""):
        db.session.rollback()
        return app.test_cli_runner().invoke(make_administrator, [name], input=typed)

    return run


@pytest.fixture
def ask(run, monkeypatch):
    """As at a terminal: answers are typed to the prompts."""
    monkeypatch.setattr("portal.cli.accounts._is_terminal", lambda: True)
    return run


def account(username: str) -> User:
    return db.session.scalars(db.select(User).filter_by(username=username)).one()


def test_without_a_terminal_it_makes_up_a_password_and_prints_it(run):
    answer = run("Wang-Li")
    assert answer.exit_code == 0, answer.output
    password = re.search(r"^Initial password: (\S+)$", answer.output, re.M)[1]
    assert passwords.matches(account("wang-li").password_hash, password)
    assert account("wang-li").must_change_password
    assert Permission.STAFF_EDIT in account("wang-li").permissions


def test_a_chosen_password_is_asked_for_twice_and_not_printed(ask):
    answer = ask("wang-li", "Tiger-2026-x\nTiger-2026-x\n")
    assert answer.exit_code == 0, answer.output
    assert "Tiger-2026-x" not in answer.output
    assert passwords.matches(account("wang-li").password_hash, "Tiger-2026-x")


def test_a_poor_or_mistyped_password_is_asked_for_again(ask):
    answer = ask("wang-li", "short\nTiger-2026-x\nTiger-2026-y\nTiger-2026-z\nTiger-2026-z\n")
    assert "密码至少要 10 个字。" in answer.output
    assert "The two were different." in answer.output
    assert passwords.matches(account("wang-li").password_hash, "Tiger-2026-z")


def test_an_empty_answer_makes_one_up(ask):
    assert "Initial password: " in ask("wang-li", "\n").output


def test_it_lets_a_forgotten_administrator_in_again(run, cast):
    password = re.search(r"Initial password: (\S+)", run("admin").output)[1]
    db.session.expire_all()
    assert passwords.matches(account("admin").password_hash, password)


@pytest.mark.parametrize("name", ["王莉", "ab", "x-", "a b c"])
def test_an_impossible_name_is_refused(run, name):
    answer = run(name)
    assert answer.exit_code == 2
    assert "3 to 40 letters" in answer.output
