"""The table is acted on to the letter: what it holds is done, everything else is refused."""

import re
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy.orm.attributes import set_committed_value

from portal.config import ROOT
from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.matters.models import Level, WorkType
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.steps.taking import take
from portal.domain.service_requests.workflow import SETTLED, TABLE, Actor, Rule, Status, Step
from tests.domain.service_requests.making import Town
from tests.domain.service_requests.stored import stored

HELD = {
    (rule.before, rule.step, kind, level, actor)
    for rule in TABLE
    for kind, level, actor in product(rule.work_types, rule.levels, rule.actors)
}


def acting(town: Town, actor: Actor) -> Acting:
    return Acting(actor, "somebody", "某人", town.at, town.timing)


def test_every_combination_that_is_not_in_the_table_is_refused(town):
    request = stored(town.cast.l1)
    db.session.commit()
    assert request.revision
    tried = 0
    for status, kind, level in product(Status, WorkType, Level):
        for name, value in (("status", status), ("work_type", kind), ("level", level)):
            set_committed_value(request, name, value)
        for step, actor in product(Step, Actor):
            if (status, step, kind, level, actor) not in HELD:
                tried += 1
                with pytest.raises(DomainError):
                    take(request, step, acting(town, actor))
    assert tried == len(Status) * len(Step) * len(WorkType) * len(Level) * len(Actor) - len(
        [one for one in HELD if one[0] is not None]
    )


@pytest.mark.parametrize("rule", TABLE, ids=lambda rule: f"{rule.before}-{rule.step}-{rule.after}")
def test_every_row_of_the_table_is_taken(town, rule: Rule):
    if rule.before is None:
        return  # filing makes the request it begins with
    keys = {
        Level.GRID: f"grid:{town.cast.l1.id}",
        Level.COMMUNITY: f"community:{town.cast.lotus.id}",
        Level.SUBDISTRICT: f"subdistrict:{town.cast.subdistrict.id}",
        Level.DEPARTMENT: f"department:{town.cast.department.id}",
    }
    other = stored(town.cast.l1)
    facts = {
        Status.RESOLVED: {"result": "灯修好了"},
        Status.CLOSED: {"result": "灯修好了"},
        Status.REFUSED: {"result": "不归这里", "refused_where": "去找物业"},
        Status.MERGED: {"merged_into": other},
    }
    for kind, level, actor in product(rule.work_types, rule.levels, rule.actors):
        merged = {"merged_into": other} if rule.before is Status.MERGED else {}
        request = stored(
            town.cast.l1,
            status=rule.before,
            unit=keys[level],
            work_type=kind,
            handler=town.cast.users["pan"],
            **merged,
        )
        entry = take(request, rule.step, acting(town, actor), to=rule.after, **facts.get(rule.after, {}))
        assert (request.status, entry.before, entry.after) == (rule.after, rule.before, rule.after)
        assert (request.settled_at is not None) == (rule.after in SETTLED)
    db.session.commit()


def test_refusals_say_in_words_what_is_in_the_way(town):
    request = town.filed()
    for step, actor, words in (
        (Step.RATE, Actor.RESIDENT, "现在是“待签收”，不能评价"),
        (Step.SETTLE, Actor.HOLDER, "协调性的事不能现场办结"),
        (Step.REFUSE, Actor.HOLDER, "不予受理要由社区、街道、部门来办，现在在网格这一级"),
        (Step.SIGN_FOR, Actor.RESIDENT, "签收要由承办人来办"),
    ):
        with pytest.raises(DomainError, match=words):
            take(request, step, acting(town, actor))


def test_one_file_alone_writes_the_state_of_a_request():
    """`status` of a request is written in steps/taking.py; a query that updates it is no way round."""
    writes = re.compile(
        r"^\s*[\w.]+\.status\s*=[^=]|update\(ServiceRequest\)[^\n]*status\s*=|UPDATE service_requests ", re.M
    )
    found = [
        str(file.relative_to(ROOT))
        for file in sorted(Path(ROOT, "portal").rglob("*.py"))
        if writes.search(file.read_text())
    ]
    assert found == ["portal/domain/service_requests/steps/taking.py"]


def test_a_trail_of_what_was_told_names_units_and_hands_only(town):
    request = town.at_community()
    told = "\n".join(entry.told for entry in request.entries)
    assert "网格员 潘一 已签收" in told
    assert "报给莲叶路社区办理" in told
    assert "要社区协调" not in told  # reasons between units are not the resident's business


def test_the_table_reaches_every_state_and_uses_every_step():
    assert {rule.after for rule in TABLE} == set(Status)
    assert {rule.step for rule in TABLE} == set(Step)
