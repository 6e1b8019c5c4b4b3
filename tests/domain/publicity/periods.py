"""Approvals with a preliminary opinion, and public periods of them."""

from dataclasses import replace

from portal.db import db
from portal.domain.publicity import objections, period_sweep, periods
from portal.domain.publicity.gate import periods_of
from portal.domain.publicity.objections import ObjectionEntry, Raised
from portal.domain.publicity.period_models import Outcome, PublicPeriod
from portal.domain.publicity.periods import PeriodEntry
from portal.domain.publicity.shown import ShownField
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps import handling
from tests.domain.service_requests.making import APPROVAL, Town

WORDS = "他们家在别处还有一套房子，租给别人住着。"
VALUES = {
    "dibao": {ShownField.HOUSEHOLD: "2", ShownField.AMOUNT: "860"},
    "tekun": {ShownField.CARE: "在家供养"},
    "canjizheng": {ShownField.FINDING: "符合条件"},
    "jiuye-kunnan": {ShownField.GROUP: "就业困难人员"},
    "gaoling": {ShownField.AGE_BAND: "80–89 岁"},
}


def entry(slug: str = APPROVAL, **facts: object) -> PeriodEntry:
    """What staff say who did everything right."""
    usual = PeriodEntry(values=VALUES.get(slug, {}), hangs_at="社区公示栏", of_age=True, informed=True)
    return replace(usual, **facts)  # type: ignore[arg-type]


def reviewed(town: Town, slug: str = APPROVAL, **facts: object) -> ServiceRequest:
    """In the hands of the subdistrict, accepted, with a preliminary opinion."""
    request = town.at_subdistrict(slug)
    for name, value in facts.items():
        setattr(request, name, value)
    handling.accept(request, town.staff("street"))
    handling.review(request, "符合条件，建议公示", town.staff("street"))
    return request


def posted(town: Town, slug: str = APPROVAL, request: ServiceRequest | None = None, **facts: object) -> PublicPeriod:
    """Public from this moment, committed."""
    request = request or reviewed(town, slug)
    periods.begin(request, entry(slug, **facts), town.staff("street"), full_names=False)
    db.session.commit()
    return periods_of(request)[-1]


def objected(town: Town, period: PublicPeriod, words: str = WORDS, token: str = "form-1", **facts: str) -> Raised:
    """Somebody says something against it, committed."""
    typed = ObjectionEntry(words, facts.get("name", ""), facts.get("phone", ""), token)
    raised = objections.raise_objection(period, typed, town.neighbour)
    db.session.commit()
    return raised


def rechecked(town: Town, raised: Raised, outcome: Outcome = Outcome.UNFOUNDED) -> None:
    objections.recheck(
        raised.objection, outcome, "入户看过，房子已经卖了", "核实过了，那套房子不是他家的。", town.staff("street")
    )
    db.session.commit()


def swept(town: Town) -> int:
    """What the sweep would do now to public periods."""
    done = sum(period_sweep.look_at(one, town.system) for one in period_sweep.to_look_at(town.at))
    db.session.commit()
    return done
