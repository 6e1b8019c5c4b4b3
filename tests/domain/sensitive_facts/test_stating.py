"""Facts come under their consent, are found by digest alone, and go with the consent."""

import json

import pytest
from sqlalchemy import select, text

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.papers.asked import Answered
from portal.domain.papers.filing import keep_with
from portal.domain.papers.models import PaperState
from portal.domain.papers.providing import Provided, provide
from portal.domain.sensitive_facts.consents import consent_words
from portal.domain.sensitive_facts.id_numbers import AgeBand
from portal.domain.sensitive_facts.kinds import LABEL, FactKind
from portal.domain.sensitive_facts.models import Consent, SensitiveFact
from portal.domain.sensitive_facts.queries import age_of, consents_of, facts_of, shown_facts
from portal.domain.sensitive_facts.statements import Statement
from portal.domain.sensitive_facts.stating import state, withdraw_consent
from portal.domain.service_requests import search
from portal.domain.service_requests.reach import reach_of
from portal.domain.service_requests.search import RequestWords
from portal.domain.service_requests.steps import ending, handling, moving, voicing, waiting
from portal.domain.service_requests.workflow import Status, Step
from tests.conftest import TODAY
from tests.domain.mandates.speaking import Speakers
from tests.domain.service_requests.making import ACCOUNT, APPROVAL, ID_NUMBER, SECRETS, Town, last_entry, secrets_of

ID = Statement(FactKind.ID_NUMBER, LABEL[FactKind.ID_NUMBER], ID_NUMBER)
BANK = Statement(FactKind.BANK_ACCOUNT, LABEL[FactKind.BANK_ACCOUNT], ACCOUNT)


def values(request) -> list[str | None]:
    return [fact.value for fact in facts_of(request)]


def test_what_is_filed_stands_sealed_under_a_consent_for_each_kind(town: Town):
    request = town.with_facts()
    assert {fact.kind for fact in facts_of(request)} == set(FactKind) - {FactKind.LIVING_ALONE}
    for fact in facts_of(request):
        assert fact.value == SECRETS[fact.kind]
        words = consent_words(fact.kind, request.matter_version)
        assert (fact.consent.kinds, fact.consent.given_by) == ([fact.kind.value], "person")
        assert (fact.consent.purpose, fact.consent.words_digest) == (words.purpose, words.digest)


def test_nothing_of_it_stands_in_any_other_column(town: Town):
    request = town.with_facts()
    said = json.dumps([request.answers, request.summary, last_entry(request).told, last_entry(request).facts])
    said += db.session.get_one(RequestWords, request.id).words
    for secret in SECRETS.values():
        assert secret not in said
        assert secret[:2] not in db.session.get_one(RequestWords, request.id).words.split()


def test_the_table_holds_no_clear_text(town: Town):
    town.with_facts()
    rows = db.session.execute(text("SELECT value, digest, label FROM sensitive_facts")).all()
    stored = b"".join(bytes(row.value) + (row.digest or "").encode() + row.label.encode() for row in rows)
    assert not any(secret.encode() in stored for secret in SECRETS.values())


def test_pages_get_numbers_masked_and_of_words_nothing(town: Town):
    shown = {one.kind: one.masked for one in shown_facts(town.with_facts())}
    assert shown[FactKind.ID_NUMBER] == "110***********002X"
    assert shown[FactKind.BANK_ACCOUNT] == "**** 0128"
    assert shown[FactKind.INCOME] == shown[FactKind.ILLNESS] == ""


def test_an_account_that_does_not_add_up_is_kept_and_marked(town: Town):
    wrong = Statement(FactKind.BANK_ACCOUNT, BANK.label, "6222021234567890129")
    [fact] = shown_facts(town.filed("gaoling", facts=[wrong]))
    assert fact.doubtful


def test_the_trail_names_the_kinds_and_no_value(town: Town):
    request = town.with_facts("gaoling")
    entry = last_entry(request)
    assert entry.step is Step.STATE_FACTS
    assert entry.told == "您登记了个人信息：身份证号、收钱的银行账号。内容加密保存，这里不显示。"


def test_nothing_has_to_be_stated(town: Town):
    assert not facts_of(town.filed(APPROVAL))


def test_a_sensitive_question_is_never_an_answer(town: Town):
    answers = [{"question": "家里谁有收入，大概多少", "answer": "我有退休金"}]
    with pytest.raises(DomainError, match="个人信息"):
        town.filed(APPROVAL, answers=answers)


@pytest.mark.parametrize("where", ["answers", "room", "place"])
def test_no_number_is_filed_in_free_text(town: Town, where: str):
    facts: dict[str, object] = {"answers": [{"question": "什么事", "answer": f"我的证{ID_NUMBER}"}]}
    if where != "answers":
        place = town.place()
        facts = {"place": type(place)(**{**vars(place), "room" if where == "room" else "text": ACCOUNT})}
    with pytest.raises(DomainError, match="个人信息"):
        town.filed(**facts)


def test_no_number_is_told_or_noted_in_any_step(town: Town):
    request, words = town.signed(), f"号码 {ID_NUMBER} 记一下"
    tries = [
        lambda: voicing.add_facts(request, words, town.resident),
        lambda: voicing.urge(request, words, town.resident),
        lambda: voicing.withdraw(request, words, town.resident),
        lambda: handling.note(request, words, town.staff("pan"), public=False),
        lambda: handling.contact(request, words, town.staff("pan")),
        lambda: moving.escalate(request, words, town.staff("pan")),
        lambda: ending.resolve(request, words, town.staff("pan")),
        lambda: waiting.ask_supplement(
            request, [{"name": words, "how": ""}], town.staff("pan"), otherwise="", wanted_by=None
        ),
        lambda: waiting.ask_supplement(
            request, [{"name": "身份证", "how": ACCOUNT}], town.staff("pan"), otherwise="", wanted_by=None
        ),
    ]
    for attempt in tries:
        with pytest.raises(DomainError, match="这里不能写"), db.session.begin_nested():
            attempt()
    assert request.status is Status.IN_PROGRESS


def test_a_wrong_number_is_refused_with_what_to_look_at(town: Town):
    with pytest.raises(DomainError, match="校验位"):
        town.filed("gaoling", facts=[Statement(FactKind.ID_NUMBER, ID.label, "110105194912310021")])


@pytest.mark.parametrize("slug", ["tanfang", "loudao-duiwu"])
def test_a_matter_takes_in_only_what_it_asks_for(town: Town, slug: str):
    with pytest.raises(DomainError, match="用不着"):
        town.filed(slug, facts=[BANK])


def test_a_correction_leaves_nothing_of_the_old_value(town: Town):
    request = town.with_facts("gaoling")
    state(request, [Statement(FactKind.BANK_ACCOUNT, BANK.label, "123456789012")], town.resident)
    assert values(request) == [ID_NUMBER, "123456789012"]
    assert last_entry(request).told.startswith("您更正了个人信息：收钱的银行账号。")
    gone = db.session.scalars(select(SensitiveFact).where(SensitiveFact.deleted_at.is_not(None))).one()
    assert (gone.value, gone.kind) == (None, FactKind.BANK_ACCOUNT)


def test_staff_read_the_consent_out_and_their_name_stands_for_it(town: Town):
    request = town.signed("gaoling")
    state(request, [ID], town.staff("pan"))
    [consent] = consents_of(request)
    assert (consent.given_by, consent.who) == ("pan", "网格员 潘一")
    assert last_entry(request).told.startswith("网格员 潘一 登记了个人信息：身份证号。")


def test_a_consent_taken_back_deletes_at_once_and_says_what_it_means(town: Town):
    request = town.with_facts("gaoling")
    withdraw_consent(request, [FactKind.BANK_ACCOUNT], town.resident)
    assert values(request) == [ID_NUMBER]
    assert [consent.kinds for consent in consents_of(request)] == [["id_number"]]
    told = last_entry(request).told
    assert "收钱的银行账号" in told
    assert "另外说好钱怎么领" in told
    assert "照样办" in told
    assert request.status is Status.FILED
    back = db.session.scalars(select(Consent).where(Consent.withdrawn_at.is_not(None))).one()
    assert back.kinds == ["bank_account"]


def test_with_the_identity_number_goes_its_digest(town: Town):
    request = town.with_facts("gaoling")
    withdraw_consent(request, [FactKind.ID_NUMBER], town.resident)
    assert not db.session.scalars(select(SensitiveFact.digest).where(SensitiveFact.digest.is_not(None))).all()
    assert not found(town, ID_NUMBER)


@pytest.mark.parametrize("end", ["withdrawn", "refused", "merged"])
def test_a_consent_is_taken_back_at_any_time(town: Town, end: str):
    request = town.with_facts("gaoling")
    if end == "withdrawn":
        voicing.withdraw(request, "", town.resident)
    elif end == "merged":
        ending.merge(request, town.filed("gaoling"), town.staff("officer"))
    else:
        moving.escalate(request, "要社区办", town.staff("pan"))
        ending.refuse(request, "户口不在这里", "户籍所在的街道", town.staff("officer"))
    withdraw_consent(request, list(FactKind), town.resident)
    assert values(request) == []


def test_what_was_taken_back_cannot_be_taken_back_again(town: Town):
    request = town.with_facts("gaoling")
    withdraw_consent(request, [FactKind.BANK_ACCOUNT], town.resident)
    with pytest.raises(DomainError, match="已经撤回"):
        withdraw_consent(request, [FactKind.BANK_ACCOUNT], town.resident)


def test_staff_who_take_it_back_for_somebody_say_how_they_were_told(town: Town):
    request = town.with_facts("gaoling")
    handling.sign_for(request, town.cast.users["pan"], town.staff("pan"))
    with pytest.raises(DomainError, match="本人怎么说的"):
        withdraw_consent(request, [FactKind.BANK_ACCOUNT], town.staff("pan"))
    withdraw_consent(request, [FactKind.BANK_ACCOUNT], town.staff("pan"), "打电话说不想用卡了")
    assert last_entry(request).internal == "打电话说不想用卡了"


def found(town: Town, typed: str, who: str = "officer") -> list[int]:
    db.session.flush()
    return [row.id for row in search.found(typed, reach_of(town.cast.users[who], TODAY))]


@pytest.mark.parametrize(
    "typed", [ID_NUMBER, ID_NUMBER.lower(), "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_a_request_is_found_by_a_whole_identity_number(town: Town, typed: str):
    request = town.with_facts("gaoling")
    town.filed("gaoling")
    assert found(town, typed) == [request.id]


def test_a_part_of_the_number_and_another_scope_find_nothing(town: Town):
    town.with_facts("gaoling")
    assert not found(town, ID_NUMBER[:17])
    assert not found(town, ID_NUMBER[6:14])
    assert not found(town, ACCOUNT)
    assert not found(town, ID_NUMBER, "stranger")


def test_the_number_of_a_confidential_request_leads_to_its_handler_alone(town: Town):
    request = town.filed("gaoling", facts=secrets_of("gaoling"), confidential=True)
    assert not found(town, ID_NUMBER)
    handling.sign_for(request, town.cast.users["pan"], town.staff("pan"))
    assert found(town, ID_NUMBER, "pan") == [request.id]


def test_the_age_band_comes_from_the_number_on_file(town: Town):
    assert age_of(town.filed("gaoling"), TODAY) is None
    assert age_of(town.with_facts("gaoling"), TODAY) is AgeBand.OLD


def test_no_number_is_kept_as_a_reason_or_a_wish(town: Town):
    request = town.signed("gaoling")
    paper = Provided("本人银行卡或社保卡", PaperState.CANNOT, reason=f"卡号是 {ACCOUNT}")
    with pytest.raises(DomainError, match="这里不能写银行卡号"), db.session.begin_nested():
        provide(request, [paper], town.resident)
    answers = {paper.name: Answered(PaperState.CANNOT, f"证 {ID_NUMBER}")}
    with pytest.raises(DomainError, match="这里不能写身份证号"), db.session.begin_nested():
        keep_with(request, answers, town.resident)
    speakers = Speakers(town.cast)
    with pytest.raises(DomainError, match="这里不能写身份证号"):
        speakers.file_for(entry=speakers.entry(own_wish=f"她说号码是 {ID_NUMBER}"))
