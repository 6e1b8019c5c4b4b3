"""What the unit that has a request does with it. How it ends stands in `ending`, where it is about in `placing`."""

from datetime import datetime

from portal.domain.accounts.models import User
from portal.domain.errors import DomainError
from portal.domain.matters.content import Content, content_of
from portal.domain.matters.models import Level, MatterVersion, WorkType
from portal.domain.matters.parts import Begins
from portal.domain.messages.services import Occasion, tell_unit
from portal.domain.service_requests import limits, stations
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.steps.ending import merge, refuse, resolve, settle
from portal.domain.service_requests.steps.placing import correct_place
from portal.domain.service_requests.steps.said import no_relative, said
from portal.domain.service_requests.steps.taking import hold, take
from portal.domain.service_requests.times import Limit, LimitKind
from portal.domain.service_requests.units import place_unit
from portal.domain.service_requests.words import by_when
from portal.domain.service_requests.workflow import Step

__all__ = [
    "accept",
    "classify",
    "contact",
    "correct_place",
    "merge",
    "note",
    "refuse",
    "resolve",
    "review",
    "settle",
    "sign_for",
    "visit",
]


def sign_for(request: ServiceRequest, user: User, acting: Acting, *, unrelated: bool = False) -> Entry:
    """签收: from now on a name stands for it.

    unrelated   they said that they are no near relative of the applicant: asked where the matter demands it (低保)
    """
    if content_of(request.matter_version).kinship_check and not unrelated:
        raise DomainError("办这件事的人不能是申请人的近亲属。请打开这件，确认不是近亲属再签收；是近亲属的，请申报。")
    told = f"{acting.who} 已签收，开始办理。"
    facts = no_relative(unrelated)
    entry = take(request, Step.SIGN_FOR, acting, told=told, facts=facts, handler_id=user.id, signed_at=acting.at)
    limits.meet(request, acting.at, LimitKind.SIGN_FOR)
    return entry


def contact(request: ServiceRequest, words: str, acting: Acting) -> Entry:
    """The person was reached, by phone or in another way. What was said stays with staff."""
    entry = take(request, Step.CONTACT, acting, told=f"{acting.who} 和您联系过。", internal=said(words, "说了什么"))
    limits.meet(request, acting.at, LimitKind.CONTACT, LimitKind.REWORK_CONTACT)
    return entry


def visit(request: ServiceRequest, words: str, acting: Acting) -> Entry:
    """Somebody went there; that is a contact as well."""
    entry = take(request, Step.VISIT, acting, told=f"{acting.who} 上门看过。", internal=said(words, "看到了什么"))
    limits.meet(request, acting.at, LimitKind.CONTACT, LimitKind.REWORK_CONTACT)
    return entry


def note(request: ServiceRequest, words: str, acting: Acting, *, public: bool) -> Entry:
    """A line on how it goes: for the resident as well, or for staff only."""
    text = said(words, "进展")
    return take(request, Step.NOTE, acting, told=text if public else "", internal="" if public else text)


def classify(request: ServiceRequest, version: MatterVersion, reason: str, acting: Acting) -> Entry:
    """It is another matter: its kind of work and its limits hold, counted from the same moment as before.

    Raises DomainError for a retired matter, for the one it is, and after it was accepted (受理).
    """
    hold(request)
    if version.id == request.matter_version_id:
        raise DomainError(f"这件本来就是“{version.name}”。")
    if version.matter.retired_at is not None:
        raise DomainError(f"“{version.name}”已经停办，请选别的事项。")
    if request.accepted_at is not None:
        raise DomainError("这件已经受理，不能再改事项。")
    entry = take(
        request,
        Step.CLASSIFY,
        acting,
        told=f"这件事按“{version.name}”来办（原来登记的是“{request.matter_version.name}”）。",
        internal=said(reason, "为什么改"),
        facts={"old": request.matter_version_id, "new": version.id},
        matter_version=version,
        work_type=version.work_type,
    )
    _count_as(request, version, acting)
    return entry


def _count_as(request: ServiceRequest, version: MatterVersion, acting: Acting) -> None:
    content = content_of(version)
    spans = {LimitKind.FINISH: content.finish, LimitKind.CONTACT: content.respond}
    stations.end(request, acting, undone=True)
    limits.deny_waiting(request, acting.at, "改了事项，期限也变了。还要延期的，请重新申请。")
    for limit in limits.open_limits(request):
        if limit.kind in spans:
            limit.value, limit.time_unit = spans[limit.kind].value, spans[limit.kind].unit
            if not _may_be_put_off(limit, content):
                limit.extra_value = limit.extra_unit = None
    if version.work_type is not WorkType.APPROVAL and limits.drop(request, acting.at, LimitKind.ACCEPT):
        limits.begin_limit(request, LimitKind.FINISH, content.finish, _promised_since(request), acting.timing)
    limits.recompute(request, acting.timing)
    if version.work_type is WorkType.URGENT and request.overseer_level is None:
        request.overseer_level = Level.COMMUNITY
        tell_unit(request, place_unit(request, Level.COMMUNITY), Occasion.FILED, at=acting.at, due_at=request.due_at)


def _may_be_put_off(limit: Limit, content: Content) -> bool:
    """Whether a limit with its extension lies within what the matter allows in all."""
    most, extra = content.extend_to, limits.extra_of(limit)
    if extra is None or most is None:
        return extra is None
    return most.unit is extra.unit is limit.time_unit and limit.value + extra.value <= most.value


def _promised_since(request: ServiceRequest) -> datetime:
    """When the promise began that the community kept by passing an application on."""
    since = [limit.starts_at for limit in limits.promises(request) if limit.kind is LimitKind.FINISH]
    return since[-1] if since else request.filed_at


def accept(request: ServiceRequest, acting: Acting, *, unrelated: bool = False) -> Entry:
    """受理: those who decide take the application on, and the statutory limit of the matter begins."""
    hold(request)
    if request.accepted_at is not None:
        raise DomainError("这件已经受理过了。")
    entry = take(request, Step.ACCEPT, acting, facts=no_relative(unrelated), accepted_at=acting.at)
    limits.meet(request, acting.at, LimitKind.FINISH, LimitKind.ACCEPT)
    content = content_of(request.matter_version)
    if content.statutory is None:
        entry.told = "已正式受理。"
        return entry
    span = content.statutory.span
    limit = limits.begin_limit(request, LimitKind.STATUTORY, span, acting.at, acting.timing)
    entry.told = f"已正式受理，法定期限 {span.words}，{by_when(limit.due_at, limit.provisional)}办完。"
    place = stations.beginning_with(content, Begins.ACCEPTANCE)
    if place is not None:
        entry.told += f"现在是“{stations.begin(request, place, acting).name}”这一步。"
    return entry


def review(request: ServiceRequest, opinion: str, acting: Acting, *, unrelated: bool = False) -> Entry:
    """审核: the opinion of one, for another to decide on."""
    hold(request)
    text = said(opinion, "审核意见")
    if request.accepted_at is None:
        raise DomainError("还没有受理，不能审核。请先受理。")
    facts = no_relative(unrelated)
    return take(request, Step.REVIEW, acting, told="审核完了，等负责人决定。", internal=text, facts=facts)
