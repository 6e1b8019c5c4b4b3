"""How a mandate ends, and that nothing happens under it afterwards."""

from datetime import date

import pytest

from portal import clock
from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.mandates import ending, giving
from portal.domain.mandates.models import AgentKind, Ending, Mandate, MandateScope, Told
from portal.domain.mandates.queries import holds, run_out
from portal.domain.messages.models import Occasion
from portal.domain.service_requests import opening, standing
from portal.domain.service_requests.acting import by_agent
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps import codes, handling, voicing
from portal.domain.service_requests.steps.codes import opens
from portal.domain.service_requests.steps.taking import allowed_steps
from portal.domain.service_requests.workflow import TABLE, Actor, Status, Step
from portal.sweeping import run_sweep
from tests.domain.mandates.speaking import (
    DAUGHTERS_PHONE,
    MOTHER,
    MOTHERS_PHONE,
    OLD_AGE,
    mandate_of,
    representation,
)
from tests.domain.messages.writing import all_messages
from tests.domain.service_requests.making import last_entry

OF_AGENT = {Step.ADD_FACTS, Step.SUPPLEMENT, Step.PROVIDE_PAPERS, Step.STATE_FACTS, Step.URGE, Step.REOPEN}


def phones(occasion: Occasion) -> set[str | None]:
    return {one.recipient for one in all_messages(occasion)}


def test_the_person_ends_it_and_owes_no_reason(town):
    filed = town.file_for()
    request = filed.request
    mandate = ending.end_mandate(request, "她总不接电话", town.resident)
    assert (mandate.ending, mandate.ended_by, mandate.ended_because) == (Ending.REVOKED, "resident", "她总不接电话")
    entry = last_entry(request)
    assert (entry.step, entry.actor) == (Step.END_MANDATE, Actor.RESIDENT)
    assert entry.told == "本人结束了委托，王*丽不再代办。"
    assert phones(Occasion.MANDATE_ENDED) == {MOTHERS_PHONE, DAUGHTERS_PHONE}
    with pytest.raises(DomainError, match="本人已经结束了委托"):
        voicing.add_facts(request, "再补一句", town.agent(request))
    with pytest.raises(DomainError, match="没有代办人了"):
        ending.end_mandate(request, "", town.resident)


def test_the_agent_lays_it_down(town):
    request = town.file_for().request
    mandate = ending.end_mandate(request, "我要出国", town.agent(request))
    assert mandate.ending is Ending.LAID_DOWN
    assert last_entry(request).who == "代办人 王*丽"


def test_staff_end_it_for_a_person_who_says_so_and_keep_how_they_heard(town):
    request = town.file_for().request
    with pytest.raises(DomainError, match="本人是怎么说的"):
        ending.end_mandate(request, " ", town.staff("pan"))
    mandate = ending.end_mandate(request, "本人来电话说不用女儿办了", town.staff("pan"))
    assert (mandate.ending, mandate.ended_by) == (Ending.REVOKED, "pan")
    assert last_entry(request).told == "网格员 潘一按本人说的登记：本人结束了委托，王*丽不再代办。"
    assert last_entry(request).internal == "本人来电话说不用女儿办了"


def test_the_person_goes_on_by_themselves_with_a_phone_or_a_visit(town):
    request = town.file_for(phone=None).request
    with pytest.raises(DomainError, match="这是代办人的电话"):
        ending.take_over(request, DAUGHTERS_PHONE, "", town.resident)
    ending.take_over(request, "140 0000 2209", "", town.resident)
    assert (request.applicant_phone, request.phone_tail) == ("14000002209", "2209")
    assert last_entry(request).told == "本人接着自己办。"
    other = town.file_for(phone=None).request
    ending.take_over(other, None, "", town.resident)
    assert last_entry(other).told == "本人接着自己办。没有电话，请上门联系本人。"
    assert mandate_of(other).ending is Ending.TAKEN_OVER


def test_the_old_code_finds_the_end_and_nothing_to_do(town):
    filed = town.file_for()
    opened = opens(filed.request.number, filed.agent_code)
    assert opened is not None
    ticket = opening.ticket_of(opened)
    assert standing.steps_of_agent(representation(filed.request), town.at) >= {Step.ADD_FACTS, Step.END_MANDATE}
    ending.take_over(filed.request, None, "", town.resident)
    again = opening.open_again(ticket)
    assert again is not None
    assert again.representation is not None
    assert not holds(again.representation, town.resident.today)
    assert standing.steps_of_agent(again.representation, town.at) == frozenset()


def test_a_tickets_seal_is_of_the_agents_code(town):
    filed = town.file_for()
    opened = opens(filed.request.number, filed.agent_code)
    assert opened is not None
    ticket = opening.ticket_of(opened)
    codes.person_code(filed.request, "当面", town.staff("pan"))
    assert opening.open_again(ticket) is not None
    codes.new_agent_code(filed.request, "回拨", town.staff("pan"))
    assert opening.open_again(ticket) is None


def test_it_ends_at_midnight_in_shanghai_and_the_sweep_says_so_once(town, monkeypatch):
    mandate = mandate_of(town.file_for(entry=town.entry(valid_until=date(2026, 11, 25))).request)
    request = mandate.representations[0].request
    monkeypatch.setattr(clock, "now", lambda: town.at)
    town.at = town.at.replace(day=25, hour=23, minute=59, second=59)
    voicing.add_facts(request, "还来得及", town.agent(request))
    db.session.commit()
    assert (run_out(town.resident.today), run_sweep().mandates) == ([], 0)
    town.wait(seconds=1)
    with pytest.raises(DomainError, match="委托到期了"):
        voicing.add_facts(request, "晚了一秒", town.agent(request))
    assert (run_sweep().mandates, run_sweep().mandates) == (1, 0)
    assert (mandate.ending, mandate.ended_by) == (Ending.EXPIRED, "system")
    assert last_entry(request).told == "委托到期，王*丽不再代办。"
    assert phones(Occasion.MANDATE_ENDED) == {MOTHERS_PHONE, DAUGHTERS_PHONE}
    assert len(all_messages(Occasion.MANDATE_ENDED)) == 2


def test_of_a_matter_that_was_withdrawn_nobody_is_told_that_it_ran_out(town):
    request = town.file_for(entry=town.entry(valid_until=date(2026, 11, 25))).request
    voicing.withdraw(request, "", town.resident)
    town.wait(days=5)
    assert ending.expire(mandate_of(request).id, town.system) == 1
    assert all_messages(Occasion.MANDATE_ENDED) == []
    assert last_entry(request).step is Step.WITHDRAW


def test_another_takes_its_place(town):
    first = town.file_for()
    mandate, code = giving.give(
        first.request,
        town.entry(agent_name="张邻居", agent_phone="14000002299", relation="邻居", kind=AgentKind.HOUSEHOLD),
        town.staff("pan"),
    )
    assert db.session.get_one(Mandate, 1).ending is Ending.REPLACED
    assert mandate_of(first.request) is mandate
    old, new = opens(first.request.number, first.agent_code), opens(first.request.number, code)
    assert old is not None
    assert new is not None
    assert old.representation is not None
    assert not holds(old.representation, town.resident.today)
    assert holds(new.representation, town.resident.today)
    assert phones(Occasion.MANDATE_ENDED) == {DAUGHTERS_PHONE}
    before = by_agent(old.representation.mandate, town.at, town.timing)
    with pytest.raises(DomainError, match="换了代办人"):
        voicing.add_facts(first.request, "还是我来", before)


def test_a_category_ends_on_all_it_reaches_and_all_are_told(town):
    first = town.file_for(entry=town.entry(scope=MandateScope.CATEGORY, told=Told.AGENT)).request
    second = town.file_for("nengli-pinggu", under=mandate_of(first)).request
    third = town.file_for("yanglao-butie", under=mandate_of(first)).request
    voicing.withdraw(third, "", town.resident)
    ending.take_over(second, None, "", town.resident)
    assert [last_entry(one).step for one in (first, second, third)] == [
        Step.END_MANDATE,
        Step.TAKE_OVER,
        Step.WITHDRAW,
    ]
    told = {(one.service_request_id, one.recipient) for one in all_messages(Occasion.MANDATE_ENDED)}
    assert told == {(one.id, phone) for one in (first, second) for phone in (MOTHERS_PHONE, DAUGHTERS_PHONE)}
    for one in (first, second):
        with pytest.raises(DomainError, match="接着自己办"):
            voicing.add_facts(one, "再补一句", town.agent(one))


def test_a_worker_whose_mandate_ended_says_nothing_more_in_the_persons_name(town):
    entry = town.by_staff_entry(AgentKind.WORKER, "pan", valid_until=date(2026, 11, 24))
    request = town.file_for(entry=entry, by=town.staff("pan")).request
    handling.sign_for(request, town.cast.users["pan"], town.staff("pan"))
    voicing.add_facts(request, "她愿意周三来", town.staff("pan"))
    town.wait(days=2)
    for end in (lambda: None, lambda: ending.end_mandate(request, "本人来电话", town.staff("officer"))):
        end()
        with pytest.raises(DomainError, match="请同事来登记"):
            voicing.add_facts(request, "她说周四也行", town.staff("pan"))
    # What a handler does as a handler goes on, and so does a colleague.
    handling.note(request, "下周去看看", town.staff("pan"), public=False)
    voicing.add_facts(request, "她说周四也行", town.staff("officer"))


def test_after_they_took_over_staff_write_down_what_the_person_brings(town):
    entry = town.by_staff_entry(AgentKind.WORKER, "pan")
    request = town.file_for(entry=entry, by=town.staff("pan")).request
    ending.take_over(request, None, "本人说以后自己办", town.staff("pan"))
    voicing.add_facts(request, "本人送来的照片", town.staff("pan"))


def test_the_desk_offers_what_fits(town):
    pan, today = town.cast.users["pan"], town.resident.today
    own = {Step.GIVE_MANDATE, Step.END_MANDATE, Step.TAKE_OVER, Step.PERSON_CODE}
    plain = town.filed(OLD_AGE, name=MOTHER)
    assert allowed_steps(pan, plain, today) & own == {Step.GIVE_MANDATE}
    request = town.file_for().request
    assert allowed_steps(pan, request, today) & own == own
    assert {Step.END_MANDATE, Step.TAKE_OVER} <= standing.steps_of_resident(request, town.at)
    ending.end_mandate(request, "", town.resident)
    assert allowed_steps(pan, request, today) & own == {Step.GIVE_MANDATE, Step.PERSON_CODE}
    assert not {Step.END_MANDATE, Step.TAKE_OVER} & standing.steps_of_resident(request, town.at)


@pytest.mark.parametrize("status", list(Status))
def test_the_agents_steps_are_those_of_the_table_and_end_with_the_mandate(town, status):
    rows = {rule.step for rule in TABLE if rule.before == status and Actor.AGENT in rule.actors}
    assert rows <= OF_AGENT | {Step.END_MANDATE}
    request: ServiceRequest = town.file_for().request
    found = representation(request)
    request.__dict__["status"] = status  # as a page would read it; nothing is written
    assert standing.steps_of_agent(found, town.at) <= rows
    found.mandate.valid_until = date(2026, 11, 22)
    assert standing.steps_of_agent(found, town.at) == frozenset()
    db.session.rollback()


def test_staff_who_are_the_agent_never_take_it_back_for_the_person(town):
    """Neither under the mandate nor after it; a colleague who heard the person does, and they once they took over."""
    pan, today = town.cast.users["pan"], town.resident.today
    for end in (lambda _: None, lambda request: ending.end_mandate(request, "本人来电话", town.staff("officer"))):
        request = town.file_for(entry=town.by_staff_entry(AgentKind.WORKER, "pan"), by=town.staff("pan")).request
        end(request)
        assert Step.WITHDRAW not in allowed_steps(pan, request, today)
        with pytest.raises(DomainError, match="不能替本人撤回"):
            voicing.withdraw(request, "她说不办了", town.staff("pan"))
        assert Step.WITHDRAW in allowed_steps(town.cast.users["officer"], request, today)
        voicing.withdraw(request, "本人来电话说不办了", town.staff("officer"))
    request = town.file_for(entry=town.by_staff_entry(AgentKind.WORKER, "pan"), by=town.staff("pan")).request
    ending.take_over(request, None, "本人说以后自己办", town.staff("officer"))
    assert Step.WITHDRAW in allowed_steps(pan, request, today)
    voicing.withdraw(request, "本人说不办了", town.staff("pan"))
