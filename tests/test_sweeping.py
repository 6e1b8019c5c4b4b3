"""The sweep as the worker runs it: twice, by two workers at once, killed half-way. Nothing is lost, nothing doubled."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest

from portal import clock
from portal.config import ROOT
from portal.db import db
from portal.domain.contacts.models import Post, PostRole
from portal.domain.messages.models import Medium, Message, Occasion, Robot
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.sweep import Sweep, due_requests
from portal.domain.service_requests.times import Limit
from portal.domain.service_requests.workflow import Status, Step
from portal.sweeping import Swept, run_sweep
from portal.worker import Worker
from tests.cast import Cast, fill
from tests.conftest import TODAY
from tests.domain.service_requests.making import MONDAY, Town, load_matters

MANY = 12
WEDNESDAY = MONDAY + timedelta(days=1, hours=14)  # two limits of one working day each have passed

# Ends itself without a goodbye within the transaction of the third request, after everything was written.
KILLED = """
import os, signal
from datetime import datetime
from portal import create_app, clock, sweeping
from portal.domain.service_requests import sweep
app = create_app(MODE="test", INSTANCE=os.environ["INSTANCE"], SECRET_KEY="test", FIELD_KEYS="",
                 PUBLIC_URL="http://linge.example", DATABASE_URL=os.environ["DATABASE_URL"])
at = datetime.fromisoformat(os.environ["AT"])
clock.now = lambda: at
look_at, seen = sweep.Sweep.look_at, []
def until_the_third(self, one):
    done = look_at(self, one)
    seen.append(one)
    if len(seen) == 3:
        sweeping.db.session.flush()
        os.kill(os.getpid(), signal.SIGKILL)
    return done
sweep.Sweep.look_at = until_the_third
with app.app_context():
    sweeping.run_sweep()
"""


def late_town(cast: Cast) -> Town:
    """`MANY` requests nobody signed for in time, and a group for each unit that is told."""
    town = Town(cast)
    load_matters()
    for number, unit in enumerate((f"grid:{cast.l1.id}", f"community:{cast.lotus.id}")):
        db.session.add(
            Robot(
                unit=unit,
                medium=Medium.WECOM,
                name=unit,
                address="https://robot.example/x",
                address_digest=str(number),
                added_at=MONDAY,
                added_by="admin",
            )
        )
    for _ in range(MANY):
        town.filed()
    db.session.commit()
    return town


@pytest.fixture
def at_wednesday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: WEDNESDAY)


def lapses() -> dict[int, int]:
    """How often each request was pressed for."""
    rows = db.session.scalars(db.select(Entry.request_id).where(Entry.step == Step.LAPSE)).all()
    return {one: rows.count(one) for one in set(rows)}


def told() -> int:
    return db.session.scalar(db.select(db.func.count(Message.id)).where(Message.occasion == Occasion.LAPSED))


def all_is_done_once() -> None:
    db.session.rollback()
    assert sorted(lapses().values()) == [1] * MANY
    assert told() == 2 * MANY  # the grid and the community, once each
    levels = db.session.scalars(db.select(ServiceRequest.overseer_level).distinct()).all()
    assert [level.value for level in levels] == ["community"]
    left = db.session.scalars(db.select(Limit).where(Limit.next_look_at <= WEDNESDAY)).all()
    assert not left


def test_run_twice_it_does_nothing_twice(app, cast, at_wednesday):
    late_town(cast)
    assert run_sweep() == Swept(limits=2 * MANY, passed_on=0, closed=0)
    assert run_sweep() == Swept(0, 0, 0)
    all_is_done_once()


def test_two_workers_at_once_do_nothing_twice(both_apps, at_wednesday):
    late_town(fill(TODAY))
    db.session.rollback()
    start, done, broken = threading.Barrier(3), [], []

    def work() -> None:
        with both_apps.app_context():
            start.wait(10)
            try:
                done.append(run_sweep().limits)
            except Exception as problem:
                broken.append(problem)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not broken
    # Who finds a request held by another leaves it to them.
    assert sum(done) == 2 * MANY
    all_is_done_once()


def test_killed_half_way_the_next_one_goes_on(both_apps, at_wednesday):
    late_town(fill(TODAY))
    db.session.remove()
    db.engine.dispose()
    environ = {
        **os.environ,
        "INSTANCE": both_apps.config["INSTANCE"],
        "DATABASE_URL": both_apps.config["DATABASE_URL"],
        "AT": WEDNESDAY.isoformat(),
    }
    killed = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, env=environ, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()[-2000:]
    assert len(lapses()) == 2  # the third was taken back whole
    assert told() == 4
    db.session.rollback()
    assert run_sweep().limits == 2 * (MANY - 2)
    all_is_done_once()


def test_one_request_going_wrong_does_not_keep_the_others_from_being_done(app, cast, at_wednesday, monkeypatch, caplog):
    late_town(cast)
    look_at, first = Sweep.look_at, due_requests(WEDNESDAY)[0]

    def fails_once(self, one):
        if one == first:
            raise RuntimeError("王芳")
        return look_at(self, one)

    with monkeypatch.context() as broken:
        broken.setattr(Sweep, "look_at", fails_once)
        assert run_sweep().limits == 2 * (MANY - 1)
    assert f"request {first}" in caplog.text
    assert run_sweep().limits == 2
    all_is_done_once()


def test_it_stops_between_two_requests_when_the_worker_ends(app, cast, at_wednesday):
    late_town(cast)
    calls = iter([False, False, False, True])
    assert run_sweep(lambda: next(calls, True)).limits == 6
    assert len(lapses()) == 3


def test_the_worker_sweeps_once_a_minute(app, cast, monkeypatch):
    late_town(cast)
    now = [WEDNESDAY]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    runs = []
    monkeypatch.setattr("portal.worker.run_sweep", lambda stopping: runs.append(now[0]))
    db.session.remove()
    worker = Worker(app)
    for seconds in (0, 10, 59, 60, 70):
        now[0] = WEDNESDAY + timedelta(seconds=seconds)
        worker._sweep()
    assert runs == [WEDNESDAY, WEDNESDAY + timedelta(seconds=60)]


def test_the_command_does_all_of_it(app, cast, monkeypatch):
    """Reminders, a successor, and filing away, in one run."""
    town = late_town(cast)
    signed, resolved = town.signed(), town.resolved()
    post = db.session.scalars(db.select(Post).where(Post.person_id == cast.pan.id)).one()
    post.ends_on = TODAY
    db.session.flush()
    db.session.add(Post(person_id=cast.li.id, grid_id=cast.l1.id, role=PostRole.WORKER, starts_on=TODAY))
    db.session.commit()
    ids = signed.id, resolved.id
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(days=20))
    db.session.remove()
    result = app.test_cli_runner().invoke(args=["sweep"])
    assert result.exit_code == 0, result.output
    assert result.output.endswith(" 1 passed on, 1 closed\n")
    assert db.session.get(ServiceRequest, ids[0]).handler.username == "li"
    assert db.session.get(ServiceRequest, ids[1]).status is Status.CLOSED
