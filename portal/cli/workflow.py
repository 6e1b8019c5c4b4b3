"""`flask workflow`: the table every request follows, as Markdown for docs/workflow.md or as JSON for a program."""

import json
from itertools import groupby

import click

from portal.domain.matters.models import Level, WorkType
from portal.domain.service_requests.words import ACTOR, LEVEL, STATUS, STEP, WORK_TYPE
from portal.domain.service_requests.workflow import TABLE, Actor, Rule

HEAD = """# The workflow of service requests

Printed by `flask workflow` from `portal/domain/service_requests/workflow.py`; `flask workflow --json` gives the same
rows to a program. The code name of each word stands behind it in the lists below. An empty cell means every kind of
work, or every level. A step that is not here is refused by the only code that writes a state (`steps/taking.py`), is
not offered by a page, and a change of state that no row holds is refused by the database itself.
"""


@click.command("workflow")
@click.option("--json", "as_json", is_flag=True, help="A list of rows instead of Markdown.")
def workflow(as_json: bool) -> None:
    """Print from which state which step leads where, and who may take it."""
    click.echo(json.dumps(rows(), ensure_ascii=False, indent=1) if as_json else document(), nl=as_json)


def rows() -> list[dict[str, object]]:
    """The table by its code names, in the table's order; `before` is null where there is no request yet."""
    return [
        {
            "before": rule.before.value if rule.before else None,
            "step": rule.step.value,
            "after": rule.after.value,
            "actors": [one.value for one in Actor if one in rule.actors],
            "work_types": [one.value for one in WorkType if one in rule.work_types],
            "levels": [one.value for one in Level if one in rule.levels],
        }
        for rule in TABLE
    ]


def document() -> str:
    """docs/workflow.md: rows that differ in nothing but the state they are taken in stand on one line."""
    lines = [HEAD, "| 状态 | 步骤 | 之后 | 谁 | 哪类事 | 哪一级 |", "| --- | --- | --- | --- | --- | --- |"]
    for cells, rules in groupby(TABLE, _cells):
        states = "、".join(STATUS[rule.before] if rule.before else "（还没有）" for rule in rules)
        lines.append(f"| {' | '.join((states, *cells))} |")
    for title, words in (
        ("States 状态", STATUS),
        ("Steps 步骤", STEP),
        ("Who 谁", ACTOR),
        ("Kinds of work 哪类事", WORK_TYPE),
        ("Levels 哪一级", LEVEL),
    ):
        lines += ["", f"## {title}", "", "、".join(f"{word} `{kind.value}`" for kind, word in words.items())]
    return "\n".join(lines) + "\n"


def _cells(rule: Rule) -> tuple[str, ...]:
    """Everything but the state it is taken in."""
    return (
        STEP[rule.step],
        STATUS[rule.after] if rule.after != rule.before else "不变",
        "、".join(word for actor, word in ACTOR.items() if actor in rule.actors),
        "、".join(
            word for kind, word in WORK_TYPE.items() if kind in rule.work_types and len(rule.work_types) < len(WorkType)
        ),
        "、".join(word for level, word in LEVEL.items() if level in rule.levels and len(rule.levels) < len(Level)),
    )
