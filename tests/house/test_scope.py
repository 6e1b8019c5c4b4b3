"""Out of scope is 404, for every address of the back office that names something."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from portal import clock
from portal.db import db
from portal.domain.contacts.models import Absence, AbsenceReason
from portal.domain.grids.importing.uploads import Uploads
from portal.domain.grids.models import PlaceAlias, UnmatchedAddress
from portal.domain.placards import print_jobs
from portal.domain.placards.sheets import SheetFormat
from tests.cast import Cast
from tests.conftest import TODAY
from tests.domain.placards.placards import make_all

# Only administrators open these, and theirs is the whole town.
OF_THE_TOWN = "staff_accounts."


def things_of_lotus_road(app: Flask, cast: Cast) -> dict[str, Any]:
    """One of everything that can be named in an address, in the community of the officer, by the name it has there."""
    at, officer = clock.now(), cast.users["officer"]
    [placard, *_] = make_all(cast.l1)
    week = {"first_day": TODAY, "last_day": TODAY + timedelta(days=7), "reason": AbsenceReason.LEAVE}
    absence = Absence(person=cast.pan, cover=cast.li, entered_by="officer", entered_at=at, **week)
    alias = PlaceAlias(
        building_id=cast.bright1.id, alias="老纺织院", whole_estate=True, added_by="officer", added_at=at
    )
    row = UnmatchedAddress(
        address="红楼2单元", first_at=at, last_at=at, times=1, landmark="", community_id=cast.lotus.id
    )
    db.session.add_all([absence, alias, row])
    job = print_jobs.ask([placard.id], SheetFormat.A4, "", user=officer, at=at)
    db.session.commit()
    uploads = Uploads(Path(app.config["INSTANCE"]) / "imports")
    return {
        "code": cast.l1.code,
        "community_id": cast.lotus.id,
        "person_id": cast.pan.id,
        "post_id": cast.pan.posts[0].id,
        "absence_id": absence.id,
        "alias_id": alias.id,
        "row_id": row.id,
        "placard_id": placard.id,
        "job_id": job.id,
        "key": uploads.keep(BytesIO(b""), BytesIO(b""), owner=officer.id, at=at),
    }


def naming_something(app: Flask) -> list[Rule]:
    rules = app.url_map.iter_rules()
    return [rule for rule in rules if rule.rule.startswith("/staff/") and rule.arguments]


def test_the_stranger_finds_nothing_of_another_community(app: Flask, cast: Cast):
    things = things_of_lotus_road(app, cast)
    stranger, asked = app.test_client().sign_in("stranger"), 0
    granted = cast.users["stranger"].permissions
    for rule in naming_something(app):
        if app.view_functions[rule.endpoint].allowed not in granted:
            assert rule.endpoint.startswith(OF_THE_TOWN) or "key" in rule.arguments, f"{rule.rule} was not tried"
            continue
        for method in rule.methods & {"GET", "POST"}:
            answer = stranger.open(rule.build({name: things[name] for name in rule.arguments})[1], method=method)
            assert answer.status_code == 404, f"{method} {rule.rule}: {answer.status_code}"
            asked += 1
    assert asked > 25


def test_the_officer_finds_each_of_them(app: Flask, cast: Cast):
    """So that the stranger's 404 says something: these are there."""
    things, missing = things_of_lotus_road(app, cast), set()
    officer = app.test_client().sign_in("officer")
    granted = cast.users["officer"].permissions
    for rule in naming_something(app):
        if app.view_functions[rule.endpoint].allowed in granted and "GET" in rule.methods:
            answer = officer.get(rule.build({name: things[name] for name in rule.arguments})[1])
            if answer.status_code == 404:
                missing.add(rule.endpoint)
    # Not printed yet, and of the whole subdistrict.
    assert missing == {"staff_placards.sheets", "staff_grids.supervision_phone"}


def test_nobody_finds_what_another_uploaded(app: Flask, cast: Cast):
    key = things_of_lotus_road(app, cast)["key"]
    admin = app.test_client().sign_in("admin")
    assert admin.get(f"/staff/grids/imports/{key}").status_code == 404
    assert admin.post(f"/staff/grids/imports/{key}/acceptance").status_code == 404
