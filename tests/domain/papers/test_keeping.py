"""Copies go when nobody needs them any more; the rows stay and say so."""

from datetime import timedelta

import pytest

from portal.attachments import make_next, photo_files
from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.keeping.acts import delete_pictures
from portal.domain.papers.keeping import KEPT, REFUSED_KEPT, copies_over
from portal.domain.papers.queries import shown_papers
from portal.domain.service_requests import photos
from portal.domain.service_requests.attachments import AttachmentState
from portal.domain.service_requests.steps import ending, handling, moving, voicing
from tests.domain.papers.making import CARD, HAVE, MATTER, answered
from tests.domain.service_requests.making import COORDINATED


@pytest.fixture
def filed(town):
    return answered(town, town.filed(MATTER), copies=(CARD,), **{CARD: (HAVE,)})


def over(at) -> list[int]:
    return [row[0] for row in db.session.execute(copies_over(at - KEPT))]


def delete(at) -> int:
    ids = over(at)
    delete_pictures(ids, at, photo_files())
    db.session.commit()
    return len(ids)


def test_nothing_goes_while_the_request_is_open(town, filed):
    assert over(town.at + timedelta(days=400)) == []


def test_withdrawn_it_goes_at_once_and_the_row_stays(town, filed):
    [copy] = photos.copies_of(filed)
    voicing.withdraw(filed, "", town.resident)
    assert delete(town.at) == 1
    db.session.refresh(copy)
    assert copy.deleted_at == town.at
    assert not photo_files().incoming(copy.key).exists()
    with pytest.raises(NotFound):
        photos.find_photo(copy.key)
    [card] = [paper for paper in shown_papers(filed, town.resident.today) if paper.name == CARD]
    assert (card.copies, card.gone) == ([], 1)
    assert delete(town.at) == 0


def test_refused_it_stays_until_the_time_to_object_is_over(town, filed):
    handling.sign_for(filed, town.cast.users["pan"], town.staff("pan"))
    moving.escalate(filed, "不归社区", town.staff("pan"))
    ending.refuse(filed, "户口不在这里", "户口所在地街道", town.staff("officer"))
    assert over(town.at + KEPT + timedelta(days=1)) == []
    assert over(town.at + REFUSED_KEPT - timedelta(hours=1)) == []
    assert len(over(town.at + REFUSED_KEPT + timedelta(hours=1))) == 1


def test_merged_it_stays_as_long_as_the_one_it_went_into(town):
    first, second = town.signed(COORDINATED), town.signed(COORDINATED)
    answered(town, second, copies=("房产证",))
    ending.merge(second, first, town.staff("pan"))
    assert over(town.at + timedelta(days=90)) == []
    handling.resolve(first, "灯泡换好了，晚上亮了", town.staff("pan"))
    assert over(town.at + KEPT - timedelta(hours=1)) == []
    assert len(over(town.at + KEPT + timedelta(hours=1))) == 1


def test_killed_between_file_and_row_the_next_run_goes_on(town, filed):
    [copy] = photos.copies_of(filed)
    voicing.withdraw(filed, "", town.resident)
    db.session.commit()
    photo_files().remove(copy.key)
    assert delete(town.at) == 1
    db.session.refresh(copy)
    assert copy.deleted_at == town.at


def test_a_copy_that_is_being_made_anew_does_not_come_back(town, filed, monkeypatch):
    [copy] = photos.copies_of(filed)
    key, make_anew = copy.key, photos.make_anew

    def deleted_meanwhile(claimed, files):
        jpeg = make_anew(claimed, files)
        voicing.withdraw(filed, "", town.resident)
        assert delete(town.at) == 1
        return jpeg

    monkeypatch.setattr(photos, "make_anew", deleted_meanwhile)
    assert make_next(lambda: False)
    assert not photo_files().ready(key).exists()
    db.session.expire_all()
    assert copy.state is AttachmentState.PENDING
    monkeypatch.setattr(photos, "make_anew", make_anew)
    assert not make_next(lambda: False), "nobody takes it up again"
