"""我的资料: a copy for the person alone, after the code was typed once more; and the way to correction and deletion."""

import json
import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from portal.db import db
from portal.domain.papers.models import PaperCheck, RequestPaper
from portal.domain.records.models import Record
from portal.domain.sensitive_facts.models import FactReading
from portal.domain.service_requests.attachments import Draft
from portal.domain.service_requests.drafts import fields_of
from portal.domain.service_requests.steps import handling, voicing
from portal.domain.visits.booking import wish_other_time
from tests.blueprints.service_requests.following import Resident, resident_of
from tests.cast import Cast
from tests.domain.keeping.everything import AGENT_PHONE, ID_NUMBER, add_everything
from tests.domain.service_requests.making import APPROVAL, PHONE
from tests.domain.visits.agreed import booked

AGENT_CODE = "ACEHJK"


@pytest.fixture
def resident(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Resident:
    return resident_of(app, cast, monkeypatch)


@pytest.fixture
def filed(resident: Resident):
    filed = resident.town.file(APPROVAL, name="王小芳", answers=[{"question": "什么困难", "answer": "厂子关了"}])
    add_everything(filed.request, resident.town)
    db.session.commit()
    return filed


def ask(resident: Resident, code: str, **fields: str):
    return resident.client.post("/track/request/copy", data={"code": code, "kind": "page", **fields})


def test_the_copy_holds_all_there_is_and_is_kept_by_no_cache(resident, filed):
    resident.try_it(filed.request.number, filed.code)
    answer = ask(resident, filed.code)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    for said in (
        "王小芳",
        PHONE,
        "厂子关了",
        "证在老家",
        "赵大明",
        "孙立国、周小梅",
        "核对材料",
        "莲叶路社区 莲干事",
        "已收到",
    ):
        assert said in answer.text, said
    assert ID_NUMBER not in answer.text
    assert AGENT_PHONE not in answer.text, "the agent's own number is theirs"
    assert filed.code not in answer.text


def test_the_copy_tells_of_papers_and_visits_how_they_stand(resident, filed):
    town, request = resident.town, filed.request
    [paper] = db.session.scalars(select(RequestPaper)).all()
    paper.found, paper.found_at, paper.promised_by = PaperCheck.UNREADABLE, town.at, date(2026, 12, 1)
    handling.sign_for(request, town.cast.users["pan"], town.staff("pan"), unrelated=True)
    wish_other_time(booked(town, request), "周五下午在家", town.resident)
    db.session.commit()
    resident.try_it(request.number, filed.code)
    page = ask(resident, filed.code).text
    assert "拿不到：证在老家：看不清：答应 2026年12月1日前补" in page
    assert "约好了，来的人：潘一、莲干事；您说那天不行：周五下午在家" in page


def test_sensitive_facts_stand_in_it_only_when_asked_for_and_that_is_a_reading(resident, filed):
    resident.try_it(filed.request.number, filed.code)
    assert ID_NUMBER in ask(resident, filed.code, in_full="y").text
    mine = db.session.scalars(select(FactReading).where(FactReading.by == "resident")).one()
    assert (mine.who, mine.label, mine.reason) == ("本人", "身份证号", "本人要一份自己的资料")
    given = db.session.scalars(select(Record).where(Record.action == "request.copy_given")).all()
    assert [(one.by, one.subject, one.detail) for one in given] == [
        ("resident", f"request {filed.request.number}", "连同敏感信息")
    ]


def test_json_says_the_same_as_the_page_and_its_name_tells_nothing(resident, filed):
    resident.try_it(filed.request.number, filed.code)
    answer = ask(resident, filed.code, kind="json", in_full="y")
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"] == "attachment; filename=own-data.json"
    assert answer.headers["Cache-Control"] == "no-store"
    told = json.loads(answer.text)
    told_of = ("person", "facts")
    sections = [section for section in told["sections"] if section["key"] in told_of]
    lines = {line["name"]: line["value"] for section in sections for line in section["lines"]}
    assert (lines["姓名"], lines["电话"], lines["身份证号"]) == ("王小芳", PHONE, ID_NUMBER)
    page = ask(resident, filed.code, in_full="y").text
    assert all(section["title"] in page for section in told["sections"])


def test_without_the_code_once_more_nothing_is_given_and_tries_are_limited(resident, filed):
    resident.try_it(filed.request.number, filed.code)
    for wrong in ("", "XXXXXX", AGENT_CODE):
        answer = ask(resident, wrong)
        assert answer.status_code == 422
        assert PHONE not in answer.text
    for _ in range(5):
        answer = ask(resident, "XXXXXX")
    assert answer.status_code == 429
    assert db.session.scalars(select(Record).where(Record.action == "request.copy_given")).all() == []


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("address", ["own-data", "copy"])
def test_for_an_agent_the_page_does_not_exist(resident, filed, address, method):
    resident.try_it(filed.request.number, AGENT_CODE)
    if (method, address) in {("GET", "own-data"), ("POST", "copy")}:
        answer = resident.client.open(f"/track/request/{address}", method=method, data={"code": filed.code})
        assert answer.status_code == 404
        assert "own-data" not in resident.page().text
    assert resident.client.post("/services/geren-ziliao/apply/beginning").status_code == 404


def test_a_neighbour_has_no_copy(resident):
    town = resident.town
    filed = town.file()
    code = voicing.follow(filed.request, "token-of-a-neighbour", None, town.neighbour)
    db.session.commit()
    resident.try_it(filed.request.number, code)
    assert resident.client.get("/track/request/own-data").status_code == 404


def test_nothing_open_leads_to_number_and_code(resident):
    assert resident.client.get("/track/request/own-data").headers["Location"].startswith("/track")


def test_on_a_shared_phone_the_copy_does_not_stay_on_the_screen(resident, filed):
    resident.try_it(filed.request.number, filed.code, shared="y")
    assert "下载的文件会留在手机里" in resident.client.get("/track/request/own-data").text
    assert ask(resident, filed.code).headers["Refresh"] == "302; url=/track?over=1"


def test_correction_is_begun_with_number_place_and_person_filled_in(resident, filed):
    resident.try_it(filed.request.number, filed.code)
    page = resident.client.get("/track/request/own-data").text
    assert "/services/geren-ziliao/apply/beginning" in page
    answer = resident.client.post("/services/geren-ziliao/apply/beginning", follow_redirects=True)
    assert answer.status_code == 200
    draft = db.session.scalars(select(Draft)).one()
    fields = fields_of(draft)
    assert fields["answers"]["number"] == re.sub(r"^(\d{6})(\d{4})(\d)$", r"\1-\2-\3", filed.request.number)
    assert fields["who"]["name"] == "王小芳"
    assert draft.matter_version.matter.slug == "geren-ziliao"


def test_on_a_shared_phone_name_and_number_are_not_filled_in(resident, filed):
    resident.try_it(filed.request.number, filed.code, shared="y")
    resident.client.post("/services/geren-ziliao/apply/beginning")
    assert "who" not in fields_of(db.session.scalars(select(Draft)).one())


def test_the_page_says_until_when_and_what_was_done(resident, filed):
    resident.try_it(filed.request.number, filed.code)
    ask(resident, filed.code)
    page = resident.client.get("/track/request/own-data").text
    assert "办结后 30 天" in page
    assert "给了您一份资料副本" in page
