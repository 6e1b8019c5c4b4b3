"""Objections: sealed, read by who re-checks and nobody else, answered under a number and code of their own."""

import pytest
from sqlalchemy import text

from portal.db import db
from portal.domain.errors import DomainError, NotFound, Stale
from portal.domain.keeping.copies import copy_of
from portal.domain.mandates.models import PersonAge
from portal.domain.messages.models import Message, Occasion, Robot
from portal.domain.publicity import objection_readers, objections, periods, public_periods
from portal.domain.publicity.objections import ObjectionEntry
from portal.domain.publicity.period_models import Objection, Outcome, PeriodEnding
from portal.domain.service_requests import limits
from portal.domain.service_requests.models import Entry
from portal.domain.service_requests.standing import standing
from portal.domain.service_requests.sweep import Sweep, due_requests
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.workflow import Actor, Step
from portal.domain.workdays.periods import Span, Unit
from tests.domain.publicity.periods import WORDS, objected, posted, rechecked, swept
from tests.domain.publicity.test_periods import mandate
from tests.domain.service_requests.making import Town, last_entry, load_matters, the


@pytest.fixture
def town(cast) -> Town:
    load_matters()
    return Town(cast)


def test_it_is_taken_in_under_a_number_and_a_code(town):
    period = posted(town)
    raised = objected(town, period, name="刘邻居", phone="140 0000 5555")
    assert objections.opens(objections.shown_number(raised.objection.number), raised.code.lower()) is raised.objection
    assert objections.opens(raised.objection.number, "222222") is None
    assert objections.opens("1234-5678-9", raised.code) is None
    limit = raised.objection.limit
    assert (limit.kind, limit.value, limit.time_unit) == (LimitKind.OBJECTION, 10, Unit.WORKDAY)
    assert raised.objection.phone == "14000005555"


def test_of_some_matters_the_law_gives_fifteen_working_days(town):
    assert objected(town, posted(town, "tekun")).objection.limit.value == 15


def test_the_same_form_twice_is_one_objection_with_one_code_that_opens(town):
    period = posted(town)
    first = objected(town, period)
    town.wait(minutes=1)
    again = objected(town, period)
    assert again.objection is first.objection
    assert objections.opens(first.objection.number, again.code) is first.objection
    assert objections.opens(first.objection.number, first.code) is None or first.code == again.code
    town.wait(hours=1)
    assert objected(town, period).code == ""
    assert db.session.query(Objection).count() == 1


@pytest.mark.parametrize(("words", "says"), [("不同意", "至少 10 个字"), ("长" * 1001, "太长了")])
def test_too_little_or_too_much_is_refused(town, words, says):
    with pytest.raises(DomainError, match=says):
        objected(town, posted(town), words)


def test_after_the_end_nobody_objects(town):
    period = posted(town)
    town.wait(days=8)
    with pytest.raises(DomainError, match="公示已经结束"):
        objected(town, period)
    assert db.session.query(Objection).count() == 0


def test_nothing_of_it_stands_in_clear_anywhere_else(town):
    """Not in its own row, the trail, a message, the search or the person's page."""
    town.cast.users["pan"]  # the cast is loaded
    db.session.add(
        Robot(
            unit=f"subdistrict:{town.cast.subdistrict.id}",
            medium="wecom",
            name="街道群",
            address="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
            address_digest="-",
            added_at=town.at,
            added_by="admin",
        )
    )
    period = posted(town)
    rechecked(town, objected(town, period, name="刘邻居", phone="14000005555"))
    [told] = db.session.scalars(db.select(Message).where(Message.occasion == Occasion.OBJECTION_RAISED))
    assert "待复核" in told.body
    tables = db.session.scalars(
        text("SELECT name FROM sqlite_master WHERE type IN ('table') AND name NOT LIKE 'sqlite%'")
    ).all()
    secret = [WORDS[:12], "刘邻居", "14000005555", "房子已经卖了", "那套房子不是他家的"]
    for table in tables:
        for row in db.session.execute(text(f'SELECT * FROM "{table}"')):
            kept = " ".join(one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one) for one in row)
            assert not any(words in kept for words in secret), table


def test_the_person_learns_neither_that_nor_when_it_came(town):
    period = posted(town)
    request = period.request
    limits.meet(request, town.at, LimitKind.CONTACT)  # nothing else is owed sooner
    db.session.commit()
    before, revision = [line.words for line in standing(request, town.at).told], request.revision
    raised = objected(town, period)
    db.session.refresh(request)
    assert request.revision == revision  # the page that asks every minute says nothing
    assert request.next_due_at == raised.objection.limit.due_at
    entry = last_entry(request)
    assert (entry.step, entry.told, entry.actor) == (Step.OBJECT, "", Actor.NEIGHBOUR)
    assert WORDS not in entry.internal
    assert [line.words for line in standing(request, town.at).told] == before
    rechecked(town, raised)
    assert [line.words for line in standing(request, town.at).told] == before
    town.wait(days=8)
    swept(town)
    assert period.ending is PeriodEnding.ANSWERED
    assert last_entry(request).told == "公示到期结束了。期间反映的情况核实过了，不影响您的申请。"


def test_who_rechecks_reads_it_and_nobody_else(town):
    objection = objected(town, posted(town)).objection
    users, today = town.cast.users, town.resident.today
    assert {name for name, user in users.items() if objection_readers.may_read(user, objection, today)} == {
        "admin",
        "street",
        "leader",
    }
    for name in ("officer", "pan", "li", "stranger", "cheng", "viewer"):
        with pytest.raises(NotFound):
            objection_readers.find(users[name], objection.id, today)
    assert objection_readers.find(users["street"], objection.id, today) is objection


def test_not_who_spoke_for_the_person(town):
    period = posted(town)
    objection = objected(town, period).objection
    mandate(period.request, PersonAge.ADULT)
    from portal.domain.mandates.models import Mandate

    db.session.scalars(db.select(Mandate)).one().agent_user_id = town.cast.users["street"].id
    db.session.flush()
    assert not objection_readers.may_read(town.cast.users["street"], objection, town.resident.today)
    assert objection_readers.may_read(town.cast.users["leader"], objection, town.resident.today)
    with pytest.raises(DomainError, match="要回避"):
        objections.recheck(objection, Outcome.UNFOUNDED, "看过", "看过了，没有问题", town.staff("street"))


def test_not_a_declared_relative(town):
    period = posted(town)
    objection = objected(town, period).objection
    request = period.request
    db.session.add(
        Entry(
            request=request,
            step=Step.DECLARE_KINSHIP,
            actor=Actor.HOLDER,
            at=town.at,
            by="leader",
            who="水分管",
            before=request.status,
            after="filed",
        )
    )
    db.session.flush()
    assert not objection_readers.may_read(town.cast.users["leader"], objection, town.resident.today)


def test_a_recheck_keeps_its_own_limit_and_answers_once(town):
    period = posted(town)
    first, second = objected(town, period), objected(town, period, token="form-2")
    rechecked(town, first)
    assert (first.objection.limit.met_at, second.objection.limit.met_at) == (town.at, None)
    assert public_periods.is_public(period, town.at)
    with pytest.raises(Stale, match="复核过"):
        rechecked(town, first)
    assert first.objection.answer == "核实过了，那套房子不是他家的。"
    assert "复核了一条异议：不成立" in last_entry(period.request).internal
    owed = [one.kind for one in limits.open_limits(period.request)]
    assert owed.count(LimitKind.OBJECTION) == 1


def test_a_recheck_says_what_was_found_and_what_to_answer(town):
    raised = objected(town, posted(town))
    for found, answer in (("", "核实过了"), ("看过", " ")):
        with pytest.raises(DomainError, match="请写一下"):
            objections.recheck(raised.objection, Outcome.UNFOUNDED, found, answer, town.staff("street"))


def test_two_may_both_be_right_after_the_end(town):
    period = posted(town)
    first, second = objected(town, period), objected(town, period, token="form-2")
    town.wait(days=8)
    swept(town)
    assert period.ending is PeriodEnding.OPEN
    rechecked(town, first, Outcome.RESURVEY)
    assert period.ending is PeriodEnding.FOUNDED
    rechecked(town, second, Outcome.UNFOUNDED)
    assert period.ending is PeriodEnding.FOUNDED


def test_the_limit_of_a_recheck_is_pressed_like_every_other_and_the_person_hears_nothing_of_it(town):
    period = posted(town, span=Span(25, Unit.DAY), longer_because="社区换届，多公示几天")
    town.wait(days=2)
    objected(town, period)
    town.wait(days=20)
    for one in due_requests(town.at):
        Sweep(town.system).look_at(one)
    assert public_periods.is_public(period, town.at)
    entries = db.session.scalars(db.select(Entry).where(Entry.step == Step.LAPSE)).all()
    assert any("复核异议" in entry.internal for entry in entries)
    assert not any("异议" in entry.told for entry in entries)
    seen = standing(period.request, town.at)
    assert not any("异议" in line.words for line in seen.told)
    assert seen.lapsed is None or seen.lapsed.kind is not LimitKind.OBJECTION
    copy = copy_of(period.request, town.at, in_full=True).as_json()
    assert "异议" not in copy


def test_where_only_the_recheck_is_late_the_page_of_the_person_says_nothing(town):
    period = posted(town, span=Span(25, Unit.DAY), longer_because="社区换届，多公示几天")
    for limit in limits.open_limits(period.request):
        limits.meet(period.request, town.at, limit.kind)
    objected(town, period)
    db.session.commit()
    before = [line.words for line in standing(period.request, town.at).told]
    town.wait(days=20)
    for one in due_requests(town.at):
        Sweep(town.system).look_at(one)
    assert last_entry(period.request).step is Step.LAPSE
    seen = standing(period.request, town.at)
    assert ([line.words for line in seen.told], seen.lapsed, seen.overseer) == (before, None, "")


def test_numbers_tell_neither_day_nor_order(town):
    period = posted(town)
    numbers = [objected(town, period, token=f"form-{n}").objection.number for n in range(5)]
    assert len(set(numbers)) == 5
    assert numbers != sorted(numbers) or numbers != sorted(numbers, reverse=True)
    assert all(objections.read_number(objections.shown_number(one)) == one for one in numbers)


def test_a_phone_that_cannot_be_dialled_is_said_so(town):
    period = posted(town)
    typed = ObjectionEntry(WORDS, "", "12", "form-9")
    with pytest.raises(DomainError, match="位数不对"):
        objections.raise_objection(period, typed, town.neighbour)


def test_after_it_was_taken_down_the_recheck_goes_on(town):
    period = posted(town)
    raised = objected(town, period)
    periods.take_down(period, "金额写错了", town.staff("street"))
    rechecked(town, raised)
    assert (period.ending, raised.objection.outcome) == (PeriodEnding.TAKEN_DOWN, Outcome.UNFOUNDED)
    assert the(period.request, LimitKind.OBJECTION).met_at == town.at
