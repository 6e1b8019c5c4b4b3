"""`python -m bench.filing`: what filing and following cost, page by page.

Many people fill in the same form side by side over HTTP, each page sent as a browser without scripts would. Processor
milliseconds come from the kernel's accounting of the workers, over all of them together.
"""

import argparse
import html
import re
import sqlite3
import time
from collections import defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import urlencode

from bench.servers import Server, sample_town, served

SLUG = "baoxiu-gonggong"
TYPED = {"name": "方小晴", "phone": "14000002207"}


class _Form(HTMLParser):
    """The first form of a page that leads on: where it goes, and what a person would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._radios: set[str] = set()

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in pairs}
        if tag == "form" and facts.get("method") == "post" and "data-filing" in facts:
            self.forms.append((facts["action"], {}))
        if not self.forms:
            return
        fields, name = self.forms[-1][1], facts.get("name", "")
        if tag == "input" and facts.get("type") == "radio":
            if name not in self._radios or "checked" in facts:
                fields[name] = facts["value"]
            self._radios.add(name)
        elif tag == "input" and facts.get("type") not in ("checkbox", "file"):
            fields.setdefault(name, facts.get("value") or TYPED.get(name, "3"))
        elif tag == "textarea":
            fields.setdefault(name, "楼道灯不亮，老人晚上不敢走")


@dataclass
class Visitor:
    """One person at one phone."""

    server: Server
    cookies: dict[str, str] = field(default_factory=dict)
    at: str = ""
    page: str = ""

    def ask(self, method: str, path: str, body: dict[str, str] | None = None) -> int:
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(body) if body is not None else None, headers)
        answer = connection.getresponse()
        self.page = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        self.at = answer.headers.get("Location") or path
        connection.close()
        return answer.status

    def form(self) -> tuple[str, dict[str, str]]:
        reader = _Form()
        reader.feed(self.page)
        return reader.forms[0]


class Measure:
    """Processor time of the workers by what was asked."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.rows: dict[str, list[tuple[int, float, float]]] = defaultdict(list)

    def all(self, name: str, people: list[Visitor], act: object) -> None:
        before, began = self.server.processor_seconds(), time.perf_counter()
        for person in people:
            act(person)  # type: ignore[operator]
        took = time.perf_counter() - began
        self.rows[name].append((len(people), self.server.processor_seconds() - before, took))

    def print(self) -> None:
        print("| page | processor ms | ms in all |\n| --- | --- | --- |")
        for name, parts in self.rows.items():
            count = sum(part[0] for part in parts)
            busy, took = (sum(part[place] for part in parts) * 1000 / count for place in (1, 2))
            print(f"| {name} | {busy:.1f} | {took:.1f} |")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=100)
    people_count = arguments.parse_args().people
    with sample_town() as environ:
        with sqlite3.connect(environ["BENCH_DATABASE"]) as database:
            building = database.execute("SELECT code FROM buildings WHERE units > 1 ORDER BY id DESC").fetchone()[0]
        with served("portal", "wsgi:app", environ, "/healthz") as server:
            measure = Measure(server)
            _file_and_follow(measure, [Visitor(server) for _ in range(people_count)], building)
            measure.print()


def _file_and_follow(measure: Measure, people: list[Visitor], building: str) -> None:
    Visitor(people[0].server).ask("GET", f"/services/{SLUG}/apply?building={building}")
    measure.all("form begun", people, lambda one: one.ask("GET", f"/services/{SLUG}/apply/where?building={building}"))
    while not people[0].at.endswith("/receipt"):
        if people[0].at.endswith("/photos"):
            _get(measure, people)
            for one in people:
                one.at = f"/services/{SLUG}/apply/who"
            continue
        if "data-filing" not in people[0].page:
            _get(measure, people)
        action = people[0].form()[0]
        name = "form sent" if action.endswith("/filing") else f"{action.rpartition('apply')[2]} sent"
        measure.all(name, people, _send)
    _get(measure, people, "receipt")
    receipts = [re.findall(r'class="token[^"]*">([^<]+)<', one.page) for one in people]
    for one, (number, code) in zip(people, receipts, strict=True):
        one.ask("GET", "/track")
        token = html.unescape(re.findall(r'name="csrf_token" value="([^"]+)"', one.page)[0])
        one.typed = {"csrf_token": token, "number": number, "code": code}  # type: ignore[attr-defined]
    measure.all("number and code sent", people, lambda one: one.ask("POST", "/track", one.typed))
    measure.all("track", people, lambda one: one.ask("GET", "/track/request"))


def _send(one: Visitor) -> None:
    action, fields = one.form()
    status = one.ask("POST", action, fields)
    if status != 303:
        raise SystemExit(f"{action} answered {status}")
    one.page = ""


def _get(measure: Measure, people: list[Visitor], name: str = "form shown") -> None:
    measure.all(name, people, lambda one: one.ask("GET", one.at))


if __name__ == "__main__":
    main()
