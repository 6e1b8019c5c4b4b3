"""Every value of a line is checked against what its column can hold."""

import pytest

from portal.domain.grids.importing.files import Row
from portal.domain.grids.importing.lines import LineReader, Named
from portal.domain.grids.importing.report import Problems
from portal.domain.grids.models import Building
from tests.domain.grids.importing.conftest import building, grid


@pytest.fixture
def reader():
    return LineReader("town.csv", Problems(), Problems())


def row(facts):
    return Row(2, {name: str(value) for name, value in facts.items()})


def told(problems):
    return [(one.column, one.sentence) for one in problems.listed]


def test_a_good_line_is_read_without_a_word(reader):
    line = reader.grid(row(grid()))
    assert (line.code, line.households, line.population) == ("G1", 300, 712)
    assert line.worker == Named("潘一", "14000000101")
    assert reader.building(row(building(lon="120.38", lat="36.09"))).longitude == 120.38
    assert not reader.errors
    assert not reader.warnings


@pytest.mark.parametrize("number", ["", "-1", "3.5", "1,024", "三百", "1e3", "12345678901", "²"])
def test_households_are_whole_numbers(reader, number):
    reader.grid(row(grid(households=number)))
    assert [column for column, _ in told(reader.errors)] == ["households"]


def test_wide_digits_are_read_and_told(reader):
    assert reader.grid(row(grid(households="３００"))).households == 300
    assert not reader.errors
    assert "已按 300 读" in told(reader.warnings)[0][1]


@pytest.mark.parametrize(
    ("facts", "column", "words"),
    [
        ({"code": ""}, "grid_code", "不能空着"),
        ({"code": "3.70203E+14"}, "grid_code", "科学记数"),
        ({"code": "37 02/03"}, "grid_code", "编号只能用"),
        ({"code": "３７０２"}, "grid_code", "编号只能用"),
        ({"code": "7" * 31}, "grid_code", "最多 30 个字"),
        ({"grid_name": "名" * 61}, "grid_name", "最多 60 个字"),
        ({"community": ""}, "community", "不能空着"),
        ({"lead_phone": "1400000010"}, "lead_phone", "位数不对"),
        ({"worker_phone": "1.4E+10"}, "worker_phone", "科学记数"),
        ({"worker_phone": "没有"}, "worker_phone", "只能有数字"),
        ({"worker_name": ""}, "worker_name", "有电话，没有姓名"),
    ],
)
def test_what_a_grid_line_cannot_hold_is_told_with_its_column(reader, facts, column, words):
    reader.grid(row(grid(facts.pop("code", "G1"), **facts)))
    assert [(where, words in sentence) for where, sentence in told(reader.errors)] == [(column, True)]


@pytest.mark.parametrize(
    ("facts", "column"),
    [
        ({"estate": "", "road": ""}, "estate"),
        ({"units": "100"}, "units"),
        ({"units": ""}, "units"),
        ({"floors": "6层"}, "floors"),
        ({"aliases": "|".join(f"名{n}" for n in range(21))}, "aliases"),
        ({"aliases": "名" * 61}, "aliases"),
        ({"lon": "181"}, "lon"),
        ({"lat": "36,1"}, "lat"),
        ({"lat": "nan"}, "lat"),
    ],
)
def test_what_a_building_line_cannot_hold_is_told_with_its_column(reader, facts, column):
    reader.building(row(building(**facts)))
    assert [where for where, _ in told(reader.errors)] == [column]


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("14000000101", "14000000101"),
        ("+86 140 0000 0101", "14000000101"),
        ("0532-84000001", "053284000001"),
        ("0532 84000001转8001", "053284000001,8001"),
        ("１２３４５", "12345"),
    ],
)
def test_phones_as_offices_write_them_are_kept_as_they_are_dialled(reader, written, dialled):
    assert reader.grid(row(grid(worker_phone=written))).worker.phone == dialled
    assert not reader.errors


def test_signs_nobody_sees_are_taken_out_and_told(reader):
    line = reader.building(row(building(estate="明亮\u200b花园\u202e", aliases="小\ufeff区|")))
    assert (line.estate, line.aliases) == ("明亮花园", "小区")
    assert [column for column, _ in told(reader.warnings)] == ["estate", "aliases"]


def test_a_line_break_in_the_scope_becomes_a_space(reader):
    assert reader.grid(row(grid(scope="一号院\n二号院"))).scope == "一号院 二号院"
    assert "换行" in told(reader.warnings)[0][1]


def test_aliases_are_taken_apart_without_doubles_and_without_the_name_itself(reader):
    assert reader.building(row(building(aliases=" 甲园｜乙园||甲园|明亮花园"))).aliases == "甲园|乙园"


def test_a_missing_phone_is_odd_and_not_wrong(reader):
    assert reader.grid(row(grid(worker_phone=""))).worker == Named("潘一", "")
    assert not reader.errors
    assert reader.warnings.total == 1


@pytest.mark.parametrize(
    "place",
    [
        {},
        {"building_no": ""},
        {"estate": ""},
        {"estate": "", "building_no": ""},
        {"road": "", "building_no": "", "number": "7号"},
    ],
)
def test_a_line_and_its_building_have_the_same_short_name(reader, place):
    line = reader.building(row(building(**place)))
    facts = zip(("estate", "road", "number", "building_no"), line.address, strict=True)
    assert line.title == Building(**dict(facts)).title
