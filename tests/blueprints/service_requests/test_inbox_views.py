"""The list of the desk as staff see it."""

from datetime import timedelta

import pytest

from portal import clock
from portal.db import db
from portal.domain.service_requests.workflow import Status
from tests.cast import Cast
from tests.domain.service_requests.stored import NOW, stored

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _monday_morning(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_the_list_masks_who_asked(sign_in, cast: Cast):
    stored(cast.l1, name="欧阳小三", phone="14000002207")
    page = sign_in("pan").get("/staff/requests").text
    assert "欧阳*三" in page
    assert "尾号 2207" in page
    assert "欧阳小三" not in page
    assert "14000002207" not in page


def test_who_wants_to_stay_unknown_is_named_to_the_handler_alone(sign_in, cast: Cast):
    stored(cast.l1, confidential=True, status=Status.IN_PROGRESS, handler=cast.users["pan"], due=HOUR)
    assert "张*三" in sign_in("pan").get("/staff/requests?queue=due-soon").text
    other = sign_in("officer").get("/staff/requests?queue=due-soon&wide=1").text
    assert "保密" in other
    assert "张*" not in other
    assert "2207" not in other


def test_an_anonymous_request_says_so(sign_in, cast: Cast):
    stored(cast.l1, name=None, phone=None)
    assert "匿名" in sign_in("pan").get("/staff/requests").text


def test_due_moments_are_said_as_people_say_them(sign_in, cast: Cast):
    for due in (-50 * HOUR, -3 * HOUR, timedelta(minutes=90), timedelta(hours=13, minutes=59, seconds=59)):
        stored(cast.l1, status=Status.IN_PROGRESS, handler=cast.users["pan"], due=due)
    stored(cast.l1, status=Status.IN_PROGRESS, handler=cast.users["pan"], due=timedelta(days=3))
    page = sign_in("pan").get("/staff/requests?queue=mine").text
    for words in ("超了 2 天", "超了 3 小时", "11:30 前", "今天内", "周四 10:00 前"):
        assert words in page, words


def test_the_queue_figures_stand_beside_their_names(sign_in, cast: Cast):
    stored(cast.l1)
    stored(cast.l1, due=-HOUR)
    page = sign_in("pan").get("/staff/requests").text
    assert '待签收 <span class="number">2</span>' in page
    assert '已超期 <span class="number late">1</span>' in page


def test_the_menu_of_every_page_says_how_many_wait(sign_in, cast: Cast):
    stored(cast.l1)
    stored(cast.l2)
    assert '诉求 <span class="number">1</span>' in sign_in("pan").get("/staff").text
    assert '诉求 <span class="number">' not in sign_in("officer").get("/staff").text


def test_the_filters_stay_in_the_links(sign_in, cast: Cast):
    request = stored(cast.l1)
    page = sign_in("officer").get(f"/staff/requests?wide=1&grid={cast.l1.id}&since=2026-11-01").text
    assert f"/staff/requests/{request.id}?queue=to-sign&amp;wide=1&amp;grid={cast.l1.id}&amp;since=2026-11-01" in page
    assert f"/staff/requests?queue=late&amp;wide=1&amp;grid={cast.l1.id}&amp;since=2026-11-01" in page


@pytest.mark.parametrize(
    "typed",
    ["queue=x", "grid=x", "grid=99999999999", "since=2026-13-40", "until=0001-01-01", "level=x", "after=x", "picked=x"],
)
def test_a_filter_that_makes_no_sense_narrows_nothing(sign_in, cast: Cast, typed: str):
    request = stored(cast.l1)
    answer = sign_in("pan").get(f"/staff/requests?{typed}")
    assert answer.status_code == 200
    assert f'data-row="{request.id}"' in answer.text


def test_the_refreshed_list_keeps_what_was_ticked(sign_in, cast: Cast):
    one, other = stored(cast.l1), stored(cast.l1)
    fragment = sign_in("pan").get(f"/staff/requests?picked={one.id}", headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    ticked = [line for line in fragment.splitlines() if 'name="picked"' in line and " checked" in line]
    assert len(ticked) == 1
    assert f'value="{one.id}"' in ticked[0]
    assert f'data-row="{other.id}"' in fragment


def test_the_refreshed_list_is_part_of_the_page_and_brings_the_figures(sign_in, cast: Cast):
    stored(cast.l1)
    client = sign_in("pan")
    page, fragment = (client.get("/staff/requests", headers=extra).text for extra in ({}, {"HX-Request": "true"}))
    whole = {line.strip() for line in page.splitlines()}
    listed = fragment.partition("</table>")[0]
    # The token of the form is drawn anew for each.
    lines = [line.strip() for line in listed.splitlines() if line.strip() and "csrf_token" not in line]
    assert [line for line in lines if line not in whole] == []
    assert fragment.count("hx-swap-oob") == 3


def test_an_empty_queue_says_so(sign_in, cast: Cast):
    client = sign_in("pan")
    assert "这里现在没有诉求。" in client.get("/staff/requests").text
    assert "没有符合条件的诉求。" in client.get("/staff/requests?since=2026-01-01").text


def test_the_next_page_goes_on_where_this_one_ends(sign_in, cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("portal.domain.service_requests.inbox.listed.__defaults__", ("", 2))
    made = [stored(cast.l1, due=HOUR * number) for number in range(1, 4)]
    db.session.commit()
    numbers = [one.id for one in made]
    client = sign_in("pan")
    page = client.get("/staff/requests").text
    assert f'data-row="{numbers[2]}"' not in page
    following = page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    second = client.get(following).text
    assert f'data-row="{numbers[2]}"' in second
    assert f'data-row="{numbers[0]}"' not in second


def test_looking_on_shows_no_acts(sign_in, cast: Cast):
    stored(cast.l1)
    page = sign_in("viewer").get("/staff/requests").text
    assert "签收勾选的" not in page
    assert 'name="picked"' not in page


def test_several_are_signed_for_at_once_and_each_is_judged_for_itself(sign_in, cast: Cast):
    free, also_free = stored(cast.l1), stored(cast.l1)
    taken = stored(cast.l1, status=Status.IN_PROGRESS, handler=cast.users["officer"])
    elsewhere = stored(cast.l2)
    ids = [one.id for one in (free, taken, also_free, elsewhere)]
    answer = sign_in("pan").post("/staff/requests/signatures?queue=late", data={"picked": ids})
    assert answer.status_code == 200
    assert "签收了 2 件。" in answer.text
    assert f"{taken.number[:6]}-" in answer.text
    assert "不能签收" in answer.text
    for request, status in ((free, Status.IN_PROGRESS), (taken, Status.IN_PROGRESS), (elsewhere, Status.FILED)):
        db.session.refresh(request)
        assert request.status is status
    assert free.handler.username == "pan"
    assert taken.handler.username == "officer"


def test_when_all_are_signed_for_the_list_comes_back(sign_in, cast: Cast):
    free = stored(cast.l1)
    client = sign_in("pan")
    answer = client.post("/staff/requests/signatures?queue=late", data={"picked": [free.id]})
    assert (answer.status_code, answer.location) == (303, "/staff/requests?queue=late")
    assert "签收了 1 件。" in client.get(answer.location).text


def test_when_none_could_be_signed_for_it_is_a_refusal(sign_in, cast: Cast):
    taken = stored(cast.l1, status=Status.RESOLVED)
    assert sign_in("pan").post("/staff/requests/signatures", data={"picked": [taken.id]}).status_code == 409


@pytest.mark.parametrize("picked", [[], ["x"], ["99999999"], ["9" * 30]])
def test_ticking_nothing_says_what_to_do(sign_in, cast: Cast, picked: list[str]):
    client = sign_in("pan")
    assert client.post("/staff/requests/signatures", data={"picked": picked}).status_code == 303
    assert "没有勾选。" in client.get("/staff/requests").text


def test_what_is_searched_stands_in_no_address(sign_in, cast: Cast):
    request = stored(cast.l1, name="欧阳小三", phone="14000003344")
    client = sign_in("pan")
    answer = client.post("/staff/requests/search", data={"words": "欧阳小三"})
    assert answer.status_code == 200
    assert f'href="/staff/requests/{request.id}"' in answer.text
    assert "欧阳*三" in answer.text
    assert answer.text.count("欧阳小三") == 1  # in the box it was typed into
    assert client.get("/staff/requests/search").status_code == 405


@pytest.mark.parametrize("typed", ["", "x" * 5000, "\x00", "楼" * 500])
def test_a_search_for_nothing_says_what_to_write(sign_in, cast: Cast, typed: str):
    answer = sign_in("pan").post("/staff/requests/search", data={"words": typed})
    assert answer.status_code == 200
    assert 'class="empty"' in answer.text


def test_several_are_handed_over_at_once_and_each_is_judged_for_itself(sign_in, cast: Cast):
    office, squad = f"community:{cast.lotus.id}", f"department:{cast.department.id}"
    held = {"unit": office, "status": Status.IN_PROGRESS, "handler": cast.users["officer"]}
    one, other = stored(cast.l1, **held), stored(cast.l2, **held)
    done = stored(cast.l1, unit=office, status=Status.RESOLVED, handler=cast.users["officer"])
    db.session.commit()
    ids, client = [one.id, other.id, done.id], sign_in("officer")
    page = client.get("/staff/requests/hand-overs", query_string={"picked": ids}).text
    assert f'<option value="{squad}">城管中队</option>' in page
    typed = {"picked": ids, "step-unit": squad, "step-words": "占道的，请处理"}
    answer = client.post("/staff/requests/hand-overs", data=typed)
    assert answer.status_code == 200
    assert "交出去 2 件。" in answer.text
    assert answer.text.count('class="strong nowrap"') == 1
    for request in (one, other, done):
        db.session.refresh(request)
    assert [one.unit, other.unit, done.unit] == [squad, squad, office]


@pytest.mark.parametrize("typed", [{}, {"step-unit": "x", "step-words": "请"}, {"step-words": "请"}])
def test_a_hand_over_of_several_without_a_unit_is_shown_again(sign_in, cast: Cast, typed: dict):
    request = stored(cast.l1, unit=f"community:{cast.lotus.id}")
    answer = sign_in("officer").post("/staff/requests/hand-overs", data={"picked": [request.id], **typed})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_several_of_another_community_are_not_there(sign_in, cast: Cast):
    request = stored(cast.m1, unit=f"community:{cast.maple.id}")
    assert "没有勾选。" in sign_in("officer").get(f"/staff/requests/hand-overs?picked={request.id}").text
