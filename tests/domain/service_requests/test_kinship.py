"""Near relatives among those who handle a request: declared, registered, and out of it."""

import pytest
from sqlalchemy import select

from portal.db import db
from portal.domain.accounts.models import Appointment, User
from portal.domain.accounts.roles import Permission, Role
from portal.domain.contacts.models import Absence, AbsenceReason
from portal.domain.errors import DomainError, NotFound
from portal.domain.matters.models import Level
from portal.domain.service_requests import inbox, kinship, limits
from portal.domain.service_requests import search as requests
from portal.domain.service_requests.holder import first_contact_of, holder_of
from portal.domain.service_requests.inbox import Narrowing, Queue
from portal.domain.service_requests.kinship import Kin, KinshipDeclaration
from portal.domain.service_requests.models import Holding, ServiceRequest
from portal.domain.service_requests.reach import reach_of
from portal.domain.service_requests.scopes import actors_of, find
from portal.domain.service_requests.standing import standing
from portal.domain.service_requests.steps import handling, moving, waiting
from portal.domain.service_requests.steps.kinship import declare
from portal.domain.service_requests.steps.taking import allowed_steps
from portal.domain.service_requests.succession import pass_on, to_pass_on
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.units import Unit
from portal.domain.service_requests.workflow import Actor, Status, Step
from portal.domain.visits import booking
from portal.domain.visits.queries import colleagues
from tests.cast import HASH
from tests.domain.service_requests.making import APPROVAL, COORDINATED, Town, last_entry, limits_of, the, version_of
from tests.domain.visits.agreed import agreed


def user(town: Town, name: str) -> User:
    return town.cast.users[name]


def declared(town: Town, request: ServiceRequest, name: str, actor: Actor = Actor.HOLDER) -> ServiceRequest:
    declare(request, user(town, name), Kin.CHILD, town.staff(name, actor))
    db.session.flush()
    return request


def colleague(town: Town) -> User:
    """A second officer of Lotus Road."""
    held = Appointment(role=Role.COMMUNITY_OFFICER, community_id=town.cast.lotus.id)
    made = User(
        username="second",
        name="莲二干",
        password_hash=HASH,
        must_change_password=False,
        session_key="second",
        appointments=[held],
    )
    db.session.add(made)
    db.session.flush()
    town.cast.users["second"] = made
    return made


def away(town: Town, days: int = 1) -> None:
    """Pan is away today, Li stands in."""
    today = town.resident.today
    db.session.add(
        Absence(
            person_id=town.cast.pan.id,
            cover_id=town.cast.li.id,
            first_day=today,
            last_day=today,
            reason=AbsenceReason.LEAVE,
            entered_by="officer",
            entered_at=town.at,
        )
    )
    db.session.flush()


class TestWhereItGoes:
    def test_from_the_only_worker_of_a_grid_to_the_community(self, town: Town):
        request = declared(town, town.signed(APPROVAL), "pan")
        assert (request.status, request.unit) == (Status.FILED, f"community:{town.cast.lotus.id}")
        assert request.handler_id is None
        assert last_entry(request).told == "换人办理，由莲叶路社区另外安排人接着办，期限不变。"

    def test_to_who_else_serves_the_grid_today(self, town: Town):
        request = town.signed(APPROVAL)
        away(town)
        declared(town, request, "pan")
        assert (request.status, request.level) == (Status.FILED, Level.GRID)
        handling.sign_for(request, user(town, "li"), town.staff("li"), unrelated=True)
        assert request.handler_id == user(town, "li").id

    def test_to_another_officer_of_the_community_or_without_one_to_the_subdistrict(self, town: Town):
        alone = declared(town, town.at_community(APPROVAL), "officer")
        assert alone.level is Level.SUBDISTRICT
        other = town.at_community(APPROVAL)
        colleague(town)
        declared(town, other, "officer")
        assert (other.level, other.status) == (Level.COMMUNITY, Status.FILED)
        handling.sign_for(other, user(town, "second"), town.staff("second"), unrelated=True)

    def test_at_the_subdistrict_to_another_officer(self, town: Town):
        request = declared(town, town.at_subdistrict(), "street")
        assert (request.level, request.status) == (Level.SUBDISTRICT, Status.FILED)
        handling.sign_for(request, user(town, "leader"), town.staff("leader"), unrelated=True)

    def test_a_department_without_another_member_gives_it_to_the_subdistrict(self, town: Town):
        request = town.at_subdistrict()
        moving.hand_over(request, Unit(Level.DEPARTMENT, town.cast.department.id), "请办", town.staff("street"))
        handling.sign_for(request, user(town, "cheng"), town.staff("cheng"), unrelated=True)
        assert declared(town, request, "cheng").level is Level.SUBDISTRICT

    def test_what_waits_for_papers_goes_from_hand_to_hand(self, town: Town):
        request = town.signed(APPROVAL)
        items = [{"name": "授权书", "how": ""}]
        waiting.ask_supplement(request, items, town.staff("pan"), otherwise="", wanted_by=None, left_out="都看过了")
        declared(town, request, "pan")
        assert (request.status, request.level) == (Status.WAITING, Level.COMMUNITY)
        assert request.handler_id == user(town, "officer").id
        assert waiting.supplements(request)[-1].received_at is None
        waiting.supplement(request, "有了", town.resident)

    def test_in_somebody_elses_hands_it_stays(self, town: Town):
        request = declared(town, town.at_community(APPROVAL), "pan", Actor.HELPER)
        assert (request.status, request.handler_id) == (Status.IN_PROGRESS, user(town, "officer").id)
        assert last_entry(request).told == ""
        assert actors_of(user(town, "pan"), request, town.resident.today) == set()

    def test_every_clock_runs_on(self, town: Town):
        request = town.signed(APPROVAL)
        town.wait(hours=5)
        before = {one.id: (one.kind, one.starts_at, one.due_at) for one in limits.open_limits(request)}
        declared(town, request, "pan")
        after = {one.id: (one.kind, one.starts_at, one.due_at) for one in limits.open_limits(request)}
        assert before.items() <= after.items()
        assert [one.kind for one in limits.open_limits(request) if one.id not in before] == [LimitKind.SIGN_FOR]

    def test_moved_up_it_does_not_count_as_the_communitys_answer(self, town: Town):
        request = declared(town, town.at_community(APPROVAL), "officer")
        assert the(request, LimitKind.FINISH).met_at is None
        assert limits_of(request, LimitKind.ACCEPT) == []
        holding = db.session.scalars(select(Holding).where(Holding.request_id == request.id)).all()[-1]
        assert holding.unit == request.unit


class TestWhoDeclared:
    def test_sees_it_nowhere_and_takes_no_step(self, town: Town):
        request = declared(town, town.signed(APPROVAL), "pan")
        handling.sign_for(request, user(town, "officer"), town.staff("officer"), unrelated=True)
        today = town.resident.today
        assert actors_of(user(town, "pan"), request, today) == set()
        assert allowed_steps(user(town, "pan"), request, today) == set()
        with pytest.raises(NotFound):
            find(user(town, "pan"), request.id, Permission.REQUEST_VIEW, today)
        for actor in (Actor.HOLDER, Actor.HELPER):
            with pytest.raises(DomainError, match="近亲属"):
                handling.note(request, "我来看看", town.staff("pan", actor), public=False)
        with pytest.raises(DomainError):
            handling.sign_for(request, user(town, "pan"), town.staff("pan"), unrelated=True)

    @pytest.mark.parametrize("name", ["pan", "officer", "street", "admin"])
    def test_finds_it_in_no_list_and_in_no_search(self, town: Town, name: str):
        request, other = town.at_community(APPROVAL), town.at_community(APPROVAL)
        actor = Actor.HELPER if name == "pan" else Actor.HOLDER
        declared(town, request, name, actor)
        db.session.commit()
        reach = reach_of(user(town, name), town.resident.today, wide=True)
        for queue in Queue:
            rows = inbox.listed(queue, reach, town.at, Narrowing()).rows
            assert request.id not in {row.id for row in rows}, queue
        inbox.counts(reach, town.at)
        for typed in (request.number, "王芳", "楼道的灯"):
            assert request.id not in {row.id for row in requests.found(typed, reach)}
        everything = inbox.listed(Queue.ALL, reach, town.at, Narrowing()).rows
        assert other.id in {row.id for row in everything}

    def test_declares_once_and_stands_in_the_register(self, town: Town):
        request = declared(town, town.signed(APPROVAL), "pan")
        with pytest.raises(DomainError, match="已经申报过"):
            declare(request, user(town, "pan"), Kin.SIBLING, town.staff("pan"))
        row = db.session.scalars(select(KinshipDeclaration)).one()
        assert (row.relation, row.who, row.at) == (Kin.CHILD, "网格员 潘一", town.at)
        assert (row.unit, row.to_unit) == (f"grid:{town.cast.l1.id}", request.unit)
        said = " ".join(f"{one.told}{one.internal}" for one in request.entries)
        assert not any(word in said for word in ("亲属", "子女", "父母"))

    def test_is_no_longer_named_to_the_person(self, town: Town):
        request = declared(town, town.signed(APPROVAL), "pan")
        assert first_contact_of(request) == ""
        assert standing(request, town.at).holder.name != "潘一"

    def test_others_still_see_and_do_everything(self, town: Town):
        request = declared(town, town.signed(APPROVAL), "pan")
        assert find(user(town, "li"), town.filed(place=town.place(town.cast.bright5)).id, Permission.REQUEST_VIEW,
                    town.resident.today)  # fmt: skip
        assert Step.SIGN_FOR in allowed_steps(user(town, "officer"), request, town.resident.today)


class TestItIsNotGivenBack:
    def test_by_handing_it_over_or_returning_it(self, town: Town):
        request = declared(town, town.signed(APPROVAL), "pan")
        handling.sign_for(request, user(town, "officer"), town.staff("officer"), unrelated=True)
        with pytest.raises(DomainError, match="没有能办这件事的人"):
            moving.hand_over(request, Unit(Level.GRID, town.cast.l1.id), "你来办", town.staff("officer"))
        with pytest.raises(DomainError, match="没有能办这件事的人"):
            moving.send_back(request, "退给网格", town.staff("officer"))

    def test_when_the_cover_goes_home(self, town: Town):
        request = town.signed(APPROVAL)
        away(town)
        declared(town, request, "pan")
        assert request.level is Level.GRID
        assert to_pass_on(town.resident.today) == []
        town.wait(days=1)  # Pan is back, Li did not sign
        assert holder_of(request, town.resident.today).name != "潘一"
        assert to_pass_on(town.resident.today) == [request.id]
        assert pass_on(request.id, town.system)
        assert request.unit == f"community:{town.cast.lotus.id}"
        assert not pass_on(request.id, town.system)

    def test_when_the_one_who_took_over_leaves(self, town: Town):
        request = town.signed(APPROVAL)
        away(town)
        declared(town, request, "pan")
        handling.sign_for(request, user(town, "li"), town.staff("li"), unrelated=True)
        town.wait(days=1)
        user(town, "li").disabled = True
        db.session.flush()
        assert pass_on(request.id, town.system)
        assert request.handler_id != user(town, "pan").id
        assert request.unit == f"community:{town.cast.lotus.id}"

    def test_when_a_colleague_in_an_office_leaves(self, town: Town):
        request = town.at_community(APPROVAL)
        colleague(town)
        declared(town, request, "officer")
        handling.sign_for(request, user(town, "second"), town.staff("second"), unrelated=True)
        user(town, "second").disabled = True
        db.session.flush()
        assert pass_on(request.id, town.system)
        assert request.level is Level.SUBDISTRICT

    def test_by_putting_its_place_right(self, town: Town):
        request = town.signed(APPROVAL)
        moving.escalate(request, "要社区看", town.staff("pan"))
        declared(town, request, "li", Actor.HELPER)
        back = Unit(Level.GRID, town.cast.l1.id)
        handling.sign_for(request, user(town, "officer"), town.staff("officer"), unrelated=True)
        moving.hand_over(request, back, "网格先看", town.staff("officer"))
        handling.correct_place(request, town.place(town.cast.bright5), "在5号楼", town.staff("pan"))
        assert request.unit == f"community:{town.cast.lotus.id}"


class TestSigning:
    def test_the_matter_asks_who_signs(self, town: Town):
        request = town.filed(APPROVAL)
        with pytest.raises(DomainError, match="不能是申请人的近亲属"):
            handling.sign_for(request, user(town, "pan"), town.staff("pan"))
        entry = handling.sign_for(request, user(town, "pan"), town.staff("pan"), unrelated=True)
        assert entry.facts == {"unrelated": True}

    def test_where_nothing_is_granted_it_is_not_asked(self, town: Town):
        request = town.filed(COORDINATED)
        handling.sign_for(request, user(town, "pan"), town.staff("pan"))
        assert Step.DECLARE_KINSHIP not in allowed_steps(user(town, "pan"), request, town.resident.today)

    def test_who_could_sign_declares_before_signing(self, town: Town):
        request = declared(town, town.filed(APPROVAL), "pan")
        assert request.level is Level.COMMUNITY


@pytest.mark.parametrize("unit", ["grid", "community", "subdistrict"])
def test_only_those_who_may_handle_it_are_counted(town: Town, unit: str):
    ids = {"grid": town.cast.l1.id, "community": town.cast.lotus.id, "subdistrict": town.cast.subdistrict.id}
    found = kinship.able(Unit(Level(unit), ids[unit]), town.resident.today, ())
    assert {one.username for one in found} == {
        "grid": {"pan"},
        "community": {"officer"},
        "subdistrict": {"street", "leader"},
    }[unit]


class TestVisits:
    def test_a_near_relative_comes_along_to_no_visit(self, town: Town):
        request = town.signed(APPROVAL)
        both = {"lead": user(town, "pan"), "companion": user(town, "officer"), "names": ["潘一", "莲干事"]}
        booking.book_visit(request, agreed(town, **both), town.staff("pan"))
        declared(town, request, "officer", Actor.ABOVE)
        assert "约好的上门由别人去" in last_entry(request).internal
        assert user(town, "officer") not in colleagues(request, town.resident.today)
        with pytest.raises(DomainError, match="近亲属，不能上门"):
            booking.book_visit(request, agreed(town, **both), town.staff("pan"))


class TestWhoDecides:
    """Not only who signs: whoever accepts, reviews or decides says once that they are no near relative."""

    def test_the_one_who_signed_said_it_and_the_others_are_asked(self, town: Town):
        request = town.at_subdistrict("dibao")
        with pytest.raises(DomainError, match="请勾选“我和申请人不是近亲属”"):
            handling.accept(request, town.staff("leader"))
        handling.accept(request, town.staff("street"))
        with pytest.raises(DomainError, match="请勾选"):
            handling.review(request, "符合条件", town.staff("leader"))
        handling.review(request, "符合条件", town.staff("leader"), unrelated=True)
        assert last_entry(request).facts == {"unrelated": True}
        assert not kinship.has_to_say("leader", request)

    def test_who_gets_it_from_hand_to_hand_is_asked_too(self, town: Town):
        request = town.signed("dibao")
        handling.classify(request, version_of("tekun"), "按特困办", town.staff("pan"))
        handling.classify(request, version_of("dibao"), "还是低保", town.staff("pan"))
        assert kinship.has_to_say("officer", request)
        assert not kinship.has_to_say("pan", request)

    def test_elsewhere_nobody_is_asked(self, town: Town):
        request = town.at_subdistrict("canji-liangxiang")
        handling.accept(request, town.staff("leader"))
