"""`flask workflow` prints the table that is acted on."""

import json

from portal.config import ROOT
from portal.domain.service_requests.words import ACTOR, LEVEL, STATUS, STEP, WORK_TYPE
from portal.domain.service_requests.workflow import TABLE, Actor, Level, Status, Step, WorkType


def test_the_document_is_what_the_command_prints(app):
    printed = app.test_cli_runner().invoke(args=["workflow"]).output
    assert (ROOT / "docs/workflow.md").read_text() == printed, "run: flask workflow > docs/workflow.md"


def test_json_holds_every_row_of_the_table(app):
    rows = json.loads(app.test_cli_runner().invoke(args=["workflow", "--json"]).output)
    assert [list(row) for row in rows[:1]] == [["before", "step", "after", "actors", "work_types", "levels"]]
    read = [
        (
            Status(row["before"]) if row["before"] else None,
            Step(row["step"]),
            Status(row["after"]),
            {Actor(one) for one in row["actors"]},
            {WorkType(one) for one in row["work_types"]},
            {Level(one) for one in row["levels"]},
        )
        for row in rows
    ]
    assert read == [
        (rule.before, rule.step, rule.after, set(rule.actors), set(rule.work_types), set(rule.levels)) for rule in TABLE
    ]


def test_every_word_of_the_workflow_has_a_chinese_one():
    kinds = ((Status, STATUS), (Step, STEP), (Actor, ACTOR), (WorkType, WORK_TYPE), (Level, LEVEL))
    for kind, words in kinds:
        assert set(words) == set(kind)
        assert len(set(words.values())) == len(words) or kind is Step
