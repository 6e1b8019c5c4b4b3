"""Filling and ending posts on the desk."""

from datetime import date

import pytest

from portal.db import db
from portal.domain.contacts.models import Person, Post
from portal.domain.contacts.serving import serving
from tests.conftest import TODAY

PEOPLE = "/staff/contacts"
NEXT = date(2026, 12, 1)


def text(answer):
    return answer.get_data(as_text=True)


def worker_on(grid, day):
    person = serving(grid.id, day).worker.person
    return person and person.name


def post_of(person):
    return db.session.scalars(db.select(Post).filter_by(person_id=person.id).order_by(Post.id.desc())).first()


def test_a_post_planned_for_a_day_changes_the_card_on_that_day(client, cast, monkeypatch):
    client.sign_in("officer")
    typed = {"grid": cast.l1.id, "role": "worker", "starts_on": "2026-12-01"}
    assert client.post(f"{PEOPLE}/{cast.li.id}/posts", data=typed).status_code == 303
    assert "潘一" in text(client.get("/grids/990001001/card"))
    monkeypatch.setattr("portal.clock.today", lambda: NEXT)
    assert "李二" in text(client.get("/grids/990001001/card"))


def test_a_refusal_stands_above_the_form_with_what_was_typed(client, cast):
    client.sign_in("officer")
    typed = {"grid": cast.l1.id, "role": "worker", "starts_on": "2026-12-01"}
    client.post(f"{PEOPLE}/{cast.li.id}/posts", data=typed)
    answer = client.post(f"{PEOPLE}/{cast.yan.id}/posts", data=typed | {"starts_on": "2026-11-30"})
    assert answer.status_code == 422
    assert "李二从2026年12月1日起担任" in text(answer)
    assert 'value="2026-11-30"' in text(answer)


@pytest.mark.parametrize(
    "typed",
    [
        {"grid": "99999999999999999999"},
        {"grid": "x"},
        {"grid": "\x00"},
        {"role": "king"},
        {"role": ""},
        {"starts_on": ""},
        {"starts_on": "2026-13-01"},
        {"starts_on": "0001-01-01"},
        {"starts_on": "9999-12-31"},
        {"starts_on": "\x00"},
    ],
)
def test_nonsense_is_refused(client, cast, typed):
    usual = {"grid": str(cast.l1.id), "role": "worker", "starts_on": "2026-12-01"}
    assert client.sign_in("officer").post(f"{PEOPLE}/{cast.li.id}/posts", data=usual | typed).status_code == 422


def test_a_grid_out_of_scope_is_no_choice(client, cast):
    typed = {"grid": cast.m1.id, "role": "worker", "starts_on": "2026-12-01"}
    assert client.sign_in("officer").post(f"{PEOPLE}/{cast.li.id}/posts", data=typed).status_code == 422


def test_a_post_ends_after_its_last_day(client, cast):
    client.sign_in("officer")
    post = post_of(cast.pan)
    assert client.get(f"{PEOPLE}/posts/{post.id}/end").status_code == 200
    assert client.post(f"{PEOPLE}/posts/{post.id}/end", data={"last_day": "2026-11-30"}).status_code == 303
    assert (worker_on(cast.l1, date(2026, 11, 30)), worker_on(cast.l1, NEXT)) == ("潘一", None)
    assert "到11月30日为止" in text(client.get(f"{PEOPLE}/{cast.pan.id}"))


def test_an_end_before_the_beginning_is_refused(client, cast):
    answer = client.sign_in("officer").post(
        f"{PEOPLE}/posts/{post_of(cast.pan).id}/end", data={"last_day": "2025-12-31"}
    )
    assert answer.status_code == 422
    assert "最后一天不能更早" in text(answer)


def test_a_planned_post_is_taken_back(client, cast):
    client.sign_in("officer")
    typed = {"grid": cast.l1.id, "role": "worker", "starts_on": "2026-12-01"}
    client.post(f"{PEOPLE}/{cast.li.id}/posts", data=typed)
    assert "撤回" in text(client.get(f"{PEOPLE}/{cast.li.id}"))
    assert client.post(f"{PEOPLE}/posts/{post_of(cast.li).id}/withdrawal").status_code == 303
    assert worker_on(cast.l1, NEXT) == "潘一"


def test_a_post_that_has_begun_is_not_taken_back(client, cast):
    assert client.sign_in("officer").post(f"{PEOPLE}/posts/{post_of(cast.pan).id}/withdrawal").status_code == 409


def test_somebody_new_serves_from_the_first_day(client, cast):
    client.sign_in("officer")
    typed = {"name": "新人", "work_phone": "140 0000 0177", "grid": cast.l1.id, "role": "worker"}
    answer = client.post(f"{PEOPLE}/new", data=typed | {"starts_on": str(TODAY)})
    person = db.session.scalars(db.select(Person).filter_by(name="新人")).one()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PEOPLE}/{person.id}")
    assert 'href="tel:14000000177"' in text(client.get("/grids/990001001/card"))


def test_a_refused_newcomer_leaves_nobody_behind(client, cast):
    client.sign_in("officer")
    typed = {"name": "新人", "work_phone": "", "grid": cast.l1.id, "role": "worker", "starts_on": "2206-11-23"}
    answer = client.post(f"{PEOPLE}/new", data=typed)
    assert answer.status_code == 422
    assert "超过一年" in text(answer)
    assert 'value="新人"' in text(answer)
    assert db.session.scalars(db.select(Person).filter_by(name="新人")).first() is None


def test_a_grid_without_a_worker_is_pointed_out(client, cast):
    client.sign_in("officer")
    assert "没有网格员的网格" not in text(client.get(PEOPLE))
    client.post(f"{PEOPLE}/posts/{post_of(cast.pan).id}/end", data={"last_day": "2026-11-22"})
    assert f"{PEOPLE}/new?grid={cast.l1.id}" in text(client.get(PEOPLE))
    page = text(client.get(f"{PEOPLE}/new?grid={cast.l1.id}"))
    assert f'<option selected value="{cast.l1.id}">' in page


@pytest.mark.parametrize("path", ["end", "withdrawal"])
def test_who_may_change_a_post(client, cast, path):
    address = f"{PEOPLE}/posts/{post_of(cast.pan).id}/{path}"
    for username, status in (("stranger", 404), ("viewer", 403), ("pan", 403)):
        assert client.sign_in(username).post(address).status_code == status


def test_a_post_that_does_not_exist_is_not_found(client):
    assert client.sign_in("admin").get(f"{PEOPLE}/posts/2147483647/end").status_code == 404
