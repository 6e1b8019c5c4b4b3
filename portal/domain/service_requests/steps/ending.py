"""How work on a request ends: with a result, a refusal, or together with another one."""

from sqlalchemy import update

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.matters.content import content_of
from portal.domain.matters.models import WorkType
from portal.domain.messages.services import Occasion, tell_resident
from portal.domain.publicity.gate import missing_period
from portal.domain.records.services import record
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.applicants import plain_name
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.numbering import shown
from portal.domain.service_requests.offers import may_decide, reviewer, unanswered_urges
from portal.domain.service_requests.steps.said import in_plain_words, member_of_staff, no_relative, said
from portal.domain.service_requests.steps.taking import hold, take
from portal.domain.service_requests.voices import Follower
from portal.domain.service_requests.workflow import SETTLED, Step


def settle(request: ServiceRequest, result: str, acting: Acting) -> Entry:
    """现场办结: a small thing done on the spot, signed for or not."""
    hold(request)
    user = member_of_staff(acting)
    handler = request.handler_id or (user.id if user else None)
    return _end(request, Step.SETTLE, in_plain_words(result), acting, handler)


def resolve(request: ServiceRequest, result: str, acting: Acting, *, unrelated: bool = False) -> Entry:
    """办结, with the result in words the resident understands.

    An approval is decided by somebody who may approve, on the review of another person.
    """
    hold(request)
    text = in_plain_words(result)
    if request.work_type is WorkType.APPROVAL:
        _decided_by_two(request, acting)
        if missing := missing_period(request):
            raise DomainError(missing)
    return _end(request, Step.RESOLVE, text, acting, request.handler_id, unrelated=unrelated)


def refuse(request: ServiceRequest, reason: str, where: str, acting: Acting) -> Entry:
    """不予受理: why, and where to go instead."""
    hold(request)
    why, there = said(reason, "为什么不受理"), said(where, "该去哪里办，写明地点或电话")
    told = f"这件事不归这里办：{why}\n可以去：{there}"
    entry = take(request, Step.REFUSE, acting, told=told, result=why, refused_where=there)
    _answer_urges(request, why, acting)
    tell_resident(request, Occasion.REFUSED, at=acting.at)
    return entry


def merge(request: ServiceRequest, into: ServiceRequest, acting: Acting) -> Entry:
    """合并: both tell of the same thing; who filed this one follows the other with the code they have.

    Only within a grid or community and, where a matter is not the public's, only what one person filed.
    """
    for one in sorted((request, into), key=lambda one: one.id):  # always in this order: nobody waits for the other
        hold(one)
    _check_same(request, into)
    told = f"这件和 {shown(into.number)} 是同一件事，合在一起办。用您原来的编号和查询码照样能查。"
    entry = take(request, Step.MERGE, acting, told=told, facts={"into": into.number}, merged_into=into)
    _take_along(request, into, acting)
    take(into, Step.NOTE, acting, internal=f"{shown(request.number)} 并入这一件。", facts={"merged": request.number})
    record(
        "request.merged",
        by=acting.by,
        at=acting.at,
        subject=f"request {request.number}",
        detail=f"→ {into.number}",
    )
    return entry


def _end(
    request: ServiceRequest,
    step: Step,
    text: str,
    acting: Acting,
    handler_id: int | None,
    *,
    unrelated: bool = False,
) -> Entry:
    facts = no_relative(unrelated)
    entry = take(request, step, acting, told=f"办结了：{text}", facts=facts, result=text, handler_id=handler_id)
    _answer_urges(request, text, acting)
    tell_resident(request, Occasion.RESOLVED, at=acting.at)
    return entry


def _answer_urges(request: ServiceRequest, text: str, acting: Acting) -> None:
    """A result answers whoever urged."""
    for urge in unanswered_urges(request):
        urge.answer, urge.answered_by, urge.answered_at = text, acting.by, acting.at


def _decided_by_two(request: ServiceRequest, acting: Acting) -> None:
    if not reviewer(request):
        raise DomainError("审批的事要先有人审核，再由另一个人决定。请先写审核意见。")
    user = member_of_staff(acting)
    if user is None or not may_decide(user, request):
        raise DomainError("审核和决定不能是同一个人，决定要由有审批权限的人来做。请交给分管领导。")


def _check_same(request: ServiceRequest, into: ServiceRequest) -> None:
    if request.id == into.id:
        raise DomainError("不能和自己合并，请选另一件。")
    if into.status in SETTLED:
        raise DomainError("那一件已经办完了，不能再并进去。请选还在办的一件。")
    near = request.community_id == into.community_id or (
        request.grid_id is not None and request.grid_id == into.grid_id
    )
    if not near:
        raise DomainError("两件不在同一个社区，不能合并。")
    public = content_of(request.matter_version).public_matter and content_of(into.matter_version).public_matter
    # Two parents may share a phone.
    same_phone = request.applicant_phone is not None and request.applicant_phone == into.applicant_phone
    same_person = same_phone and plain_name(request.applicant_name or "") == plain_name(into.applicant_name or "")
    if (request.confidential or into.confidential or not public) and not same_person:
        raise DomainError("这类事涉及个人情况，只有同一个人提交的才能合并。")


def _take_along(request: ServiceRequest, into: ServiceRequest, acting: Acting) -> None:
    db.session.execute(update(Follower).where(Follower.request_id == request.id).values(request_id=into.id))
    filer = Follower(
        request=into,
        token=request.filing_token,
        code_digest=request.code_digest,
        phone=request.applicant_phone,
        phone_digest=request.phone_digest,
        at=acting.at,
    )
    db.session.add(filer)
