"""`flask keeping`: what is kept how long, what would be masked or deleted now, and doing it."""

import click
from flask.cli import with_appcontext

from portal import clock
from portal.domain.keeping.services import preview
from portal.keeping import act_by_rules


@click.command("keeping")
@click.option("--do", is_flag=True, help="Do it now; the worker does the same every hour.")
@with_appcontext
def keeping(do: bool) -> None:
    """Print the table of what is kept how long, and what would be done now: figures only, nobody's facts."""
    if do:
        done = act_by_rules()
        for rule, count in done.items():
            if count:
                click.echo(f"{rule}: {count}")
        click.echo(f"{done.total()} done")
        return
    for line in preview(clock.now()):
        rule, oldest = line.rule, line.oldest
        click.echo(f"{rule.key}: {rule.what}")
        click.echo(f"    {rule.does} {rule.kept.days} d {rule.since} – {rule.ground}")
        if line.count:
            since = f", the oldest since {clock.local(oldest):%Y-%m-%d %H:%M}" if oldest else ""
            click.echo(f"    now: {line.count}{since}")
