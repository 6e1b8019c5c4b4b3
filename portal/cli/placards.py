"""`flask placards`: make placards and print their sheets."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from portal import clock
from portal.db import begin_write, db
from portal.domain.errors import DomainError
from portal.domain.grids.models import Grid
from portal.domain.grids.queries import find_building, find_grid
from portal.domain.placards import queries
from portal.domain.placards.making import make_for_grids
from portal.domain.placards.queries import Search
from portal.domain.placards.sheets import SheetFormat
from portal.printing import print_file

BY = "flask"


@click.group("placards")
def placards() -> None:
    """Placards: make them, print them."""


def _somewhere(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say where; exactly one must be given."""
    for option in (
        click.option("--town", is_flag=True, help="Everywhere."),
        click.option("--grid", metavar="CODE", help="One grid."),
    ):
        command = option(command)
    return command


@placards.command("make")
@_somewhere
@click.option("--per-entrance", is_flag=True, help="One for each entrance instead of one for each building.")
@with_appcontext
def make(town: bool, grid: str | None, per_entrance: bool) -> None:
    """Give each building a placard; those that have one keep it."""
    _exactly_one(town=town, grid=grid)
    begin_write()
    with _plainly():
        ids = [find_grid(grid).id] if grid else list(db.session.scalars(select(Grid.id)))
        made = make_for_grids(ids, per_entrance=per_entrance, today=clock.today(), by=BY, at=clock.now())
    db.session.commit()
    click.echo(f"{len(made)} made")


@placards.command("print")
@_somewhere
@click.option("--building", metavar="CODE", help="One building.")
@click.option("--format", "sheet_format", type=click.Choice(["a4", "a5", "cards"]), default="a4", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@with_appcontext
def print_sheets(town: bool, grid: str | None, building: str | None, sheet_format: str, out: Path) -> None:
    """Write the sheets as one PDF; A4 and A5 notices count as printed."""
    _exactly_one(town=town, grid=grid, building=building)
    with _plainly():
        search = Search(
            grid_id=find_grid(grid).id if grid else None,
            building_id=find_building(building).id if building else None,
        )
        today = clock.today()
        ids = queries.ids(queries.matching(queries.located(today), search, today))
        if not ids:
            raise DomainError("这里还没有公示牌。先运行 flask placards make。")
        pages = print_file(out, ids, SheetFormat(sheet_format), "")
    click.echo(f"{pages} pages in {out}")


def _exactly_one(**given: Any) -> None:
    if sum(map(bool, given.values())) != 1:
        raise click.UsageError("Give exactly one of " + ", ".join(f"--{name}" for name in given) + ".")


@contextmanager
def _plainly() -> Iterator[None]:
    """A rule's refusal as a line instead of a traceback."""
    try:
        yield
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
