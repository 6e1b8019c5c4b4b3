"""`flask due` at the command line."""

import json
import re
import shlex
from datetime import date

import pytest

from portal.config import ROOT
from portal.db import db
from portal.domain.workdays.models import CalendarDay, CalendarYear, DayKind

BRIDGE = date(2027, 1, 4)


@pytest.fixture
def run(app):
    """`run("--limit", "5 workday", …)` gives exit code, output and errors."""

    def command(*words: str):
        result = app.test_cli_runner().invoke(args=["due", *words])
        return result.exit_code, result.stdout, result.stderr

    return command


def test_json_holds_the_moment_whether_it_is_provisional_and_why(run):
    code, said, _ = run("--limit", "5 workday", "--from", "2026-02-13T16:30", "--json")
    found = json.loads(said)
    assert code == 0
    assert list(found) == ["due_at", "provisional", "because"]
    assert (found["due_at"], found["provisional"]) == ("2026-02-27T23:59:59+08:00", False)
    assert "2月14日（周六，春节调休上班）" in "".join(found["because"])


def test_without_json_it_is_read_by_people(run):
    code, said, _ = run("--limit", "1 workday", "--from", "2026-12-31T09:00")
    assert code == 0
    assert said.startswith("2027-01-04T23:59:59+08:00（暂定）\n  2026年12月31日")


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        (["--limit", "24 hour", "--from", "2026-02-13T16:30"], "2026-02-14T16:30:00+08:00"),
        (["--limit", "24 hour", "--from", "2026-02-13T08:30Z"], "2026-02-14T16:30:00+08:00"),
        (["--limit", "24 hour", "--from", "2026-02-13T09:30+01:00"], "2026-02-14T16:30:00+08:00"),
        (["--limit", "1 workday", "--from", "2026-11-23"], "2026-11-24T23:59:59+08:00"),
        (
            ["--limit", "10 workday", "--from", "2026-02-12T20:15", "--pause", "2026-02-24..2026-02-26"],
            "2026-03-06T23:59:59+08:00",
        ),
        (
            ["--limit", "10 workday", "--from", "2026-02-12T20:15", "--pause", "2026-02-24T10:00..2026-02-26T15:40"],
            "2026-03-06T23:59:59+08:00",
        ),
        (
            ["--limit", "3 day", "--from", "2026-11-23T09:00"]
            + ["--pause", "2026-11-24..2026-11-25", "--pause", "2026-11-26..2026-11-27"],
            "2026-11-30T23:59:59+08:00",
        ),
        (
            ["--limit", "5 workday", "--from", "2026-02-13T16:30", "--extend", "3 workday"],
            "2026-03-03T23:59:59+08:00",
        ),
    ],
)
def test_moments_pauses_and_extensions(run, words, moment):
    code, said, _ = run(*words, "--json")
    assert (code, json.loads(said)["due_at"]) == (0, moment)


@pytest.mark.parametrize(
    "words",
    [
        ["--limit", "5 weeks", "--from", "2026-02-13T16:30"],
        ["--limit", "0 workday", "--from", "2026-02-13T16:30"],
        ["--limit", "", "--from", "2026-02-13T16:30"],
        ["--limit", "5 workday", "--from", "yesterday"],
        ["--limit", "5 workday", "--from", "2026-02-30"],
        ["--limit", "5 workday", "--from", ""],
        ["--limit", "5 workday", "--from", "0001-01-01T00:00+14:00"],
        ["--limit", "5 workday", "--from", "9999-12-31T23:59-14:00"],
        ["--limit", "5 workday", "--from", "1990-01-01"],
        ["--limit", "5 workday", "--from", "2026-02-13T16:30", "--pause", "2026-02-14"],
        ["--limit", "5 workday", "--from", "2026-02-13T16:30", "--pause", "2026-02-14.."],
        ["--limit", "5 workday", "--from", "2026-02-13T16:30", "--pause", "2026-02-16..2026-02-14"],
        ["--limit", "5 workday", "--from", "2026-02-13T16:30", "--pause", "a..b"],
        ["--limit", "5 workday", "--from", "2026-02-13T16:30", "--extend", "soon"],
        ["--limit", "99999999999999999999 day", "--from", "2026-02-13T16:30"],
    ],
)
def test_bad_input_is_one_plain_line(run, words):
    code, said, complained = run(*words, "--json")
    assert (code, said) == (2, "")
    assert complained.startswith("Error: ")
    assert complained.count("\n") == 1


def test_the_calendar_is_that_of_this_portal(run):
    db.session.add_all(
        [
            CalendarYear(year=2027, source="…"),
            CalendarDay(day=date(2027, 1, 1), kind=DayKind.HOLIDAY, name="元旦"),
            CalendarDay(day=BRIDGE, kind=DayKind.HOLIDAY, name="x"),
        ]
    )
    db.session.commit()
    found = json.loads(run("--limit", "1 workday", "--from", "2026-12-31T09:00", "--json")[1])
    assert (found["due_at"], found["provisional"]) == ("2027-01-05T23:59:59+08:00", False)


def test_the_example_of_the_documentation_is_what_the_command_prints(run):
    text = (ROOT / "docs" / "deadlines.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^    flask due (.+)$", text, re.M)
    found = json.loads(run(*shlex.split(line), "--json")[1])
    assert found["due_at"] == "2026-03-06T23:59:59+08:00"
    assert "Due on Friday 6 March 2026 at 23:59:59." in text


def test_without_a_database_the_shipped_calendar_counts(app, run):
    db.session.execute(db.text("DROP TABLE calendar_years"))
    db.session.commit()
    code, said, note = run("--limit", "5 workday", "--from", "2026-02-13T16:30", "--json")
    assert (code, json.loads(said)["due_at"]) == (0, "2026-02-27T23:59:59+08:00")
    assert "没有数据库" in note
