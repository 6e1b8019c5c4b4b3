"""Whoever gave no grade is asked once, three days after the result."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.db import db
from portal.domain.messages.models import Message, Occasion
from portal.domain.service_requests.invitations import invite, to_invite
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps import handling, rating, voicing
from portal.domain.service_requests.voices import Grade
from tests.cast import fill
from tests.conftest import TODAY
from tests.domain.service_requests.making import Town, load_matters
from tests.parallel import at_once


def invited() -> list[Message]:
    return list(db.session.scalars(select(Message).where(Message.occasion == Occasion.RATING_WANTED)))


def run(town, **later: float) -> int:
    at = town.at + timedelta(**later)
    done = sum(invite(one, at) for one in to_invite(at))
    db.session.commit()
    return done


def test_once_and_not_before_three_days_have_passed(town):
    request = town.resolved()
    db.session.commit()
    assert run(town, days=2, hours=23) == 0
    assert run(town, days=3) == 1
    assert run(town, days=3) == 0
    assert run(town, days=5) == 0
    (message,) = invited()
    assert message.service_request_id == request.id
    assert message.recipient == "14000001234"


def test_who_gave_a_grade_is_left_in_peace(town):
    rating.rate(town.resolved(), Grade.SATISFIED, True, "", town.resident)
    db.session.commit()
    assert run(town, days=4) == 0


def test_who_left_no_number_cannot_be_asked(town):
    request = town.signed(name=None, phone=None)
    handling.resolve(request, "灯泡换好了，晚上亮了", town.staff("pan"))
    db.session.commit()
    assert run(town, days=4) == 0


def test_of_a_followed_request_only_the_filer_is_asked(town):
    request = town.signed()
    voicing.follow(request, "neighbour", "14000004321", town.neighbour)
    handling.resolve(request, "灯泡换好了，晚上亮了", town.staff("pan"))
    db.session.commit()
    assert run(town, days=3) == 1
    assert [message.recipient for message in invited()] == ["14000001234"]


def test_each_result_is_asked_about_again(town):
    request = town.resolved()
    db.session.commit()
    assert run(town, days=3) == 1
    town.wait(days=4)
    voicing.reopen(request, "又不亮了", town.resident)
    handling.sign_for(request, town.cast.users["pan"], town.staff("pan"))
    handling.resolve(request, "线也换了，晚上亮了", town.staff("pan"))
    db.session.commit()
    assert run(town, days=2) == 0
    assert run(town, days=3) == 1


def test_nobody_is_asked_about_what_lies_long_behind(town):
    town.resolved()
    db.session.commit()
    assert run(town, days=14) == 0


def test_between_list_and_invitation_the_grade_may_have_come(town):
    request = town.resolved()
    db.session.commit()
    at = town.at + timedelta(days=3)
    (waiting,) = to_invite(at)
    rating.rate(request, Grade.SATISFIED, True, "", town.resident)
    assert not invite(waiting, at)


@pytest.fixture
def town_on_both(both_apps):
    town = Town(fill(TODAY))
    load_matters()
    return both_apps, town


def test_workers_at_once_and_killed_halfway_invite_nobody_twice(town_on_both):
    app, town = town_on_both
    for _ in range(3):
        town.resolved()
    db.session.commit()
    at = town.at + timedelta(days=3)
    ids = list(db.session.scalars(select(ServiceRequest.id)))
    db.session.commit()
    # The first worker dies before its commit.
    invite(ids[0], at)
    db.session.rollback()
    at_once(app, lambda one: invite(one, at), ids * 3)
    assert sorted(message.service_request_id for message in invited()) == sorted(ids)
