"""`flask lookup`: ask for an address on the command line, or answer JSON lines for a program."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO

import click
from flask.cli import with_appcontext

from portal import clock
from portal.domain.grids.aliases import lookup_rows
from portal.domain.grids.lookup import BuildingRow, Candidate, Decision, GridRow, Index, answer_lines, read_register
from portal.domain.grids.models import Building
from portal.domain.grids.queries import grid_rows
from portal.lookup_index import shared_index

WORDS = {Decision.ANSWER: "就是这里", Decision.CHOOSE: "可能是这几处", Decision.NONE: "没有找到这个地址"}


@click.command("lookup")
@click.argument("address", required=False)
@click.option("--jsonl", is_flag=True, help='Read {"q": …} lines from standard input, answer each with one line.')
@click.option(
    "--register",
    type=click.Path(exists=True, file_okay=False),
    help="Answer from buildings.csv and grids.csv in this folder, without a database.",
)
@with_appcontext
def lookup(address: str | None, jsonl: bool, register: str | None) -> None:
    """Which building and grid an ADDRESS means."""
    if jsonl == (address is not None):
        raise click.UsageError("Give an ADDRESS, or --jsonl and addresses on standard input.")
    with _index(register) as index:
        if jsonl:
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")
            sys.stdout.reconfigure(encoding="utf-8")
            answer_each(index, sys.stdin, sys.stdout)
        elif address is not None:
            answer = index.look_up(address)
            click.echo(WORDS[answer.decision])
            for line in _in_words(answer.candidates, *_rows(register)):
                click.echo(f"  {line}")


def answer_each(index: Index, lines: Iterable[str], out: IO[str]) -> None:
    """Answer JSON lines one by one, each flushed; a line that asks nothing gets its error and the decision none."""
    for line in lines:
        if problem := _problem(line):
            refusal = {"error": problem, "decision": Decision.NONE, "candidates": []}
            out.write(json.dumps(refusal, ensure_ascii=False) + "\n")
            out.flush()
        else:
            answer_lines(index, [line], out)


def _problem(line: str) -> str:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return "not JSON"
    if not isinstance(asked, dict) or not isinstance(asked.get("q"), str):
        return 'not an object with a text "q"'
    return ""


@contextmanager
def _index(register: str | None) -> Iterator[Index]:
    if register is None:
        yield shared_index().current()
    else:
        with Index.build(*read_register(register)) as index:
            yield index


def _rows(register: str | None) -> tuple[Iterable[BuildingRow], Iterable[GridRow]]:
    if register is not None:
        return read_register(register)
    return lookup_rows(clock.today()), (GridRow(*row) for row in grid_rows(clock.today()))


def _in_words(
    candidates: Iterable[Candidate], buildings: Iterable[BuildingRow], grids: Iterable[GridRow]
) -> Iterator[str]:
    """A line for each candidate: place, grid, how it was recognised, codes."""
    wanted = {one.building_code for one in candidates}
    titles = {row.building_code: _title(row) for row in buildings if row.building_code in wanted}
    names = {row.grid_code: row.grid_name for row in grids}
    for one in candidates:
        place = f"{titles.get(one.building_code or '', '整个网格')}  {names.get(one.grid_code, '')}"
        codes = " ".join(filter(None, [one.building_code, one.grid_code]))
        yield f"{place}  ({one.reason}: {one.matched}, {codes})"


def _title(row: BuildingRow) -> str:
    return Building(estate=row.estate, road=row.road, number=row.number, building_no=row.building_no).title
