"""An import by upload: the report first, then exactly that."""

import io

import pytest

from portal.db import db
from portal.domain.accounts.models import Appointment
from portal.domain.accounts.roles import Role
from portal.domain.grids.importing.lines import BUILDING_COLUMNS, GRID_COLUMNS
from portal.domain.grids.models import Building, Grid
from portal.domain.records.models import Record

HEADER = ",".join(GRID_COLUMNS) + "\n"
NEW_GRID = "水镇街道,莲叶路社区,990001003,莲叶路社区第3网格,300,700,荷花苑,严组长,14000000011,许四,14000000104\n"
PLACES = ",".join(BUILDING_COLUMNS) + "\n"
NEW_PLACE = "B0040,990001003,荷花苑,莲叶路,20号,1号楼,2,6,\n"


def upload(client, grids=HEADER + NEW_GRID, buildings=PLACES + NEW_PLACE):
    files = {
        "grids": (io.BytesIO(grids if isinstance(grids, bytes) else grids.encode()), "grids.csv"),
        "buildings": (io.BytesIO(buildings if isinstance(buildings, bytes) else buildings.encode()), "buildings.csv"),
    }
    return client.post("/staff/grids/import", data=files, content_type="multipart/form-data")


def report(client, **files):
    """The page with the report, and where its yes is sent."""
    answer = upload(client, **files)
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    return page.get_data(as_text=True), f"{answer.headers['Location']}/acceptance"


def digest(page):
    return page.split('name="digest" type="hidden" value="')[1].split('"')[0]


def count():
    return db.session.scalar(db.select(db.func.count(Grid.id)))


@pytest.fixture
def street(cast):
    """The community officer of Lotus Road now serves the whole subdistrict."""
    cast.users["officer"].appointments = [
        Appointment(role=Role.SUBDISTRICT_OFFICER, subdistrict_id=cast.subdistrict.id)
    ]
    db.session.commit()


def test_the_report_comes_first_and_a_yes_writes_exactly_that(client, sign_in):
    sign_in("admin")
    page, yes = report(client)
    for words in (
        "新建网格",
        "新建楼栋",
        "荷花苑 1号楼（B0040）",
        "还没有写入",
        "登记册里有莲叶路社区第1网格，文件里没有",
    ):
        assert words in page
    assert count() == 3
    answer = client.post(yes, data={"digest": digest(page)})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/grids")
    assert "已写入：新建网格 1，新建楼栋 1" in client.get("/staff/grids").get_data(as_text=True)
    assert count() == 4
    assert db.session.scalars(db.select(Record).filter_by(action="town.imported")).one().by == "admin"


def test_the_page_of_a_new_grid_is_there_at_once(client, sign_in):
    assert client.get("/grids/990001003").status_code == 404
    sign_in("admin")
    page, yes = report(client)
    client.post(yes, data={"digest": digest(page)})
    assert "许四" in client.get("/grids/990001003").get_data(as_text=True)


def test_a_yes_works_once(client, sign_in):
    sign_in("admin")
    page, yes = report(client)
    client.post(yes, data={"digest": digest(page)})
    assert client.post(yes, data={"digest": digest(page)}).status_code == 404


def test_when_the_register_changed_in_between_the_new_report_is_shown(client, cast, sign_in):
    sign_in("admin")
    page, yes = report(client)
    other, other_yes = report(client, grids=HEADER + NEW_GRID.replace("300,", "310,"))
    client.post(other_yes, data={"digest": digest(other)})
    answer = client.post(yes, data={"digest": digest(page)})
    again = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "登记册刚刚有变动" in again
    assert "户数 310 → 300" in again
    assert client.post(yes, data={"digest": digest(again)}).status_code == 303


def test_errors_are_listed_and_there_is_nothing_to_say_yes_to(client, sign_in):
    sign_in("admin")
    page, yes = report(client, buildings=PLACES + NEW_PLACE + "B0041,nowhere,荷花苑,莲叶路,20号,2号楼,x,6,\n")
    for words in ("有 2 处错误，什么都没有写入", "没有这个网格", "要填 0 或正整数", "nowhere"):
        assert words in page
    assert "写入登记册" not in page
    assert client.post(yes, data={"digest": "0" * 64}).status_code == 409
    assert count() == 3


def test_the_same_as_the_register_needs_no_yes(client, sign_in):
    sign_in("admin")
    page, yes = report(client)
    client.post(yes, data={"digest": digest(page)})
    page, yes = report(client)
    assert "文件和登记册一样，不用写入" in page
    assert "写入登记册" not in page


def test_an_officer_of_the_subdistrict_may_import_there_and_nowhere_else(client, sign_in, street):
    sign_in("officer")
    page, yes = report(client)
    assert client.post(yes, data={"digest": digest(page)}).status_code == 303
    page, _ = report(client, grids=HEADER + NEW_GRID.replace("水镇街道", "山镇街道").replace("1003", "1009"))
    assert "不在您负责的街道里" in page
    assert "写入登记册" not in page


def test_nobody_sees_what_another_uploaded(client, sign_in, street):
    sign_in("admin")
    page, yes = report(client)
    sign_in("officer")
    assert client.get(yes.removesuffix("/acceptance")).status_code == 404
    assert client.post(yes, data={"digest": digest(page)}).status_code == 404
    assert count() == 3


@pytest.mark.parametrize("who", ["stranger", "viewer", "pan"])
def test_others_may_not_import(client, sign_in, who):
    sign_in(who)
    assert client.get("/staff/grids/import").status_code == 403
    assert upload(client).status_code == 403


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04", "Excel 工作簿"),
        (b"\xd0\xcf\x11\xe0", "旧版 Excel"),
        (b"\x89PNG\r\n\x1a\n", "这是图片"),
        (b"", "文件是空的"),
        (b"x" * (10 * 1024 * 1024 + 1), "文件超过 10 MB"),
    ],
    ids=["xlsx", "xls", "png", "empty", "large"],
)
def test_what_is_no_table_is_refused_in_a_sentence(client, sign_in, content, words):
    answer = upload(sign_in("admin"), buildings=content)
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)


def test_both_files_are_needed(client, sign_in):
    answer = sign_in("admin").post("/staff/grids/import", data={})
    assert answer.status_code == 422
    assert "请选网格表" in answer.get_data(as_text=True)
    assert "请选楼栋表" in answer.get_data(as_text=True)


def test_a_table_in_another_encoding_says_how_to_save_it(client, sign_in):
    page, _ = report(sign_in("admin"), grids=(HEADER + NEW_GRID).encode("gbk"))
    assert "GBK 编码" in page
    assert "CSV UTF-8（逗号分隔）" in page


def test_a_yes_without_a_report_is_refused(client, sign_in):
    sign_in("admin")
    _, yes = report(client)
    assert client.post(yes, data={}).status_code == 422
    assert client.post("/staff/grids/imports/unknown/acceptance", data={"digest": "0" * 64}).status_code == 404
    assert count() == 3


def test_markup_in_a_file_stays_text(client, sign_in):
    page, _ = report(sign_in("admin"), buildings=PLACES + NEW_PLACE.replace("B0040", "<script>"))
    assert "&lt;script&gt;" in page
    assert db.session.scalar(db.select(db.func.count(Building.id))) == 7
