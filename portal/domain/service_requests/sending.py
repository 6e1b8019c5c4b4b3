"""A form that was filled in becomes a request, or follows a neighbour's: once, however often it is sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.db import db
from portal.domain.mandates.draft_entry import entry_of, reaches_also
from portal.domain.mandates.entry import MandateEntry
from portal.domain.mandates.models import AgentKind, Mandate
from portal.domain.mandates.queries import live_representation
from portal.domain.masking import masked_name
from portal.domain.papers.asked import read_answers
from portal.domain.papers.filing import keep_with
from portal.domain.sensitive_facts.drafted import drafted
from portal.domain.service_requests import drafts, photos
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.attachments import Draft
from portal.domain.service_requests.draft_places import DraftPlace
from portal.domain.service_requests.models import Channel, ServiceRequest
from portal.domain.service_requests.steps.filing import Filing, file_request
from portal.domain.service_requests.steps.voicing import follow
from portal.domain.workdays.working_hours import SHANGHAI


def send(
    draft: Draft, place: DraftPlace, answers: list[dict[str, str]], acting: Acting, *, shared: bool
) -> ServiceRequest:
    """File the request of a draft, with its photos. Number and code stay in the draft, for its phone, for 24 hours.

    Of a request for somebody else the code is the agent's; members of staff get the person's, to hand it over.
    `shared`: the phone is somebody else's too; it is to forget all of it with the receipt. What `file_request` refuses,
    is refused here.
    """
    fields = drafts.fields_of(draft)
    who: dict[str, Any] = fields.get("who", {})
    filing = Filing(
        matter_version=draft.matter_version,
        answers=answers,
        place=place.as_place(),
        name=who.get("name") or None,
        phone=who.get("phone") or None,
        confidential=bool(who.get("confidential")),
        channel=_channel(fields, place),
        token=draft.filing_token,
        draft=draft,
        mandate=_mandate(fields),
        under=db.session.get(Mandate, fields["under"]) if for_somebody(fields) and fields.get("under") else None,
        facts=drafted(draft.matter_version, fields.get("facts")).statements,
    )
    filed = file_request(filing, acting)
    if filed.code or filed.agent_code:
        photos.attach_to(filed.request, [one.key for one in photos.everything_of(draft)], filed.request.entries[0])
        keep_with(filed.request, read_answers(fields.get("papers")), acting)
        receipt: dict[str, Any] = {
            "number": filed.request.number,
            "code": filed.agent_code or filed.code,
            "matter": draft.matter_version.name,
        }
        if for_somebody(fields):
            receipt |= {"person": masked_name(who.get("name", "")), "of_person": bool(filed.code)}
        # The sensitive facts stand with the request now, where taking the consent back deletes them.
        drafts.keep(draft, at=acting.at, filed=receipt, shared=shared, facts=None)
    return filed.request


def for_somebody(fields: Mapping[str, Any]) -> bool:
    """Whether the form is filled in for somebody else."""
    return fields.get("whom") == "other"


def _mandate(fields: Mapping[str, Any]) -> MandateEntry | None:
    if not for_somebody(fields) or fields.get("under"):
        return None
    return entry_of(fields.get("mandate", {}), fields.get("agent", {}), fields.get("helper"))


def _channel(fields: Mapping[str, Any], place: DraftPlace) -> Channel:
    """A worker who files for somebody is on their round, an officer at the counter."""
    if fields.get("helper"):
        return Channel.ROUND if fields["mandate"]["kind"] == AgentKind.WORKER else Channel.COUNTER
    return Channel.PLACARD if place.by_placard else Channel.WEB


def send_follow(draft: Draft, request: ServiceRequest, phone: str, acting: Acting) -> None:
    """Follow a neighbour's request instead; its number and a code of one's own stay in the draft like a receipt."""
    code = follow(request, draft.filing_token, phone or None, acting)
    if code:
        receipt = {"number": request.number, "code": code, "matter": draft.matter_version.name, "followed": True}
        drafts.keep(draft, at=acting.at, filed=receipt)
        draft.request_id = request.id


def receipts_of(draft: Draft) -> list[dict[str, Any]]:
    """What this phone sent in for the matter within the 24 hours, newest first: number, code, matter, followed; for
    somebody else also `person`, masked, and `of_person` where the code is theirs."""
    fields = drafts.fields_of(draft)
    return [one for one in [fields.get("filed"), *fields.get("earlier", [])] if one]


def begin_another(token: str, draft: Draft, *, at: datetime) -> Draft:
    """A new form after one that was sent; the receipts go along."""
    earlier = receipts_of(draft)
    another = drafts.begin(token, draft.matter_version.matter.current, at=at)
    drafts.keep(another, at=at, earlier=earlier)
    return another


def carry_on(source: Draft, another: Draft, *, same_person: bool, at: datetime) -> None:
    """Let a new form know what one that was sent knew of who speaks: the other parent, or one more matter.

    Of the person only for `same_person`; consent, scope and time are given anew for every matter, but for a mandate
    that reaches it already.
    """
    fields = drafts.fields_of(source)
    said, agent = fields.get("mandate", {}), fields.get("agent")
    # Of a member of staff the new form knows already as whom they speak, if the matter lets them.
    own: dict[str, Any] = drafts.fields_of(another).get("mandate", {})
    if fields.get("helper") and not own:
        return
    mandate = own or {key: said[key] for key in ("kind",) if key in said}
    known: dict[str, Any] = {}
    if same_person:
        mandate |= {key: said[key] for key in ("relation", "age", "limited", "basis", "witnesses") if key in said}
        known = {"known_person": {key: fields["who"][key] for key in ("name", "phone") if fields["who"].get(key)}}
        known |= {"under": _under(source, another, at)}
    drafts.keep(another, at=at, whom="other", agent=agent, mandate=mandate, **known)


def _under(source: Draft, another: Draft, at: datetime) -> int | None:
    """The mandate behind the request of `source`, where it stands behind this matter too."""
    request = db.session.get(ServiceRequest, source.request_id) if source.request_id else None
    held = live_representation(request) if request is not None else None
    today = at.astimezone(SHANGHAI).date()
    if held is None or not reaches_also(held.mandate, another.matter_version.category, today):
        return None
    return held.mandate_id
