"""`flask demo`: the sample town, ready to be tried."""

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select

from portal import clock
from portal.db import begin_write, db
from portal.demo import cast, mandates, requests
from portal.domain.accounts.passwords import OF_THE_DEMO
from portal.domain.grids.models import Assignment, Building
from portal.domain.matters.services import load_catalogue
from portal.domain.service_requests.acting import Timing
from portal.domain.service_requests.numbering import shown
from portal.domain.workdays.queries import load_calendar

BY = "演示"


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Load the sample town and its invented cast; a portal that has a register keeps it."""
    if current_app.config["MODE"] == "production":
        raise click.ClickException("The sample town is not for production: set LINGE_MODE=demo.")
    begin_write()
    today, at = clock.today(), clock.now()
    if cast.load_town(today=today, at=at):
        click.echo("Loaded the sample town; every person and phone number in it is invented.")
    load_catalogue(by=BY, at=at)
    cast.appoint_cast()
    cast.hang_placards(address=current_app.config["PUBLIC_URL"], today=today, at=at)
    cast.send_somebody_on_leave(today=today, at=at)
    load_catalogue(by=cast.BY, at=at)
    requests.tell_stories(at=at, timing=Timing(load_calendar(), current_app.config["WORKING_HOURS"]))
    db.session.commit()
    _say_hello()


def _say_hello() -> None:
    address = current_app.config["PUBLIC_URL"]
    click.echo(f"\n  邻格 is at {address}   (Ctrl-C stops it)\n\n  Addresses to look up:")
    for words in _searches():
        click.echo(f"    {words}")
    click.echo(f"\n  Sign in at {address}/staff with the password {OF_THE_DEMO} as")
    click.echo(
        "    demo-worker  demo-community  demo-street  demo-leader  demo-department  demo-supervisor  demo-admin"
    )
    if number := requests.sample_number():
        click.echo(f"\n  Follow a request at {address}/track: number {shown(number)}, code {requests.CODE}")
    if number := requests.sample_number(mandates.SAMPLE, mandates.AGENTS_CODE):
        click.echo(f"  One filed for somebody: number {shown(number)}, code {mandates.AGENTS_CODE} of the daughter,")
        click.echo(f"    {mandates.PERSONS_CODE} of her mother, who ends the mandate or goes on by herself")
    click.echo()


def _searches() -> list[str]:
    """Three addresses of this register as people write them: with dashes, by another name, one that needs a choice."""
    estates = (
        select(Building.estate, func.max(Building.aliases), func.count(Assignment.grid_id.distinct()))
        .join(Assignment)
        .where(Building.estate != "", Building.units > 1, Assignment.ends_on.is_(None))
        .group_by(Building.estate)
        .order_by(func.min(Building.id))
    )
    rows = db.session.execute(estates).all()
    dashed = next((f"{estate}3-2-501" for estate, _, _ in rows), None)
    alias = next((aliases.split("|")[-1] + "五号楼" for _, aliases, _ in rows[1:] if "|" in aliases), None)
    divided = next((estate for estate, _, grids in reversed(rows) if grids > 1), None)
    return [words for words in (dashed, alias, divided) if words]
