"""The sweep over many requests, most of them settled: `python -m bench.sweep [--requests 200000] [--open 5000]`.

Prints seconds, and how many of them the processor worked, for a sweep with nothing to do, one in which every open
request is reminded of, and one in which every open request lapses. SQLite in a temporary folder; each request is a
transaction of its own, on disk before the next begins.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import Table, insert, select

from portal import clock, create_app
from portal.db import begin_write, db
from portal.domain.grids.models import Building
from portal.domain.matters.models import Matter
from portal.domain.matters.services import load_catalogue
from portal.domain.service_requests import sweep
from portal.domain.service_requests.acting import Timing, by_resident
from portal.domain.service_requests.models import Channel, Holding, ServiceRequest
from portal.domain.service_requests.numbering import numbered
from portal.domain.service_requests.places import place_of_building
from portal.domain.service_requests.steps.filing import Filing, file_request
from portal.domain.service_requests.times import Limit
from portal.domain.workdays.queries import load_calendar
from portal.sweeping import run_sweep

MONDAY = datetime(2026, 11, 23, 10, tzinfo=clock.LOCAL_ZONE)
BATCH = 5000


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--requests", type=int, default=200_000)
    arguments.add_argument("--open", type=int, default=5_000)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(MODE="demo", INSTANCE=folder)
        with app.app_context():
            upgrade()
            app.test_cli_runner().invoke(args=["import-town", str(Path("portal/demo/town"))], catch_exceptions=False)
            _fill(asked.requests, asked.open, app.config["WORKING_HOURS"])
            print(f"{asked.requests} requests, {asked.open} open")
            for what, moment in (
                ("nothing to do", MONDAY + timedelta(minutes=1)),
                ("reminders", MONDAY + timedelta(days=1, hours=4)),
                ("lapses", MONDAY + timedelta(days=1, hours=14)),
                ("nothing to do", MONDAY + timedelta(days=1, hours=14)),
            ):
                print(f"{what:15}", *_timed(moment))


def _timed(moment: datetime) -> tuple[str, str]:
    clock.now = lambda: moment
    began, processor = time.perf_counter(), time.process_time()
    swept = run_sweep()
    all_in, processor = time.perf_counter() - began, time.process_time() - processor
    began = time.perf_counter()
    sweep.due_requests(moment)
    db.session.rollback()
    return (
        f"{all_in:7.2f} s, {processor:.2f} s of them at work, for {swept.limits} limits;",
        f"the question alone {(time.perf_counter() - began) * 1000:.1f} ms",
    )


def _fill(total: int, still_open: int, hours: Any) -> None:
    """One request is filed; the others are copies of its rows, the settled ones spread over two years."""
    begin_write()
    load_catalogue(by="bench", at=MONDAY)
    timing = Timing(load_calendar(), hours)
    building = db.session.scalars(select(Building).limit(1)).one()
    version = db.session.scalars(select(Matter).where(Matter.slug == "baoxiu-gonggong")).one().current
    filing = Filing(
        matter_version=version,
        answers=[{"question": "是什么事？", "answer": "楼道的灯不亮了"}],
        place=place_of_building(building, MONDAY.date()),
        name="王芳",
        phone="14000001234",
        confidential=False,
        channel=Channel.WEB,
        token="first",
    )
    first = file_request(filing, by_resident(MONDAY, timing)).request
    db.session.commit()
    request, holding = _row(ServiceRequest.__table__, first.id), _row(Holding.__table__, first.id, "request_id")
    limits = db.session.execute(select(Limit.__table__).where(Limit.request_id == first.id)).mappings().all()
    limits = [{name: value for name, value in row.items() if name != "id"} for row in limits]
    for start in range(1, total, BATCH):
        ids = range(start + first.id, min(start + BATCH, total) + first.id)
        db.session.execute(insert(ServiceRequest.__table__), list(_requests(request, ids, first.id + still_open)))
        db.session.execute(insert(Holding.__table__), [{**holding, "request_id": one} for one in ids])
        rows = [_limit(row, one, one >= first.id + still_open) for one in ids for row in limits]
        db.session.execute(insert(Limit.__table__), rows)
        db.session.commit()


def _row(table: Any, key: int, column: str = "id") -> dict[str, Any]:
    assert isinstance(table, Table)
    found = db.session.execute(select(table).where(table.c[column] == key)).mappings().one()
    return {name: value for name, value in found.items() if name != "id"}


def _requests(row: dict[str, Any], ids: range, settled_from: int) -> Iterator[dict[str, Any]]:
    for one in ids:
        facts = {**row, "id": one, "number": numbered(MONDAY.date(), one), "filing_token": f"copy-{one}"}
        if one >= settled_from:
            at = MONDAY - timedelta(minutes=5 * one)
            facts |= {"status": "closed", "settled_at": at, "filed_at": at, "result": "修好了", "next_due_at": None}
        yield facts


def _limit(row: dict[str, Any], request_id: int, settled: bool) -> dict[str, Any]:
    met = {"met_at": MONDAY, "next_look_at": None} if settled else {}
    return {**row, "request_id": request_id, **met}


if __name__ == "__main__":
    main()
