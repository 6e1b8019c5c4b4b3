"""Alembic environment: the models' metadata against the application's engine."""

from alembic import context
from flask import current_app

from portal.db import db, described_by_models

# Every table must be imported before Alembic compares.
from portal.domain.accounts import models as _accounts  # noqa: F401
from portal.domain.health import models as _health  # noqa: F401
from portal.domain.matters import models as _matters  # noqa: F401
from portal.domain.placards import models as _placards  # noqa: F401
from portal.domain.records import models as _records  # noqa: F401
from portal.domain.workdays import models as _workdays  # noqa: F401


def skip_empty(_context, _revision, directives):
    """`flask db migrate` without a change makes no file."""
    if (
        context.config.cmd_opts
        and getattr(context.config.cmd_opts, "autogenerate", False)
        and directives[0].upgrade_ops.is_empty()
    ):
        directives[:] = []


def plain_types(kind, item, _context):
    """Migrations name the database's types, not the portal's: they must run when the portal's classes have moved on."""
    if kind != "type":
        return False
    return {"UtcDateTime": "sa.DateTime(timezone=True)", "EncryptedText": "sa.LargeBinary()"}.get(
        type(item).__name__, False
    )


def run() -> None:
    if context.is_offline_mode():
        context.configure(url=str(db.engine.url), target_metadata=db.metadata, literal_binds=True)
        with context.begin_transaction():
            context.run_migrations()
        return
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_name=described_by_models,
            process_revision_directives=skip_empty,
            render_item=plain_types,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
