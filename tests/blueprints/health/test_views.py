"""What a load balancer hears."""

from collections import namedtuple
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from portal import clock
from portal.db import db
from portal.domain.health.services import beat
from portal.domain.workdays.models import CalendarYear

Disk = namedtuple("Disk", "total used free")


@pytest.fixture
def working(client):
    """A portal with a worker that beat just now, and with room on its disk."""
    beat("w1", at=clock.now())
    db.session.commit()
    return client


def failing(client) -> dict[str, str]:
    """The notes of failing checks by name; the answer says 503 exactly when there are any."""
    answer = client.get("/readyz")
    checks = answer.json["checks"]
    wrong = {name: check["note"] for name, check in checks.items() if not check["ok"]}
    assert answer.json["ready"] == (not wrong)
    assert answer.status_code == (503 if wrong else 200)
    assert set(checks) == {"database", "migrations", "disk", "worker", "calendar"}
    return wrong


def test_alive_says_ok_without_the_database(client, monkeypatch):
    monkeypatch.setattr(db.session, "execute", lambda *_: pytest.fail("asked the database"))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, b"ok", "text/plain")


def test_ready_when_everything_holds(working):
    assert failing(working) == {}


def test_no_worker(client):
    assert "flask worker" in failing(client)["worker"]


@pytest.mark.parametrize(("seconds", "alive"), [(80, True), (91, False)])
def test_a_silent_worker(client, seconds, alive):
    beat("w1", at=clock.now() - timedelta(seconds=seconds))
    db.session.commit()
    assert ("worker" not in failing(client)) is alive


def test_one_of_several_workers_is_enough(working):
    beat("w2", at=clock.now() - timedelta(hours=1))
    db.session.commit()
    assert failing(working) == {}


def test_a_migration_is_missing(working):
    db.session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    db.session.commit()
    assert "at 0001" in failing(working)["migrations"]


def test_the_disk_is_full(working, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda folder: Disk(10**9, 10**9, 150 * 1024**2))
    assert failing(working) == {"disk": "150 MiB free"}


def test_this_year_is_not_known(working, monkeypatch):
    monkeypatch.setattr("portal.clock.today", lambda: date(2039, 5, 1))
    assert failing(working) == {"calendar": "the official calendar of 2039 is not entered"}


@pytest.mark.parametrize(
    ("today", "note"),
    [(date(2026, 11, 30), ""), (date(2026, 12, 1), "the official calendar of 2027 is not entered yet")],
)
def test_from_december_on_a_missing_next_year_is_a_warning_not_a_failure(working, monkeypatch, today, note):
    db.session.execute(db.delete(CalendarYear).where(CalendarYear.year == 2027))
    db.session.commit()
    monkeypatch.setattr("portal.clock.today", lambda: today)
    assert failing(working) == {}
    assert working.get("/readyz").json["checks"]["calendar"]["note"] == note


def test_a_database_that_is_gone_is_told_without_its_address(working, monkeypatch):
    def gone(*_args, **_kwargs):
        raise OperationalError("SELECT 1", {}, Exception("postgresql://linge:secret@db"))

    monkeypatch.setattr("sqlalchemy.orm.Session.execute", gone)
    monkeypatch.setattr("sqlalchemy.orm.Session.scalar", gone)
    monkeypatch.setattr("sqlalchemy.orm.Session.get", gone)
    answer = working.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["checks"]["database"] == {"ok": False, "note": "OperationalError"}
    assert "secret" not in answer.get_data(as_text=True)
