"""An answer of the index is checked against the register of today before anybody is named."""

from datetime import timedelta

from portal.db import db
from portal.domain.grids.found_places import found_places
from portal.domain.grids.lookup import Answer, Candidate, Decision, Reason
from portal.domain.grids.models import Assignment
from tests.cast import Cast
from tests.conftest import TODAY


def answer(*candidates: Candidate, decision: Decision = Decision.ANSWER) -> Answer:
    return Answer(decision, candidates, grids_total=len(candidates))


def of(building: str | None, grid: str) -> Candidate:
    return Candidate(building, grid, 0.9, Reason.EXACT, "明亮花园", 2)


def test_a_building_comes_with_the_grid_of_today_not_with_that_of_the_index(cast: Cast):
    old = db.session.scalars(db.select(Assignment).filter_by(building_id=cast.bright1.id)).one()
    old.ends_on = TODAY
    db.session.add(Assignment(building_id=cast.bright1.id, grid_id=cast.l2.id, starts_on=TODAY))
    db.session.flush()
    (place,) = found_places(answer(of("B0001", cast.l1.code)), TODAY).places
    assert place.grid == cast.l2
    (place,) = found_places(answer(of("B0001", cast.l1.code)), TODAY - timedelta(1)).places
    assert place.grid == cast.l1


def test_what_left_the_register_is_not_named(cast: Cast):
    gone = found_places(answer(of("B9999", cast.l1.code), decision=Decision.ANSWER), TODAY)
    assert (gone.decision, gone.places, gone.grids_total) == (Decision.NONE, (), 0)


def test_a_grid_stands_alone_where_no_building_is_known(cast: Cast):
    (place,) = found_places(answer(of(None, cast.m1.code)), TODAY).places
    assert (place.building, place.title, place.grid) == (None, "枫林社区第1网格", cast.m1)


def test_a_building_is_named_with_its_entrance(cast: Cast):
    assert found_places(answer(of("B0001", cast.l1.code)), TODAY).places[0].title == "明亮花园 1号楼 2单元"


def test_the_same_building_is_named_once(cast: Cast):
    twice = answer(of("B0001", cast.l1.code), of("B0001", cast.l1.code), decision=Decision.CHOOSE)
    assert len(found_places(twice, TODAY).places) == 1
