"""Several people at the same moment, on both databases: numbers without gap, each step once, the second one is told."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm.attributes import set_committed_value

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.errors import Stale
from portal.domain.grids.models import Grid
from portal.domain.service_requests import acting as acts
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.kinship import Kin, KinshipDeclaration
from portal.domain.service_requests.models import Entry, Holding, ServiceRequest
from portal.domain.service_requests.numbering import numbered
from portal.domain.service_requests.places import place_of_grid
from portal.domain.service_requests.stations import Passage
from portal.domain.service_requests.steps import filing, handling, moving, voicing, waiting
from portal.domain.service_requests.steps.kinship import declare
from portal.domain.service_requests.steps.passing import pass_station
from portal.domain.service_requests.steps.taking import hold
from portal.domain.service_requests.times import Limit, LimitKind, Supplement
from portal.domain.service_requests.units import place_unit
from portal.domain.service_requests.voices import Follower, Urge
from portal.domain.service_requests.workflow import Actor, Level, Status, Step
from tests.cast import fill
from tests.conftest import TODAY
from tests.domain.service_requests.making import MONDAY, Town, load_matters
from tests.parallel import at_once


@pytest.fixture
def town(both_apps: Flask) -> Town:
    cast = fill(TODAY)
    load_matters()
    return Town(cast)


def by(username: str, town: Town, actor: Actor = Actor.HOLDER) -> Acting:
    user = db.session.scalars(select(User).where(User.username == username)).one()
    return acts.by_staff(user, actor, MONDAY, town.timing)


def count(table: type, *where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(table).where(*where)) or 0  # type: ignore[arg-type]


def together(app: Flask, request: ServiceRequest, act: Callable[[ServiceRequest], object], people: int) -> list[str]:
    """Everybody has read the request before the first one acts, as two who have the same page open."""
    number = request.id
    db.session.commit()
    return at_once(app, lambda _: act(db.session.get_one(ServiceRequest, number)), range(people))


def test_fifty_filings_at_once_get_fifty_numbers_without_gap_or_duplicate(both_apps, town):
    grid = town.cast.l1.id
    db.session.commit()

    def file(place: int) -> None:
        mine = Town(town.cast)
        spot = place_of_grid(db.session.get_one(Grid, grid), "北门口")
        form = mine.filing(place=spot, token=f"phone-{place}")
        filing.file_request(form, mine.resident)

    assert at_once(both_apps, file, range(50)) == []
    numbers = sorted(db.session.scalars(select(ServiceRequest.number)))
    assert numbers == [numbered(TODAY, sequence) for sequence in range(1, 51)]


def test_the_same_form_sent_by_eight_at_once_is_one_request(both_apps, town):
    grid = town.cast.l1.id
    db.session.commit()
    codes: list[str] = []

    def file(_: int) -> None:
        mine = Town(town.cast)
        spot = place_of_grid(db.session.get_one(Grid, grid), "北门口")
        codes.append(filing.file_request(mine.filing(place=spot, token="one-form"), mine.resident).code)

    assert at_once(both_apps, file, range(8)) == []
    assert count(ServiceRequest) == 1
    assert sorted(map(len, codes)) == [0] * 7 + [6]
    assert count(Entry) == 1
    assert db.session.scalars(select(ServiceRequest.number)).one() == numbered(TODAY, 1)


def test_of_four_who_sign_at_once_one_has_it_and_the_others_read_who(both_apps, town):
    request = town.filed()

    def sign(found: ServiceRequest) -> None:
        acting = by("pan", town)
        handling.sign_for(found, db.session.scalars(select(User).where(User.username == "pan")).one(), acting)

    refused = together(both_apps, request, sign, 4)
    assert len(refused) == 3
    assert all("已签收" in sentence or "办理中" in sentence for sentence in refused)
    assert count(Entry, Entry.step == Step.SIGN_FOR) == 1


def test_passed_on_by_several_at_once_it_has_one_lead(both_apps, town):
    request = town.at_community()

    def pass_on(found: ServiceRequest) -> None:
        moving.escalate(found, "要街道出面", by("officer", town))

    assert len(together(both_apps, request, pass_on, 4)) == 3
    db.session.expire_all()
    assert request.unit == str(place_unit(request, Level.SUBDISTRICT))
    assert count(Holding, Holding.ends_at.is_(None)) == 1
    assert count(Limit, Limit.kind == LimitKind.SIGN_FOR, Limit.met_at.is_(None), Limit.dropped_at.is_(None)) == 1


def test_urged_twice_at_once_is_urged_once(both_apps, town):
    request = town.signed()
    refused = together(both_apps, request, lambda found: voicing.urge(found, "快", town.resident), 4)
    assert len(refused) == 3
    assert (count(Urge), count(Limit, Limit.kind == LimitKind.URGE_ANSWER)) == (1, 1)


def test_papers_are_asked_for_once_however_many_ask(both_apps, town):
    request = town.signed()

    def ask(found: ServiceRequest) -> None:
        papers = [{"name": "照片", "how": ""}]
        waiting.ask_supplement(found, papers, by("pan", town), otherwise="", wanted_by=None)

    assert len(together(both_apps, request, ask, 4)) == 3
    assert count(Supplement) == 1


def test_resolved_and_withdrawn_at_once_is_one_of_the_two(both_apps, town):
    request = town.signed()
    acts_of = iter((True, False) * 2)

    def end(found: ServiceRequest) -> None:
        if next(acts_of):
            handling.resolve(found, "灯泡换好了，晚上亮了", by("pan", town))
        else:
            voicing.withdraw(found, "", town.resident)

    assert len(together(both_apps, request, end, 4)) == 3
    db.session.expire_all()
    assert request.status in (Status.RESOLVED, Status.WITHDRAWN)
    assert count(Limit, Limit.met_at.is_(None), Limit.dropped_at.is_(None)) == 0


def test_a_crowd_of_neighbours_follows_each_once(both_apps, town):
    request = town.filed()
    number = request.id
    db.session.commit()

    def follow(place: int) -> None:
        voicing.follow(db.session.get_one(ServiceRequest, number), f"phone-{place % 6}", None, town.neighbour)

    assert at_once(both_apps, follow, range(12)) == []
    assert count(Follower) == 6


def test_who_read_an_older_state_is_told_what_happened(town):
    """The row moved on after it was read: the step is refused before anything is written."""
    request = town.filed()
    stale_revision = request.revision
    handling.sign_for(request, town.cast.users["pan"], town.staff("pan"))
    db.session.commit()
    assert request.revision > stale_revision
    set_committed_value(request, "revision", stale_revision)
    with pytest.raises(Stale, match="网格员 潘一 已签收"):
        hold(request)


def test_a_step_of_the_matter_is_reached_once_however_many_say_so(both_apps, town):
    request = town.at_subdistrict()
    handling.accept(request, town.staff("street"))
    refused = together(both_apps, request, lambda found: pass_station(found, 3, "", by("street", town)), 4)
    assert len(refused) == 3
    assert count(Passage) == 2
    assert count(Passage, Passage.ended_at.is_(None)) == 1


def test_a_near_relative_is_registered_once_and_the_request_moves_once(both_apps, town):
    request = town.signed("dibao")

    def say(found: ServiceRequest) -> None:
        user = db.session.scalars(select(User).where(User.username == "pan")).one()
        declare(found, user, Kin.CHILD, by("pan", town))

    assert len(together(both_apps, request, say, 4)) == 3
    assert count(KinshipDeclaration) == 1
    assert count(Holding, Holding.ends_at.is_(None)) == 1
    assert count(Limit, Limit.kind == LimitKind.SIGN_FOR, Limit.met_at.is_(None), Limit.dropped_at.is_(None)) == 1
