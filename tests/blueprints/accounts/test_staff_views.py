"""The accounts of staff, on the pages of an administrator."""

import re

import pytest
from flask import Flask

from portal.db import db
from portal.domain.accounts import passwords
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Role
from tests.cast import PASSWORD
from tests.conftest import TODAY

PATHS = ["/staff/people", "/staff/people/new", "/staff/people/1"]
ACTS = ["", "/appointments", "/appointments/1/removal", "/initial-password", "/closure", "/reopening"]
ACTS += ["/second-factor/removal"]


@pytest.fixture
def admin(client):
    return client.sign_in("admin")


def account(username: str) -> User:
    return db.session.scalars(db.select(User).filter_by(username=username)).one()


def path(username: str, act: str = "") -> str:
    return f"/staff/people/{account(username).id}{act}"


def open_account(client, **typed):
    facts = {"username": "li-er", "name": "李二", "role": "supervisor", "place": "", "person": ""}
    return client.post("/staff/people/new", data={**facts, **typed})


class TestWho:
    @pytest.mark.parametrize("who", ["officer", "stranger", "pan", "street", "leader", "cheng", "viewer"])
    def test_only_administrators_see_accounts(self, client, who):
        client.sign_in(who)
        assert {client.get(path).status_code for path in PATHS} == {403}
        assert {client.post(path("pan", act)).status_code for act in ACTS} == {403}

    def test_an_unknown_account_is_not_found(self, admin):
        for number in (99, 2**31 - 1, 2**31, 2**63):
            assert admin.get(f"/staff/people/{number}").status_code == 404
            assert {admin.post(f"/staff/people/{number}{act}").status_code for act in ACTS} == {404}


class TestList:
    def test_shows_names_roles_and_what_is_special(self, admin, cast):
        cast.users["pan"].disabled = True
        cast.users["officer"].must_change_password = True
        page = admin.get("/staff/people").text
        for words in (
            "安管理",
            "社区工作人员，莲叶路社区",
            "督查员，全镇",
            "已停用",
            "初始密码还没改",
            "部门工作人员，城管中队",
        ):
            assert words in page
        assert f"{len(cast.users)} 个账号" in page

    @pytest.mark.parametrize(("search", "found"), [("潘", 1), ("PAN", 1), ("干事", 2), ("%", 0), ("\x00潘", 1)])
    def test_is_searched_by_name_and_user_name(self, admin, search, found):
        page = admin.get("/staff/people", query_string={"search": search}).text
        assert len(re.findall(r'href="/staff/people/\d+"', page)) == found

    def test_a_search_replaces_only_the_list(self, admin):
        part = admin.get("/staff/people?search=潘", headers={"HX-Request": "true"}).text.strip()
        assert part.startswith('<div id="accounts">')
        assert part in admin.get("/staff/people?search=潘").text


class TestOpening:
    def test_shows_the_initial_password_once(self, admin, app: Flask):
        answer = open_account(admin)
        password = re.search(r'<p class="to-read-out">(.+?)</p>', answer.text)[1]
        assert answer.headers["Cache-Control"] == "no-store"
        assert password not in admin.get(path("li-er")).text
        newcomer = app.test_client()
        assert newcomer.post("/staff/sign-in", data={"username": "li-er", "password": password}).status_code == 303
        assert newcomer.get("/staff/me").headers["Location"] == "/staff/password"

    def test_a_role_is_held_in_its_place(self, admin, cast):
        open_account(admin, role="community_officer", place=f"community-{cast.maple.id}")
        held = account("li-er").appointments[0]
        assert (held.role, held.community_id) == (Role.COMMUNITY_OFFICER, cast.maple.id)

    def test_a_department_officer_is_of_a_department(self, admin, cast):
        assert open_account(admin, role="department_officer").status_code == 422
        open_account(admin, role="department_officer", place=f"department-{cast.department.id}")
        held = account("li-er").appointments[0]
        assert (held.role, held.department_id) == (Role.DEPARTMENT_OFFICER, cast.department.id)

    def test_a_closed_department_is_not_offered(self, admin, cast):
        cast.department.closed_on = TODAY
        db.session.commit()
        place = f"department-{cast.department.id}"
        assert open_account(admin, role="department_officer", place=place).status_code == 422
        assert place not in admin.get("/staff/people/new").text

    def test_a_grid_worker_is_linked_to_a_contact_person(self, admin, cast):
        assert open_account(admin, role="grid_worker", person=str(cast.he.id)).status_code == 200
        assert account("li-er").person_id == cast.he.id

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"username": ""}, "请填写用户名。"),
            ({"username": "PAN"}, "这个用户名已经有人用了，请换一个。"),
            ({"username": "李二"}, "用户名用 3 到 40 个小写字母或数字，例如 zhang-san 或手机号。"),
            ({"name": ""}, "请填写姓名。"),
            ({"name": "李" * 41}, "姓名最多 40 个字。"),
            ({"name": "李\x00二"}, "文字里有看不见的符号，请删掉后重新输入。"),
            ({"role": ""}, "请选择岗位。"),
            ({"role": "grid_worker"}, "网格员的账号要先选对应的联系人。"),
            ({"role": "community_officer"}, "社区工作人员要选是哪个社区。"),
            ({"role": "administrator", "place": "community-1"}, "系统管理员管全镇，地方请选“全镇”。"),
        ],
    )
    def test_a_problem_is_named_and_what_was_typed_stays(self, admin, typed, sentence):
        answer = open_account(admin, **typed)
        assert answer.status_code == 422
        assert f">{sentence}</p>" in answer.text
        if "name" not in typed:
            assert 'value="李二"' in answer.text

    @pytest.mark.parametrize(
        "junk", [{"role": "emperor"}, {"place": "moon-1"}, {"place": "community-99"}, {"person": "99"}, {"person": "²"}]
    )
    def test_a_choice_that_was_not_offered_is_refused(self, admin, junk):
        assert open_account(admin, **junk).status_code == 422

    def test_a_contact_person_with_an_account_is_not_offered(self, admin, cast):
        assert open_account(admin, role="grid_worker", person=str(cast.pan.id)).status_code == 422


class TestChanging:
    def test_name_and_contact_person(self, admin, cast):
        answer = admin.post(path("officer"), data={"name": "莲大姐", "person": str(cast.he.id)})
        assert answer.headers["Location"] == path("officer")
        assert (account("officer").name, account("officer").person_id) == ("莲大姐", cast.he.id)

    def test_a_grid_worker_keeps_a_contact_person(self, admin):
        answer = admin.post(path("pan"), data={"name": "潘一", "person": ""})
        assert answer.status_code == 422
        assert "网格员的账号要先选对应的联系人。" in answer.text

    def test_roles_are_added_and_taken_away(self, admin, cast):
        data = {"role": "community_officer", "place": f"community-{cast.maple.id}"}
        assert admin.post(path("officer", "/appointments"), data=data).status_code == 303
        first, second = account("officer").appointments
        assert admin.post(path("officer", f"/appointments/{first.id}/removal")).status_code == 303
        assert [held.id for held in account("officer").appointments] == [second.id]

    def test_a_role_without_its_place_is_asked_for_again(self, admin):
        answer = admin.post(path("officer", "/appointments"), data={"role": "community_officer", "place": ""})
        assert answer.status_code == 422
        assert "社区工作人员要选是哪个社区。" in answer.text
        assert "<details open>" in answer.text

    def test_a_role_held_already_is_refused_in_the_form(self, admin, cast):
        data = {"role": "community_officer", "place": f"community-{cast.lotus.id}"}
        answer = admin.post(path("officer", "/appointments"), data=data)
        assert answer.status_code == 422
        assert "这个账号已经有这项岗位。" in answer.text
        assert "<details open>" in answer.text

    def test_what_a_rule_forbids_is_said(self, admin):
        only = account("officer").appointments[0]
        answer = admin.post(path("officer", f"/appointments/{only.id}/removal"))
        assert answer.status_code == 409
        assert "账号至少要有一项岗位" in answer.text
        assert 'href="/staff"' in answer.text

    def test_a_role_of_somebody_else_is_not_found(self, admin):
        other = account("pan").appointments[0]
        assert admin.post(path("officer", f"/appointments/{other.id}/removal")).status_code == 404

    def test_a_new_initial_password_is_shown_once(self, admin):
        answer = admin.post(path("pan", "/initial-password"))
        password = re.search(r'<p class="to-read-out">(.+?)</p>', answer.text)[1]
        assert passwords.matches(account("pan").password_hash, password)

    def test_closing_and_reopening(self, admin, app: Flask):
        worker = app.test_client()
        worker.post("/staff/sign-in", data={"username": "pan", "password": PASSWORD})
        admin.post(path("pan", "/closure"))
        assert worker.get("/staff/me").status_code == 303
        assert worker.post("/staff/sign-in", data={"username": "pan", "password": PASSWORD}).status_code == 422
        admin.post(path("pan", "/reopening"))
        assert worker.post("/staff/sign-in", data={"username": "pan", "password": PASSWORD}).status_code == 303

    def test_nobody_closes_the_account_they_use(self, admin):
        assert admin.post(path("admin", "/closure")).status_code == 409
        assert "停用账号" not in admin.get(path("admin")).text

    def test_a_lost_phone_is_forgotten(self, admin, cast):
        user = cast.users["pan"]
        user.totp_secret, user.totp_on_since = "A" * 32, user.last_sign_in_at
        admin.post(path("pan", "/second-factor/removal"))
        assert account("pan").totp_secret is None
