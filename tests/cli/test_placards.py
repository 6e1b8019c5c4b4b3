"""`flask placards` and `flask worker` at the command line."""

from pathlib import Path

import pypdfium2
import pytest

from portal.db import db
from portal.domain.health.models import Heartbeat
from portal.domain.placards.models import Placard
from tests.conftest import TODAY


@pytest.fixture
def run(app, cast):
    """`run("placards", "make", …)` gives exit code and output."""
    runner = app.test_cli_runner()

    def command(*words: str):
        db.session.rollback()
        result = runner.invoke(args=list(words))
        db.session.expire_all()
        return result.exit_code, result.output

    return command


def count() -> int:
    return db.session.scalar(db.select(db.func.count(Placard.id)))


def test_placards_are_made_for_a_grid_and_for_the_town(run, cast):
    assert run("placards", "make", "--grid", cast.l1.code) == (0, "3 made\n")
    assert run("placards", "make", "--town") == (0, "4 made\n")
    assert run("placards", "make", "--town") == (0, "0 made\n")
    assert run("placards", "make", "--grid", cast.l2.code, "--per-entrance") == (0, "2 made\n")


@pytest.mark.parametrize(("sheet_format", "counts_as_printed"), [("a4", True), ("a5", True), ("cards", False)])
def test_a_grid_is_printed_to_a_file(run, cast, tmp_path: Path, sheet_format, counts_as_printed):
    run("placards", "make", "--grid", cast.l1.code)
    out = tmp_path / "new" / "grid.pdf"
    code, said = run("placards", "print", "--grid", cast.l1.code, "--format", sheet_format, "--out", str(out))
    assert (code, said) == (0, f"3 pages in {out}\n")
    assert len(pypdfium2.PdfDocument(out)) == 3
    assert [path.name for path in out.parent.iterdir()] == ["grid.pdf"]
    printed = {placard.printed_on for placard in db.session.scalars(db.select(Placard))}
    assert printed == ({TODAY} if counts_as_printed else {None})


def test_a_building_and_the_town_are_printed(run, cast, tmp_path: Path):
    run("placards", "make", "--town")
    out = str(tmp_path / "a.pdf")
    assert run("placards", "print", "--building", cast.bright5.code, "--out", out)[1].startswith("1 pages")
    assert run("placards", "print", "--town", "--out", out)[1].startswith("7 pages")


def test_what_does_not_exist_is_a_line_not_a_traceback(run, cast, tmp_path: Path):
    out = str(tmp_path / "a.pdf")
    for words in (
        ("make", "--grid", "nowhere"),
        ("print", "--grid", "nowhere", "--out", out),
        ("print", "--building", "nowhere", "--out", out),
        ("print", "--town", "--out", out),
    ):
        code, said = run("placards", *words)
        assert code == 1
        assert said.startswith("Error: ")
    assert not Path(out).exists()


@pytest.mark.parametrize("where", [(), ("--town", "--grid", "1")])
def test_where_is_said_exactly_once(run, where, tmp_path: Path):
    assert run("placards", "make", *where)[0] == 2
    assert run("placards", "print", *where, "--out", str(tmp_path / "a.pdf"))[0] == 2
    assert count() == 0


def test_a_worker_can_do_what_is_due_and_end(run):
    assert run("worker", "--once") == (0, "")
    assert db.session.scalar(db.select(db.func.count(Heartbeat.worker))) == 1
