"""The card of a grid changes by itself on the day."""

from datetime import date

import pytest

from portal.clock import now
from portal.db import db
from portal.domain.contacts.cards import DEFAULT_DUTIES, DEFAULT_HOURS, card_of, cards_of
from portal.domain.contacts.models import Absence, AbsenceReason, Post, PostRole

FIRST, LAST = date(2026, 11, 25), date(2026, 11, 27)


def away(person, cover, first=FIRST, last=LAST, **facts):
    facts |= {"person_id": person.id, "cover_id": cover.id, "first_day": first, "last_day": last}
    absence = Absence(entered_at=now(), entered_by="x", **facts)
    db.session.add(absence)
    db.session.flush()
    return absence


def worker_on(grid, day):
    card = card_of(grid, day)
    return card.worker and card.worker.name


def test_a_card_names_the_worker_and_everybody_else_to_call(cast):
    card = card_of(cast.l1, FIRST)
    assert (card.worker.name, card.worker.phone, card.lead.name) == ("潘一", "14000000101", "严组长")
    assert (card.community_name, card.community_phone) == ("莲叶路社区", "14000000001")
    assert (card.supervision_name, card.supervision_phone) == ("水镇街道", "14000000900")
    assert card.away is None
    assert (card.phone, card.phone_is_workers) == ("14000000101", True)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 11, 24), "潘一"),
        (FIRST, "李二"),
        (date(2026, 11, 26), "李二"),
        (LAST, "李二"),
        (date(2026, 11, 28), "潘一"),
    ],
)
def test_the_cover_serves_from_the_first_to_the_last_day(cast, day, name):
    away(cast.pan, cast.li)
    assert worker_on(cast.l1, day) == name


def test_the_card_says_who_is_away_until_when_and_who_stands_in(cast):
    away(cast.pan, cast.li, reason=AbsenceReason.TRAINING)
    told = card_of(cast.l1, FIRST).away
    assert (told.holder, told.reason, told.until, told.cover) == ("潘一", AbsenceReason.TRAINING, LAST, "李二")


def test_a_cover_who_is_away_passes_the_duty_to_their_own_cover(cast):
    away(cast.pan, cast.li)
    away(cast.li, cast.he, first=LAST, last=LAST)
    assert worker_on(cast.l1, FIRST) == "李二"
    assert worker_on(cast.l1, LAST) == "何三"


def test_a_ring_of_covers_leaves_the_community_phone(cast):
    away(cast.pan, cast.li)
    away(cast.li, cast.pan)
    card = card_of(cast.l1, FIRST)
    assert card.worker is None
    assert card.away.cover == ""
    assert (card.phone, card.phone_is_workers) == ("14000000001", False)


def test_a_withdrawn_absence_changes_nothing(cast):
    away(cast.pan, cast.li, withdrawn_at=now())
    assert worker_on(cast.l1, FIRST) == "潘一"


def test_the_cover_may_come_from_another_community(cast):
    away(cast.pan, cast.he)
    card = card_of(cast.l1, FIRST)
    assert (card.worker.name, card.community_name) == ("何三", "莲叶路社区")


def test_a_vacant_post_shows_the_community_phone(cast):
    db.session.scalars(db.select(Post).filter_by(grid_id=cast.l1.id, role=PostRole.WORKER)).one().ends_on = FIRST
    assert worker_on(cast.l1, date(2026, 11, 24)) == "潘一"
    card = card_of(cast.l1, FIRST)
    assert (card.worker, card.away, card.phone) == (None, None, "14000000001")
    assert card.lead.name == "严组长"


def test_without_a_work_phone_the_community_is_called_and_the_name_stays(cast):
    cast.pan.work_phone = ""
    card = card_of(cast.l1, FIRST)
    assert (card.worker.name, card.phone, card.phone_is_workers) == ("潘一", "14000000001", False)


def test_without_any_nearer_number_the_supervision_phone_is_called(cast):
    cast.pan.work_phone = cast.lotus.phone = ""
    assert card_of(cast.l1, FIRST).phone == "14000000900"


def test_hours_and_duties_have_defaults_in_plain_words(cast):
    cast.pan.hours, cast.pan.duties = "", " \n"
    worker = card_of(cast.l1, FIRST).worker
    assert (worker.hours, worker.duties) == (DEFAULT_HOURS, DEFAULT_DUTIES)
    cast.pan.duties = "看水表\n\n 抄电表 "
    assert card_of(cast.l1, FIRST).worker.duties == ("看水表", "抄电表")


def test_many_cards_are_the_same_as_each_alone(cast):
    away(cast.pan, cast.li)
    grids = [cast.l1, cast.l2, cast.m1]
    assert cards_of(grids, FIRST) == {grid.id: card_of(grid, FIRST) for grid in grids}


def test_the_drawn_card_says_when_a_cover_serves(cast):
    away(cast.pan, cast.li)
    facts = card_of(cast.l1, FIRST).facts(b"jpeg")
    assert (facts.worker_name, facts.role, facts.worker_photo) == ("李二", "代班网格员", b"jpeg")
    assert card_of(cast.l2, FIRST).facts().role == "网格员"
