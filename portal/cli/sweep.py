"""`flask sweep`: what the worker does with open requests once a minute."""

import click
from flask.cli import with_appcontext

from portal.sweeping import run_sweep


@click.command("sweep")
@with_appcontext
def sweep() -> None:
    """Remind, let limits lapse, pass requests on to who serves today, file away what is resolved. Safe to repeat."""
    swept = run_sweep()
    click.echo(f"{swept.limits} limits, {swept.mandates} mandates, {swept.passed_on} passed on, {swept.closed} closed")
