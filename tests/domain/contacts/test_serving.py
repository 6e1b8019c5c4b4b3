"""Who serves where is asked many times for one page."""

from datetime import UTC, datetime

from portal.db import db
from portal.domain.contacts.models import Absence, AbsenceReason
from portal.domain.contacts.serving import grids_served_by
from tests.cast import Cast
from tests.conftest import TODAY

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_it_is_asked_anew_after_every_change(cast: Cast):
    assert grids_served_by(cast.li.id, TODAY) == {cast.l2.id}
    day = {"first_day": TODAY, "last_day": TODAY, "reason": AbsenceReason.LEAVE}
    db.session.add(Absence(person=cast.pan, cover=cast.li, entered_by="x", entered_at=AT, **day))
    db.session.flush()
    assert grids_served_by(cast.li.id, TODAY) == {cast.l1.id, cast.l2.id}
    db.session.rollback()
    assert grids_served_by(cast.li.id, TODAY) == {cast.l2.id}


def test_the_answer_may_be_changed_by_whoever_asked(cast: Cast):
    grids_served_by(cast.li.id, TODAY).clear()
    assert grids_served_by(cast.li.id, TODAY) == {cast.l2.id}
