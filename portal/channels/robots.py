"""Group robots of WeCom, DingTalk and Feishu, as their public webhooks are documented.

WeCom     POST {"msgtype": "text", "text": {"content": …}}, answer {"errcode": 0}
DingTalk  the same body; signed: &timestamp= (ms) and &sign= base64 HMAC-SHA256 of "timestamp\\nsecret" under the secret
Feishu    POST {"msg_type": "text", "content": {"text": …}}, answer {"code": 0}; signed: timestamp (s) and sign in the
          body, base64 HMAC-SHA256 of nothing under "timestamp\\nsecret"
They know no reference, so a message that may have gone out is not sent again by itself.
"""

import base64
import hashlib
import hmac
import json
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from portal.channels import Later, Refused, Unsure
from portal.channels.web import post_json
from portal.domain.messages.models import Medium
from portal.domain.messages.robots import is_robot_address

# "Too fast" of each: nothing was shown, later is fine.
TOO_FAST = {Medium.WECOM: {45009}, Medium.DINGTALK: {130101, 410100, -1}, Medium.FEISHU: {11232, 99991400}}
KNOWN = {
    (Medium.WECOM, 93000): "机器人地址不对，或机器人已被移出群",
    (Medium.DINGTALK, 300001): "机器人地址不对，或机器人已被移出群",
    (Medium.DINGTALK, 310000): "安全设置不符：核对加签密钥、关键词或 IP",
    (Medium.FEISHU, 19001): "机器人地址不对，或机器人已被移出群",
    (Medium.FEISHU, 19021): "签名不符：核对签名密钥和服务器时间",
    (Medium.FEISHU, 19022): "安全设置不符：服务器 IP 不在名单里",
    (Medium.FEISHU, 19024): "安全设置不符：消息里没有约定的关键词",
}


def send(medium: Medium, address: str, secret: str, *, text: str, at: datetime) -> str:
    """Show `text` in the robot's group. Raises Later, Refused, Unsure."""
    if not is_robot_address(medium, address):
        raise Refused("机器人地址不在允许的范围里")
    url, body = _call(medium, address, secret, text, at)
    status, answer = post_json(url, json.dumps(body, ensure_ascii=False).encode())
    if status in (429, 503):
        raise Later(f"对方忙，回答 {status}")
    if status >= 500:
        raise Unsure(f"对方出错，回答 {status}")
    if status != 200:
        raise Refused(f"对方不收，回答 {status}")
    _judge(medium, answer)
    return ""


def _call(medium: Medium, address: str, secret: str, text: str, at: datetime) -> tuple[str, dict[str, Any]]:
    """URL and body of the call."""
    if medium is Medium.FEISHU:
        body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        if secret:
            seconds = str(int(at.timestamp()))
            body |= {"timestamp": seconds, "sign": _hmac(f"{seconds}\n{secret}", "")}
        return address, body
    body = {"msgtype": "text", "text": {"content": text}}
    if medium is Medium.DINGTALK and secret:
        milliseconds = str(int(at.timestamp() * 1000))
        signed = urlencode({"timestamp": milliseconds, "sign": _hmac(secret, f"{milliseconds}\n{secret}")})
        return f"{address}{'&' if '?' in address else '?'}{signed}", body
    return address, body


def _judge(medium: Medium, answer: Any) -> None:
    """All three answer 200 and say in the body what became of it."""
    facts = answer if isinstance(answer, dict) else {}
    code = facts.get("code", facts.get("StatusCode")) if medium is Medium.FEISHU else facts.get("errcode")
    if code == 0:
        return
    if not isinstance(code, int):
        raise Unsure("对方的回答看不懂")
    if code in TOO_FAST[medium]:
        raise Later(f"发得太快，被限流（{code}）")
    raise Refused(KNOWN.get((medium, code), f"对方不收，代码 {code}"))


def _hmac(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()
