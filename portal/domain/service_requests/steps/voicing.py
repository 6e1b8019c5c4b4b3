"""What residents do with a request, and the answers to it: withdraw, add, urge, follow, say that it is not solved."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.mandates.queries import agent_phone_of
from portal.domain.matters.content import content_of
from portal.domain.matters.models import Level, WorkType
from portal.domain.messages.services import Occasion, tell_resident, tell_unit
from portal.domain.service_requests import limits
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.applicants import phone_digest, plain_phone
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.steps.codes import code_digest, drawn_code
from portal.domain.service_requests.steps.moving import DECIDING
from portal.domain.service_requests.steps.said import said
from portal.domain.service_requests.steps.taking import hold, is_conflict, take
from portal.domain.service_requests.times import Limit, LimitKind
from portal.domain.service_requests.units import place_unit
from portal.domain.service_requests.voices import Follower, Urge
from portal.domain.service_requests.words import by_when, moment
from portal.domain.service_requests.workflow import Actor, Step
from portal.domain.workdays.periods import Span

REOPEN_DAYS = 15
_ONE_SIDE = frozenset({Actor.RESIDENT, Actor.AGENT})
_HIGHER = {Level.GRID: Level.COMMUNITY, Level.COMMUNITY: Level.SUBDISTRICT, Level.DEPARTMENT: Level.SUBDISTRICT}


def withdraw(request: ServiceRequest, words: str, acting: Acting) -> Entry:
    """It is no longer wanted; no reason is owed."""
    told = "您撤回了这件诉求。" if acting.actor is Actor.RESIDENT else f"{acting.who} 按您的要求撤回了这件诉求。"
    return take(request, Step.WITHDRAW, acting, told=told, internal=words.strip())


def add_facts(request: ServiceRequest, words: str, acting: Acting) -> Entry:
    """Something more to know about it."""
    return take(request, Step.ADD_FACTS, acting, told=said(words, "补充的情况"))


def urge(request: ServiceRequest, words: str, acting: Acting) -> Urge:
    """催办: once in each limit window by each side, to be answered in writing within a working day.

    When the promise has already passed, the level above the one that presses so far presses from now on; nothing is
    ever lowered.
    """
    hold(request)
    promised, window = limits.promised(request), window_of(request)
    if earlier := urged(request, acting.actor):
        raise DomainError(f"{moment(earlier.at)} 已经催过一次，正等答复；同一个期限内只催一次。着急的话请直接打电话。")
    by_them = acting.actor in _ONE_SIDE
    whose = "代办人替您催办了一次。" if acting.actor is Actor.AGENT else "您催办了一次。"
    told = f"{whose}{words.strip()}" if by_them else "上级催办了一次。"
    entry = take(request, Step.URGE, acting, told=told, internal="" if by_them else words.strip())
    made = Urge(
        request_id=request.id, window=window, actor=acting.actor, words=words.strip(), by=acting.by, at=acting.at
    )
    db.session.add(made)
    answer = limits.begin_limit(request, LimitKind.URGE_ANSWER, limits.URGE_ANSWER, acting.at, acting.timing)
    entry.told += f"\n{by_when(answer.due_at)}书面答复。"
    tell_unit(request, request.unit, Occasion.URGED, at=acting.at, due_at=answer.due_at)
    if promised and promised.met_at is None and promised.due_at < acting.at:
        _press_higher(request, acting)
    db.session.flush()
    return made


def window_of(request: ServiceRequest) -> str:
    """What one urging stands for: the promise that runs now; an extension of it opens another window."""
    promised = limits.promised(request)
    return f"{promised.id}{'+' if promised.extra_value else ''}" if promised else "0"


def urged(request: ServiceRequest, actor: Actor) -> Urge | None:
    """The urging of this side in the window at hand; the person and who speaks for them are one side."""
    side = _ONE_SIDE if actor in _ONE_SIDE else {actor}
    same = select(Urge).where(Urge.request_id == request.id, Urge.window == window_of(request), Urge.actor.in_(side))
    return db.session.scalars(same).first()


def answer_urge(urge: Urge, words: str, acting: Acting) -> Entry:
    """The written answer to one urging."""
    request = urge.request
    hold(request)
    text = said(words, "答复")
    if urge.answered_at is not None:
        raise DomainError("这次催办已经答复过了。请看最新情况。")
    entry = take(request, Step.ANSWER_URGE, acting, told=f"催办的答复：{text}")
    urge.answer, urge.answered_by, urge.answered_at = text, acting.by, acting.at
    _meet_answer(request, urge, acting)
    return entry


def reopen(request: ServiceRequest, words: str, acting: Acting) -> Entry:
    """没有解决: work begins anew with the unit that had it, within 15 days of the result and with a new limit."""
    hold(request)
    text = said(words, "哪里没有解决")
    if request.settled_at is not None and (acting.at - request.settled_at).days >= REOPEN_DAYS:
        raise DomainError(f"办结已经超过 {REOPEN_DAYS} 天，不能再重办。还没解决的话，请重新提交一件，或打网格员电话。")
    count = request.reopenings + 1
    entry = take(
        request, Step.REOPEN, acting, told=f"没有解决：{text}", reopenings=count, handler_id=None, accepted_at=None
    )
    limits.begin_limits(request, _anew(request), acting.at, acting.timing)
    if request.due_at is not None:
        entry.told += f"\n重新办理，{by_when(request.due_at, request.provisional)}答复。"
    tell_resident(request, Occasion.REOPENED, at=acting.at)
    tell_unit(request, request.unit, Occasion.FILED, at=acting.at, due_at=request.next_due_at)
    return entry


def close(request: ServiceRequest, acting: Acting) -> Entry:
    """归档: solved, or nobody said otherwise in time."""
    return take(request, Step.CLOSE, acting, told="这件事归档了。")


def follow(request: ServiceRequest, token: str, phone: str | None, acting: Acting) -> str:
    """A neighbour follows a public request instead of filing the same again; their own code, empty the second time.

    Raises DomainError for what is no public matter: it is nobody else's business.
    """
    if _followed(token):
        return ""
    if not content_of(request.matter_version).public_matter or request.confidential:
        raise DomainError("这件事涉及个人情况，不能跟进。请自己提交一件。")
    hold(request)
    code, dialled = drawn_code(), plain_phone(phone or "")
    take(request, Step.FOLLOW, acting, told="一位邻居也反映了这件事。")
    follower = Follower(
        request_id=request.id,
        token=token,
        code_digest=code_digest(code),
        phone=dialled or None,
        phone_digest=phone_digest(dialled) if dialled else None,
        at=acting.at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(follower)
    except IntegrityError as problem:
        if not is_conflict(problem):
            raise
        return ""
    return code


def _followed(token: str) -> bool:
    return db.session.scalar(select(Follower.id).where(Follower.token == token)) is not None


def _press_higher(request: ServiceRequest, acting: Acting) -> None:
    higher = _HIGHER.get(request.overseer_level or request.level)
    if higher is not None:
        request.overseer_level = higher
    if request.overseer_level is not None:
        overseer = place_unit(request, request.overseer_level)
        tell_unit(request, overseer, Occasion.PRESSED, at=acting.at, due_at=request.due_at)


def _meet_answer(request: ServiceRequest, urge: Urge, acting: Acting) -> None:
    owed = [one for one in limits.open_limits(request) if one.kind is LimitKind.URGE_ANSWER]
    mine: list[Limit] = [one for one in owed if one.starts_at == urge.at] or owed
    for limit in mine[:1]:
        limit.met_at, limit.next_look_at = acting.at, None
    db.session.flush()
    limits.refresh(request)


def _anew(request: ServiceRequest) -> list[tuple[LimitKind, Span]]:
    content = content_of(request.matter_version)
    decides = request.work_type is WorkType.APPROVAL and request.level in DECIDING
    spans = [
        (LimitKind.SIGN_FOR, limits.sign_for_span(request.work_type, content)),
        (LimitKind.ACCEPT, limits.ACCEPT) if decides else (LimitKind.FINISH, content.finish),
    ]
    if request.applicant_phone or agent_phone_of(request) or request.work_type is WorkType.URGENT:
        spans.append((LimitKind.CONTACT, content.respond))
    return spans
