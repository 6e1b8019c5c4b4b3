"""Public pages kept as they were rendered, and answered before Flask is asked.

A page that a whole stairwell scans within the hour costs one small query each time.

A kept page is good for one day, for one language and text size, and for as long as nothing in the register changed
(`grids.versions`). Each process keeps its own; the least recently asked for are dropped when the bytes run out.
"""

import functools
import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask, current_app, g, make_response
from flask import Response as FlaskResponse
from flask import request as flask_request
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Request, Response

from portal import clock, display
from portal.domain.grids.versions import versions

MOST_BYTES = 16 * 1024 * 1024
DRAFT_COOKIE = "draft"  # of a form that is being filled in; only sent to the pages about matters

P = ParamSpec("P")
Value = TypeVar("Value")
View = Callable[P, ResponseReturnValue]
# Hears of every time a page is shown, kept or not.
Visited = Callable[..., None]
# A page that is gone for good (410) still says something about the thing asked for.
_SHOWN = (200, 410)


@dataclass(frozen=True, slots=True)
class _Kept:
    """Something made from the register, and the state of the register it was made from."""

    state: Hashable
    value: Any
    size: int


class PageCache:
    """What one process keeps, by key."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._kept

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
    """A finished answer: compressed once for all who ask, with every header but those of the body's form."""

    body: bytes
    packed: bytes
    headers: list[tuple[str, str]]
    tag: str
    visited: Callable[[Request], None]

    @property
    def size(self) -> int:
        return len(self.body) + len(self.packed)

    def answer(self, request: Request) -> Response:
        """As the visitor's browser takes it; a bare 304 when it has the same page already."""
        packed = request.accept_encodings.quality("gzip") > 0
        response = Response(self.packed if packed else self.body, headers=self.headers)
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        response.set_etag(self.tag, weak=True)
        response.make_conditional(request)
        response.headers.pop("Date")  # the server writes its own
        return response


class KeptPages:
    """WSGI: answers with kept pages, asks the application inside for all others."""

    def __init__(self, inside: Callable[..., Iterable[bytes]], cache: PageCache, engine: Engine) -> None:
        self.inside = inside
        self.cache = cache
        self.engine = engine

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        page = self._kept_for(request)
        if page is None:
            return self.inside(environ, start_response)
        page.visited(request)
        return page.answer(request)(environ, start_response)

    def _kept_for(self, request: Request) -> _Page | None:
        key = _key(request)
        if key is None or key not in self.cache:
            return None
        try:
            return cast(_Page | None, self.cache.get(key, self.state()))
        except SQLAlchemyError:
            return None  # the application inside knows how to say it

    def state(self) -> Hashable:
        """What the register and the day are now."""
        with self.engine.connect() as connection:
            return _state(connection)


@dataclass(frozen=True, slots=True)
class _Wish:
    """To keep what this request will be answered with, if it turns out to be a page for everybody."""

    key: Hashable
    state: Hashable
    visited: Callable[[Request], None]


def keep_pages(app: Flask, engine: Engine) -> None:
    """Let `app` keep pages. Its headers must be set by functions registered later, which Flask runs earlier."""
    pages = KeptPages(app.wsgi_app, PageCache(), engine)
    app.extensions["kept_pages"] = pages
    app.wsgi_app = pages  # type: ignore[method-assign]
    app.after_request(_keep)


def kept(view: View[P], visited: Visited | None = None) -> View[P]:
    """Keep what a public view answers. For views that depend on nothing but their address and the register.

    Only plain GET and HEAD requests without a query are kept, and only pages that were found: never an error.
    `visited` gets the settings, the request, and what stood in the address.
    """

    @functools.wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        def hear(request: Request) -> None:
            if visited is not None:
                visited(config, request, **kwargs)

        config, key = current_app.config, _key(flask_request)
        if key is not None:
            # The state is read before the page is made: a change in between makes the page old at once.
            g.wish_to_keep = _Wish(key, _pages().state(), hear)
        response = make_response(view(*args, **kwargs))
        if response.status_code in _SHOWN:
            hear(flask_request)
        return response

    return answer


def _keep(response: FlaskResponse) -> FlaskResponse:
    """Keep a finished page, and answer with it from now on."""
    wish: _Wish | None = g.pop("wish_to_keep", None)
    if wish is None or response.status_code != 200 or response.mimetype != "text/html" or _session_was_used():
        return response
    body = response.get_data()
    response.vary.add("Accept-Encoding")
    headers = [(name, value) for name, value in response.headers if name != "Content-Length"]
    tag = hashlib.blake2b(body, digest_size=12).hexdigest()
    page = _Page(body, gzip.compress(body, 9, mtime=0), headers, tag, wish.visited)
    _pages().cache.keep(wish.key, wish.state, page, page.size)
    response.set_etag(tag, weak=True)
    return response


def _key(request: Request) -> Hashable | None:
    """Tells one page from another; None where none is kept. A phone with a form at hand may be told so on the page."""
    if request.method not in ("GET", "HEAD") or request.query_string or "HX-Request" in request.headers:
        return None
    if DRAFT_COOKIE in request.cookies:
        return None
    language = request.cookies.get(display.LANGUAGE_COOKIE)
    size = request.cookies.get(display.TEXT_COOKIE)
    return (
        request.path,
        language if language in display.LANGUAGES else next(iter(display.LANGUAGES)),
        size if size in display.TEXT_SIZES else display.TEXT_SIZES[0],
    )


def _session_was_used() -> bool:
    """Such a page may carry what belongs to one visitor, a form's token for example.

    Asked of the context: looking through Flask's `session` would itself count as a use.
    """
    used = request_ctx._session
    return used is not None and used.accessed


def recall(name: str, make: Callable[[], Value], size: int = 0) -> Value:
    """A value made from the register, made again only when the register or the day has changed.

    The state is read through the session, for it must be the one `make` sees: on SQLite a request that has read before
    goes on seeing the register as it was then. Not for a transaction that has changed the register itself.
    """
    cache, state = _pages().cache, _state()
    value = cache.get(name, state)
    if value is None:
        value = make()
        cache.keep(name, state, value, size)
    return cast(Value, value)


def _state(connection: Connection | None = None) -> Hashable:
    return clock.today(), tuple(sorted(versions(connection).items()))


def _pages() -> KeptPages:
    return cast(KeptPages, current_app.extensions["kept_pages"])
