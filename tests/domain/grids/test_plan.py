"""The plan shows every building of the grid, lights one, and can be read without seeing it."""

from xml.etree import ElementTree

import pytest

from portal.db import db
from portal.domain.grids.blocks import blocks_of
from portal.domain.grids.models import Assignment, Building
from portal.domain.grids.plan import plan
from tests.conftest import TODAY

SVG = "{http://www.w3.org/2000/svg}"


def drawn(grid, **how):
    return ElementTree.fromstring(plan(grid, blocks_of(grid, TODAY), **how))


def squares(picture, kind):
    """Squares of a kind, without the one that explains the kind in the legend."""
    found = picture.findall(f"{SVG}rect[@class='{kind}']")
    return found[:-1]


def texts(picture):
    return [one.text for one in picture.findall(f"{SVG}text")]


def add(cast, grid, count, **place):
    made = [
        Building(code=f"P{number}", units=0, aliases="", **{key: one.format(number) for key, one in place.items()})
        for number in range(1, count + 1)
    ]
    db.session.add_all(made)
    db.session.flush()
    db.session.add_all(Assignment(building_id=one.id, grid_id=grid.id, starts_on=TODAY) for one in made)
    db.session.flush()


def test_every_building_of_the_grid_is_there_and_the_others_are_hatched(cast):
    picture = drawn(cast.l1)
    assert len(squares(picture, "own")) == 3
    assert len(squares(picture, "hatched")) == 1
    assert {"1", "2", "3", "5", "第2网格"} <= set(texts(picture))


def test_one_building_is_lit(cast):
    picture = drawn(cast.l1, lit="B0001")
    assert len(squares(picture, "lit")) == 1
    assert len(squares(picture, "own")) == 2
    assert "1号楼" in texts(picture)


def test_a_building_of_another_grid_is_never_lit(cast):
    assert squares(drawn(cast.l1, lit="B0005"), "lit") == []


@pytest.mark.parametrize("em", [16, 20, 27])
@pytest.mark.parametrize("place", [{"estate": "枫林新村", "number": "{}号"}, {"road": "枫林路", "number": "{}号"}])
def test_a_village_and_a_long_road_stand_as_small_squares(cast, place, em):
    add(cast, cast.m1, 200, **{"estate": "", "road": "", "building_no": "", **place})
    picture = drawn(cast.m1, lit="P77", em=em)
    named = {one.text for one in picture.findall(f"{SVG}rect/{SVG}title")}
    assert {f"{n}号" for n in range(1, 201)} <= named
    assert len(squares(picture, "lit")) == 1
    assert len(squares(picture, "own")) == 200 - 1 + 2


def test_nothing_is_drawn_beyond_the_edge(cast):
    add(
        cast,
        cast.l1,
        60,
        estate="{}荷花苑二期三期四期南区北区",
        road="莲叶路",
        number="{}号甲乙丙丁戊己庚",
        building_no="附属楼{}",
    )
    for em in (16, 20, 27):
        picture = drawn(cast.l1, em=em)
        *_, width, height = map(float, picture.get("viewBox").split())
        for rect in picture.findall(f"{SVG}rect"):
            assert float(rect.get("x")) >= 0
            assert float(rect.get("x")) + float(rect.get("width")) <= width + 0.1
            assert float(rect.get("y")) + float(rect.get("height")) <= height


def test_it_can_be_read_without_seeing_it(cast):
    picture = drawn(cast.l1)
    assert picture.find(f"{SVG}title").text == "莲叶路社区第1网格平面示意"
    assert picture.find(f"{SVG}desc").text == "明亮花园：本网格 1–3号楼，第2网格 5号楼"
    assert picture.get("role") == "img"


def test_it_is_the_same_each_time_and_holds_no_style(cast):
    assert plan(cast.l2, blocks_of(cast.l2, TODAY)) == plan(cast.l2, blocks_of(cast.l2, TODAY))
    assert "style" not in plan(cast.l2, blocks_of(cast.l2, TODAY))


def test_names_cannot_break_the_picture(cast):
    cast.bright1.estate = cast.bright1.building_no = "<b>&\"'"
    db.session.flush()
    assert "<b>&\"'" in texts(drawn(cast.l1))


def test_a_mistyped_house_number_does_not_stretch_it(cast):
    add(cast, cast.m1, 60, estate="枫林新村", road="", building_no="", number="{}99999999号")
    assert float(drawn(cast.m1).get("viewBox").split()[3]) < 3000
