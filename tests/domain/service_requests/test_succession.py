"""A worker leaves, a grid is dissolved: the open requests go to who answers today, on the record."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from portal.db import db
from portal.domain.accounts.models import Appointment
from portal.domain.accounts.roles import Role
from portal.domain.accounts.services import close_account
from portal.domain.contacts.models import Absence, AbsenceReason, Post, PostRole
from portal.domain.grids.models import Assignment
from portal.domain.matters.models import Level
from portal.domain.service_requests import holdings
from portal.domain.service_requests.steps import ending, handling, moving, waiting
from portal.domain.service_requests.succession import pass_on, serves, to_pass_on
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.units import Unit
from portal.domain.service_requests.workflow import Status, Step
from portal.domain.workdays.spans import Span
from portal.domain.workdays.spans import Unit as TimeUnit
from tests.conftest import TODAY
from tests.domain.service_requests.making import last_entry, limits_of, the


def succeed(town) -> int:
    """As the worker does it."""
    done = sum(pass_on(one, town.system) for one in to_pass_on(town.system.today))
    db.session.commit()
    return done


def leave(town, successor=None) -> None:
    """Pan Yi's post in grid L1 ends today; `successor` begins."""
    post = db.session.scalars(
        db.select(Post).where(Post.person_id == town.cast.pan.id, Post.grid_id == town.cast.l1.id)
    ).one()
    post.ends_on = TODAY
    db.session.flush()
    if successor is not None:
        db.session.add(Post(person_id=successor.id, grid_id=town.cast.l1.id, role=PostRole.WORKER, starts_on=TODAY))
    db.session.commit()


def dissolve(town) -> None:
    """Grid L1 has no posts and no buildings any more; its buildings belong to L2."""
    for post in db.session.scalars(db.select(Post).where(Post.grid_id == town.cast.l1.id)):
        post.ends_on = TODAY
    for assignment in db.session.scalars(db.select(Assignment).where(Assignment.grid_id == town.cast.l1.id)).all():
        assignment.ends_on = TODAY
        db.session.flush()
        db.session.add(Assignment(building_id=assignment.building_id, grid_id=town.cast.l2.id, starts_on=TODAY))
    db.session.commit()


def ask_for_papers(town, request):
    items = [{"name": "身份证复印件", "how": "正反面各一张"}]
    waiting.ask_supplement(request, items, town.staff("pan"), otherwise="不补就办不了", wanted_by=None)
    db.session.commit()


def test_forty_open_requests_of_a_worker_who_leaves_go_to_the_successor(town):
    requests = [town.signed() for _ in range(38)] + [town.filed(), town.signed()]
    ask_for_papers(town, requests[-1])
    db.session.commit()
    dues = [(request.due_at, [limit.due_at for limit in limits_of(request)]) for request in requests]
    leave(town, town.cast.li)
    assert succeed(town) == 39  # the one nobody had signed for is seen by who serves the grid anyway
    li = town.cast.users["li"]
    for request in requests[:38]:
        assert (request.status, request.handler, request.unit) == (Status.IN_PROGRESS, li, f"grid:{town.cast.l1.id}")
        entry = last_entry(request)
        assert (entry.step, entry.who) == (Step.SUCCESSION, "系统")
        assert "网格员 潘一" in entry.internal
        assert "网格员 李二" in entry.internal
        assert "网格员 李二" in entry.told
        assert (entry.facts["from"], entry.facts["to"]) == ("pan", "li")
    assert (requests[-1].status, requests[-1].handler) == (Status.WAITING, li)
    assert requests[38].status is Status.FILED
    # Nobody's clock begins anew.
    assert dues == [(request.due_at, [limit.due_at for limit in limits_of(request)]) for request in requests]
    assert succeed(town) == 0


def test_the_first_person_asked_stays_answerable(town):
    request = town.signed()
    leave(town, town.cast.li)
    succeed(town)
    assert request.first_contact_name == "网格员 潘一"


def test_being_away_for_some_days_changes_nothing(town):
    request = town.signed()
    db.session.add(
        Absence(
            person=town.cast.pan,
            cover=town.cast.li,
            first_day=TODAY,
            last_day=TODAY + timedelta(days=14),
            reason=AbsenceReason.LEAVE,
            entered_by="officer",
            entered_at=town.at,
        )
    )
    db.session.commit()
    assert succeed(town) == 0
    assert request.handler.username == "pan"


def test_a_cover_finishes_what_they_signed_for(town):
    request = town.filed()
    handling.sign_for(request, town.cast.users["li"], town.staff("li"))
    db.session.commit()
    assert succeed(town) == 0
    # Without a post of their own, and so without cover, they serve nowhere any more.
    for post in town.cast.li.posts:
        post.ends_on = TODAY
    db.session.commit()
    assert succeed(town) == 1
    assert request.handler.username == "pan"


def test_a_closed_account_hands_its_work_on(town):
    request = town.signed()
    leave(town, town.cast.li)
    close_account(town.cast.users["pan"], by="admin", at=town.at)
    db.session.commit()
    assert succeed(town) == 1
    assert request.handler.username == "li"


def test_without_a_successor_the_community_signs_for_it(town):
    request = town.signed()
    leave(town)
    assert succeed(town) == 1
    assert (request.status, request.handler, request.level) == (Status.FILED, None, Level.COMMUNITY)
    assert request.unit == f"community:{town.cast.lotus.id}"
    assert the(request, LimitKind.SIGN_FOR).met_at is None
    assert [lead.unit.partition(":")[0] for lead in holdings.leads(request)] == ["grid", "community"]
    assert succeed(town) == 0


def test_a_successor_without_an_account_cannot_go_on_with_it(town):
    """The person is on the card, nobody can sign in for them."""
    request = town.signed()
    close_account(town.cast.users["li"], by="admin", at=town.at)
    leave(town, town.cast.li)
    assert succeed(town) == 1
    assert request.level is Level.COMMUNITY


def test_what_waits_for_papers_stays_until_somebody_can_take_it_over(town):
    request = town.signed()
    ask_for_papers(town, request)
    leave(town)
    assert succeed(town) == 0
    assert request.status is Status.WAITING
    waiting.supplement(request, "补齐了", town.resident)
    db.session.commit()
    assert succeed(town) == 1
    assert request.level is Level.COMMUNITY


def test_in_an_office_the_unit_signs_for_it_anew(town):
    request = town.at_community()
    close_account(town.cast.users["officer"], by="admin", at=town.at)
    db.session.commit()
    assert succeed(town) == 1
    assert (request.status, request.handler, request.level) == (Status.FILED, None, Level.COMMUNITY)
    assert "莲叶路社区 莲干事" in last_entry(request).internal
    assert the(request, LimitKind.SIGN_FOR).met_at is None
    assert succeed(town) == 0


def test_a_limit_the_unit_was_handed_it_with_goes_on(town):
    request = town.at_community()
    department = Unit(Level.DEPARTMENT, town.cast.department.id)
    moving.hand_over(request, department, "占道的归你们", town.staff("officer"), limit=Span(2, TimeUnit.WORKDAY))
    handling.sign_for(request, town.cast.users["cheng"], town.staff("cheng"))
    close_account(town.cast.users["cheng"], by="admin", at=town.at)
    db.session.commit()
    assert succeed(town) == 1
    assert the(request, LimitKind.HAND_OVER).dropped_at is None
    assert the(request, LimitKind.SIGN_FOR).met_at is None


def test_settled_requests_keep_their_handler(town):
    request = town.resolved()
    leave(town, town.cast.li)
    assert succeed(town) == 0
    assert request.handler.username == "pan"


def test_the_requests_of_a_dissolved_grid_go_where_their_buildings_belong_today(town):
    filed, signed, waited = town.filed(), town.signed(), town.signed()
    ask_for_papers(town, waited)
    dissolve(town)
    assert succeed(town) == 3
    for request, status in ((filed, Status.FILED), (signed, Status.IN_PROGRESS), (waited, Status.WAITING)):
        assert (request.status, request.unit, request.grid) == (status, f"grid:{town.cast.l2.id}", town.cast.l2)
        entry = last_entry(request)
        assert entry.facts["old_grid"] == town.cast.l1.id
        assert (entry.unit, entry.to_unit) == (f"grid:{town.cast.l1.id}", f"grid:{town.cast.l2.id}")
        assert "莲叶路社区第1网格" in entry.internal
    assert filed.handler is None
    assert signed.handler.username == waited.handler.username == "li"
    assert succeed(town) == 0


def test_a_request_of_a_dissolved_grid_without_a_building_goes_to_the_community(town):
    request = town.signed()
    request.building = None
    dissolve(town)
    assert succeed(town) == 1
    assert (request.unit, request.status) == (f"community:{town.cast.lotus.id}", Status.FILED)


def test_a_vacant_grid_is_not_a_dissolved_one(town):
    request = town.filed()
    leave(town)
    assert succeed(town) == 0
    assert request.unit == f"grid:{town.cast.l1.id}"


def test_a_request_settled_meanwhile_is_left_alone(town):
    request = town.signed()
    leave(town, town.cast.li)
    ids = to_pass_on(TODAY)
    assert ids == [request.id]
    ending.resolve(request, "灯泡换好了，晚上亮了", town.staff("pan"))
    db.session.commit()
    assert not pass_on(request.id, town.system)


@pytest.mark.parametrize(
    ("who", "unit", "still"),
    [
        ("officer", "community", True),
        ("officer", "grid", True),
        ("officer", "subdistrict", False),
        ("street", "subdistrict", True),
        ("street", "grid", True),
        ("stranger", "community", False),
        ("stranger", "grid", False),
        ("cheng", "department", True),
        ("cheng", "community", False),
        ("admin", "department", True),
        ("pan", "grid", True),
        ("pan", "community", False),
        ("viewer", "grid", False),
    ],
)
def test_who_still_serves_a_unit(town, who, unit, still):
    cast = town.cast
    places = {"grid": cast.l1, "community": cast.lotus, "subdistrict": cast.subdistrict, "department": cast.department}
    assert serves(cast.users[who], Unit(Level(unit), places[unit].id), TODAY) is still


def test_a_second_office_counts(town):
    user = town.cast.users["stranger"]
    user.appointments.append(Appointment(role=Role.COMMUNITY_OFFICER, community_id=town.cast.lotus.id))
    db.session.commit()
    assert serves(user, Unit(Level.COMMUNITY, town.cast.lotus.id), TODAY)


def test_open_work_is_asked_for_by_handler_and_not_by_request(town):
    def asked() -> int:
        statements = []
        db.session.expire_all()
        event.listen(db.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
        assert to_pass_on(TODAY) == []
        return len(statements)

    town.signed()
    few = asked()
    for _ in range(5):
        town.signed()
    assert asked() == few
