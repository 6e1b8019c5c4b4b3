"""The development queries on the sample town: the share understood, and the share of wrong assertions."""

import csv
from pathlib import Path

import pytest

import portal.demo
from portal.domain.grids.lookup import Decision, Index, read_register

TOWN = Path(portal.demo.__file__).parent / "town" if portal.demo.__file__ else Path("portal/demo/town")
QUERIES = Path(__file__).parents[2] / "fixtures" / "address_queries_dev.csv"


def _right(row, answer):
    """1, 0.5 or 0 for one query, as the owner of the queries counts."""
    grids = set(filter(None, [*row["accept_grids"].split("|"), row["grid_code"]]))
    kind, top = row["answer_type"], answer.candidates[:3]
    if kind == "none":
        return 1.0 if answer.decision is Decision.NONE else 0.5 if answer.decision is Decision.CHOOSE else 0.0
    if answer.decision is Decision.NONE:
        return 0.0
    if kind == "building":
        if answer.decision is Decision.ANSWER:
            return float(top[0].building_code == row["building_code"])
        return float(row["choose_ok"] == "1") * any(one.building_code == row["building_code"] for one in top)
    if kind == "grid":
        return float(answer.decision is Decision.ANSWER and top[0].grid_code in grids)
    return float(answer.decision is Decision.CHOOSE and all(one.grid_code in grids for one in top))


def test_the_development_queries_are_understood():
    if not (TOWN / "buildings.csv").exists() or not QUERIES.exists():
        pytest.skip(f"the sample town ({TOWN}) or the development queries ({QUERIES}) are not here")
    rows = list(csv.DictReader(QUERIES.open(encoding="utf-8")))
    with Index.build(*read_register(TOWN)) as index:
        answers = [index.look_up(row["query"]) for row in rows]
    wrong = [
        row["query"]
        for row, answer in zip(rows, answers, strict=True)
        if answer.decision is Decision.ANSWER
        and answer.candidates[0].grid_code not in (row["grid_code"], *row["accept_grids"].split("|"))
    ]
    assert len(wrong) <= 0.003 * len(rows), wrong
    missed = [(row["query"], row["kind"]) for row, answer in zip(rows, answers, strict=True) if _right(row, answer) < 1]
    assert sum(map(_right, rows, answers)) >= 0.99 * len(rows), missed
