"""The departments desk."""

import pytest

from portal.db import db
from portal.domain.departments.models import Department
from tests.conftest import TODAY
from tests.domain.publicity.requests import insert_request

FACTS = {"name": "消防站", "phone": "140 0000 0302", "duties": "消防通道", "subdistrict": ""}


@pytest.fixture
def admin(client):
    return client.sign_in("admin")


@pytest.fixture
def path(cast) -> str:
    return f"/staff/departments/{cast.department.id}"


@pytest.mark.parametrize("who", ["officer", "street", "leader", "cheng", "viewer"])
def test_only_administrators_open_it(client, path, who):
    client.sign_in(who)
    assert {client.get(address).status_code for address in ("/staff/departments", path)} == {403}
    assert "/staff/departments" not in client.get("/staff").text


def test_the_list_says_what_each_is_for_and_has_in_hand(admin, cast):
    insert_request(cast, unit=f"department:{cast.department.id}")
    db.session.commit()
    page = admin.get("/staff/departments").text
    for words in ("城管中队", "占道、乱堆乱放、违建", "全镇", "140 0000 0301"):
        assert words in page
    assert '<td data-name="没办结">1</td>' in page
    assert '<td data-name="账号">1</td>' in page


def test_without_departments_the_list_says_so(admin, cast):
    admin.sign_in("admin")
    cast.users["cheng"].appointments = []
    db.session.flush()
    db.session.delete(cast.department)
    db.session.commit()
    assert "还没有部门" in admin.get("/staff/departments").text


def test_a_new_one_is_added(admin):
    answer = admin.post("/staff/departments/new", data=FACTS)
    assert answer.status_code == 303
    made = db.session.scalars(db.select(Department).filter_by(name="消防站")).one()
    assert (made.phone, made.duties, made.subdistrict_id) == ("14000000302", "消防通道", None)
    assert answer.headers["Location"] == f"/staff/departments/{made.id}"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "请填写部门的名称。"),
        ({"name": "部" * 61}, "名称最多 60 个字。"),
        ({"name": "城管中队"}, "已经有叫这个名字的部门了。"),
        ({"phone": "123"}, "电话的位数不对，请核对。"),
        ({"subdistrict": "99"}, "error"),
    ],
)
def test_a_problem_is_named_and_what_was_typed_stays(admin, typed, sentence):
    answer = admin.post("/staff/departments/new", data={**FACTS, **typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "消防通道" in answer.text


def test_facts_are_changed(admin, cast, path):
    page = admin.get(path).text
    assert 'value="城管中队"' in page
    answer = admin.post(path, data={**FACTS, "subdistrict": str(cast.subdistrict.id)})
    assert answer.headers["Location"] == path
    db.session.refresh(cast.department)
    assert (cast.department.name, cast.department.subdistrict_id) == ("消防站", cast.subdistrict.id)
    assert f'<option selected value="{cast.subdistrict.id}">' in admin.get(path).text


def test_it_is_closed_and_opened_again(admin, path):
    assert admin.post(f"{path}/closure", data={"on": TODAY.isoformat()}).status_code == 303
    page = admin.get(path).text
    assert "已撤销" in page
    assert "从2026年11月23日星期一起不再交办给它。" in page
    assert admin.post(f"{path}/reopening").status_code == 303
    assert "已撤销" not in admin.get(path).text


@pytest.mark.parametrize(("day", "sentence"), [("", "请选日期。"), ("2026-11-22", "撤销的日子不能早于今天。")])
def test_a_day_that_cannot_be_is_refused(admin, path, day, sentence):
    answer = admin.post(f"{path}/closure", data={"on": day})
    assert answer.status_code == 422
    assert sentence in answer.text


def test_with_open_requests_it_says_how_many_and_what_to_do(admin, cast, path):
    insert_request(cast, unit=f"department:{cast.department.id}")
    db.session.commit()
    page = admin.get(path).text
    assert "手上还有 1 件没办结。交给别的单位以后才能撤销。" in page
    assert f'action="{path}/closure"' not in page
    answer = admin.post(f"{path}/closure", data={"on": TODAY.isoformat()})
    assert answer.status_code == 422
    assert "城管中队手上还有 1 件没办结。" in answer.text


def test_an_unknown_one_is_not_found(admin):
    for address in ("/staff/departments/99", "/staff/departments/99/closure", "/staff/departments/99/reopening"):
        assert admin.post(address).status_code == 404
