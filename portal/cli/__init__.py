"""The commands of `flask`, one module a feature."""

import click

from portal.cli.accounts import make_administrator
from portal.cli.demo import demo
from portal.cli.grids import import_town
from portal.cli.lookup import lookup
from portal.cli.placards import placards
from portal.cli.serve import serve
from portal.cli.settings import secrets, settings
from portal.cli.worker import worker

COMMANDS: tuple[click.Command, ...] = (
    lookup,
    demo,
    import_town,
    serve,
    make_administrator,
    secrets,
    settings,
    placards,
    worker,
)
