"""Who may open what, over every route there is."""

import re

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from portal.access import PUBLIC
from portal.domain.accounts.roles import Permission
from tests.cast import Cast

# The only public pages that need a session: they begin one.
SIGNING_IN = {"staff_accounts.sign_in", "staff_accounts.sign_in_code"}

# Printed in QR codes, where capitals take less room.
IN_CAPITALS = {"/Q/<code>"}


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def mark(app: Flask, rule: Rule) -> object:
    return getattr(app.view_functions[rule.endpoint], "allowed", None)


def address(rule: Rule) -> str:
    """An address of the rule, with 1 for everything that varies, or the first of several words."""
    values = {
        name: 1 if isinstance(converter, IntegerConverter) else min(getattr(converter, "items", ["1"]))
        for name, converter in rule._converters.items()
    }
    return rule.build(values)[1]


def test_every_route_says_who_may_open_it(app: Flask):
    unmarked = [
        rule.endpoint for rule in rules(app) if mark(app, rule) is not PUBLIC and mark(app, rule) not in Permission
    ]
    assert not unmarked, f"mark with @allow(Permission…) or @public: {unmarked}"


def test_whatever_is_not_public_lies_below_staff_and_nothing_else_does(app: Flask):
    for rule in rules(app):
        inside = rule.rule == "/staff" or rule.rule.startswith("/staff/")
        assert inside or mark(app, rule) is PUBLIC, f"{rule.rule} asks for a permission outside /staff"
        assert not inside or mark(app, rule) is not PUBLIC or rule.endpoint in SIGNING_IN, f"{rule.rule} is open"


def test_addresses_are_kebab_case_and_their_numbers_typed(app: Flask):
    for rule in rules(app):
        plain = re.sub(r"<[^>]+>", "", rule.rule)
        assert re.fullmatch(r"[a-z0-9./-]*", plain) or rule.rule in IN_CAPITALS, f"{rule.rule}: small letters, dashes"
        for name in re.findall(r"<(\w+)>", rule.rule):
            assert not name.endswith("_id"), f"{rule.rule}: write <int:{name}>"


def test_nothing_writes_on_get(app: Flask):
    """An act is a POST of its own; pages that show a form and take it say both methods."""
    for rule in rules(app):
        assert rule.methods <= {"GET", "HEAD", "OPTIONS", "POST"}, f"{rule.rule}: {rule.methods}"


def test_signed_out_every_page_of_the_back_office_asks_to_sign_in(app: Flask, cast: Cast):
    client = app.test_client()
    asked = 0
    for rule in rules(app):
        if mark(app, rule) is PUBLIC or "GET" not in rule.methods:
            continue
        answer = client.get(address(rule))
        assert answer.status_code == 303, f"{rule.rule}: {answer.status_code}"
        assert answer.headers["Location"].startswith("/staff/sign-in?next="), rule.rule
        asked += 1
    assert asked > 10


def test_signed_out_no_act_of_the_back_office_is_done(app: Flask, cast: Cast):
    client = app.test_client()
    for rule in rules(app):
        if mark(app, rule) is not PUBLIC and "POST" in rule.methods:
            answer = client.post(address(rule))
            assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/sign-in"), rule.rule


@pytest.mark.parametrize("who", ["officer", "pan", "street", "leader", "cheng", "viewer"])
def test_signed_in_what_a_role_does_not_grant_is_closed(app: Flask, cast: Cast, who: str):
    client = app.test_client().sign_in(who)
    held = cast.users[who].permissions
    for rule in rules(app):
        if mark(app, rule) is PUBLIC or mark(app, rule) in held:
            continue
        for method in rule.methods & {"GET", "POST"}:
            assert client.open(address(rule), method=method).status_code == 403, f"{method} {rule.rule}"


def test_public_pages_begin_a_session_only_for_a_form(app: Flask, cast: Cast):
    """All others set no cookie and read none: they may be kept, and are quick."""
    client = app.test_client()
    for rule in rules(app):
        if mark(app, rule) is not PUBLIC or "GET" not in rule.methods or rule.endpoint in SIGNING_IN:
            continue
        answer = client.get(address(rule))
        began = any(cookie.startswith("linge=") for cookie in answer.headers.getlist("Set-Cookie"))
        assert not began or 'name="csrf_token"' in answer.text, f"{rule.rule} begins a session without a form"
        client = app.test_client() if began else client
