"""Importing writes what differs, dated, once, or nothing at all."""

import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

import portal
from portal.db import db
from portal.domain.contacts.models import Person, Post, PostRole
from portal.domain.contacts.serving import serving
from portal.domain.errors import DomainError
from portal.domain.grids import desk
from portal.domain.grids.importing.town import TownImport
from portal.domain.grids.models import Assignment, Building, Community, Entrance, Grid, RegisterChange
from portal.domain.grids.queries import find_building, find_grid, grid_of
from portal.domain.grids.versions import versions
from portal.domain.records.models import Record
from tests.conftest import TODAY
from tests.domain.grids.importing.conftest import MOMENT, building, grid

LATER = TODAY + timedelta(days=30)
SAMPLE = Path(portal.__file__).parent / "demo" / "town"


def changes():
    rows = db.session.scalars(select(RegisterChange).order_by(RegisterChange.id))
    return [(one.changed_on, one.subject, one.code, one.field, one.old, one.new) for one in rows]


def worker(code, day=TODAY):
    person = serving(find_grid(code).id, day).worker.person
    return person and (person.name, person.work_phone)


@pytest.mark.usefixtures("app")
class TestFirstImport:
    def test_the_sample_town_comes_in_whole(self, folder):
        shutil.copytree(SAMPLE, folder.path, dirs_exist_ok=True)
        report = folder.import_town()
        assert report.written
        counted = [db.session.scalar(select(func.count()).select_from(one)) for one in (Community, Grid, Building)]
        assert counted == [7, 68, 2038]
        assert db.session.scalar(select(func.sum(Grid.population))) == 46667
        assert db.session.scalar(select(func.count(Assignment.id)).where(Assignment.ends_on.is_(None))) == 2038
        assert db.session.scalar(select(func.count(Entrance.id))) == db.session.scalar(select(func.sum(Building.units)))

    def test_a_grid_has_its_buildings_worker_and_lead(self, folder):
        folder.import_town()
        held = find_grid("G1")
        assert [one.building.title for one in desk.assignments_of(held)] == ["明亮花园 1号楼"]
        assert worker("G1") == ("潘一", "14000000101")
        assert serving(held.id, TODAY).lead.person.name == "严组长"
        assert [one.name for one in find_building("B1").entrances] == ["1单元", "2单元"]

    def test_a_lead_leads_every_grid_of_the_community(self, folder):
        silent = grid("G2", lead_name="", lead_phone="")
        folder.write([grid(), silent], [building(), building("B2", grid_code="G2")]).import_town()
        assert serving(find_grid("G2").id, TODAY).lead.person.name == "严组长"
        assert db.session.scalar(select(func.count(Person.id)).where(Person.name == "严组长")) == 1

    def test_an_earlier_first_day_can_be_given(self, folder):
        folder.import_town(since=TODAY - timedelta(days=90))
        assert grid_of(find_building("B1").id, TODAY - timedelta(days=90)).code == "G1"
        assert worker("G1", TODAY - timedelta(days=90)) == ("潘一", "14000000101")

    def test_the_first_day_cannot_lie_ahead(self, folder):
        with pytest.raises(DomainError, match="不能晚于今天"):
            TownImport(folder.path, today=TODAY, since=LATER)

    def test_it_is_recorded_with_who_and_what(self, folder):
        folder.import_town()
        record = db.session.scalars(select(Record)).one()
        assert (record.action, record.by, record.at) == ("town.imported", "安管理", MOMENT)
        assert "新建楼栋 1" in record.detail

    def test_caches_and_the_lookup_index_are_told(self, folder):
        folder.import_town()
        assert versions() == {"places": 1, "contacts": 1}


@pytest.mark.usefixtures("app")
class TestNothingWritten:
    def test_a_second_run_changes_nothing(self, folder):
        folder.import_town()
        before = versions()
        report = folder.import_town(today=LATER)
        assert (report.summary, report.written) == ("没有变化", False)
        assert versions() == before
        assert changes() == []
        assert db.session.scalar(select(func.count(Record.id))) == 1

    def test_one_wrong_line_keeps_everything_out(self, folder):
        report = folder.write([grid()], [building(), building("B2", grid_code="G9")]).import_town()
        assert not report.written
        assert db.session.scalar(select(func.count(Building.id))) == 0
        assert db.session.scalar(select(func.count(Grid.id))) == 0

    def test_examining_writes_nothing(self, folder):
        assert folder.examine().total
        assert db.session.scalar(select(func.count(Grid.id))) == 0

    def test_what_was_agreed_to_is_written_and_nothing_else(self, folder):
        agreed = folder.examine().digest
        folder.import_town()
        report = folder.write([grid(households=333)], [building()]).import_town(agreed=agreed)
        assert (report.outdated, report.written) == (True, False)
        assert find_grid("G1").households == 300
        again = folder.import_town(agreed=report.digest)
        assert (again.outdated, again.written) == (False, True)
        assert find_grid("G1").households == 333


@pytest.mark.usefixtures("app")
class TestChanges:
    @pytest.fixture(autouse=True)
    def _register(self, app, folder):
        folder.write([grid(), grid("G2", worker_name="李二", worker_phone="14000000102")], [building(), building("B2")])
        folder.import_town()

    def again(self, folder, grids=(), buildings=(), **how):
        second = grid("G2", worker_name="李二", worker_phone="14000000102")
        lines = {one["grid_code"]: one for one in (grid(), second, *grids)}
        places = {one["building_code"]: one for one in (building(), building("B2"), *buildings)}
        folder.write(list(lines.values()), list(places.values()))
        return folder.import_town(**{"today": LATER, **how})

    def test_a_building_changes_grids_from_today_on(self, folder):
        report = self.again(folder, buildings=[building("B2", grid_code="G2")])
        assert report.summary == "楼栋改归别的网格 1"
        moved = find_building("B2")
        assert grid_of(moved.id, LATER - timedelta(days=1)).code == "G1"
        assert grid_of(moved.id, LATER).code == "G2"
        assert changes() == [(LATER, "building", "B2", "grid", "G1", "G2")]
        assert versions()["contacts"] == 1

    def test_a_building_moved_twice_in_a_day_leaves_no_empty_interval(self, folder):
        self.again(folder, buildings=[building("B2", grid_code="G2")], today=TODAY)
        rows = db.session.scalars(select(Assignment).filter_by(building_id=find_building("B2").id)).all()
        assert [(one.grid.code, one.starts_on, one.ends_on) for one in rows] == [("G2", TODAY, None)]

    def test_a_changed_fact_keeps_what_stood_there_before(self, folder):
        self.again(folder, [grid(households=310)], [building("B2", floors=7, aliases="老园")])
        assert find_grid("G1").households == 310
        assert find_building("B2").floors == 7
        assert changes() == [
            (LATER, "grid", "G1", "households", "300", "310"),
            (LATER, "building", "B2", "floors", "6", "7"),
            (LATER, "building", "B2", "aliases", "明亮小区", "老园"),
        ]

    def test_a_grid_goes_over_to_another_community(self, folder):
        self.again(folder, [grid(community="枫林社区")])
        assert find_grid("G1").community.name == "枫林社区"
        assert changes()[0][3:] == ("community", "水镇街道莲叶路社区", "水镇街道枫林社区")

    def test_entrances_grow_shrink_and_return(self, folder):
        def entrances():
            db.session.expire_all()
            return [(one.number, one.ended_on) for one in find_building("B2").entrances]

        self.again(folder, buildings=[building("B2", units=3)])
        assert entrances() == [(1, None), (2, None), (3, None)]
        self.again(folder, buildings=[building("B2", units=1)])
        assert entrances() == [(1, None), (2, LATER), (3, LATER)]
        self.again(folder, buildings=[building("B2", units=2)], today=LATER + timedelta(days=1))
        assert entrances() == [(1, None), (2, None), (3, LATER)]

    def test_coordinates_once_known_are_not_taken_away_by_an_empty_cell(self, folder):
        self.again(folder, buildings=[building("B2", lon=120.5, lat=36.1)])
        assert self.again(folder).summary == "没有变化"
        assert find_building("B2").longitude == 120.5

    def test_a_new_worker_takes_the_post_and_the_old_one_leaves_it(self, folder):
        report = self.again(folder, [grid(worker_name="何三", worker_phone="14000000103")])
        assert report.summary == "新增人员 1，岗位变动 1"
        assert worker("G1", LATER - timedelta(days=1)) == ("潘一", "14000000101")
        assert worker("G1", LATER) == ("何三", "14000000103")
        assert changes() == [(LATER, "grid", "G1", "worker", "潘一 14000000101", "何三 14000000103")]
        assert versions() == {"places": 1, "contacts": 2}

    def test_workers_who_swap_grids_stay_the_same_people(self, folder):
        self.again(
            folder,
            [
                grid(worker_name="李二", worker_phone="14000000102"),
                grid("G2", worker_name="潘一", worker_phone="14000000101"),
            ],
        )
        assert db.session.scalar(select(func.count(Person.id))) == 3
        assert (worker("G1", LATER)[0], worker("G2", LATER)[0]) == ("李二", "潘一")

    def test_a_worker_who_left_comes_back_as_the_same_person(self, folder):
        self.again(folder, [grid(worker_name="何三", worker_phone="14000000103")])
        self.again(folder, today=LATER + timedelta(days=1))
        assert db.session.scalar(select(func.count(Person.id)).where(Person.name == "潘一")) == 1
        assert worker("G1", LATER + timedelta(days=1)) == ("潘一", "14000000101")

    def test_a_post_falls_vacant(self, folder):
        self.again(folder, [grid(worker_name="", worker_phone="")])
        assert worker("G1", LATER) is None
        assert changes()[0][3:] == ("worker", "潘一 14000000101", "")

    def test_a_post_given_and_taken_on_one_day_leaves_no_row(self, folder):
        self.again(folder, [grid(worker_name="", worker_phone="")], today=TODAY)
        held = select(func.count(Post.id)).filter_by(grid_id=find_grid("G1").id, role=PostRole.WORKER)
        assert db.session.scalar(held) == 0

    def test_a_new_phone_is_the_same_person(self, folder):
        lines = [
            grid(lead_phone="14000000099"),
            grid("G2", lead_phone="14000000099", worker_name="李二", worker_phone="14000000102"),
        ]
        report = self.again(folder, lines)
        assert report.summary == "更换电话 1"
        lead = db.session.scalars(select(Person).filter_by(name="严组长")).one()
        assert lead.work_phone == "14000000099"
        assert changes() == [(LATER, "person", str(lead.id), "work_phone", "14000000011", "14000000099")]

    def test_a_namesake_with_another_phone_is_somebody_else(self, folder):
        self.again(folder, [grid("G2", worker_name="潘一", worker_phone="14000000177")])
        assert db.session.scalar(select(func.count(Person.id)).where(Person.name == "潘一")) == 2
        assert worker("G1", LATER) == ("潘一", "14000000101")
        assert worker("G2", LATER) == ("潘一", "14000000177")
        assert self.again(folder, [grid("G2", worker_name="潘一", worker_phone="14000000177")]).summary == "没有变化"

    def test_the_report_lists_what_becomes_different(self, folder):
        report = self.again(folder, [grid(households=310)], [building("B2", grid_code="G2")])
        assert [str(change) for change in report.changes] == [
            "网格信息变更：莲叶路社区G1，户数 300 → 310",
            "楼栋改归别的网格：明亮花园 2号楼（B2），网格 G1 → G2",
        ]


def test_both_databases_take_every_kind_of_change(both_apps, folder):
    second = grid("G2", worker_name="李二", worker_phone="14000000102")
    folder.write([grid(), second], [building(), building("B2", lon=120.38, lat=36.09)]).import_town()
    first = grid(households=310, community="枫林社区", worker_name="何三", worker_phone="14000000103")
    moved = building("B2", grid_code="G2", units=5, floors="", aliases="甲园|乙园")
    report = folder.write(
        [first, {**second, "worker_name": "", "worker_phone": ""}], [building(units=0), moved]
    ).import_town(today=LATER)
    assert report.summary == ("新建社区 1，网格信息变更 2，楼栋信息变更 4，楼栋改归别的网格 1，新增人员 1，岗位变动 2")
    assert len(changes()) == 2 + 4 + 1 + 2
    assert folder.import_town(today=LATER).summary == "没有变化"


def test_two_imports_at_once_leave_one_register(both_apps, folder):
    """The second one waits, then finds nothing left to do."""
    shutil.copytree(SAMPLE, folder.path, dirs_exist_ok=True)
    reports = []
    together = threading.Barrier(2)

    def run():
        with both_apps.app_context():
            together.wait()
            reports.append(folder.import_town())
            db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(report.summary for report in reports)[0] != "没有变化"
    assert sorted(report.written for report in reports) == [False, True]
    counted = [db.session.scalar(select(func.count()).select_from(one)) for one in (Community, Grid, Building, Person)]
    assert counted == [7, 68, 2038, 75]
    assert db.session.scalar(select(func.count(Assignment.id))) == 2038
    assert db.session.scalar(select(func.count(Post.id))) == 136


def test_two_different_imports_at_once_leave_what_one_of_them_says(both_apps, folder, tmp_path):
    folder.write([grid(), grid("G2")], [building(), building("B2")]).import_town()
    other = type(folder)(_made(tmp_path / "other"))
    other.write([grid(households=400), grid("G2")], [building(grid_code="G2"), building("B2")])
    folder.write([grid(households=350), grid("G2")], [building(), building("B2", grid_code="G2")])
    together = threading.Barrier(2)

    def run(which):
        with both_apps.app_context():
            together.wait()
            which.import_town(today=LATER)
            db.session.remove()

    threads = [threading.Thread(target=run, args=[which]) for which in (folder, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    state = (find_grid("G1").households, *(grid_of(find_building(code).id, LATER).code for code in ("B1", "B2")))
    assert state in {(350, "G1", "G2"), (400, "G2", "G1")}
    assert len(changes()) == 2 + 3


def _made(path):
    path.mkdir()
    return path
