"""Who is told what: rows in the outbox, written with the step they tell of."""

import pytest

from portal.db import db
from portal.domain.messages import wording
from portal.domain.messages.models import Medium, MessageState, Occasion
from portal.domain.messages.services import tell_resident, tell_unit
from portal.domain.service_requests.applicants import phone_digest
from portal.domain.service_requests.voices import Follower
from tests.domain.messages.writing import all_messages, robot_of
from tests.domain.service_requests.making import APPROVAL, COORDINATED, GENERAL, PHONE, URGENT


def follow(request, phone: str | None, token: str) -> Follower:
    known = phone_digest(phone) if phone else None
    follower = Follower(
        request_id=request.id, token=token, code_digest="x", phone=phone, phone_digest=known, at=request.filed_at
    )
    db.session.add(follower)
    db.session.flush()
    return follower


def empty_outbox() -> None:
    for message in all_messages():
        db.session.delete(message)
    db.session.flush()


@pytest.fixture
def request_(town):
    request = town.filed()
    empty_outbox()
    return request


def test_a_filed_request_is_confirmed_to_whoever_filed_it(town):
    request = town.filed()
    [message] = all_messages(Occasion.RECEIVED)
    assert (message.medium, message.state, message.recipient) == (Medium.SMS, MessageState.WAITING, PHONE)
    assert message.service_request_id == request.id
    assert "前答复" in message.body


def test_nobody_is_told_when_the_step_is_taken_back(town):
    town.file()
    before = len(all_messages())
    request = town.filed()
    tell_resident(request, Occasion.RESOLVED, at=town.at)
    db.session.rollback()
    assert all_messages(Occasion.RESOLVED) == []
    assert len(all_messages()) > before


def test_the_same_occasion_of_the_same_step_is_told_once(town, request_):
    for _ in range(2):
        tell_resident(request_, Occasion.RESOLVED, at=town.at)
    assert len(all_messages()) == 1


def test_the_same_occasion_of_a_later_step_is_told_again(town):
    request = town.signed()
    tell_resident(request, Occasion.EXTENDED, at=town.at)
    from portal.domain.service_requests.steps import handling

    handling.note(request, "联系了物业", town.staff("pan"), public=True)
    tell_resident(request, Occasion.EXTENDED, at=town.at)
    assert len(all_messages(Occasion.EXTENDED)) == 2


def test_what_is_told_about_one_limit_is_not_told_again_but_about_another_is(town, request_, cast):
    robot_of(f"grid:{cast.l1.id}")
    for about in ("limit:1", "limit:2", "limit:1"):
        tell_unit(request_, request_.unit, Occasion.REMIND_HALF, at=town.at, about=about)
    assert len(all_messages()) == 2


def test_every_follower_with_a_phone_is_told_and_nobody_twice(town, request_):
    follow(request_, "14000000201", "a")
    follow(request_, None, "b")
    follow(request_, PHONE, "c")
    follow(request_, "14000000201", "d")
    tell_resident(request_, Occasion.RESOLVED, at=town.at)
    assert sorted(one.recipient for one in all_messages()) == ["14000000201", PHONE]
    assert {one.body[:4] for one in all_messages()} == {"您反映的", "您跟进的"}


@pytest.mark.parametrize("occasion", [Occasion.RECEIVED, Occasion.NEW_CODE_MADE, Occasion.RATING_WANTED])
def test_code_receipt_and_grade_are_the_filers_alone(town, request_, occasion):
    follow(request_, "14000000201", "a")
    tell_resident(request_, occasion, at=town.at)
    assert [one.recipient for one in all_messages()] == [PHONE]


def test_without_a_phone_nobody_is_told(town):
    town.filed(GENERAL, name=None, phone=None)
    assert all_messages() == []


@pytest.mark.parametrize("phone", ["053284000001", "053284000001,801", "4001234567"])
def test_a_number_that_is_no_mobile_is_noted_so_that_somebody_phones(town, phone):
    town.filed(phone=phone)
    [message] = all_messages()
    assert message.state is MessageState.DROPPED
    assert "打电话" in message.last_error


@pytest.mark.parametrize(
    ("slug", "confidential", "opening"),
    [
        (COORDINATED, False, "您反映的公共设施报修"),
        (COORDINATED, True, "您反映的事"),
        (APPROVAL, False, "您的申请"),
        ("tanfang", False, "您反映的事"),
    ],
)
def test_a_matter_that_says_something_about_a_person_is_not_named(town, slug, confidential, opening):
    town.filed(slug, confidential=confidential)
    [message] = all_messages()
    assert message.body.startswith(opening + "已收到") or message.body.startswith(opening + "（")


def test_nothing_that_only_the_resident_knows_stands_in_a_message(town, cast):
    robot_of(f"grid:{cast.l1.id}")
    answers = [{"question": "是什么事？", "answer": "我家门口的灯"}]
    request = town.file(answers=answers, name="王芳", phone=PHONE).request
    request.room = "302室"
    units = set(wording._UNITS)
    for occasion in set(Occasion) - units - {Occasion.TRIAL}:
        tell_resident(request, occasion, at=town.at)
    for occasion in units:
        tell_unit(request, request.unit, occasion, at=town.at, due_at=request.due_at)
    assert len(all_messages()) == len(Occasion) - 1
    for message in all_messages():
        said = message.body + str(message.words) + message.key
        for private in ("王芳", PHONE, PHONE[-4:], "302", "我家门口的灯", "3单元"):
            assert private not in said


def test_urgent_work_is_marked_so_that_it_may_ring_at_night(town):
    town.filed(URGENT)
    assert all(one.urgent for one in all_messages())


def test_a_unit_hears_it_through_all_its_robots(town, request_, cast):
    robot_of(f"grid:{cast.l1.id}")
    robot_of(f"grid:{cast.l1.id}", Medium.EMAIL, "pan@town.example")
    robot_of(f"grid:{cast.l1.id}", active=False)
    robot_of(f"community:{cast.lotus.id}")
    tell_unit(request_, request_.unit, Occasion.URGED, at=town.at)
    assert [one.medium for one in all_messages()] == [Medium.WECOM, Medium.EMAIL]
    assert all_messages()[0].body.startswith(f"{cast.l1.name}：")


def test_without_a_robot_the_level_above_hears_it(town, request_, cast):
    above = robot_of(f"subdistrict:{cast.subdistrict.id}")
    robot_of(f"community:{cast.maple.id}")
    tell_unit(request_, request_.unit, Occasion.URGED, at=town.at)
    assert [one.robot_id for one in all_messages()] == [above.id]
    assert all_messages()[0].unit == request_.unit


def test_one_robot_that_stands_for_two_units_hears_one_step_once(town, request_, cast):
    robot_of(f"community:{cast.lotus.id}")
    tell_unit(request_, request_.unit, Occasion.FILED, at=town.at)
    tell_unit(request_, f"community:{cast.lotus.id}", Occasion.FILED, at=town.at)
    assert len(all_messages()) == 1


def test_without_any_robot_only_the_desk_shows_it(town, request_):
    tell_unit(request_, request_.unit, Occasion.URGED, at=town.at)
    assert all_messages() == []


def test_phones_are_unreadable_in_the_table(town, request_):
    tell_resident(request_, Occasion.RESOLVED, at=town.at)
    db.session.flush()
    [row] = db.session.execute(db.text("SELECT * FROM messages")).mappings()
    assert PHONE.encode() not in bytes(row["recipient"])
    assert PHONE not in "".join(str(value) for name, value in row.items() if name != "recipient")
