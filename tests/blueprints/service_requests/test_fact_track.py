"""谁看过我的资料: what is on file, who looked, correcting it, taking a consent back; and what an agent sees of it."""

import pytest
from flask import Flask

from portal.db import db
from portal.domain.sensitive_facts.kinds import FactKind
from portal.domain.sensitive_facts.queries import consents_of, facts_of
from portal.domain.sensitive_facts.reading import read
from portal.domain.service_requests.scopes import actors_of
from portal.domain.service_requests.steps import voicing
from tests.blueprints.service_requests.following import Resident, resident_of
from tests.cast import Cast
from tests.conftest import TODAY
from tests.domain.service_requests.making import ACCOUNT, ID_NUMBER, secrets_of

ADDRESS = "/track/request/personal-facts"


@pytest.fixture
def resident(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Resident:
    return resident_of(app, cast, monkeypatch)


def opened(resident: Resident, slug: str = "gaoling"):
    filed = resident.town.file(slug, facts=secrets_of(slug))
    resident.open(filed)
    return filed.request


def looked(resident: Resident, request, who: str = "pan", words: str = "窗口核对") -> None:
    user = resident.town.cast.users[who]
    fact = facts_of(request)[0]
    read(fact, user, actors_of(user, request, TODAY), "核对是不是本人", words, resident.town.staff(who))
    db.session.commit()


def page(resident: Resident) -> str:
    return resident.client.get(ADDRESS).text


def test_the_page_of_a_request_leads_there(resident: Resident):
    request = opened(resident)
    shown = resident.page().text
    assert "登记了 2 项，平时遮住。" in shown
    assert "还没有人看过。" in shown
    assert ADDRESS in shown
    looked(resident, request)
    assert "看过 1 次，最近是 11月23日 10:00 莲叶路社区第1网格 网格员 潘一。" in resident.page().text


def test_the_person_sees_it_masked_with_who_wrote_it_down(resident: Resident):
    opened(resident)
    shown = page(resident)
    assert "110***********002X" in shown
    assert "**** 0128" in shown
    assert ID_NUMBER not in shown
    assert ACCOUNT not in shown
    assert "还没有人看过。" in shown


def test_every_reading_says_who_when_which_and_why(resident: Resident):
    request = opened(resident)
    looked(resident, request)
    looked(resident, request, "officer", "复核")
    shown = page(resident)
    for said in (
        "莲叶路社区第1网格 网格员 潘一",
        "莲叶路社区 社区工作人员 莲干事",
        "看了：身份证号",
        "窗口核对",
        "11月23日 10:00",
    ):
        assert said in shown
    assert shown.index("莲干事") < shown.index("网格员 潘一"), "the newest first"


def test_it_is_kept_by_no_cache(resident: Resident):
    opened(resident)
    assert resident.client.get(ADDRESS).headers["Cache-Control"] == "no-store"


def test_a_correction_replaces_the_old_value(resident: Resident):
    request = opened(resident)
    form = resident.client.get(f"{ADDRESS}/statement").text
    assert "**** 0128" in form
    assert ACCOUNT not in form
    sent = {"tick_bank_account": "y", "fact_bank_account": "1234 5678 9012", "revision": request.revision}
    answer = resident.client.post(f"{ADDRESS}/statement", data=sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, ADDRESS)
    assert "登记好了" in page(resident)
    db.session.expire_all()
    assert [fact.value for fact in facts_of(request)] == [ID_NUMBER, "123456789012"]
    assert "您更正了个人信息：收钱的银行账号。" in resident.page().text
    resident.client.post(f"{ADDRESS}/statement", data=sent)
    assert len(facts_of(request)) == 2, "the same form sent twice is one act"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "一项也没有写"),
        ({"tick_id_number": "y"}, "一项也没有写"),
        ({"fact_id_number": ID_NUMBER}, "请先打勾同意"),
        ({"tick_bank_account": "y", "fact_bank_account": "12"}, "您写了 2 位"),
    ],
)
def test_what_is_wrong_is_said_and_typed_text_stays(resident: Resident, typed: dict[str, str], sentence: str):
    request = opened(resident)
    answer = resident.client.post(f"{ADDRESS}/statement", data={**typed, "revision": request.revision})
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_consent_is_taken_back_with_what_that_means(resident: Resident):
    request = opened(resident)
    assert "要另外说好钱怎么领" in page(resident)
    answer = resident.client.post(f"{ADDRESS}/consent-withdrawal", data={"kind": "bank_account"})
    assert answer.status_code == 303
    shown = page(resident)
    assert "撤回了，已经删掉。" in shown
    assert "**** 0128" not in shown
    db.session.expire_all()
    assert [consent.kinds for consent in consents_of(request)] == [["id_number"]]


def test_it_is_taken_back_also_after_the_request_was_withdrawn(resident: Resident):
    request = opened(resident)
    voicing.withdraw(request, "", resident.town.resident)
    db.session.commit()
    resident.client.post(f"{ADDRESS}/consent-withdrawal", data={"kind": "id_number"})
    db.session.expire_all()
    assert [fact.kind for fact in facts_of(request)] == [FactKind.BANK_ACCOUNT]


@pytest.mark.parametrize("kind", ["", "belief", "illness"])
def test_what_is_not_on_file_cannot_be_taken_back(resident: Resident, kind: str):
    request = opened(resident)
    assert resident.client.post(f"{ADDRESS}/consent-withdrawal", data={"kind": kind}).status_code == 303
    db.session.expire_all()
    assert len(facts_of(request)) == 2


def test_a_matter_that_asks_for_none_does_not_speak_of_it(resident: Resident):
    resident.open(resident.town.file())
    assert "个人信息" not in resident.page().text
    assert resident.client.get(f"{ADDRESS}/statement").status_code == 303


def test_without_number_and_code_nothing_opens(resident: Resident):
    for address in (ADDRESS, f"{ADDRESS}/statement"):
        assert resident.client.get(address).headers["Location"] == "/track?over=1"


def test_a_neighbour_sees_none_of_it(resident: Resident):
    filed = resident.town.file()
    code = voicing.follow(filed.request, "token-n", None, resident.town.neighbour)
    db.session.commit()
    resident.try_it(filed.request.number, code)
    assert resident.client.get(ADDRESS).status_code == 404
