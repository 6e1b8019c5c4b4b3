"""Entering a year, twice, and by two people at once."""

from datetime import UTC, date, datetime

import pytest

from portal.db import db
from portal.domain.errors import Stale
from portal.domain.records.models import Record
from portal.domain.workdays.models import CalendarDay, CalendarYear
from portal.domain.workdays.queries import load_calendar, year_wanted
from portal.domain.workdays.services import enter_year, examine_year
from tests.parallel import at_once

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
FIRST = "day,kind,name\n2027-01-01,holiday,元旦\n2027-02-08,holiday,春节\n"
SECOND = "day,kind,name\n2027-01-01,holiday,元旦\n2027-02-07,workday,春节\n2027-02-09,holiday,春节\n"


def enter(text, source="通知一", year=2027):
    report = examine_year(year, source, text)
    enter_year(report, agreed=report.digest, by="admin", at=AT)
    db.session.commit()
    return report


def test_a_year_is_known_once_it_is_entered(app):
    assert 2027 not in load_calendar().years
    report = enter(FIRST)
    assert report.entered is None
    calendar = load_calendar()
    assert not calendar.is_worked(date(2027, 2, 8))
    record = db.session.scalars(db.select(Record)).one()
    assert (record.action, record.subject) == ("calendar.entered", "calendar 2027")
    assert record.detail.splitlines() == [
        "来源：通知一",
        "2027-01-01：平常 → 放假（元旦）",
        "2027-02-08：平常 → 放假（春节）",
    ]


def test_a_year_entered_twice_is_replaced_with_a_record_of_what_changed(app):
    enter(FIRST)
    report = enter(SECOND, "通知二")
    assert report.entered == "通知一"
    days = db.session.scalars(db.select(CalendarDay.day).where(CalendarDay.day >= date(2027, 1, 1)))
    assert sorted(days) == [date(2027, 1, 1), date(2027, 2, 7), date(2027, 2, 9)]
    assert db.session.get(CalendarYear, 2027).source == "通知二"
    last = db.session.scalars(db.select(Record).order_by(Record.id.desc())).first()
    assert last.action == "calendar.replaced"
    assert last.detail.splitlines()[1:] == [
        "2027-02-07：平常 → 上班（春节）",
        "2027-02-08：放假（春节） → 平常",
        "2027-02-09：平常 → 放假（春节）",
    ]


def test_the_same_year_again_changes_nothing(app):
    enter(FIRST)
    report = examine_year(2027, "通知一", FIRST)
    assert not report.is_new
    with pytest.raises(Stale):
        enter_year(report, agreed=report.digest, by="admin", at=AT)


def test_a_bad_line_lets_nothing_in(app):
    report = examine_year(2027, "通知一", FIRST + "x,y,z\n")
    with pytest.raises(Stale):
        enter_year(report, agreed=report.digest, by="admin", at=AT)
    assert db.session.get(CalendarYear, 2027) is None


def test_an_agreement_to_something_else_is_refused(app):
    agreed = examine_year(2027, "通知一", FIRST).digest
    enter(SECOND, "通知二")
    with pytest.raises(Stale):
        enter_year(examine_year(2027, "通知一", FIRST), agreed=agreed, by="admin", at=AT)


def test_a_year_that_gives_other_than_the_days_of_the_law_is_doubted(app):
    assert "13" in examine_year(2027, "通知一", FIRST).doubts[0]


def test_two_people_enter_a_year_at_once_and_one_is_told(both_apps):
    agreed = {text: examine_year(2027, "通知", text).digest for text in (FIRST, SECOND)}
    db.session.rollback()

    def act(text):
        enter_year(examine_year(2027, "通知", text), agreed=agreed[text], by="admin", at=AT)

    refused = at_once(both_apps, act, [FIRST, SECOND])
    assert len(refused) == 1
    days = set(db.session.scalars(db.select(CalendarDay.day).where(CalendarDay.day >= date(2027, 1, 1))))
    assert days in ({date(2027, 1, 1), date(2027, 2, 8)}, {date(2027, 1, 1), date(2027, 2, 7), date(2027, 2, 9)})


@pytest.mark.parametrize(
    ("today", "wanted"),
    [(date(2026, 11, 30), None), (date(2026, 12, 1), 2027), (date(2027, 1, 1), 2027), (date(2026, 1, 1), None)],
)
def test_the_next_year_is_wanted_from_the_first_of_december(app, today, wanted):
    assert year_wanted(today) == wanted
