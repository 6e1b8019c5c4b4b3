"""The page of a grid, and the list of all of them."""

import re

import pytest

from portal.db import db
from portal.domain.accounts.models import Appointment
from portal.domain.contacts.models import Post
from portal.domain.grids.models import Assignment, Community, Grid
from portal.domain.grids.versions import Part, touch
from tests.conftest import TODAY


def text(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_a_grid_says_who_where_and_what(client, cast):
    page = text(client, "/grids/990001001")
    for words in (
        "莲叶路社区第1网格",
        "潘一",
        "140 0000 0101",
        "明亮花园1号楼至3号楼",
        "1–3号楼",
        "3 栋，300 户，712 人",
    ):
        assert words in page
    assert 'href="/grids/990001001/card"' in page
    assert 'href="/grids/990001002">莲叶路社区第2网格' in page
    assert "同在明亮花园" in page


def test_households_and_people_are_whole_numbers(client, cast):
    assert not re.search(r"\d+\.\d+ [户人]", text(client, "/grids/990001001"))


def test_a_building_that_is_asked_for_is_lit(client, cast):
    assert 'class="lit"' in text(client, "/grids/990001001?building=B0001")
    assert 'class="lit"' not in text(client, "/grids/990001001")


@pytest.mark.parametrize("size", ["normal", "large", "extra"])
def test_the_plan_follows_the_text_size(client, cast, size):
    client.set_cookie("text", size)
    print_size = {"normal": 16, "large": 20, "extra": 27}[size]
    assert f'font-size="{print_size}"' in text(client, "/grids/990001001")


def test_a_grid_without_a_worker_or_buildings_is_no_dead_end(client, cast):
    db.session.execute(db.delete(Post))
    db.session.execute(db.delete(Assignment))
    touch(Part.PLACES)
    db.session.commit()
    page = text(client, "/grids/990001001")
    assert "这个网格还没有登记楼栋" in page
    assert "tel:14000000001" in page


def test_the_page_shows_the_boundary_of_today(client, cast):
    open_one = db.session.scalars(db.select(Assignment).filter_by(building_id=cast.bright1.id)).one()
    open_one.ends_on = TODAY
    db.session.add(Assignment(building_id=cast.bright1.id, grid_id=cast.l2.id, starts_on=TODAY))
    touch(Part.PLACES)
    db.session.commit()
    assert "2 栋" in text(client, "/grids/990001001")


@pytest.mark.parametrize("code", ["nothing", "0" * 500, "%00", "..", "’"])
def test_an_unknown_grid_is_not_found(client, code):
    assert client.get(f"/grids/{code}").status_code in (404, 308)


def test_all_grids_are_listed_by_community(client, cast):
    page = text(client, "/grids")
    assert page.index("莲叶路社区") < page.index("莲叶路社区第1网格") < page.index("枫林社区")
    assert 'href="/grids/990002001"' in page


def test_an_empty_town_says_so(client, cast):
    for model in (Appointment, Post, Assignment, Grid, Community):
        db.session.execute(db.delete(model))
    db.session.commit()
    assert "还没有登记网格" in text(client, "/grids")


def test_neither_page_needs_a_session(client, cast):
    for path in ("/grids", "/grids/990001001"):
        assert "Set-Cookie" not in client.get(path).headers
