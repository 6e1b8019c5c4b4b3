"""`flask backup`: database and pictures into one folder, without keys. docs/operations.md says how it is put back."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import URL, make_url

from portal import clock

# What the rest of the portal cannot make anew. Keys never: a backup that holds them is readable by whoever has it.
PICTURES = ("attachments", "photos")
_NAMED = "linge-%Y%m%d-%H%M%S"


@click.command("backup")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--keep", type=click.IntRange(1), help="Delete older backups in that folder, all but this many.")
@with_appcontext
def backup(folder: Path, keep: int | None) -> None:
    """Copy the database as it is at one moment, and the pictures, into a new folder below FOLDER, while it runs."""
    instance = Path(current_app.config["INSTANCE"]).resolve()
    if folder.resolve().is_relative_to(instance):
        raise click.ClickException("choose a folder outside the instance folder, best on another machine")
    made = folder / clock.local(clock.now()).strftime(_NAMED)
    unfinished = made.with_suffix(".part")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished.mkdir(mode=0o700)
    try:
        # The database first: a picture that came later is one too many; the other way round one would be missing.
        _database(make_url(current_app.config["SQLALCHEMY_DATABASE_URI"]), unfinished)
        for name in PICTURES:
            _pictures(instance / name, unfinished / name)
        unfinished.rename(made)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    click.echo(f"{made}: {_size(made)} MB, without keys: keep LINGE_FIELD_KEYS and LINGE_SECRET_KEY somewhere else")
    for old in _all_in(folder)[: -keep if keep else 0]:
        shutil.rmtree(old)
        click.echo(f"deleted {old}")


def _database(url: URL, into: Path) -> None:
    if url.get_backend_name() == "sqlite":
        _sqlite(Path(str(url.database)), into / "linge.sqlite")
        return
    command, environment = dump_command(url, into / "linge.dump")
    try:
        subprocess.run(command, env={**os.environ, **environment}, check=True)  # noqa: S603
    except FileNotFoundError:
        raise click.ClickException(f"pg_dump is not installed here; run it elsewhere: {' '.join(command)}") from None
    except subprocess.CalledProcessError as problem:
        raise click.ClickException(f"pg_dump ended with {problem.returncode}; nothing was kept") from None
    (into / "linge.dump").chmod(0o600)


def dump_command(url: URL, file: Path) -> tuple[Sequence[str], dict[str, str]]:
    """The call of pg_dump, and what it gets in its environment: a password would stand in the list of processes."""
    options = {"--host": url.host, "--port": url.port, "--username": url.username, "--dbname": url.database}
    told = [f"{name}={value}" for name, value in options.items() if value]
    return ["pg_dump", "--format=custom", "--no-owner", f"--file={file}", *told], (
        {"PGPASSWORD": str(url.password)} if url.password else {}
    )


def _sqlite(source: Path, target: Path) -> None:
    """By SQLite's own backup: one moment, whatever is written meanwhile; then the copy is checked."""
    target.touch(mode=0o600)
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as read, closing(sqlite3.connect(target)) as copy:
        read.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        [(verdict,)] = copy.execute("PRAGMA integrity_check")
    if verdict != "ok":
        raise click.ClickException(f"the copy is not sound: {verdict}")


def _pictures(source: Path, target: Path) -> None:
    """Every file that is there; one that is deleted meanwhile is left out, a half-written one too."""
    target.mkdir(mode=0o700)
    for path in sorted(source.rglob("*")):
        copy = target / path.relative_to(source)
        if path.is_dir():
            copy.mkdir(mode=0o700, parents=True, exist_ok=True)
        elif path.suffix != ".part":
            copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                shutil.copy2(path, copy)
            except FileNotFoundError:
                continue


def _all_in(folder: Path) -> list[Path]:
    """The backups in a folder, the oldest first."""
    return sorted(path for path in folder.glob("linge-*") if path.is_dir() and _is_backup(path.name))


def _is_backup(name: str) -> bool:
    try:
        datetime.strptime(name, _NAMED)
    except ValueError:
        return False
    return True


def _size(folder: Path) -> str:
    return f"{sum(path.stat().st_size for path in folder.rglob('*') if path.is_file()) / 1e6:.1f}"
