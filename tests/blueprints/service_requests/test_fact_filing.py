"""The page of a form that asks for sensitive facts."""

import re

import pytest
from flask import Flask

from portal.db import db
from portal.domain.sensitive_facts.kinds import FactKind
from portal.domain.sensitive_facts.models import Consent, SensitiveFact
from portal.domain.service_requests.drafts import fields_of
from tests.blueprints.service_requests.filing import Phone, drafts, requests
from tests.cast import Cast
from tests.domain.service_requests.making import ACCOUNT, ID_NUMBER, load_matters


@pytest.fixture
def phone(app: Flask, cast: Cast) -> Phone:
    """At the page of the facts of 高龄津贴: an identity number, an account."""
    load_matters()
    phone = Phone(app, "gaoling")
    phone.get("/where")
    phone.post("/whom", whom="self")
    phone.at(f"building-{cast.bright1.id}")
    assert phone.tell() == "/papers"
    assert bring(phone) == "/facts"
    return phone


def bring(phone: Phone) -> str:
    """Say of every paper that it is there."""
    named = set(re.findall(r'name="(state_\d+)"', phone.get("/papers").text))
    return phone.next(phone.post("/papers", **dict.fromkeys(named, "have")))


FACTS = {"tick_id_number": "y", "fact_id_number": ID_NUMBER, "tick_bank_account": "y", "fact_bank_account": ACCOUNT}


def facts() -> list[SensitiveFact]:
    return list(db.session.scalars(db.select(SensitiveFact).order_by(SensitiveFact.id)))


def kept() -> dict[str, str]:
    return fields_of(drafts()[0])["facts"]


def test_what_is_asked_why_and_an_empty_tick_for_each(phone: Phone):
    page = phone.get("/facts").text
    assert "办“高龄津贴”要用身份证号" in page
    assert "只用来发钱" in page
    assert "不填也照样办" in page
    assert len(re.findall(r'type="checkbox"', page)) == 2
    assert "checked" not in page
    assert ID_NUMBER not in page


def test_a_page_that_holds_such_facts_is_kept_by_no_cache(phone: Phone):
    answer = phone.get("/facts")
    assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")


@pytest.mark.parametrize("typed", [{}, {"later": "1"}, {"later": "1", **FACTS}, {"tick_id_number": "y"}])
def test_nothing_has_to_be_filled_in_and_the_way_goes_on(phone: Phone, typed: dict[str, str]):
    assert phone.next(phone.post("/facts", **typed)) in ("/who", "/photos")
    assert kept() == {}
    phone.say_who()
    assert phone.next(phone.send()) == "/receipt"
    assert not facts()
    assert not db.session.scalars(db.select(Consent)).all()


def test_it_is_a_page_of_the_way_that_is_passed_once(phone: Phone):
    assert phone.next(phone.get("/check")) == "/facts"
    phone.post("/facts", later="1")
    assert phone.next(phone.get("/check")) == "/who"


def test_what_is_ticked_and_written_is_filed_sealed(phone: Phone):
    phone.post("/facts", **FACTS)
    phone.say_who()
    assert phone.next(phone.send()) == "/receipt"
    [request] = requests()
    assert {fact.kind: fact.value for fact in facts()} == {
        FactKind.ID_NUMBER: ID_NUMBER,
        FactKind.BANK_ACCOUNT: ACCOUNT,
    }
    assert {fact.consent.given_by for fact in facts()} == {"person"}
    assert ID_NUMBER not in str(request.answers) + request.summary
    assert "facts" not in fields_of(drafts()[0]), "they stand with the request now, and go with the consent"
    assert ACCOUNT not in phone.get("/receipt").text


def test_without_a_tick_nothing_is_taken_and_what_was_typed_stays(phone: Phone):
    answer = phone.post("/facts", fact_id_number=ID_NUMBER)
    assert answer.status_code == 422
    assert "请先打勾同意" in answer.text
    assert ID_NUMBER in answer.text, "in the field, where it was typed a moment ago"
    assert "facts" not in fields_of(drafts()[0])


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("id_number", "110105194912310021", "校验位对不上"),
        ("id_number", "110105491231002", "请用 18 位"),
        ("bank_account", "12345", "您写了 5 位"),
        ("bank_account", "农行的卡", "只有数字"),
    ],
)
def test_a_number_that_cannot_be_is_refused_beside_its_field(phone: Phone, field: str, typed: str, sentence: str):
    answer = phone.post("/facts", **{f"tick_{field}": "y", f"fact_{field}": typed})
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2


def test_an_account_that_does_not_add_up_goes_on_with_a_word(phone: Phone):
    phone.post("/facts", tick_bank_account="y", fact_bank_account="6222021234567890129")
    phone.say_who()
    page = phone.get("/check").text
    assert "可能写错了一位" in page
    assert "**** 0129" in page
    assert "6222021234567890129" not in page


def test_whoever_comes_back_sees_it_masked_and_leaves_it_or_changes_it(phone: Phone):
    phone.post("/facts", **FACTS)
    page = phone.get("/facts").text
    assert "110***********002X" in page
    assert ID_NUMBER not in page
    assert page.count("checked") == 2
    phone.post("/facts", tick_id_number="y", tick_bank_account="y", fact_bank_account="123456789012")
    assert kept() == {"id_number": ID_NUMBER, "bank_account": "123456789012"}


def test_taking_the_tick_away_forgets_it(phone: Phone):
    phone.post("/facts", **FACTS)
    phone.post("/facts", tick_id_number="y")
    assert kept() == {"id_number": ID_NUMBER}


def test_the_check_page_shows_it_masked_with_a_way_back(phone: Phone):
    phone.post("/facts", **FACTS)
    phone.say_who()
    page = phone.get("/check").text
    assert "110***********002X" in page
    assert "/services/gaoling/apply/facts" in page
    assert ID_NUMBER not in page
    assert ACCOUNT not in page


def test_sensitive_questions_of_the_matter_are_asked_there_and_nowhere_else(app: Flask, cast: Cast):
    load_matters()
    phone = Phone(app, "dibao")
    phone.get("/where")
    phone.post("/whom", whom="self")
    phone.at(f"building-{cast.bright1.id}")
    assert "家里谁有收入" not in phone.get("/tell-us").text
    phone.tell()
    bring(phone)
    assert "家里谁有收入" in phone.get("/facts").text
    phone.post("/facts", tick_income="y", fact_income_income="退休金一千多", fact_income_had_before="没有领过")
    phone.say_who()
    phone.send()
    assert [(fact.label, fact.value) for fact in facts()] == [
        ("家里谁有收入，大概多少", "退休金一千多"),
        ("以前领过低保吗", "没有领过"),
    ]
    assert "退休金" not in str(requests()[0].answers)
    assert len(db.session.scalars(db.select(Consent)).all()) == 1


def test_a_matter_that_asks_for_none_has_no_such_page(app: Flask, cast: Cast):
    load_matters()
    phone = Phone(app, "huanjing-weisheng")
    phone.at(f"building-{cast.bright1.id}")
    assert phone.get("/facts").status_code == 404


def test_a_number_in_an_answer_is_refused_on_its_page(app: Flask, cast: Cast):
    load_matters()
    phone = Phone(app, "zixun")
    phone.at(f"building-{cast.bright1.id}")
    answer = phone.post("/tell-us", answer_about="补贴", answer_question=f"我的证{ID_NUMBER}", answer_reply="打电话")
    assert answer.status_code == 422
    assert "这里不能写身份证号" in answer.text
    assert "answers" not in fields_of(drafts()[0])
