"""Fixtures: a migrated database for each test, the cast, and a client that checks every page it fetches."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Dialect, Engine, create_engine, text
from werkzeug.routing import Rule

from portal import create_app
from portal.db import db
from tests.cast import Cast, fill, present
from tests.pages import PageClient

POSTGRESQL = os.environ.get("LINGE_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432")
TODAY = date(2026, 11, 23)
# Each test has an app of its own; compiling the same templates for every one of them took half of the time.
TEMPLATES = FileSystemBytecodeCache(tempfile.mkdtemp(prefix="linge-templates-"))

# Thousands of databases are made and thrown away: in memory where there is room, so that nothing waits for a disk.
MEMORY, ROOM = Path("/dev/shm"), 4 * 1024**3
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# Most of what lives lives as long as the run: looking for garbage after every few hundred objects goes through it all.
gc.set_threshold(100_000, 20, 50)

# Statements are compiled once for a kind of database instead of once for each engine; what is compiled hangs on both.
_DIALECTS: dict[str, Dialect] = {}
_STATEMENTS: dict[str, Any] = {}


def _compile_statements_once(engine: Engine) -> None:
    kind = engine.dialect.name
    engine.dialect = engine.pool._dialect = _DIALECTS.setdefault(kind, engine.dialect)
    engine._compiled_cache = _STATEMENTS.setdefault(kind, engine._compiled_cache)


# A route is taken apart once for the run instead of once for each app: its parts depend on how it is written alone.
_COMPILED: dict[tuple[object, ...], dict[str, Any]] = {}
_compile = Rule.compile


def _compile_once(rule: Rule) -> None:
    key = (rule.subdomain, rule.rule, rule.map.converters["default"], *sorted((rule.defaults or {}).items()))
    if key not in _COMPILED:
        _compile(rule)
        kept = ("_parts", "_trace", "_converters", "_build", "_build_unknown", "arguments")
        _COMPILED[key] = {name: getattr(rule, name) for name in kept}
    known = _COMPILED[key]
    rule.arguments = set(known["arguments"])
    for name in ("_parts", "_trace", "_converters"):
        setattr(rule, name, known[name])
    for name in ("_build", "_build_unknown"):
        setattr(rule, name, known[name].__func__.__get__(rule, None))


Rule.compile = _compile_once  # type: ignore[method-assign]


def skip_or_fail(reason: str) -> None:
    """Skip loudly on a developer's machine; where CI is set a missing tool is an error."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason} – required where CI is set")
    pytest.skip(reason)


def make_app(instance: Path, **settings: object) -> Flask:
    app = create_app(
        MODE="test",
        INSTANCE=str(instance),
        SECRET_KEY="test",
        FIELD_KEYS="",
        **{"PUBLIC_URL": "http://linge.example", **settings},
    )
    app.config["WTF_CSRF_ENABLED"] = False
    app.config["RATELIMIT_ENABLED"] = False
    app.test_client_class = PageClient
    app.jinja_env.bytecode_cache = TEMPLATES
    with app.app_context():
        _compile_statements_once(db.engine)
    return app


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every migration applied, copied for each test."""
    from flask_migrate import upgrade

    instance = tmp_path_factory.mktemp("migrated")
    app = make_app(instance)
    with app.app_context():
        upgrade()
        db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.remove()
        db.engine.dispose()
    return instance


def copy_instance(made: Path, folder: Path) -> Path:
    folder.mkdir()
    for file in made.iterdir():
        if file.is_file() and not file.name.endswith(("-wal", "-shm")):
            shutil.copy(file, folder / file.name)
    return folder


@pytest.fixture(scope="session")
def inhabited(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the cast in it."""
    folder = copy_instance(migrated, tmp_path_factory.mktemp("cast") / "instance")
    with make_app(folder).app_context():
        fill(TODAY)
        db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture(scope="session")
def cast_index(inhabited: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lookup index of the cast, made once; modules that look up a lot name it and get it in their instance."""
    from portal.lookup_index import look_up

    folder = copy_instance(inhabited, tmp_path_factory.mktemp("index") / "instance")
    with pytest.MonkeyPatch.context() as patch, make_app(folder).app_context():
        patch.setattr("portal.clock.today", lambda: TODAY)
        look_up("")
        db.session.remove()
        db.engine.dispose()
    (made,) = folder.glob("lookup-*.index")
    return made


@pytest.fixture
def instance(migrated: Path, inhabited: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """What a test's portal keeps its files in; with the cast when the test is about them."""
    names = request.fixturenames
    made = inhabited if "cast" in names and "both_apps" not in names else migrated
    folder = copy_instance(made, tmp_path / "instance")
    if "cast_index" in names:
        shutil.copy(request.getfixturevalue("cast_index"), folder)
    return folder


@pytest.fixture
def app(instance: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setattr("portal.clock.today", lambda: TODAY)
    monkeypatch.setattr("portal.lookup_index.BRIEFLY", 30.0)  # a busy machine must not fail a test
    app = make_app(instance)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The small town every test may count on."""
    return present()


@pytest.fixture
def client(app: Flask, cast: Cast) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sign_in(client: PageClient, cast: Cast):  # type: ignore[no-untyped-def]
    """`sign_in("officer")`: the client goes on as that member of the cast."""
    return client.sign_in


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def both_apps(request: pytest.FixtureRequest, instance: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An app on each database, migrated and empty, for what must hold on both (parallel writers above all)."""
    monkeypatch.setattr("portal.clock.today", lambda: TODAY)
    monkeypatch.setattr("portal.lookup_index.BRIEFLY", 30.0)  # a busy machine must not fail a test
    url = request.getfixturevalue("postgresql_database") if request.param == "postgresql" else ""
    app = make_app(instance, DATABASE_URL=url)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Engine]:
    server = create_engine(f"{POSTGRESQL}/postgres", isolation_level="AUTOCOMMIT")
    try:
        server.connect().close()
    except Exception as problem:
        skip_or_fail(f"no PostgreSQL at {POSTGRESQL}: {type(problem).__name__}")
    yield server
    server.dispose()


@contextmanager
def _database(server: Engine, template: str) -> Iterator[str]:
    """A database of this run by name, copied from `template` and dropped at the end."""
    name = f"linge_test_{os.getpid()}_{os.urandom(3).hex()}"
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
        connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
    yield name
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL database with every migration applied, copied for each test."""
    from flask_migrate import upgrade

    with _database(postgresql_server, "template1") as name:
        with make_app(tmp_path_factory.mktemp("pg"), DATABASE_URL=f"{POSTGRESQL}/{name}").app_context():
            upgrade()
            db.session.remove()
            db.engine.dispose()
        yield name


@pytest.fixture
def postgresql_database(postgresql_server: Engine, migrated_postgresql: str) -> Iterator[str]:
    with _database(postgresql_server, migrated_postgresql) as name:
        yield f"{POSTGRESQL}/{name}"
