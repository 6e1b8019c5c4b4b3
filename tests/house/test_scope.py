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
from portal.domain.matters.models import Level
from portal.domain.placards import print_jobs
from portal.domain.placards.sheets import SheetFormat
from portal.domain.sensitive_facts.queries import facts_of
from portal.domain.service_requests.steps.rating import rate
from portal.domain.service_requests.voices import Grade
from portal.domain.visits.recording import Outcome, record_visit
from tests.cast import Cast
from tests.conftest import TODAY
from tests.domain.mandates.speaking import Speakers
from tests.domain.placards.placards import make_all
from tests.domain.publicity.periods import objected, posted
from tests.domain.publicity.requests import insert_request
from tests.domain.service_requests.making import Town, load_matters, secrets_of
from tests.domain.visits.agreed import booked

# Only administrators open these, and theirs is the whole town. Messages are for subdistricts, verdicts for supervisors:
# tried with them.
OF_THE_TOWN = (
    "staff_messages.",
    "staff_accounts.",
    "staff_departments.",
    "staff_calendar.",
    "staff_matters.",
    "staff_service_requests.verdict",
    "staff_service_requests.appeal_verdict",
)
# The matters of the catalogue are the same for all.
OF_EVERYBODY = {"slug"}


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
    load_matters()
    town = Town(cast)
    rated = town.resolved()
    rating = rate(rated, Grade.DISSATISFIED, solved=False, words="又坏了", acting=town.resident)
    request = town.signed("gaoling", facts=secrets_of("gaoling"), mandate=Speakers(cast).entry())
    visit = booked(town, request)
    record = record_visit(visit, Outcome("a" * 32, 1, True, ["潘一"], told="看过了"), town.staff("pan"))
    db.session.commit()
    period = posted(town)
    objection = objected(town, period).objection
    period.request.level, period.request.unit = Level.COMMUNITY, f"community:{cast.lotus.id}"
    db.session.commit()
    uploads = Uploads(Path(app.config["INSTANCE"]) / "imports")
    return {
        "period_id": period.id,
        "objection_id": objection.id,
        "request_id": request.id,
        "fact_id": facts_of(request)[0].id,
        "rating_id": rating.id,
        "visit_id": visit.id,
        "record_id": record.id,
        "code": cast.l1.code,
        "community_id": cast.lotus.id,
        "person_id": cast.pan.id,
        "post_id": cast.pan.posts[0].id,
        "absence_id": absence.id,
        "alias_id": alias.id,
        "row_id": row.id,
        "placard_id": placard.id,
        "job_id": job.id,
        "settled_id": insert_request(cast, settled_at=at).id,
        "key": uploads.keep(BytesIO(b""), BytesIO(b""), owner=officer.id, at=at),
    }


def naming_something(app: Flask) -> list[Rule]:
    rules = app.url_map.iter_rules()
    return [rule for rule in rules if rule.rule.startswith("/staff/") and rule.arguments - OF_EVERYBODY]


def address(rule: Rule, things: dict[str, Any]) -> str:
    """An address of the rule that names these things; of several words the first."""
    words = {name: min(one.items) for name, one in rule._converters.items() if hasattr(one, "items")}
    return rule.build({name: things[name] if name in things else words[name] for name in rule.arguments})[1]


def test_the_stranger_finds_nothing_of_another_community(app: Flask, cast: Cast):
    things = things_of_lotus_road(app, cast)
    stranger, asked = app.test_client().sign_in("stranger"), 0
    granted = cast.users["stranger"].permissions
    for rule in naming_something(app):
        if app.view_functions[rule.endpoint].allowed not in granted:
            assert rule.endpoint.startswith(OF_THE_TOWN) or "key" in rule.arguments, f"{rule.rule} was not tried"
            continue
        for method in rule.methods & {"GET", "POST"}:
            answer = stranger.open(address(rule, things), method=method)
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
            answer = officer.get(address(rule, things))
            if answer.status_code == 404:
                missing.add(rule.endpoint)
    # Not printed yet, and of the whole subdistrict.
    assert missing == {"staff_placards.sheets", "staff_grids.supervision_phone"}


def test_nobody_finds_what_another_uploaded(app: Flask, cast: Cast):
    key = things_of_lotus_road(app, cast)["key"]
    admin = app.test_client().sign_in("admin")
    assert admin.get(f"/staff/grids/imports/{key}").status_code == 404
    assert admin.post(f"/staff/grids/imports/{key}/acceptance").status_code == 404
