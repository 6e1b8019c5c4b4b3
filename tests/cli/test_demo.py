"""`flask demo`: the sample town with its cast, for trying and never for production."""

from flask import Flask

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.passwords import OF_THE_DEMO
from portal.domain.contacts.models import Absence
from portal.domain.grids.models import Building, Grid
from portal.domain.placards.models import Placard


def counts() -> list[int]:
    kinds = (Grid, Building, User, Absence, Placard)
    found = [db.session.scalar(db.select(db.func.count()).select_from(one)) or 0 for one in kinds]
    db.session.remove()  # the next command begins anew
    return found


def test_the_town_is_ready_to_be_tried_and_safe_to_make_again(app: Flask):
    first = app.test_cli_runner().invoke(args=["demo"])
    assert first.exit_code == 0
    assert OF_THE_DEMO in first.output
    town = [68, 2038, 5, 1, 2039]
    assert counts() == town
    assert app.test_cli_runner().invoke(args=["demo"]).exit_code == 0
    assert counts() == town
    typed = {"username": "demo-worker", "password": OF_THE_DEMO}
    assert app.test_client().post("/staff/sign-in", data=typed).status_code == 303


def test_production_refuses_it(app: Flask):
    app.config["MODE"] = "production"
    refused = app.test_cli_runner().invoke(args=["demo"])
    assert refused.exit_code == 1
    assert "not for production" in refused.output
    assert counts() == [0, 0, 0, 0, 0]
