"""Reading the register as of a day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.grids import queries
from portal.domain.grids.models import Assignment, Building, PlaceAlias
from tests.conftest import TODAY

MOMENT = datetime(2026, 11, 20, 8, tzinfo=UTC)


def test_a_grid_and_a_building_are_found_by_code(cast):
    assert queries.find_grid("990001001") == cast.l1
    assert queries.find_building("B0001") == cast.bright1


@pytest.mark.parametrize("find", [queries.find_grid, queries.find_building])
def test_what_is_not_there_is_said_in_a_sentence(cast, find):
    with pytest.raises(NotFound, match="没有找到"):
        find("nothing")


def test_a_building_belongs_to_the_grid_of_the_day(cast):
    moved = TODAY - timedelta(days=10)
    open_one = db.session.scalars(db.select(Assignment).filter_by(building_id=cast.bright1.id)).one()
    open_one.ends_on = moved
    db.session.flush()
    db.session.add(Assignment(building_id=cast.bright1.id, grid_id=cast.l2.id, starts_on=moved))
    db.session.flush()
    assert queries.grid_of(cast.bright1.id, moved - timedelta(days=1)) == cast.l1
    assert queries.grid_of(cast.bright1.id, moved) == cast.l2
    assert queries.grid_of(cast.bright1.id, date(2020, 1, 1)) is None


def test_buildings_come_in_the_order_people_count():
    place = {"estate": "明亮花园", "road": "莲叶路", "number": "12号"}
    numbers = ["1号楼", "2号楼", "3号楼", "甲3号楼", "12号楼"]
    mixed = [Building(building_no=number, **place) for number in sorted(numbers)]
    assert [building.building_no for building in queries.in_order(mixed)] == numbers


def test_the_lookup_reads_names_of_the_register_and_those_staff_added(cast):
    for whole_estate, alias in ((True, "亮园"), (False, "老一栋"), (False, "拿掉的名字")):
        gone = MOMENT if alias == "拿掉的名字" else None
        db.session.add(
            PlaceAlias(
                building_id=cast.bright1.id,
                whole_estate=whole_estate,
                alias=alias,
                added_at=MOMENT,
                added_by="安管理",
                removed_at=gone,
            )
        )
    db.session.flush()
    rows = {row.building_code: row for row in queries.register_rows(TODAY)}
    assert rows["B0001"].aliases == ("明亮小区", "纺织宿舍", "老一栋", "亮园")
    assert rows["B0005"].aliases == ("明亮小区", "纺织宿舍", "亮园")
    assert rows["B0007"].aliases == ()
    assert rows["B0001"].grid_code == "990001001"
    assert len(rows) == 7


def test_the_lookup_reads_every_grid(cast):
    assert [row.grid_code for row in queries.grid_rows(TODAY)] == ["990001001", "990001002", "990002001"]
    assert queries.grid_rows(TODAY)[0].community == "莲叶路社区"
