"""The phones of offices."""

from datetime import UTC, datetime

import pytest

from portal.db import db
from portal.domain.contacts.phone_entry import PhoneRefused
from portal.domain.grids import services
from portal.domain.grids.models import RegisterChange
from portal.domain.grids.versions import versions
from portal.domain.records.models import Record
from tests.conftest import TODAY

ACT = {"today": TODAY, "by": "officer", "at": datetime(2026, 11, 23, 2, tzinfo=UTC)}


def counted():
    return [db.session.scalar(db.select(db.func.count()).select_from(one)) for one in (RegisterChange, Record)]


def test_a_changed_phone_is_kept_as_dialled_with_what_stood_there(cast):
    before = versions()["contacts"]
    services.change_community_phone(cast.lotus, "0532-8400 0001", **ACT)
    services.change_supervision_phone(cast.subdistrict, "", **ACT)
    db.session.flush()
    assert (cast.lotus.phone, cast.subdistrict.supervision_phone) == ("053284000001", "")
    changes = db.session.scalars(db.select(RegisterChange).order_by(RegisterChange.id)).all()
    assert [(one.subject, one.field, one.old, one.new) for one in changes] == [
        ("community", "phone", "14000000001", "053284000001"),
        ("subdistrict", "supervision_phone", "14000000900", ""),
    ]
    assert versions()["contacts"] == before + 2
    assert counted() == [2, 2]


def test_the_same_phone_again_changes_nothing(cast):
    services.change_community_phone(cast.lotus, "140 0000 0001", **ACT)
    services.change_supervision_phone(cast.subdistrict, "14000000900", **ACT)
    assert counted() == [0, 0]


def test_a_number_that_cannot_be_dialled_is_refused(cast):
    with pytest.raises(PhoneRefused):
        services.change_community_phone(cast.lotus, "123", **ACT)
