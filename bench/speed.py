"""`python -m bench.speed`: the portal and a bare Flask page, side by side under the same gunicorn settings.

Processor milliseconds per request come from the kernel's accounting of the workers: they hold when the machine is busy.
Requests per second and waiting times move with the load of the machine; read them as ratios.
"""

import argparse
import sqlite3
import threading
import time
from collections.abc import Iterable
from http.client import HTTPConnection
from urllib.parse import quote

from bench.servers import Server, sample_town, served

ACCEPT = {"Accept-Encoding": "gzip, br"}


def load(server: Server, path: str, seconds: float, clients: int = 8) -> tuple[list[float], float, float]:
    """Ask for `path` for a while: waiting times in ms, requests per second, processor ms per request."""
    times: list[float] = []
    stop = time.perf_counter() + seconds

    def client() -> None:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
        while (began := time.perf_counter()) < stop:
            connection.request("GET", path, headers=ACCEPT)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path} answered {answer.status}")
            times.append((time.perf_counter() - began) * 1000)

    for _ in range(20):
        _fetch(server, path)
    before, began = server.processor_seconds(), time.perf_counter()
    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    return times, len(times) / took, (server.processor_seconds() - before) * 1000 / len(times)


def _fetch(server: Server, path: str) -> tuple[int, str]:
    """Bytes on the wire (headers and body, compressed) and the decoded start of the body."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", path, headers=ACCEPT)
    answer = connection.getresponse()
    body = answer.read()
    head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
    return head + len(body), path


def first_visit(server: Server, paths: Iterable[str]) -> int:
    return sum(_fetch(server, path)[0] for path in paths)


def at(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def pages(environ: dict[str, str]) -> dict[str, str]:
    with sqlite3.connect(environ["BENCH_DATABASE"]) as database:
        code = database.execute("SELECT code FROM placards WHERE retired_on IS NULL ORDER BY id").fetchone()[0]
        grid = database.execute("SELECT code FROM grids ORDER BY id").fetchone()[0]
        estate, number = database.execute(
            "SELECT estate, building_no FROM buildings WHERE estate != '' AND building_no != '' ORDER BY id"
        ).fetchone()
    return {
        "home": "/",
        "/q/<code>": f"/q/{code}",
        "/lookup?q=": "/lookup?q=" + quote(estate + number),
        "card": f"/grids/{grid}/card",
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=5)
    seconds = arguments.parse_args().seconds
    print("| page | requests/s | p50 ms | p95 ms | p99 ms | processor ms | ratio to bare | worker MiB |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    with sample_town() as environ, served("bare", "bench.bare:app", environ) as bare:  # noqa: SIM117
        with served("portal", "wsgi:app", environ, "/healthz") as portal:
            _, _, yardstick = line("bare Flask page", bare, "/", seconds, None)
            for name, path in pages(environ).items():
                line(name, portal, path, seconds, yardstick)
            size(portal, pages(environ))


def line(name: str, server: Server, path: str, seconds: float, yardstick: float | None) -> tuple[str, float, float]:
    times, rate, processor = load(server, path, seconds)
    ratio = f"{processor / yardstick:.1f}" if yardstick else "1"
    waits = " | ".join(f"{at(times, share):.1f}" for share in (0.5, 0.95, 0.99))
    print(f"| {name} | {rate:.0f} | {waits} | {processor:.2f} | {ratio} | {server.memory_mib():.0f} |", flush=True)
    return name, rate, processor


def size(portal: Server, paths: dict[str, str]) -> None:
    from portal.assets import asset

    print("\n| first visit | KB over the wire (page and style sheet) | with everything the page names |")
    print("| --- | --- | --- |")
    for name, path in paths.items():
        page = first_visit(portal, [path, asset("linge.css")])
        whole = page + first_visit(portal, [asset("linge.js"), asset("icons/mark.svg")])
        print(f"| {name} | {page / 1000:.1f} | {whole / 1000:.1f} |")


if __name__ == "__main__":
    main()
