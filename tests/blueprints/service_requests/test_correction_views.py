"""个人资料 on the desk: corrected or deleted when the person asks, with a reason they read; what must stay, stays."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from portal.attachments import photo_files
from portal.db import db
from portal.domain.keeping.copies import copy_of
from portal.domain.keeping.models import KeepingRun
from portal.domain.mandates.models import Mandate
from portal.domain.messages.models import Message, MessageState
from portal.domain.records.models import Record
from portal.domain.sensitive_facts.models import Consent, FactReading, SensitiveFact
from portal.domain.service_requests.applicants import phone_digests
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps import voicing
from tests.blueprints.service_requests.desk import Desk, desk_of
from tests.cast import Cast
from tests.domain.keeping.everything import AGENT_PHONE, ID_NUMBER, add_everything, settled_with_everything
from tests.domain.service_requests.making import APPROVAL, PHONE

WHY = "本人打来电话要求，回拨登记的电话核对过"


@pytest.fixture
def desk(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return desk_of(app, cast, monkeypatch)


@pytest.fixture
def settled(desk: Desk) -> ServiceRequest:
    return settled_with_everything(desk)


def delete(desk: Desk, request: ServiceRequest, *kinds: str, reason: str = WHY):
    sent = {"deletion-kinds": list(kinds), "deletion-reason": reason, "deletion-revision": str(request.revision)}
    answer = desk.client.post(f"/staff/requests/{request.id}/data-deletion", data=sent)
    db.session.expire_all()
    return answer


def correct(desk: Desk, request: ServiceRequest, **typed: str):
    known = {"name": request.applicant_name or "", "phone": request.applicant_phone or "", "room": request.room or ""}
    sent = {**known, "reason": WHY, "revision": str(request.revision), **typed}
    answer = desk.client.post(f"/staff/requests/{request.id}/correction", data=sent)
    db.session.expire_all()
    return answer


def noted(action: str) -> list[str]:
    return list(db.session.scalars(select(Record.detail).where(Record.action == action)))


def test_the_page_says_what_may_go_and_what_must_stay_and_why(desk, settled):
    page = desk.sign_in("officer").client.get(f"/staff/requests/{settled.id}/personal-data").text
    for said in ("证件、材料的照片（1 条）", "身份证号、银行账号", "谁看过敏感信息的记录", "不少于三年"):
        assert said in page
    assert ID_NUMBER not in page


def test_what_is_chosen_goes_at_once_and_is_on_the_record(desk, settled):
    answer = delete(desk.sign_in("officer"), settled, "copies", "facts", "people", "mandates")
    assert answer.status_code == 303, answer.text
    fact = db.session.scalars(select(SensitiveFact)).one()
    assert (fact.value, fact.digest) == (None, None)
    assert not photo_files().ready("a" * 32).exists()
    assert (settled.applicant_name, settled.applicant_phone, settled.room) == ("王*芳", None, None)
    assert db.session.scalars(select(Mandate)).one().person_name is None
    [detail] = noted("request.data_deleted")
    assert WHY in detail
    assert "王小芳" not in detail
    assert {run.rule for run in db.session.scalars(select(KeepingRun))} == {"copies", "facts", "people", "mandates"}


def test_consents_and_readings_stay_whatever_is_sent(desk, settled):
    answer = delete(desk.sign_in("officer"), settled, "consents", "readings", "codes")
    assert answer.status_code == 422
    for model in (Consent, FactReading, SensitiveFact):
        assert db.session.scalars(select(model)).all()


def test_with_the_person_go_the_messages_already_sent(desk, settled):
    for message in db.session.scalars(select(Message)):
        message.state, message.sent_at = MessageState.SENT, desk.at
    db.session.commit()
    delete(desk.sign_in("officer"), settled, "people")
    assert db.session.scalars(select(Message.body).where(Message.robot_id.is_(None))).all() == [""]


def test_of_an_open_request_nothing_is_deleted(desk):
    request = desk.filed(APPROVAL)
    add_everything(request, desk)
    db.session.commit()
    answer = delete(desk.sign_in("officer"), request, "facts")
    assert answer.status_code == 422
    assert "还在办" in answer.text
    assert db.session.scalars(select(SensitiveFact)).one().value == ID_NUMBER


@pytest.mark.parametrize("reason", ["", "要删", "身份证号是" + ID_NUMBER])
def test_without_a_proper_reason_nothing_is_done(desk, settled, reason):
    assert delete(desk.sign_in("officer"), settled, "facts", reason=reason).status_code == 422
    assert db.session.scalars(select(SensitiveFact)).one().value == ID_NUMBER
    assert noted("request.data_deleted") == []


def test_name_and_phone_are_put_right_everywhere_and_the_record_tells_no_number(desk):
    request = desk.filed(APPROVAL, name="王小方")
    add_everything(request, desk)
    mandate = db.session.scalars(select(Mandate)).one()
    mandate.person_name = "王小方"
    db.session.commit()
    assert correct(desk.sign_in("officer"), request, name="王小芳", phone="14000007777").status_code == 303
    assert (request.applicant_name, request.applicant_phone, request.phone_tail) == ("王小芳", "14000007777", "7777")
    assert request.phone_digest in phone_digests("14000007777")
    assert (mandate.person_name, mandate.person_phone) == ("王小芳", "14000007777")
    [detail] = noted("request.person_corrected")
    assert "姓名；电话" in detail
    assert "14000007777" not in detail
    assert PHONE not in detail


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "没有改动"),
        ({"phone": "123"}, "号"),
        ({"name": "", "phone": ""}, "不能改成空的"),
        ({"name": "王", "reason": "x"}, "字"),
    ],
)
def test_a_correction_that_is_none_is_refused_and_what_was_typed_stays(desk, typed, sentence):
    request = desk.filed(APPROVAL)
    answer = correct(desk.sign_in("officer"), request, **typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert request.applicant_phone == PHONE


def test_who_left_no_phone_has_the_name_put_right_all_the_same(desk):
    request = desk.filed(APPROVAL, name="王小方")
    request.applicant_phone, request.phone_digest, request.phone_tail = None, None, ""
    db.session.commit()
    page = desk.sign_in("officer").client.get(f"/staff/requests/{request.id}/personal-data").text
    assert re.findall(r'<label for="(\w+)">[^<]*(?= <span class="quiet[^"]*">（可不填）)', page) == ["phone", "room"]
    assert correct(desk, request, name="王小芳").status_code == 303
    assert (request.applicant_name, request.applicant_phone) == ("王小芳", None)


def test_a_correction_takes_no_number_into_name_or_room(desk):
    request = desk.filed(APPROVAL)
    for typed in ({"name": f"王芳{ID_NUMBER}"}, {"room": ID_NUMBER}):
        answer = correct(desk.sign_in("officer"), request, **typed)
        assert "这里不能写身份证号" in answer.text
    assert (request.applicant_name, request.room) == ("王芳", None)


def test_the_phone_of_who_speaks_for_them_does_not_become_the_persons(desk):
    request = desk.filed(APPROVAL)
    add_everything(request, desk)
    db.session.commit()
    answer = correct(desk.sign_in("officer"), request, phone=AGENT_PHONE)
    assert "本人的电话和代办人的一样" in answer.text
    assert request.applicant_phone == PHONE


def test_a_page_older_than_the_request_changes_nothing(desk):
    request = desk.filed(APPROVAL)
    voicing.add_facts(request, "还有一件事", desk.resident)
    db.session.commit()
    desk.sign_in("officer")
    answer = correct(desk, request, name="王小芳", revision=str(request.revision - 1))
    assert "已补充" in answer.text or "刚才有人" in answer.text
    assert request.applicant_name == "王芳"


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("viewer", 403), ("li", 404)])
def test_for_others_it_does_not_exist(desk, settled, who, status):
    desk.sign_in(who)
    assert desk.client.get(f"/staff/requests/{settled.id}/personal-data").status_code == status
    assert delete(desk, settled, "facts").status_code == status


def test_the_person_reads_what_was_done_and_why(desk, settled, app):
    delete(desk.sign_in("officer"), settled, "facts")
    lines = {section.key: section.lines for section in copy_of(settled, desk.at, in_full=True).sections}
    assert any(WHY in line.value for line in lines["handled"])
    assert "已删掉" in lines["facts"][0].value
