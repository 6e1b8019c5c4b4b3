"""Group robots, as WeCom, DingTalk and Feishu document theirs."""

import base64
import hashlib
import hmac
from urllib.parse import parse_qs, urlsplit

import pytest

from portal.channels import Later, Refused, Unsure, robots
from portal.domain.messages.models import Medium
from tests.domain.service_requests.making import MONDAY
from tests.fake_gateway import fake_gateway


@pytest.fixture
def gateway(monkeypatch):
    monkeypatch.setattr(robots, "is_robot_address", lambda medium, address: True)
    with fake_gateway() as server:
        yield server


def send(gateway, medium: Medium, secret: str = "") -> dict:
    robots.send(medium, gateway.robot, secret, text="莲叶路社区：快到期了。", at=MONDAY)
    [shown] = gateway.shown
    return shown


def signed(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


@pytest.mark.parametrize("medium", [Medium.WECOM, Medium.DINGTALK])
def test_wecom_and_dingtalk_take_a_text(gateway, medium):
    shown = send(gateway, medium)
    assert shown["msgtype"] == "text"
    assert shown["text"] == {"content": "莲叶路社区：快到期了。"}


def test_feishu_names_the_same_differently(gateway):
    shown = send(gateway, Medium.FEISHU)
    assert (shown["msg_type"], shown["content"]) == ("text", {"text": "莲叶路社区：快到期了。"})
    assert "sign" not in shown


def test_dingtalk_signs_milliseconds_in_the_address(gateway):
    query = parse_qs(urlsplit(send(gateway, Medium.DINGTALK, "SECabc")["path"]).query)
    milliseconds = str(int(MONDAY.timestamp()) * 1000)
    assert query["key"] == ["1"]
    assert query["timestamp"] == [milliseconds]
    assert query["sign"] == [signed("SECabc", f"{milliseconds}\nSECabc")]


def test_feishu_signs_seconds_in_the_body_with_key_and_text_the_other_way_round(gateway):
    shown, seconds = send(gateway, Medium.FEISHU, "abc"), str(int(MONDAY.timestamp()))
    assert (shown["timestamp"], shown["sign"]) == (seconds, signed(f"{seconds}\nabc", ""))


@pytest.mark.parametrize(
    ("medium", "answer", "problem"),
    [
        (Medium.WECOM, {"errcode": 45009}, Later),
        (Medium.WECOM, {"errcode": 93000}, Refused),
        (Medium.DINGTALK, {"errcode": 130101}, Later),
        (Medium.DINGTALK, {"errcode": 310000}, Refused),
        (Medium.FEISHU, {"code": 11232}, Later),
        (Medium.FEISHU, {"code": 19021}, Refused),
        (Medium.FEISHU, {"code": 77777}, Refused),
        (Medium.WECOM, {}, Unsure),
        (Medium.WECOM, ["what"], Unsure),
    ],
)
def test_the_answer_says_what_became_of_it(gateway, medium, answer, problem):
    gateway.said = [answer]
    with pytest.raises(problem):
        send(gateway, medium)


@pytest.mark.parametrize(
    ("status", "problem"), [(429, Later), (503, Later), (500, Unsure), (504, Unsure), (0, Unsure), (404, Refused)]
)
def test_a_status_that_leaves_doubt_is_not_tried_again(gateway, status, problem):
    gateway.answers = [status]
    with pytest.raises(problem):
        send(gateway, Medium.WECOM)


def test_the_older_answer_of_feishu_is_understood(gateway):
    gateway.said = [{"StatusCode": 0, "StatusMessage": "success"}]
    send(gateway, Medium.FEISHU)


def test_an_address_that_became_another_is_not_called():
    with pytest.raises(Refused, match="地址"):
        robots.send(Medium.WECOM, "http://127.0.0.1:9/robot", "", text="x", at=MONDAY)
