"""Two who end a mandate at the same moment, on both databases: it ends once, and the other one is told."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.db import db
from portal.domain.mandates import ending
from portal.domain.mandates.models import Mandate, MandateScope
from portal.domain.messages.models import Message, Occasion
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.steps import voicing
from portal.domain.service_requests.workflow import Step
from tests.cast import fill
from tests.conftest import TODAY
from tests.domain.mandates.speaking import Speakers, mandate_of
from tests.domain.service_requests.making import load_matters
from tests.parallel import at_once

ENDS = (Step.END_MANDATE, Step.TAKE_OVER)


@pytest.fixture
def town(both_apps: Flask) -> Speakers:
    cast = fill(TODAY)
    load_matters()
    return Speakers(cast)


def ends() -> int:
    return db.session.scalar(select(func.count()).select_from(Entry).where(Entry.step.in_(ENDS))) or 0


def told() -> int:
    query = select(func.count()).select_from(Message).where(Message.occasion == Occasion.MANDATE_ENDED)
    return db.session.scalar(query) or 0


def test_ended_taken_over_and_run_out_at_once_it_ends_once_on_each_request(both_apps, town):
    """From two requests of one category, in opposite order: nobody waits for ever."""
    entry = town.entry(scope=MandateScope.CATEGORY, valid_until=date(2026, 11, 24))
    first = town.file_for(entry=entry).request
    second = town.file_for("nengli-pinggu", under=mandate_of(first)).request
    ids, mandate_id = [first.id, second.id], mandate_of(first).id
    town.wait(days=3)
    resident, system = town.resident, town.system
    db.session.commit()

    def act(place: int) -> None:
        found = db.session.get_one(ServiceRequest, ids[place % 2])
        if place < 2:
            ending.end_mandate(found, "", resident)
        elif place < 4:
            ending.take_over(found, None, "", resident)
        else:
            ending.expire(mandate_id, system)

    refused = at_once(both_apps, act, range(6))
    assert 3 <= len(refused) <= 4
    assert all("没有代办人了" in sentence or "刚才有人" in sentence for sentence in refused)
    db.session.expire_all()
    assert db.session.get_one(Mandate, mandate_id).ending is not None
    assert (ends(), told()) == (2, 4)


def test_two_workers_sweep_at_once_and_it_runs_out_once(both_apps, town):
    request = town.file_for(entry=town.entry(valid_until=date(2026, 11, 24))).request
    mandate_id = mandate_of(request).id
    town.wait(days=2)
    system = town.system
    db.session.commit()
    assert at_once(both_apps, lambda _: ending.expire(mandate_id, system), range(4)) == []
    assert (ends(), told()) == (1, 2)


def test_a_step_of_the_agent_and_the_end_at_once_leave_no_step_after_the_end(both_apps, town):
    request = town.file_for().request
    number, agent, resident = request.id, town.agent(request), town.resident
    mandate_id = mandate_of(request).id
    db.session.commit()

    def act(place: int) -> None:
        found = db.session.get_one(ServiceRequest, number)
        if place == 0:
            ending.end_mandate(found, "", resident)
        else:
            mine = replace(agent, mandate=db.session.get_one(Mandate, mandate_id))
            voicing.add_facts(found, f"第 {place} 句", mine)

    at_once(both_apps, act, range(4))
    steps = list(db.session.scalars(select(Entry.step).where(Entry.request_id == number).order_by(Entry.id)))
    if Step.END_MANDATE in steps:
        assert steps[-1] is Step.END_MANDATE
