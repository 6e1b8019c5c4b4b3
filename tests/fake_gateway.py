"""A gateway on 127.0.0.1 that keeps the contract of docs/messages.md and remembers what reached it.

It also answers like a group robot: every POST below /robot is shown in the group.
"""

import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from portal.channels.sms import signature

SECRET = "a secret of the tests, thirty-two characters long"


class FakeGateway(ThreadingHTTPServer):
    """`accepted`: text messages by reference, in the order they came; `shown`: what a robot's group saw; `calls`: every
    reference as often as it came. `answers`: statuses given instead, first in, first out; 0 hangs up after reading.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.accepted: dict[str, dict[str, Any]] = {}
        self.shown: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self.answers: list[int] = []
        self.said: list[Any] = []
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/send"

    @property
    def robot(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/robot?key=1"

    def take(self, path: str, headers: Any, body: bytes) -> tuple[int, Any]:
        """Status and answer; remembers what was accepted. Hang up: status 0."""
        facts = json.loads(body)
        with self.lock:
            self.calls.append(facts.get("reference", path))
            if self.answers and (status := self.answers.pop(0)) != 200:
                return status, {}
            if path.startswith("/robot"):
                self.shown.append({"path": path} | facts)
                return 200, self.said.pop(0) if self.said else {"errcode": 0, "code": 0}
            timestamp = headers["X-Linge-Timestamp"]
            if not hmac.compare_digest(headers["X-Linge-Signature"], signature(SECRET, timestamp, body)):
                return 401, {}
            if facts["reference"] in self.accepted:
                return 409, {"reference": self.accepted[facts["reference"]]["id"]}
            facts["id"] = f"vendor-{len(self.accepted) + 1}"
            self.accepted[facts["reference"]] = facts
            return 200, {"reference": facts["id"]}


class _Handler(BaseHTTPRequestHandler):
    server: FakeGateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status, answer = self.server.take(self.path, self.headers, body)
        if status == 0:
            self.close_connection = True
            return
        text = json.dumps(answer).encode()
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_args: Any) -> None:
        """Quiet."""


@contextmanager
def fake_gateway() -> Iterator[FakeGateway]:
    """A gateway that runs while the block does."""
    server = FakeGateway()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
