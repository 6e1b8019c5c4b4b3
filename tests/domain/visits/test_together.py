"""Several phones at once, on both databases: one form is one record, one request has one agreed visit."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.visits.booking import book_visit
from portal.domain.visits.models import Visit, VisitRecord, VisitState
from portal.domain.visits.queries import round_of
from portal.domain.visits.recording import Outcome, record_visit
from tests.cast import fill
from tests.conftest import TODAY
from tests.domain.service_requests.making import Town, load_matters
from tests.domain.visits.agreed import TOMORROW, agreed, booked
from tests.parallel import at_once


@pytest.fixture
def town(both_apps: Flask) -> Town:
    cast = fill(TODAY)
    load_matters()
    return Town(cast)


def test_one_form_sent_by_several_is_one_record(both_apps, town):
    visit_id = booked(town, town.signed("dibao")).id
    acting = town.staff("pan")
    db.session.commit()

    def send(_n: int) -> None:
        outcome = Outcome("a" * 32, 1, True, ["潘一", "莲干事"], told="看过了", answers={"income": "种地"})
        record_visit(db.session.get_one(Visit, visit_id), outcome, acting)

    refused = at_once(both_apps, send, range(4))
    db.session.expire_all()
    assert db.session.scalar(db.select(db.func.count(VisitRecord.id))) == 1
    assert all("请看最新情况" in sentence or "变化" in sentence for sentence in refused)
    send(0)  # tried again: it is there
    assert db.session.scalar(db.select(db.func.count(VisitRecord.id))) == 1


def test_several_who_agree_on_a_time_leave_one_visit(both_apps, town):
    request_id = town.signed("gaoling").id
    acting, when, pan_id = town.staff("pan"), agreed(town, names=["潘一"]), town.cast.users["pan"].id
    db.session.commit()

    def agree(_n: int) -> None:
        own = replace(when, lead=db.session.get_one(User, pan_id))  # each has a session of their own
        book_visit(db.session.get_one(ServiceRequest, request_id), own, acting)

    at_once(both_apps, agree, range(3))
    booked_now = db.select(db.func.count(Visit.id)).where(Visit.state == VisitState.BOOKED)
    assert db.session.scalar(booked_now) == 1


def test_the_round_is_read_on_both(both_apps, town):
    booked(town, town.signed("gaoling"), starts=TOMORROW + timedelta(hours=1), names=["潘一"])
    assert len(round_of(town.cast.users["pan"], town.at, whole=False).week) == 1
    assert len(round_of(town.cast.users["street"], town.at, whole=True).week) == 1
