"""A mandate is given: checked against the matter and the law, written, and put behind a request.

`give` is for staff, who write one down for a request that exists; `written` and `representing` for who files for
somebody else, the latter also for a mandate at hand and one more request.
"""

from datetime import date
from typing import Any

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.errors import DomainError
from portal.domain.mandates import fitting
from portal.domain.mandates.ending import replace_by
from portal.domain.mandates.entry import MandateEntry
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
from portal.domain.mandates.queries import representation_of, requests_under
from portal.domain.mandates.rules import require_guardian
from portal.domain.mandates.words import KIND, day_words
from portal.domain.masking import masked_name
from portal.domain.matters.content import content_of
from portal.domain.matters.models import MatterVersion
from portal.domain.messages.services import Occasion, tell_resident
from portal.domain.sensitive_facts.free_text import refuse_numbers
from portal.domain.sensitive_facts.queries import age_of
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.applicants import name_digest, phone_digest, plain_name, plain_phone
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps.codes import WHEN_FILED, code_digest, drawn_code
from portal.domain.service_requests.steps.taking import take
from portal.domain.service_requests.workflow import Step

LONGEST_WISH = 500


def give(request: ServiceRequest, entry: MandateEntry, acting: Acting) -> tuple[Mandate, str]:
    """Somebody speaks for the person concerned from now on; the mandate and the agent's code.

    Whoever spoke for them before is told that another took their place. The code is empty for members of staff, who
    act with their account. Often somebody filed with the name of the person and a phone of their own: then phone and
    code were the agent's all along, the person gets another one, see `codes.person_code`.
    Raises DomainError when the mandate does not fit matter, person or law.
    """
    if not request.applicant_name:
        raise DomainError("这件没有留本人的姓名，不能登记委托。请先补上本人姓名，或重新登记一件。")
    agents_own = bool(request.applicant_phone) and plain_phone(entry.agent_phone) == request.applicant_phone
    phone = None if agents_own else request.applicant_phone
    mandate = written(request.matter_version, request.applicant_name, phone, entry, acting)
    before = representation_of(request)
    if before is not None and before.mandate.ending is None:
        replace_by(before.mandate, request, acting)
    agent = f"{masked_name(mandate.agent_name or '')}（{KIND[mandate.kind]}）"
    told = f"登记了代办人：{agent}，到{day_words(mandate.valid_until)}为止。"
    columns: dict[str, Any] = {}
    if agents_own:
        told += "原来的电话和查询码是代办人的，不再算本人的；本人的查询码另外给。"
        columns = {"applicant_phone": None, "phone_digest": None, "phone_tail": ""}
        columns |= {"code_digest": code_digest(drawn_code())}
    take(request, Step.GIVE_MANDATE, acting, told=told, **columns)
    code = representing(request, mandate, acting)
    require_guardian(request, age_of(request, acting.today))
    now = representation_of(request)
    if now is not None and not agents_own:
        got = before.person_code_at if before else request.filed_at
        now.person_code_at, now.person_code_by = got, before.person_code_by if before else WHEN_FILED
    tell_resident(request, Occasion.MANDATE_GIVEN, at=acting.at)
    return mandate, code


def written(
    version: MatterVersion, name: str | None, phone: str | None, entry: MandateEntry, acting: Acting
) -> Mandate:
    """The mandate as a row, for the person of that name and phone; behind no request yet."""
    agent = _agent_of_staff(entry, acting)
    check(version, name, phone, entry, acting.today)
    number = plain_phone(entry.agent_phone) or (agent.person.work_phone if agent and agent.person else "")
    called = entry.agent_name.strip() or (agent.name if agent else "")
    mandate = Mandate(
        kind=entry.kind,
        relation=entry.relation.strip()[:40],
        basis=entry.basis,
        scope=entry.scope,
        category=version.category if entry.scope is MandateScope.CATEGORY else "",
        given_at=acting.at,
        valid_until=entry.valid_until,
        agent_name=called or None,
        agent_name_digest=name_digest(called) if called else None,
        agent_phone=plain_phone(number) or None,
        agent_phone_digest=phone_digest(number) if plain_phone(number) else None,
        agent_phone_tail=plain_phone(number)[-4:],
        agent_user_id=agent.id if agent else None,
        person_name=(name or "").strip() or None,
        person_phone=plain_phone(phone or "") or None,
        age=entry.age,
        limited=entry.limited,
        consent=entry.consent,
        own_wish=entry.own_wish.strip() or None,
        witnesses="、".join(one.strip() for one in entry.witnesses) if entry.witnesses else None,
        told=entry.told,
    )
    db.session.add(mandate)
    db.session.flush()
    return mandate


def representing(request: ServiceRequest, mandate: Mandate, acting: Acting) -> str:
    """Put it behind a request; the code the agent follows this one with, empty for members of staff.

    Raises DomainError when it is over, is for other matters, or for somebody else.
    """
    _reaches(mandate, request, acting.today)
    code = drawn_code()
    db.session.add(
        Representation(
            request_id=request.id, mandate_id=mandate.id, agent_code_digest=code_digest(code), begun_at=acting.at
        )
    )
    db.session.flush()
    return "" if mandate.agent_user_id else code


def _reaches(mandate: Mandate, request: ServiceRequest, today: date) -> None:
    version = request.matter_version
    if mandate.ending is not None or mandate.valid_until < today:
        raise DomainError("这份委托已经结束了，不能再用。请让本人另外委托一次。")
    if requests_under(mandate) and (mandate.scope is MandateScope.MATTER or mandate.category != version.category):
        raise DomainError("这份委托不管这件事。请让本人为这件事另外委托一次。")
    if plain_name(mandate.person_name or "") != plain_name(request.applicant_name or ""):
        raise DomainError("这份委托是另一位本人给的，不能用来替别人办。请为这一位另外登记委托。")
    if mandate.kind not in fitting.kinds_for(content_of(version), mandate.age, limited=mandate.limited):
        raise DomainError(_not_by(mandate.kind, version))
    check_phones(request.applicant_phone, mandate.agent_phone, mandate.told)


def check(version: MatterVersion, name: str | None, phone: str | None, entry: MandateEntry, today: date) -> None:
    """Raise DomainError, with what to do, when nobody can speak like this for the person of that name and phone."""
    content = content_of(version)
    if not fitting.may_be_represented(content):
        raise DomainError(f"“{version.name}”要本人来办，不能代办。本人来不了的，请打电话问网格员。")
    if entry.kind not in fitting.kinds_for(content, entry.age, limited=entry.limited):
        guarded = fitting.guarded(entry.age, limited=entry.limited)
        raise DomainError(_GUARDIAN if guarded else _not_by(entry.kind, version))
    if entry.basis not in fitting.bases_of(entry.kind, entry.age, limited=entry.limited):
        raise DomainError(f"{KIND[entry.kind]}不能凭这一样代办，请换一种委托依据。")
    _check_people(name, phone, entry)
    _check_consent(entry)
    if not today <= entry.valid_until <= fitting.last_day(today):
        raise DomainError(f"委托要写到哪一天为止：从今天起，最晚{day_words(fitting.last_day(today))}，到期可以再续。")


def _check_people(name: str | None, phone: str | None, entry: MandateEntry) -> None:
    of_staff = entry.kind in fitting.OF_STAFF
    person = plain_name(name or "")
    if not person:
        raise DomainError("请写本人的姓名：这件事是替谁办的。")
    refuse_numbers(name or "", entry.agent_name)
    if not of_staff and not (entry.agent_name.strip() and plain_phone(entry.agent_phone)):
        raise DomainError("请写代办人的姓名和电话，才能联系到您。")
    if not of_staff and plain_name(entry.agent_name) == person:
        raise DomainError("代办人和本人是同一个名字。给自己办的，请选“给自己办”。")
    if not of_staff and not entry.relation.strip():
        raise DomainError("请写您是本人的什么人，例如女儿、邻居。")
    check_phones(phone, "" if of_staff else entry.agent_phone, entry.told)


def check_phones(persons: str | None, agents: str | None, told: Told) -> None:
    """Asked for every request under a mandate: the person's code goes to their phone, never to the agent's."""
    own = plain_phone(persons or "")
    if own and own == plain_phone(agents or ""):
        raise DomainError("本人的电话和代办人的一样。本人没有电话可以不写，查询码会写在纸上交给本人。")
    if told is Told.PERSON and not own:
        raise DomainError("本人没有留电话，收不到进展。请选告诉代办人，或补上本人的电话。")


def _check_consent(entry: MandateEntry) -> None:
    if entry.basis is MandateBasis.ORAL:
        names = [plain_name(one) for one in entry.witnesses or ()]
        if len(names) != 2 or not all(names) or names[0] == names[1]:
            raise DomainError("口头同意要有两位见证人，请写两个不同的人的姓名。")
        if entry.kind not in fitting.OF_STAFF and plain_name(entry.agent_name) in names:
            raise DomainError("代办人不能给自己作见证，请另找一位见证人。")
    stands_in = entry.kind is AgentKind.GUARDIAN or entry.basis is MandateBasis.DUTY
    if entry.consent is PersonConsent.UNABLE and not stands_in:
        raise DomainError("本人说不出自己的意思时，只能由监护人办，或由社区依职责帮办。请打电话问网格员。")
    # The wish of a ward counts too, as far as they can say it (民法典 35 条).
    silent = entry.consent is PersonConsent.UNABLE or entry.age is PersonAge.CHILD
    if not silent and not entry.own_wish.strip():
        raise DomainError("请写是怎么知道本人愿意的，例如“电话里她说要办”。")
    if len(entry.own_wish) > LONGEST_WISH:
        raise DomainError(f"本人的意思写得太长了，请不超过 {LONGEST_WISH} 字。")
    refuse_numbers(entry.own_wish, entry.relation, *(entry.witnesses or ()))


def _agent_of_staff(entry: MandateEntry, acting: Acting) -> User | None:
    """The account of who speaks as committee or worker; None for everybody else."""
    if entry.kind not in fitting.OF_STAFF:
        return None
    user = db.session.get(User, entry.agent_user_id) if entry.agent_user_id is not None else None
    if not acting.of_staff or user is None or user.disabled:
        raise DomainError("居委会或网格员帮办，要由工作人员登录后登记。请打网格员电话。")
    return user


_GUARDIAN = "未成年人，或不能自己拿主意的人，要由监护人来办。没有监护人的，请打电话给社区，由社区帮办。"


def _not_by(kind: AgentKind, version: MatterVersion) -> str:
    return f"“{version.name}”不能由{KIND[kind]}代办。请看办事指南里谁可以代办，或打电话问网格员。"
