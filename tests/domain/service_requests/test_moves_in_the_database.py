"""What the table does not hold, the database refuses by itself, on both databases."""

from itertools import permutations, product

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from portal.db import db
from portal.domain.service_requests.workflow import SETTLED, TABLE, Status, Step
from tests.cast import fill
from tests.conftest import TODAY
from tests.domain.service_requests.stored import stored

MOVES = {(rule.before, rule.after) for rule in TABLE if rule.before is not None}
TRAIL = {(rule.step, rule.before, rule.after) for rule in TABLE}


@pytest.fixture
def cast(both_apps):
    return fill(TODAY)


def test_a_state_moves_only_as_the_table_says(cast):
    other = stored(cast.l1)
    for before, after in permutations(Status, 2):
        merged = {"merged_into": other} if before is Status.MERGED else {}
        request = stored(cast.l1, status=before, handler=cast.users["pan"], **merged)
        refused = ""
        try:
            with db.session.begin_nested():
                db.session.execute(
                    text(
                        "UPDATE service_requests SET status = :after, result = 'r', refused_where = 'w',"
                        " settled_at = CASE WHEN :settled THEN filed_at END, merged_into_id = :into WHERE id = :id"
                    ),
                    {
                        "after": after.value,
                        "settled": after in SETTLED,
                        "into": other.id if after is Status.MERGED else None,
                        "id": request.id,
                    },
                )
        except DatabaseError as problem:
            refused = str(problem.orig)
        assert bool(refused) == ((before, after) not in MOVES), (before, after, refused)
        assert not refused or "does not move like that" in refused


def test_a_trail_holds_only_rows_of_the_table(cast):
    request = stored(cast.l1)
    insert = text(
        "INSERT INTO service_request_entries (request_id, step, actor, at, by, who, before, after, facts)"
        " VALUES (:id, :step, 'system', :at, 'x', 'x', :before, :after, '{}')"
    )
    for step, before, after in product(Step, (None, *Status), Status):
        row = {
            "id": request.id,
            "step": step.value,
            "at": request.filed_at.isoformat(),
            "before": before.value if before else None,
            "after": after.value,
        }
        refused = False
        try:
            with db.session.begin_nested():
                db.session.execute(insert, row)
        except IntegrityError:
            refused = True
        assert refused == ((step, before, after) not in TRAIL), (step, before, after)
