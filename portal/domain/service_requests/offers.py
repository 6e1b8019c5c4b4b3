"""Which steps of the table fit the facts of a request: what is asked once, answered once, decided by another person."""

from collections.abc import Callable

from sqlalchemy import exists, select

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from portal.domain.mandates.fitting import may_be_represented
from portal.domain.mandates.models import Ending, Representation
from portal.domain.mandates.queries import live_representation, representation_of
from portal.domain.matters.content import content_of
from portal.domain.matters.models import Level, WorkType
from portal.domain.publicity.gate import missing_period, standing_of
from portal.domain.sensitive_facts.queries import holds_facts
from portal.domain.service_requests import holdings, limits
from portal.domain.service_requests.kinship import speaks_for
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.times import Decision, Extension, LimitKind
from portal.domain.service_requests.voices import Appeal, Rating, Urge
from portal.domain.service_requests.workflow import SETTLED, Step
from portal.domain.workdays.periods import Span

# After two returns the level above has decided; it does not go round a third time.
MOST_RETURNS = 2


def fitting(user: User, request: ServiceRequest, steps: set[Step]) -> set[Step]:
    """`steps` without those the facts rule out for `user`. The verbs ask the same questions again."""
    rest = set(steps)
    for step, permission in ((Step.URGE, Permission.REQUEST_PRESS), (Step.JUDGE_APPEAL, Permission.RATING_JUDGE)):
        if permission not in user.permissions:
            rest.discard(step)
    for step in steps & _QUESTIONS.keys():
        if not _QUESTIONS[step](user, request):
            rest.discard(step)
    return rest


def pending_extension(request: ServiceRequest) -> Extension | None:
    """The one that was asked for and not decided."""
    query = select(Extension).where(Extension.request_id == request.id, Extension.decision.is_(None))
    return db.session.scalars(query).one_or_none()


def extended(request: ServiceRequest) -> bool:
    """Whether it was put off: once, and not again."""
    query = exists().where(Extension.request_id == request.id, Extension.decision == Decision.GRANTED)
    return bool(db.session.scalar(select(query)))


def longest_extension(request: ServiceRequest) -> Span | None:
    """By how much the limit that runs may be put off at most; None when it may not.

    A matter says up to what its limit may be extended in all; of approvals the statutory one may (法定办理).
    """
    limit, content = limits.promised(request), content_of(request.matter_version)
    if limit is None or limit.met_at is not None:
        return None
    in_all = None
    if limit.kind is LimitKind.STATUTORY and content.statutory is not None:
        in_all = content.statutory.extend_to
    elif limit.kind is LimitKind.FINISH and request.work_type is not WorkType.APPROVAL:
        in_all = content.extend_to
    if in_all is None or in_all.unit is not limit.time_unit or in_all.value <= limit.value:
        return None
    return Span(in_all.value - limit.value, in_all.unit)


def unanswered_urges(request: ServiceRequest) -> list[Urge]:
    query = select(Urge).where(Urge.request_id == request.id, Urge.answered_at.is_(None))
    return list(db.session.scalars(query.order_by(Urge.id)))


def last_rating(request: ServiceRequest) -> Rating | None:
    query = select(Rating).where(Rating.request_id == request.id).order_by(Rating.round.desc())
    return db.session.scalars(query.limit(1)).one_or_none()


def pending_appeal(request: ServiceRequest) -> Appeal | None:
    query = select(Appeal).join(Rating).where(Rating.request_id == request.id, Appeal.verdict.is_(None))
    return db.session.scalars(query.order_by(Appeal.id).limit(1)).one_or_none()


def reviewer(request: ServiceRequest) -> str:
    """User name of who reviewed it last in this round of work; empty when nobody did."""
    of_request = select(Entry.id).where(Entry.request_id == request.id)
    settled = db.session.scalar(of_request.where(Entry.after.in_(SETTLED)).order_by(Entry.id.desc()).limit(1))
    query = select(Entry.by).where(Entry.request_id == request.id, Entry.step == Step.REVIEW, Entry.id > (settled or 0))
    return db.session.scalar(query.order_by(Entry.id.desc()).limit(1)) or ""


def may_decide(user: User, request: ServiceRequest) -> bool:
    """Whether `user` may resolve an approval that was reviewed: one who approves, and never the reviewer.

    A department has its own order of approving; there it takes a second member of it.
    """
    return user.username != reviewer(request) and (
        Permission.REQUEST_APPROVE in user.permissions or request.level is Level.DEPARTMENT
    )


def may_return(request: ServiceRequest) -> bool:
    """There is a unit it came from, and somebody above both for the last time."""
    decides = request.level is Level.SUBDISTRICT and request.returns + 1 == MOST_RETURNS
    return request.returns < MOST_RETURNS and not decides and holdings.unit_before(request) is not None


def handlers(request: ServiceRequest) -> set[str]:
    """User names of the staff who worked on it."""
    worked = {Step.SIGN_FOR, Step.CONTACT, Step.VISIT, Step.SETTLE, Step.RESOLVE, Step.REVIEW}
    query = select(Entry.by).where(Entry.request_id == request.id, Entry.step.in_(worked)).distinct()
    return set(db.session.scalars(query))


def agent_with_code(request: ServiceRequest) -> Representation | None:
    """Who speaks for the person, with number and code and a phone to call back; staff act with their account."""
    found = live_representation(request)
    return found if found and found.mandate.agent_user_id is None and found.mandate.agent_phone else None


def _may_ask_extension(user: User, request: ServiceRequest) -> bool:
    del user
    if longest_extension(request) is None or extended(request):
        return False
    return pending_extension(request) is None


def _may_grant(user: User, request: ServiceRequest) -> bool:
    pending = pending_extension(request)
    return pending is not None and pending.asked_by != user.username


def _may_resolve(user: User, request: ServiceRequest) -> bool:
    if request.work_type is not WorkType.APPROVAL:
        return True
    decides = may_decide(user, request) and not speaks_for(user, request)
    return bool(reviewer(request)) and decides and not missing_period(request)


def _may_declare(user: User, request: ServiceRequest) -> bool:
    """Where something is granted, or where the matter demands it; elsewhere nobody is favoured."""
    del user
    return request.work_type is WorkType.APPROVAL or content_of(request.matter_version).kinship_check


def _may_begin_publicity(user: User, request: ServiceRequest) -> bool:
    """After a preliminary opinion: before it there is nothing to make public (社会救助暂行办法 11 条)."""
    del user
    return request.accepted_at is not None and bool(reviewer(request)) and standing_of(request).may_begin


def _may_withdraw(user: User, request: ServiceRequest) -> bool:
    """What the person takes back is written down by somebody who is not their agent."""
    found = representation_of(request)
    mandate = found.mandate if found else None
    return mandate is None or mandate.agent_user_id != user.id or mandate.ending is Ending.TAKEN_OVER


def _may_appeal(user: User, request: ServiceRequest) -> bool:
    del user
    rating = last_rating(request)
    if rating is None or not rating.needs_rework:
        return False
    return not db.session.scalar(select(exists().where(Appeal.rating_id == rating.id)))


def _may_judge(user: User, request: ServiceRequest) -> bool:
    appeal = pending_appeal(request)
    return appeal is not None and user.username not in handlers(request) | {appeal.asked_by}


_QUESTIONS: dict[Step, Callable[[User, ServiceRequest], bool]] = {
    Step.RETURN: lambda user, request: may_return(request),
    Step.ASK_EXTENSION: _may_ask_extension,
    Step.GRANT_EXTENSION: _may_grant,
    Step.DENY_EXTENSION: _may_grant,
    Step.ACCEPT: lambda user, request: request.accepted_at is None and not speaks_for(user, request),
    Step.PRECHECK: lambda user, request: request.accepted_at is None,
    Step.BEGIN_PUBLICITY: _may_begin_publicity,
    Step.DECLARE_KINSHIP: _may_declare,
    Step.REVIEW: lambda user, request: request.accepted_at is not None and not speaks_for(user, request),
    Step.RESOLVE: _may_resolve,
    Step.ANSWER_URGE: lambda user, request: bool(unanswered_urges(request)),
    Step.APPEAL: _may_appeal,
    Step.NEW_CODE: lambda user, request: request.applicant_phone is not None or agent_with_code(request) is not None,
    Step.GIVE_MANDATE: lambda user, request: may_be_represented(content_of(request.matter_version)),
    Step.END_MANDATE: lambda user, request: live_representation(request) is not None,
    Step.TAKE_OVER: lambda user, request: live_representation(request) is not None,
    Step.PERSON_CODE: lambda user, request: representation_of(request) is not None,
    Step.JUDGE_APPEAL: _may_judge,
    Step.STATE_FACTS: lambda user, request: bool(content_of(request.matter_version).fact_kinds),
    Step.WITHDRAW: _may_withdraw,
    Step.WITHDRAW_CONSENT: lambda user, request: holds_facts(request),
}
