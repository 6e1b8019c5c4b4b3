"""The commands of `flask`, one module a feature."""

import click

from portal.cli.demo import demo
from portal.cli.lookup import lookup
from portal.cli.serve import serve

COMMANDS: tuple[click.Command, ...] = (
    lookup,
    demo,
    serve,
)
