"""`flask serve`: the web server and the background worker together, until Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

import click

POLL_SECONDS = 0.3
STOP_SECONDS = 10


@click.command("serve")
@click.option("--host", default=lambda: os.environ.get("HOST", "127.0.0.1"), show_default="HOST or 127.0.0.1")
@click.option("--port", default=lambda: int(os.environ.get("PORT", "8000")), type=int, show_default="PORT or 8000")
@click.option("--workers", default=2, show_default=True, help="Web server processes, four threads each.")
def serve(host: str, port: int, workers: int) -> None:
    """Run gunicorn and the background worker; when one ends, or on Ctrl-C, stop both."""
    gunicorn = ["gunicorn", "--no-control-socket", "--worker-class", "gthread", "--threads", "4"]
    gunicorn += ["--workers", str(workers), "--bind", f"{host}:{port}", "--log-level", "warning", "wsgi:app"]
    for wanted in (signal.SIGTERM, signal.SIGINT):  # a shell's background jobs start with the latter ignored
        signal.signal(wanted, _as_interrupt)
    children = [subprocess.Popen([sys.executable, "-m", *command]) for command in (gunicorn, ["flask", "worker"])]  # noqa: S603
    try:
        while all(child.poll() is None for child in children):
            time.sleep(POLL_SECONDS)
    except KeyboardInterrupt:
        click.echo()
    finally:
        codes = _stop(children)
    sys.exit(max(codes))


def _as_interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _stop(children: list[subprocess.Popen[bytes]]) -> list[int]:
    """End the children gently, then firmly; their exit codes, a signal we sent counting as success."""
    running = [child for child in children if child.poll() is None]
    for child in running:
        child.terminate()
    for child in running:
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    return [0 if child in running else abs(child.returncode) for child in children]
