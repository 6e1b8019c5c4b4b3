"""`flask make-administrator`: the first way in, and the way back in."""

import sys

import click
from flask.cli import with_appcontext

from portal import clock
from portal.db import begin_write, db
from portal.domain.accounts import names, passwords, services


@click.command("make-administrator")
@click.argument("name")
@with_appcontext
def make_administrator(name: str) -> None:
    """Open the account NAME as administrator, or repair one that is closed, locked or forgotten.

    Asks for an initial password; without an answer, or without a terminal, it makes one up and prints it.
    """
    username = names.as_kept(name)
    if not names.is_possible(username):
        raise click.BadParameter(
            "3 to 40 letters, digits, dots, dashes or underscores, such as wang-li", param_hint="NAME"
        )
    chosen = _ask(username) if _is_terminal() else ""
    begin_write()
    password = services.make_administrator(username, password=chosen, by="flask", at=clock.now())
    db.session.commit()
    click.echo(f"{username} is an administrator and has to change the initial password at the first sign-in.")
    if not chosen:
        click.echo(f"Initial password: {password}")


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _ask(username: str) -> str:
    """A password that passes the rule, typed twice; empty to have one made up."""
    while True:
        chosen: str = click.prompt("Initial password (empty: made up)", default="", hide_input=True, show_default=False)
        found = passwords.problems(chosen, username) if chosen else []
        if not chosen or (not found and click.prompt("Once more", hide_input=True) == chosen):
            return chosen
        click.echo("".join(found) or "The two were different.")
