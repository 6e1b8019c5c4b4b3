"""What the person sees of a visit: when and who, 那天不行 with another time, who read it; a neighbour nothing."""

import pytest

from portal.db import db
from portal.domain.service_requests.workflow import Actor
from portal.domain.visits.booking import cancel_visit
from portal.domain.visits.models import Visit
from portal.domain.visits.prechecks import Opinion, precheck
from portal.domain.visits.queries import booked_visit
from portal.domain.visits.recording import Outcome, read_answers, record_visit
from tests.blueprints.service_requests.following import Resident, resident_of
from tests.domain.service_requests.making import URGENT, Town
from tests.domain.visits.agreed import booked


@pytest.fixture
def resident(app, cast, monkeypatch) -> Resident:
    return resident_of(app, cast, monkeypatch)


def opened(resident: Resident) -> Visit:
    """The page of a 高龄津贴 request with a visit tomorrow at ten."""
    town = resident.town
    filed = town.file("gaoling")
    made = booked(town, filed.request, names=["潘一"]) if signed(town, filed.request) else None
    db.session.commit()
    resident.open(filed)
    assert made is not None
    return made


def signed(town: Town, request) -> bool:
    from portal.domain.service_requests.steps import handling

    return handling.sign_for(request, town.cast.users["pan"], town.staff("pan")) is not None


def test_when_and_who_stand_on_the_page(resident):
    opened(resident)
    page = resident.page().text
    assert "约好上门：11月24日 周二 10:00 到 11:00" in page
    assert "来的是：潘一" in page
    assert "那天不行" in page
    assert 'href="/track/request/visit"' in page


def test_another_time_is_asked_for_once(resident):
    visit = opened(resident)
    form = resident.client.get("/track/request/visit")
    assert "约的是 11月24日 周二 10:00 到 11:00，来的是：潘一。" in form.text
    data = {"revision": str(visit.request.revision)}
    assert resident.client.post("/track/request/visit", data={**data, "words": ""}).status_code == 422
    answer = resident.client.post("/track/request/visit", data={**data, "words": "周四下午都行"})
    assert answer.status_code == 303
    page = resident.page().text
    assert "您说那天不行：周四下午都行" in page
    assert 'href="/track/request/visit"' not in page
    db.session.expire_all()
    assert db.session.get(Visit, visit.id).wish == "周四下午都行"
    again = resident.client.post("/track/request/visit", data={**data, "words": "周五"})
    assert again.status_code == 303
    db.session.expire_all()
    assert db.session.get(Visit, visit.id).wish == "周四下午都行"


def test_what_was_called_off_is_on_the_page_no_more(resident):
    visit = opened(resident)
    cancel_visit(visit, "住院", visit.revision, resident.town.staff("pan"))
    db.session.commit()
    page = resident.page().text
    assert "约好上门" not in page
    assert "上门取消了，会另外和您约" in page
    assert "住院" not in page
    assert resident.client.get("/track/request/visit").status_code == 303


def test_the_first_opinion_says_that_it_decides_nothing(resident):
    visit = opened(resident)
    precheck(visit.request, Opinion.LIKELY, "材料齐了。", resident.town.staff("pan"))
    db.session.commit()
    page = resident.page().text
    assert "初步看法" in page
    assert "初步看，大概能享受。材料齐了。" in page
    assert "这只是初步看法，正式决定由街道和民政部门作。" in page


def test_who_read_the_answers_and_why(resident):
    visit = opened(resident)
    told = Outcome(
        token="c" * 32, seen=1, met=True, names=["潘一"], told="看过了", internal="内部的话", answers={"account": "yes"}
    )
    made = record_visit(visit, told, resident.town.staff("pan"))
    officer = resident.town.cast.users["officer"]
    read_answers(made, officer, [Actor.HOLDER], "写初审意见", resident.town.staff("officer"))
    db.session.commit()
    page = resident.page().text
    assert "谁看过上门时填的内容" in page
    assert "莲叶路社区 社区工作人员 莲干事" in page
    assert "写初审意见" in page
    assert "11月24日 潘一 上门看过。看过了" in page
    assert "内部的话" not in page
    assert "银行卡或社保卡是老人自己的" not in page


def test_a_neighbour_who_follows_sees_nothing_of_a_visit(resident):
    from portal.domain.service_requests.steps.voicing import follow

    town = resident.town
    filed = town.file(URGENT)
    signed(town, filed.request)
    booked(town, filed.request, names=["潘一"])
    code = follow(filed.request, "follower-token", "14000005678", town.neighbour)
    db.session.commit()
    assert booked_visit(filed.request) is not None
    assert resident.try_it(filed.request.number, code).status_code == 303
    page = resident.page().text
    assert "约好上门" not in page
    assert resident.client.get("/track/request/visit").status_code == 404
