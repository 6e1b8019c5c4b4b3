"""Taking a step: the only writer of `status`, and what holds for every step."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.errors import DomainError, Stale
from portal.domain.mandates.rules import require_mandate, require_mandate_of_staff
from portal.domain.sensitive_facts.free_text import refuse_numbers
from portal.domain.service_requests import holdings, kinship, limits, search, stations
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.offers import fitting
from portal.domain.service_requests.scopes import actors_of
from portal.domain.service_requests.units import Unit
from portal.domain.service_requests.words import ACTOR, LEVEL, STATUS, STEP, WORK_TYPE, moment
from portal.domain.service_requests.workflow import SETTLED, Rule, Status, Step, allowed, rules_for

LOOK_AGAIN = "请看最新情况再办。"
# These change nothing for whoever is writing an answer: no page grows old by a neighbour who follows, or by midnight.
# An objection is noticed by nobody: the hour at which the person's page grows old would tell who came by.
_UNNOTICED = frozenset({Step.FOLLOW, Step.LAPSE, Step.CALENDAR, Step.OBJECT})
_QUIET = frozenset({Step.FOLLOW, Step.OBJECT})


def take(
    request: ServiceRequest,
    step: Step,
    acting: Acting,
    *,
    to: Status | None = None,
    told: str = "",
    internal: str = "",
    to_unit: str = "",
    facts: dict[str, Any] | None = None,
    **columns: Any,
) -> Entry:
    """Take a step the table holds: write the state, `columns`, and the trail.

    to        which state, where the table has several for this step
    to_unit   the unit that has it from now on; it is in nobody's hands there until somebody signs for it
    told      what the resident reads; internal: for staff

    The clocks follow the state: they stand while papers are waited for, go on afterwards and end with the request.
    Raises DomainError for a step the table does not hold, and for an identity or card number in what is told or
    noted; Stale when somebody was faster.
    """
    refuse_numbers(told, internal)
    before = hold(request)
    rule = _rule(request, before, step, acting, to)
    kinship.require_part(request, step, acting, unrelated=bool(facts and facts.get("unrelated")))
    if to_unit and to_unit != request.unit:
        kinship.require_somebody(request, Unit.read(to_unit), acting.today)
    if acting.mandate is not None:
        require_mandate(acting.mandate, request, step, acting.today)
    elif acting.of_staff and before is not None:
        require_mandate_of_staff(acting.by, request, step, acting.today)
    entry = Entry(
        request=request,
        revision=request.revision or 0,
        step=step,
        actor=acting.actor,
        at=acting.at,
        by=acting.by,
        who=acting.who,
        before=before,
        after=rule.after,
        unit=request.unit,
        to_unit=to_unit,
        told=told,
        internal=internal,
        facts=facts or {},
    )
    for column, value in (_moved_to(to_unit) | columns).items():
        setattr(request, column, value)
    request.status = rule.after
    settling = rule.after in SETTLED and before not in SETTLED
    if settling:
        request.settled_at = acting.at
    elif rule.after not in SETTLED:
        request.settled_at = None
    db.session.add_all([request, entry])
    if before is not None and step not in _QUIET:
        flag_modified(request, "status")  # also where the state stays: whoever has the page open must see it
    _flush()
    db.session.expire(request, ["handler"])
    if to_unit and to_unit != entry.unit:
        holdings.pass_on(request, acting.at, reason=internal)
    _follow(request, step, acting, before, rule.after)
    if step in search.TELLING:
        search.index(request)
    return entry


def _moved_to(unit: str) -> dict[str, Any]:
    """In another unit it is in nobody's hands yet."""
    return {"unit": unit, "level": Unit.read(unit).level, "handler_id": None} if unit else {}


def _follow(request: ServiceRequest, step: Step, acting: Acting, before: Status | None, after: Status) -> None:
    """What a change of state does to the clocks and to those who help."""
    if after is Status.WAITING and before is not Status.WAITING:
        limits.pause(request)
    if before is Status.WAITING and after is not Status.WAITING:
        limits.resume(request, acting.at, acting.timing)
    if after in SETTLED and before not in SETTLED:
        stations.end(request, acting, undone=step is not Step.RESOLVE)
        limits.settle(request, step, acting.at)
        holdings.end_help(request, acting.at)


def hold(request: ServiceRequest) -> Status | None:
    """Lock the request for the rest of the transaction and give its state; None for one that is being filed.

    Raises Stale when it changed since it was read.
    """
    if request.id is None:
        return None
    with db.session.no_autoflush:
        row = select(ServiceRequest.revision).where(ServiceRequest.id == request.id).with_for_update()
        if db.session.scalar(row) != request.revision:
            raise Stale(_who_was_faster(request, request.revision))
    return request.status


def expect(request: ServiceRequest, revision: int) -> None:
    """Raise Stale, with what happened since in words, when the page was drawn on another `revision`."""
    if request.revision == revision:
        return
    since = select(Entry.step).where(Entry.request_id == request.id, Entry.revision >= revision)
    steps = set(db.session.scalars(since))
    if not steps or steps - _UNNOTICED:
        raise Stale(_who_was_faster(request, revision))


def allowed_steps(user: User, request: ServiceRequest, today: date) -> set[Step]:
    """The steps a page offers to `user` now: those of the table, without those the facts of this request rule out."""
    actors = actors_of(user, request, today)
    steps = {step for actor in actors for step in allowed(request.status, request.work_type, request.level, actor)}
    return fitting(user, request, steps)


def _rule(request: ServiceRequest, before: Status | None, step: Step, acting: Acting, to: Status | None) -> Rule:
    rules = [rule for rule in rules_for(before, step) if to is None or rule.after == to]
    if not rules:
        state = f"这件诉求现在是“{STATUS[before]}”，" if before else ""
        raise DomainError(f"{state}不能{STEP[step]}。{LOOK_AGAIN}")
    of_kind = [rule for rule in rules if request.work_type in rule.work_types]
    if not of_kind:
        raise DomainError(f"{WORK_TYPE[request.work_type]}的事不能{STEP[step]}。")
    at_level = [rule for rule in of_kind if request.level in rule.levels]
    if not at_level:
        levels = "、".join(LEVEL[level] for level in LEVEL if any(level in rule.levels for rule in of_kind))
        raise DomainError(f"{STEP[step]}要由{levels}来办，现在在{LEVEL[request.level]}这一级。")
    by_actor = [rule for rule in at_level if acting.actor in rule.actors]
    if not by_actor:
        actors = "、".join(ACTOR[actor] for actor in ACTOR if any(actor in rule.actors for rule in at_level))
        raise DomainError(f"{STEP[step]}要由{actors}来办。")
    return by_actor[0]


def _flush() -> None:
    try:
        db.session.flush()
    except StaleDataError as problem:
        raise Stale(f"刚才有人先办了这件诉求。{LOOK_AGAIN}") from problem
    except IntegrityError as problem:
        if not is_conflict(problem):
            raise
        raise Stale(f"刚才有人先办了这一步。{LOOK_AGAIN}") from problem


def is_conflict(problem: IntegrityError) -> bool:
    """Whether a row of this kind is there already: somebody was faster, nothing is wrong."""
    return getattr(problem.orig, "sqlstate", "") == "23505" or "UNIQUE constraint" in str(problem.orig)


def _who_was_faster(request: ServiceRequest, revision: int) -> str:
    """The steps taken since `revision`, the last three of them, in words."""
    query = select(Entry).where(
        Entry.request_id == request.id, Entry.revision >= revision, Entry.step.not_in(_UNNOTICED)
    )
    with db.session.no_autoflush:
        since = db.session.scalars(query.order_by(Entry.id.desc()).limit(3)).all()
    if not since:
        return f"刚才有人改动了这件诉求。{LOOK_AGAIN}"
    steps = "；".join(f"{moment(entry.at)} {entry.who} 已{STEP[entry.step]}" for entry in reversed(since))
    return f"刚才有人先办了：{steps}。{LOOK_AGAIN}"
