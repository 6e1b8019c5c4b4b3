"""`flask due`: what a limit comes to, so that anyone can check the rule."""

import json
from datetime import datetime

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DatabaseError

from portal import clock
from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.workdays.calendar import Calendar
from portal.domain.workdays.official import official_days
from portal.domain.workdays.periods import Due, Pause, Span, due
from portal.domain.workdays.queries import load_calendar


class BadInput(click.ClickException):
    """One plain line and the exit code of wrong usage."""

    exit_code = 2


@click.command("due")
@click.option("--limit", "limit", required=True, metavar="SPAN", help='A number and a unit, such as "5 workday".')
@click.option("--from", "begins", required=True, metavar="MOMENT", help="2026-02-13T16:30; Shanghai time if not said.")
@click.option("--pause", "pauses", multiple=True, metavar="FROM..TO", help="Papers asked for and received. Repeatable.")
@click.option("--extend", "extension", metavar="SPAN", help="What was added to the limit.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
@with_appcontext
def due_moment(limit: str, begins: str, pauses: tuple[str, ...], extension: str | None, as_json: bool) -> None:
    """Print when a limit ends and how that was counted.

    Units: workday, day, hour, minute, workhour, calendar_month. A date without a time is its midnight.
    """
    try:
        found = due(
            Span.parse(limit),
            _moment(begins, "--from"),
            calendar=_calendar(),
            hours=current_app.config["WORKING_HOURS"],
            pauses=[_pause(text) for text in pauses],
            extension=Span.parse(extension) if extension is not None else None,
        )
    except DomainError as refusal:
        raise BadInput(str(refusal)) from refusal
    click.echo(_as_json(found) if as_json else _as_lines(found))


def _moment(text: str, where: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=clock.LOCAL_ZONE)).astimezone(clock.LOCAL_ZONE)
    except (ValueError, OverflowError):
        raise BadInput(f"没看懂 {where} 的时间“{text.strip()[:40]}”。请写成 2026-02-13T16:30 或 2026-02-13。") from None


def _pause(text: str) -> Pause:
    begins, dots, ends = text.partition("..")
    if not (dots and begins.strip() and ends.strip()):
        raise BadInput(f"没看懂 --pause“{text[:60]}”。请写成 开始..结束，例如 2026-02-24..2026-02-26。")
    return Pause(_moment(begins, "--pause"), _moment(ends, "--pause"))


def _calendar() -> Calendar:
    """The calendar of this portal; without a database, the shipped one."""
    try:
        return load_calendar()
    except DatabaseError:
        db.session.rollback()
        click.echo("这里还没有数据库，按随程序带的官方日历计算。", err=True)
        shipped = official_days()
        return Calendar.of({row.day.year for row in shipped}, ((row.day, row.kind, row.name) for row in shipped))


def _as_json(found: Due) -> str:
    facts = {
        "due_at": found.due_at.isoformat(),
        "provisional": found.provisional,
        "because": list(found.because),
    }
    return json.dumps(facts, ensure_ascii=False)


def _as_lines(found: Due) -> str:
    mark = "（暂定）" if found.provisional else ""
    return "\n".join((f"{found.due_at.isoformat()}{mark}", *(f"  {line}" for line in found.because)))
