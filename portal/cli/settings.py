"""`flask settings` and `flask secrets`."""

import re
import secrets as random

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.config import SETTINGS
from portal.encryption import new_key

HIDDEN = {"SECRET_KEY", "FIELD_KEYS", "SMS_SECRET", "MAIL_PASSWORD"}


@click.command("settings")
@with_appcontext
def settings() -> None:
    """List every setting: variable, value in force, default, reason."""
    for setting in SETTINGS:
        click.echo(f"{setting.variable}={_shown(setting.name)}")
        click.echo(f"    default: {setting.default or 'empty'}")
        click.echo(f"    {setting.reason}")


def _shown(name: str) -> str:
    """The value in force without what is secret in it."""
    value = str(current_app.config[name])
    if name in HIDDEN:
        return "(set)" if value else "(not set)"
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:…@", value)


@click.command("secrets")
def secrets() -> None:
    """Print fresh keys for the environment of a production portal. Nothing is stored."""
    click.echo(f"LINGE_SECRET_KEY={random.token_urlsafe(48)}")
    click.echo(f"LINGE_FIELD_KEYS={new_key()}")
