"""What came of a visit: once for each form, both when two write, sealed, and read under a reason the person sees."""

import json
from datetime import timedelta

import pytest

from portal.db import db
from portal.domain.errors import DomainError, Stale
from portal.domain.matters.content import content_of
from portal.domain.messages.models import Message, Occasion
from portal.domain.records.models import Record
from portal.domain.service_requests.models import Entry
from portal.domain.service_requests.scopes import actors_of
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.workflow import Step
from portal.domain.visits.booking import book_visit, cancel_visit
from portal.domain.visits.models import VisitRecord, VisitState
from portal.domain.visits.queries import readings_of
from portal.domain.visits.recording import Outcome, read_answers, record_visit, sealed, went
from tests.domain.service_requests.making import Town, last_entry, load_matters, the, version_of
from tests.domain.visits.agreed import agreed, booked

SELF_CARE = ("eat", "dress", "bed", "toilet", "walk", "bathe")


@pytest.fixture
def town(app, cast) -> Town:
    load_matters()
    return Town(cast)


def found(token: str = "a" * 32, **facts: object) -> Outcome:
    usual: dict[str, object] = {"seen": 1, "met": True, "names": ["潘一", "莲干事"], "told": "材料看过了，齐了。"}
    return Outcome(**{"token": token, **usual, **facts})  # type: ignore[arg-type]


def entries(request) -> list[Entry]:
    return list(db.session.scalars(db.select(Entry).where(Entry.request_id == request.id).order_by(Entry.id)))


def test_the_person_reads_one_thing_and_staff_another(town):
    request = town.signed("dibao")
    visit = booked(town, request)
    town.wait(days=1)
    made = record_visit(visit, found(internal="屋里很冷", answers={"income": "种地一年三千"}), town.staff("pan"))
    entry = last_entry(request)
    assert entry.step is Step.VISIT
    assert entry.told == "11月24日 潘一、莲干事 上门看过。材料看过了，齐了。"
    assert entry.internal == "屋里很冷"
    assert made.entry is entry
    assert (visit.state, visit.settled_at) == (VisitState.DONE, town.at)
    assert made.names == ["潘一", "莲干事"]
    assert the(request, LimitKind.CONTACT).met_at is not None


def test_the_same_form_twice_is_one_record(town):
    visit = booked(town, town.signed("dibao"))
    first = record_visit(visit, found(), town.staff("pan"))
    assert record_visit(visit, found(), town.staff("pan")) is first
    assert len([entry for entry in entries(visit.request) if entry.step is Step.VISIT]) == 1
    assert len(visit.records) == 1


def test_the_form_of_another_visit_is_refused(town):
    one, other = booked(town, town.signed("dibao")), booked(town, town.signed("dibao"))
    record_visit(one, found(), town.staff("pan"))
    with pytest.raises(DomainError, match="重新打开"):
        record_visit(other, found(), town.staff("pan"))


def test_a_survey_is_written_down_under_two_names(town):
    visit = booked(town, town.signed("dibao"))
    with pytest.raises(DomainError, match="至少要 2 个人"):
        record_visit(visit, found(names=["潘一"]), town.staff("pan"))
    with pytest.raises(DomainError, match="至少要 2 个人"):
        record_visit(visit, found(names=["潘一", "潘一"]), town.staff("pan"))
    assert visit.is_booked


def test_nobody_met_tells_the_person_and_takes_one_name(town):
    request = town.signed("dibao")
    visit = booked(town, request)
    record_visit(visit, found(met=False, names=["潘一"], why="敲门没人应"), town.staff("pan"))
    entry = last_entry(request)
    assert entry.step is Step.NOTE
    assert entry.told == "11月24日 潘一 上门，没有见到您，会再和您约时间。"
    assert entry.internal == "敲门没人应"
    assert (visit.state, visit.because) == (VisitState.MISSED, "敲门没人应")
    assert visit.records[0].answers is None


def test_two_who_came_both_write_and_both_stay(town):
    request = town.signed("dibao")
    visit = booked(town, request)
    record_visit(visit, found("a" * 32, answers={"income": "种地"}), town.staff("officer"))
    with pytest.raises(Stale, match="莲叶路社区 莲干事 已经记过"):
        record_visit(visit, found("b" * 32), town.staff("pan"))
    mine = found("b" * 32, seen=visit.revision, answers={"income": "种地和打零工"})
    record_visit(visit, mine, town.staff("pan"))
    db.session.expire_all()
    assert [one.by for one in visit.records] == ["officer", "pan"]
    assert [json.loads(one.answers)["items"][0]["answer"] for one in visit.records] == ["种地", "种地和打零工"]
    assert last_entry(request).told.startswith("（补记）")


def test_a_visit_that_was_moved_says_where_to(town):
    request = town.signed("dibao")
    visit = booked(town, request)
    book_visit(request, agreed(town, visit.starts_at + timedelta(days=1)), town.staff("pan"))
    with pytest.raises(Stale, match="改到了 11月25日"):
        record_visit(visit, found(), town.staff("pan"))
    assert record_visit(visit, found(seen=visit.revision), town.staff("pan")).id
    assert visit.state is VisitState.MOVED


def test_a_visit_that_was_called_off_says_so(town):
    visit = booked(town, town.signed("dibao"))
    cancel_visit(visit, "老人住院", 1, town.staff("pan"))
    with pytest.raises(Stale, match="取消了"):
        record_visit(visit, found(), town.staff("pan"))


def test_missed_first_and_met_by_the_colleague_is_done(town):
    visit = booked(town, town.signed("dibao"))
    record_visit(visit, found("a" * 32, met=False, why="没人应", names=["潘一"]), town.staff("pan"))
    record_visit(visit, found("b" * 32, seen=visit.revision), town.staff("officer"))
    assert visit.state is VisitState.DONE


SOME, ALL = "部分丧失生活自理能力", "完全丧失生活自理能力"


@pytest.mark.parametrize(("unmet", "grade"), [(0, "能自理"), (1, SOME), (3, SOME), (4, ALL), (6, ALL)])
def test_the_six_of_self_care_add_up_as_the_rule_says(town, unmet, grade):
    plan = content_of(version_of("tekun")).visit
    answers = {key: "no" if place < unmet else "yes" for place, key in enumerate(SELF_CARE)}
    assert plan.grade(answers) == grade
    assert json.loads(sealed(plan, answers) or "")["grade"] == grade


def test_with_one_of_the_six_open_nothing_is_added_up(town):
    plan = content_of(version_of("tekun")).visit
    assert plan.grade(dict.fromkeys(SELF_CARE[:5], "no")) == ""
    assert content_of(version_of("gaoling")).visit.grade({"seen": "no"}) == ""


def test_answers_a_line_does_not_have_are_refused(town):
    plan = content_of(version_of("tekun")).visit
    for answers in ({"eat": "maybe"}, {"where": "月球"}, {"income": "长" * 501}):
        with pytest.raises(DomainError):
            sealed(plan, answers)
    assert sealed(plan, {"unknown": "x", "eat": "  "}) is None


def test_the_answers_lie_sealed_and_in_no_entry_and_no_search(town):
    request = town.signed("dibao")
    visit = booked(town, request)
    secret = "信用社存折三万二"
    record_visit(visit, found(answers={"property": secret}), town.staff("pan"))
    db.session.commit()
    for table in db.inspect(db.engine).get_table_names():
        for row in db.session.execute(db.text(f'SELECT * FROM "{table}"')):
            for cell in row:
                shown = bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                assert secret.encode() not in shown, table
                assert "存折".encode() not in shown, table


def read(town: Town, made: VisitRecord, who: str, reason: str):
    user, request = town.cast.users[who], made.visit.request
    return read_answers(made, user, actors_of(user, request, town.at.date()), reason, town.staff(who))


def told_of_readings() -> list[Message]:
    db.session.flush()
    return list(db.session.scalars(db.select(Message).where(Message.occasion == Occasion.FACT_READ)))


def test_reading_wants_a_reason_and_leaves_a_trace_for_the_person(town):
    request = town.signed("tekun")
    visit = booked(town, request)
    made = record_visit(visit, found(answers=dict.fromkeys(SELF_CARE, "no")), town.staff("pan"))
    with pytest.raises(DomainError, match="为什么要看"):
        read(town, made, "officer", "  ")
    items, grade = read(town, made, "officer", "写初审意见")
    assert (items[0]["label"], items[0]["answer"]) == ("自己能吃饭", "否")
    assert grade == "完全丧失生活自理能力"
    [reading] = readings_of(request)
    assert (reading.who, reading.reason) == ("莲叶路社区 社区工作人员 莲干事", "写初审意见")
    noted = db.session.scalars(db.select(Record).where(Record.action == "visit.answers_read")).one()
    assert noted.subject == f"request {request.number}"


def test_what_was_deleted_cannot_be_read(town):
    visit = booked(town, town.signed("dibao"))
    made = record_visit(visit, found(answers={"income": "种地"}), town.staff("pan"))
    made.answers, made.deleted_at = None, town.at
    with pytest.raises(DomainError, match="已经按规定删除"):
        read(town, made, "pan", "看看")


def test_the_person_is_told_of_a_reading_like_of_any_other(town):
    visit = booked(town, town.signed("dibao"))
    made = record_visit(visit, found(answers={"income": "种地"}), town.staff("pan"))
    read(town, made, "officer", "写初审意见")
    read(town, made, "officer", "再看一遍")
    [message] = told_of_readings()
    assert "有工作人员看了您的个人信息" in message.body
    assert len(readings_of(visit.request)) == 2


def test_of_a_confidential_request_only_the_handler_reads_what_a_visit_found(town):
    request = town.signed("dibao", confidential=True)
    made = record_visit(booked(town, request), found(answers={"income": "种地"}), town.staff("pan"))
    with pytest.raises(DomainError, match="只给正在办这件事的人看"):
        read(town, made, "officer", "写初审意见")
    assert readings_of(request) == []
    assert read(town, made, "pan", "写初审意见")[0][0]["answer"] == "种地"


@pytest.mark.parametrize("who", ["viewer", "admin", "stranger"])
def test_who_does_not_work_on_it_reads_nothing_of_a_visit(town, who: str):
    visit = booked(town, town.signed("dibao"))
    made = record_visit(visit, found(answers={"income": "种地"}), town.staff("pan"))
    with pytest.raises(DomainError, match="只给正在办这件事的人看"):
        read(town, made, who, "看看")


def test_the_plain_step_ends_an_ordinary_visit_of_today_and_leaves_later_ones(town):
    request = town.signed("gaoling")
    visit = booked(town, request)
    went(request, "路过看了一眼", town.staff("pan"))
    assert visit.is_booked
    town.wait(days=1)
    went(request, "老人在家", town.staff("pan"))
    assert visit.state is VisitState.DONE
    assert last_entry(request).internal == "老人在家"


def test_the_plain_step_cannot_stand_for_a_booked_survey(town):
    request = town.signed("dibao")
    booked(town, request)
    went(request, "先看了一眼门牌", town.staff("pan"))
    town.wait(days=1)
    with pytest.raises(DomainError, match="两个人的名字"):
        went(request, "去过了", town.staff("pan"))


def test_two_at_the_same_moment_with_one_form_leave_one_record(town):
    visit = booked(town, town.signed("dibao"))
    record_visit(visit, found(), town.staff("pan"))
    double = VisitRecord(
        visit_id=visit.id, entry_id=last_entry(visit.request).id, token="a" * 32, met=True, names=["潘一"], by="pan",
        who="潘一", at=town.at,
    )  # fmt: skip
    db.session.add(double)
    with pytest.raises(Exception, match=r"UNIQUE|unique"):
        db.session.flush()
