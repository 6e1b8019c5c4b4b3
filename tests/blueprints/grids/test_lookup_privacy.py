"""Nothing personal that is typed along with an address is stored or logged anywhere."""

import logging
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.db import db
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("cast_index")
NAME, PHONE, IDENTITY, ROOM = "欧阳静娴", "13800138000", "370203199001011234", "1907"
TYPED = (
    f"明亮花园3号楼2单元{ROOM}室 {NAME} {PHONE}",
    f"幸福里18号楼 {NAME} 电话{PHONE} 身份证{IDENTITY}",
    f"我叫{NAME}，住红楼2单元{ROOM}，手机 {PHONE[:3]}-{PHONE[3:7]}-{PHONE[7:]}",
)


@pytest.fixture
def everything_asked(client: FlaskClient, cast: Cast, caplog: pytest.LogCaptureFixture) -> str:
    """All logs of a day on which people typed too much, in every way there is."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("sqlalchemy.engine").setLevel(logging.NOTSET)
    for words in TYPED:
        client.get("/lookup", query_string={"q": words})
        client.get("/lookup", query_string={"q": words}, headers={"HX-Request": "true"})
        client.get("/api/lookup", query_string={"q": words})
        client.post("/api/lookup", json={"q": words})
        client.get("/lookup/unmatched", query_string={"address": words})
        client.post("/lookup/unmatched", data={"address": words, "landmark": words})
        client.post("/lookup/unmatched", data={"address": words, "community": "x"})
    db.session.commit()
    return caplog.text


def test_no_file_of_the_portal_holds_it(app: Flask, everything_asked: str):
    files = [path for path in Path(app.config["INSTANCE"]).rglob("*") if path.is_file()]
    assert any(path.name == "linge.sqlite" for path in files)
    assert any(path.suffix == ".index" for path in files)
    for path in files:
        content = path.read_bytes()
        for personal in (NAME, PHONE, IDENTITY, ROOM):
            assert personal.encode() not in content, f"{personal} in {path.name}"
            assert personal.encode("utf-16-le") not in content


def test_no_log_holds_it(everything_asked: str):
    for personal in (NAME, PHONE, IDENTITY):
        assert personal not in everything_asked


def test_what_helps_to_find_the_place_was_kept(everything_asked: str):
    kept = set(db.session.scalars(db.text("SELECT address FROM unmatched_addresses")))
    assert kept == {"明亮花园3号楼2单元", "幸福里18号楼", "红楼2单元"}


def test_no_answer_gives_it_to_the_next_page(client: FlaskClient):
    """The way from a choice to the report, and every link of a result, leads on without what was typed."""
    for words in TYPED:
        said = client.get("/lookup", query_string={"q": words}).get_data(as_text=True)
        links = [part.split('"')[0] for part in said.split('href="')[1:]]
        assert not any(personal in link for link in links for personal in (NAME, PHONE, IDENTITY, ROOM))


def test_a_database_error_is_logged_without_what_was_typed(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
):
    app.config["SHOW_500"] = True
    with db.engine.begin() as connection:
        connection.execute(
            db.text("CREATE TRIGGER no BEFORE INSERT ON unmatched_addresses BEGIN SELECT RAISE(ABORT, 'no'); END")
        )
    answer = client.post("/lookup/unmatched", data={"address": f"幸福里18号楼 {NAME}"})
    assert answer.status_code == 500
    assert "IntegrityError" in caplog.text
    assert "幸福里" not in caplog.text


def test_any_error_is_logged_with_its_place_but_without_its_words(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    def fail(words: str) -> None:
        raise ValueError(f"no idea what {words} is")

    app.config["SHOW_500"] = True
    monkeypatch.setattr("portal.blueprints.grids.lookup_views.look_up", fail)
    assert client.get("/lookup?q=幸福里18号楼").status_code == 500
    assert "ValueError at grids.lookup" in caplog.text
    assert "in fail" in caplog.text
    assert "幸福里" not in caplog.text
