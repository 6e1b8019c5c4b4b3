"""Kept pages: good until something changes, never an error, never one visitor's page for another."""

import gzip

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from portal import page_cache
from portal.access import public
from portal.db import db
from portal.domain.grids.models import RegisterVersion
from portal.domain.grids.versions import Part, touch, versions
from portal.page_cache import PageCache, kept, recall


@pytest.fixture
def rendered(app: Flask) -> list[str]:
    """Adds views and lists which of them really ran."""
    ran: list[str] = []

    def view(name: str, answer):  # type: ignore[no-untyped-def]
        def run():
            ran.append(name)
            return answer()

        app.add_url_rule(f"/{name}", name, public(kept(run)))

    view("plain", lambda: "<h1>page</h1>")
    view("missing", lambda: ("<h1>nothing</h1>", 404))
    view("personal", lambda: f"<h1>{session.get('name', '')}</h1>")
    view("json", lambda: {"a": 1})
    return ran


@pytest.fixture
def visitor(app, cast, rendered):
    return FlaskClient(app)


def test_a_page_is_rendered_once(visitor, rendered):
    answers = [visitor.get("/plain") for _ in range(3)] + [visitor.head("/plain")]
    assert rendered == ["plain"]
    assert {answer.status_code for answer in answers} == {200}
    assert answers[0].data == answers[1].data == b"<h1>page</h1>"
    assert answers[0].headers.getlist("Vary") == answers[1].headers.getlist("Vary")


@pytest.mark.parametrize("name", ["missing", "personal", "json"])
def test_errors_pages_that_use_the_session_and_other_formats_are_not_kept(visitor, rendered, name):
    visitor.get(f"/{name}")
    visitor.get(f"/{name}")
    assert rendered == [name, name]


def test_a_kept_page_carries_the_same_headers_as_a_fresh_one(visitor):
    fresh, again = visitor.get("/plain"), visitor.get("/plain")
    assert sorted(fresh.headers.items()) == sorted(again.headers.items())
    assert "default-src 'self'" in again.headers["Content-Security-Policy"]


def test_flask_is_not_asked_for_a_kept_page(app, visitor, monkeypatch):
    visitor.get("/plain")
    monkeypatch.setattr(app.extensions["kept_pages"], "inside", lambda *_: pytest.fail("asked"))
    assert visitor.get("/plain").status_code == 200


def test_a_fragment_is_neither_kept_nor_answered_with_a_page(visitor, rendered):
    for _ in range(2):
        visitor.get("/plain", headers={"HX-Request": "true"})
    visitor.get("/plain")
    visitor.get("/plain", headers={"HX-Request": "true"})
    assert rendered == ["plain"] * 4


def test_every_showing_is_heard_of_and_nothing_else(app, cast):
    heard: list[str] = []

    def view(name: str):  # type: ignore[no-untyped-def]
        return {"page": "<h1>page</h1>", "gone": ("<h1>gone</h1>", 410)}.get(name, ("<h1>none</h1>", 404))

    app.add_url_rule("/v/<name>", "v", public(kept(view, visited=lambda config, request, name: heard.append(name))))
    visitor = FlaskClient(app)
    tag = visitor.get("/v/page").headers["ETag"]
    for name in ("page", "gone", "missing"):
        visitor.get(f"/v/{name}", headers={"If-None-Match": tag})
    visitor.post("/v/page")
    assert heard == ["page", "page", "gone"]


def test_when_the_database_is_gone_the_application_says_so(app, visitor, monkeypatch):
    def gone(*_args):
        raise OperationalError("SELECT 1", {}, Exception())

    visitor.get("/plain")
    monkeypatch.setattr(page_cache, "versions", gone)
    assert visitor.get("/plain").status_code == 503


def test_an_address_with_a_query_is_not_kept(visitor, rendered):
    visitor.get("/plain?a=1")
    visitor.get("/plain?a=1")
    assert rendered == ["plain", "plain"]


@pytest.mark.parametrize("part", list(Part))
def test_a_change_of_any_part_of_the_register_makes_it_old(visitor, rendered, part):
    visitor.get("/plain")
    touch(part)
    db.session.commit()
    visitor.get("/plain")
    assert rendered == ["plain", "plain"]


def test_it_is_good_for_one_day(visitor, rendered, monkeypatch):
    from datetime import date

    visitor.get("/plain")
    monkeypatch.setattr("portal.clock.today", lambda: date(2026, 11, 24))
    visitor.get("/plain")
    assert rendered == ["plain", "plain"]


def test_each_text_size_and_language_is_kept_by_itself(visitor, rendered):
    visitor.get("/plain")
    for name, value in (("text", "extra"), ("lang", "en"), ("lang", "xx"), ("lang", "zh")):
        visitor.set_cookie(name, value)
        visitor.get("/plain")
    assert rendered == ["plain"] * 3
    visitor.get("/plain")
    assert rendered == ["plain"] * 3


def test_it_is_sent_compressed_to_browsers_that_take_it(visitor):
    for _ in range(2):
        plain, packed = visitor.get("/plain"), visitor.get("/plain", headers={"Accept-Encoding": "gzip, deflate, br"})
        assert plain.headers.get("Content-Encoding") is None
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        refused = visitor.get("/plain", headers={"Accept-Encoding": "gzip;q=0, identity"})
        assert refused.headers.get("Content-Encoding") is None
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert "Cookie" in packed.headers["Vary"]


def test_a_browser_that_has_the_page_is_told_so_in_a_few_bytes(visitor):
    tag = visitor.get("/plain").headers["ETag"]
    again = visitor.get("/plain", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert visitor.get("/plain", headers={"If-None-Match": 'W/"other"'}).status_code == 200


def test_a_value_is_recalled_until_the_register_changes(app, cast):
    made = []
    with app.test_request_context("/"):
        assert [recall("n", lambda: made.append(1) or len(made)) for _ in range(3)] == [1, 1, 1]
        touch(Part.PLACES)
        db.session.commit()
        assert recall("n", lambda: made.append(1) or len(made)) == 2


def test_a_value_made_while_the_register_changes_is_not_taken_for_a_new_one(app, cast):
    with app.test_request_context("/"):
        versions()  # from here on this request sees the register as it is now
        with db.engine.begin() as somebody_else:
            somebody_else.execute(db.update(RegisterVersion).values(number=RegisterVersion.number + 1))
        assert recall("n", lambda: "as it was") == "as it was"
        db.session.rollback()
        assert recall("n", lambda: "as it is") == "as it is"


def test_the_least_recently_asked_for_goes_when_the_bytes_run_out():
    cache = PageCache(most_bytes=10)
    cache.keep("a", 1, b"aaaa", 4)
    cache.keep("b", 1, b"bbbb", 4)
    assert cache.get("a", 1) == b"aaaa"
    cache.keep("c", 1, b"cccc", 4)
    assert cache.get("b", 1) is None
    assert cache.get("a", 1) == b"aaaa"
    assert cache.bytes == 8


def test_a_new_version_replaces_the_old_one():
    cache = PageCache(most_bytes=10)
    cache.keep("a", 1, b"old", 3)
    cache.keep("a", 2, b"new", 3)
    assert cache.get("a", 1) is None
    assert cache.bytes == 3


def test_a_page_larger_than_everything_is_not_kept():
    cache = PageCache(most_bytes=2)
    cache.keep("a", 1, b"aaa", 3)
    assert cache.get("a", 1) is None
    assert cache.bytes == 0
    assert page_cache.MOST_BYTES == 16 * 1024 * 1024
