"""The contract with the SMS gateway, as docs/messages.md promises it."""

import hashlib
import hmac
import json

import pytest

from portal.channels import Later, Refused, sms
from tests.domain.service_requests.making import MONDAY
from tests.fake_gateway import SECRET, fake_gateway


@pytest.fixture
def gateway():
    with fake_gateway() as server:
        yield server


def send(gateway, reference: str = "r1", **changed: str) -> str:
    facts = {"to": "14000001234", "text": "【邻格】已办结。", "reference": reference, "occasion": "resolved"}
    return sms.send(gateway.url, changed.pop("secret", SECRET), **facts, words={"number": "261123-0001-7"}, at=MONDAY)


def test_the_reference_of_the_provider_comes_back(gateway):
    assert send(gateway) == "vendor-1"


def test_the_same_reference_again_is_a_success_and_sent_once(gateway):
    assert send(gateway) == send(gateway) == "vendor-1"
    assert len(gateway.accepted) == 1


def test_the_signature_covers_time_and_body():
    body = json.dumps({"to": "14000001234"}).encode()
    by_hand = hmac.new(SECRET.encode(), b"1795399200\n" + body, hashlib.sha256).hexdigest()
    assert sms.signature(SECRET, "1795399200", body) == f"sha256={by_hand}"


def test_a_wrong_secret_is_refused(gateway):
    with pytest.raises(Refused, match="401"):
        send(gateway, secret="another secret, thirty-two characters long")
    assert gateway.accepted == {}


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_busy_gateway_is_for_later(gateway, status):
    gateway.answers = [status]
    with pytest.raises(Later, match=str(status)):
        send(gateway)


@pytest.mark.parametrize("status", [301, 302, 307, 400, 403, 404, 422])
def test_all_else_is_refused_and_no_redirect_is_followed(gateway, status):
    gateway.answers = [status]
    with pytest.raises(Refused, match=str(status)):
        send(gateway)
    assert len(gateway.calls) == 1


def test_a_line_that_breaks_is_for_later(gateway):
    gateway.answers = [0]
    with pytest.raises(Later):
        send(gateway)


def test_what_goes_wrong_quotes_neither_message_nor_phone(gateway):
    for status in (0, 400, 503):
        gateway.answers = [status]
        with pytest.raises((Later, Refused)) as problem:
            send(gateway)
        assert "14000001234" not in str(problem.value)
        assert "已办结" not in str(problem.value)
