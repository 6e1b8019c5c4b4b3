"""The queues of the desk: who finds what where, in which order, and how the pages follow one another."""

from datetime import timedelta

import pytest

from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.matters.models import Level
from portal.domain.service_requests import inbox
from portal.domain.service_requests.inbox import Narrowing, Queue
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.reach import Reach, reach_of
from portal.domain.service_requests.scopes import requests_where
from portal.domain.service_requests.workflow import SETTLED, Status
from tests.cast import Cast, fill
from tests.conftest import TODAY
from tests.domain.service_requests.stored import NOW, stored

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def reach(cast: Cast, who: str, wide: bool = False) -> Reach:
    return reach_of(cast.users[who], TODAY, wide=wide)


def ids(cast: Cast, who: str, queue: Queue, wide: bool = False, narrowing: Narrowing | None = None) -> list[int]:
    listed = inbox.listed(queue, reach(cast, who, wide), NOW, narrowing or Narrowing())
    return [row.id for row in listed.rows]


def test_a_queue_holds_what_the_own_unit_has_by_when_it_is_due(cast: Cast):
    later = stored(cast.l1, due=3 * DAY)
    sooner = stored(cast.l1, due=HOUR)
    stored(cast.l2)
    stored(cast.l1, status=Status.IN_PROGRESS, handler=cast.users["pan"])
    assert ids(cast, "pan", Queue.TO_SIGN) == [sooner.id, later.id]


@pytest.mark.parametrize(
    ("due", "queue"), [(-HOUR, Queue.LATE), (HOUR, Queue.DUE_SOON), (inbox.SOON - HOUR, Queue.DUE_SOON)]
)
def test_late_and_due_soon_are_parted_by_the_moment(cast: Cast, due: timedelta, queue: Queue):
    request = stored(cast.l1, due=due)
    others = {Queue.LATE, Queue.DUE_SOON} - {queue}
    assert ids(cast, "pan", queue) == [request.id]
    assert not ids(cast, "pan", others.pop())


def test_what_ends_exactly_now_is_not_late_yet(cast: Cast):
    request = stored(cast.l1, due=timedelta(0))
    assert ids(cast, "pan", Queue.DUE_SOON) == [request.id]
    assert not ids(cast, "pan", Queue.LATE)


def test_what_is_far_off_is_neither(cast: Cast):
    stored(cast.l1, due=inbox.SOON + HOUR)
    assert not ids(cast, "pan", Queue.DUE_SOON) + ids(cast, "pan", Queue.LATE)


def test_waiting_for_the_resident_has_a_queue_of_its_own(cast: Cast):
    request = stored(cast.l1, status=Status.WAITING, handler=cast.users["pan"], due=None)
    assert ids(cast, "pan", Queue.WAITING) == [request.id]
    assert not ids(cast, "pan", Queue.DUE_SOON)


def test_mine_is_what_i_signed_for_and_is_open(cast: Cast):
    mine = stored(cast.l1, status=Status.IN_PROGRESS, handler=cast.users["pan"])
    stored(cast.l1, status=Status.IN_PROGRESS, handler=cast.users["li"])
    stored(cast.l1, status=Status.RESOLVED, handler=cast.users["pan"])
    assert ids(cast, "pan", Queue.MINE) == [mine.id]


def test_handed_over_is_what_left_the_own_unit_and_is_still_open(cast: Cast):
    grid, office = f"grid:{cast.l1.id}", f"community:{cast.lotus.id}"
    gone = stored(cast.l1, unit=office, had=(grid,))
    stored(cast.l1, unit=office)
    stored(cast.l1, unit=grid, had=(grid, office))
    stored(cast.l1, unit=office, had=(grid,), status=Status.RESOLVED)
    assert ids(cast, "pan", Queue.HANDED_OVER) == [gone.id]


def test_a_department_sees_what_it_gave_back(cast: Cast):
    squad, office = f"department:{cast.department.id}", f"community:{cast.lotus.id}"
    back = stored(cast.l1, unit=office, had=(office, squad))
    held = stored(cast.l1, unit=squad, had=(office,))
    assert ids(cast, "cheng", Queue.HANDED_OVER) == [back.id]
    assert ids(cast, "cheng", Queue.TO_SIGN) == [held.id]
    assert set(ids(cast, "cheng", Queue.ALL)) == {back.id, held.id}


def test_an_office_sees_its_own_level_first_and_those_below_when_asked(cast: Cast):
    own = stored(cast.l1, unit=f"community:{cast.lotus.id}", due=HOUR)
    below = stored(cast.l2, due=2 * HOUR)
    stored(cast.m1)
    assert ids(cast, "officer", Queue.TO_SIGN) == [own.id]
    assert ids(cast, "officer", Queue.TO_SIGN, wide=True) == [own.id, below.id]


def test_the_subdistrict_looks_into_its_departments_as_well(cast: Cast):
    squad = stored(cast.l1, unit=f"department:{cast.department.id}")
    below = stored(cast.m1, due=2 * DAY)
    assert not ids(cast, "street", Queue.TO_SIGN)
    assert ids(cast, "street", Queue.TO_SIGN, wide=True) == [squad.id, below.id]


def test_what_went_up_because_it_is_late_stands_with_the_office_above(cast: Cast):
    pressed = stored(cast.l1, due=-DAY, overseer_level=Level.COMMUNITY)
    higher = stored(cast.l1, due=-2 * DAY, unit=f"community:{cast.lotus.id}", overseer_level=Level.SUBDISTRICT)
    stored(cast.m1, due=-DAY, overseer_level=Level.COMMUNITY)
    assert ids(cast, "officer", Queue.LATE) == [higher.id, pressed.id]
    assert ids(cast, "street", Queue.LATE) == [higher.id]


def test_the_whole_town_is_seen_by_those_who_oversee_it(cast: Cast):
    one, other = stored(cast.l1, due=HOUR), stored(cast.m1, due=2 * HOUR)
    assert ids(cast, "viewer", Queue.TO_SIGN) == [one.id, other.id]


def test_all_is_everything_of_the_own_places_newest_first(cast: Cast):
    old = stored(cast.l1, status=Status.CLOSED, filed=-9 * DAY)
    new = stored(cast.l2, filed=-DAY)
    stored(cast.m1)
    moved = stored(cast.m1, status=Status.IN_PROGRESS, handler=cast.users["officer"], filed=-5 * DAY)
    assert ids(cast, "officer", Queue.ALL) == [new.id, moved.id, old.id]
    assert ids(cast, "pan", Queue.ALL) == [old.id]


@pytest.mark.parametrize("status", sorted(SETTLED - {Status.MERGED}))
def test_what_is_settled_stands_in_no_open_queue(cast: Cast, status: Status):
    stored(cast.l1, status=status, handler=cast.users["pan"], due=-DAY)
    assert set(inbox.counts(reach(cast, "pan"), NOW).values()) == {0}


def test_the_figures_are_those_of_the_lists(cast: Cast):
    office, pan = f"community:{cast.lotus.id}", cast.users["pan"]
    stored(cast.l1, due=-DAY, overseer_level=Level.COMMUNITY)
    stored(cast.l1, due=-DAY, unit=office, overseer_level=Level.COMMUNITY, had=(f"grid:{cast.l1.id}",))
    stored(cast.l1, due=HOUR)
    stored(cast.l1, due=None, status=Status.WAITING, handler=pan)
    stored(cast.l2, due=9 * DAY, status=Status.IN_PROGRESS, handler=pan)
    for who, wide in (("pan", False), ("officer", False), ("officer", True), ("street", True), ("viewer", True)):
        counts = inbox.counts(reach(cast, who, wide), NOW)
        assert counts == {queue: len(ids(cast, who, queue, wide)) for queue in Queue if queue is not Queue.ALL}, who
        assert counts[Queue.TO_SIGN] == inbox.count_to_sign(reach(cast, who, wide), NOW)


def test_the_filters_narrow_every_queue(cast: Cast):
    lamp, noise = stored(cast.l1), stored(cast.l2, matter="zaosheng", filed=-3 * DAY)
    versions = {one.id: one.matter_version.matter_id for one in (lamp, noise)}
    for narrowing, expected in (
        (Narrowing(grid_id=cast.l2.id), noise.id),
        (Narrowing(matter_id=versions[lamp.id]), lamp.id),
        (Narrowing(begins=NOW - DAY), lamp.id),
        (Narrowing(ends=NOW - DAY), noise.id),
    ):
        for queue in (Queue.TO_SIGN, Queue.ALL):
            assert ids(cast, "officer", queue, wide=True, narrowing=narrowing) == [expected]
        assert inbox.count(Queue.TO_SIGN, reach(cast, "officer", True), NOW, narrowing) == 1
    assert not ids(cast, "officer", Queue.TO_SIGN, wide=True, narrowing=Narrowing(level=Level.COMMUNITY))


def pages(cast: Cast, who: str, queue: Queue, size: int) -> list[int]:
    """Every id of a queue, page by page."""
    found: list[int] = []
    after = ""
    for _ in range(20):
        listed = inbox.listed(queue, reach(cast, who, True), NOW, Narrowing(), after, size)
        found += [row.id for row in listed.rows]
        after = listed.after
        if not after:
            return found
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("queue", [Queue.TO_SIGN, Queue.MINE, Queue.ALL])
def test_pages_follow_one_another_without_gap_or_double(both_apps, queue: Queue):
    """Many with the same moment, and some without any."""
    cast = fill(TODAY)
    pan = cast.users["officer"]
    for number in range(11):
        held = {"status": Status.IN_PROGRESS, "handler": pan} if queue is Queue.MINE else {}
        due = None if number % 4 == 0 and held else HOUR * (number // 3)
        stored(cast.l1 if number % 2 else cast.l2, due=due, filed=-HOUR * (number // 3), **held)
    db.session.commit()
    whole = inbox.listed(queue, reach(cast, "officer", True), NOW, Narrowing()).rows
    assert pages(cast, "officer", queue, 3) == [row.id for row in whole]
    assert len(whole) == 11


@pytest.mark.parametrize("mark", ["x", "1-", "-", "99999999999999999999-1", "1-99999999999", "x-1", "-x", "١-١"])
def test_a_mark_that_is_none_shows_the_first_page(cast: Cast, mark: str):
    request = stored(cast.l1)
    listed = inbox.listed(Queue.TO_SIGN, reach(cast, "pan"), NOW, Narrowing(), mark)
    assert [row.id for row in listed.rows] == [request.id]


def test_the_place_of_a_row_ends_at_the_entrance(cast: Cast):
    entrance = cast.bright1.entrances[1]
    stored(cast.l1, building=cast.bright1, entrance=entrance, room="501", due=HOUR)
    stored(cast.l1, place_text="小广场东边", due=2 * HOUR)
    listed = inbox.listed(Queue.TO_SIGN, reach(cast, "pan"), NOW, Narrowing())
    assert [row.place for row in listed.rows] == ["明亮花园 1号楼 2单元", "小广场东边"]


def test_every_row_stays_within_what_the_person_may_see(cast: Cast):
    """The queues are written for the indexes; the scope is the law."""
    elsewhere = [f"department:{cast.department.id}", f"subdistrict:{cast.subdistrict.id}"]
    for grid in (cast.l1, cast.l2, cast.m1):
        for unit in (f"grid:{grid.id}", f"community:{grid.community_id}", *elsewhere):
            stored(grid, unit=unit, due=-HOUR, had=(f"grid:{grid.id}",))
    for who, user in cast.users.items():
        seen = set(
            db.session.scalars(db.select(ServiceRequest.id).where(requests_where(user, Permission.REQUEST_VIEW, TODAY)))
        )
        for queue in Queue:
            assert set(ids(cast, who, queue, wide=True)) <= seen, (who, queue)
        assert set(ids(cast, who, Queue.ALL)) == seen, who
