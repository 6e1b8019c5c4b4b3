"""The public card."""

from datetime import date

import pytest

from portal.clock import now
from portal.db import db
from portal.domain.contacts.models import Absence, Post
from tests.conftest import TODAY

CARD = "/grids/990001001/card"


def text(answer):
    return answer.get_data(as_text=True)


def test_the_card_shows_name_and_a_button_to_call(client):
    page = text(client.get(CARD))
    assert "潘一" in page
    assert 'href="tel:14000000101"' in page
    assert "140 0000 0101" in page
    assert "莲叶路社区第1网格" in page


def test_the_card_says_who_stands_in_today(client, cast):
    db.session.add(
        Absence(
            person_id=cast.pan.id, cover_id=cast.li.id, first_day=TODAY, last_day=date(2026, 11, 27),
            entered_at=now(), entered_by="x",
        )
    )
    db.session.commit()
    page = text(client.get(CARD))
    assert "潘一休假到11月27日，由李二代班。" in page
    assert 'href="tel:14000000102"' in page


def test_a_vacant_post_offers_the_community_phone(client, cast):
    db.session.execute(db.update(Post).values(ends_on=TODAY))
    db.session.commit()
    page = text(client.get(CARD))
    assert "暂缺" in page
    assert "打社区电话" in page
    assert 'href="tel:14000000001"' in page


@pytest.mark.parametrize("code", ["990001009", "x" * 3000, "9%00", "网格"])
def test_an_unknown_grid_is_not_found(client, code):
    assert client.get(f"/grids/{code}/card").status_code == 404
