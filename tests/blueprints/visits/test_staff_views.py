"""Visits on the desk and on the phone: agreed on, on the list, written down once, refused when something changed."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image

from portal.db import db
from portal.domain.service_requests.attachments import Attachment
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.workflow import Status
from portal.domain.visits.booking import cancel_visit
from portal.domain.visits.models import Visit, VisitRecord, VisitState
from portal.domain.visits.queries import booked_visit
from tests.blueprints.service_requests.desk import Desk, desk_of
from tests.domain.visits.agreed import booked

AGREED = {"day": "2026-11-24", "begins": "09:30", "ends": "10:30", "whom": "person", "how": "phone", "companion": ""}


@pytest.fixture
def desk(app, cast, monkeypatch) -> Desk:
    return desk_of(app, cast, monkeypatch)


@pytest.fixture
def visit(desk) -> Visit:
    """Of a 低保 case, tomorrow at ten, by Pan and the officer; Pan is signed in."""
    found = booked(desk, desk.signed("dibao"))
    desk.sign_in("pan")
    return found


def page(desk: Desk, visit: Visit) -> str:
    answer = desk.client.get(f"/staff/visits/{visit.id}")
    assert answer.status_code == 200
    return answer.text


def filled(desk: Desk, visit: Visit, **typed: object) -> dict[str, object]:
    """The form of the page, with what a person typed into it."""
    shown = page(desk, visit)
    marks = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', shown)[1] for name in ("token", "revision")}
    return {**marks, "met": "yes", "names": "潘一、莲干事", "told": "材料看过了，齐了。", **typed}


def send(desk: Desk, visit: Visit, typed: dict[str, object]):
    answer = desk.client.post(f"/staff/visits/{visit.id}/record", data=typed)
    db.session.expire_all()
    return answer


def records() -> list[VisitRecord]:
    return list(db.session.scalars(db.select(VisitRecord).order_by(VisitRecord.id)))


def test_a_visit_is_agreed_on_from_the_page_of_the_request(desk):
    request = desk.signed("gaoling")
    desk.sign_in("pan")
    asked = desk.page(request, step="book_visit")
    assert "哪一天" in asked
    assert "莲干事" in asked
    desk.done(request, "visit-booking", **AGREED)
    visit = booked_visit(request)
    assert visit.names == ["潘一"]
    assert visit.starts_at.isoformat().startswith("2026-11-24T01:30")
    assert f'href="/staff/visits/{visit.id}"' in desk.page(request)


def test_a_survey_takes_a_colleague_or_another_name(desk):
    request = desk.signed("dibao")
    desk.sign_in("pan")
    assert "这个事项要 2 个人上门" in desk.page(request, step="book_visit")
    refused = desk.take(request, "visit-booking", **AGREED)
    assert refused.status_code == 422
    assert "至少要 2 个人" in refused.text
    assert 'value="2026-11-24"' in refused.text
    officer = desk.cast.users["officer"]
    desk.done(request, "visit-booking", **AGREED | {"companion": str(officer.id)})
    assert booked_visit(request).names == ["潘一", "莲干事"]
    assert booked_visit(request).companion_id == officer.id
    desk.done(request, "visit-booking", **AGREED | {"others": "钱三、孙四", "day": "2026-11-25"})
    assert booked_visit(request).names == ["潘一", "钱三", "孙四"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"day": "2026-11-22"}, "现在以后"),
        ({"day": "明天"}, "2026-11-23 这样"),
        ({"begins": "早上"}, "9:30 这样"),
        ({"begins": "22:00", "ends": "23:00"}, "晚上 9 点"),
        ({"how": ""}, "怎么问的"),
        ({"whom": ""}, "问过谁"),
        ({"day": ""}, "哪一天"),
    ],
)
def test_a_booking_that_cannot_be_is_said_with_everything_kept(desk, changed, words):
    request = desk.signed("gaoling")
    desk.sign_in("pan")
    answer = desk.take(request, "visit-booking", **AGREED | {"others": "钱三"} | changed)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="钱三"' in answer.text


def test_the_list_has_today_the_week_and_what_nobody_wrote_down(desk):
    late, today = desk.signed("gaoling"), desk.signed("dibao")
    booked(desk, late, starts=desk.at + timedelta(hours=2), names=["潘一"])
    booked(desk, today, starts=desk.at + timedelta(hours=26))
    desk.wait(days=1)
    desk.sign_in("pan")
    shown = desk.client.get("/staff/visits").text
    assert shown.index("过了时间还没记") < shown.index("今天 12:00–13:00")
    assert "入户调查" in shown
    assert "王*" in shown
    assert "王芳" not in shown
    desk.sign_in("officer")
    assert "没有约好的上门" in desk.client.get("/staff/visits").text
    assert "今天 12:00–13:00" in desk.client.get("/staff/visits?whole=1").text
    desk.sign_in("stranger")
    assert "没有约好的上门" in desk.client.get("/staff/visits?whole=1").text


def test_the_page_has_what_is_needed_at_the_door(desk, visit):
    shown = page(desk, visit)
    assert 'href="tel:14000001234"' in shown
    assert "莲叶路12号 → 明亮花园 → 1号楼" in shown
    assert "核对授权书" in shown
    assert "收入从哪里来" in shown
    assert "打电话问过本人" in shown


def test_out_of_scope_there_is_no_such_page(desk, visit):
    for who in ("stranger", "li"):
        desk.sign_in(who)
        assert desk.client.get(f"/staff/visits/{visit.id}").status_code == 404
        assert desk.client.post(f"/staff/visits/{visit.id}/record").status_code == 404
        assert desk.client.post(f"/staff/visits/{visit.id}/cancellation").status_code == 404


def test_what_was_found_is_written_down_once(desk, visit):
    typed = filled(desk, visit, internal="屋里很冷", check_income="种地一年三千", check_signed="yes")
    assert send(desk, visit, typed).status_code == 303
    assert send(desk, visit, typed).status_code == 303
    assert len(records()) == 1
    assert db.session.get(Visit, visit.id).state is VisitState.DONE
    shown = page(desk, visit)
    assert "11月24日 潘一、莲干事 上门看过。材料看过了，齐了。" in shown
    assert "屋里很冷" in shown
    assert "种地一年三千" not in shown
    assert typed["token"] in shown


def test_answers_are_read_under_a_reason_that_the_person_sees(desk, visit):
    send(desk, visit, filled(desk, visit, check_income="种地一年三千", check_signed="yes"))
    [made] = records()
    address = f"/staff/visits/{visit.id}/records/{made.id}/reading"
    desk.sign_in("officer")
    assert desk.client.post(address, data={"reason": ""}).status_code == 422
    shown = desk.client.post(address, data={"reason": "写初审意见"})
    assert "种地一年三千" in shown.text
    assert "种地一年三千" not in page(desk, visit)
    assert desk.client.post(f"/staff/visits/{visit.id}/records/999/reading", data={"reason": "x"}).status_code == 404
    desk.sign_in("viewer")
    assert desk.client.post(address, data={"reason": "看看"}).status_code == 403


def test_nothing_private_is_on_the_desk_or_in_its_search(desk, visit):
    send(desk, visit, filled(desk, visit, check_income="种地一年三千"))
    assert "种地一年三千" not in desk.page(visit.request)
    found = desk.client.post("/staff/requests/search", data={"words": "种地"})
    assert "低保" not in found.text or "没有" in found.text


def test_a_visit_that_changed_is_refused_with_what_changed_and_all_that_was_typed(desk, visit):
    typed = filled(desk, visit, told="我看到的", check_income="种地", check_signed="no", internal="里屋漏水")
    cancel_visit(visit, "老人住院了", visit.revision, desk.staff("pan"))
    db.session.commit()
    answer = send(desk, visit, typed)
    assert answer.status_code == 409
    assert "这次上门有了变化：取消了" in answer.text
    for words in ("我看到的", "种地", "里屋漏水", "潘一、莲干事"):
        assert words in answer.text
    assert 'name="check_signed" type="radio" value="no"' in answer.text
    assert not records()
    again = {**typed, "revision": re.search(r'name="revision"[^>]*value="(\d+)"', answer.text)[1]}
    assert send(desk, visit, again).status_code == 303
    assert len(records()) == 1


def test_two_who_were_there_keep_both(desk, visit):
    mine = filled(desk, visit, told="我记的")
    desk.sign_in("officer")
    assert send(desk, visit, filled(desk, visit, told="干事记的")).status_code == 303
    desk.sign_in("pan")
    answer = send(desk, visit, mine)
    assert answer.status_code == 409
    assert "莲叶路社区 莲干事 已经记过" in answer.text
    assert "干事记的" in answer.text
    assert "我记的" in answer.text
    again = {**mine, "revision": re.search(r'name="revision"[^>]*value="(\d+)"', answer.text)[1]}
    assert send(desk, visit, again).status_code == 303
    assert len(records()) == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"met": ""}, "见到了没有"),
        ({"told": ""}, "给本人看的话"),
        ({"met": "no"}, "怎么没见到"),
        ({"names": ""}, "谁去了"),
        ({"names": "潘一"}, "至少要 2 个人"),
        ({"check_income": "长" * 501}, "最多 500 个字"),
        ({"told": "a\x00b"}, "看不见的符号"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(desk, visit, changed, words):
    answer = send(desk, visit, filled(desk, visit, check_members="老伴一人", **changed))
    assert answer.status_code == 422
    assert words in answer.text
    assert "老伴一人" in answer.text
    assert not records()


def test_nobody_met(desk, visit):
    assert send(desk, visit, filled(desk, visit, met="no", told="", why="敲门没人应", names="潘一")).status_code == 303
    shown = page(desk, visit)
    assert "没见到" in shown
    assert "敲门没人应" in shown
    assert booked_visit(visit.request) is None


def test_calling_it_off(desk, visit):
    address = f"/staff/visits/{visit.id}/cancellation"
    assert desk.client.post(address, data={"revision": "1", "why": ""}).status_code == 422
    assert desk.client.post(address, data={"revision": "9", "why": "住院"}).status_code == 422
    assert desk.client.post(address, data={"revision": "1", "why": "住院"}).status_code == 303
    assert "取消了" in page(desk, visit)


def test_photos_of_a_home_are_for_staff_unless_said_otherwise(desk, visit):
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "green").save(picture, "JPEG")
    typed = filled(desk, visit, photos=(io.BytesIO(picture.getvalue()), "a.jpg"))
    assert send(desk, visit, typed).status_code == 303
    [photo] = db.session.scalars(db.select(Attachment))
    assert photo.internal
    assert photo.entry_id == records()[0].entry_id
    typed["photos"] = (io.BytesIO(picture.getvalue()), "a.jpg")
    assert send(desk, visit, typed).status_code == 303
    assert len(list(db.session.scalars(db.select(Attachment)))) == 1


def test_the_key_of_the_device_differs_by_person_and_visit(desk, visit):
    def key() -> str:
        return re.search(r'data-key="([^"]+)"', page(desk, visit))[1]

    pans = key()
    assert len(pans) == 44
    assert key() == pans
    desk.sign_in("officer")
    assert key() != pans


def test_a_settled_request_takes_no_more_records(desk, visit):
    from portal.domain.service_requests.steps.voicing import withdraw

    withdraw(visit.request, "不办了", desk.resident)
    db.session.commit()
    assert "这件诉求已经结束了" in page(desk, visit)
    assert "data-visit=" not in page(desk, visit)


def test_the_first_opinion_suggests_words_and_tells_the_person(desk):
    request = desk.signed("gaoling")
    desk.sign_in("pan")
    shown = desk.page(request, step="precheck")
    assert "大概能享受" in shown
    assert "齐了请街道看" in shown
    desk.done(request, "precheck", opinion="ask", suggested="0", words="")
    told = desk.page(request)
    assert "这件要问街道才知道。还差" in told
    assert "这只是初步看法" in told
    assert db.session.get(ServiceRequest, request.id).status is Status.IN_PROGRESS
    refused = desk.take(request, "precheck", opinion="unlikely", suggested="", words="")
    assert refused.status_code == 422
    assert "差在哪里" in refused.text
    desk.done(request, "precheck", opinion="unlikely", suggested="", words="年龄还差一点")
    assert "大概不符合。年龄还差一点" in desk.page(request)


def test_the_plain_step_says_where_a_booked_survey_is_written_down(desk, visit):
    desk.wait(days=1)
    desk.sign_in("pan")
    answer = desk.take(visit.request, "visit", words="去过了")
    assert answer.status_code == 422
    assert "两个人的名字" in answer.text
