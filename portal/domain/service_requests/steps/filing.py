"""Filing a request: numbered, routed to who serves the place today, its limits set going, receipt ready."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from portal.db import db
from portal.domain.errors import DomainError, Stale
from portal.domain.mandates.entry import MandateEntry
from portal.domain.mandates.giving import representing, written
from portal.domain.mandates.models import Mandate
from portal.domain.mandates.words import KIND
from portal.domain.masking import masked_name
from portal.domain.matters.content import Content, content_of
from portal.domain.matters.models import Level, MatterVersion, WorkType
from portal.domain.messages.services import Occasion, tell_resident, tell_unit
from portal.domain.sensitive_facts.free_text import refuse_numbers
from portal.domain.sensitive_facts.statements import Statement
from portal.domain.sensitive_facts.stating import state
from portal.domain.service_requests import holdings, limits
from portal.domain.service_requests.acting import Acting, by_agent
from portal.domain.service_requests.applicants import name_digest, phone_digest, plain_name, plain_phone
from portal.domain.service_requests.attachments import Draft
from portal.domain.service_requests.models import Channel, ServiceRequest
from portal.domain.service_requests.numbering import next_number
from portal.domain.service_requests.places import Place
from portal.domain.service_requests.routing import Route, route
from portal.domain.service_requests.steps.codes import code_digest, drawn_code, send_person_code
from portal.domain.service_requests.steps.taking import take
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.units import Unit
from portal.domain.service_requests.words import by_when
from portal.domain.service_requests.workflow import Step
from portal.domain.workdays.periods import Span

LONGEST_SUMMARY, LONGEST_ANSWER, MOST_ANSWERS = 80, 2000, 30


@dataclass(frozen=True)
class Filing:
    """What somebody sends in.

    answers  of the matter's questions: {"question", "answer"}
    token    of the form: the same form sent twice is one request
    name, phone  of the person concerned; for who files for somebody else the phone may be missing
    mandate  what was said about a new mandate, to file for somebody else
    facts    sensitive facts, stated under a consent for each kind; never among the answers
    under    a mandate that exists and reaches this matter; never together with `mandate`
    """

    matter_version: MatterVersion
    answers: list[dict[str, str]]
    place: Place
    name: str | None
    phone: str | None
    confidential: bool
    channel: Channel
    token: str
    draft: Draft | None = None
    mandate: MandateEntry | None = None
    under: Mandate | None = None
    facts: Sequence[Statement] = ()


@dataclass(frozen=True)
class Filed:
    """`code` is that of the person concerned, `agent_code` that of who files for them.

    Both are empty when this form had been filed before: they were told then. Who files for themselves gets `code`; who
    files for somebody else online `agent_code` alone, the other one is for the person (see `codes.send_person_code`);
    staff get `code` for the person beside them, and `agent_code` for an agent who is no staff.
    """

    request: ServiceRequest
    code: str
    agent_code: str = ""


def file_request(filing: Filing, acting: Acting) -> Filed:
    """File it. The same token gives the same request, also when both arrive at the same moment.

    Raises DomainError for a retired matter, for a person who must say who they are, and for a description too thin.
    """
    if known := _filed_before(filing.token):
        return Filed(known, "")
    _check(filing)
    code, way = drawn_code(), route(filing.place, acting.today)
    try:
        with db.session.begin_nested(), db.session.no_autoflush:
            mandate, acting = _mandate(filing, acting)
            request = _written(filing, way, code, acting, mandate)
            agent_code = representing(request, mandate, acting) if mandate else ""
            if filing.facts:
                state(request, filing.facts, acting)
    except Stale:
        if (known := _filed_before(filing.token)) is None:
            raise
        return Filed(known, "")
    if filing.draft is not None:
        filing.draft.request_id = request.id
    _tell(request, acting)
    if mandate is not None:
        tell_resident(request, Occasion.MANDATE_GIVEN, at=acting.at)
        send_person_code(request, code, acting)
    return Filed(request, code if mandate is None or acting.of_staff else "", agent_code)


def _mandate(filing: Filing, acting: Acting) -> tuple[Mandate | None, Acting]:
    """The mandate it is filed under, and who files then: online the agent, at a desk the member of staff."""
    mandate = filing.under
    if filing.mandate is not None:
        mandate = written(filing.matter_version, filing.name, filing.phone, filing.mandate, acting)
    if mandate is None or acting.of_staff:
        return mandate, acting
    return mandate, by_agent(mandate, acting.at, acting.timing)


def _filed_before(token: str) -> ServiceRequest | None:
    return db.session.scalars(select(ServiceRequest).where(ServiceRequest.filing_token == token)).one_or_none()


def _check(filing: Filing) -> None:
    version, content = filing.matter_version, content_of(filing.matter_version)
    if version.matter.retired_at is not None:
        raise DomainError(f"“{version.name}”刚刚停办了，没有提交。请换一个事项，或打电话问网格员。")
    spoken_for = filing.mandate is not None or filing.under is not None
    if not content.anonymous_allowed and not (filing.name and (filing.phone or spoken_for)):
        raise DomainError("这件事要有姓名和电话，才能联系到您。请回上一步补上。")
    if not any(one.get("answer", "").strip() for one in filing.answers):
        raise DomainError("请写一下是什么事。")
    if len(filing.answers) > MOST_ANSWERS or any(len(one["answer"]) > LONGEST_ANSWER for one in filing.answers):
        raise DomainError(f"写得太长了，每一项请不超过 {LONGEST_ANSWER} 字。")
    apart = {question.label for question in content.questions if question.sensitive}
    if mixed := next((one["question"] for one in filing.answers if one.get("question") in apart), ""):
        raise DomainError(f"“{mixed}”涉及个人情况，要填在“个人信息”那一页，那里加密保存。请从那一页再填一次。")
    typed = [filing.name or "", filing.place.text, filing.place.room or ""]
    refuse_numbers(*typed, *(one["answer"] for one in filing.answers))


def _written(filing: Filing, way: Route, code: str, acting: Acting, mandate: Mandate | None) -> ServiceRequest:
    work_type = filing.matter_version.work_type
    request = ServiceRequest(
        number=next_number(acting.today),
        code_digest=code_digest(code),
        filing_token=filing.token,
        channel=filing.channel,
        filed_at=acting.at,
        filed_by=acting.by if acting.of_staff else "",
        matter_version=filing.matter_version,
        work_type=work_type,
        answers=filing.answers,
        summary=summary_of(filing.answers),
        confidential=filing.confidential,
        level=way.unit.level,
        unit=str(way.unit),
        first_contact=way.asked,
        first_contact_name=way.asked_name,
        # An emergency is watched by the community from its first minute.
        overseer_level=Level.COMMUNITY if work_type is WorkType.URGENT else None,
        **filing.place.columns(),
        **_applicant(filing),
    )
    content = content_of(filing.matter_version)
    limits.begin_limits(request, _spans(request, content, mandate), acting.at, acting.timing)
    holdings.begin(request, acting.at)
    promised = f"{by_when(request.due_at, request.provisional)}给您答复。" if request.due_at else ""
    spoken = f"{masked_name(mandate.agent_name or '')}（{KIND[mandate.kind]}）替本人提交。" if mandate else ""
    received = "收到诉求" if mandate else "收到您的诉求"
    take(request, Step.FILE, acting, told=f"{spoken}{received}，交给{way.asked_name}。{promised}")
    return request


def summary_of(answers: list[dict[str, str]]) -> str:
    """The first words of what was told, for lists."""
    told = "；".join(" ".join(one["answer"].split()) for one in answers if one.get("answer", "").strip())
    return told if len(told) <= LONGEST_SUMMARY else f"{told[: LONGEST_SUMMARY - 1]}…"


def _applicant(filing: Filing) -> dict[str, str | None]:
    name, phone = plain_name(filing.name or ""), plain_phone(filing.phone or "")
    return {
        "applicant_name": (filing.name or "").strip() or None,
        "name_digest": name_digest(name) if name else None,
        "applicant_phone": phone or None,
        "phone_digest": phone_digest(phone) if phone else None,
        "phone_tail": phone[-4:],
    }


def _spans(request: ServiceRequest, content: Content, mandate: Mandate | None) -> list[tuple[LimitKind, Span]]:
    """Which limits run from the filing on. Who left no number cannot be called back; to an emergency somebody goes."""
    reachable = request.applicant_phone or (mandate and mandate.agent_phone)
    spans = [
        (LimitKind.SIGN_FOR, limits.sign_for_span(request.work_type, content)),
        (LimitKind.FINISH, content.finish),
    ]
    if reachable or request.work_type is WorkType.URGENT:
        spans.append((LimitKind.CONTACT, content.respond))
    return spans


def _tell(request: ServiceRequest, acting: Acting) -> None:
    tell_resident(request, Occasion.RECEIVED, at=acting.at)
    tell_unit(request, request.unit, Occasion.FILED, at=acting.at, due_at=request.next_due_at)
    community = Unit(Level.COMMUNITY, request.community_id)
    if request.overseer_level is not None and request.unit != str(community):
        tell_unit(request, community, Occasion.FILED, at=acting.at, due_at=request.next_due_at)
