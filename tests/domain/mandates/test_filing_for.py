"""Filing for somebody: what the trail says, who gets which code, who hears how it goes."""

from datetime import date

import pytest
from sqlalchemy import func, select

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.mandates import giving
from portal.domain.mandates.models import (
    AgentKind,
    Mandate,
    MandateBasis,
    MandateScope,
    PersonAge,
    Representation,
    Told,
)
from portal.domain.messages.models import Occasion
from portal.domain.sensitive_facts.id_numbers import check_sign
from portal.domain.sensitive_facts.kinds import LABEL, FactKind
from portal.domain.sensitive_facts.statements import Statement
from portal.domain.sensitive_facts.stating import state
from portal.domain.service_requests.steps import codes, filing, handling, voicing, waiting
from portal.domain.service_requests.steps.codes import opens
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.workflow import Actor
from tests.domain.mandates.speaking import (
    DAUGHTERS_PHONE,
    DISABLED,
    MOTHER,
    MOTHERS_PHONE,
    OLD_AGE,
    mandate_of,
    representation,
)
from tests.domain.messages.writing import all_messages
from tests.domain.service_requests.making import ID_NUMBER, limits_of

ASKED = ("照片", "本人银行卡或社保卡", "代办人身份证和委托")


def told_by(request, *occasions: Occasion) -> list[tuple[str, str]]:
    """Occasion and phone of the messages about a request."""
    mine = [one for one in all_messages() if one.service_request_id == request.id and one.recipient]
    return [(one.occasion, one.recipient) for one in mine if not occasions or one.occasion in occasions]


def test_the_agent_gets_a_code_of_their_own_and_never_the_persons(town):
    filed = town.file_for()
    assert (filed.code, len(filed.agent_code)) == ("", 6)
    opened = opens(filed.request.number, filed.agent_code.lower())
    assert opened is not None
    assert (opened.request, opened.representation) == (filed.request, representation(filed.request))
    sent = all_messages(Occasion.PERSON_CODE)
    assert [one.recipient for one in sent] == [MOTHERS_PHONE]
    own = opens(filed.request.number, sent[0].code or "")
    assert own is not None
    assert own.representation is None
    assert sent[0].code not in sent[0].body + str(sent[0].words)


def test_applicant_is_always_the_person_concerned(town):
    request = town.file_for().request
    assert (request.applicant_name, request.applicant_phone) == (MOTHER, MOTHERS_PHONE)
    first = request.entries[0]
    assert (first.actor, first.by, first.who) == (Actor.AGENT, "agent", "代办人 王*丽")
    assert first.told.startswith("王*丽（近亲属）替本人提交。收到诉求")


def test_staff_who_file_get_the_persons_code_for_the_slip(town):
    entry = town.by_staff_entry(AgentKind.COMMITTEE, "officer")
    filed = town.file_for(entry=entry, by=town.staff("officer"), phone=None)
    assert (len(filed.code), filed.agent_code) == (6, "")
    assert (filed.request.filed_by, filed.request.entries[0].who) == ("officer", "莲叶路社区 莲干事")
    with_daughter = town.file_for(by=town.staff("officer"))
    assert (len(with_daughter.code), len(with_daughter.agent_code)) == (6, 6)


def test_without_a_phone_of_their_own_the_agents_is_enough_and_the_code_goes_on_paper(town):
    request = town.file_for(phone=None).request
    assert len(limits_of(request, LimitKind.CONTACT)) == 1
    assert representation(request).person_code_at is None
    assert told_by(request) == [(Occasion.RECEIVED, DAUGHTERS_PHONE)]
    with pytest.raises(DomainError, match="怎么交到本人手里"):
        codes.person_code(request, "", town.staff("pan"))
    code = codes.person_code(request, "上门当面交给本人", town.staff("pan"))
    assert opens(request.number, code) is not None
    assert representation(request).person_code_by == codes.ON_PAPER


def test_the_same_form_sent_twice_is_one_request_with_one_mandate(town):
    form = town.filing(OLD_AGE, name=MOTHER, phone=None, mandate=town.entry())
    first, second = (filing.file_request(form, town.resident) for _ in range(2))
    assert (second.request, second.code, second.agent_code) == (first.request, "", "")
    counts = [db.session.scalar(select(func.count()).select_from(table)) for table in (Mandate, Representation)]
    assert counts == [1, 1]


@pytest.mark.parametrize(
    ("told", "phones"),
    [
        (Told.AGENT, {DAUGHTERS_PHONE}),
        (Told.PERSON, {MOTHERS_PHONE}),
        (Told.BOTH, {MOTHERS_PHONE, DAUGHTERS_PHONE}),
    ],
)
def test_progress_is_told_to_whom_the_mandate_names(town, told, phones):
    request = town.file_for(entry=town.entry(told=told)).request
    assert {phone for _, phone in told_by(request, Occasion.RECEIVED)} == phones
    assert told_by(request, Occasion.MANDATE_GIVEN) == [(Occasion.MANDATE_GIVEN, MOTHERS_PHONE)]
    for one in all_messages(Occasion.RECEIVED):
        assert one.body.startswith("您代办的事" if one.recipient == DAUGHTERS_PHONE else "您的申请")


def test_a_category_reaches_a_second_matter_of_its_kind_and_no_other(town):
    mandate = mandate_of(town.file_for(entry=town.entry(scope=MandateScope.CATEGORY)).request)
    second = town.file_for("nengli-pinggu", under=mandate)
    assert mandate_of(second.request) is mandate
    assert len(second.agent_code) == 6
    with pytest.raises(DomainError, match="只管“老年人”一类"):
        town.file_for("canji-liangxiang", under=mandate)
    with pytest.raises(DomainError, match="另一位本人"):
        town.file_for("nengli-pinggu", under=mandate, name="张三")
    town.wait(days=100)
    with pytest.raises(DomainError, match="到期了"):
        town.file_for("nengli-pinggu", under=mandate)


def test_under_a_mandate_at_hand_the_persons_code_never_goes_to_the_agents_phone(town):
    mandate = mandate_of(town.file_for(entry=town.entry(scope=MandateScope.CATEGORY)).request)
    with pytest.raises(DomainError, match="本人的电话和代办人的一样"):
        town.file_for("nengli-pinggu", under=mandate, phone=f"{DAUGHTERS_PHONE[:3]} {DAUGHTERS_PHONE[3:]}")
    assert DAUGHTERS_PHONE not in {one.recipient for one in all_messages(Occasion.PERSON_CODE)}


def test_under_a_mandate_at_hand_that_tells_the_person_alone_they_need_a_phone(town):
    mandate = mandate_of(town.file_for(entry=town.entry(scope=MandateScope.CATEGORY, told=Told.PERSON)).request)
    with pytest.raises(DomainError, match="收不到进展"):
        town.file_for("nengli-pinggu", under=mandate, phone=None)


def test_a_mandate_for_one_matter_is_for_this_one(town):
    mandate = mandate_of(town.file_for().request)
    with pytest.raises(DomainError, match="不管这件事"):
        town.file_for("nengli-pinggu", under=mandate)


def test_the_agent_adds_answers_and_urges_and_the_trail_says_so(town):
    request = town.file_for(DISABLED, entry=town.entry(valid_until=date(2027, 2, 22))).request
    entry = voicing.add_facts(request, "她每周三去医院", town.agent(request))
    assert entry.who == "代办人 王*丽"
    voicing.urge(request, "请快一点", town.agent(request))
    with pytest.raises(DomainError, match="已经催过一次"):
        voicing.urge(request, "再催", town.resident)
    with pytest.raises(DomainError, match="撤回要由提交的居民、承办人来办"):
        voicing.withdraw(request, "", town.agent(request))


def test_papers_come_from_the_agent_too(town):
    request = town.file_for().request
    handling.sign_for(request, town.cast.users["pan"], town.staff("pan"))
    waiting.ask_supplement(
        request, [{"name": name, "how": ""} for name in ASKED], town.staff("pan"), otherwise="", wanted_by=None
    )
    entry = waiting.supplement(request, "照片拍了", town.agent(request))
    assert entry.actor is Actor.AGENT


def test_a_lost_code_of_the_agent_is_renewed_after_a_call_back(town):
    filed = town.file_for()
    code = codes.new_agent_code(filed.request, "回拨代办人登记的电话", town.staff("pan"))
    assert opens(filed.request.number, filed.agent_code) is None
    opened = opens(filed.request.number, code)
    assert opened is not None
    assert opened.representation is not None
    assert told_by(filed.request, Occasion.NEW_CODE_MADE) == [(Occasion.NEW_CODE_MADE, DAUGHTERS_PHONE)]
    nobody = town.filed()
    with pytest.raises(DomainError, match="没有要用查询码的代办人"):
        codes.new_agent_code(nobody, "回拨", town.staff("pan"))
    with pytest.raises(DomainError, match="本人自己提交的"):
        codes.person_code(nobody, "当面", town.staff("pan"))


# Invented, of somebody born in June 2011.
OF_A_CHILD = "11010120110601003"
OF_A_CHILD += check_sign(OF_A_CHILD)


class TestUnderAgeByTheIdNumber:
    """Whatever was said on the page about the person's age."""

    def stated(self, value: str) -> list[Statement]:
        return [Statement(FactKind.ID_NUMBER, LABEL[FactKind.ID_NUMBER], value)]

    @pytest.mark.parametrize("kind", [AgentKind.RELATIVE, AgentKind.ENTRUSTED])
    def test_nobody_but_the_guardian_files(self, town, kind):
        entry = town.entry(kind=kind, basis=MandateBasis.WRITTEN)
        with pytest.raises(DomainError, match="不满 18 周岁，要由监护人来办"):
            town.file_for(DISABLED, entry=entry, facts=self.stated(OF_A_CHILD))
        entry = town.entry(
            kind=AgentKind.GUARDIAN, basis=MandateBasis.GUARDIANSHIP_PROOF, age=PersonAge.MINOR, relation="母亲"
        )
        assert town.file_for(DISABLED, entry=entry, facts=self.stated(OF_A_CHILD)).request.id

    def test_nor_is_it_stated_later_or_a_mandate_given(self, town):
        request = town.file_for(DISABLED).request
        with pytest.raises(DomainError, match="要由监护人来办"):
            state(request, self.stated(OF_A_CHILD), town.agent(request))
        state(request, self.stated(ID_NUMBER), town.agent(request))
        state(request, self.stated(OF_A_CHILD), town.resident)  # the person says it themselves
        with pytest.raises(DomainError, match="要由监护人来办"):
            giving.give(request, town.entry(agent_phone="14000002209"), town.staff("pan"))
