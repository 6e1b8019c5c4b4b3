"""Filing: numbered, routed to who serves the place today, with its limits; the same form is one request."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.db import db
from portal.domain.contacts.models import Absence, AbsenceReason, Post
from portal.domain.errors import DomainError
from portal.domain.matters.models import Level
from portal.domain.messages.models import Message, Occasion
from portal.domain.service_requests.models import Channel, ServiceRequest
from portal.domain.service_requests.places import place_of_building, place_of_community, place_of_grid
from portal.domain.service_requests.steps import filing, moving
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.workflow import Status
from portal.domain.workdays.working_hours import SHANGHAI
from tests.domain.service_requests.making import APPROVAL, GENERAL, PHONE, URGENT, limits_of, the, version_of


def test_a_request_goes_to_who_serves_its_grid_today(town):
    request = town.filed()
    assert (request.unit, request.level) == (f"grid:{town.cast.l1.id}", Level.GRID)
    assert request.status is Status.FILED
    assert (request.first_contact, request.first_contact_name) == (town.cast.pan, "网格员 潘一")
    assert request.handler is None
    assert request.summary == "3单元楼道的灯不亮了"
    assert "交给网格员 潘一" in request.entries[0].told


def test_a_cover_is_who_is_asked_first(town):
    day = town.resident.today
    week = {"first_day": day, "last_day": day + timedelta(days=5), "reason": AbsenceReason.LEAVE}
    db.session.add(Absence(person=town.cast.pan, cover=town.cast.li, entered_by="officer", entered_at=town.at, **week))
    db.session.commit()
    request = town.filed()
    assert request.first_contact_name == "网格员 李二"
    assert request.unit == f"grid:{town.cast.l1.id}"


def test_first_asked_stays_first_asked_wherever_it_goes(town):
    request = town.at_community()
    moving.escalate(request, "要街道出面", town.staff("officer"))
    assert request.first_contact_name == "网格员 潘一"


def test_where_nobody_serves_the_community_has_it(town):
    for post in db.session.scalars(select(Post).where(Post.grid_id == town.cast.l1.id)):
        post.ends_on = date(2026, 11, 1)
    db.session.commit()
    request = town.filed()
    assert request.unit == f"community:{town.cast.lotus.id}"
    assert (request.first_contact, request.first_contact_name) == (None, "莲叶路社区")


def test_outside_buildings_the_place_is_told_in_words(town):
    in_grid = town.filed(place=place_of_grid(town.cast.l2, "北门口"))
    assert in_grid.unit == f"grid:{town.cast.l2.id}"
    nowhere = town.filed(place=place_of_community(town.cast.maple, "村口的桥边"))
    assert nowhere.unit == f"community:{town.cast.maple.id}"
    assert (nowhere.grid_id, nowhere.place_text) == (None, "村口的桥边")
    with pytest.raises(DomainError, match="在哪里"):
        place_of_grid(town.cast.l1, "  ")


def test_an_entrance_belongs_to_its_building(town):
    with pytest.raises(DomainError, match="不在这栋楼"):
        place_of_building(town.cast.bright1, town.resident.today, entrance=town.cast.bright5.entrances[0])


def test_limits_of_ordinary_work_begin_with_the_filing(town):
    request = town.filed(GENERAL)
    assert {one.kind: (one.value, one.time_unit.value) for one in limits_of(request)} == {
        LimitKind.SIGN_FOR: (1, "workday"),
        LimitKind.CONTACT: (1, "workday"),
        LimitKind.FINISH: (1, "workday"),
    }
    assert request.due_at == datetime(2026, 11, 24, 23, 59, 59, tzinfo=SHANGHAI)
    assert request.next_due_at == request.due_at


def test_coordinated_work_is_answered_within_five_working_days(town):
    assert town.filed().due_at == datetime(2026, 11, 30, 23, 59, 59, tzinfo=SHANGHAI)


def test_an_emergency_is_called_back_within_half_an_hour_on_a_holiday_too(town):
    town.at = datetime(2026, 10, 3, 23, 50, tzinfo=SHANGHAI)
    request = town.filed(URGENT)
    assert the(request, LimitKind.CONTACT).due_at == datetime(2026, 10, 4, 0, 20, tzinfo=SHANGHAI)
    assert request.next_due_at == datetime(2026, 10, 4, 0, 20, tzinfo=SHANGHAI)
    assert request.overseer_level is Level.COMMUNITY


def test_an_approval_is_answered_by_the_community_first(town):
    request = town.filed(APPROVAL)
    assert the(request, LimitKind.FINISH).value == 2
    assert not limits_of(request, LimitKind.STATUTORY)


def test_who_left_no_number_is_not_called_back(town):
    request = town.filed(name=None, phone=None)
    assert not limits_of(request, LimitKind.CONTACT)
    assert (request.applicant_name, request.phone_digest, request.phone_tail) == (None, None, "")
    assert limits_of(town.filed(URGENT, name=None, phone=None), LimitKind.CONTACT)


def test_some_matters_want_to_know_who_asks(town):
    with pytest.raises(DomainError, match="姓名和电话"):
        town.file(APPROVAL, name=None)


@pytest.mark.parametrize("answers", [[], [{"question": "是什么事？", "answer": "  "}]])
def test_nothing_told_is_nothing_filed(town, answers):
    with pytest.raises(DomainError, match="是什么事"):
        town.file(answers=answers)


def test_a_retired_matter_takes_no_request_even_from_a_form_begun_before(town):
    form = town.filing()
    form.matter_version.matter.retired_at = town.at
    with pytest.raises(DomainError, match="刚刚停办了"):
        filing.file_request(form, town.resident)


def test_a_request_keeps_the_version_it_was_filed_under(town):
    old = version_of(GENERAL)
    request = town.filed(GENERAL)
    old.current = False
    db.session.commit()
    assert request.matter_version is old


def test_the_same_form_sent_twice_is_one_request(town):
    form = town.filing()
    first = filing.file_request(form, town.resident)
    second = filing.file_request(form, town.resident)
    assert second.request is first.request
    assert (len(first.code), second.code) == (6, "")
    assert db.session.scalar(select(func.count(ServiceRequest.id))) == 1


def test_name_and_phone_are_found_again_but_not_readable(town):
    request = town.filed(name="王 芳", phone="+86 140 0000 1234")
    assert (request.applicant_phone, request.phone_tail) == (PHONE, "1234")
    raw = db.session.connection().exec_driver_sql("SELECT * FROM service_requests").mappings().one()
    assert PHONE not in str(dict(raw))
    assert "王" not in str(dict(raw))
    assert request.phone_digest == town.filed().phone_digest
    assert request.name_digest == town.filed(name="王芳").name_digest


def test_staff_file_for_a_caller(town):
    made = filing.file_request(town.filing(channel=Channel.PHONE), town.staff("pan"))
    assert (made.request.filed_by, made.request.channel) == ("pan", Channel.PHONE)
    assert made.request.entries[0].who == "网格员 潘一"


def test_the_filer_is_told_at_once(town):
    request = town.filed()
    told = db.session.scalars(select(Message).where(Message.service_request_id == request.id)).all()
    assert [one.occasion for one in told] == [Occasion.RECEIVED]
    assert "11月30日" in told[0].body


def test_a_long_story_is_cut_for_lists_only(town):
    long = "楼道的灯坏了很久，" * 30
    request = town.filed(answers=[{"question": "说说", "answer": long}])
    assert len(request.summary) == 80
    assert request.answers[0]["answer"] == long
    with pytest.raises(DomainError, match="太长"):
        town.file(answers=[{"question": "说说", "answer": "长" * 2001}])
