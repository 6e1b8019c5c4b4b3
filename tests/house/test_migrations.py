"""Migrations: one linear history that ends where the models are, up and down, on both databases."""

import re

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from portal.config import ROOT
from portal.db import db, described_by_models


def test_files_are_numbered_and_follow_one_another():
    numbers = []
    script = ScriptDirectory(str(ROOT / "migrations"))
    for revision in reversed(list(script.walk_revisions())):
        assert re.fullmatch(r"\d{4}", revision.revision), f"number the migration {revision.revision}"
        assert revision.path.rpartition("/")[2].startswith(f"{revision.revision}_"), revision.path
        numbers.append(int(revision.revision))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(script.get_heads()) == 1


def test_the_models_are_where_the_migrations_end(both_apps):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": described_by_models})
        differences = compare_metadata(context, db.metadata)
    assert not differences, "write a migration for: " + ", ".join(map(str, differences))


def test_everything_can_be_taken_back_and_done_again(both_apps):
    db.session.remove()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade()
    assert "placards" in inspect(db.engine).get_table_names()
