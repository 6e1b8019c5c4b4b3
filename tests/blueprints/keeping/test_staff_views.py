"""资料保存: the table, what would be done and what was done, in figures."""

import pytest

from portal.db import db
from portal.domain.grids.models import Subdistrict
from portal.domain.keeping.rules import RULES
from tests.domain.keeping.everything import ID_NUMBER, do, settled_with_everything
from tests.domain.service_requests.making import PHONE, Town, load_matters


@pytest.fixture
def town(app, cast, monkeypatch) -> Town:
    load_matters()
    town = Town(cast)
    monkeypatch.setattr("portal.clock.now", lambda: town.at)
    return town


def test_the_page_shows_every_rule_and_what_would_be_done_now(client, town):
    settled_with_everything(town)
    town.wait(days=40)
    page = client.sign_in("admin").get("/staff/keeping").text
    for rule in RULES:
        assert rule.what in page
    row = page[page.index('id="rule-copies"') :]
    assert "1 条" in row[: row.index("</tr>")]
    assert "还没有到期的资料。" in page


def test_what_was_done_stands_there_and_nobody_is_named(client, town):
    request = settled_with_everything(town)
    town.wait(days=400)
    assert do("copies", town) == do("facts", town) == 1
    page = client.sign_in("street").get("/staff/keeping").text
    assert "还没有到期的资料。" not in page
    for private in (request.number, "王小芳", PHONE, ID_NUMBER):
        assert private not in page


def test_the_subdistrict_counts_its_own_places_alone(client, town):
    settled_with_everything(town)
    town.cast.lotus.subdistrict_id = another_subdistrict()
    db.session.commit()
    town.wait(days=40)
    row = client.sign_in("street").get("/staff/keeping").text.partition('id="rule-copies"')[2].partition("</tr>")[0]
    assert "没有" in row
    row = client.get("/staff/keeping").text.partition('id="rule-drafts"')[2].partition("</tr>")[0]
    assert "不分街道" in row


def another_subdistrict() -> int:

    other = Subdistrict(name="山镇街道", supervision_phone="14000000901")
    db.session.add(other)
    db.session.flush()
    return other.id


@pytest.mark.parametrize("who", ["officer", "pan", "cheng", "viewer"])
def test_others_do_not_open_it(client, town, who):
    assert client.sign_in(who).get("/staff/keeping").status_code == 403
