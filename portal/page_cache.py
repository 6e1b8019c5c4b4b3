"""Public pages kept as they were rendered, so that a page asked for a thousand times an hour costs one small query.

A kept page is good for one day, for one language and text size, and for as long as nothing in the register changed
(`grids.versions`). Each process keeps its own; the least recently asked for are dropped when the bytes run out.
"""

import functools
import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar, cast

from flask import Response, current_app, make_response, request
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue

from portal import clock, display
from portal.domain.grids.versions import versions

MOST_BYTES = 16 * 1024 * 1024

P = ParamSpec("P")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class _Kept:
    """Something made from the register, and the state of the register it was made from."""

    state: Hashable
    value: Any
    size: int


class PageCache:
    """The kept things of one app in one process, by key."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, state: Hashable) -> Any:
        """What was kept under `key` in that state of the register, else None."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or kept.state != state:
                return None
            self._kept.move_to_end(key)
            return kept.value

    def keep(self, key: Hashable, state: Hashable, value: Any, size: int) -> None:
        with self._lock:
            self._drop(key)
            self._kept[key] = _Kept(state, value, size)
            self.bytes += size
            while self.bytes > self.most_bytes:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: Hashable) -> None:
        if gone := self._kept.pop(key, None):
            self.bytes -= gone.size


@dataclass(frozen=True, slots=True)
class _Page:
    """A rendered page, compressed once for all who ask, and a tag that tells when it has changed."""

    body: bytes
    packed: bytes
    tag: str

    @classmethod
    def of(cls, body: bytes) -> "_Page":
        return cls(body, gzip.compress(body, 9, mtime=0), hashlib.blake2b(body, digest_size=12).hexdigest())

    @property
    def size(self) -> int:
        return len(self.body) + len(self.packed)

    def response(self) -> Response:
        """As the visitor's browser takes it; a bare 304 when it has the same page already."""
        packed = "gzip" in request.accept_encodings
        response = Response(self.packed if packed else self.body, mimetype="text/html")
        if packed:
            response.content_encoding = "gzip"
        response.vary.add("Accept-Encoding")
        response.set_etag(self.tag, weak=True)
        return cast(Response, response.make_conditional(request))


def kept(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Keep what a public view answers. For views that depend on nothing but their address and the register.

    Only plain GET and HEAD requests without a query are kept, and only pages that were found: never an error.
    """

    @functools.wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if request.method not in ("GET", "HEAD") or request.query_string:
            return view(*args, **kwargs)
        cache, state = _cache(), _state()
        key = (request.path, display.language(), display.text_size())
        page: _Page | None = cache.get(key, state)
        if page is None:
            response = make_response(view(*args, **kwargs))
            if response.status_code != 200 or response.mimetype != "text/html" or _session_was_used():
                return response
            page = _Page.of(response.get_data())
            cache.keep(key, state, page, page.size)
        return page.response()

    return answer


def _session_was_used() -> bool:
    """Such a page may carry what belongs to one visitor, a form's token for example.

    Asked of the context: looking through Flask's `session` would itself count as a use.
    """
    used = request_ctx._session
    return used is not None and used.accessed


def recall(name: str, make: Callable[[], Value], size: int = 0) -> Value:
    """A value made from the register, made again only when the register or the day has changed."""
    cache, state = _cache(), _state()
    value = cache.get(name, state)
    if value is None:
        value = make()
        cache.keep(name, state, value, size)
    return cast(Value, value)


def _cache() -> PageCache:
    return cast(PageCache, current_app.extensions.setdefault("page_cache", PageCache()))


def _state() -> Hashable:
    """Read before the page is made: a change in between makes the page old at once instead of keeping it."""
    return clock.today(), tuple(sorted(versions().items()))
