"""The SMS gateway: our own contract, written down in docs/messages.md, which a small gateway turns into a vendor's."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime

from portal.channels import Later, Refused, Unsure
from portal.channels.web import post_json


def send(
    url: str,
    secret: str,
    *,
    to: str,
    text: str,
    reference: str,
    occasion: str,
    words: Mapping[str, str],
    at: datetime,
) -> str:
    """Hand one text message to the gateway. The same reference may be handed over again: it is sent once.

    Raises Later and Refused, never Unsure: a second try does no harm.
    """
    facts = {"to": to, "text": text, "reference": reference, "occasion": occasion, "words": dict(words)}
    body = json.dumps(facts, ensure_ascii=False).encode()
    timestamp = str(int(at.timestamp()))
    headers = {"X-Linge-Timestamp": timestamp, "X-Linge-Signature": signature(secret, timestamp, body)}
    try:
        status, answer = post_json(url, body, headers)
    except Unsure as broken:
        raise Later(str(broken)) from None
    if status in (200, 409):
        return _reference(answer)
    if status == 429 or status >= 500:
        raise Later(f"短信网关忙，回答 {status}")
    raise Refused(f"短信网关不收，回答 {status}")


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """`sha256=` and the HMAC-SHA256 of timestamp, line feed and body, in hexadecimal."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"\n" + body, hashlib.sha256).hexdigest()


def _reference(answer: object) -> str:
    given = answer.get("reference") if isinstance(answer, dict) else None
    return given if isinstance(given, str) else ""
