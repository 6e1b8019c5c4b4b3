"""`python -m bench.requests`: the desk over a town with many requests.

Fills the sample town with requests (200,000 unless told otherwise, of which some are open), then asks the pages of the
desk as a grid worker, a community, a subdistrict and the whole town. Processor milliseconds come from the kernel's
accounting of the workers. `fill` serves other measurements as well.
"""

import argparse
import json
import os
import random
import re
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from urllib.parse import urlencode

from bench.servers import Server, sample_town, served
from portal.domain.accounts.passwords import OF_THE_DEMO
from portal.domain.matters.catalogue import shipped  # noqa: F401  (the catalogue must be there)
from portal.domain.service_requests.applicants import name_digest, phone_digest
from portal.domain.service_requests.numbering import numbered
from portal.domain.service_requests.search import words_of
from portal.encryption import EncryptedText, set_keys

SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", ("建国", "秀兰", "志强", "桂英", "晓东", "丽", "伟", "敏")
TOLD = (
    "二楼拐角三辆电动车在充电，线从窗户拉下来",
    "单元门禁坏了三天，谁都能进",
    "夜里十一点后楼下棋牌室，连续一周",
    "楼下垃圾桶满了两天没人收",
    "路灯不亮，老人晚上不敢走",
    "想给母亲办高龄津贴，问问要什么材料",
    "小广场想加两张长椅",
    "水管漏水，一楼墙都湿了",
)
BATCH = 5000


def fill(database: str, rows: int, still_open: int, keys: str, seed: int = 1) -> float:
    """Put `rows` requests of four years into the SQLite file of a sample town; seconds it took.

    `still_open` of the newest are open, in grids, communities, the subdistricts and waiting; the others are closed.
    """
    set_keys(keys)
    began = time.perf_counter()
    with sqlite3.connect(database) as tables:
        tables.execute("PRAGMA synchronous=OFF")
        tables.execute("PRAGMA foreign_keys=OFF")
        town = _Town(tables, random.Random(seed))
        for start in range(0, rows, BATCH):
            _write(tables, list(town.requests(start, min(start + BATCH, rows), rows, still_open)))
        tables.execute("ANALYZE")
    return time.perf_counter() - began


class _Town:
    """Where and whose the requests are."""

    def __init__(self, tables: sqlite3.Connection, chance: random.Random) -> None:
        self.chance = chance
        self.now = datetime.now(UTC).replace(tzinfo=None)
        self.buildings = tables.execute(
            "SELECT b.id, b.estate, b.building_no, g.id, c.id, c.subdistrict_id FROM buildings b JOIN assignments a"
            " ON a.building_id = b.id AND a.ends_on IS NULL JOIN grids g ON g.id = a.grid_id"
            " JOIN communities c ON c.id = g.community_id"
        ).fetchall()
        self.matters = tables.execute("SELECT id, name, work_type FROM matter_versions WHERE current").fetchall()
        self.worker = tables.execute("SELECT id FROM users WHERE username = 'demo-worker'").fetchone()[0]
        self.colleagues = _colleagues(tables)
        self.first = (tables.execute("SELECT max(id) FROM service_requests").fetchone()[0] or 0) + 1
        column = EncryptedText("service_requests.applicant_name")
        phone = EncryptedText("service_requests.applicant_phone")
        names = [surname + given for surname in SURNAMES for given in GIVEN]
        self.people = [
            (
                column.process_bind_param(name, None),
                phone.process_bind_param(f"1400000{number:04}", None),
                name_digest(name),
                phone_digest(f"1400000{number:04}"),
                f"{number:04}",
            )
            for number, name in enumerate(names)
        ]

    def _handler(self, grid: int) -> int:
        """The first grids are those of the demo's worker."""
        return self.worker if grid <= 2 else self.colleagues[grid % len(self.colleagues)]

    def requests(self, start: int, end: int, rows: int, still_open: int) -> Iterator[dict[str, object]]:
        chance = self.chance
        for number in range(start, end):
            age = (rows - number) / rows * 4 * 365 * 86400
            filed = self.now - timedelta(seconds=age)
            is_open = number >= rows - still_open
            building, estate, building_no, grid, community, subdistrict = chance.choice(self.buildings)
            version, matter, work_type = chance.choice(self.matters)
            level = chance.choices(("grid", "community", "subdistrict"), (70, 22, 8))[0] if is_open else "grid"
            units = {"grid": grid, "community": community, "subdistrict": subdistrict}
            status = chance.choices(("filed", "in_progress", "waiting"), (35, 50, 15))[0] if is_open else "closed"
            due = self.now + timedelta(hours=chance.randint(-40, 200)) if is_open else filed + timedelta(days=3)
            name, phone, name_of, phone_of, tail = chance.choice(self.people)
            told = chance.choice(TOLD)
            words = set(words_of(f"{estate}{building_no}")) | set(words_of(told)) | set(words_of(matter))
            yield {
                "id": self.first + number,
                "number": numbered(filed.date(), number % 9000 + 1) + f"{number // 9000:02}",
                "code_digest": "k1:0",
                "filing_token": f"bench-{number}",
                "channel": "web",
                "filed_at": filed.isoformat(" "),
                "matter_version_id": version,
                "work_type": work_type,
                "answers": json.dumps([{"question": "是什么事", "answer": told}], ensure_ascii=False),
                "summary": told,
                "confidential": 0,
                "community_id": community,
                "grid_id": grid,
                "building_id": building,
                "applicant_name": name,
                "applicant_phone": phone,
                "name_digest": name_of,
                "phone_digest": phone_of,
                "phone_tail": tail,
                "status": status,
                "level": level,
                "unit": f"{level}:{units[level]}",
                "handler_id": self._handler(grid) if status in ("in_progress", "waiting") else None,
                "due_at": due.isoformat(" "),
                "next_due_at": due.isoformat(" ") if status in ("filed", "in_progress") else None,
                "settled_at": None if is_open else due.isoformat(" "),
                "result": "" if is_open else "办好了，当面说过",
                "provisional": 0,
                "returns": 0,
                "reopenings": 0,
                "revision": 3,
                "_came_from": f"grid:{grid}" if level != "grid" else "",
                "_words": " ".join(sorted(words | {f"community{community}", f"grid{grid}"})),
            }


def _colleagues(tables: sqlite3.Connection) -> list[int]:
    """Sixty more accounts, so that nobody handles everything."""
    account = (
        "INSERT OR IGNORE INTO users (username, name, password_hash, must_change_password, session_key, disabled,"
        " failed_tries) VALUES (?, ?, '!', 0, ?, 0, 0)"
    )
    tables.executemany(account, [(f"bench-{number}", f"同事{number}", f"bench-{number}") for number in range(60)])
    return [row[0] for row in tables.execute("SELECT id FROM users WHERE username LIKE 'bench-%' ORDER BY id")]


def _write(tables: sqlite3.Connection, made: list[dict[str, object]]) -> None:
    columns = [name for name in made[0] if not name.startswith("_")]
    marks = ", ".join(f":{name}" for name in columns)
    tables.executemany(f"INSERT INTO service_requests ({', '.join(columns)}) VALUES ({marks})", made)
    tables.executemany("INSERT INTO service_request_words (request_id, words) VALUES (:id, :_words)", made)
    entry = (
        "INSERT INTO service_request_entries"
        " (request_id, revision, step, actor, at, by, who, before, after, unit, told, facts)"
        " VALUES (:id, {}, '{}', '{}', :filed_at, '{}', '{}', {}, '{}', :unit, '{}', '{{}}')"
    )
    tables.executemany(entry.format(1, "file", "resident", "resident", "居民", "NULL", "filed", "收到您的诉求。"), made)
    signed = [one for one in made if one["status"] != "filed"]
    told = entry.format(2, "sign_for", "holder", "demo-worker", "网格员", "'filed'", "in_progress", "已签收。")
    tables.executemany(told, signed)
    held = (
        "INSERT INTO service_request_holdings (request_id, unit, role, begins_at, ends_at)"
        " VALUES (:id, {}, 'lead', :filed_at, {})"
    )
    tables.executemany(held.format(":unit", "NULL"), made)
    tables.executemany(held.format(":_came_from", ":filed_at"), [one for one in made if one["_came_from"]])
    limit = (
        "INSERT INTO service_request_limits (request_id, kind, value, time_unit, starts_at, due_at, because)"
        " VALUES (:id, '{}', {}, 'workday', :filed_at, :due_at, '[]')"
    )
    for kind, value in (("sign_for", 1), ("finish", 3)):
        tables.executemany(limit.format(kind, value), [one for one in made if one["settled_at"] is None])


class Visitor:
    """Somebody signed in."""

    def __init__(self, server: Server, who: str) -> None:
        self.server, self.cookie = server, ""
        page = self.ask("GET", "/staff/sign-in")
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        typed = {"csrf_token": token[1] if token else "", "username": who, "password": OF_THE_DEMO}
        self.ask("POST", "/staff/sign-in", typed)

    def ask(self, method: str, path: str, typed: dict[str, str] | None = None) -> str:
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        headers = {"Cookie": self.cookie, "Accept-Encoding": "identity"}
        if typed is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(typed) if typed else None, headers)
        answer = connection.getresponse()
        body = answer.read().decode("utf-8", "replace")
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            if cookie.startswith("linge="):
                self.cookie = cookie.partition(";")[0]
        if answer.status >= 400:
            raise SystemExit(f"{method} {path} answered {answer.status}: {body[:300]}")
        return body

    def cost(self, method: str, path: str, typed: dict[str, str] | None, times: int) -> tuple[float, float]:
        """Processor and passed milliseconds for each asking."""
        for _ in range(10):
            self.ask(method, path, typed)
        processor, began = self.server.processor_seconds(), time.perf_counter()
        for _ in range(times):
            self.ask(method, path, typed)
        passed = (time.perf_counter() - began) * 1000 / times
        return (self.server.processor_seconds() - processor) * 1000 / times, passed


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rows", type=int, default=200_000)
    arguments.add_argument("--open", type=int, default=10_000, dest="still_open")
    arguments.add_argument("--times", type=int, default=150)
    asked = arguments.parse_args()
    with sample_town() as environ:
        keys = _keys(environ)
        took = fill(environ["BENCH_DATABASE"], asked.rows, asked.still_open, keys)
        size = os.path.getsize(environ["BENCH_DATABASE"]) / 2**20
        print(f"{asked.rows} requests, {asked.still_open} open, written in {took:.0f} s, {size:.0f} MiB\n")
        print("| page | who | processor ms | passed ms |\n| --- | --- | --- | --- |", flush=True)
        with served("portal", "wsgi:app", environ, "/healthz") as portal:
            for who in ("demo-worker", "demo-community", "demo-street", "demo-supervisor"):
                _measure(Visitor(portal, who), who, asked.times)


def _keys(environ: dict[str, str]) -> str:
    """The field keys the sample town was made with."""
    from portal.config import load

    return str(load(environ)["FIELD_KEYS"])


def _measure(visitor: Visitor, who: str, times: int) -> None:
    page = visitor.ask("GET", "/staff/requests?queue=all")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    first = re.search(r'href="(/staff/requests/\d+)', page)
    csrf = token[1] if token else ""
    asked = {
        "a page without a list (me)": ("GET", "/staff/me", None),
        "inbox": ("GET", "/staff/requests", None),
        "inbox, late, units below": ("GET", "/staff/requests?queue=late&wide=1", None),
        "inbox, filtered by matter": ("GET", "/staff/requests?queue=to-sign&wide=1&matter=3", None),
        "inbox, everything": ("GET", "/staff/requests?queue=all", None),
        "search, words": ("POST", "/staff/requests/search", {"csrf_token": csrf, "words": "门禁坏了"}),
        "search, name": ("POST", "/staff/requests/search", {"csrf_token": csrf, "words": "王秀兰"}),
        "search, phone": ("POST", "/staff/requests/search", {"csrf_token": csrf, "words": "0007"}),
        "one request": ("GET", first[1] if first else "/staff", None),
    }
    for name, (method, path, typed) in asked.items():
        processor, passed = visitor.cost(method, path, typed, times)
        print(f"| {name} | {who} | {processor:.1f} | {passed:.1f} |", flush=True)


if __name__ == "__main__":
    main()
