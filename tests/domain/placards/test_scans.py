"""Counting scans exactly once, whatever moment the worker is killed at."""

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.db import begin_write, db
from portal.domain.placards import scans
from portal.domain.placards.models import Placard, ScanBatch, ScanCount
from tests.cast import fill
from tests.conftest import TODAY
from tests.domain.placards.placards import NOW, make_all, make_one

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    return tmp_path / "spool"


@pytest.fixture
def placard(cast) -> Placard:
    return make_one(cast.bright1)


def drain(spool: Path) -> None:
    """What the worker does every ten seconds."""
    for batch in scans.batches(spool):
        tally = scans.read(batch)
        scans.add(batch.name, tally, at=NOW)
        db.session.commit()
        batch.unlink()


def counted() -> dict[tuple[int, date], int]:
    return {(row.placard_id, row.day): row.scans for row in db.session.scalars(db.select(ScanCount))}


def test_scans_are_counted_by_placard_and_day(spool, placard):
    for day in (YESTERDAY, TODAY, TODAY):
        scans.note(spool, placard.code, day)
    drain(spool)
    assert counted() == {(placard.id, YESTERDAY): 1, (placard.id, TODAY): 2}
    assert placard.last_scanned_on == TODAY
    assert list(spool.iterdir()) == []


def test_later_scans_are_added(spool, placard):
    for _ in range(2):
        scans.note(spool, placard.code, TODAY)
        drain(spool)
    assert counted() == {(placard.id, TODAY): 2}


def test_an_older_day_does_not_move_the_last_scan_back(spool, placard):
    scans.note(spool, placard.code, TODAY)
    drain(spool)
    scans.note(spool, placard.code, YESTERDAY)
    drain(spool)
    assert placard.last_scanned_on == TODAY


def test_a_line_says_code_and_day_and_nothing_else(spool, placard):
    scans.note(spool, placard.code, TODAY)
    [file] = spool.iterdir()
    assert file.read_text() == f"{placard.code} 2026-11-23\n"


def test_killed_after_the_rename_the_next_drain_counts_the_batch(spool, placard):
    scans.note(spool, placard.code, TODAY)
    [batch] = scans.batches(spool)
    assert batch.exists()
    drain(spool)
    assert counted() == {(placard.id, TODAY): 1}


def test_killed_before_the_commit_nothing_is_lost(spool, placard):
    scans.note(spool, placard.code, TODAY)
    [batch] = scans.batches(spool)
    scans.add(batch.name, scans.read(batch), at=NOW)
    db.session.rollback()
    drain(spool)
    assert counted() == {(placard.id, TODAY): 1}


def test_killed_after_the_commit_nothing_is_counted_twice(spool, placard):
    scans.note(spool, placard.code, TODAY)
    [batch] = scans.batches(spool)
    scans.add(batch.name, scans.read(batch), at=NOW)
    db.session.commit()  # the file still lies there
    drain(spool)
    assert counted() == {(placard.id, TODAY): 1}
    assert list(spool.iterdir()) == []


def test_a_line_cut_off_or_broken_is_passed_over(spool, placard):
    spool.mkdir()
    lines = ["nonsense", f"{placard.code} 2026-02-31", "\x00\xff", f"{placard.code} 2026-11-23", "22222222 2026-11-23"]
    (spool / "1.scans").write_bytes("\n".join(lines).encode("latin-1") + f"\n{placard.code} 2026-1".encode())
    drain(spool)
    assert counted() == {(placard.id, TODAY): 1}


def test_a_writer_who_opened_the_file_before_the_rename_writes_to_a_new_one(spool, placard):
    """The worker renames between a writer's open and its write: the line goes where it will be counted."""
    scans.note(spool, placard.code, TODAY)
    [file] = spool.iterdir()
    real_open = scans.os.open

    def slow_open(path, *rest):
        opened = real_open(path, *rest)
        if list(spool.glob("*.scans")) and not list(spool.glob("*.batch")):
            file.rename(spool / "slow.batch")
        return opened

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scans.os, "open", slow_open)
        scans.note(spool, placard.code, TODAY)
    assert (spool / "slow.batch").read_text().count("\n") == 1
    drain(spool)
    assert counted() == {(placard.id, TODAY): 2}


def test_a_full_disk_loses_the_scan_and_nothing_else(spool, placard, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(scans.os, "write", full)
    scans.note(spool, placard.code, TODAY)
    monkeypatch.undo()
    scans.note(spool, placard.code, TODAY)
    drain(spool)
    assert counted() == {(placard.id, TODAY): 1}


def test_names_of_batches_are_forgotten_after_a_month_but_not_while_the_file_lies_there(spool, placard):
    spool.mkdir()
    (spool / "kept.batch").touch()
    for name in ("kept.batch", "gone.batch"):
        db.session.add(ScanBatch(name=name, counted_at=NOW - timedelta(days=31)))
    db.session.add(ScanBatch(name="new.batch", counted_at=NOW))
    scans.forget_names(spool, at=NOW)
    assert set(db.session.scalars(db.select(ScanBatch.name))) == {"kept.batch", "new.batch"}


def test_two_workers_and_busy_writers_count_every_scan_once(both_apps, tmp_path):
    cast, spool, problems = fill(TODAY), tmp_path / "spool", []
    codes = [placard.code for placard in make_all(cast.l1, cast.m1)]
    db.session.remove()
    writing = threading.Event()

    def write() -> None:
        for number in range(300):
            scans.note(spool, codes[number % len(codes)], TODAY)

    def work() -> None:
        with both_apps.app_context():
            last = False
            while not last:
                last = writing.is_set()
                for batch in scans.batches(spool):
                    try:
                        tally = scans.read(batch)
                    except FileNotFoundError:
                        continue
                    begin_write()
                    scans.add(batch.name, tally, at=NOW)
                    db.session.commit()
                    batch.unlink(missing_ok=True)

    def guarded(job) -> None:
        try:
            job()
        except Exception as problem:
            problems.append(problem)

    writers = [threading.Thread(target=guarded, args=(write,)) for _ in range(4)]
    workers = [threading.Thread(target=guarded, args=(work,)) for _ in range(2)]
    for thread in writers + workers:
        thread.start()
    for thread in writers:
        thread.join(60)
    writing.set()
    for thread in workers:
        thread.join(60)
    assert problems == []
    assert sum(counted().values()) == 4 * 300
