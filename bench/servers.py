"""Servers to measure: started under the same gunicorn settings, with their processor time readable."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
GUNICORN = [
    "-m",
    "gunicorn",
    "--no-control-socket",
    "-k",
    "gthread",
    "-w",
    "2",
    "--threads",
    "4",
    "--log-level",
    "error",
]


@dataclass
class Server:
    name: str
    port: int
    process: subprocess.Popen[bytes]

    def workers(self) -> list[int]:
        """Process ids of the workers (children of the gunicorn master)."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(child) for child in children.split()]

    def processor_seconds(self) -> float:
        """User and system time of all workers so far, from the kernel's accounting."""
        total = 0
        for pid in self.workers():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def memory_mib(self) -> float:
        """Resident memory of the largest worker."""
        pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self.workers()]
        return max(pages) * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(name: str, app: str, environ: dict[str, str], ready: str = "/") -> Iterator[Server]:
    """`app` under gunicorn on a free loopback port, until the block ends."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, *GUNICORN, "-b", f"127.0.0.1:{port}", app], cwd=ROOT, env=os.environ | environ
    )
    try:
        _wait(port, ready, process)
        yield Server(name, port, process)
    finally:
        process.terminate()
        process.wait(15)


def _wait(port: int, path: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise SystemExit("the server did not start")
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", path)
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not answer")


@contextmanager
def sample_town() -> Iterator[dict[str, str]]:
    """The environment of a portal with the sample town in a scratch folder."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {"LINGE_INSTANCE": folder, "LINGE_MODE": "demo", "FLASK_APP": "wsgi"}
        for command in (["db", "upgrade"], ["demo"]):
            subprocess.run(
                [sys.executable, "-m", "flask", *command],
                cwd=ROOT,
                env=os.environ | environ,
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        yield environ | {"BENCH_DATABASE": str(Path(folder) / "linge.sqlite")}
