"""Half-filled forms: for one phone, for 24 hours, unreadable in the table."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from portal.attachments import photo_files
from portal.db import db
from portal.domain.keeping.rules import BY_KEY
from portal.domain.keeping.services import do_some
from portal.domain.service_requests import drafts
from portal.domain.service_requests.attachments import Attachment, Draft
from portal.domain.service_requests.photos import add_photo, attach_to
from portal.domain.service_requests.workflow import Actor
from tests.domain.service_requests.making import COORDINATED, GENERAL, MONDAY, PHONE, Town, version_of
from tests.domain.service_requests.pictures import picture


@pytest.fixture
def token(town: Town) -> str:
    return drafts.new_token()


def begun(token: str, slug: str = COORDINATED) -> Draft:
    draft = drafts.begin(token, version_of(slug), at=MONDAY)
    db.session.commit()
    return draft


def test_one_phone_has_a_form_for_each_matter(token):
    lamp, rubbish = begun(token), begun(token, GENERAL)
    assert drafts.find_draft(token, COORDINATED, MONDAY) is lamp
    assert drafts.find_draft(token, GENERAL, MONDAY) is rubbish
    assert drafts.find_draft(drafts.new_token(), COORDINATED, MONDAY) is None


def test_what_was_typed_comes_back_and_stands_encrypted_in_the_table(token):
    draft = begun(token)
    drafts.keep(draft, at=MONDAY, who={"name": "王芳", "phone": PHONE})
    drafts.keep(draft, at=MONDAY, words="明亮花园", who=drafts.fields_of(draft)["who"])
    drafts.keep(draft, at=MONDAY, words=None)
    db.session.commit()
    assert drafts.fields_of(draft) == {"who": {"name": "王芳", "phone": PHONE}}
    stored = bytes(db.session.scalar(text("SELECT fields FROM service_request_drafts")))
    assert PHONE.encode() not in stored
    assert "王芳".encode() not in stored
    assert token not in str(db.session.execute(text("SELECT * FROM service_request_drafts")).all())


def test_it_is_kept_24_hours_from_the_last_page(token):
    draft = begun(token)
    drafts.keep(draft, at=MONDAY + timedelta(hours=5), words="明亮花园")
    db.session.commit()
    nearly = MONDAY + timedelta(hours=28, minutes=59)
    assert drafts.find_draft(token, COORDINATED, nearly) is draft
    assert do_some(BY_KEY["drafts"], nearly, photo_files()) == 0
    over = MONDAY + timedelta(hours=29)
    assert drafts.find_draft(token, COORDINATED, over) is None
    do_some(BY_KEY["drafts"], over, photo_files())
    assert db.session.scalars(select(Draft)).all() == []


def test_with_an_old_form_go_its_photos_but_not_those_of_a_request(town, token):
    request = town.filed()
    draft = begun(token)
    facts = {"files": photo_files(), "draft": draft, "added_by": Actor.RESIDENT, "at": MONDAY}
    sent, unsent = add_photo(picture(), **facts), add_photo(picture(), **facts)
    sent_key, unsent_key = sent.key, unsent.key
    attach_to(request, [sent_key], request.entries[0])
    assert drafts.throw_away(draft) == [unsent_key]
    db.session.commit()
    assert db.session.scalars(select(Attachment.key)).all() == [sent_key]


def test_a_new_form_takes_the_place_of_one_too_old_to_be_found(token):
    old = begun(token)
    later = MONDAY + timedelta(hours=30)
    new = drafts.begin(token, version_of(COORDINATED), at=later)
    db.session.commit()
    assert drafts.find_draft(token, COORDINATED, later) is new
    do_some(BY_KEY["drafts"], later, photo_files())
    assert db.session.scalars(select(Draft)).all() == [new]
    assert old is not new


def test_a_phone_forgets_all_its_forms_and_nobody_elses(token):
    begun(token), begun(token, GENERAL)
    others = begun(drafts.new_token())
    drafts.throw_away_all(token)
    db.session.commit()
    assert db.session.scalars(select(Draft)).all() == [others]
