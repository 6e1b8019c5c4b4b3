"""The commands of `flask`, one module a feature."""

import click

COMMANDS: tuple[click.Command, ...] = ()
