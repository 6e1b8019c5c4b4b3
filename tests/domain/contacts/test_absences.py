"""Entering and withdrawing absences."""

from datetime import date, timedelta

import pytest

from portal.clock import now
from portal.db import db
from portal.domain.contacts.absences import enter_absence, withdraw_absence
from portal.domain.contacts.models import Absence, AbsenceReason, Person
from portal.domain.contacts.posts import end_post
from portal.domain.contacts.serving import serving
from portal.domain.errors import DomainError
from portal.domain.grids.versions import versions
from portal.domain.records.models import Record
from tests.cast import fill
from tests.conftest import TODAY
from tests.parallel import at_once

FIRST, LAST = date(2026, 11, 25), date(2026, 11, 27)
DAY = timedelta(days=1)


def enter(person, cover, first=FIRST, last=LAST, reason=AbsenceReason.LEAVE):
    return enter_absence(
        person, cover, first_day=first, last_day=last, reason=reason, today=TODAY, by="莲干事", at=now()
    )


def worker_on(cast, day):
    return serving(cast.l1.id, day).worker.person.name


def test_the_card_follows_by_itself(cast):
    enter(cast.pan, cast.li)
    days = [FIRST - DAY, FIRST, LAST, LAST + DAY]
    assert [worker_on(cast, day) for day in days] == ["潘一", "李二", "李二", "潘一"]


def test_an_absence_of_one_day(cast):
    enter(cast.pan, cast.li, TODAY, TODAY)
    assert [worker_on(cast, TODAY + step * DAY) for step in (-1, 0, 1)] == ["潘一", "李二", "潘一"]


@pytest.mark.parametrize(
    ("first", "last"),
    [(FIRST, LAST), (FIRST - DAY, FIRST), (LAST, LAST + DAY), (FIRST + DAY, FIRST + DAY), (FIRST - DAY, LAST + DAY)],
)
def test_nobody_is_away_twice_at_the_same_time(cast, first, last):
    enter(cast.pan, cast.li)
    with pytest.raises(DomainError, match=r"潘一2026年11月25日到2026年11月27日已经登记不在岗"):
        enter(cast.pan, cast.he, first, last)


def test_the_day_after_is_free_again(cast):
    enter(cast.pan, cast.li)
    enter(cast.pan, cast.li, LAST + DAY, LAST + DAY)


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_somebody_away_does_not_cover(cast, day):
    enter(cast.li, cast.he)
    with pytest.raises(DomainError, match=r"李二2026年11月25日到2026年11月27日也不在岗，请选别人代班"):
        enter(cast.pan, cast.li, day, day)
    enter(cast.pan, cast.li, FIRST - DAY, FIRST - DAY)


def test_whoever_covers_may_be_away_later_and_passes_the_duty_on(cast):
    enter(cast.pan, cast.li)
    enter(cast.li, cast.he, LAST, LAST)
    assert [worker_on(cast, day) for day in (FIRST, LAST)] == ["李二", "何三"]


def test_a_ring_of_covers_cannot_be_entered(cast):
    enter(cast.pan, cast.li)
    with pytest.raises(DomainError, match="潘一"):
        enter(cast.li, cast.pan)


def test_nobody_covers_for_themselves(cast):
    with pytest.raises(DomainError, match="另一个人"):
        enter(cast.pan, cast.pan)


def test_whoever_holds_no_post_does_not_cover(cast):
    end_post(cast.he.posts[0], last_day=TODAY, today=TODAY, by="x", at=now())
    with pytest.raises(DomainError, match="何三那时没有岗位"):
        enter(cast.pan, cast.he)


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (LAST, FIRST, "最后一天比第一天早"),
        (TODAY - 3 * DAY, TODAY - DAY, "已经过去"),
        (FIRST, date(2206, 11, 27), "超过一年"),
        (date.min, date.max, "超过一年"),
    ],
)
def test_days_that_cannot_be_meant_are_refused(cast, first, last, told):
    with pytest.raises(DomainError, match=told):
        enter(cast.pan, cast.li, first, last)


def test_an_absence_that_began_yesterday_may_be_entered_today(cast):
    enter(cast.pan, cast.li, TODAY - DAY, TODAY)
    assert worker_on(cast, TODAY) == "李二"


def test_a_withdrawn_absence_frees_person_and_cover(cast):
    absence = enter(cast.pan, cast.li)
    withdraw_absence(absence, today=TODAY, by="莲干事", at=now())
    assert worker_on(cast, FIRST) == "潘一"
    enter(cast.pan, cast.he)
    assert worker_on(cast, FIRST) == "何三"


def test_an_absence_is_withdrawn_once_and_not_when_it_is_over(cast):
    absence = enter(cast.pan, cast.li)
    with pytest.raises(DomainError, match="已经过去"):
        withdraw_absence(absence, today=LAST + DAY, by="x", at=now())
    withdraw_absence(absence, today=LAST, by="x", at=now())
    with pytest.raises(DomainError, match="已经撤回"):
        withdraw_absence(absence, today=LAST, by="x", at=now())


def test_each_change_is_on_the_record_and_counted(cast):
    before = versions()["contacts"]
    withdraw_absence(enter(cast.pan, cast.li), today=TODAY, by="莲干事", at=now())
    rows = db.session.scalars(db.select(Record).order_by(Record.id)).all()
    assert [(row.action, row.by, row.subject) for row in rows] == [
        ("absence.entered", "莲干事", f"person {cast.pan.id}"),
        ("absence.withdrawn", "莲干事", f"person {cast.pan.id}"),
    ]
    assert versions()["contacts"] == before + 2


def test_two_entries_at_the_same_moment_leave_one(both_apps):
    """The worker and the officer enter the same leave at once."""
    cast = fill(TODAY)
    person_id, covers = cast.pan.id, [cast.li.id, cast.he.id]
    db.session.remove()

    def somebody(cover_id):
        enter(db.session.get(Person, person_id), db.session.get(Person, cover_id))

    told = at_once(both_apps, somebody, covers)
    assert len(told) == 1
    assert len(db.session.scalars(db.select(Absence)).all()) == 1
