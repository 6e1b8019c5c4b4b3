"""Correcting and deleting what is kept of a person who asks for it (个人信息保护法 46、47、50 条), on the record."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.keeping.rules import RULES, Rule
from portal.domain.keeping.services import do_early, held
from portal.domain.mandates.giving import check_phones
from portal.domain.mandates.queries import live_representation, representations_of
from portal.domain.messages import outbox
from portal.domain.messages.models import Message, MessageState
from portal.domain.records.services import record
from portal.domain.sensitive_facts.free_text import refuse_numbers
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.applicants import name_digest, phone_digest, plain_name, plain_phone
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.photo_files import PhotoFiles
from portal.domain.service_requests.steps.taking import hold

LEAST_REASON, MOST_REASON = 5, 200
EARLY = tuple(rule for rule in RULES if rule.early)
# What stays however much the person wants it gone, and why: told to them with the answer.
STAYS = tuple(rule for rule in RULES if not rule.early and rule.placed and rule.key not in ("objections", "codes"))


@dataclass(frozen=True, slots=True)
class Held:
    """A kind of fact of one settled request that may be deleted before its time, and how many there are."""

    rule: Rule
    count: int


def still_held(request: ServiceRequest) -> list[Held]:
    """What is there to delete; nothing while the request is open."""
    found = (Held(rule, held(rule, request)) for rule in EARLY)
    return [one for one in found if one.count]


def correct_person(request: ServiceRequest, name: str, phone: str, room: str, reason: str, acting: Acting) -> None:
    """Put name, phone and room right. What was corrected is on the record, never from what to what.

    Raises DomainError without a change or a reason, where the person was masked already, for a name or phone that
    would be gone, and for the phone of who speaks for them.
    """
    hold(request)
    if request.settled_at is not None and request.name_digest is None and request.applicant_name:
        raise DomainError("这件的姓名和电话已经遮去了，没有可以更正的。")
    new = {"姓名": plain_name(name), "电话": plain_phone(phone), "门牌号": room.strip()}
    old = {
        "姓名": plain_name(request.applicant_name or ""),
        "电话": plain_phone(request.applicant_phone or ""),
        "门牌号": (request.room or "").strip(),
    }
    changed = [what for what in new if new[what] != old[what]]
    why = _reason(reason)
    if not changed:
        raise DomainError("和原来一样，没有改动。")
    if emptied := [what for what in ("姓名", "电话") if old[what] and not new[what]]:
        raise DomainError(f"{'和'.join(emptied)}不能改成空的。要删除的，办结以后用下面的“删除”。")
    refuse_numbers(name, room)
    if (speaking := live_representation(request)) is not None:
        check_phones(new["电话"], speaking.mandate.agent_phone, speaking.mandate.told)
    for one in representations_of(request):
        if "姓名" in changed and plain_name(one.mandate.person_name or "") == old["姓名"]:
            one.mandate.person_name = name.strip()
        if "电话" in changed and one.mandate.person_phone == old["电话"]:
            one.mandate.person_phone = new["电话"] or None
    request.applicant_name = name.strip() or None
    request.name_digest = name_digest(new["姓名"]) if new["姓名"] else None
    request.applicant_phone = new["电话"] or None
    request.phone_digest = phone_digest(new["电话"]) if new["电话"] else None
    request.phone_tail = new["电话"][-4:]
    request.room = new["门牌号"] or None
    db.session.flush()
    _note("request.person_corrected", request, changed, why, acting)


def delete_early(
    request: ServiceRequest, keys: Sequence[str], reason: str, acting: Acting, files: PhotoFiles
) -> list[str]:
    """Delete or mask these kinds of a settled request now, by the rules that would do it later; what that was.

    Raises DomainError for an open request, without a reason, or when nothing of it is there any more.
    """
    hold(request)
    why = _reason(reason)
    if request.settled_at is None:
        raise DomainError("这件还没有办结，资料还要用。本人可以在查询页撤回同意，敏感信息马上就删；不办了的，先撤回。")
    chosen = [rule for rule in EARLY if rule.key in keys]
    if not chosen:
        raise DomainError("请选要删掉哪些。")
    done = [rule.what for rule in chosen if do_early(rule, request, acting.at, files)]
    if not done:
        raise DomainError("选的这些已经删掉了。请看最新情况。")
    if "people" in keys:
        _forget_messages(request)
    _note("request.data_deleted", request, done, why, acting)
    return done


def _forget_messages(request: ServiceRequest) -> None:
    sent = select(Message.id).where(
        Message.service_request_id == request.id,
        Message.robot_id.is_(None),
        Message.state.not_in((MessageState.WAITING, MessageState.SENDING)),
    )
    outbox.forget(db.session.scalars(sent).all())


def _reason(reason: str) -> str:
    said = " ".join(reason.split())
    if not LEAST_REASON <= len(said) <= MOST_REASON:
        raise DomainError(f"请写明本人怎么要求的、怎么核实了是本人，{LEAST_REASON} 到 {MOST_REASON} 字。本人会看到。")
    refuse_numbers(said)
    return said


def _note(action: str, request: ServiceRequest, what: Sequence[str], why: str, acting: Acting) -> None:
    detail = f"{'；'.join(what)}（{acting.who}：{why}）"
    record(action, by=acting.by, at=acting.at, subject=f"request {request.number}", detail=detail)
