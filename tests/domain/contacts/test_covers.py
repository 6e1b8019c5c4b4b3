"""Who is offered to stand in."""

from portal.clock import now
from portal.db import db
from portal.domain.contacts.covers import candidates
from portal.domain.contacts.models import Person, PostRole
from portal.domain.contacts.posts import begin_post, end_post
from portal.domain.grids.models import Assignment, Building, Grid
from tests.conftest import TODAY


def names(person):
    return [(one.person.name, one.near) for one in candidates(person, TODAY)]


def serve(cast, name, number):
    """A worker in a further grid of Lotus Road."""
    person = Person(name=name)
    grid = Grid(community=cast.lotus, code=f"99000100{number}", name=f"第{number}网格", households=1, population=1)
    db.session.add_all([person, grid])
    db.session.flush()
    begin_post(person, grid, PostRole.WORKER, starts_on=TODAY, today=TODAY, by="x", at=now())
    return person


def test_the_own_community_comes_first_and_the_next_grid_before_a_further_one(cast):
    serve(cast, "邻四", 4)
    serve(cast, "邻三", 3)
    assert names(cast.li) == [("潘一", True), ("邻三", True), ("邻四", True), ("严组长", True), ("何三", False)]


def test_a_grid_that_shares_an_estate_is_near_whatever_its_community(cast):
    house = Building(code="B0099", estate="枫林村", number="3号", floors=2)
    db.session.add(house)
    db.session.flush()
    db.session.add(Assignment(building_id=house.id, grid_id=cast.l2.id, starts_on=TODAY))
    db.session.flush()
    assert names(cast.he) == [("李二", True), ("严组长", True), ("潘一", False)]


def test_a_grid_that_shares_an_estate_comes_before_one_that_is_next_by_code(cast):
    other = serve(cast, "邻零", 0)
    assert [name for name, _near in names(cast.pan)][:2] == ["李二", other.name]


def test_a_lead_of_the_own_grid_is_offered_once(cast):
    assert [name for name, _near in names(cast.pan)].count("严组长") == 1


def test_whoever_holds_no_post_is_not_offered(cast):
    end_post(cast.li.posts[0], last_day=cast.li.posts[0].starts_on, today=TODAY, by="x", at=now())
    assert "李二" not in dict(names(cast.pan))


def test_without_a_post_nobody_is_near(cast):
    newcomer = Person(name="新人")
    db.session.add(newcomer)
    db.session.flush()
    assert names(newcomer) == []
