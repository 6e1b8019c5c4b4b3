"""What must fit together between lines and with the register, told in one go."""

import pytest

from portal.db import db
from portal.domain.grids.importing.building_checks import _left_out
from portal.domain.grids.models import Subdistrict
from tests.domain.grids.importing.conftest import building, grid

pytestmark = pytest.mark.usefixtures("app")


def errors(report):
    return [(one.line, one.sentence) for one in report.errors.listed]


def warnings(report):
    return [(one.file, one.line, one.column, one.sentence) for one in report.warnings.listed]


def test_a_good_town_has_nothing_to_say(folder):
    report = folder.examine()
    assert (report.errors.total, report.warnings.total) == (0, 0)
    assert report.summary == "新建街道 1，新建社区 1，新建网格 1，新建楼栋 1，新增人员 2，岗位变动 2"


@pytest.mark.parametrize(
    ("grids", "buildings", "line", "words"),
    [
        ([grid(), grid()], [building()], 3, "网格编号和第 2 行重复"),
        ([grid()], [building(), building()], 3, "楼栋编号和第 2 行重复"),
        (
            [grid(), grid("G2")],
            [building(), building(grid_code="G2")],
            3,
            "这栋楼在两个网格里：第 2 行是 G1，这一行是 G2",
        ),
        ([grid()], [building(grid_code="G9")], 2, "没有这个网格"),
        ([grid()], [building(), building("B2", building_no="1号楼")], 3, "和第 2 行是同一个地址"),
        (
            [grid(), grid("G2", subdistrict="山镇街道")],
            [building()],
            3,
            "第 2 行说它属于水镇街道，这一行说属于山镇街道",
        ),
    ],
)
def test_contradictions_are_errors(folder, grids, buildings, line, words):
    report = folder.write(grids, buildings).examine()
    assert [(where, words in sentence) for where, sentence in errors(report)] == [(line, True)]
    assert report.total == 0


def test_all_errors_of_both_files_come_in_one_report(folder):
    folder.write([grid(households="many"), grid()], [building(grid_code="G9"), building("B2", units="?")])
    assert [line for line, _ in errors(folder.examine())] == [2, 3, 2, 3]


def test_an_unread_grid_file_does_not_make_every_building_wrong(folder):
    folder.grids_text("grid_code\nG1\n".encode("utf-16"))
    assert [one.file for one in folder.examine().errors.listed] == ["grids.csv"]


@pytest.mark.parametrize(
    ("grids", "buildings", "where", "words"),
    [
        ([grid(households=199)], [building()], ("grids.csv", 2, "households"), "200 到 500 户"),
        ([grid(households=501)], [building()], ("grids.csv", 2, "households"), "200 到 500 户"),
        ([grid(population=200)], [building()], ("grids.csv", 2, "population"), "比户数还少"),
        ([grid(worker_name="", worker_phone="")], [building()], ("grids.csv", 2, "worker_name"), "没有网格员"),
        ([grid(), grid("G2")], [building()], ("grids.csv", 3, "grid_code"), "没有楼栋"),
        (
            [grid()],
            [building("B1"), building("B2"), building("B6")],
            ("buildings.csv", 2, "building_no"),
            "缺 3、5（共 2 个）",
        ),
        (
            [grid()],
            [building(), building("B2", estate="荷花苑", aliases="明亮花园", number="9号")],
            ("buildings.csv", 3, "aliases"),
            "另一个小区的名字",
        ),
        ([grid()], [building(building_no="", number="")], ("buildings.csv", 2, "number"), "居民查不到"),
        (
            [grid(), grid("G2", worker_phone="14000000199")],
            [building(), building("B2", grid_code="G2")],
            ("grids.csv", 3, ""),
            "2 个电话：14000000101、14000000199",
        ),
        (
            [grid(), grid("G2", worker_name="李二")],
            [building(), building("B2", grid_code="G2")],
            ("grids.csv", 3, ""),
            "属于 2 个人：潘一、李二",
        ),
        (
            [grid(), grid("G2", lead_name="许组长", lead_phone="14000000012")],
            [building(), building("B2", grid_code="G2")],
            ("grids.csv", 3, ""),
            "2 位网格长：严组长、许组长",
        ),
    ],
)
def test_odd_things_are_warnings(folder, grids, buildings, where, words):
    report = folder.write(grids, buildings).examine()
    assert errors(report) == []
    assert [(tuple(place), words in sentence) for *place, sentence in warnings(report)] == [(where, True)]


@pytest.mark.parametrize(
    ("found", "missing"),
    [
        ({1, 2, 3}, ([], 0)),
        ({3, 5}, ([], 0)),
        ({12, 15}, ([13], 1)),
        ({40, 50}, ([], 0)),
        ({2}, ([], 0)),
        (set(), ([], 0)),
    ],
)
def test_numbers_with_a_four_may_be_missing(found, missing):
    assert _left_out(found) == missing


def test_a_mistyped_number_does_not_make_a_gap_to_count_through():
    listed, count = _left_out({1, 10**29})
    assert len(listed) == 8
    assert count > 10**28


def test_what_the_register_has_and_the_file_lacks_stays_and_is_told(folder):
    folder.write([grid(), grid("G2")], [building(), building("B2", grid_code="G2")]).import_town()
    report = folder.write([grid()], [building()]).examine()
    assert [(one.value, "保留不动" in one.sentence) for one in report.warnings.listed] == [("G2", True), ("B2", True)]
    assert report.total == 0


def test_a_building_may_name_a_grid_that_only_the_register_knows(folder):
    folder.write([grid(), grid("G2")], [building(), building("B2", grid_code="G2")]).import_town()
    report = folder.write([grid()], [building(), building("B2", grid_code="G2")]).examine()
    assert not report.errors


def test_an_address_of_the_register_under_another_code_is_an_error(folder):
    folder.import_town()
    report = folder.write([grid()], [building("B9", building_no="1号楼")]).examine()
    assert errors(report) == [(2, "登记册里已有同一个地址，编号不同。")]


def test_a_community_the_register_knows_elsewhere_is_told(folder):
    folder.import_town()
    report = folder.write([grid(subdistrict="山镇街道")], [building()]).examine()
    assert [one.sentence for one in report.warnings.listed] == ["登记册里这个社区属于水镇街道。"]


class TestScope:
    """An officer of one subdistrict may not import what belongs to another."""

    @pytest.fixture(autouse=True)
    def _two_subdistricts(self, app, folder):
        elsewhere = grid("G2", subdistrict="山镇街道", community="枫林社区")
        folder.write([grid(), elsewhere], [building(), building("B2", grid_code="G2")]).import_town()

    @pytest.fixture
    def within(self, _two_subdistricts):
        return frozenset([db.session.scalars(db.select(Subdistrict.id).filter_by(name="水镇街道")).one()])

    def test_the_own_subdistrict_is_imported_without_a_word_about_others(self, folder, within):
        third = building("B3", grid_code="G3", estate="荷花苑")
        report = folder.write([grid(), grid("G3")], [building(), third]).examine(within=within)
        assert (errors(report), warnings(report)) == ([], [])
        assert report.total

    @pytest.mark.parametrize("subdistrict", ["山镇街道", "新镇街道"])
    def test_a_grid_elsewhere_is_refused(self, folder, within, subdistrict):
        report = folder.write([grid("G5", subdistrict=subdistrict)], []).examine(within=within)
        assert [(line, "不能由您导入" in sentence) for line, sentence in errors(report)] == [(2, True)]

    def test_a_grid_cannot_be_pulled_over(self, folder, within):
        report = folder.write([grid("G2")], [building()]).examine(within=within)
        assert "不能由您导入" in errors(report)[0][1]

    def test_a_building_cannot_be_pulled_over(self, folder, within):
        report = folder.write([grid()], [building(), building("B2")]).examine(within=within)
        assert [(line, "不在您负责的街道里" in sentence) for line, sentence in errors(report)] == [(3, True)]

    def test_a_building_cannot_be_pushed_into_a_grid_elsewhere(self, folder, within):
        report = folder.write([grid()], [building(grid_code="G2")]).examine(within=within)
        assert [(line, "不在您负责的街道里" in sentence) for line, sentence in errors(report)] == [(2, True)]
