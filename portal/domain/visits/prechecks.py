"""预审: what the community or the grid worker thinks of a case, in plain words. It decides and stops nothing."""

import json
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.matters.confirming import is_provisional
from portal.domain.matters.content import content_of
from portal.domain.matters.models import Level
from portal.domain.matters.visit_plan import NO, YES
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.steps.said import said
from portal.domain.service_requests.steps.taking import hold, take
from portal.domain.service_requests.workflow import Step
from portal.domain.visits.queries import missing_papers, visits_of

MOST_NAMED, LONGEST_BECAUSE = 3, 300
_SHORT = {YES: "是", NO: "否"}


class Opinion(StrEnum):
    """大概能享受; 大概不行，因为……; 要问街道."""

    LIKELY = "likely"
    UNLIKELY = "unlikely"
    ASK = "ask"


_OPENING = {
    Opinion.LIKELY: "初步看，大概能享受。",
    Opinion.UNLIKELY: "初步看，大概不符合。",
    Opinion.ASK: "这件要问街道才知道。",
}


@dataclass(frozen=True, slots=True)
class Suggested:
    """Words that fit the facts of the request, to choose or to change."""

    opinion: Opinion
    because: str


def precheck(request: ServiceRequest, opinion: Opinion, because: str, acting: Acting) -> Entry:
    """Say what is thought of it so far, and who decides; may be said again when more is known.

    Raises DomainError where no reason is given for "likely not", and after the application was accepted (受理).
    """
    hold(request)
    if request.accepted_at is not None:
        raise DomainError("这件已经正式受理，等街道或部门的决定，不用再预审。")
    text = because.strip()
    if opinion is Opinion.UNLIKELY:
        text = said(text, "为什么大概不符合，让本人知道差在哪里")
    if len(text) > LONGEST_BECAUSE:
        raise DomainError(f"请写短一些，最多 {LONGEST_BECAUSE} 个字。")
    told = "\n".join(filter(None, (_OPENING[opinion] + text, f"这只是初步看法，正式决定由{_who_decides(request)}作。")))
    return take(request, Step.PRECHECK, acting, told=told, facts={"opinion": opinion.value})


def last_precheck(request: ServiceRequest) -> Entry | None:
    """The latest one, for the page of the person."""
    query = select(Entry).where(Entry.request_id == request.id, Entry.step == Step.PRECHECK)
    return db.session.scalars(query.order_by(Entry.id.desc()).limit(1)).one_or_none()


def suggestions(request: ServiceRequest) -> list[Suggested]:
    """What the facts at hand suggest, the weightiest first. Nothing private is said: papers by name, and those lines of
    the checklist that give nothing away."""
    found = [Suggested(Opinion.UNLIKELY, f"上门看的时候，“{label}”这一条对不上。") for label in _against(request)]
    missing = missing_papers(request)
    if missing:
        more = "等" if len(missing) > MOST_NAMED else ""
        found.append(Suggested(Opinion.ASK, f"还差{'、'.join(missing[:MOST_NAMED])}{more}，齐了请街道看。"))
    if is_provisional(request.matter_version):
        found.append(Suggested(Opinion.ASK, "本地的标准要以街道的答复为准。"))
    if not missing and not any(one.opinion is Opinion.UNLIKELY for one in found):
        found.append(Suggested(Opinion.LIKELY, "材料齐了，说的情况和条件对得上。"))
    return found


def _against(request: ServiceRequest) -> list[str]:
    """Lines of the checklist whose answer on the last visit speaks against the case."""
    records = [one for visit in visits_of(request) for one in visit.records if one.answers]
    if not records:
        return []
    last = max(records, key=lambda one: one.id)
    answers = {item["key"]: item["answer"] for item in json.loads(last.answers or "{}")["items"]}
    plan = content_of(request.matter_version).visit
    return [
        item.label
        for item in plan.checklist
        if item.against and answers.get(item.key) == _SHORT.get(item.against, item.against)
    ]


def _who_decides(request: ServiceRequest) -> str:
    content = content_of(request.matter_version)
    if content.decide_level is Level.DEPARTMENT:
        return f"街道和{content.department}部门"
    return {Level.SUBDISTRICT: "街道", Level.COMMUNITY: "社区"}.get(content.decide_level, "街道")
