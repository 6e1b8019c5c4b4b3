"""`flask import-town`: bring a town's two CSV files into the register."""

from datetime import datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from portal import clock
from portal.db import begin_write, db
from portal.domain.errors import DomainError
from portal.domain.grids.importing.report import ImportReport, Problems
from portal.domain.grids.importing.town import TownImport

BY = "命令行"


@click.command("import-town")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show the report; write nothing.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="From which day new assignments and posts hold; today if not given.",
)
@with_appcontext
def import_town(folder: Path, dry_run: bool, since: datetime | None) -> None:
    """Read grids.csv and buildings.csv in FOLDER: all or nothing, and safe to repeat."""
    try:
        town = TownImport(folder, today=clock.today(), since=since.date() if since else None)
    except DomainError as problem:
        raise click.ClickException(str(problem)) from problem
    if dry_run:
        report = town.examine()
    else:
        begin_write()
        report = town.carry_out(by=BY, at=clock.now())
        db.session.commit()
    show(report)
    if report.errors:
        raise click.exceptions.Exit(1)


def show(report: ImportReport) -> None:
    """Every bad line, every warning, the first changes, and what came of it."""
    _list("错误", report.errors)
    _list("提醒", report.warnings)
    for change in report.changes:
        click.echo(f"  {change}")
    if unlisted := report.total - len(report.changes):
        click.echo(f"  还有 {unlisted} 处变化没有列出")
    if report.errors:
        click.echo(f"{report.errors.total} 处错误，没有写入任何内容。改好后再导入一次。")
    elif report.written:
        click.echo(f"已写入：{report.summary}。")
    else:
        click.echo(f"将要写入：{report.summary}。" if report.total else "没有变化，没有写入任何内容。")


def _list(title: str, problems: Problems) -> None:
    for problem in problems.listed:
        click.echo(f"{title} {problem}", err=title == "错误")
    if problems.unlisted:
        click.echo(f"{title} 还有 {problems.unlisted} 处没有列出")
