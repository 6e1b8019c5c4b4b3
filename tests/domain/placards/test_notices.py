"""What placards say today, and which must be printed again."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from portal.db import db
from portal.domain.contacts.models import Absence, Post, PostRole
from portal.domain.placards import services
from portal.domain.placards.models import RetiredBecause
from portal.domain.placards.notices import notices_of, stale_ids
from tests.conftest import TODAY
from tests.domain.placards.placards import ADDRESS, NOW, WHO, live_at, make_all, print_all


@pytest.fixture
def printed(cast) -> list[int]:
    made = make_all(cast.l1, cast.l2)
    print_all(*made)
    return [placard.id for placard in made]


def stale(day=TODAY) -> list[int]:
    return stale_ids(day, address=ADDRESS)


def say(placard, day=TODAY, photo=lambda key: None):
    [one] = notices_of([placard.id], day, address=ADDRESS, photo=photo)
    return one.notice


def test_a_notice_names_place_worker_and_phones(cast, printed):
    notice = say(live_at(cast.bright1))
    assert (notice.place_title, notice.place_detail) == ("明亮花园 1号楼", "1单元 · 2单元 · 3单元")
    assert (notice.worker_name, notice.worker_phone) == ("潘一", "14000000101")
    assert notice.grid_name == "莲叶路社区第1网格"
    assert (notice.community_phone, notice.supervision_phone) == ("14000000001", "14000000900")
    assert notice.url == f"http://linge.example/q/{notice.code}"
    assert notice.plain_address == "linge.example"


def test_the_photo_of_the_holder_is_printed(cast, printed):
    cast.pan.photo = "0" * 32
    db.session.flush()
    assert say(live_at(cast.bright1), photo=lambda key: f"photo {key}".encode()).worker_photo == b"photo " + b"0" * 32


def test_notices_come_in_the_order_asked_for_and_without_retired_ones(cast, printed):
    services.retire(live_at(cast.bright5), RetiredBecause.LOST, today=TODAY, **WHO)
    asked = list(reversed(printed))
    said = [one.placard_id for one in notices_of(asked, TODAY, address=ADDRESS, photo=lambda key: None)]
    assert said == [placard_id for placard_id in asked if placard_id != live_or_none(cast.bright5)]


def live_or_none(building) -> int | None:
    from portal.domain.placards.models import Placard

    return db.session.scalar(db.select(Placard.id).filter_by(building_id=building.id))


def test_nothing_is_stale_on_the_day_of_printing_or_later(printed):
    assert stale() == []
    assert stale(TODAY + timedelta(days=400)) == []


def test_a_short_absence_makes_nothing_stale(cast, printed):
    """The placard names the holder of the post; the page after the scan names the cover."""
    db.session.add(
        Absence(person=cast.pan, cover=cast.li, first_day=TODAY, last_day=TODAY, entered_at=NOW, entered_by="莲干事")
    )
    db.session.flush()
    assert stale() == []
    assert say(live_at(cast.bright1)).worker_name == "潘一"


def test_a_new_phone_makes_the_grids_of_that_worker_stale(cast, printed):
    cast.pan.work_phone = "14000000199"
    db.session.flush()
    assert stale() == printed[:3]


@pytest.mark.parametrize(
    "change",
    [
        lambda cast: setattr(cast.pan, "hours", "周一至周六 9:00–18:00"),
        lambda cast: setattr(cast.pan, "duties", "登记人口"),
        lambda cast: setattr(cast.bright1, "building_no", "1号楼东"),
        lambda cast: setattr(cast.l1, "name", "莲叶路社区第9网格"),
        lambda cast: setattr(cast.lotus, "phone", "14000000009"),
        lambda cast: setattr(cast.subdistrict, "supervision_phone", "14000000909"),
    ],
    ids=["hours", "duties", "building", "grid", "community phone", "supervision phone"],
)
def test_whatever_is_printed_makes_it_stale(cast, printed, change):
    change(cast)
    db.session.flush()
    assert live_at(cast.bright1).id in stale()


def test_a_new_picture_of_the_same_person_sends_nobody_up_the_stairs(cast, printed):
    cast.pan.photo = "1" * 32
    db.session.flush()
    assert stale() == []


def test_a_new_holder_makes_it_stale_from_the_first_day_on(cast, printed):
    tomorrow = TODAY + timedelta(days=1)
    post = db.session.scalars(db.select(Post).filter_by(grid_id=cast.l1.id, role=PostRole.WORKER)).one()
    post.ends_on = tomorrow
    db.session.flush()
    db.session.add(Post(person=cast.he, grid=cast.l1, role=PostRole.WORKER, starts_on=tomorrow))
    db.session.flush()
    assert stale() == []
    assert stale(tomorrow) == printed[:3]


def test_another_address_of_the_portal_makes_everything_stale(printed):
    assert stale_ids(TODAY, address="https://other.example") == printed


def test_printing_again_makes_it_fresh(cast, printed):
    cast.pan.work_phone = "14000000199"
    db.session.flush()
    print_all(live_at(cast.bright1))
    assert stale() == printed[1:3]


def test_what_was_never_printed_or_is_retired_is_not_stale(cast, printed):
    make_all(cast.m1)
    cast.pan.work_phone = cast.he.work_phone = "14000000199"
    services.retire(live_at(cast.bright1), RetiredBecause.REMOVED, today=TODAY, **WHO)
    db.session.flush()
    assert stale() == printed[1:3]


def test_a_vacant_post_and_a_place_without_a_grid_are_printed_without_a_name(cast, printed):
    placard = live_at(cast.bright1)
    cast.bright1.assignments[0].ends_on = TODAY
    db.session.flush()
    notice = say(placard)
    assert (notice.worker_name, notice.grid_name, notice.community_phone) == ("", "", "")


def test_telling_what_is_stale_takes_the_same_few_queries_for_any_number(cast, printed):
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    stale()
    few = len(asked)
    make_all(cast.l1, cast.l2, cast.m1, per_entrance=True)
    asked.clear()
    stale()
    assert len([query for query in asked if query.startswith("SELECT")]) <= few <= 5
