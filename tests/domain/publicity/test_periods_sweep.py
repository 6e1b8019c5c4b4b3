"""The end of public periods as the worker writes it down: on both databases, by two at once, killed half-way."""

import os
import signal
import subprocess
import sys
from datetime import datetime

import pytest

from portal import clock
from portal.config import ROOT
from portal.db import db
from portal.domain.messages.models import Message, Occasion
from portal.domain.publicity import public_periods
from portal.domain.publicity.period_models import PeriodEnding, PublicPeriod
from portal.domain.service_requests.models import Entry
from portal.domain.service_requests.workflow import Step
from portal.domain.workdays.working_hours import SHANGHAI
from portal.sweeping import run_sweep
from tests.cast import fill
from tests.conftest import TODAY
from tests.domain.publicity.periods import posted
from tests.domain.service_requests.making import Town, load_matters
from tests.parallel import at_once

MANY = 4
MIDNIGHT = datetime(2026, 12, 1, 0, 0, tzinfo=SHANGHAI)

# Ends itself without a goodbye within the transaction of the second period, after everything was written.
KILLED = """
import os, signal
from datetime import datetime
from portal import create_app, clock, sweeping
from portal.domain.publicity import period_sweep
app = create_app(MODE="test", INSTANCE=os.environ["INSTANCE"], SECRET_KEY="test", FIELD_KEYS="",
                 PUBLIC_URL="http://linge.example", DATABASE_URL=os.environ["DATABASE_URL"])
at = datetime.fromisoformat(os.environ["AT"])
clock.now = lambda: at
look_at, seen = period_sweep.look_at, []
def until_the_second(one, acting):
    done = look_at(one, acting)
    seen.append(one)
    if len(seen) == 2:
        sweeping.db.session.flush()
        os.kill(os.getpid(), signal.SIGKILL)
    return done
period_sweep.look_at = until_the_second
with app.app_context():
    sweeping.run_sweep()
"""


@pytest.fixture
def town(both_apps, monkeypatch) -> Town:
    """Several periods that end in the same second."""
    monkeypatch.setattr(clock, "now", lambda: MIDNIGHT)
    made = Town(fill(TODAY))
    load_matters()
    for _ in range(MANY):
        posted(made)
    db.session.commit()
    return made


def all_ended_once() -> None:
    db.session.rollback()
    periods = db.session.scalars(db.select(PublicPeriod)).all()
    assert [one.ending for one in periods] == [PeriodEnding.NO_OBJECTION] * MANY
    assert all(one.ended_at == MIDNIGHT for one in periods)
    ends = db.session.scalars(db.select(Entry.request_id).where(Entry.step == Step.END_PUBLICITY)).all()
    assert sorted(ends) == sorted({one.request_id for one in periods})
    told = db.session.scalars(db.select(Message).where(Message.occasion == Occasion.PUBLICITY_ENDED)).all()
    assert len(told) == MANY


def test_run_twice(town):
    assert run_sweep().periods == MANY
    assert run_sweep().periods == 0
    all_ended_once()


def test_by_two_workers_at_once(town, both_apps):
    db.session.rollback()
    at_once(both_apps, lambda _: run_sweep(), range(2))
    run_sweep()  # what one of them was holding when the other came by
    all_ended_once()


def test_killed_half_way(town, both_apps):
    db.session.commit()
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "INSTANCE": both_apps.config["INSTANCE"],
        "DATABASE_URL": both_apps.config["DATABASE_URL"],
        "AT": MIDNIGHT.isoformat(),
    }
    ended = subprocess.run([sys.executable, "-c", KILLED], env=environment, timeout=120, check=False)
    assert ended.returncode == -signal.SIGKILL
    db.session.rollback()
    done = db.session.scalars(db.select(PublicPeriod).where(PublicPeriod.ended_at.is_not(None))).all()
    assert len(done) == 1  # the first is whole, of the second nothing is left
    assert not public_periods.running(MIDNIGHT, full_names=False)  # and none of them was public meanwhile
    run_sweep()
    all_ended_once()
