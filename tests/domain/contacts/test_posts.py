"""One holder at a time, from a day on."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from portal.clock import now
from portal.db import db
from portal.domain.contacts.models import Person, Post, PostRole
from portal.domain.contacts.posts import begin_post, end_post, withdraw_post
from portal.domain.contacts.serving import serving
from portal.domain.errors import DomainError
from portal.domain.grids.models import Grid
from portal.domain.grids.versions import versions
from portal.domain.records.models import Record
from tests.cast import fill
from tests.conftest import TODAY
from tests.parallel import at_once

NEXT = date(2026, 12, 1)
ACT = {"today": TODAY, "by": "莲干事"}


def begin(person, grid, starts_on, role=PostRole.WORKER):
    return begin_post(person, grid, role, starts_on=starts_on, at=now(), **ACT)


def worker_on(grid, day):
    person = serving(grid.id, day).worker.person
    return person and person.name


def test_the_former_holder_ends_the_day_the_new_one_begins(cast):
    begin(cast.he, cast.l1, NEXT)
    assert worker_on(cast.l1, NEXT - timedelta(days=1)) == "潘一"
    assert worker_on(cast.l1, NEXT) == "何三"


def test_a_vacant_post_is_filled_from_its_day(cast):
    db.session.execute(db.delete(Post).where(Post.grid_id == cast.l1.id))
    begin(cast.he, cast.l1, NEXT)
    assert worker_on(cast.l1, TODAY) is None
    assert worker_on(cast.l1, NEXT) == "何三"


def test_worker_and_lead_are_two_posts(cast):
    begin(cast.he, cast.l1, TODAY, PostRole.LEAD)
    assert worker_on(cast.l1, TODAY) == "潘一"
    assert serving(cast.l1.id, TODAY).lead.person.name == "何三"


def test_who_holds_the_post_does_not_begin_it_again(cast):
    with pytest.raises(DomainError, match=r"潘一那天已经是莲叶路社区第1网格的网格员"):
        begin(cast.pan, cast.l1, NEXT)


def test_a_post_does_not_begin_before_one_already_planned(cast):
    begin(cast.he, cast.l1, NEXT)
    with pytest.raises(DomainError, match=r"何三从2026年12月1日起担任"):
        begin(cast.li, cast.l1, NEXT - timedelta(days=3))
    with pytest.raises(DomainError, match="何三"):
        begin(cast.li, cast.l1, NEXT)


@pytest.mark.parametrize("slip", [date(2206, 12, 1), date(2020, 1, 1), date.max, date.min])
def test_a_day_far_away_is_a_slip(cast, slip):
    with pytest.raises(DomainError, match="超过一年"):
        begin(cast.he, cast.l1, slip)


def test_a_post_ends_after_its_last_day(cast):
    post = cast.pan.posts[0]
    end_post(post, last_day=TODAY, at=now(), **ACT)
    assert worker_on(cast.l1, TODAY) == "潘一"
    assert worker_on(cast.l1, TODAY + timedelta(days=1)) is None


def test_an_end_may_be_moved_until_it_has_come(cast):
    post = cast.pan.posts[0]
    end_post(post, last_day=NEXT, at=now(), **ACT)
    end_post(post, last_day=NEXT + timedelta(days=5), at=now(), **ACT)
    assert worker_on(cast.l1, NEXT + timedelta(days=5)) == "潘一"
    post.ends_on = TODAY
    db.session.flush()
    with pytest.raises(DomainError, match="已经结束"):
        end_post(post, last_day=NEXT, at=now(), **ACT)


def test_an_end_does_not_reach_into_the_next_post(cast):
    begin(cast.he, cast.l1, NEXT)
    with pytest.raises(DomainError, match=r"何三从2026年12月1日起接任"):
        end_post(cast.pan.posts[0], last_day=NEXT, at=now(), **ACT)


def test_a_post_does_not_end_before_it_begins(cast):
    post = begin(cast.he, cast.l1, NEXT)
    with pytest.raises(DomainError, match="最后一天不能更早"):
        end_post(post, last_day=TODAY, at=now(), **ACT)


def test_a_planned_post_taken_back_leaves_the_holder(cast):
    withdraw_post(begin(cast.he, cast.l1, NEXT), at=now(), **ACT)
    assert worker_on(cast.l1, NEXT) == "潘一"


def test_a_post_that_has_begun_is_not_taken_back(cast):
    with pytest.raises(DomainError, match="已经开始"):
        withdraw_post(cast.pan.posts[0], at=now(), **ACT)


def test_each_change_is_on_the_record_and_counted(cast):
    before = versions()["contacts"]
    withdraw_post(begin(cast.he, cast.l1, NEXT), at=now(), **ACT)
    end_post(cast.pan.posts[0], last_day=NEXT, at=now(), **ACT)
    rows = db.session.scalars(db.select(Record).order_by(Record.id)).all()
    assert [row.action for row in rows] == ["post.begun", "post.withdrawn", "post.ended"]
    assert {row.subject for row in rows} == {"grid 990001001"}
    assert versions()["contacts"] == before + 3


def test_the_database_refuses_a_second_holder(cast):
    db.session.add(Post(person_id=cast.he.id, grid_id=cast.l1.id, role=PostRole.WORKER, starts_on=NEXT))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_of_two_officers_at_the_same_moment_one_is_told(both_apps):
    """Both want another worker for the same grid from the same day; there is never an overlap."""
    cast = fill(TODAY)
    grid_id, persons = cast.l1.id, [cast.li.id, cast.he.id]
    db.session.remove()

    def officer(person_id):
        begin(db.session.get(Person, person_id), db.session.get(Grid, grid_id), NEXT)

    told = at_once(both_apps, officer, persons)
    assert len(told) == 1
    posts = db.session.scalars(db.select(Post).filter_by(grid_id=grid_id, role=PostRole.WORKER)).all()
    assert sorted((post.starts_on, post.ends_on) for post in posts if post.ends_on) == [(date(2026, 1, 1), NEXT)]
    assert [post.starts_on for post in posts if post.ends_on is None] == [NEXT]
