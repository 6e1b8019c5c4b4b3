"""Whose acts and accounts a role overlooks."""

from portal.db import db
from portal.domain.accounts.models import Appointment, User
from portal.domain.accounts.roles import Permission, Role
from portal.domain.accounts.scopes import staff_where
from tests.cast import Cast
from tests.conftest import TODAY


def overlooked(user: User) -> set[str]:
    ids = staff_where(user, Permission.RECORD_VIEW, TODAY)
    return set(db.session.scalars(db.select(User.username).where(User.id.in_(ids))))


def test_the_whole_town_overlooks_everybody(cast: Cast):
    assert overlooked(cast.users["viewer"]) == {"admin", "officer", "stranger", "pan", "viewer"}


def test_a_community_overlooks_its_own_people_and_nobody_above(cast: Cast):
    viewer = cast.users["viewer"]
    viewer.appointments = [Appointment(role=Role.SUPERVISOR, community_id=cast.lotus.id)]
    cast.users["stranger"].appointments.append(
        Appointment(role=Role.SUBDISTRICT_OFFICER, subdistrict_id=cast.subdistrict.id)
    )
    db.session.flush()
    assert overlooked(viewer) == {"officer", "pan", "viewer"}


def test_a_subdistrict_overlooks_its_communities(cast: Cast):
    stranger = cast.users["stranger"]
    stranger.appointments = [Appointment(role=Role.SUBDISTRICT_OFFICER, subdistrict_id=cast.subdistrict.id)]
    db.session.flush()
    assert overlooked(stranger) == {"officer", "stranger", "pan"}


def test_who_may_not_read_the_record_overlooks_nobody(cast: Cast):
    assert overlooked(cast.users["officer"]) == set()
