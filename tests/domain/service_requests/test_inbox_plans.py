"""The desk asks its indexes: no queue reads a table from end to end, and a page is one or two questions."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import Engine, event, text

from portal.db import db
from portal.domain.service_requests import inbox
from portal.domain.service_requests.inbox import Narrowing, Queue
from portal.domain.service_requests.reach import Reach, reach_of
from portal.domain.service_requests.workflow import Status
from tests.cast import Cast
from tests.conftest import TODAY
from tests.domain.service_requests.stored import NOW, stored

WHO = [("pan", False), ("officer", False), ("officer", True), ("street", True), ("cheng", False), ("viewer", False)]


class Asked:
    """The questions put to SQLite, with their values."""

    def __init__(self) -> None:
        self.queries: list[tuple[str, object]] = []

    def plans(self) -> list[str]:
        """Each line of how SQLite answers them."""
        raw = db.session.connection().connection.driver_connection
        lines: list[str] = []
        for query, values in self.queries:
            lines += [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {query}", values)]
        return lines


@pytest.fixture
def asked(cast: Cast) -> Iterator[Asked]:
    """A few hundred requests, most of them settled, and whatever is asked of them afterwards."""
    for number in range(60):
        grid = (cast.l1, cast.l2, cast.m1)[number % 3]
        unit = "" if number % 2 else f"community:{grid.community_id}"
        had = () if number % 2 else (f"grid:{grid.id}",)
        stored(grid, unit=unit, due=timedelta(hours=number - 20), had=had)
    for number in range(240):
        stored((cast.l1, cast.l2, cast.m1)[number % 3], status=Status.CLOSED, filed=-timedelta(days=number))
    db.session.commit()
    db.session.execute(text("ANALYZE"))
    found = Asked()

    def note(_connection, _cursor, query, values, _context, _many) -> None:
        if query.startswith("SELECT"):
            found.queries.append((query, values))

    event.listen(Engine, "before_cursor_execute", note)
    yield found
    event.remove(Engine, "before_cursor_execute", note)


def reach(cast: Cast, who: str, wide: bool) -> Reach:
    return reach_of(cast.users[who], TODAY, wide=wide)


def test_a_page_is_one_question_answered_from_indexes(asked: Asked, cast: Cast):
    for (who, wide), queue in product(WHO, Queue):
        desk = reach(cast, who, wide)
        asked.queries.clear()
        inbox.listed(queue, desk, NOW, Narrowing())
        assert len(asked.queries) == 1, (who, wide, queue)
        whole = [line for line in asked.plans() if line.startswith("SCAN service_request") and "INDEX" not in line]
        assert not whole, (who, wide, queue, whole)


def test_all_figures_are_one_question_answered_from_indexes(asked: Asked, cast: Cast):
    for who, wide in WHO:
        desk = reach(cast, who, wide)
        asked.queries.clear()
        inbox.counts(desk, NOW)
        assert len(asked.queries) == 1, (who, wide)
        plans = asked.plans()
        # What a department gave back is looked for among the open ones, in their index.
        scans = [line for line in plans if line.startswith("SCAN service_request") and "_open_" not in line]
        assert not scans, (who, wide, scans)
        # The settled ones lie in an index that must never be taken for a way to the open ones.
        assert not [line for line in plans if "ix_service_requests_settled" in line], (who, wide)


def test_the_figure_of_the_menu_walks_the_index_of_the_desk(asked: Asked, cast: Cast):
    desk = reach(cast, "officer", False)
    asked.queries.clear()
    inbox.count_to_sign(desk, NOW)
    assert "ix_service_requests_desk (unit=? AND status=?)" in " ".join(asked.plans())


def test_filters_are_answered_from_the_same_indexes(asked: Asked, cast: Cast):
    narrowing = Narrowing(grid_id=cast.l1.id, matter_id=1, begins=NOW - timedelta(days=30), ends=NOW)
    desk = reach(cast, "officer", True)
    for queue in (Queue.TO_SIGN, Queue.LATE, Queue.ALL):
        asked.queries.clear()
        inbox.listed(queue, desk, NOW, narrowing)
        inbox.count(queue, desk, NOW, narrowing)
        whole = [line for line in asked.plans() if line.startswith("SCAN service_request") and "INDEX" not in line]
        assert not whole, whole
