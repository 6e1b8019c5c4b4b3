"""Who may see and change whom."""

from datetime import timedelta

import pytest

from portal.clock import now
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.contacts import queries
from portal.domain.contacts.absences import enter_absence, withdraw_absence
from portal.domain.contacts.models import AbsenceReason, Post, PostRole
from portal.domain.contacts.posts import end_post
from portal.domain.errors import NotFound
from tests.conftest import TODAY


def away(person, cover, first=TODAY, last=TODAY):
    days = {"first_day": first, "last_day": last, "reason": AbsenceReason.LEAVE}
    return enter_absence(person, cover, **days, today=TODAY, by="x", at=now())


def names(cast, username, text=""):
    return [person.name for person in db.session.scalars(queries.people(cast.users[username], text, TODAY))]


def test_people_in_scope_are_listed_by_their_grid(cast):
    assert names(cast, "officer") == ["严组长", "潘一", "李二"]
    assert names(cast, "stranger") == ["何三"]
    assert sorted(names(cast, "viewer")) == sorted(["潘一", "李二", "何三", "严组长"])
    assert names(cast, "pan") == ["严组长", "潘一"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("潘", ["潘一"]),
        ("140 0000 0102", ["李二"]),
        ("第2网格", ["严组长", "李二"]),
        ("何三", []),
        ("%", []),
        ("_", []),
        ("\\", []),
    ],
)
def test_people_are_found_by_name_number_and_grid(cast, text, found):
    assert names(cast, "officer", text) == found


def test_people_who_no_longer_serve_come_last(cast):
    end_post(cast.pan.posts[0], last_day=TODAY - timedelta(days=9), today=TODAY, by="x", at=now())
    assert names(cast, "officer") == ["严组长", "李二", "潘一"]


def test_a_person_out_of_scope_is_not_found(cast):
    queries.find_person(cast.users["officer"], Permission.CONTACT_EDIT, cast.pan.id, TODAY)
    for username in ("stranger", "pan", "viewer"):
        with pytest.raises(NotFound):
            queries.find_person(cast.users[username], Permission.CONTACT_EDIT, cast.li.id, TODAY)


def test_who_moved_to_another_community_is_no_longer_the_former_ones_to_change(cast):
    cast.pan.posts[0].ends_on = TODAY
    db.session.flush()
    queries.find_person(cast.users["officer"], Permission.CONTACT_EDIT, cast.pan.id, TODAY)
    db.session.add(Post(person_id=cast.pan.id, grid_id=cast.m1.id, role=PostRole.LEAD, starts_on=TODAY))
    db.session.flush()
    queries.find_person(cast.users["stranger"], Permission.CONTACT_EDIT, cast.pan.id, TODAY)
    with pytest.raises(NotFound):
        queries.find_person(cast.users["officer"], Permission.CONTACT_EDIT, cast.pan.id, TODAY)


def test_a_worker_enters_only_their_own_absence(cast):
    assert queries.find_absentee(cast.users["pan"], cast.pan.id, TODAY) is cast.pan
    for somebody in (cast.yan, cast.li, cast.he):
        with pytest.raises(NotFound):
            queries.find_absentee(cast.users["pan"], somebody.id, TODAY)


def test_a_worker_who_covers_still_enters_only_their_own_absence(cast):
    away(cast.li, cast.pan)
    with pytest.raises(NotFound):
        queries.find_absentee(cast.users["pan"], cast.li.id, TODAY)


def test_an_absence_out_of_scope_is_not_found(cast):
    absence = away(cast.pan, cast.li)
    for username in ("officer", "admin", "pan"):
        assert queries.find_absence(cast.users[username], absence.id, TODAY) is absence
    for username in ("stranger", "viewer"):
        with pytest.raises(NotFound):
            queries.find_absence(cast.users[username], absence.id, TODAY)


def test_a_post_out_of_scope_is_not_found(cast):
    post = cast.pan.posts[0]
    assert queries.find_post(cast.users["officer"], post.id, TODAY) is post
    with pytest.raises(NotFound):
        queries.find_post(cast.users["stranger"], post.id, TODAY)


def test_absences_of_today_and_later_are_listed_the_nearest_first(cast):
    later = away(cast.pan, cast.li, TODAY + timedelta(days=5), TODAY + timedelta(days=6))
    today = away(cast.li, cast.pan)
    taken_back = away(cast.yan, cast.li, TODAY + timedelta(days=1), TODAY + timedelta(days=1))
    withdraw_absence(taken_back, today=TODAY, by="x", at=now())
    assert list(queries.absences_ahead(cast.users["officer"], TODAY)) == [today, later]
    assert list(queries.absences_ahead(cast.users["stranger"], TODAY)) == []
    assert list(queries.absences_ahead(cast.users["officer"], TODAY + timedelta(days=1))) == [later]
    assert list(queries.absences_of(cast.pan, TODAY)) == [later]


def test_grids_without_a_worker_are_listed_in_scope(cast):
    assert list(queries.vacant_grids(cast.users["officer"], TODAY)) == []
    db.session.execute(db.update(Post).values(ends_on=TODAY))
    assert list(queries.vacant_grids(cast.users["officer"], TODAY)) == [cast.l1, cast.l2]
    assert list(queries.vacant_grids(cast.users["stranger"], TODAY)) == [cast.m1]
    assert list(queries.vacant_grids(cast.users["viewer"], TODAY - timedelta(days=1))) == []


def test_posts_are_filled_where_one_is_in_charge(cast):
    assert list(queries.grids_in_charge(cast.users["officer"], TODAY)) == [cast.l1, cast.l2]
    assert list(queries.grids_in_charge(cast.users["pan"], TODAY)) == []
