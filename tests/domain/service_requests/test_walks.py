"""Whatever legal steps follow one another, in whatever order: what must hold of every request holds."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.matters.models import Level
from portal.domain.service_requests import holdings, limits
from portal.domain.service_requests.kinship import Kin, declarers
from portal.domain.service_requests.models import Entry, Holding, HoldingRole, ServiceRequest
from portal.domain.service_requests.offers import pending_appeal, unanswered_urges
from portal.domain.service_requests.referrals import Referral
from portal.domain.service_requests.stations import at_hand
from portal.domain.service_requests.steps import extending, handling, moving, rating, voicing, waiting
from portal.domain.service_requests.steps.codes import new_code
from portal.domain.service_requests.steps.kinship import declare
from portal.domain.service_requests.steps.passing import pass_station
from portal.domain.service_requests.steps.referring import refer
from portal.domain.service_requests.times import Limit, LimitKind, Supplement
from portal.domain.service_requests.voices import Grade, Rating, Verdict
from portal.domain.service_requests.workflow import SETTLED, TABLE, Actor, Status, Step
from portal.domain.workdays.periods import Span, Unit
from tests.domain.service_requests.making import APPROVAL, COORDINATED, GENERAL, URGENT, Town, version_of

TEXT = "写得明明白白的一句话"
TRAIL = {(rule.before, rule.step, rule.after) for rule in TABLE}
_AT_MOST_ONE = (
    LimitKind.SIGN_FOR,
    LimitKind.FINISH,
    LimitKind.STATUTORY,
    LimitKind.REWORK_FINISH,
    LimitKind.STATION,
)
UNITS = {Level.GRID: "pan", Level.COMMUNITY: "officer", Level.SUBDISTRICT: "street", Level.DEPARTMENT: "cheng"}


def verbs(town: Town, request: ServiceRequest, dice: random.Random) -> list[Callable[[], object]]:
    """Everything anybody might try with it now; much of it is refused."""
    holder = town.staff(UNITS[request.level])
    above, viewer = town.staff("leader", Actor.ABOVE), town.staff("viewer", Actor.SUPERVISOR)
    user = town.cast.users[UNITS[request.level]]
    papers = [{"name": "照片", "how": ""}]
    receivers = moving.receivers(request, town.resident.today)
    places = [town.cast.bright1, town.cast.bright5, town.cast.maple1]
    given = db.session.scalars(select(Rating).where(Rating.request_id == request.id)).all()
    tries: list[Callable[[], object]] = [
        lambda: handling.sign_for(request, user, holder, unrelated=True),
        lambda: handling.sign_for(request, user, holder, unrelated=True),
        lambda: handling.contact(request, TEXT, holder),
        lambda: handling.visit(request, TEXT, holder),
        lambda: handling.note(request, TEXT, holder, public=dice.random() < 0.5),
        lambda: handling.settle(request, TEXT, holder),
        lambda: handling.accept(request, holder),
        lambda: handling.review(request, TEXT, holder),
        lambda: handling.resolve(request, TEXT, dice.choice([holder, town.staff("leader")]), unrelated=True),
        lambda: handling.correct_place(request, town.place(dice.choice(places)), TEXT, holder),
        lambda: pass_station(request, dice.randrange(9), TEXT, holder),
        lambda: moving.escalate(request, TEXT, holder),
        lambda: moving.send_back(request, TEXT, holder),
        lambda: moving.send_back(request, TEXT, holder),
        lambda: waiting.ask_supplement(request, papers, holder, otherwise="", wanted_by=None, again=TEXT),
        lambda: waiting.supplement(request, TEXT, town.resident),
        lambda: extending.ask_extension(request, Span(dice.randint(1, 5), Unit.WORKDAY), TEXT, holder),
        lambda: extending.grant_extension(request, TEXT, above),
        lambda: extending.deny_extension(request, TEXT, above),
        lambda: voicing.add_facts(request, TEXT, town.resident),
        lambda: voicing.urge(request, TEXT, dice.choice([town.resident, above, viewer])),
        lambda: [voicing.answer_urge(urge, TEXT, holder) for urge in unanswered_urges(request)],
        lambda: voicing.reopen(request, TEXT, town.resident),
        lambda: voicing.close(request, town.system),
        lambda: rating.rate(request, dice.choice(list(Grade)), dice.random() < 0.6, TEXT, town.resident),
        lambda: rating.appeal(given[-1], TEXT, holder) if given else None,
    ]
    if receivers:
        tries += [lambda: moving.hand_over(request, dice.choice(receivers), TEXT, holder)] * 3
    if appealed := pending_appeal(request):
        tries.append(lambda: rating.judge_appeal(appealed, dice.choice(list(Verdict)), TEXT, viewer))
    other = version_of(dice.choice([GENERAL, COORDINATED, URGENT]))
    rare: list[Callable[[], object]] = [
        lambda: handling.refuse(request, TEXT, TEXT, holder),
        lambda: voicing.withdraw(request, "", town.resident),
        lambda: handling.classify(request, other, TEXT, holder),
        lambda: handling.classify(request, other, TEXT, holder),
        lambda: new_code(request, TEXT, holder),
        lambda: refer(request, Referral("市医保局", "", "12393", "", (), TEXT), holder),
        lambda: declare(request, user, Kin.SPOUSE, holder),
        lambda: declare(request, town.cast.users["leader"], Kin.SIBLING, above),
    ]
    return [*tries, dice.choice(rare)] if dice.random() < 0.3 else tries


def check(request: ServiceRequest) -> None:
    """What holds after every step."""
    db.session.flush()
    owed = limits.open_limits(request)
    settled = request.status in SETTLED
    assert (request.settled_at is not None) == settled
    assert request.unit.startswith(f"{request.level}:")
    current = db.session.scalars(
        select(Holding).where(Holding.request_id == request.id, Holding.ends_at.is_(None))
    ).all()
    assert [one.unit for one in current if one.role is HoldingRole.LEAD] == [request.unit]
    assert (request.handler_id is not None) or request.status not in (Status.IN_PROGRESS, Status.WAITING)
    if settled:
        assert owed == []
        assert [one for one in current if one.role is HoldingRole.HELPER] == []
    stands = settled or request.status is Status.WAITING
    assert request.next_due_at == (None if stands else min(limit.due_at for limit in owed))
    assert settled or any(limit.kind in limits.PROMISED for limit in owed)
    for kind in _AT_MOST_ONE:
        assert len([one for one in owed if one.kind is kind]) <= 1, kind
    begun = at_hand(request)
    assert not (settled and begun)
    assert {one.id for one in owed if one.kind is LimitKind.STATION} <= {begun.limit_id if begun else None}
    assert request.handler_id is None or request.handler_id not in declarers(request)
    waited = select(Supplement).where(Supplement.request_id == request.id, Supplement.received_at.is_(None))
    if request.status is Status.WAITING:
        assert len(db.session.scalars(waited).all()) == 1
        assert all(limit.next_look_at is None for limit in owed)
    trail = db.session.scalars(select(Entry).where(Entry.request_id == request.id).order_by(Entry.id)).all()
    assert all((entry.before, entry.step, entry.after) in TRAIL for entry in trail)
    for earlier, later in zip(trail, trail[1:], strict=False):
        assert later.before == earlier.after
    assert trail[-1].after == request.status
    assert request.returns == len([one for one in trail if one.step is Step.RETURN]) <= 2
    assert request.first_contact_name == "网格员 潘一"
    assert holdings.leads(request)[-1].unit == request.unit


@pytest.mark.parametrize("slug", [GENERAL, COORDINATED, URGENT, APPROVAL])
@pytest.mark.parametrize("seed", range(6))
def test_a_random_walk_keeps_what_must_hold(town, slug, seed):
    dice = random.Random(f"{slug}{seed}")  # noqa: S311 (no secret: the walk must be the same on every run)
    request = town.filed(slug)
    taken = 0
    for _ in range(160):
        began = {one.id: one.starts_at for one in db.session.scalars(select(Limit))}
        try:
            with db.session.begin_nested():
                dice.choice(verbs(town, request, dice))()
        except DomainError:
            continue
        taken += 1
        check(request)
        for one in db.session.scalars(select(Limit)):
            assert one.starts_at == began.get(one.id, one.starts_at)  # no clock ever begins anew
        town.at += timedelta(hours=dice.choice([0, 1, 5, 26]))
    assert taken > 10


def test_returns_leave_every_promise_where_it_was(town):
    request = town.at_community()
    promised = {one.id: one.due_at for one in limits.promises(request)}
    for username, step in (("officer", moving.send_back), ("pan", moving.send_back)):
        town.at += timedelta(days=1)
        step(request, TEXT, town.staff(username))
        assert {one.id: one.due_at for one in limits.promises(request)} == promised
