"""The record on the page."""

import re
from datetime import UTC, datetime

import pytest

from portal.config import ROOT
from portal.db import db
from portal.domain.accounts.models import Appointment
from portal.domain.accounts.roles import Role
from portal.domain.records.services import record

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC)


@pytest.fixture
def rows(cast) -> None:
    record("placard.put_up", by="officer", at=MONDAY, subject="placard 7KQ4M2XD", detail="2026-11-23")
    record("absence.entered", by="stranger", at=SUNDAY_NIGHT, subject="person 3")
    record("sign_in.refused", by="", at=SUNDAY_NIGHT)
    db.session.commit()


def table(client, **filters) -> str:
    return client.get("/staff/records", query_string=filters, headers={"HX-Request": "true"}).text


def test_it_says_when_who_what_and_to_what(client, rows):
    shown = re.sub(r"\s+", " ", table(client.sign_in("viewer")))
    for words in ("11月23日 09:00", "莲干事", "没登录的人"):
        assert f">{words}</td>" in shown
    assert '<span class="strong">公示牌上墙</span><br>公示牌 7KQ4M2XD</td>' in shown
    assert shown.index("莲干事") < shown.index("枫干事"), "newest first"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"by": "officer"}, ["莲干事"]),
        ({"action": "absence.entered"}, ["枫干事"]),
        ({"day": "2026-11-22"}, ["枫干事"]),
        ({"day": "2026-11-23"}, ["莲干事"]),
        ({"day": "2026-11-23", "by": "stranger"}, []),
        ({"day": "2026-11-24"}, []),
    ],
)
def test_it_is_narrowed_by_person_act_and_day_of_the_town(client, rows, filters, found):
    shown = table(client.sign_in("viewer"), **filters)
    assert re.findall("莲干事|枫干事", shown) == found
    assert ("没有这样的记录。" in shown) is not found or bool(found)


@pytest.mark.parametrize(
    "junk", [{"day": "0001-01-01"}, {"day": "9999-12-31"}, {"day": "\x00"}, {"by": "\x00"}, {"page": "9" * 30}]
)
def test_junk_in_a_filter_narrows_nothing_and_breaks_nothing(client, rows, junk):
    answer = client.sign_in("viewer").get("/staff/records", query_string=junk)
    assert answer.status_code == 200
    assert "莲干事" in answer.text


def test_a_wrong_day_is_said_at_its_field(client):
    page = client.sign_in("viewer").get("/staff/records?day=9999-12-31").text
    assert "请填写 2000 年以后的日子，例如 2026-11-23。" in page


def test_an_overseer_of_one_community_sees_its_people_only(client, cast, rows):
    cast.users["viewer"].appointments = [Appointment(role=Role.SUPERVISOR, community_id=cast.lotus.id)]
    shown = client.sign_in("viewer").get("/staff/records").text
    assert "莲干事" in shown
    assert "枫干事" not in shown
    assert "没登录的人" not in shown


@pytest.mark.parametrize("who", ["officer", "stranger", "pan"])
def test_others_do_not_read_it(client, who):
    assert client.sign_in(who).get("/staff/records").status_code == 403


def test_long_lists_have_pages_that_keep_the_filter(client, cast):
    for _ in range(51):
        record("placard.made", by="officer", at=MONDAY)
    page = client.sign_in("viewer").get("/staff/records?by=officer").text
    assert "第 1 页，共 2 页" in page
    assert 'href="/staff/records?by=officer&amp;page=2"' in page


def test_every_recorded_act_has_a_name(app):
    """An act without one would stand on the page as `placard.put_up`: name it in record_words.py."""
    from portal.blueprints.backoffice.record_words import action_names

    acts = set()
    for file in (ROOT / "portal" / "domain").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        acts |= set(re.findall(r'(?:record|_note)\(\s*"([a-z_]+\.[a-z_]+)"', text))
        acts |= {f"placard.{act}" for act in re.findall(r'_note\(\w+, "([a-z_]+)"', text)}
    with app.test_request_context():
        assert len(acts) > 20
        assert acts - set(action_names()) == set()
