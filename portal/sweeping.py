"""The sweep: what time alone brings about in open requests. Run by the worker and by `flask sweep`."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app

from portal import clock
from portal.db import begin_write, db
from portal.domain.errors import Stale
from portal.domain.mandates.ending import expire
from portal.domain.mandates.queries import run_out
from portal.domain.publicity import period_sweep
from portal.domain.service_requests import closing, succession, sweep
from portal.domain.service_requests.acting import Timing, by_system
from portal.domain.workdays.queries import load_calendar

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Swept:
    """How many limits were reminded of or lapsed, requests passed on, public periods ended, requests filed away,
    mandates that ran out."""

    limits: int
    passed_on: int
    closed: int
    periods: int = 0
    mandates: int = 0


def run_sweep(stopping: Callable[[], bool] = lambda: False) -> Swept:
    """Remind, let lapse, pass on, file away. Each request is a transaction of its own: a kill does nothing twice.

    One request going wrong does not keep the others from being done.
    """
    at, after = clock.now(), timedelta(days=current_app.config["CLOSE_AFTER_DAYS"])
    acting = by_system(at, Timing(load_calendar(), current_app.config["WORKING_HOURS"]))
    # Who has it comes first: a reminder goes to the unit that has it now.
    passed_on = _each(succession.to_pass_on(acting.today), lambda one: succession.pass_on(one, acting), stopping)
    limits = _each(sweep.due_requests(at), sweep.Sweep(acting).look_at, stopping)
    periods = _each(period_sweep.to_look_at(at), lambda one: period_sweep.look_at(one, acting), stopping)
    closed = _each(closing.to_close(at, after), lambda one: closing.close(one, after, acting), stopping)
    # Ended on all the requests it stands behind; a step under it is refused from midnight on in any case.
    mandates = _each(run_out(acting.today), lambda one: expire(one, acting), stopping)
    return Swept(limits, passed_on, closed, periods, mandates)


def _each(ids: Iterable[int], act: Callable[[int], int], stopping: Callable[[], bool]) -> int:
    done = 0
    for one in ids:
        if stopping():
            break
        db.session.rollback()
        begin_write()
        try:
            done += act(one)
            db.session.commit()
        except Stale:
            db.session.rollback()  # somebody is working on it; the next sweep looks again
        except Exception:
            db.session.rollback()
            log.exception("request %s was left for the next sweep", one)
    db.session.rollback()
    return done
