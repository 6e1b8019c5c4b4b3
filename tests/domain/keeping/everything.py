"""A request of which everything is kept that can be kept: for what looks after it."""

from dataclasses import replace
from datetime import date, timedelta

from portal.attachments import photo_files
from portal.db import db
from portal.domain.keeping.rules import BY_KEY
from portal.domain.keeping.services import do_some
from portal.domain.mandates.models import (
    AgentKind,
    Mandate,
    MandateBasis,
    MandateScope,
    PersonAge,
    PersonConsent,
    Representation,
    Told,
)
from portal.domain.matters.parts import Need
from portal.domain.papers.models import PaperState, RequestPaper
from portal.domain.sensitive_facts.models import Consent, FactKind, FactReading, SensitiveFact
from portal.domain.service_requests.applicants import name_digest, phone_digest
from portal.domain.service_requests.attachments import Attachment, AttachmentState
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps import voicing
from portal.domain.service_requests.steps.codes import code_digest
from portal.domain.service_requests.workflow import Actor
from portal.encryption import digest
from tests.domain.service_requests.making import APPROVAL, Town

ID_NUMBER = "11010519491231002X"
AGENT_PHONE = "14000008888"


def settled_with_everything(town: Town, slug: str = APPROVAL) -> ServiceRequest:
    """Filed by an agent, with facts, copies and photos, and withdrawn at once."""
    request = town.filed(slug, name="王小芳", place=replace(town.place(), room="501"))
    add_everything(request, town)
    voicing.withdraw(request, "不用了", town.resident)
    db.session.commit()
    return request


def add_everything(request: ServiceRequest, town: Town) -> None:
    at = town.at
    mandate = Mandate(
        kind=AgentKind.ENTRUSTED,
        relation="邻居",
        basis=MandateBasis.ORAL,
        scope=MandateScope.MATTER,
        given_at=at,
        valid_until=date(2027, 5, 1),
        agent_name="赵大明",
        agent_phone=AGENT_PHONE,
        agent_phone_digest=phone_digest(AGENT_PHONE),
        agent_name_digest=name_digest("赵大明"),
        agent_phone_tail=AGENT_PHONE[-4:],
        person_name="王小芳",
        person_phone=request.applicant_phone,
        age=PersonAge.ADULT,
        consent=PersonConsent.READ_OUT,
        own_wish="她自己说想申请",
        witnesses="孙立国、周小梅",
        told=Told.BOTH,
    )
    consent = Consent(
        request=request,
        kinds=["id_number"],
        purpose="核对是不是本人",
        words_digest="0" * 64,
        given_by="agent",
        who="代办人 赵*明",
        at=at,
    )
    db.session.add_all([mandate, consent])
    db.session.flush()
    fact = SensitiveFact(
        request=request,
        consent=consent,
        kind=FactKind.ID_NUMBER,
        label="身份证号",
        value=ID_NUMBER,
        digest=digest(ID_NUMBER, "sensitive_facts.digest"),
        added_by="agent",
        added_at=at,
    )
    db.session.add(fact)
    db.session.flush()
    db.session.add_all(
        [
            FactReading(
                fact=fact,
                request_id=request.id,
                label="身份证号",
                by="officer",
                who="莲叶路社区 莲干事",
                at=at + timedelta(hours=1),
                reason="核对材料",
            ),
            Representation(request=request, mandate=mandate, agent_code_digest=code_digest("ACEHJK"), begun_at=at),
            RequestPaper(
                request=request, place=1, name="残疾人证", need=Need.ALWAYS, state=PaperState.CANNOT, reason="证在老家"
            ),
            picture(request, "a" * 32, town, paper="残疾人证"),
            picture(request, "b" * 32, town),
        ]
    )
    db.session.flush()


def picture(request: ServiceRequest, key: str, town: Town, *, paper: str = "") -> Attachment:
    photo_files().put(key, b"a picture", sealed=bool(paper))
    return Attachment(
        key=key,
        request=request,
        state=AttachmentState.READY,
        size=9,
        added_at=town.at,
        added_by=Actor.RESIDENT,
        paper=paper,
    )


def do(key: str, town: Town) -> int:
    """What one rule does now, committed."""
    done = do_some(BY_KEY[key], town.at, photo_files())
    db.session.commit()
    return done
