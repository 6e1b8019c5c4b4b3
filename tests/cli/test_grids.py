"""`flask import-town` says everything on one run and writes all or nothing."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

import portal
from portal.cli.grids import import_town
from portal.db import db
from portal.domain.grids.models import Assignment, Building

SAMPLE = Path(portal.__file__).parent / "demo" / "town"


@pytest.fixture
def run(app):
    def run(*arguments):
        db.session.rollback()
        return app.test_cli_runner().invoke(import_town, [str(one) for one in arguments])

    return run


def count():
    return db.session.scalar(select(func.count(Building.id)))


def test_the_sample_town_is_imported_and_a_second_run_changes_nothing(run):
    first = run(SAMPLE)
    assert first.exit_code == 0
    assert "已写入：新建街道 1，新建社区 7，新建网格 68，新建楼栋 2038" in first.output
    assert "还有 2125 处变化没有列出" in first.output
    assert count() == 2038
    second = run(SAMPLE)
    assert "没有变化，没有写入任何内容。" in second.output


def test_a_dry_run_shows_the_same_and_writes_nothing(run):
    tried = run(SAMPLE, "--dry-run")
    assert tried.exit_code == 0
    assert "将要写入：新建街道 1" in tried.output
    assert count() == 0


def test_the_first_day_can_be_given(run):
    run(SAMPLE, "--since", "2026-01-05")
    assert {str(day) for day in db.session.scalars(select(Assignment.starts_on).distinct())} == {"2026-01-05"}


def test_a_first_day_ahead_is_refused_in_a_sentence(run):
    refused = run(SAMPLE, "--since", "2027-01-01")
    assert refused.exit_code == 1
    assert "开始日期不能晚于今天" in refused.output


def test_errors_are_listed_with_line_and_reason_and_nothing_is_written(run, tmp_path):
    (tmp_path / "grids.csv").write_text((SAMPLE / "grids.csv").read_text().replace(",312,", ",many,", 1))
    (tmp_path / "buildings.csv").write_text((SAMPLE / "buildings.csv").read_text() + "X1,nowhere,,路,1号,,0,1,,,\n")
    refused = run(tmp_path)
    assert refused.exit_code == 1
    assert "错误 grids.csv 第 2 行，households“many”：要填 0 或正整数。" in refused.output
    assert "错误 buildings.csv 第 2040 行，grid_code“nowhere”：没有这个网格" in refused.output
    assert "2 处错误，没有写入任何内容。" in refused.output
    assert count() == 0


def test_an_empty_folder_says_which_files_are_missing(run, tmp_path):
    refused = run(tmp_path)
    assert "grids.csv：没有这个文件" in refused.output
    assert "buildings.csv：没有这个文件" in refused.output
