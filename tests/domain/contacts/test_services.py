"""Changing what a card says about a person."""

import pytest

from portal.clock import now
from portal.db import db
from portal.domain.contacts.models import Person, PostRole
from portal.domain.contacts.phone_entry import PhoneRefused
from portal.domain.contacts.services import add_person, change_photo, edit_person
from portal.domain.contacts.serving import serving
from portal.domain.errors import DomainError
from portal.domain.grids.versions import versions
from portal.domain.records.models import Record
from tests.conftest import TODAY

WHO = {"by": "莲干事"}


def edit(person, **facts):
    now_there = {"name": person.name, "work_phone": person.work_phone, "hours": person.hours, "duties": person.duties}
    edit_person(person, **(now_there | facts), at=now(), **WHO)


def add(grid, **facts):
    usual = {"name": "新人", "work_phone": "140 0000 0777", "role": PostRole.WORKER, "starts_on": TODAY}
    return add_person(grid, **(usual | facts), today=TODAY, at=now(), **WHO)


def records():
    return db.session.scalars(db.select(Record).order_by(Record.id)).all()


def test_what_changed_is_on_the_record_with_what_stood_there(cast):
    edit(cast.pan, work_phone="140 0000 0199")
    assert cast.pan.work_phone == "14000000199"
    assert [(row.action, row.detail) for row in records()] == [
        ("person.edited", "work_phone: 14000000101 → 14000000199")
    ]


def test_saving_without_a_change_leaves_no_trace(cast):
    before = versions()
    edit(cast.pan)
    assert records() == []
    assert versions() == before


def test_a_number_that_cannot_be_dialled_changes_nothing(cast):
    with pytest.raises(PhoneRefused):
        edit(cast.pan, name="潘改", work_phone="123")
    assert cast.pan.name == "潘一"


def test_duties_are_kept_a_line_each_without_empty_ones(cast):
    edit(cast.pan, duties=" 看水表 \r\n\r\n抄电表")
    assert cast.pan.duties == "看水表\n抄电表"


@pytest.mark.parametrize("duties", ["一\n二\n三\n四\n五\n六", "字" * 21])
def test_duties_that_do_not_fit_on_paper_are_refused(cast, duties):
    with pytest.raises(DomainError, match="印得下"):
        edit(cast.pan, duties=duties)


def test_changing_the_photo_tells_which_one_to_remove(cast):
    assert change_photo(cast.pan, "a" * 32, at=now(), **WHO) == ""
    assert change_photo(cast.pan, "", at=now(), **WHO) == "a" * 32
    assert [row.action for row in records()] == ["person.photo_changed", "person.photo_removed"]


def test_removing_no_photo_leaves_no_trace(cast):
    change_photo(cast.pan, "", at=now(), **WHO)
    assert records() == []


def test_a_new_person_serves_from_the_first_day(cast):
    person = add(cast.l1)
    assert (person.work_phone, serving(cast.l1.id, TODAY).worker.person) == ("14000000777", person)


def test_somebody_known_is_not_added_twice(cast):
    with pytest.raises(DomainError, match="已经在册"):
        add(cast.m1, name="潘一", work_phone="+86 140-0000-0101")


def test_two_people_may_share_a_name(cast):
    add(cast.l2, name="潘一")
    assert len(db.session.scalars(db.select(Person).filter_by(name="潘一")).all()) == 2


def test_each_change_of_a_card_is_counted(cast):
    before = versions()["contacts"]
    edit(cast.pan, hours="周一到周六")
    change_photo(cast.pan, "b" * 32, at=now(), **WHO)
    assert versions()["contacts"] == before + 2
