"""The commands of `flask`, one module a feature."""

import click

from portal.cli.demo import demo
from portal.cli.lookup import lookup
from portal.cli.placards import placards
from portal.cli.serve import serve
from portal.cli.worker import worker

COMMANDS: tuple[click.Command, ...] = (
    lookup,
    demo,
    serve,
    placards,
    worker,
)
