"""One POST of JSON, with time limits, without following redirects."""

import http.client
import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from portal.channels import Later, Refused, Unsure

SECONDS = 10  # to connect, and to wait for the answer
LONGEST_ANSWER = 64 * 1024


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect could lead to an address nobody has allowed."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


def post_json(url: str, body: bytes, headers: Mapping[str, str] | None = None) -> tuple[int, Any]:
    """Status and parsed answer; None for an answer that is no JSON.

    Raises Later when no connection came about, Unsure when it broke after the request was sent.
    """
    if urlsplit(url).scheme not in ("https", "http"):
        raise Refused("地址要以 https:// 开头")
    request = urllib.request.Request(  # noqa: S310 (the scheme is checked above)
        url, data=body, headers={"Content-Type": "application/json; charset=utf-8", **(headers or {})}, method="POST"
    )
    try:
        with _opener().open(request, timeout=SECONDS) as answer:
            return answer.status, _parsed(answer.read(LONGEST_ANSWER))
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, _parsed(_read(refusal))
    except urllib.error.URLError:
        raise Later("连不上对方") from None
    except (http.client.HTTPException, OSError):
        raise Unsure("连接中断，没有等到回答") from None


@cache
def _opener() -> urllib.request.OpenerDirector:
    """Made once: reading the machine's certificates takes longer than a call."""
    return urllib.request.build_opener(_NoRedirect, urllib.request.HTTPSHandler(context=ssl.create_default_context()))


def _read(answer: urllib.error.HTTPError) -> bytes:
    try:
        return answer.read(LONGEST_ANSWER)
    except (http.client.HTTPException, OSError):
        return b""


def _parsed(answer: bytes) -> Any:
    try:
        return json.loads(answer)
    except ValueError:
        return None
