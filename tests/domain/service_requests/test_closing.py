"""What stays resolved is filed away."""

from datetime import timedelta

from sqlalchemy import text

from portal.db import db
from portal.domain.service_requests.closing import close, to_close
from portal.domain.service_requests.steps import voicing
from portal.domain.service_requests.workflow import Status, Step
from tests.domain.service_requests.making import last_entry

AFTER = timedelta(days=15)


def test_after_fifteen_days_it_is_filed_away_once(town):
    request = town.resolved()
    town.wait(days=14, hours=23)
    assert to_close(town.at, AFTER) == []
    town.wait(hours=1)
    assert to_close(town.at, AFTER) == [request.id]
    assert close(request.id, AFTER, town.system)
    assert request.status is Status.CLOSED
    assert (last_entry(request).step, last_entry(request).who) == (Step.CLOSE, "系统")
    assert to_close(town.at, AFTER) == []
    assert not close(request.id, AFTER, town.system)


def test_what_was_reopened_meanwhile_is_not(town):
    request = town.resolved()
    town.wait(days=14)
    voicing.reopen(request, "灯又坏了", town.resident)
    db.session.commit()
    town.wait(days=2)
    assert to_close(town.at, AFTER) == []
    assert not close(request.id, AFTER, town.system)
    assert request.status is Status.FILED


def test_it_is_found_by_an_index(town):
    query = "SELECT id FROM service_requests WHERE status = 'resolved' AND settled_at <= '2026-11-01'"
    plan = db.session.execute(text(f"EXPLAIN QUERY PLAN {query}")).all()
    assert "SEARCH service_requests USING INDEX" in str(plan)
