"""The background worker: signs of life, counting of scans, print sheets, tidying up.

Huey is only its clock: a tick every ten seconds, and a nudge from the web when somebody waits. What there is to do
stands in tables and in the spool, so a tick lost or doubled does no harm, and several workers may run.
"""

import logging
import os
import socket
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask, Response, current_app
from huey import SqliteHuey
from huey.consumer import Consumer, Scheduler

from portal import clock
from portal.attachments import make_next, photo_files
from portal.db import begin_write, db
from portal.domain.grids.importing.uploads import Uploads
from portal.domain.health.services import beat
from portal.domain.placards import print_jobs, scans
from portal.domain.service_requests import invitations, photos
from portal.keeping import act_by_rules
from portal.printing import print_next, prints_folder
from portal.sending import send_due
from portal.sweeping import run_sweep

TICK_SECONDS = 10
BEAT_EVERY = timedelta(seconds=20)
TIDY_EVERY = timedelta(hours=1)
SWEEP_EVERY = timedelta(minutes=1)
INVITE_EVERY = timedelta(hours=1)

log = logging.getLogger(__name__)


class Worker:
    """What one worker process does at each tick."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.name = f"{socket.gethostname()[:60]}-{os.getpid()}"
        self.stopping = threading.Event()
        self._printing = threading.Lock()
        self._photographing = threading.Lock()
        self._sending = threading.Lock()
        self._sweeping = threading.Lock()
        self._keeping = threading.Lock()
        self._last: dict[str, datetime] = {}

    def tick(self) -> None:
        """Do whatever is due. One thing going wrong does not keep the others from being done."""
        of_requests = (self._sweep, self._invite, self._send, self._photos)
        for act in (self._beat, self._drain, self._tidy, self._keep, *of_requests, self._print):
            try:
                with self.app.app_context():
                    act()
            except Exception:
                log.exception("the worker could not %s", act.__name__.strip("_"))

    def _beat(self) -> None:
        if self._is_due("beat", BEAT_EVERY):
            begin_write()
            beat(self.name, at=clock.now())
            db.session.commit()

    def _drain(self) -> None:
        for batch in scans.batches(spool_folder()):
            try:
                count_scans(batch)
            except Exception:
                db.session.rollback()
                log.exception("the scans of %s wait for the next tick", batch.name)

    def _print(self) -> None:
        """Make one job's sheets after the other; a second thread of this process has other things to do."""
        if self._printing.acquire(blocking=False):
            try:
                while not self.stopping.is_set() and print_next(self.stopping.is_set):
                    pass
            finally:
                self._printing.release()

    def _sweep(self) -> None:
        """What time alone brings about in open requests: one thread at a time, once a minute."""
        if self._is_due("sweep", SWEEP_EVERY) and self._sweeping.acquire(blocking=False):
            try:
                run_sweep(self.stopping.is_set)
            finally:
                self._sweeping.release()

    def _invite(self) -> None:
        """Ask those for a grade who gave none; each invitation is committed by itself."""
        if self._is_due("invite", INVITE_EVERY):
            waiting = invitations.to_invite(clock.now())
            db.session.rollback()
            for request_id in waiting:
                begin_write()
                invitations.invite(request_id, clock.now())
                db.session.commit()

    def _send(self) -> None:
        """Send the messages that are due, for some seconds: one thread at a time, so that the other goes on."""
        if self._sending.acquire(blocking=False):
            try:
                send_due(self.stopping.is_set)
            finally:
                self._sending.release()

    def _photos(self) -> None:
        """Make one photo after the other anew; the other thread of this process has other things to do."""
        if self._photographing.acquire(blocking=False):
            try:
                while make_next(self.stopping.is_set):
                    pass
            finally:
                self._photographing.release()

    def _tidy(self) -> None:
        if self._is_due("tidy", TIDY_EVERY):
            print_jobs.delete_old_files(prints_folder(), clock.now())
            Uploads(Path(self.app.config["INSTANCE"]) / "imports").throw_away_old(clock.now())
            begin_write()
            print_jobs.give_up_old(clock.now())
            scans.forget_names(spool_folder(), at=clock.now())
            db.session.commit()
            photos.delete_orphans(photo_files(), clock.now())

    def _keep(self) -> None:
        """Mask and delete what is over: one thread at a time, once an hour."""
        if self._is_due("keep", TIDY_EVERY) and self._keeping.acquire(blocking=False):
            try:
                act_by_rules(self.stopping.is_set)
            finally:
                self._keeping.release()

    def _is_due(self, what: str, every: timedelta) -> bool:
        now, last = clock.now(), self._last.get(what)
        if last is not None and now - last < every:
            return False
        self._last[what] = now
        return True


class _Clock(Scheduler):
    """Huey's own periodic tasks are minutes apart."""

    periodic_task_seconds = TICK_SECONDS


class _Consumer(Consumer):
    """Ends gently on Ctrl-C as well as on SIGTERM: what is begun is given back, not torn off."""

    scheduler_class = _Clock

    def __init__(self, huey: SqliteHuey, stopping: threading.Event) -> None:
        # One thread prints, one makes photos, the third keeps the rest going. A nudge is noticed within a second.
        super().__init__(huey, workers=3, max_delay=1.0, shutdown_timeout=8)
        self._stopping = stopping
        self._signal_actions = dict.fromkeys(self._signal_actions, (False, True))

    def stop(self, graceful: bool = False) -> None:
        self._stopping.set()
        super().stop(graceful)


def spool_folder() -> Path:
    return Path(current_app.config["INSTANCE"]) / "spool"


def count_scans(batch: Path) -> None:
    """Add up, commit, delete, in this order: see `domain/placards/scans.py` for why nothing is lost or doubled."""
    try:
        tally = scans.read(batch)
    except FileNotFoundError:
        return  # another worker was faster
    begin_write()
    scans.add(batch.name, tally, at=clock.now())
    db.session.commit()
    batch.unlink(missing_ok=True)


def run(app: Flask) -> None:
    """Work until told to stop."""
    worker = Worker(app)
    queue, _ = _queue(app, worker.tick)
    _Consumer(queue, worker.stopping).run()


def nudge() -> None:
    """Let a worker look for something to do now instead of at its next tick. Nothing depends on it."""
    try:
        if "queue" not in current_app.extensions:
            current_app.extensions["queue"] = _queue(current_app, _work_elsewhere)
        _, tick = current_app.extensions["queue"]
        tick()
    except Exception:
        log.warning("no worker could be nudged", exc_info=True)


def nudge_after_answers(app: Flask) -> None:
    """Let messages go out as soon as the request that wrote them is answered: the nudge itself waits for a disk."""

    def later() -> None:
        with app.app_context():
            nudge()

    @app.after_request
    def watch(response: Response) -> Response:
        if db.session.registry.has() and db.session.info.pop("messages_written", False):
            response.call_on_close(later)
        return response


def _queue(app: Flask, work: Callable[[], None]) -> tuple[SqliteHuey, Callable[[], object]]:
    """The clock, in a file of its own, and what puts one more tick into it."""
    queue = SqliteHuey("linge", filename=str(Path(app.config["INSTANCE"]) / "queue.sqlite"), results=False)
    return queue, queue.periodic_task(lambda moment: True, name="tick", expires=TICK_SECONDS)(work)


def _work_elsewhere() -> None:
    """The web only asks; a worker does it."""
