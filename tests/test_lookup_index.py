"""The lookup index: made once, shared by processes, made anew when the register changes, without a restart."""

import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal import lookup_index
from portal.config import ROOT
from portal.db import db
from portal.domain.grids.lookup import BuildingRow, Decision, GridRow, Index
from portal.domain.grids.models import PlaceAlias
from portal.domain.grids.versions import Part, touch
from portal.lookup_index import catch_up, look_up, shared_index
from tests.cast import Cast, fill
from tests.conftest import TODAY

MOMENT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def files(app: Flask) -> list[Path]:
    return sorted(Path(app.config["INSTANCE"]).glob("lookup-*.index"))


def name(cast: Cast, alias: str) -> None:
    db.session.add(
        PlaceAlias(building_id=cast.bright1.id, alias=alias, whole_estate=False, added_at=MOMENT, added_by="莲干事")
    )
    touch(Part.PLACES)
    db.session.commit()


@pytest.fixture(autouse=True)
def _no_thread_outlives_its_test() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        thread.join(10)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Making an index waits for this event; lookups wait for it only a little."""
    go = threading.Event()
    write = lookup_index._written

    def wait_and_write(*args: object) -> object:
        go.wait(10)
        return write(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(lookup_index, "_written", wait_and_write)
    monkeypatch.setattr(lookup_index, "BRIEFLY", 0.05)
    yield go
    go.set()


def test_a_change_of_the_register_is_answered_without_a_restart(cast: Cast):
    assert look_up("红楼").decision is Decision.NONE
    name(cast, "红楼")
    assert look_up("红楼").candidates[0].building_code == "B0001"


def test_the_same_holds_on_both_databases(both_apps: Flask):
    cast = fill(TODAY)
    assert look_up("红楼").decision is Decision.NONE
    name(cast, "红楼")
    assert look_up("红楼2单元").candidates[0].building_code == "B0001"


def test_nothing_is_made_anew_while_nothing_changes(app: Flask, cast: Cast):
    look_up("红楼")
    (before,) = files(app)
    touch(Part.CONTACTS)
    db.session.commit()
    look_up("红楼")
    assert files(app) == [before]


def test_a_new_day_has_its_own_index(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch):
    look_up("明亮花园1号楼")
    monkeypatch.setattr("portal.clock.today", lambda: TODAY + timedelta(1))
    look_up("明亮花园1号楼")
    assert any("20261124" in path.name for path in files(app))


def test_the_old_index_answers_while_the_new_one_is_made(cast: Cast, slow: threading.Event):
    slow.set()
    look_up("红楼")
    slow.clear()
    name(cast, "红楼")
    began = time.monotonic()
    assert look_up("红楼").decision is Decision.NONE
    assert look_up("明亮花园1号楼").decision is Decision.ANSWER
    assert time.monotonic() - began < 2
    slow.set()
    shared_index()._renewal.join(10)
    assert look_up("红楼").decision is Decision.ANSWER


def test_a_failure_keeps_the_old_index_and_is_not_tried_at_every_lookup(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    look_up("红楼")
    write, tries = lookup_index._written, []

    def fail(*_args: object) -> None:
        tries.append(1)
        raise OSError("disk full")

    monkeypatch.setattr(lookup_index, "_written", fail)
    name(cast, "红楼")
    for _ in range(5):
        assert look_up("明亮花园1号楼").decision is Decision.ANSWER
    assert tries == [1]
    monkeypatch.setattr(lookup_index, "_written", write)
    monkeypatch.setattr(lookup_index, "AGAIN_AFTER", 0.0)
    assert look_up("红楼").decision is Decision.ANSWER


def test_threads_that_start_together_make_it_once(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch):
    made = []
    write = lookup_index._written
    monkeypatch.setattr(lookup_index, "_written", lambda *args: made.append(1) or write(*args))
    start = threading.Barrier(6)
    found = []

    def ask() -> None:
        with app.app_context():
            start.wait()
            found.append(look_up("明亮花园1号楼").decision)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [Decision.ANSWER] * 6
    assert made == [1]


ASK = """
import sys
from portal import create_app, lookup_index
write = lookup_index._written
lookup_index._written = lambda *args: print("made") or write(*args)
app = create_app(MODE="test", INSTANCE=sys.argv[1], SECRET_KEY="test")
sys.stdin.readline()
with app.app_context():
    print(lookup_index.look_up("明亮花园1号楼").candidates[0].building_code)
"""


def test_processes_that_start_together_make_it_once(app: Flask, cast: Cast):
    asked = [
        subprocess.Popen(
            [sys.executable, "-c", ASK, app.config["INSTANCE"]],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
        )
        for _ in range(2)
    ]  # fmt: skip
    said = [process.communicate("\n", timeout=60)[0].split() for process in asked]
    assert sorted(sum(said, [])) == ["B0001", "B0001", "made"]


def test_a_forked_process_opens_the_index_for_itself(app: Flask, cast: Cast):
    look_up("明亮花园1号楼")
    before = shared_index()._held
    child = os.fork()
    if child == 0:
        db.engine.dispose(close=False)
        own = look_up("明亮花园1号楼").decision is Decision.ANSWER and shared_index()._held is not before
        os._exit(0 if own else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_old_files_go_when_nobody_needs_them(app: Flask, cast: Cast):
    look_up("红楼")
    (old,) = files(app)
    name(cast, "红楼")
    look_up("红楼")
    (new,) = files(app)
    assert new != old


def test_a_file_another_process_uses_stays(app: Flask, cast: Cast):
    look_up("红楼")
    (old,) = files(app)
    other = lookup_index._opened(old)
    for alias in ("红楼", "老一栋"):
        name(cast, alias)
        look_up(alias)
    assert old in files(app)
    del other
    lookup_index._remove_unused(old.parent, files(app)[-1])
    assert old not in files(app)


def test_a_maker_that_loses_its_sender_leaves_no_half_index(tmp_path: Path):
    path = tmp_path / "lookup.index"
    sent = pickle.dumps([GridRow("G1", "一", "社区", "街道", "")]) + pickle.dumps(BuildingRow("B1", "G1", "明亮花园"))
    cut = subprocess.run([sys.executable, lookup_index.MAKER, path], input=sent, capture_output=True, check=False)
    assert cut.returncode != 0
    assert not path.exists()
    whole = sent + pickle.dumps(None)
    subprocess.run([sys.executable, lookup_index.MAKER, path], input=whole, check=True)
    with Index.open(path) as index:
        assert index.look_up("明亮花园").candidates[0].grid_code == "G1"


def test_a_maker_that_dies_is_noticed(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    broken = tmp_path / "maker.py"
    broken.write_text("raise SystemExit(3)")
    monkeypatch.setattr(lookup_index, "MAKER", broken)
    with pytest.raises(OSError, match="exit code 3"):
        look_up("明亮花园")
    assert not files(app)


def test_staff_wait_for_the_index_longer_than_residents(cast: Cast, slow: threading.Event):
    slow.set()
    look_up("红楼")
    slow.clear()
    name(cast, "红楼")
    threading.Timer(0.5, slow.set).start()
    catch_up()
    assert look_up("红楼").decision is Decision.ANSWER


def test_a_file_of_another_program_version_is_written_anew(app: Flask, cast: Cast):
    look_up("红楼")
    (path,) = files(app)
    app.extensions.pop("lookup_index")
    path.write_bytes(b"not an index")
    assert look_up("明亮花园1号楼").decision is Decision.ANSWER


def test_a_restored_database_with_the_same_count_is_not_mistaken(app: Flask, cast: Cast):
    look_up("红楼")
    app.extensions.pop("lookup_index")
    db.session.add(PlaceAlias(building_id=cast.bright1.id, alias="红楼", added_at=MOMENT, added_by="莲干事"))
    db.session.commit()
    assert look_up("红楼").decision is Decision.ANSWER
