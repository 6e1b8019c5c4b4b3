"""The outbox and the robots, as the back office shows them."""

from datetime import timedelta

import pytest

from portal import clock, worker
from portal.db import db
from portal.domain.messages.models import Medium, Message, MessageState, Occasion, Robot
from portal.domain.records.models import Record
from tests.domain.messages.test_robots import GOOD
from tests.domain.messages.writing import all_messages, robot_of, waiting
from tests.domain.service_requests.making import COORDINATED, PHONE


def failed(**facts) -> Message:
    message = waiting(clock.now(), state=MessageState.FAILED, last_error="短信网关忙，回答 503", **facts)
    db.session.commit()
    return message


@pytest.fixture
def request_(town):
    return town.filed()


def test_the_outbox_shows_what_was_told_to_whom_masked(sign_in, request_):
    page = sign_in("street").get("/staff/messages").text
    assert "您反映的公共设施报修已收到" in page
    assert "140****1234" in page
    assert PHONE not in page
    assert f"/staff/requests/{request_.id}" in page
    assert "短信没有真的发出去" in page


def test_of_a_confidential_request_not_even_the_end_of_the_number_is_shown(sign_in, town):
    town.filed(COORDINATED, confidential=True)
    page = sign_in("street").get("/staff/messages").text
    assert "居民，保密" in page
    assert "1234" not in page.replace("csrf", "")


def test_another_subdistrict_sees_nothing_of_it(sign_in, town, request_, elsewhere):
    message, robot = failed(service_request_id=request_.id), robot_of("grid:1")
    db.session.commit()
    client = sign_in("hill")
    assert "还没有消息" in client.get("/staff/messages").text
    assert client.post(f"/staff/messages/{message.id}/sending").status_code == 404
    for act in ("trial", "closure", "reopening"):
        assert client.post(f"/staff/messages/robots/{robot.id}/{act}").status_code == 404
    assert (message.state, robot.active) == (MessageState.FAILED, True)


def test_what_failed_is_counted_listed_and_sent_again(sign_in, town, request_):
    message = failed(service_request_id=request_.id)
    client = sign_in("street")
    page = client.get("/staff/messages?state=stuck").text
    assert "短信网关忙，回答 503" in page
    assert '<span class="number late">1</span>' in page
    answer = client.post(f"/staff/messages/{message.id}/sending?state=stuck")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/messages?state=stuck")
    assert (message.state, message.tries) == (MessageState.WAITING, 0)
    assert db.session.scalars(db.select(Record.action)).all()[-1] == "message.sent_again"
    assert "没有，都送到了" in client.get("/staff/messages?state=stuck").text


def test_what_was_sent_is_not_sent_again(sign_in, town, request_):
    [message] = all_messages()
    assert sign_in("street").post(f"/staff/messages/{message.id}/sending").status_code == 409


def test_what_failed_long_ago_is_no_longer_counted(sign_in, town, request_):
    failed(service_request_id=request_.id, created_at=clock.now() - timedelta(days=40))
    assert '<span class="number">0</span>' in sign_in("street").get("/staff/messages").text


def test_what_waits_has_a_list_of_its_own(sign_in, town, request_):
    page = sign_in("street").get("/staff/messages?state=waiting").text
    assert "以后发" in page
    assert "没有等着发的" not in page


def test_what_is_masked_says_so(sign_in, town, request_):
    [message] = all_messages()
    message.body, message.recipient = "", None
    db.session.commit()
    assert "内容已清除" in sign_in("street").get("/staff/messages").text


def test_a_robot_is_entered_tried_switched_off_and_on(sign_in, cast):
    client = sign_in("street")
    assert "还没有" in client.get("/staff/messages/robots").text
    typed = {"unit": f"grid:{cast.l1.id}", "medium": "dingtalk", "name": "一网格群", "address": GOOD[Medium.DINGTALK]}
    answer = client.post("/staff/messages/robots/new", data={**typed, "secret": "SECabc"})
    assert answer.status_code == 303
    robot = db.session.scalars(db.select(Robot)).one()
    page = client.get("/staff/messages/robots").text
    assert "一网格群" in page
    assert "566cc69" not in page
    assert "SECabc" not in page
    assert client.post(f"/staff/messages/robots/{robot.id}/trial").status_code == 303
    assert [(one.occasion, one.robot_id) for one in all_messages()] == [(Occasion.TRIAL, robot.id)]
    assert "试发的一条" in client.get("/staff/messages").text
    client.post(f"/staff/messages/robots/{robot.id}/closure")
    assert not robot.active
    client.post(f"/staff/messages/robots/{robot.id}/reopening")
    assert robot.active


def test_an_address_inside_the_network_is_refused_and_what_was_typed_is_kept(sign_in, cast):
    typed = {"unit": f"grid:{cast.l1.id}", "medium": "wecom", "name": "一网格群", "address": "https://127.0.0.1/x"}
    answer = sign_in("street").post("/staff/messages/robots/new", data=typed)
    assert answer.status_code == 422
    assert "不是这种机器人的地址" in answer.text
    assert "https://127.0.0.1/x" in answer.text
    assert db.session.scalars(db.select(Robot)).all() == []


def test_a_unit_of_somebody_else_cannot_be_chosen(sign_in, cast, elsewhere):
    typed = {"unit": f"grid:{cast.l1.id}", "medium": "wecom", "name": "群", "address": GOOD[Medium.WECOM]}
    assert sign_in("hill").post("/staff/messages/robots/new", data=typed).status_code == 422
    assert db.session.scalars(db.select(Robot)).all() == []


def test_writing_a_message_nudges_the_worker_after_the_answer(sign_in, cast, monkeypatch):
    robot, nudged = robot_of(f"grid:{cast.l1.id}"), []
    db.session.commit()
    monkeypatch.setattr(worker, "nudge", lambda: nudged.append(1))
    client = sign_in("street")
    client.get("/staff/messages")
    assert nudged == []
    client.post(f"/staff/messages/robots/{robot.id}/trial").close()
    assert nudged == [1]
