"""`flask worker`: the background worker."""

import logging

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.worker import Worker, run


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now and end, for a timer of the system.")
@with_appcontext
def worker(once: bool) -> None:
    """Count scans, make print sheets, leave signs of life, until Ctrl-C or SIGTERM."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if once:
        Worker(app).tick()
    else:
        run(app)
