"""`flask demo`: the sample town with its cast, for trying and never for production."""

import re

from flask import Flask

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.passwords import OF_THE_DEMO
from portal.domain.contacts.models import Absence
from portal.domain.grids.models import Building, Grid
from portal.domain.matters.models import Level
from portal.domain.placards.models import Placard
from portal.domain.publicity.models import ResultPosting
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps.codes import opens
from portal.domain.service_requests.times import Extension, Limit, Supplement
from portal.domain.service_requests.voices import Appeal, Rating, Urge
from portal.domain.service_requests.workflow import Status


def counts() -> list[int]:
    kinds = (Grid, Building, User, Absence, Placard, ServiceRequest)
    found = [db.session.scalar(db.select(db.func.count()).select_from(one)) or 0 for one in kinds]
    db.session.remove()  # the next command begins anew
    return found


def test_the_town_is_ready_to_be_tried_and_safe_to_make_again(app: Flask):
    first = app.test_cli_runner().invoke(args=["demo"])
    assert first.exit_code == 0
    assert OF_THE_DEMO in first.output
    town = [68, 2038, 7, 1, 2039, 52]
    assert counts() == town
    assert app.test_cli_runner().invoke(args=["demo"]).exit_code == 0
    assert counts() == town
    typed = {"username": "demo-worker", "password": OF_THE_DEMO}
    assert app.test_client().post("/staff/sign-in", data=typed).status_code == 303


def test_every_state_of_a_request_can_be_looked_at(app: Flask):
    said = app.test_cli_runner().invoke(args=["demo"]).output
    assert set(db.session.scalars(db.select(ServiceRequest.status))) == set(Status)
    assert set(db.session.scalars(db.select(ServiceRequest.level))) == set(Level)
    for kind in (Supplement, Extension, Urge, Appeal, Rating, ResultPosting):
        assert db.session.scalar(db.select(db.func.count()).select_from(kind)), kind.__name__
    assert db.session.scalars(db.select(Limit.lapsed_name).where(Limit.lapsed_at.is_not(None))).all()
    assert db.session.scalars(db.select(ServiceRequest).where(ServiceRequest.reopenings > 0)).all()
    phones = {one.applicant_phone for one in db.session.scalars(db.select(ServiceRequest))}
    assert all(phone is None or phone.startswith("1400000") for phone in phones)
    number, code = re.search(r"number (\S+), code (\S+)", said).groups()  # type: ignore[union-attr]
    assert opens(number, code)
    page = app.test_client().get("/results").text
    assert page.count("按期</span>") > 10
    assert "办得怎么样" in page


def test_production_refuses_it(app: Flask):
    app.config["MODE"] = "production"
    refused = app.test_cli_runner().invoke(args=["demo"])
    assert refused.exit_code == 1
    assert "not for production" in refused.output
    assert counts() == [0, 0, 0, 0, 0, 0]
