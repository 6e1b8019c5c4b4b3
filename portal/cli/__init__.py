"""The commands of `flask`, one module a feature."""

import click

from portal.cli.lookup import lookup

COMMANDS: tuple[click.Command, ...] = (lookup,)
