"""A fact is shown to whom it is needed, once for each reason, and the person hears who looked."""

import pytest
from sqlalchemy import select

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.mandates.models import AgentKind
from portal.domain.messages.models import Message, Occasion
from portal.domain.records.models import Record
from portal.domain.sensitive_facts.kinds import FactKind
from portal.domain.sensitive_facts.queries import facts_of, readings_of
from portal.domain.sensitive_facts.reading import OTHER, REASONS, may_read, read
from portal.domain.sensitive_facts.stating import withdraw_consent
from portal.domain.service_requests.scopes import actors_of
from portal.domain.service_requests.workflow import Actor
from tests.conftest import TODAY
from tests.domain.mandates.speaking import Speakers
from tests.domain.service_requests.making import ACCOUNT, ID_NUMBER, Town, secrets_of


def the_fact(request, kind: FactKind = FactKind.ID_NUMBER):
    return next(fact for fact in facts_of(request) if fact.kind is kind)


def look(town: Town, request, who: str = "pan", reason: str = REASONS[0], words: str = "", kind=FactKind.ID_NUMBER):
    user = town.cast.users[who]
    return read(the_fact(request, kind), user, actors_of(user, request, TODAY), reason, words, town.staff(who))


def test_who_handles_it_gets_the_value(town: Town):
    assert look(town, town.with_facts("gaoling")) == ID_NUMBER


def test_the_reading_says_who_as_what_where_when_which_and_why(town: Town):
    request = town.with_facts("gaoling")
    look(town, request, words="窗口核对证件")
    look(town, request, "officer", REASONS[3], kind=FactKind.BANK_ACCOUNT)
    second, first = readings_of(request)
    assert (first.by, first.who) == ("pan", "莲叶路社区第1网格 网格员 潘一")
    assert (first.label, first.reason, first.at) == ("身份证号", "核对是不是本人：窗口核对证件", town.at)
    assert second.who == "莲叶路社区 社区工作人员 莲干事"


def test_it_stands_on_the_record_without_the_value(town: Town):
    look(town, town.with_facts("gaoling"))
    row = db.session.scalars(select(Record).where(Record.action == "request.fact_read")).one()
    assert (row.by, row.detail) == ("pan", "身份证号")
    assert ID_NUMBER not in row.subject + row.detail


def told(occasion: Occasion = Occasion.FACT_READ) -> list[Message]:
    db.session.flush()
    return list(db.session.scalars(select(Message).where(Message.occasion == occasion).order_by(Message.id)))


def test_the_person_is_told_once_a_day_for_each_who_looks(town: Town):
    request = town.with_facts("gaoling")
    look(town, request)
    look(town, request, kind=FactKind.BANK_ACCOUNT)
    assert len(told()) == 1
    assert ID_NUMBER not in told()[0].body
    look(town, request, "officer")
    town.wait(days=1)
    look(town, request)
    assert len(told()) == 3
    assert len(readings_of(request)) == 4


@pytest.mark.parametrize("who", ["viewer", "admin", "stranger"])
def test_who_does_not_work_on_it_gets_nothing(town: Town, who: str):
    request = town.with_facts("gaoling")
    user = town.cast.users[who]
    assert not may_read(user, request, actors_of(user, request, TODAY))
    with pytest.raises(DomainError, match="遮住"):
        look(town, request, who)
    assert not readings_of(request)


def test_standing_above_is_no_need(town: Town):
    user = town.cast.users["leader"]
    assert not may_read(user, town.with_facts("gaoling"), {Actor.ABOVE, Actor.SUPERVISOR})


def test_a_confidential_request_is_for_the_one_handler(town: Town):
    request = town.filed("gaoling", facts=secrets_of("gaoling"), confidential=True)
    with pytest.raises(DomainError):
        look(town, request)


@pytest.mark.parametrize(
    ("reason", "words"), [("", ""), ("随便看看", ""), (OTHER, ""), (OTHER, "  "), (REASONS[0], "长" * 201)]
)
def test_a_reason_is_owed(town: Town, reason: str, words: str):
    with pytest.raises(DomainError, match="为什么要看|太长"):
        look(town, town.with_facts("gaoling"), reason=reason, words=words)


def test_a_reason_holds_no_number(town: Town):
    with pytest.raises(DomainError, match="这里不能写银行卡号"):
        look(town, town.with_facts("gaoling"), reason=OTHER, words=f"核对 {ACCOUNT}")


def test_another_reason_is_written_out(town: Town):
    request = town.with_facts("gaoling")
    look(town, request, reason=OTHER, words="医保局来电核对")
    assert readings_of(request)[0].reason == "医保局来电核对"


def test_readings_stay_when_the_fact_is_gone(town: Town):
    request = town.with_facts("gaoling")
    look(town, request)
    withdraw_consent(request, [FactKind.ID_NUMBER], town.resident)
    assert [one.label for one in readings_of(request)] == ["身份证号"]


def test_staff_who_speak_for_the_person_see_it_masked_only(town: Town):
    """They were told what they typed; whoever works on it beside them may look."""
    speakers = Speakers(town.cast)
    entry = speakers.by_staff_entry(AgentKind.WORKER, "pan")
    by = town.staff("pan")
    request = speakers.file_for("gaoling", entry=entry, by=by, facts=secrets_of("gaoling")).request
    with pytest.raises(DomainError, match="代办人也看不到"):
        look(town, request)
    assert look(town, request, "officer") == ID_NUMBER
