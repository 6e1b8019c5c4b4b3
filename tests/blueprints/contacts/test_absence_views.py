"""Entering and withdrawing absences on the desk; the public card follows."""

from datetime import date

import pytest

from portal.db import db
from portal.domain.contacts.models import Absence

PEOPLE = "/staff/contacts"
CARD = "/grids/990001001/card"


def text(answer):
    return answer.get_data(as_text=True)


def enter(client, person, cover, /, **typed):
    usual = {"first_day": "2026-11-23", "last_day": "2026-11-27", "reason": "leave", "cover": str(cover.id)}
    return client.post(f"{PEOPLE}/{person.id}/absences", data=usual | typed)


def only_absence():
    return db.session.scalars(db.select(Absence)).one()


def test_a_worker_enters_their_own_absence_and_the_card_follows(client, cast):
    client.sign_in("pan")
    assert "登记我的请假" in text(client.get(PEOPLE))
    answer = enter(client, cast.pan, cast.li)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PEOPLE}/{cast.pan.id}")
    card = text(client.get(CARD))
    assert "潘一休假到11月27日，由李二代班。" in card
    assert 'href="tel:14000000102"' in card


def test_the_card_changes_back_by_itself(client, cast, monkeypatch):
    enter(client.sign_in("officer"), cast.pan, cast.li, first_day="2026-11-24")
    for day, name in ((23, "潘一"), (24, "李二"), (27, "李二"), (28, "潘一")):
        monkeypatch.setattr("portal.clock.today", lambda day=day: date(2026, 11, day))
        assert f'<h2 class="name">{name}</h2>' in text(client.get(CARD))


def test_a_worker_enters_nobody_elses_absence(client, cast):
    client.sign_in("pan")
    for somebody in (cast.li, cast.yan, cast.he):
        assert client.get(f"{PEOPLE}/{somebody.id}/absences").status_code == 404
        assert enter(client, somebody, cast.pan).status_code == 404
    assert "登记请假" not in text(client.get(f"{PEOPLE}/{cast.yan.id}"))


def test_neighbours_are_offered_first(client, cast):
    page = text(client.sign_in("officer").get(f"{PEOPLE}/{cast.pan.id}/absences"))
    told = ['label="附近的网格"', "李二（莲叶路社区第2网格 网格员）", 'label="其他网格"', "何三"]
    assert sorted(told, key=page.index) == told


def test_somebody_of_another_community_may_stand_in(client, cast):
    assert enter(client.sign_in("officer"), cast.pan, cast.he).status_code == 303
    assert "由何三代班" in text(client.get(CARD))


def test_illness_stays_on_the_desk(client, cast):
    client.sign_in("officer")
    enter(client, cast.pan, cast.li, reason="sick")
    assert "病假" in text(client.get(f"{PEOPLE}/{cast.pan.id}"))
    assert "潘一请假到11月27日" in text(client.get(CARD))
    assert "病" not in text(client.get(CARD))


def test_a_cover_who_is_away_is_refused_with_who_and_when(client, cast):
    client.sign_in("officer")
    enter(client, cast.li, cast.yan, first_day="2026-11-26", last_day="2026-11-30")
    answer = enter(client, cast.pan, cast.li)
    assert answer.status_code == 422
    assert "李二2026年11月26日到2026年11月30日也不在岗，请选别人代班。" in text(answer)
    assert 'value="2026-11-27"' in text(answer)
    assert f'<option selected value="{cast.li.id}">' in text(answer)


def test_nobody_is_away_twice_at_once(client, cast):
    client.sign_in("officer")
    enter(client, cast.pan, cast.li)
    assert "已经登记不在岗" in text(enter(client, cast.pan, cast.yan, first_day="2026-11-27", last_day="2026-12-02"))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"first_day": ""}, "请选日期。"),
        ({"last_day": "明天"}, "日期请写成 2026-11-23 这样。"),
        ({"last_day": "2026-11-22"}, "最后一天比第一天早"),
        ({"first_day": "0001-01-01"}, "超过一年"),
        ({"last_day": "9999-12-31"}, "超过一年"),
        ({"reason": "bored"}, "还有 1 处要改"),
        ({"cover": ""}, "还有 1 处要改"),
        ({"cover": "99999999999999999999"}, "还有 1 处要改"),
        ({"cover": "\x00"}, "还有 1 处要改"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(client, cast, typed, told):
    answer = enter(client.sign_in("officer"), cast.pan, cast.li, **typed)
    assert answer.status_code == 422
    assert told in text(answer)


def test_absences_are_listed_and_withdrawn(client, cast):
    client.sign_in("officer")
    enter(client, cast.pan, cast.li)
    page = text(client.get(PEOPLE))
    assert "今天和以后的请假" in page
    assert "11月23日–11月27日 · 休假 · 李二代班" in page
    assert client.post(f"{PEOPLE}/absences/{only_absence().id}/withdrawal").status_code == 303
    assert "今天和以后的请假" not in text(client.get(PEOPLE))
    assert '<h2 class="name">潘一</h2>' in text(client.get(CARD))


def test_a_worker_withdraws_their_own(client, cast):
    client.sign_in("pan")
    enter(client, cast.pan, cast.li)
    assert client.post(f"{PEOPLE}/absences/{only_absence().id}/withdrawal").status_code == 303


def test_withdrawing_twice_is_refused(client, cast):
    client.sign_in("officer")
    enter(client, cast.pan, cast.li)
    address = f"{PEOPLE}/absences/{only_absence().id}/withdrawal"
    client.post(address)
    assert client.post(address).status_code == 409


def test_who_may_withdraw(client, cast):
    enter(client.sign_in("officer"), cast.li, cast.pan)
    address = f"{PEOPLE}/absences/{only_absence().id}/withdrawal"
    for username, status in (("stranger", 404), ("pan", 404), ("viewer", 403)):
        assert client.sign_in(username).post(address).status_code == status


def test_a_cover_gains_the_grids_they_stand_in_for(client, cast):
    """A worker's scope is where they serve today: the cover sees the people of that grid."""
    enter(client.sign_in("officer"), cast.li, cast.pan)
    assert client.sign_in("pan").get(f"{PEOPLE}/{cast.li.id}").status_code == 200
