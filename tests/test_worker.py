"""The background worker: what it does at a tick, and that it ends without tearing anything off."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest

from portal import clock, printing, worker
from portal.config import ROOT
from portal.db import db
from portal.domain.grids.importing.uploads import Uploads
from portal.domain.health.models import Heartbeat
from portal.domain.placards import print_jobs, scans
from portal.domain.placards.models import JobState, Placard, PrintJob, RetiredBecause, ScanCount
from portal.domain.placards.services import retire
from portal.domain.placards.sheets import SheetFormat
from tests.conftest import TODAY
from tests.domain.placards.placards import WHO, make_all, tick


@pytest.fixture
def prints(app) -> Path:
    return Path(app.config["INSTANCE"]) / "prints"


@pytest.fixture
def job(app, cast) -> PrintJob:
    return ask(cast, make_all(cast.l1))


def ask(cast, placards: list[Placard], sheet_format: SheetFormat = SheetFormat.A4) -> PrintJob:
    ids = [placard.id for placard in placards]
    job = print_jobs.ask(ids, sheet_format, "第1网格", user=cast.users["officer"], at=clock.now())
    db.session.commit()
    return job


def test_a_tick_leaves_a_sign_of_life(app, cast):
    tick(app)
    [beat] = db.session.scalars(db.select(Heartbeat))
    assert clock.now() - beat.at < timedelta(seconds=10)


def test_a_tick_counts_the_scans_of_the_spool(app, cast):
    [placard, *_] = make_all(cast.l1)
    scans.note(Path(app.config["INSTANCE"]) / "spool", placard.code, TODAY)
    tick(app)
    assert db.session.scalars(db.select(ScanCount.scans)).all() == [1]
    assert list((Path(app.config["INSTANCE"]) / "spool").iterdir()) == []


def test_a_tick_throws_away_what_was_uploaded_more_than_an_hour_ago(app, cast):
    uploads = Uploads(Path(app.config["INSTANCE"]) / "imports")
    for age in (0, 2):
        uploads.keep(BytesIO(b"grids"), BytesIO(b"buildings"), owner=1, at=clock.now() - timedelta(hours=age))
    assert len(list(uploads.root.iterdir())) == 2
    tick(app)
    assert len(list(uploads.root.iterdir())) == 1


def test_a_batch_that_cannot_be_counted_waits_and_keeps_no_other_from_it(app, cast, monkeypatch):
    [placard, *_] = make_all(cast.l1)
    spool = Path(app.config["INSTANCE"]) / "spool"
    scans.note(spool, placard.code, TODAY)
    (spool / "0.batch").mkdir()
    tick(app)
    assert db.session.scalars(db.select(ScanCount.scans)).all() == [1]


def test_a_tick_prints_a_job_to_a_file_and_marks_its_placards(app, job, prints):
    tick(app)
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)
    assert len(pypdfium2.PdfDocument(prints / f"{job.id}.pdf")) == 3
    assert [path.name for path in prints.iterdir()] == [f"{job.id}.pdf"]
    for placard in db.session.scalars(db.select(Placard)):
        assert (placard.printed_on, placard.design_version) == (TODAY, 2)
        assert len(placard.printed_digest) == 64


def test_cards_for_letter_boxes_do_not_count_as_the_notice_on_the_wall(app, cast, prints):
    job = ask(cast, make_all(cast.l1), SheetFormat.CARDS)
    tick(app)
    assert job.state is JobState.DONE
    assert {placard.printed_on for placard in db.session.scalars(db.select(Placard))} == {None}


def test_all_waiting_jobs_are_printed_one_after_the_other(app, cast, job):
    second = ask(cast, make_all(cast.m1), SheetFormat.A5)
    tick(app)
    assert {job.state, second.state} == {JobState.DONE}


def test_a_placard_retired_in_the_meantime_is_not_printed(app, job):
    [first, *_] = db.session.scalars(db.select(Placard).order_by(Placard.id))
    retire(first, RetiredBecause.LOST, today=TODAY, **WHO)
    db.session.commit()
    tick(app)
    assert (job.state, job.done, job.total) == (JobState.DONE, 2, 2)
    assert first.printed_on is None


def test_a_job_with_nothing_left_to_print_fails_with_a_sentence(app, job):
    for placard in db.session.scalars(db.select(Placard)):
        retire(placard, RetiredBecause.LOST, today=TODAY, **WHO)
    db.session.commit()
    tick(app)
    assert job.state is JobState.FAILED
    assert "都已经停用" in job.problem


@pytest.mark.parametrize(
    ("problem", "sentence"), [(OSError(28, "No space left"), "磁盘满了"), (RuntimeError("boom"), "请再试一次")]
)
def test_a_job_that_goes_wrong_fails_with_a_sentence_and_leaves_no_file(
    app, job, prints, monkeypatch, problem, sentence
):
    def fail(*_args, **_kwargs):
        raise problem

    monkeypatch.setattr(printing, "write_sheets", fail)
    tick(app)
    assert job.state is JobState.FAILED
    assert sentence in job.problem
    assert "boom" not in job.problem
    assert list(prints.iterdir()) == []
    assert {placard.printed_on for placard in db.session.scalars(db.select(Placard))} == {None}


def test_a_worker_told_to_stop_gives_the_job_back(app, job, prints):
    db.session.rollback()
    printing.print_next(lambda: True)
    assert job.state is JobState.WAITING
    assert list(prints.iterdir()) == []
    tick(app)
    assert job.state is JobState.DONE


def test_a_worker_whose_job_was_taken_over_leaves_it_alone(app, job, prints, monkeypatch):
    """It was asleep for longer than its lease; the other one's claim and file stay."""
    others = prints / f"{job.id}.pdf"

    def taken_over(*_args, **_kwargs):
        db.session.execute(db.update(PrintJob).values(lease_until=clock.now() + timedelta(hours=1)))
        db.session.commit()
        others.write_text("of the other worker")

    monkeypatch.setattr(printing, "write_sheets", taken_over)
    db.session.rollback()
    printing.print_next(lambda: False)
    assert job.state is JobState.RUNNING
    assert others.read_text() == "of the other worker"
    assert list(prints.iterdir()) == [others]


def test_one_thing_going_wrong_does_not_keep_the_others_from_being_done(app, job, monkeypatch):
    def fail(*_args):
        raise RuntimeError

    monkeypatch.setattr(scans, "batches", fail)
    tick(app)
    assert job.state is JobState.DONE


def test_a_nudge_reaches_the_queue_of_the_worker(app, cast):
    worker.nudge()
    queue, _ = worker._queue(app, lambda: None)
    assert queue.pending_count() == 1


def test_a_nudge_that_fails_is_no_error(app, cast, monkeypatch):
    def fail(*_args):
        raise OSError

    monkeypatch.setattr(worker, "_queue", fail)
    worker.nudge()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_prints_what_is_asked_and_ends_cleanly(app, job, prints, ending):
    instance = app.config["INSTANCE"]
    environ = {"LINGE_INSTANCE": instance, "LINGE_MODE": "demo", "FLASK_APP": "wsgi"}
    db.session.rollback()
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "worker"], cwd=ROOT, env=os.environ | environ, stderr=subprocess.PIPE
    )
    try:
        for _ in range(300):
            db.session.rollback()
            if job.state is JobState.DONE:
                break
            time.sleep(0.1)
        process.send_signal(ending)
        assert process.wait(15) == 0, process.stderr.read()
    finally:
        process.kill()
        process.wait()
        process.stderr.close()
    assert job.state is JobState.DONE
    assert (prints / f"{job.id}.pdf").exists()
