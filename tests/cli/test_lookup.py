"""`flask lookup`: for people one address, for programs JSON lines, from the database or from a folder of files."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.cli.lookup import answer_each
from portal.config import ROOT
from portal.domain.grids.lookup import Index, read_register
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("cast_index")
TOWN = ROOT / "portal" / "demo" / "town"


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    with Index.build(*read_register(TOWN)) as index:
        yield index


def run(app: Flask, *arguments: str, lines: str = "") -> str:
    done = app.test_cli_runner().invoke(args=["lookup", *arguments], input=lines)
    assert done.exit_code == 0, done.output
    return done.output


def test_an_address_is_answered_in_words(app: Flask, cast: Cast):
    said = run(app, "明亮花园3号楼2单元")
    assert "就是这里" in said
    assert "明亮花园 3号楼" in said
    assert "莲叶路社区第1网格" in said


def test_several_places_and_no_place_are_said_as_such(app: Flask, cast: Cast):
    assert "可能是这几处" in run(app, "明亮花园")
    assert run(app, "北京市海淀区中关村大街1号").strip() == "没有找到这个地址"


def test_json_lines_are_answered_one_by_one(app: Flask, cast: Cast):
    said = run(app, "--jsonl", lines='{"q": "明亮花园3号楼"}\n{"q": "红楼"}\n')
    first, second = map(json.loads, said.splitlines())
    assert first["decision"] == "answer"
    assert first["candidates"][0] | {"score": 1} == first["candidates"][0] | {
        "building_code": "B0003",
        "grid_code": "990001001",
        "score": 1,
    }
    assert second == {"candidates": [], "decision": "none"}


@pytest.mark.parametrize("line", ["not json", '{"q": 3}', '{"x": "红楼"}', "[]", "", "[" * 100_000, '"红楼"', "null"])
def test_a_line_that_asks_nothing_gets_an_error_and_the_next_is_answered(index: Index, line: str):
    out = io.StringIO()
    answer_each(index, [line, '{"q": "百通新苑3号楼"}'], out)
    first, second = map(json.loads, out.getvalue().splitlines())
    assert first["error"]
    assert (first["decision"], first["candidates"]) == ("none", [])
    assert second["decision"] == "answer"


def test_an_address_or_lines_must_be_given_but_not_both(app: Flask):
    for arguments in ([], ["--jsonl", "红楼"]):
        assert app.test_cli_runner().invoke(args=["lookup", *arguments]).exit_code == 2


def test_every_answer_is_flushed_at_once(index: Index):
    class Counting(io.StringIO):
        flushed = 0

        def flush(self) -> None:
            self.flushed += 1

    out = Counting()
    answer_each(index, ["nothing", '{"q": "百通新苑3号楼"}'], out)
    assert out.flushed >= 2


def test_a_folder_of_files_is_answered_without_a_database(tmp_path: Path):
    """As a program of its own: an empty instance folder, no database in it, none made."""
    environ = {**os.environ, "LINGE_INSTANCE": str(tmp_path), "FLASK_APP": "wsgi", "LINGE_DATABASE_URL": ""}
    command = [sys.executable, "-m", "flask", "lookup", "--jsonl", "--register", str(TOWN)]
    asked = '{"q": "百通新苑3-2-501"}\n{"q": "没有的地方"}\n'
    done = subprocess.run(
        command, cwd=ROOT, env=environ, input=asked, capture_output=True, encoding="utf-8", check=True
    )
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["decision"], first["candidates"][0]["building_code"]) == ("answer", "37020303000003")
    assert second["decision"] == "none"
    assert not (tmp_path / "linge.sqlite").exists()
