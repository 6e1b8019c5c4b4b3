"""A year after it was settled a request no longer says who filed it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from portal.attachments import photo_files
from portal.db import db
from portal.domain.keeping.rules import BY_KEY
from portal.domain.keeping.services import do_some
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps import voicing
from portal.domain.service_requests.voices import Follower
from tests.domain.service_requests.making import PHONE, Town


def mask_settled(at: datetime) -> int:
    return do_some(BY_KEY["people"], at, photo_files())


def person(request: ServiceRequest) -> tuple[object, ...]:
    return (
        request.applicant_name,
        request.applicant_phone,
        request.name_digest,
        request.phone_digest,
        request.phone_tail,
        request.room,
    )


def old_one(town: Town) -> ServiceRequest:
    request = town.filed(name="王小芳", place=replace(town.place(), room="501"))
    voicing.follow(request, "token-of-a-neighbour", "14000002299", town.neighbour)
    voicing.withdraw(request, "不用了", town.resident)
    db.session.commit()
    return request


def test_after_a_year_the_name_is_masked_and_phone_and_room_are_gone(town):
    request = old_one(town)
    town.wait(days=366)
    assert mask_settled(town.at) == 1
    assert person(request) == ("王*芳", None, None, None, "", None)
    assert db.session.scalars(db.select(Follower)).one().phone is None
    assert request.entries[-1].step == "withdraw", "what happened stays"


def test_a_second_time_there_is_nothing_to_do(town):
    old_one(town)
    town.wait(days=366)
    mask_settled(town.at)
    db.session.commit()
    assert mask_settled(town.at + timedelta(hours=1)) == 0


@pytest.mark.parametrize("days", [0, 300])
def test_before_the_year_is_over_all_of_it_stays(town, days):
    request = old_one(town)
    before = person(request)
    town.wait(days=days)
    assert mask_settled(town.at) == 0
    assert person(request) == before


def test_what_is_still_open_keeps_its_person_however_old(town):
    request = town.filed()
    town.wait(days=900)
    assert mask_settled(town.at) == 0
    assert request.applicant_phone == PHONE
