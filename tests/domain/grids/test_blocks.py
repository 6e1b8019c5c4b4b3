"""What stands together, and which grids are next to one another."""

import pytest

from portal.db import db
from portal.domain.grids.blocks import blocks_of, in_words, key_of, neighbours, short_label
from portal.domain.grids.models import Assignment, Building, Grid, Subdistrict
from tests.conftest import TODAY


@pytest.mark.parametrize(
    ("place", "name", "address", "label"),
    [
        (
            {"estate": "明亮花园", "road": "莲叶路", "number": "12号", "building_no": "3号楼"},
            "明亮花园",
            "莲叶路12号",
            "3",
        ),
        ({"estate": "枫林村", "number": "7号"}, "枫林村", "", "7"),
        ({"road": "莲叶路", "number": "2号", "building_no": "甲1号楼"}, "莲叶路2号院", "", "甲1"),
        ({"road": "莲叶路", "number": "188号甲"}, "莲叶路", "", "188甲"),
        ({"road": "莲叶路", "number": "112号附1"}, "莲叶路", "", "112附1"),
        (
            {"estate": "中心医院", "road": "莲叶路", "number": "1号", "building_no": "住院部"},
            "中心医院",
            "莲叶路1号",
            "住院部",
        ),
        ({"estate": "广场", "road": "莲叶路", "number": "3号", "building_no": "A座"}, "广场", "莲叶路3号", "A"),
        ({"road": "莲叶路"}, "莲叶路", "", "无号"),
    ],
)
def test_a_building_stands_in_an_estate_a_courtyard_or_on_a_road(place, name, address, label):
    building = Building(**{"estate": "", "road": "", "number": "", "building_no": "", **place})
    key = key_of(building)
    assert (key.name, key.address, short_label(building)) == (name, address, label)


def test_a_block_shows_every_grid_that_has_a_part_in_it(cast):
    (estate,) = blocks_of(cast.l1, TODAY)
    assert estate.key.name == "明亮花园"
    assert [(grid.code, [one.building_no for one in part]) for grid, part in estate.by_grid.items()] == [
        ("990001001", ["1号楼", "2号楼", "3号楼"]),
        ("990001002", ["5号楼"]),
    ]


def test_estates_come_before_roads(cast):
    assert [block.key.name for block in blocks_of(cast.l2, TODAY)] == ["明亮花园", "莲叶路"]


def test_an_estate_of_the_same_name_elsewhere_is_another_block(cast):
    made = Building(
        code="B0099", estate="明亮花园", road="枫林路", number="9号", building_no="1号楼", units=0, aliases=""
    )
    db.session.add(made)
    db.session.flush()
    db.session.add(Assignment(building_id=made.id, grid_id=cast.m1.id, starts_on=TODAY))
    db.session.flush()
    assert cast.m1 not in blocks_of(cast.l1, TODAY)[0].by_grid


def test_a_road_of_the_same_name_in_another_subdistrict_is_another_road(cast):
    cast.m1.community.subdistrict = Subdistrict(name="山镇街道")
    made = Building(code="B0099", estate="", road="莲叶路", number="8号", building_no="", units=0, aliases="")
    db.session.add(made)
    db.session.flush()
    db.session.add(Assignment(building_id=made.id, grid_id=cast.m1.id, starts_on=TODAY))
    db.session.flush()
    road = next(block for block in blocks_of(cast.l2, TODAY) if block.key.is_road)
    assert list(road.by_grid) == [cast.l2]


def test_a_grid_without_buildings_has_no_blocks(cast):
    empty = Grid(code="990001009", name="空网格", community=cast.lotus, households=0, population=0, scope="")
    db.session.add(empty)
    db.session.flush()
    assert blocks_of(empty, TODAY) == []


def test_neighbours_share_an_estate_or_the_community(cast):
    near = neighbours(cast.l1, blocks_of(cast.l1, TODAY))
    assert {grid.code: shared for grid, shared in near.items()} == {"990001002": ["明亮花园"]}
    assert neighbours(cast.m1, blocks_of(cast.m1, TODAY)) == {}


def test_buildings_are_told_as_ranges_and_roads_by_side():
    def houses(*numbers):
        return [Building(estate="", road="莲叶路", number=f"{n}号", building_no="") for n in numbers]

    estate = [Building(estate="明亮花园", road="莲叶路", number="12号", building_no=f"{n}号楼") for n in (1, 2, 3, 5)]
    assert in_words(estate) == "1–3号楼、5号楼"
    assert in_words(houses(1, 3, 5, 7, 2)) == "单号 1–7号；双号 2号"
