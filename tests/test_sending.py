"""Sending the outbox: never lost, never twice, whatever happens to worker, gateway or group."""

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from portal import clock
from portal.attachments import photo_files
from portal.channels import robots
from portal.config import ROOT
from portal.db import db
from portal.domain.keeping.rules import BY_KEY
from portal.domain.keeping.services import do_some
from portal.domain.messages import outbox
from portal.domain.messages.models import Medium, Message, MessageState, Occasion
from portal.sending import send_due, text_of
from tests.domain.messages.writing import robot_of, waiting
from tests.domain.service_requests.making import MONDAY
from tests.fake_gateway import SECRET, fake_gateway

NIGHT = MONDAY.replace(hour=22)


@pytest.fixture
def gateway():
    with fake_gateway() as server:
        yield server


@pytest.fixture
def set_clock(monkeypatch):
    def set_to(at: datetime) -> None:
        monkeypatch.setattr("portal.clock.now", lambda: at)

    set_to(MONDAY)
    return set_to


def set_up(app, gateway, monkeypatch) -> None:
    app.config.update(SMS_URL=gateway.url, SMS_SECRET=SECRET)
    monkeypatch.setattr(robots, "is_robot_address", lambda medium, address: True)


@pytest.fixture
def sending(app, gateway, set_clock, monkeypatch):
    """`sending()` lets the worker send once, after everything written was committed."""
    set_up(app, gateway, monkeypatch)

    def send() -> None:
        db.session.commit()
        send_due(lambda: False)

    return send


def test_a_message_goes_out_signed_and_is_marked(sending, gateway):
    message = waiting(words={"number": "261123-0001-7"})
    sending()
    [sms] = gateway.accepted.values()
    assert sms["to"] == "14000001234"
    assert sms["text"] == "【邻格】您反映的事（261123-0001-7）已办结。网址 linge.example"
    assert (sms["reference"], sms["occasion"], sms["words"]) == (
        message.reference,
        "resolved",
        {"number": "261123-0001-7"},
    )
    assert (message.state, message.sent_at, message.tries) == (MessageState.SENT, MONDAY, 1)
    assert message.provider_reference == "vendor-1"


def test_nothing_is_sent_before_its_time(sending, gateway):
    message = waiting(send_after=MONDAY + timedelta(minutes=1))
    sending()
    assert (message.state, gateway.calls) == (MessageState.WAITING, [])


def test_without_a_gateway_it_stands_on_the_staff_page_alone(app, sending, gateway):
    app.config["SMS_URL"] = ""
    message = waiting()
    sending()
    assert (message.state, message.medium, gateway.calls) == (MessageState.SENT, Medium.CONSOLE, [])


def test_the_demo_rings_nobody(app, sending, gateway):
    app.config["MODE"] = "demo"
    messages = [waiting(), waiting(robot=robot_of("grid:1", address=gateway.robot))]
    sending()
    assert {one.medium for one in messages} == {Medium.CONSOLE}
    assert gateway.calls == []


def test_a_gateway_that_is_busy_is_tried_again_with_growing_patience(sending, gateway, set_clock):
    message, at = waiting(), MONDAY
    for minutes in (1, 5, 30, 120, 720):
        gateway.answers = [503]
        sending()
        assert (message.state, message.last_error) == (MessageState.WAITING, "短信网关忙，回答 503")
        assert message.send_after == at + timedelta(minutes=minutes)
        at = message.send_after if message.send_after.hour < 12 else message.send_after + timedelta(hours=9)
        set_clock(at)
    gateway.answers = [503]
    sending()
    assert (message.state, message.tries, gateway.accepted) == (MessageState.FAILED, 6, {})


@pytest.mark.parametrize("status", [400, 401, 302])
def test_what_the_gateway_refuses_has_failed_at_once(sending, gateway, status):
    message = waiting()
    gateway.answers = [status]
    sending()
    assert (message.state, message.last_error) == (MessageState.FAILED, f"短信网关不收，回答 {status}")
    assert len(gateway.calls) == 1


def test_a_gateway_that_hangs_up_is_asked_again_with_the_same_reference(sending, gateway, set_clock):
    message = waiting()
    gateway.answers = [0]
    sending()
    assert message.state is MessageState.WAITING
    set_clock(MONDAY + timedelta(minutes=2))
    sending()
    assert message.state is MessageState.SENT
    assert gateway.calls == [message.reference] * 2


def test_a_gateway_that_is_down_costs_one_try_a_tick_and_keeps_no_group_waiting(app, sending, gateway):
    app.config["SMS_URL"] = "http://127.0.0.1:9/send"
    texts = [waiting() for _ in range(3)]
    group = waiting(robot=robot_of("grid:1", address=gateway.robot))
    sending()
    assert [one.tries for one in texts] == [1, 0, 0]
    assert group.state is MessageState.SENT


def test_a_group_that_is_flooded_waits_and_the_others_go_on(sending, gateway):
    slow, other = robot_of("grid:1", address=gateway.robot), robot_of("grid:2", address=gateway.robot + "2")
    first, second, third = waiting(robot=slow), waiting(robot=slow), waiting(robot=other)
    gateway.said = [{"errcode": 45009}]
    sending()
    assert [one.state for one in (first, second, third)] == [
        MessageState.WAITING,
        MessageState.WAITING,
        MessageState.SENT,
    ]
    assert (first.tries, second.tries) == (1, 0)


def test_a_group_that_may_have_seen_it_is_not_told_again_by_itself(sending, gateway, set_clock):
    message = waiting(robot=robot_of("grid:1", address=gateway.robot))
    gateway.answers = [0]
    sending()
    assert message.state is MessageState.UNSURE
    set_clock(MONDAY + timedelta(days=1))
    sending()
    assert len(gateway.calls) == 1
    outbox.send_again(message, by="street", at=clock.now())
    sending()
    assert message.state is MessageState.SENT


def test_a_robot_switched_off_says_nothing_more_but_may_be_tried(sending, gateway):
    robot = robot_of("grid:1", address=gateway.robot, active=False)
    late, trial = waiting(robot=robot), waiting(robot=robot, occasion=Occasion.TRIAL)
    sending()
    assert (late.state, trial.state) == (MessageState.DROPPED, MessageState.SENT)
    assert len(gateway.shown) == 1


def test_a_recipient_nobody_can_read_does_not_keep_the_others(sending, gateway):
    broken, good = waiting().id, waiting().id
    sealed = {"sealed": b"k0:" + b"x" * 30, "id": broken}
    db.session.execute(db.text("UPDATE messages SET recipient = :sealed WHERE id = :id"), sealed)
    db.session.expunge_all()
    sending()
    states = dict(db.session.execute(db.select(Message.id, Message.state)).all())
    assert states == {broken: MessageState.FAILED, good: MessageState.SENT}


def test_at_night_residents_sleep_unless_it_is_urgent(sending, gateway, set_clock):
    set_clock(NIGHT)
    calm, urgent = waiting(), waiting(urgent=True)
    group = waiting(robot=robot_of("grid:1", address=gateway.robot))
    sending()
    assert [one.state for one in (calm, urgent, group)] == [
        MessageState.WAITING,
        MessageState.SENT,
        MessageState.SENT,
    ]
    assert calm.send_after == MONDAY.replace(hour=8) + timedelta(days=1)
    set_clock(calm.send_after)
    sending()
    assert calm.state is MessageState.SENT


def test_what_is_tried_again_at_night_waits_for_the_morning_as_well(sending, gateway, set_clock):
    message = waiting()
    gateway.answers = [503]
    set_clock(NIGHT - timedelta(hours=1, minutes=1))
    sending()
    assert message.tries == 1
    set_clock(NIGHT)
    sending()
    assert (message.tries, message.send_after.astimezone(MONDAY.tzinfo).hour) == (1, 8)


def test_a_new_code_is_told_without_an_address(app):
    assert "linge.example" not in text_of("261123-0001-7的查询码换了新的。", Occasion.NEW_CODE_MADE)


def test_messages_are_masked_after_a_year_and_the_fact_remains(sending, set_clock):
    old, young, undone = waiting(), waiting(created_at=MONDAY + timedelta(days=2)), waiting(state=MessageState.WAITING)
    undone.send_after = MONDAY + timedelta(days=900)
    sending()
    assert do_some(BY_KEY["messages"], MONDAY + timedelta(days=366), photo_files()) == 1
    assert (old.recipient, old.recipient_digest, old.body, old.words) == (None, None, "", {})
    assert (old.state, old.sent_at) == (MessageState.SENT, MONDAY)
    assert young.recipient
    assert undone.recipient


def child(app, gateway, *, at: datetime, die: str = "") -> subprocess.Popen:
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    told = {
        "instance": app.config["INSTANCE"],
        "database": "" if url.startswith("sqlite") else url,
        "url": gateway.url,
        "die": die,
        "at": at.isoformat(),
    }
    return subprocess.Popen([sys.executable, "-m", "tests.sending_child", json.dumps(told)], cwd=ROOT, env=os.environ)


@pytest.mark.parametrize("die", ["claimed", "sent", "noted"])
def test_a_worker_killed_at_any_moment_loses_and_doubles_nothing(both_apps, gateway, set_clock, monkeypatch, die):
    """A text message goes out once; what a group may have seen is left to people."""
    set_up(both_apps, gateway, monkeypatch)
    text, group = waiting(), waiting(robot=robot_of("grid:1", address=gateway.robot))
    db.session.commit()
    for _ in range(2):
        assert child(both_apps, gateway, at=MONDAY, die=die).wait(60) == 9
    db.session.rollback()
    assert {text.state, group.state} == {MessageState.SENDING}
    send_due(lambda: False)
    assert {text.state, group.state} == {MessageState.SENDING}, "the leases hold"
    set_clock(MONDAY + outbox.LEASE + timedelta(seconds=1))
    send_due(lambda: False)
    assert text.state is MessageState.SENT
    assert list(gateway.accepted) == [text.reference]
    assert group.state is MessageState.UNSURE
    assert len(gateway.shown) == (0 if die == "claimed" else 1)


def test_what_kills_every_worker_is_given_up(sending, set_clock):
    at, message = MONDAY, waiting()
    db.session.commit()
    for _ in range(6):
        outbox.put_in_order(at, None)
        assert outbox.claim(at) is not None
        at += outbox.LEASE + timedelta(seconds=1)
    outbox.put_in_order(at, None)
    assert (message.state, message.tries) == (MessageState.FAILED, 6)


def test_two_workers_send_four_hundred_messages_exactly_once(both_apps, gateway):
    messages = [waiting() for _ in range(400)]
    references = [one.reference for one in messages]
    db.session.commit()
    workers = [child(both_apps, gateway, at=MONDAY) for _ in range(2)]
    assert [one.wait(120) for one in workers] == [0, 0]
    assert sorted(gateway.calls) == sorted(references), "each was handed over once, not only accepted once"
    db.session.rollback()
    assert set(db.session.scalars(db.select(Message.state))) == {MessageState.SENT}
