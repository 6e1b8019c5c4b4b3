"""Making placards: each place gets one, once, also when two people press the button at the same moment."""

import threading

import pytest

from portal.db import begin_write, db
from portal.domain.errors import DomainError
from portal.domain.placards.codes import read_code
from portal.domain.placards.making import make_for_spot
from portal.domain.placards.models import Placard, PlaceKind
from portal.domain.records.models import Record
from tests.cast import fill
from tests.conftest import TODAY
from tests.domain.placards.placards import WHO, dealt, make_all


def live() -> list[Placard]:
    return list(db.session.scalars(db.select(Placard).where(Placard.retired_on.is_(None))))


def test_every_building_of_a_grid_gets_one_placard(cast):
    made = make_all(cast.l1)
    assert [placard.place_title for placard in made] == ["明亮花园 1号楼", "明亮花园 2号楼", "明亮花园 3号楼"]
    assert all(read_code(placard.code) == placard.code for placard in made)


def test_making_again_keeps_what_is_there(cast):
    first = {placard.code for placard in make_all(cast.l1)}
    assert make_all(cast.l1) == []
    assert {placard.code for placard in live()} == first


def test_every_entrance_can_have_its_own(cast):
    made = make_all(cast.l2, per_entrance=True)
    assert [placard.place for placard in made] == ["明亮花园 5号楼 1单元", "明亮花园 5号楼 2单元", "莲叶路 7号"]


def test_an_entrance_that_was_closed_gets_none(cast):
    cast.bright5.entrances[1].ended_on = TODAY
    db.session.commit()
    assert [placard.place for placard in make_all(cast.l2, per_entrance=True)][:2] == [
        "明亮花园 5号楼 1单元",
        "莲叶路 7号",
    ]


def test_check_words_of_an_estate_differ_across_grids(cast):
    make_all(cast.l1)
    make_all(cast.l2, cast.m1, per_entrance=True)
    words = [one.check_word for one in live() if one.building and one.building.estate == "明亮花园"]
    assert len(words) == 5
    assert len(set(words)) == len(words)


def test_an_estate_gate_is_made_by_name_and_only_once(cast):
    gate = make_for_spot(PlaceKind.ESTATE_GATE, cast.l1, "明亮花园南门", today=TODAY, **WHO)
    assert gate.place == "明亮花园南门"
    with pytest.raises(DomainError, match="已经有一块"):
        make_for_spot(PlaceKind.ESTATE_GATE, cast.l1, "明亮花园南门", today=TODAY, **WHO)
    board = make_for_spot(PlaceKind.NOTICE_BOARD, cast.l1, "明亮花园南门", today=TODAY, **WHO)
    assert board.check_word != gate.check_word


def test_a_code_drawn_twice_is_drawn_again(cast):
    """The draw deals the code of an existing placard first; the database refuses it."""
    [taken, *_] = make_all(cast.m1)
    made = make_all(cast.l1, draw=dealt(taken.code, "3456789", "4567892", "5678923"))
    assert len(made) == 3
    assert len({placard.code for placard in live()}) == 5


def test_making_is_on_the_record_once(cast):
    make_all(cast.l1)
    [record] = db.session.scalars(db.select(Record).filter_by(action="placards.made"))
    assert record.by == "莲干事"
    assert record.detail.startswith("3: ")


def test_two_people_making_the_same_grids_make_each_placard_once(both_apps):
    """Both are ready before either inserts; codes stay unique and no place gets two."""
    cast = fill(TODAY)
    grids, start, problems = [cast.l1, cast.l2, cast.m1], threading.Barrier(2), []
    ids = [grid.id for grid in grids]

    def press() -> None:
        from portal.domain.placards.making import make_for_grids

        with both_apps.app_context():
            try:
                start.wait(10)
                begin_write()
                make_for_grids(ids, per_entrance=True, today=TODAY, **WHO)
                db.session.commit()
            except Exception as problem:
                problems.append(problem)

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert problems == []
    db.session.rollback()
    places = [(placard.building_id, placard.entrance_id) for placard in live()]
    assert len(places) == len(set(places)) == 12
    assert len({placard.code for placard in live()}) == 12
