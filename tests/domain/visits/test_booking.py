"""Agreeing on a visit: a time people can keep, two names for a survey, told to the person, moved and called off."""

from datetime import timedelta

import pytest

from portal.db import db
from portal.domain.errors import DomainError, Stale
from portal.domain.messages.models import Message, Occasion
from portal.domain.service_requests.models import Entry
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.workflow import Actor, Step
from portal.domain.visits.booking import book_visit, cancel_visit, wish_other_time
from portal.domain.visits.models import AskedHow, AskedWhom, Visit, VisitState
from portal.domain.visits.queries import booked_visit, colleagues, find_visit, missing_papers, round_of
from tests.domain.service_requests.making import COORDINATED, MONDAY, Town, last_entry, load_matters, the
from tests.domain.visits.agreed import TOMORROW, agreed, booked


@pytest.fixture
def town(app, cast) -> Town:
    load_matters()
    return Town(cast)


def test_the_person_reads_when_and_who_and_gets_a_message(town):
    request = town.signed("gaoling")
    visit = booked(town, request, names=["潘一"])
    entry = last_entry(request)
    assert entry.step is Step.BOOK_VISIT
    assert entry.told.startswith("约好 11月24日（周二）10:00 到 11:00 上门，来的是：潘一。那天不行")
    assert entry.internal == "打电话问过本人，答应了这个时间。"
    assert (visit.state, visit.survey, visit.revision) == (VisitState.BOOKED, False, 1)
    message = db.session.scalars(db.select(Message).where(Message.occasion == Occasion.VISIT_BOOKED)).one()
    assert "11月24日10:00" in message.body
    assert "高龄" not in message.body


def test_asking_by_phone_is_the_first_contact(town):
    request = town.signed("gaoling")
    booked(town, request, names=["潘一"])
    assert the(request, LimitKind.CONTACT).met_at == town.at


def test_an_income_survey_takes_two_different_names_and_both_stay(town):
    request = town.signed("dibao")
    for names in (["潘一"], ["潘一", "潘 一"], ["潘一", "", "  "]):
        with pytest.raises(DomainError, match="至少要 2 个人"):
            book_visit(request, agreed(town, names=names), town.staff("pan"))
    visit = booked(town, request, names=["潘一", "莲干事"])
    assert visit.survey
    assert visit.names == ["潘一", "莲干事"]
    assert "潘一、莲干事" in last_entry(request).told


@pytest.mark.parametrize(
    ("starts", "lasts", "words"),
    [
        (MONDAY, timedelta(hours=1), "现在以后"),
        (MONDAY - timedelta(days=1), timedelta(hours=1), "现在以后"),
        (TOMORROW, timedelta(0), "从几点到几点"),
        (TOMORROW, -timedelta(hours=1), "从几点到几点"),
        (TOMORROW, timedelta(hours=5), "最长四个小时"),
        (TOMORROW.replace(hour=6), timedelta(hours=1), "早上 7 点"),
        (TOMORROW.replace(hour=20, minute=30), timedelta(hours=1), "晚上 9 点"),
        (MONDAY + timedelta(days=61), timedelta(hours=1), "60 天以内"),
    ],
)  # fmt: skip
def test_a_time_nobody_can_keep_is_refused(town, starts, lasts, words):
    request = town.signed("gaoling")
    with pytest.raises(DomainError, match=words):
        book_visit(request, agreed(town, starts, ends_at=starts + lasts), town.staff("pan"))
    assert booked_visit(request) is None


def test_another_time_moves_the_visit_and_one_is_booked_at_most(town):
    request = town.signed("gaoling")
    first = booked(town, request)
    second = booked(town, request, starts=TOMORROW + timedelta(days=1))
    assert first.state is VisitState.MOVED
    assert first.settled_at == town.at
    assert booked_visit(request) is second
    assert (
        "上门改到 11月25日（周三）10:00 到 11:00（原来约的是 11月24日（周二）10:00 到 11:00）"
        in last_entry(request).told
    )


def test_the_database_holds_one_booked_visit(town):
    request = town.signed("gaoling")
    booked(town, request)
    facts = {
        "request_id": request.id, "starts_at": TOMORROW, "ends_at": TOMORROW + timedelta(hours=1), "names": ["李二"],
        "lead_id": town.cast.users["li"].id, "asked_whom": AskedWhom.PERSON, "asked_how": AskedHow.PHONE,
        "booked_by": "li", "booked_at": town.at,
    }  # fmt: skip
    db.session.add(Visit(**facts))
    with pytest.raises(Exception, match=r"UNIQUE|unique"):
        db.session.flush()


def test_the_worker_of_the_place_books_while_the_subdistrict_has_it(town):
    request = town.at_subdistrict("dibao")
    entry = book_visit(request, agreed(town), town.staff("pan", Actor.HELPER))
    assert entry.actor is Actor.HELPER


def test_calling_off_tells_the_person_and_keeps_the_reason_inside(town):
    request = town.signed("gaoling")
    visit = booked(town, request)
    cancel_visit(visit, "老人住院了", visit.revision, town.staff("pan"))
    entry = last_entry(request)
    assert entry.told == "约好的 11月24日（周二）10:00 到 11:00 上门取消了，会另外和您约。"
    assert entry.internal == "老人住院了"
    assert (visit.state, visit.because) == (VisitState.CANCELLED, "老人住院了")
    with pytest.raises(DomainError, match="不用取消"):
        cancel_visit(visit, "再取消", visit.revision, town.staff("pan"))


def test_the_person_says_that_the_day_does_not_suit(town):
    request = town.signed("gaoling")
    visit = booked(town, request)
    wish_other_time(visit, "周四下午都行", town.resident)
    entry = last_entry(request)
    assert (entry.step, entry.actor) == (Step.ADD_FACTS, Actor.RESIDENT)
    assert "约的 11月24日（周二）10:00 到 11:00 上门不行：周四下午都行" in entry.told
    assert visit.wish == "周四下午都行"
    with pytest.raises(Stale, match="本人说那天不行：周四下午都行"):
        cancel_visit(visit, "改天", visit.revision - 1, town.staff("pan"))


def test_once_the_time_has_come_it_is_too_late_to_write(town):
    visit = booked(town, town.signed("gaoling"))
    town.wait(days=1)
    with pytest.raises(DomainError, match="直接打电话"):
        wish_other_time(visit, "改天", town.resident)


def test_wish_and_reason_lie_sealed(town):
    visit = booked(town, town.signed("gaoling"))
    wish_other_time(visit, "周四我要去医院做透析", town.resident)
    cancel_visit(visit, "老人住院了", visit.revision, town.staff("pan"))
    db.session.commit()
    row = db.session.execute(db.text("SELECT because, wish FROM visits")).one()
    assert "透析".encode() not in bytes(row.wish)
    assert "住院".encode() not in bytes(row.because)


def test_the_round_lists_late_ones_first_then_today_and_the_week(town):
    pan, li = town.cast.users["pan"], town.cast.users["li"]
    late, today, week, later = (town.signed("gaoling") for _ in range(4))
    for request, starts in ((late, 1), (today, 26), (week, 72), (later, 24 * 20)):
        booked(town, request, starts=MONDAY + timedelta(hours=starts), names=["潘一"])
    town.wait(days=1)
    db.session.commit()
    mine = round_of(pan, town.at, whole=False)
    assert [visit.request_id for visit in mine.late] == [late.id]
    assert [visit.request_id for visit in mine.today] == [today.id]
    assert [visit.request_id for visit in mine.week] == [week.id]
    assert [visit.request_id for visit in mine.later] == [later.id]
    assert mine.late[0].is_late(town.at)
    assert round_of(li, town.at, whole=True).empty
    officer = round_of(town.cast.users["officer"], town.at, whole=False)
    assert officer.empty
    assert len(round_of(town.cast.users["officer"], town.at, whole=True).today) == 1


def test_the_companion_has_it_on_their_list_too(town):
    officer = town.cast.users["officer"]
    booked(town, town.signed("dibao"), companion=officer)
    assert len(round_of(officer, town.at, whole=False).week) == 1


def test_a_visit_of_a_settled_request_is_on_no_list(town):
    from portal.domain.service_requests.steps.voicing import withdraw

    request = town.signed("gaoling")
    booked(town, request)
    withdraw(request, "不办了", town.resident)
    assert round_of(town.cast.users["pan"], town.at, whole=True).empty


def test_out_of_scope_there_is_no_such_visit(town):
    visit = booked(town, town.signed("gaoling"))
    assert find_visit(town.cast.users["pan"], visit.id, town.resident.today) is visit
    for who in ("stranger", "li", "viewer"):
        with pytest.raises(DomainError, match="没有找到"):
            find_visit(town.cast.users[who], visit.id, town.resident.today)


def test_who_may_come_along(town):
    names = {user.username for user in colleagues(town.signed("dibao"), town.resident.today)}
    assert {"pan", "li", "officer", "street", "leader"} <= names
    assert not {"stranger", "cheng", "viewer"} & names


def test_the_papers_to_ask_for_are_those_of_the_matter_until_somebody_said_more(town):
    from portal.domain.matters.parts import Need
    from portal.domain.papers.models import PaperState, RequestPaper

    request = town.signed("dibao")
    assert "家庭经济状况核对授权书（成年成员都要签）" in missing_papers(request)
    db.session.query(RequestPaper).filter_by(request_id=request.id).delete()
    for place, (name, state) in enumerate(
        [
            ("申请书", PaperState.HAVE),
            ("授权书", PaperState.CANNOT),
            ("诊断", PaperState.NOT_APPLICABLE),
            ("声明", None),
        ]
    ):
        db.session.add(RequestPaper(request_id=request.id, place=place, name=name, need=Need.ALWAYS, state=state))
    db.session.flush()
    assert missing_papers(request) == ["授权书", "声明"]


def test_other_work_can_be_visited_too(town):
    request = town.signed(COORDINATED)
    booked(town, request, names=["潘一"])
    steps = db.session.scalars(db.select(Entry.step).where(Entry.request_id == request.id))
    assert Step.BOOK_VISIT in set(steps)
