"""Accounts of staff: opening, closing, roles and passwords."""

from datetime import UTC, datetime

import pytest

from portal.db import db
from portal.domain.accounts import passwords, services
from portal.domain.accounts.models import User
from portal.domain.accounts.offices import Office
from portal.domain.accounts.roles import Permission, Role
from portal.domain.errors import DomainError, NotFound
from portal.domain.records.models import Record
from tests.cast import PASSWORD, Cast

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
BY = {"by": "admin", "at": AT}


def open_account(username: str, office: Office, person_id: int | None = None) -> tuple[User, str]:
    return services.open_account(username, "李二", office, person_id=person_id, **BY)


def last_record() -> tuple[str, str, str, str]:
    row = db.session.scalars(db.select(Record).order_by(Record.id.desc())).first()
    return row.action, row.by, row.subject, row.detail


def test_a_new_account_has_an_initial_password_that_must_be_changed(cast: Cast):
    user, password = open_account("li-er", Office(Role.COMMUNITY_OFFICER, community_id=cast.lotus.id))
    assert passwords.matches(user.password_hash, password)
    assert user.must_change_password
    assert Permission.CONTACT_EDIT in user.permissions
    assert last_record() == ("account.opened", "admin", "user li-er", "community_officer 莲叶路社区")
    assert password not in str(last_record())


@pytest.mark.parametrize(
    ("role", "place", "problem"),
    [
        (Role.ADMINISTRATOR, "community_id", "系统管理员管全镇，地方请选“全镇”。"),
        (Role.GRID_WORKER, "community_id", "网格员的网格由“人员和代班”里的任职决定，地方请选“全镇”。"),
        (Role.SUBDISTRICT_OFFICER, "community_id", "街道工作人员要选是哪个街道。"),
        (Role.SUBDISTRICT_OFFICER, None, "街道工作人员要选是哪个街道。"),
        (Role.COMMUNITY_OFFICER, "subdistrict_id", "社区工作人员要选是哪个社区。"),
        (Role.COMMUNITY_OFFICER, None, "社区工作人员要选是哪个社区。"),
        (Role.SUBDISTRICT_LEADER, None, "街道分管领导要选是哪个街道。"),
        (Role.SUBDISTRICT_LEADER, "community_id", "街道分管领导要选是哪个街道。"),
        (Role.DEPARTMENT_OFFICER, None, "部门工作人员要选是哪个部门。"),
        (Role.DEPARTMENT_OFFICER, "subdistrict_id", "部门工作人员要选是哪个部门。"),
        (Role.ADMINISTRATOR, "department_id", "系统管理员管全镇，地方请选“全镇”。"),
        (Role.GRID_WORKER, "department_id", "网格员的网格由“人员和代班”里的任职决定，地方请选“全镇”。"),
        (Role.SUPERVISOR, "department_id", "部门里只有“部门工作人员”这个岗位。"),
        (Role.GRID_WORKER, None, "网格员的账号要先选对应的联系人。"),
    ],
)
def test_a_role_must_fit_its_place_and_person(cast: Cast, role, place, problem):
    office = Office(role, **{place: 1} if place else {})
    with pytest.raises(DomainError, match=problem):
        open_account("li-er", office)
    with pytest.raises(DomainError, match=problem):
        services.appoint(cast.users["viewer"], office, **BY)


def test_a_grid_worker_belongs_to_a_contact_person(cast: Cast):
    user, _ = open_account("he-san", Office(Role.GRID_WORKER), cast.he.id)
    assert user.person is cast.he
    with pytest.raises(DomainError, match="网格员的账号要先选对应的联系人"):
        services.change_facts(user, "李二", person_id=None, **BY)


@pytest.mark.parametrize(("username", "person"), [("pan", None), ("pan-2", "pan")])
def test_user_names_and_contact_persons_are_used_once(cast: Cast, username, person):
    with pytest.raises(DomainError, match="刚刚被另一个账号用了"):
        open_account(username, Office(Role.SUPERVISOR), getattr(cast, person).id if person else None)


def test_roles_add_up_and_are_held_once_each(cast: Cast):
    officer, maple = cast.users["officer"], Office(Role.COMMUNITY_OFFICER, community_id=cast.maple.id)
    services.appoint(officer, maple, **BY)
    assert {held.community_id for held in officer.appointments} == {cast.lotus.id, cast.maple.id}
    assert last_record() == (
        "account.appointed",
        "admin",
        "user officer",
        "community_officer 枫林社区",
    )
    with pytest.raises(DomainError, match="已经有这项岗位"):
        services.appoint(officer, maple, **BY)


def test_a_department_officer_works_in_a_department_and_in_no_place(cast: Cast):
    office = Office(Role.DEPARTMENT_OFFICER, department_id=cast.department.id)
    user, _ = open_account("cheng-2", office)
    assert user.appointments[0].department is cast.department
    assert last_record() == ("account.opened", "admin", "user cheng-2", "department_officer 城管中队")
    with pytest.raises(DomainError, match="已经有这项岗位"):
        services.appoint(user, office, **BY)


def test_a_role_is_taken_away_but_not_the_only_one(cast: Cast):
    officer = cast.users["officer"]
    services.appoint(officer, Office(Role.SUPERVISOR), **BY)
    db.session.flush()
    services.dismiss(officer, officer.appointments[0].id, **BY)
    db.session.flush()
    assert [held.role for held in officer.appointments] == [Role.SUPERVISOR]
    with pytest.raises(DomainError, match="账号至少要有一项岗位"):
        services.dismiss(officer, officer.appointments[0].id, **BY)


def test_somebody_elses_role_is_not_found(cast: Cast):
    with pytest.raises(NotFound):
        services.dismiss(cast.users["officer"], cast.users["pan"].appointments[0].id, **BY)


class TestAdministrators:
    def test_the_last_one_cannot_step_down(self, cast: Cast):
        admin = cast.users["admin"]
        services.appoint(admin, Office(Role.SUPERVISOR), **BY)
        db.session.flush()
        with pytest.raises(DomainError, match="至少要留一位系统管理员"):
            services.dismiss(admin, admin.appointments[0].id, **BY)

    def test_a_closed_account_does_not_count_as_one(self, cast: Cast):
        admin, other = cast.users["admin"], open_account("other", Office(Role.ADMINISTRATOR))[0]
        services.close_account(other, **BY)
        with pytest.raises(DomainError, match="至少要留一位系统管理员"):
            services.close_account(admin, by="somebody", at=AT)

    def test_with_another_one_it_works(self, cast: Cast):
        open_account("other", Office(Role.ADMINISTRATOR))
        services.close_account(cast.users["admin"], by="other", at=AT)
        assert cast.users["admin"].disabled

    def test_nobody_closes_their_own_account(self, cast: Cast):
        open_account("other", Office(Role.ADMINISTRATOR))
        with pytest.raises(DomainError, match="不能停用自己的账号"):
            services.close_account(cast.users["admin"], **BY)


def test_closing_ends_sessions_and_reopening_does_not_bring_them_back(cast: Cast):
    pan = cast.users["pan"]
    before = pan.get_id()
    services.close_account(pan, **BY)
    services.reopen_account(pan, **BY)
    assert not pan.disabled
    assert pan.get_id() != before


def test_a_new_initial_password_ends_sessions_and_the_lock(cast: Cast):
    pan = cast.users["pan"]
    before, pan.failed_tries, pan.locked_until = pan.get_id(), 5, AT
    password = services.issue_password(pan, **BY)
    assert passwords.matches(pan.password_hash, password)
    assert (pan.must_change_password, pan.failed_tries, pan.locked_until) == (True, 0, None)
    assert pan.get_id() != before


def test_ones_own_password_is_changed_with_the_old_one_only(cast: Cast):
    with pytest.raises(DomainError, match="自己的密码请在“我的账号”里改"):
        services.issue_password(cast.users["admin"], **BY)


def test_changing_the_password_ends_other_sessions(cast: Cast):
    pan = cast.users["pan"]
    before, pan.must_change_password = pan.get_id(), True
    services.change_password(pan, "Tiger-2026-x", at=AT)
    assert passwords.matches(pan.password_hash, "Tiger-2026-x")
    assert not passwords.matches(pan.password_hash, PASSWORD)
    assert pan.get_id() != before
    assert not pan.must_change_password


def test_a_poor_password_is_refused(cast: Cast):
    with pytest.raises(DomainError, match="密码至少要 10 个字"):
        services.change_password(cast.users["pan"], "short", at=AT)


class TestMakeAdministrator:
    def test_opens_an_account(self, cast: Cast):
        password = services.make_administrator("root-2", by="command line", at=AT)
        user = db.session.scalars(db.select(User).filter_by(username="root-2")).one()
        assert passwords.matches(user.password_hash, password)
        assert Permission.STAFF_EDIT in user.permissions

    def test_repairs_a_closed_one_and_keeps_its_other_roles(self, cast: Cast):
        viewer = cast.users["viewer"]
        services.close_account(viewer, **BY)
        password = services.make_administrator("viewer", by="command line", at=AT)
        assert not viewer.disabled
        assert passwords.matches(viewer.password_hash, password)
        assert {held.role for held in viewer.appointments} == {Role.SUPERVISOR, Role.ADMINISTRATOR}

    def test_done_twice_it_gives_one_role(self, cast: Cast):
        services.make_administrator("admin", by="command line", at=AT)
        assert [held.role for held in cast.users["admin"].appointments] == [Role.ADMINISTRATOR]
