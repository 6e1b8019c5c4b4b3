"""Sensitive facts on the desk: masked, shown once for a reason, stated and withdrawn for the person."""

import re

import pytest
from flask import Flask

from portal.db import db
from portal.domain.sensitive_facts.kinds import FactKind
from portal.domain.sensitive_facts.models import FactReading
from portal.domain.sensitive_facts.queries import consents_of, facts_of
from portal.domain.service_requests.models import ServiceRequest
from tests.blueprints.service_requests.desk import Desk, desk_of
from tests.cast import Cast
from tests.domain.service_requests.making import ACCOUNT, ID_NUMBER


@pytest.fixture
def desk(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return desk_of(app, cast, monkeypatch)


@pytest.fixture
def request_(desk: Desk) -> ServiceRequest:
    """高龄津贴 with an identity number and an account, in the hands of Pan Yi."""
    found = desk.with_facts("gaoling")
    desk.sign_in("pan").take(found, "signature")
    return found


def readings() -> list[FactReading]:
    return list(db.session.scalars(db.select(FactReading).order_by(FactReading.id)))


def the_id(request: ServiceRequest) -> int:
    return next(fact.id for fact in facts_of(request) if fact.kind is FactKind.ID_NUMBER)


def look(desk: Desk, request: ServiceRequest, fact_id: int | None = None, **typed: str):
    sent = {"reason": "核对是不是本人"} | typed
    return desk.client.post(
        f"/staff/requests/{request.id}/personal-facts/{fact_id or the_id(request)}/reading", data=sent
    )


@pytest.mark.parametrize("who", ["pan", "officer", "street", "admin", "viewer"])
def test_the_page_of_a_request_shows_them_masked(desk: Desk, request_: ServiceRequest, who: str):
    page = desk.sign_in(who).page(request_)
    assert "110***********002X" in page
    assert "**** 0128" in page
    assert ID_NUMBER not in page
    assert ACCOUNT not in page
    assert ("看一次" in page) is (who in ("pan", "officer", "street"))


def test_who_works_on_it_sees_the_age_band(desk: Desk, request_: ServiceRequest):
    assert "60 到 79 岁" in desk.page(request_)
    assert "60 到 79 岁" not in desk.sign_in("viewer").page(request_)


def test_a_reason_is_asked_before_anything_is_shown(desk: Desk, request_: ServiceRequest):
    page = desk.client.get(f"/staff/requests/{request_.id}/personal-facts/{the_id(request_)}")
    assert "为什么要看" in page.text
    assert ID_NUMBER not in page.text
    assert not readings()


def test_it_is_shown_once_in_the_answer_and_kept_by_no_cache(desk: Desk, request_: ServiceRequest):
    answer = look(desk, request_, words="窗口核对")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert ID_NUMBER in answer.text
    assert ACCOUNT not in answer.text
    assert ID_NUMBER not in desk.page(request_)
    [reading] = readings()
    assert (reading.by, reading.label, reading.reason) == ("pan", "身份证号", "核对是不是本人：窗口核对")


def test_as_a_fragment_it_is_kept_out_of_the_history_of_htmx(desk: Desk, request_: ServiceRequest):
    address = f"/staff/requests/{request_.id}/personal-facts/{the_id(request_)}/reading"
    answer = desk.client.post(address, data={"reason": "核对是不是本人"}, headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert 'hx-history="false"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("typed", [{"reason": ""}, {"reason": "好奇"}, {"reason": "别的原因"}, {"words": "长" * 201}])
def test_without_a_reason_nothing_is_shown_or_noted(desk: Desk, request_: ServiceRequest, typed: dict[str, str]):
    answer = look(desk, request_, **typed)
    assert answer.status_code == 422
    assert ID_NUMBER not in answer.text
    assert not readings()


@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("admin", 403), ("stranger", 404), ("li", 404)])
def test_who_does_not_need_it_is_refused(desk: Desk, request_: ServiceRequest, who: str, status: int):
    desk.sign_in(who)
    assert look(desk, request_).status_code == status
    assert not readings()


def test_a_fact_of_another_request_or_one_that_is_gone_is_not_found(desk: Desk, request_: ServiceRequest):
    other = desk.with_facts("gaoling")
    assert look(desk, other, the_id(request_)).status_code == 404
    assert look(desk, request_, 999).status_code == 404


def test_the_record_names_the_reading(desk: Desk, request_: ServiceRequest):
    look(desk, request_)
    page = desk.sign_in("admin").client.get("/staff/records").text
    assert "看了群众的个人信息" in page
    assert ID_NUMBER not in page


def test_staff_write_down_what_they_read_the_consent_out_for(desk: Desk):
    request = desk.signed("gaoling")
    page = desk.sign_in("pan").page(request, step="state_facts")
    assert "念给本人听过了，本人同意" in page
    assert "只用来发钱" in page
    desk.done(request, "personal-facts", tick_id_number="y", fact_id_number=ID_NUMBER.lower())
    [fact] = facts_of(request)
    assert (fact.value, fact.added_by) == (ID_NUMBER, "pan")
    assert consents_of(request)[0].given_by == "pan"
    assert ID_NUMBER not in desk.page(request)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "一项也没有写"),
        ({"fact_id_number": ID_NUMBER}, "请先打勾同意"),
        ({"tick_id_number": "y", "fact_id_number": "110105194912310021"}, "校验位"),
    ],
)
def test_what_staff_type_is_checked_like_everybodys(desk: Desk, typed: dict[str, str], sentence: str):
    request = desk.signed("gaoling")
    answer = desk.sign_in("pan").take(request, "personal-facts", **typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not facts_of(request)


def test_staff_take_a_consent_back_for_the_person(desk: Desk, request_: ServiceRequest):
    assert desk.take(request_, "consent-withdrawal", kinds="bank_account").status_code == 422
    desk.done(request_, "consent-withdrawal", kinds="bank_account", words="打电话说不用卡了")
    assert [fact.kind for fact in facts_of(request_)] == [FactKind.ID_NUMBER]


def test_only_matters_that_ask_for_facts_offer_the_step(desk: Desk):
    request = desk.signed()
    desk.sign_in("pan")
    assert "personal-facts" not in desk.page(request)
    assert "consent-withdrawal" not in desk.page(desk.signed("gaoling"))


def test_a_request_is_found_by_its_identity_number_and_the_box_forgets_it(desk: Desk, request_: ServiceRequest):
    answer = desk.sign_in("officer").client.post("/staff/requests/search", data={"words": ID_NUMBER})
    assert f"/staff/requests/{request_.id}" in answer.text
    assert ID_NUMBER not in answer.text
    assert "110***********002X" in answer.text
    [box] = re.findall(r'<input id="sought"[^>]*>', answer.text)
    assert 'value=""' in box


def test_the_slips_hold_none_of_it(desk: Desk, request_: ServiceRequest):
    for kind in ("filing", "hand-over", "urge", "feedback"):
        page = desk.client.get(f"/staff/requests/{request_.id}/slips/{kind}").text
        assert ID_NUMBER not in page
        assert ACCOUNT not in page


@pytest.mark.parametrize("noun", ["note", "facts", "contact", "escalation"])
def test_a_number_typed_into_a_step_is_refused_with_where_it_belongs(desk: Desk, request_: ServiceRequest, noun: str):
    answer = desk.take(request_, noun, words=f"他的卡号 {ACCOUNT}")
    assert answer.status_code == 422
    assert "这里不能写银行卡号" in answer.text
