"""Three invented people for whom somebody speaks: by a daughter, by the community, by a nephew who no longer does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.db import db
from portal.demo.stories import OFFICE
from portal.domain.accounts.models import User
from portal.domain.mandates.ending import take_over
from portal.domain.mandates.entry import MandateEntry
from portal.domain.mandates.models import (
    AgentKind,
    MandateBasis,
    MandateScope,
    PersonAge,
    PersonConsent,
    Representation,
    Told,
)
from portal.domain.matters.content import content_of
from portal.domain.matters.models import MatterVersion
from portal.domain.service_requests.acting import Acting, Timing, by_agent, by_resident, by_staff
from portal.domain.service_requests.models import Channel, ServiceRequest
from portal.domain.service_requests.places import Place
from portal.domain.service_requests.steps import codes, voicing
from portal.domain.service_requests.steps.filing import Filing, file_request
from portal.domain.service_requests.workflow import Actor

# Open the first of them: the daughter's, and her mother's own.
AGENTS_CODE, PERSONS_CODE, SAMPLE = "CHERRY", "MAMA22", "for-mother"


@dataclass(frozen=True)
class _Told:
    """One person. `said`: answers to the questions of the matter, in their order."""

    key: str
    slug: str
    person: str
    said: tuple[str, ...]
    days: int
    mandate: Mapping[str, object] = field(default_factory=dict)


_STORIES = (
    _Told(
        SAMPLE,
        "gaoling",
        "演示王奶奶",
        ("83", "在本社区", "没有领过"),
        4,
        {"relation": "女儿", "agent_name": "演示女儿", "agent_phone": "14000002301", "own_wish": "电话里她说要办。"},
    ),
    _Told(
        "for-old-man",
        "dibao",
        "演示孙大爷",
        ("1", "", "一个人过，打零工的活没有了。", ""),
        2,
        {
            "kind": AgentKind.COMMITTEE,
            "basis": MandateBasis.ORAL,
            "witnesses": ("演示邻居", "演示志愿者"),
            "own_wish": "上门时他说不会写字，请社区帮他办。",
        },
    ),
    _Told(
        "for-uncle",
        "gaoling",
        "演示刘大伯",
        ("90", "在本社区", "正在领，想换账户"),
        9,
        {
            "kind": AgentKind.ENTRUSTED,
            "relation": "侄子",
            "basis": MandateBasis.WRITTEN,
            "consent": PersonConsent.SIGNED,
            "agent_name": "演示侄子",
            "agent_phone": "14000002302",
            "own_wish": "当面说的，签了委托书。",
        },
    ),
)


def speak_for_others(
    versions: Mapping[str, MatterVersion], place: Place, users: Mapping[str, User], *, at: datetime, timing: Timing
) -> None:
    """File the three; of the last one the person goes on by himself."""
    for story in _STORIES:
        filed_at = at - timedelta(days=story.days)
        helper = users[OFFICE] if story.mandate.get("kind") is AgentKind.COMMITTEE else None
        acting = by_staff(helper, Actor.HOLDER, filed_at, timing) if helper else by_resident(filed_at, timing)
        request = _file(story, versions[story.slug], place, acting, helper)
        if story.key == SAMPLE:
            found = _representation_of(request)
            request.code_digest, found.agent_code_digest = map(codes.code_digest, (PERSONS_CODE, AGENTS_CODE))
            found.person_code_at, found.person_code_by = filed_at, codes.ON_PAPER
            voicing.add_facts(request, "她的户口簿在我这里，可以拍照。", by_agent(found.mandate, at, timing))
        elif helper is None:
            take_over(request, "14000002303", "", by_resident(at, timing))


def _file(story: _Told, version: MatterVersion, place: Place, acting: Acting, helper: User | None) -> ServiceRequest:
    asked = zip(content_of(version).questions, story.said, strict=False)
    usual = MandateEntry(
        **{
            "kind": AgentKind.RELATIVE,
            "relation": "",
            "basis": MandateBasis.RELATIONSHIP_PROOF,
            "scope": MandateScope.MATTER,
            "valid_until": acting.today + timedelta(days=90),
            "agent_name": "",
            "agent_phone": "",
            "age": PersonAge.ADULT,
            "limited": False,
            "consent": PersonConsent.READ_OUT,
            "own_wish": "",
            "told": Told.AGENT,
            "agent_user_id": helper.id if helper else None,
            **story.mandate,
        }  # type: ignore[arg-type]
    )
    filing = Filing(
        matter_version=version,
        answers=[{"question": one.label, "answer": said} for one, said in asked if said],
        place=place,
        name=story.person,
        phone=None,
        confidential=False,
        channel=Channel.COUNTER if helper else Channel.WEB,
        token=f"demo-{story.key}",
        mandate=usual,
    )
    return file_request(filing, acting).request


def _representation_of(request: ServiceRequest) -> Representation:
    return db.session.scalars(select(Representation).where(Representation.request_id == request.id)).one()
