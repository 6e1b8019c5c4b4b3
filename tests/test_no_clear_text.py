"""After a whole journey neither the database nor a dump, a backup, a file or a log holds a private fact in clear.

Secrets are planted that stand nowhere else; then every byte there is is searched for them, as text, as JSON writes it,
as base64 and as hexadecimal digits.
"""

import base64
import io
import json
import logging
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import MetaData, Table, select
from sqlalchemy.exc import IntegrityError

from portal import clock, encryption
from portal.db import Base, begin_write, db
from portal.domain.publicity import objections
from portal.domain.publicity.period_models import Outcome as Recheck
from portal.domain.sensitive_facts.id_numbers import check_sign
from portal.domain.sensitive_facts.models import FactReading, SensitiveFact
from portal.domain.sensitive_facts.queries import facts_of
from portal.domain.service_requests.attachments import Attachment
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps import handling, moving, rating, voicing, waiting
from portal.domain.service_requests.steps.codes import new_code
from portal.domain.service_requests.voices import Grade
from portal.domain.service_requests.workflow import Actor
from portal.domain.visits.recording import Outcome, read_answers, record_visit
from portal.encryption import new_key, set_keys
from portal.worker import Worker
from tests.blueprints.service_requests.speaking_for import Agent
from tests.cast import fill
from tests.conftest import TODAY
from tests.domain.papers.sheets import jpeg, photographed
from tests.domain.publicity.periods import objected, posted, swept
from tests.domain.service_requests.making import Town, load_matters
from tests.domain.visits.agreed import booked

PERSON, AGENT, WITNESS = "欧阳密桂兰", "诸葛暗小雨", "司马藏大山"
PERSON_PHONE, AGENT_PHONE = "14073619452", "14028519637"
ROOM = "7031密室"
WISH = "昨夜电话里她小声说想办"
INCOME, ILLNESS = "每月只有捡瓶子的三百七十二元", "去年查出了红斑狼疮"
WHY_NOT = "存折被表弟锁在铁柜子里"
FOUND = "炕头只有半袋玉米面"
OBJECTOR, OBJECTOR_PHONE = "令狐匿志强", "14091736285"
OBJECTION, RECHECKED = "她侄子在城南还租着两间铺面", "铺面是同名的另一户人家的"
_FIRST = "37021219480517361"
ID_NUMBER = _FIRST + check_sign(_FIRST)


def luhn(digits: str) -> str:
    total = sum(int(one) if at % 2 else sum(divmod(2 * int(one), 10)) for at, one in enumerate(reversed(digits)))
    return digits + str(-total % 10)


ACCOUNT = luhn("622202739154826037")
KEY_FILES = {"field_keys.txt", "secret_key.txt"}


@dataclass
class Journey:
    """The people of one afternoon, and what they must find nowhere afterwards."""

    app: Flask
    town: Town
    logs: io.StringIO
    secrets: dict[str, str] = field(default_factory=dict)

    def later(self, **span: float) -> None:
        self.town.wait(**span)

    def by_agent(self, slug: str, **facts: str) -> tuple[Agent, ServiceRequest]:
        """One page after the other, for somebody else, with two witnesses; an hour later than the last thing."""
        self.later(hours=1)
        agent = Agent(self.app, slug)
        agent.for_somebody()
        witnesses = {"basis": "oral", "first_witness": WITNESS, "second_witness": "公孙隐小河"}
        kind = {"kind": "entrusted", "relation": "邻居"}
        agent.mandate(agent=kind, basis=witnesses, consent={"consent": "read_out", "own_wish": WISH})
        agent.at(f"building-{self.town.cast.bright1.id}", room=ROOM)
        page = agent.tell()
        if page == "/papers":
            page = self.papers(agent)
        if page == "/facts":
            page = self.facts(agent, **facts)
        people = {"person_name": PERSON, "person_phone": PERSON_PHONE, "name": AGENT, "phone": AGENT_PHONE}
        assert agent.next(agent.people(**people)) == "/check"
        agent.get("/check")
        assert agent.next(agent.send()) == "/receipt"
        self.remember_codes(agent.get("/receipt").text, slug)
        request = db.session.scalars(select(ServiceRequest).order_by(ServiceRequest.id.desc())).first()
        assert request is not None
        return agent, request

    def papers(self, agent: Agent) -> str:
        """The first is photographed, the others cannot be had."""
        names = sorted(set(re.findall(r'name="(state_\d+)"', agent.get("/papers").text)))
        said_of = dict.fromkeys(names, "cannot") | {names[0]: "have"}
        said_of |= {name.replace("state", "reason"): WHY_NOT for name in names[1:]}
        picture = {names[0].replace("state", "photos"): [(io.BytesIO(jpeg(photographed())), f"{PERSON}.jpg")]}
        answer = agent.client.post(f"{agent.home}/papers", data=said_of | picture, content_type="multipart/form-data")
        db.session.expire_all()
        page = agent.next(answer)
        return page if page != "/papers" else agent.next(agent.post("/papers", **said_of, enough="1"))

    def facts(self, agent: Agent, **values: str) -> str:
        text = agent.get("/facts").text
        typed = dict.fromkeys(re.findall(r'name="(tick_\w+)"', text), "y")
        for name in set(re.findall(r'name="(fact_\w+)"', text)):
            chosen = re.findall(rf'name="{name}"[^>]*value="([^"]+)"', text)
            own = next((value for kind, value in values.items() if kind in name), "")
            typed[name] = chosen[0] if chosen else own or "有"
        return agent.next(agent.post("/facts", **typed))

    def remember_codes(self, page: str, slug: str) -> None:
        for code in re.findall(r'token code">([^<]+)<', page):
            self.secrets[f"code of {slug}"] = re.sub(r"[^0-9A-Z]", "", code)


@pytest.fixture
def logs() -> Iterator[io.StringIO]:
    """Everything anything logs, in full."""
    kept = io.StringIO()
    handler, root = logging.StreamHandler(kept), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield kept
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def journey(both_apps: Flask, cast_index_for_both: None, monkeypatch, logs) -> Journey:
    town = Town(fill(TODAY))
    load_matters()
    monkeypatch.setattr(clock, "now", lambda: town.at)
    db.engine.echo = True
    known = (dict(encryption._keys), dict(encryption._digest_keys), encryption._current)
    planted = {
        name: value
        for name, value in globals().items()
        if name.isupper() and isinstance(value, str) and not name.startswith("_")
    }
    yield Journey(both_apps, town, logs, planted)
    encryption._keys, encryption._digest_keys, encryption._current = known


@pytest.fixture
def cast_index_for_both(instance: Path, cast_index: Path) -> None:
    shutil.copy(cast_index, instance)


def go(journey: Journey, tmp_path: Path) -> list[str]:
    """The whole journey; what was printed on the way."""
    app, town = journey.app, journey.town
    printed = []
    _agent, old_age = journey.by_agent("gaoling", id_number=ID_NUMBER, bank_account=ACCOUNT)
    _agent, income = journey.by_agent(
        "dibao", id_number=ID_NUMBER, income=INCOME, illness=ILLNESS, bank_account=ACCOUNT
    )
    stored = {fact.value for fact in db.session.scalars(select(SensitiveFact))}
    assert {ID_NUMBER, ACCOUNT, INCOME, ILLNESS} <= stored, "the journey must plant what is searched for"
    Worker(app).tick()
    # The worker has it in hand: looks at one fact, asks for a paper; the person answers.
    journey.later(hours=1)
    staff = app.test_client().sign_in("pan")
    with writing():
        handling.sign_for(old_age, town.cast.users["pan"], town.staff("pan"))
    address = f"/staff/requests/{old_age.id}/personal-facts/{facts_of(old_age)[0].id}/reading"
    seen = staff.post(address, data={"reason": "核对是不是本人", "words": ""})
    assert seen.status_code == 200
    assert db.session.scalars(select(FactReading)).one().by == "pan"
    staff.get(f"/staff/requests/{old_age.id}")
    staff.get("/staff/requests", query_string={"q": PERSON})
    asked = [{"name": "近期照片", "how": "拍一张", "why": ""}]
    left_out = {"otherwise": "先停下来", "wanted_by": None, "left_out": "别的上门时看"}
    with writing():
        waiting.ask_supplement(old_age, asked, town.staff("pan"), **left_out)
        waiting.supplement(old_age, "照片交了", town.resident)
        moving.escalate(old_age, "材料齐了", town.staff("pan"))
        voicing.urge(old_age, "请快一点", town.resident)
    # The person follows it with a code of their own, takes a copy, and withdraws the other one.
    code = new_code_of(old_age, town)
    journey.secrets["own code"] = code
    own = app.test_client()
    own.post("/track", data={"number": old_age.number, "code": code})
    assert ID_NUMBER in own.post("/track/request/copy", data={"code": code, "in_full": "y", "kind": "json"}).text
    own.post("/track", data={"number": old_age.number, "code": "XXXXXX"})
    own.post("/services/geren-ziliao/apply/beginning")
    with writing():
        voicing.withdraw(old_age, "不办了", town.resident)
    to_the_end(journey, income)
    journey.later(hours=1)
    Worker(app).tick()
    go_wrong(old_age)
    # New keys, keeping, backup.
    first = app.config["FIELD_KEYS"]
    set_keys(f"{new_key('k2')},{first}")
    for command in (
        ["rotate-keys"],
        ["keeping"],
        ["keeping", "--do"],
        ["settings"],
        ["backup", str(tmp_path / "safe")],
    ):
        answer = app.test_cli_runner().invoke(args=command)
        assert answer.exit_code == 0, answer.output
        printed.append(answer.output)
    return printed


def to_the_end(journey: Journey, request: ServiceRequest) -> None:
    """Visited, read again, made public, objected to, decided, graded."""
    town = journey.town
    users = town.cast.users
    with writing():
        handling.sign_for(request, users["pan"], town.staff("pan"), unrelated=True)
        visit = booked(town, request)
        told = Outcome("a" * 32, visit.revision, met=True, names=visit.names, told="看过了", answers={"income": FOUND})
        made = record_visit(visit, told, town.staff("pan"))
        moving.escalate(request, "材料齐了", town.staff("pan"))
        handling.sign_for(request, users["officer"], town.staff("officer"), unrelated=True)
        read_answers(made, users["officer"], [Actor.HOLDER], "写初审意见", town.staff("officer"))
        moving.escalate(request, "报街道", town.staff("officer"))
        handling.sign_for(request, users["street"], town.staff("street"), unrelated=True)
        handling.accept(request, town.staff("street"))
        handling.review(request, "符合条件，建议公示", town.staff("street"))
    with writing():
        period = posted(town, "dibao", request)
    page = journey.app.test_client().get(f"/publicity/{period.key}").text
    assert "欧" in page
    assert PERSON not in page
    journey.later(days=1)
    with writing():
        raised = objected(town, period, OBJECTION, name=OBJECTOR, phone=OBJECTOR_PHONE)
    with writing():
        objections.recheck(raised.objection, Recheck.UNFOUNDED, RECHECKED, "核实过了，不影响。", town.staff("street"))
    journey.later(days=8)
    with writing():
        swept(town)
    with writing():
        handling.resolve(request, "批准了，下个月开始发", town.staff("leader"), unrelated=True)
        rating.rate(request, Grade.SATISFIED, True, "谢谢", town.resident)
    journey.secrets["code of an objection"] = raised.code


@contextmanager
def writing() -> Iterator[None]:
    """A transaction of its own, as a web request has one."""
    db.session.rollback()
    begin_write()
    yield
    db.session.commit()


def new_code_of(request: ServiceRequest, town: Town) -> str:
    with writing():
        return new_code(request, "回拨电话核实了", town.staff("officer"))


def go_wrong(request: ServiceRequest) -> None:
    """The database refuses a row with a secret in it, and the refusal is logged with all it says."""
    [fact] = [one for one in facts_of(request) if one.value == ID_NUMBER]
    try:
        db.session.add(
            SensitiveFact(request=request, consent=fact.consent, kind=fact.kind, value=ID_NUMBER, label=None)
        )
        db.session.flush()
    except IntegrityError:
        logging.getLogger("portal").exception("refused")
    db.session.rollback()


def forms(secret: str) -> set[bytes]:
    """How it may stand somewhere: as it is, in blocks of four, escaped, base64 at each offset, hexadecimal."""
    plain = secret.encode()
    found = {plain, json.dumps(secret)[1:-1].encode(), plain.hex().encode(), plain.hex().upper().encode()}
    found.add(secret.encode("utf-16-le"))
    if secret.isascii():
        found.add(" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)).encode())
    for offset in range(3):
        whole = base64.b64encode(b"\0" * offset + plain + b"\0\0\0")
        inner = whole[-(-offset * 8 // 6) : (offset + len(plain)) * 8 // 6]  # what depends on the secret alone
        found |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    return {one for one in found if len(one) >= 6}


def everything(journey: Journey, tmp_path: Path, printed: list[str]) -> Iterator[tuple[str, bytes]]:
    """Every place there is: tables cell by cell, files byte by byte, dumps, logs, what commands printed."""
    for table in Base.metadata.sorted_tables:
        plain = Table(table.name, MetaData(), autoload_with=db.engine)
        rows = db.session.execute(select(*(column for column in plain.columns)))
        for row in rows:
            for name, cell in zip(rows.keys(), row, strict=True):
                raw = cell if isinstance(cell, bytes) else str(cell).encode()
                yield f"{table.name}.{name}", bytes(raw)
    db.session.rollback()
    for root in (Path(journey.app.config["INSTANCE"]), tmp_path / "safe"):
        for path in root.rglob("*"):
            if path.is_file() and path.name not in KEY_FILES:
                yield str(path.relative_to(root)), path.read_bytes()
    if db.engine.dialect.name == "postgresql":
        url = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        yield "pg_dump", subprocess.run(["pg_dump", "--format=plain", url], capture_output=True, check=True).stdout
        [dump] = (tmp_path / "safe").rglob("linge.dump")
        yield "backup", subprocess.run(["pg_restore", "-f", "-", str(dump)], capture_output=True, check=True).stdout
    yield "logs", journey.logs.getvalue().encode()
    yield "printed", "\n".join(printed).encode()


def test_nothing_private_stands_anywhere_in_clear(journey: Journey, tmp_path: Path, capfd):
    printed = go(journey, tmp_path)
    shown = capfd.readouterr()
    places = [*everything(journey, tmp_path, printed), ("stdout", shown.out.encode()), ("stderr", shown.err.encode())]
    names = {name for name, _content in places}
    assert {"logs", "sensitive_facts.value", "mandates.agent_name", "visit_records.answers"} <= names
    if db.engine.dialect.name == "sqlite":
        assert any(name == "linge.sqlite-wal" for name in names), "the log that is written ahead is searched as well"
    assert "INSERT INTO sensitive_facts" in journey.logs.getvalue(), "the log must be one that tells of statements"
    sought = {name: forms(secret) for name, secret in journey.secrets.items()}
    assert "own code" in sought
    found = {
        f"{name} in {place}"
        for place, content in places
        for name, ways in sought.items()
        if any(way in content for way in ways)
    }
    assert not found


def test_the_search_finds_what_is_there():
    for secret in (ID_NUMBER, PERSON, "ACEHJK"):
        for offset in range(3):
            inside = b"x" * offset + secret.encode() + b"yz"
            assert any(one in base64.b64encode(inside) for one in forms(secret)), (secret, offset)
        assert any(one in json.dumps({"a": secret}).encode() for one in forms(secret))
        assert any(one in secret.encode().hex().encode() for one in forms(secret))


def test_copies_of_papers_lie_sealed_on_disk(journey: Journey, tmp_path: Path):
    journey.by_agent("gaoling", id_number=ID_NUMBER, bank_account=ACCOUNT)
    for _ in range(2):
        folder = Path(journey.app.config["INSTANCE"]) / "attachments"
        files = [path for path in folder.rglob("*") if path.is_file()]
        assert files
        assert db.session.scalars(select(Attachment.paper)).all() != [""]
        for path in files:
            assert b"JFIF" not in path.read_bytes(), path
            assert not path.read_bytes().startswith(b"\xff\xd8"), path
        Worker(journey.app).tick()
