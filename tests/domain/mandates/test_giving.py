"""Who may speak for whom, on what, until when: every no says what to do instead."""

from datetime import date, timedelta

import pytest

from portal.domain.errors import DomainError
from portal.domain.mandates import fitting, giving
from portal.domain.mandates.models import (
    AgentKind,
    Mandate,
    MandateBasis,
    MandateScope,
    PersonAge,
    PersonConsent,
    Told,
)
from portal.domain.matters.content import content_of
from portal.domain.messages.models import Occasion
from portal.domain.service_requests.steps import codes
from portal.domain.service_requests.steps.codes import opens
from portal.domain.service_requests.workflow import Step
from tests.domain.mandates.speaking import (
    DAUGHTER,
    DAUGHTERS_PHONE,
    DISABLED,
    MOTHER,
    MOTHERS_PHONE,
    OLD_AGE,
    Speakers,
    mandate_of,
    representation,
)
from tests.domain.messages.writing import all_messages
from tests.domain.service_requests.making import APPROVAL, last_entry, version_of

ADULT, MINOR, CHILD = PersonAge.ADULT, PersonAge.MINOR, PersonAge.CHILD
K, B, C = AgentKind, MandateBasis, PersonConsent


def check(town: Speakers, slug: str = OLD_AGE, *, name: str = MOTHER, phone: str | None = MOTHERS_PHONE, **facts):
    giving.check(version_of(slug), name, phone, town.entry(**facts), town.resident.today)


def refused(town: Speakers, match: str, slug: str = OLD_AGE, **facts: object) -> None:
    with pytest.raises(DomainError, match=match):
        check(town, slug, **facts)


@pytest.mark.parametrize(
    ("slug", "age", "limited", "kinds"),
    [
        (OLD_AGE, ADULT, False, {K.HOUSEHOLD, K.RELATIVE, K.ENTRUSTED, K.COMMITTEE, K.WORKER}),
        (OLD_AGE, ADULT, True, {K.GUARDIAN, K.COMMITTEE}),
        (APPROVAL, ADULT, False, {K.HOUSEHOLD, K.RELATIVE, K.GUARDIAN, K.ENTRUSTED, K.COMMITTEE}),
        (APPROVAL, MINOR, False, {K.GUARDIAN, K.COMMITTEE}),
        ("juzhuzheng", CHILD, False, {K.GUARDIAN}),
        ("shiye-dengji", ADULT, False, {K.ENTRUSTED}),
    ],
)
def test_the_catalogue_says_who_and_the_law_has_a_guardian_speak_for_who_cannot(town, slug, age, limited, kinds):
    assert set(fitting.kinds_for(content_of(version_of(slug)), age, limited=limited)) == kinds


def test_every_kind_with_every_basis(town):
    family, staff = {B.RELATIONSHIP_PROOF, B.WRITTEN, B.ORAL}, {B.WRITTEN, B.ORAL, B.DUTY}
    fits = {
        K.HOUSEHOLD: family,
        K.RELATIVE: family,
        K.GUARDIAN: {B.GUARDIANSHIP_PROOF},
        K.ENTRUSTED: {B.WRITTEN, B.ORAL},
        K.COMMITTEE: staff,
        K.WORKER: staff,
    }
    for kind, bases in fits.items():
        assert set(fitting.bases_of(kind)) == bases
    for basis in B:
        if basis in family:
            check(town, basis=basis, witnesses=("潘一", "李二"))
        else:
            refused(town, "换一种委托依据", basis=basis, witnesses=("潘一", "李二"))


def test_for_a_child_or_who_cannot_decide_it_is_the_guardian(town):
    of_ward = {"kind": K.GUARDIAN, "basis": B.GUARDIANSHIP_PROOF, "relation": "母亲"}
    refused(town, "由监护人来办", DISABLED, age=CHILD)
    refused(town, "由监护人来办", DISABLED, limited=True)
    check(town, DISABLED, age=CHILD, own_wish="", **of_ward)
    check(town, DISABLED, limited=True, consent=C.UNABLE, own_wish="", **of_ward)
    # Short of that their wish counts and is written down (民法典 35 条).
    refused(town, "怎么知道本人愿意", DISABLED, limited=True, own_wish=" ", **of_ward)
    assert fitting.bases_of(K.COMMITTEE, CHILD) == [B.DUTY]
    assert fitting.bases_of(K.WORKER, CHILD) == []


def test_no_name_holds_an_identity_number(town):
    refused(town, "不能写身份证号", basis=B.ORAL, witnesses=("潘一 11010519491231002X", "李二"))
    refused(town, "不能写身份证号", agent_name="张小雨11010519491231002X")


def test_an_oral_consent_has_two_names(town):
    for witnesses in (None, ("潘一", ""), ("潘一", "潘 一")):
        refused(town, "两位见证人", basis=B.ORAL, witnesses=witnesses)
    refused(town, "不能给自己作见证", basis=B.ORAL, witnesses=("潘一", DAUGHTER))
    check(town, basis=B.ORAL, witnesses=("潘一", "李二"))


def test_it_is_for_a_period_of_a_year_at_most(town):
    today = town.resident.today
    refused(town, "最晚2027年11月23日", valid_until=today - timedelta(days=1))
    refused(town, "最晚2027年11月23日", valid_until=date(2027, 11, 24))
    for day in (today, date(2027, 11, 23)):
        check(town, valid_until=day)
    assert fitting.last_day(date(2028, 2, 29)) == date(2029, 2, 28)


def test_who_cannot_say_what_they_want_is_not_spoken_for_by_just_anybody(town):
    refused(town, "只能由监护人办", consent=C.UNABLE)
    refused(town, "怎么知道本人愿意", own_wish="")


def test_the_person_and_the_agent_are_two_people_who_can_be_reached(town):
    refused(town, "写本人的姓名", name="")
    refused(town, "姓名和电话", agent_phone="")
    refused(town, "同一个名字", agent_name="王 秀英")
    refused(town, "写在纸上交给本人", phone=DAUGHTERS_PHONE)
    refused(town, "是本人的什么人", relation="")
    refused(town, "收不到进展", phone=None, told=Told.PERSON)
    check(town, phone=None, told=Told.AGENT)


def test_matters_nobody_else_can_file(town, monkeypatch):
    monkeypatch.setattr(fitting, "may_be_represented", lambda content: False)
    refused(town, "要本人来办")


def test_only_staff_who_are_signed_in_speak_for_the_committee_or_as_worker(town):
    entry = town.by_staff_entry(K.WORKER, "pan")
    with pytest.raises(DomainError, match="工作人员登录后"):
        town.file_for(entry=entry)
    filed = town.file_for(entry=entry, by=town.staff("pan"))
    mandate = mandate_of(filed.request)
    assert (mandate.agent_name, mandate.agent_phone, mandate.agent_user) == (
        "潘一",
        "14000000101",
        town.cast.users["pan"],
    )
    with pytest.raises(DomainError, match="不能由网格员代办"):
        town.file_for(APPROVAL, entry=entry, by=town.staff("pan"))


def test_staff_write_down_a_mandate_for_a_request_that_exists(town):
    request = town.filed(OLD_AGE, name=MOTHER, phone=MOTHERS_PHONE)
    mandate, code = giving.give(request, town.entry(), town.staff("pan"))
    assert len(code) == 6
    assert mandate_of(request) is mandate
    entry = last_entry(request)
    assert (entry.step, entry.who) == (Step.GIVE_MANDATE, "网格员 潘一")
    assert entry.told == "登记了代办人：王*丽（近亲属），到2027年2月22日为止。"
    told = all_messages(Occasion.MANDATE_GIVEN)
    assert [one.recipient for one in told] == [MOTHERS_PHONE]
    assert "不是您委托的" in told[0].body


def test_for_a_request_without_a_name_nobody_speaks(town):
    request = town.filed(name=None, phone=None)
    with pytest.raises(DomainError, match="没有留本人的姓名"):
        giving.give(request, town.entry(), town.staff("pan"))


def test_a_category_is_kept_with_the_mandate_that_reaches_it(town):
    mandate = mandate_of(town.file_for(entry=town.entry(scope=MandateScope.CATEGORY)).request)
    assert mandate.category == "老年人"
    assert mandate_of(town.file_for().request).category == ""
    columns = Mandate.__table__.c
    for name in ("agent_name", "agent_phone", "person_name", "person_phone", "own_wish", "witnesses"):
        assert type(columns[name].type).__name__ == "EncryptedText"


def test_what_was_filed_with_the_agents_own_phone_is_put_right(town):
    """The daughter filed as if she were her mother: the code she holds opens nothing any more, her mother gets one."""
    filed = town.file(OLD_AGE, name=MOTHER, phone=DAUGHTERS_PHONE)
    request = filed.request
    _mandate, code = giving.give(request, town.entry(told=Told.AGENT), town.staff("pan"))
    assert (request.applicant_phone, request.phone_digest, request.phone_tail) == (None, None, "")
    assert opens(request.number, filed.code) is None
    assert opens(request.number, code) is not None
    assert representation(request).person_code_at is None
    assert all_messages(Occasion.MANDATE_GIVEN) == []


def test_who_filed_for_themselves_keeps_their_code(town):
    filed = town.file(OLD_AGE, name=MOTHER, phone=MOTHERS_PHONE)
    giving.give(filed.request, town.entry(), town.staff("pan"))
    assert representation(filed.request).person_code_by == codes.WHEN_FILED
    assert opens(filed.request.number, filed.code) is not None
    codes.person_code(filed.request, "当面", town.staff("pan"))
    giving.give(filed.request, town.entry(agent_name="张邻居", agent_phone="14000002299"), town.staff("pan"))
    assert representation(filed.request).person_code_by == codes.ON_PAPER
