"""The commands of `flask`, one module a feature."""

import click

from portal.cli.accounts import make_administrator
from portal.cli.backup import backup
from portal.cli.demo import demo
from portal.cli.grids import import_town
from portal.cli.keeping import keeping
from portal.cli.keys import make_key, rotate_keys
from portal.cli.lookup import lookup
from portal.cli.matters import import_catalogue
from portal.cli.placards import placards
from portal.cli.serve import serve
from portal.cli.settings import secrets, settings
from portal.cli.sweep import sweep
from portal.cli.workdays import due_moment
from portal.cli.worker import worker
from portal.cli.workflow import workflow

COMMANDS: tuple[click.Command, ...] = (
    lookup,
    demo,
    import_town,
    import_catalogue,
    serve,
    make_administrator,
    secrets,
    settings,
    placards,
    worker,
    due_moment,
    workflow,
    sweep,
    rotate_keys,
    keeping,
    backup,
    make_key,
)
