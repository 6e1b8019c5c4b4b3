"""`flask backup`: what is needed to go on, readable only with the keys that lie elsewhere; put back, it goes on."""

import re
import shutil
import subprocess
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text

from portal import encryption
from portal.attachments import photo_files
from portal.db import db
from portal.domain.service_requests.attachments import Attachment
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.photo_files import content_of
from portal.encryption import KeyMissing, new_key, set_keys
from tests.cast import fill
from tests.conftest import TODAY, make_app
from tests.domain.keeping.everything import settled_with_everything
from tests.domain.service_requests.making import Town, load_matters


@pytest.fixture
def town(both_apps) -> Town:
    cast = fill(TODAY)
    load_matters()
    return Town(cast)


@pytest.fixture
def keys_as_before():
    known = (dict(encryption._keys), dict(encryption._digest_keys), encryption._current)
    yield
    encryption._keys, encryption._digest_keys, encryption._current = known


def made(app, folder: Path, *options: str) -> Path:
    answer = app.test_cli_runner().invoke(args=["backup", str(folder), *options])
    assert answer.exit_code == 0, answer.output
    return Path(answer.output.partition(": ")[0])


def put_back(backup: Path, instance: Path, server_url: str) -> dict[str, str]:
    """As docs/operations.md says; the settings that differ."""
    instance.mkdir()
    for name in ("attachments", "photos"):
        shutil.copytree(backup / name, instance / name)
    if (backup / "linge.sqlite").exists():
        shutil.copy(backup / "linge.sqlite", instance / "linge.sqlite")
        return {}
    command = [
        "pg_restore",
        "--no-owner",
        "--clean",
        "--if-exists",
        f"--dbname={server_url}",
        str(backup / "linge.dump"),
    ]
    subprocess.run(command, check=True)
    return {"DATABASE_URL": server_url.replace("postgresql://", "postgresql+psycopg://")}


def test_put_back_on_another_machine_it_goes_on(both_apps, town, tmp_path, request, keys_as_before):
    app = both_apps
    settled = settled_with_everything(town)
    number, room = settled.number, replace(town.place(), room="501").room
    backup = made(app, tmp_path / "safe")
    keys = app.config["FIELD_KEYS"]
    url = ""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("DELETE FROM message_robots"))
        db.session.commit()
        url = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    db.session.remove()
    db.engine.dispose()
    settings = put_back(backup, tmp_path / "other", url)
    (tmp_path / "other" / "field_keys.txt").write_text(keys)
    other = make_app(tmp_path / "other", **settings)
    with other.app_context():
        found = db.session.scalars(select(ServiceRequest).where(ServiceRequest.number == number)).one()
        assert (found.applicant_name, found.room) == ("王小芳", room)
        for photo in db.session.scalars(select(Attachment)):
            assert content_of(photo_files().ready(photo.key)) == b"a picture"
        set_keys(new_key("k9"))
        db.session.expire_all()
        with pytest.raises(KeyMissing):
            _ = found.applicant_name
        db.session.remove()
        db.engine.dispose()


def test_no_key_and_nothing_that_is_made_anew_lies_in_it(both_apps, town, tmp_path):
    instance = Path(both_apps.config["INSTANCE"])
    (instance / "spool").mkdir(exist_ok=True)
    (instance / "spool" / "1.batch").write_text("x")
    backup = made(both_apps, tmp_path / "safe")
    assert {path.name for path in backup.iterdir()} <= {"linge.sqlite", "linge.dump", "attachments", "photos"}
    secret = both_apps.config["FIELD_KEYS"].partition(":")[2].encode()
    assert all(secret not in path.read_bytes() for path in backup.rglob("*") if path.is_file())


def test_nobody_else_on_the_machine_reads_it(both_apps, town, tmp_path):
    settled_with_everything(town)
    backup = made(both_apps, tmp_path / "safe")
    for path in (backup.parent, backup, *backup.iterdir()):
        assert path.stat().st_mode & 0o077 == 0, path


def test_what_is_written_while_it_is_made_is_in_it_as_a_whole_or_not_at_all(both_apps, town, tmp_path):
    over = threading.Event()

    def write() -> None:
        with both_apps.app_context():
            while not over.is_set():
                db.session.execute(text("UPDATE service_request_counters SET last = last + 1"))
                db.session.commit()
            db.session.remove()

    town.filed()
    db.session.remove()
    writer = threading.Thread(target=write)
    writer.start()
    try:
        backup = made(both_apps, tmp_path / "safe")
    finally:
        over.set()
        writer.join(20)
    assert any(
        (backup / name).stat().st_size > 50_000 for name in ("linge.sqlite", "linge.dump") if (backup / name).exists()
    )


def test_old_ones_are_deleted_and_other_folders_left_alone(app, cast, tmp_path, monkeypatch):
    town = Town(cast)
    monkeypatch.setattr("portal.clock.now", lambda: town.at)
    (tmp_path / "linge-of-mine").mkdir()
    first = made(app, tmp_path)
    town.wait(hours=1)
    second = made(app, tmp_path, "--keep", "2")
    town.wait(hours=1)
    third = made(app, tmp_path, "--keep", "2")
    assert sorted(path.name for path in tmp_path.glob("linge-*")) == sorted([second.name, third.name, "linge-of-mine"])
    assert not first.exists()


def test_a_backup_beside_the_database_is_refused(app, cast):
    answer = app.test_cli_runner().invoke(args=["backup", str(Path(app.config["INSTANCE"]) / "safe")])
    assert answer.exit_code == 1
    assert "outside the instance folder" in answer.output


def test_where_there_is_no_pg_dump_its_call_is_told_without_the_password(app, cast, tmp_path, monkeypatch):
    def missing(*_args: object, **_options: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "run", missing)
    app.config["SQLALCHEMY_DATABASE_URI"] = "postgresql+psycopg://linge:sesame@db.example:5433/town"
    answer = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "safe")])
    assert answer.exit_code == 1
    assert re.search(
        r"pg_dump --format=custom .*--host=db.example --port=5433 --username=linge --dbname=town", answer.output
    )
    assert "sesame" not in answer.output
    assert list((tmp_path / "safe").iterdir()) == []
