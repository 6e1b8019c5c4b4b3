"""转送: the portal is not the place. The person is told where to go and what to take along, and the file goes there."""

from dataclasses import asdict
from datetime import date

from sqlalchemy import select

from portal.db import db
from portal.domain.departments.models import Department
from portal.domain.errors import DomainError
from portal.domain.matters.models import Level
from portal.domain.messages.services import Occasion, tell_resident
from portal.domain.papers.models import PaperState, RequestPaper
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.offers import unanswered_urges
from portal.domain.service_requests.referrals import Referral
from portal.domain.service_requests.steps.moving import receivers
from portal.domain.service_requests.steps.said import member_of_staff, said
from portal.domain.service_requests.steps.taking import hold, take
from portal.domain.service_requests.workflow import Step

LONGEST_OFFICE, LONGEST_BRING = 60, 300


def refer(request: ServiceRequest, referral: Referral, acting: Acting) -> Entry:
    """转送: the request ends here with an answer, which is where to go.

    Raises DomainError for a department of the portal, which is handed the request instead, and for a paper that is not
    in the file. What stands in the trail is no fact about the person: names of papers, never what is in them.
    """
    hold(request)
    sent, user = _checked(request, referral, acting), member_of_staff(acting)
    told = "\n".join(_lines(sent))
    entry = take(
        request,
        Step.REFER,
        acting,
        told=f"这件事要到{sent.office}办：{told}",
        result=f"请到{sent.office}办。{told}",
        facts=asdict(sent) | {"papers": list(sent.papers)},
        handler_id=request.handler_id or (user.id if user else None),
    )
    for urge in unanswered_urges(request):
        urge.answer, urge.answered_by, urge.answered_at = entry.told, acting.by, acting.at
    tell_resident(request, Occasion.RESOLVED, at=acting.at)
    return entry


def _lines(sent: Referral) -> list[str]:
    lines = {"地址": sent.address, "电话": sent.phone, "要带上": sent.bring, "随转的材料": "、".join(sent.papers)}
    return [sent.why, *(f"{name}：{words}" for name, words in lines.items() if words)]


def papers_at_hand(request: ServiceRequest) -> list[str]:
    """Names of the papers that are in the file and may go along."""
    query = select(RequestPaper.name).where(
        RequestPaper.request_id == request.id, RequestPaper.state == PaperState.HAVE, RequestPaper.shared.is_(False)
    )
    return list(db.session.scalars(query.order_by(RequestPaper.place)))


def departments_at_hand(request: ServiceRequest, today: date) -> list[str]:
    """Names of the departments it would be handed to instead."""
    keys = [unit.id for unit in receivers(request, today) if unit.level is Level.DEPARTMENT]
    query = select(Department.name).where(Department.id.in_(keys)).order_by(Department.name)
    return list(db.session.scalars(query))


def _checked(request: ServiceRequest, given: Referral, acting: Acting) -> Referral:
    office = said(given.office, "要去哪个单位")
    if len(office) > LONGEST_OFFICE or len(given.bring) > LONGEST_BRING:
        raise DomainError(f"单位名不超过 {LONGEST_OFFICE} 字，要带的东西不超过 {LONGEST_BRING} 字，请写短一些。")
    if not (given.address.strip() or given.phone.strip()):
        raise DomainError("请写上那里的地址或者电话，让人找得到。")
    if office in departments_at_hand(request, acting.today):
        raise DomainError(f"“{office}”在这个平台上，请用“交办”，期限接着算，群众不用自己跑。")
    if not set(given.papers) <= set(papers_at_hand(request)):
        raise DomainError("随转的材料里有一样不在这件里。请重新勾选。")
    why = said(given.why, "为什么要去别处办")
    return Referral(office, given.address.strip(), given.phone.strip(), given.bring.strip(), given.papers, why)
