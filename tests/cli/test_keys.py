"""`flask rotate-keys`: everything comes under the new key while people file, change and follow; nothing is lost."""

import io
import random
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select, text

from portal import encryption, rotation
from portal.attachments import photo_files
from portal.db import Base, begin_write, db
from portal.domain.grids.models import Building
from portal.domain.keeping.digests import MADE_FROM, OF_CODES, WITHOUT_KEY
from portal.domain.messages.models import Medium, Message
from portal.domain.service_requests.applicants import name_digest, phone_digest, phone_digests
from portal.domain.service_requests.models import Channel, ServiceRequest
from portal.domain.service_requests.numbering import numbered
from portal.domain.service_requests.photo_files import content_of
from portal.domain.service_requests.places import place_of_building
from portal.domain.service_requests.steps.codes import code_digest, opens
from portal.domain.service_requests.steps.filing import file_request
from portal.domain.service_requests.workflow import Status
from portal.encryption import EncryptedText, new_key, set_keys
from tests.cast import Cast, fill
from tests.conftest import TODAY
from tests.domain.messages.writing import robot_of, waiting
from tests.domain.service_requests.making import MONDAY, Town, load_matters, version_of

OLD, NEW = new_key("k1"), new_key("k2")
CODE = "ACEHJK"
MANY = 10_000


@pytest.fixture(autouse=True)
def keys_as_before():
    known = (dict(encryption._keys), dict(encryption._digest_keys), encryption._current)
    yield
    encryption._keys, encryption._digest_keys, encryption._current = known


@pytest.fixture
def rotating(both_apps: Flask) -> tuple[Flask, Cast]:
    """A town whose key was k1 until now."""
    set_keys(OLD)
    cast = fill(TODAY)
    load_matters()
    return both_apps, cast


def phone_of(number: int) -> str:
    return f"1400{number:07d}"


def many_requests(cast: Cast, many: int) -> None:
    """Straight into the table: with name, phone and room, all opened by the same code."""
    version = version_of("baoxiu-gonggong")
    rows = [
        {
            "number": numbered(TODAY - timedelta(days=1), number),
            "code_digest": code_digest(CODE),
            "filing_token": f"many-{number}",
            "channel": Channel.WEB,
            "filed_at": MONDAY,
            "matter_version_id": version.id,
            "work_type": version.work_type,
            "community_id": cast.lotus.id,
            "grid_id": cast.l1.id,
            "unit": f"grid:{cast.l1.id}",
            "level": "grid",
            "status": Status.FILED,
            "applicant_name": f"王{number}",
            "name_digest": name_digest(f"王{number}"),
            "applicant_phone": phone_of(number),
            "phone_digest": phone_digest(phone_of(number)),
            "phone_tail": phone_of(number)[-4:],
            "room": str(number),
        }
        for number in range(1, many + 1)
    ]
    for start in range(0, many, 1000):
        db.session.execute(insert(ServiceRequest), rows[start : start + 1000])
    db.session.commit()


def run(app: Flask, *options: str):
    return app.test_cli_runner().invoke(args=["rotate-keys", *options])


@contextmanager
def meanwhile(app: Flask, *acts):
    """Each act over and over in a thread of its own, as long as the block lasts; its errors are raised here."""
    over, broken = threading.Event(), []

    def again_and_again(act):
        with app.app_context():
            while not over.is_set():
                try:
                    act()
                except Exception as problem:
                    broken.append(problem)
                    return
                finally:
                    db.session.remove()

    threads = [threading.Thread(target=again_and_again, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join(60)
    if broken:
        raise broken[0]


def test_ten_thousand_requests_come_under_the_new_key_while_the_portal_serves(rotating, capsys):
    app, cast = rotating
    many_requests(cast, MANY)
    changed, filed, shown = {}, [], []
    ids = dict(db.session.execute(select(ServiceRequest.number, ServiceRequest.id)).all())
    numbers = list(ids)
    town, building_id = Town(cast), cast.bright1.id
    db.session.expunge_all()
    db.session.remove()
    set_keys(f"{NEW},{OLD}")

    def change():
        number, phone = random.choice(numbers), phone_of(5_000_000 + len(changed))
        begin_write()
        request = db.session.get_one(ServiceRequest, ids[number])
        request.applicant_phone, request.phone_digest = phone, phone_digest(phone)
        db.session.commit()
        changed[number] = phone
        time.sleep(0.002)

    def add():
        begin_write()
        filing = town.filing(place=place_of_building(db.session.get_one(Building, building_id), TODAY), name="李新")
        done = file_request(filing, town.resident)
        number = done.request.number
        db.session.commit()
        filed.append((number, done.code))
        time.sleep(0.005)

    def serve():
        client = app.test_client()
        assert client.post("/track", data={"number": random.choice(numbers), "code": CODE}).status_code == 303
        for number, code in filed[-1:]:
            assert client.post("/track", data={"number": number, "code": code}).status_code == 303
            page = client.get("/track/request")
            assert page.status_code == 200
            shown.append(page)

    began = time.monotonic()
    with meanwhile(app, change, add, serve):
        answer = run(app)
    took = time.monotonic() - began
    with capsys.disabled():
        print(
            f"\n{db.engine.dialect.name}: {MANY} requests in {took:.1f} s, meanwhile {len(changed)} changed, "
            f"{len(filed)} filed, {len(shown)} shown"
        )
    assert answer.exit_code == 0, answer.output
    assert min(len(changed), len(filed), len(shown)) > 0
    db.session.rollback()
    assert "k1: still needed to recognise 10000 codes of requests\n" in answer.output
    codes_go_on(numbers[0])
    set_keys(NEW)
    db.session.expire_all()
    rows = db.session.scalars(select(ServiceRequest).order_by(ServiceRequest.id)).all()
    assert len(rows) == MANY + len(filed)
    for request in rows[:MANY]:
        original = int(request.room or "0")
        phone = changed.get(request.number, phone_of(original))
        assert (request.applicant_name, request.applicant_phone) == (f"王{original}", phone)
        assert request.phone_digest in phone_digests(phone)
        assert request.name_digest == name_digest(f"王{original}")
    assert {request.applicant_name for request in rows[MANY:]} == {"李新"}


def codes_go_on(number: str) -> None:
    assert opens(number, CODE) is not None
    db.session.rollback()


def test_killed_half_way_it_goes_on_where_it_was(rotating, monkeypatch):
    app, cast = rotating
    many_requests(cast, 500)
    set_keys(f"{NEW},{OLD}")
    monkeypatch.setattr(rotation, "AT_ONCE", 50)

    def killed(table: str, rows: int) -> None:
        if table == "service_requests" and rows >= 150:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(killed)
    db.session.rollback()
    used = rotation.keys_in_use(photo_files())["service_requests.applicant_name"]
    assert used == {"k2": 150, "k1": 350}
    rotated = rotation.rotate()
    assert rotated.done["service_requests"] == 350
    assert rotation.keys_in_use(photo_files())["service_requests.applicant_name"] == {"k2": 500}
    assert rotation.rotate().done.total() == 0, "a third time there is nothing to do"


def test_a_value_that_changed_since_it_was_read_is_not_overwritten(rotating):
    app, cast = rotating
    many_requests(cast, 2)
    set_keys(f"{NEW},{OLD}")
    [table] = [one for one in rotation.sealed_tables() if one.name == "service_requests"]
    [rows] = rotation._batches(table)
    begin_write()
    request = db.session.scalars(select(ServiceRequest).order_by(ServiceRequest.id)).first()
    request.applicant_phone, request.phone_digest = "14000009999", phone_digest("14000009999")
    db.session.commit()
    rotated = rotation.Rotated()
    assert rotation._seal_anew(table, rows, rotated) == 1, "only the other one"
    db.session.expire_all()
    assert request.applicant_phone == "14000009999"
    rotation.rotate()
    assert rotation.keys_in_use(photo_files())["service_requests.applicant_name"] == {"k2": 2}


def test_a_row_somebody_holds_is_left_for_later_and_not_waited_for(rotating):
    app, cast = rotating
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer: there the batch waits its turn")
    many_requests(cast, 3)
    set_keys(f"{NEW},{OLD}")
    with db.engine.connect() as other:
        other.execute(
            text("SELECT 1 FROM service_requests WHERE id = (SELECT min(id) FROM service_requests) FOR UPDATE")
        )
        answer = run(app)
        assert answer.exit_code == 1
        assert "k1: still needed by" in answer.output
    assert run(app).exit_code == 0


def test_what_no_key_opens_stays_and_is_told(rotating):
    app, cast = rotating
    many_requests(cast, 3)
    lost = new_key("gone")
    set_keys(lost)
    begin_write()
    request = db.session.scalars(select(ServiceRequest.id).order_by(ServiceRequest.id)).first()
    db.session.execute(db.update(ServiceRequest).where(ServiceRequest.id == request).values(room="501"))
    db.session.commit()
    set_keys(f"{NEW},{OLD}")
    answer = run(app)
    assert answer.exit_code == 1
    assert "not opened, left as they are: 1 of service_requests.room: gone\n" in answer.output
    assert "gone: NOT AMONG LINGE_FIELD_KEYS; 1 values cannot be read without it\n" in answer.output
    set_keys(f"{NEW},{OLD},{lost}")
    assert run(app).exit_code == 0
    assert db.session.get_one(ServiceRequest, request).room == "501"


def test_check_writes_nothing_and_says_what_each_key_is_needed_for(rotating):
    app, cast = rotating
    many_requests(cast, 2)
    set_keys(f"{NEW},{OLD}")
    answer = run(app, "--check")
    assert answer.exit_code == 0
    assert "service_requests.applicant_name: 2 under k1\n" in answer.output
    assert "k2: the current key\n" in answer.output
    assert "k1: still needed by" in answer.output
    assert rotation.keys_in_use(photo_files())["service_requests.room"] == {"k1": 2}


def test_a_key_nothing_needs_may_go(rotating):
    app, cast = rotating
    many_requests(cast, 2)
    set_keys(f"{NEW},{OLD}")
    begin_write()
    db.session.execute(db.update(ServiceRequest).values(code_digest=code_digest(CODE)))
    db.session.commit()
    assert "k1: no longer needed, may be taken out of LINGE_FIELD_KEYS\n" in run(app).output


def test_messages_robots_and_second_factors_come_along(rotating):
    app, cast = rotating
    robot = robot_of(f"grid:{cast.l1.id}", Medium.DINGTALK, secret="SEC123")
    message = waiting(recipient_digest=MADE_FROM["messages.recipient_digest"].make("14000001234"))
    cast.users["pan"].totp_secret = "JBSWY3DPEHPK3PXP"
    db.session.commit()
    set_keys(f"{NEW},{OLD}")
    assert run(app).exit_code == 0
    set_keys(NEW)
    db.session.expire_all()
    assert robot.secret == "SEC123"
    assert robot.address_digest == MADE_FROM["message_robots.address_digest"].make(robot.address)
    assert db.session.get_one(Message, message.id).recipient == "14000001234"
    assert message.recipient_digest == MADE_FROM["messages.recipient_digest"].make("14000001234")
    assert cast.users["pan"].totp_secret == "JBSWY3DPEHPK3PXP"


def test_copies_of_papers_on_disk_come_along(rotating):
    app, _cast = rotating
    files, keys = photo_files(), ["a" * 32, "b" * 32]
    files.put(keys[0], b"an identity card", sealed=True)
    files.take_in(keys[0], io.BytesIO(b"as it came"), sealed=True)
    files.put(keys[1], b"a hole in the road")
    set_keys(f"{NEW},{OLD}")
    assert "k1: still needed by 2 values" in run(app, "--check").output
    answer = run(app)
    assert answer.exit_code == 0, answer.output
    set_keys(NEW)
    assert content_of(files.ready(keys[0])) == b"an identity card"
    assert content_of(files.incoming(keys[0])) == b"as it came"
    assert files.ready(keys[1]).read_bytes() == b"a hole in the road"


def test_every_sealed_column_of_the_models_is_found():
    sealed = {
        f"{table.name}.{column.name}": column.type.place
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, EncryptedText)
    }
    assert all(name == place for name, place in sealed.items()), "sealed for the column it stands in"
    found = {f"{one.name}.{column}" for one in rotation.sealed_tables() for column in one.places}
    assert found == set(sealed)
    assert {"sensitive_facts.value", "mandates.agent_name", "messages.code"} <= found


def test_every_digest_column_says_what_becomes_of_it():
    columns = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if "digest" in column.name
    }
    told = [*MADE_FROM, *OF_CODES, *WITHOUT_KEY]
    assert len(told) == len(set(told))
    assert columns == set(told), "say in portal/domain/keeping/digests.py what a new key means for these"
    for place, source in MADE_FROM.items():
        table = Base.metadata.tables[place.partition(".")[0]]
        assert isinstance(table.columns[source.column].type, EncryptedText), place
        assert source.make("x").startswith(encryption.key_ids()[0] + ":")


def test_a_new_key_has_an_id_of_its_own(app):
    set_keys(f"{NEW},{OLD}")
    printed = app.test_cli_runner().invoke(args=["new-key"]).output
    assert printed.startswith("k3:")
    set_keys(f"{printed.strip()},{NEW},{OLD}")
