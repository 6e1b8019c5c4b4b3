"""Junk into every route and every form, on both databases: a clear answer, nothing half-done, never a 500."""

import io
import itertools
from html.parser import HTMLParser

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import Rule, UnicodeConverter

from portal.db import db
from portal.domain.grids.models import Building
from tests.cast import Cast, fill
from tests.conftest import TODAY
from tests.pages import PageClient

BOMB = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
JUNK = {
    "null byte": "明亮\x00花园",
    "control characters": "a\x01b\x1f\x7fc\x0b",
    "right-to-left mark": "\u202e\u200f号楼3",
    "emoji": "🏠👵🏽\U0001f9d1\u200d🦽",
    "lone surrogate": "\ud800",
    "markup": "<script>alert(1)</script>'\"--{{7*7}}",
    "number out of range": "99999999999999999999",
    "negative": "-1",
    "blank": "   \u3000",
    "newlines": "a\r\nSet-Cookie: x=1\n\tb",
}
HUGE = "楼" * (1024 * 1024)
# What a database may refuse by itself; everything else is answered before one is asked.
FOR_DATABASES = ("null byte", "number out of range", "lone surrogate")


class _Forms(HTMLParser):
    """The forms of a page: where they go, how, and the fields with what they hold."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, str, dict[str, str], set[str]]] = []

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in pairs}
        if tag == "form":
            self.forms.append((attributes.get("action", ""), attributes.get("method", "get").lower(), {}, set()))
        name = attributes.get("name")
        if self.forms and name and tag in ("input", "textarea", "select", "button"):
            if attributes.get("type") == "file":
                self.forms[-1][3].add(name)
            else:
                self.forms[-1][2].setdefault(name, attributes.get("value", ""))


@pytest.fixture
def town(both_apps: Flask) -> tuple[Flask, Cast]:
    both_apps.config["SHOW_500"] = True
    both_apps.config["MAX_CONTENT_LENGTH"] = 2 * 1024 * 1024
    return both_apps, fill(TODAY)


def address(rule: Rule, filling: str | int) -> str | None:
    """A URL of the rule with `filling` wherever it takes text, and a plain number wherever it takes one."""
    values = {}
    for name, converter in rule._converters.items():
        number = not isinstance(converter, UnicodeConverter)
        values[name] = (filling if isinstance(filling, int) else 1) if number else str(filling)
    try:
        built = rule.build(values)
    except Exception:
        return None
    return built[1] if built else None


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def addresses(app: Flask, fillings: list[str | int]) -> list[str]:
    """Every URL of the portal with each filling, once; signing out is left alone."""
    built = (address(rule, filling) for rule in rules(app) for filling in fillings)
    return sorted({url for url in built if url and "\ud800" not in url and "sign-out" not in url})


@pytest.mark.parametrize("who", [None, "admin", "pan"])
def test_no_address_breaks_a_page(town, who):
    app, _ = town
    client = app.test_client()
    if who:
        client.sign_in(who)
    junk = JUNK.values() if db.engine.name == "sqlite" else [JUNK[kind] for kind in FOR_DATABASES]
    for url in addresses(app, [1, 2**31, 2**63, *junk, "A" * 5000]):
        if url != "/readyz":
            answer = client.get(url, query_string={"q": "\x00🏠", "code": "\x00", "page": "9" * 30})
            assert answer.status_code < 500, f"{url!r} as {who}"


def test_wrong_methods_get_a_page_that_says_so(town):
    app, _ = town
    client = app.test_client()
    client.sign_in("admin")
    taken: dict[str, set[str]] = {}
    for rule in rules(app):
        taken.setdefault(address(rule, 1) or "", set()).update(rule.methods or ())
    for url, methods in taken.items():
        for method in {"POST", "PUT", "DELETE"} - methods:
            answer = client.open(url, method=method)
            assert answer.status_code in (400, 404, 405), f"{method} {url}: {answer.status_code}"


def test_no_form_breaks_over_what_is_typed(town):
    """Each form with each kind of junk in all its fields at once, and each field alone with one kind in turn."""
    app, cast = town
    client = app.test_client()
    client.sign_in("admin")
    junk_here = {**JUNK, "lone surrogate": "%ED%A0%80"}
    if db.engine.name == "postgresql":
        junk_here = {kind: junk_here[kind] for kind in FOR_DATABASES}
    kinds = itertools.cycle(junk_here.items())
    tried = 0
    for page, (action, method, fields, files) in list(_all_forms(app, client, cast)):
        named = [name for name in fields if name != "csrf_token"]
        attempts = [
            (kind, {**fields, **dict.fromkeys(named, junk)}) for kind, junk in itertools.islice(kinds, len(junk_here))
        ]
        attempts += [(kind, {**fields, name: junk}) for name, (kind, junk) in zip(named, kinds, strict=False)]
        if method == "post" and db.engine.name == "sqlite":
            attempts.append(("huge", {**fields, **dict.fromkeys(named[:1], HUGE)}))
        for kind, filled in attempts:
            answer = _send(client, action, method, filled, files)
            tried += 1
            assert answer.status_code < 500, f"{method} {action} from {page}, {kind}: {answer.status_code}"
        client.sign_in("admin")
    assert tried > 100, "hardly any forms were found: the test has lost its way"


def _send(client: PageClient, action: str, method: str, filled: dict[str, str], files: set[str]):
    if method == "get":
        return client.get(action, query_string=filled)
    uploads = {name: (io.BytesIO(BOMB), "a.png") for name in files}
    return client.post(action, data={**filled, **uploads}, content_type="multipart/form-data" if files else None)


def _all_forms(app: Flask, client: PageClient, cast: Cast):
    """Each distinct form reachable with GET, filled with what it shows."""
    seen = set()
    for rule in rules(app):
        if "GET" not in (rule.methods or set()):
            continue
        for filling in (1, cast.l1.code, cast.bright1.code):
            url = address(rule, filling)
            if url is None:
                continue
            answer = client.get(url)
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            parser = _Forms()
            parser.feed(answer.get_data(as_text=True))
            for form in parser.forms:
                key = (form[0], tuple(sorted(form[2])))
                if form[0] and key not in seen and "sign-out" not in form[0]:
                    seen.add(key)
                    yield url, form


def test_files_that_are_not_what_they_say_are_refused(town):
    app, cast = town
    client = app.test_client()
    client.sign_in("admin")
    buildings = db.session.scalar(select(func.count(Building.id)))
    contents = {
        "empty": b"",
        "html as photo": b"<html><script>alert(1)</script></html>",
        "zip": b"PK\x03\x04" + b"\x00" * 200,
        "cut png": BOMB,
        "gif header": b"GIF89a" + b"\xff" * 40,
        "utf-16 table": "grid_code,grid_name\n1,2\n".encode("utf-16"),
        "binary": bytes(range(256)) * 40,
    }
    tried = 0
    for page, (action, method, fields, files) in _all_forms(app, client, cast):
        for name, content in contents.items():
            if not files or method != "post":
                continue
            sent = {**fields, **{field: (io.BytesIO(content), "photo.jpg") for field in files}}
            answer = client.post(action, data=sent, content_type="multipart/form-data")
            tried += 1
            assert 400 <= answer.status_code < 500 or answer.status_code == 303, f"{page}: {name} {answer.status_code}"
            # The import answers every file with its report; that nothing was written is asked below.
            assert answer.status_code != 303 or name == "empty" or "/import" in action, f"{action} took {name}"
    assert tried, "no upload form was found"
    assert db.session.scalar(select(func.count(Building.id))) == buildings
