"""A code for one person alone: in the text message while it is sent, and nowhere else before or after."""

import logging

import pytest
from sqlalchemy import text

from portal import clock
from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.mandates.speaking import speaking_for
from portal.domain.messages import outbox
from portal.domain.messages.models import Medium, Message, MessageState, Occasion
from portal.domain.messages.text_length import ONE_MESSAGE, length
from portal.domain.service_requests.steps import codes
from portal.domain.service_requests.steps.codes import opens
from portal.sending import send_due
from tests.domain.mandates.speaking import MOTHERS_PHONE, Speakers
from tests.domain.messages.writing import all_messages
from tests.domain.service_requests.making import load_matters
from tests.fake_gateway import SECRET, fake_gateway


@pytest.fixture
def gateway():
    with fake_gateway() as server:
        yield server


@pytest.fixture
def town(app, cast, gateway, monkeypatch):
    load_matters()
    app.config.update(SMS_URL=gateway.url, SMS_SECRET=SECRET)
    found = Speakers(cast)
    monkeypatch.setattr(clock, "now", lambda: found.at)
    monkeypatch.setattr(clock, "today", lambda: found.resident.today)
    return found


def send() -> None:
    db.session.commit()
    send_due(lambda: False)
    db.session.expire_all()


def the_code_message() -> Message:
    return all_messages(Occasion.PERSON_CODE)[-1]


def sent_codes(gateway) -> list[dict[str, object]]:
    return [sms for sms in gateway.accepted.values() if sms["occasion"] == "person_code"]


def test_it_goes_out_once_and_is_forgotten(town, gateway, caplog):
    caplog.set_level(logging.DEBUG)
    request = town.file_for().request
    code = the_code_message().code
    assert code
    send()
    [sms] = sent_codes(gateway)
    spaced = f"{code[:3]} {code[3:]}"
    assert sms["to"] == MOTHERS_PHONE
    assert sms["text"].endswith(f"查询码：{spaced}")
    assert length(sms["text"]) <= ONE_MESSAGE
    assert sms["words"]["code"] == spaced
    message = the_code_message()
    assert (message.state, message.code) == (MessageState.SENT, None)
    assert opens(request.number, code) is not None
    assert speaking_for(request, town.resident.today).arrived
    everything = "".join(str(row) for row in db.session.execute(text("SELECT * FROM messages")))
    assert code not in everything + caplog.text
    assert spaced not in everything + caplog.text


def test_it_is_kept_for_the_next_try_and_not_beyond_the_last(town, gateway):
    town.file_for()
    code = the_code_message().code
    for other in all_messages():
        if other.occasion is not Occasion.PERSON_CODE:
            db.session.delete(other)
    gateway.answers = [500] * 50
    send()
    assert (the_code_message().state, the_code_message().code) == (MessageState.WAITING, code)
    for _ in outbox.BACK_OFF:
        town.wait(days=1)
        send()
    assert (the_code_message().state, the_code_message().code) == (MessageState.FAILED, None)
    with pytest.raises(DomainError, match="打印纸条"):
        outbox.send_again(the_code_message(), by="pan", at=town.at)


def test_what_cannot_be_a_text_message_is_handed_over_on_paper(town, gateway):
    request = town.file_for(phone="053284000001").request
    message = the_code_message()
    assert (message.state, message.code) == (MessageState.DROPPED, None)
    assert not speaking_for(request, town.resident.today).arrived


def test_a_code_on_its_way_is_called_back_when_another_one_is_drawn(town, gateway):
    request = town.file_for().request
    codes.person_code(request, "上门当面交给本人", town.staff("pan"))
    send()
    assert sent_codes(gateway) == []
    assert (the_code_message().state, the_code_message().code) == (MessageState.DROPPED, None)
    assert speaking_for(request, town.resident.today).arrived


def test_without_a_gateway_it_stands_nowhere_and_the_desk_says_so(app, town, gateway):
    """As in the demo: the page of messages shows the text without the code; staff print the slip."""
    app.config["SMS_URL"] = ""
    request = town.file_for().request
    code = the_code_message().code
    client = app.test_client().sign_in("admin")
    assert code not in client.get("/staff/messages").text
    send()
    message = the_code_message()
    assert (message.state, message.medium, message.code) == (MessageState.SENT, Medium.CONSOLE, None)
    page = client.get("/staff/messages").text
    assert "查询码：" in page
    assert code not in page
    assert not speaking_for(request, town.resident.today).arrived
    assert "还没有交到本人手里" in client.get(f"/staff/requests/{request.id}").text


def test_nobody_offers_to_send_it_again(app, town, gateway):
    town.file_for()
    gateway.answers = [400] * 5
    send()
    assert the_code_message().state is MessageState.FAILED
    page = app.test_client().sign_in("admin").get("/staff/messages?state=stuck").text
    assert f"/staff/messages/{the_code_message().id}/" not in page
