"""The desk: who speaks for the person, writing a mandate down, ending it for them, and the slip with their own code."""

import re
from datetime import date

import pytest

from portal.db import db
from portal.domain.mandates.models import AgentKind, Ending, MandateBasis, MandateScope
from portal.domain.mandates.queries import live_representation
from portal.domain.masking import masked_name
from portal.domain.records.models import Record
from portal.domain.service_requests.steps import moving
from portal.domain.service_requests.steps.codes import opens
from tests.blueprints.service_requests.desk import Desk, desk_of
from tests.domain.mandates.speaking import (
    DAUGHTER,
    DAUGHTERS_PHONE,
    MOTHER,
    MOTHERS_PHONE,
    OLD_AGE,
    Speakers,
    mandate_of,
    representation,
)
from tests.domain.service_requests.making import last_entry


class MandateDesk(Speakers, Desk):
    pass


@pytest.fixture
def desk(app, cast, monkeypatch) -> MandateDesk:
    made = desk_of(app, cast, monkeypatch)
    found = MandateDesk(cast)
    found.client = made.client
    monkeypatch.setattr("portal.clock.now", lambda: found.at)
    monkeypatch.setattr("portal.clock.today", lambda: found.resident.today)
    return found


GIVEN = {
    "kind": "relative",
    "relation": "女儿",
    "agent_name": DAUGHTER,
    "agent_phone": "140 0000 2202",
    "age": "adult",
    "basis": "relationship_proof",
    "scope": "matter",
    "valid_until": "2027-02-22",
    "consent": "read_out",
    "own_wish": "电话里她说要办",
    "told": "both",
}


def codes_on(page: str) -> list[str]:
    return [one.replace(" ", "") for one in re.findall(r'to-read-out">([^<]+)<', page)]


class TestTheBox:
    def test_who_works_on_it_reads_all_of_it(self, desk):
        entry = desk.entry(basis=MandateBasis.ORAL, witnesses=("张证人", "李证人"))
        request = desk.file_for(entry=entry).request
        page = desk.sign_in("pan").page(request)
        for words in (
            DAUGHTER,
            "140 0000 2202",
            "女儿",
            "张证人、李证人",
            "只办这一件",
            "2027年2月22日",
            "电话里她说要办",
        ):
            assert words in page
        assert "有效" in page

    def test_who_only_looks_reads_it_masked(self, desk):
        entry = desk.entry(basis=MandateBasis.ORAL, witnesses=("张证人", "李证人"))
        request = desk.file_for(entry=entry).request
        page = desk.sign_in("viewer").page(request)
        for hidden in (DAUGHTER, DAUGHTERS_PHONE, "140 0000 2202", "张证人", "电话里她说要办", MOTHER):
            assert hidden not in page
        for shown in (masked_name(DAUGHTER), "140****2202", "口头委托，两个人作证"):
            assert shown in page

    def test_without_one_there_is_no_box(self, desk):
        assert 'id="mandate"' not in desk.sign_in("pan").page(desk.filed())

    def test_it_says_when_the_person_has_no_code_yet(self, desk):
        request = desk.file_for(phone=None).request
        page = desk.sign_in("pan").page(request)
        assert "还没有交到本人手里" in page
        assert "发到本人手机" in desk.page(desk.file_for().request)

    def test_past_its_last_day_it_says_so_and_what_to_do(self, desk):
        request = desk.file_for(entry=desk.entry(valid_until=date(2026, 11, 23))).request
        desk.wait(days=1)
        page = desk.sign_in("pan").page(request)
        assert "委托到期了，代办人不能再办" in page


class TestGiving:
    def test_staff_write_one_down_and_read_the_code_to_the_agent(self, desk):
        request = desk.filed(OLD_AGE, name=MOTHER, phone=MOTHERS_PHONE)
        asked = desk.sign_in("pan").page(request, step="give_mandate")
        assert "谁代办" in asked
        answer = desk.take(request, "mandate", **GIVEN)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert "代办人的查询码" in answer.text
        opened = opens(*codes_on(answer.text))
        assert opened is not None
        assert opened.representation is representation(request)
        assert mandate_of(request).agent_phone == DAUGHTERS_PHONE

    def test_what_is_wrong_keeps_what_was_typed(self, desk):
        request = desk.filed(OLD_AGE, name=MOTHER, phone=MOTHERS_PHONE)
        desk.sign_in("pan")
        for changed, sentence in (
            ({"basis": "oral"}, "两位见证人"),
            ({"valid_until": "2028-01-01"}, "最晚2027年11月23日"),
            ({"agent_phone": "12"}, "位数不对"),
            ({"limited": "y"}, "由监护人来办"),
            ({"kind": "committee"}, "Not a valid choice"),
        ):
            answer = desk.take(request, "mandate", **GIVEN | changed)
            assert answer.status_code == 422, changed
            assert sentence in answer.text or "committee" in str(changed)
            assert "电话里她说要办" in answer.text
        assert live_representation(request) is None

    def test_a_worker_speaks_with_their_account_and_needs_no_code(self, desk):
        request = desk.filed(OLD_AGE, name=MOTHER)
        desk.sign_in("pan")
        own = {
            "kind": "worker",
            "basis": "oral",
            "first_witness": "张证人",
            "second_witness": "李证人",
            "told": "agent",
        }
        answer = desk.take(request, "mandate", **GIVEN | own | {"agent_name": "", "agent_phone": "", "relation": ""})
        assert answer.status_code == 303
        assert (mandate_of(request).kind, mandate_of(request).agent_name) == (AgentKind.WORKER, "潘一")

    def test_the_officer_offers_the_committee_and_not_the_worker(self, desk):
        request = desk.filed(OLD_AGE, name=MOTHER)
        page = desk.sign_in("officer").page(request, step="give_mandate")
        assert 'value="committee"' in page
        assert 'value="worker"' not in page


class TestEnding:
    def test_for_a_person_who_says_so_and_how_they_said_it_is_kept(self, desk):
        request = desk.file_for().request
        desk.sign_in("pan")
        assert desk.take(request, "mandate-end", words="").status_code == 422
        desk.done(request, "mandate-end", words="本人来电话说不用了")
        assert mandate_of(request).ending is Ending.REVOKED
        page = desk.page(request)
        assert "本人来电话说不用了" in page
        assert "本人来电话说不用了" not in desk.sign_in("viewer").page(request).split("trail")[0]

    def test_taking_over_with_the_persons_own_phone(self, desk):
        request = desk.file_for(phone=None).request
        desk.sign_in("pan").done(request, "take-over", words="本人到社区来说以后自己办", phone="140 0000 2209")
        assert (request.applicant_phone, mandate_of(request).ending) == ("14000002209", Ending.TAKEN_OVER)

    def test_once_ended_the_steps_are_gone_and_refused(self, desk):
        request = desk.file_for().request
        desk.sign_in("pan").done(request, "mandate-end", words="本人来电话说不用了")
        page = desk.page(request)
        assert f"/staff/requests/{request.id}/mandate-end" not in page
        answer = desk.take(request, "take-over", words="再来一次")
        assert (answer.status_code, "没有代办人了" in answer.text) == (422, True)

    def test_out_of_scope_is_not_found(self, desk):
        request = desk.file_for().request
        desk.sign_in("stranger")
        for noun in ("mandate", "mandate-end", "take-over", "person-code"):
            assert desk.take(request, noun, words="x").status_code == 404

    def test_whoever_may_only_look_is_refused(self, desk):
        request = desk.file_for().request
        desk.sign_in("viewer")
        for noun in ("mandate", "mandate-end", "take-over", "person-code"):
            assert desk.take(request, noun, words="x").status_code in (403, 404)
        assert live_representation(request) is not None

    def test_on_all_the_category_reaches_also_where_another_unit_has_it(self, desk):
        first = desk.file_for(entry=desk.entry(scope=MandateScope.CATEGORY)).request
        second = desk.file_for("nengli-pinggu", under=mandate_of(first)).request
        moving.escalate(second, "报社区", desk.staff("pan"))
        desk.sign_in("pan").done(first, "mandate-end", words="本人来电话说不用了")
        assert last_entry(second).told.endswith("王*丽不再代办。")


class TestThePersonsSlip:
    def test_it_is_shown_once_to_be_printed_and_handed_over(self, desk):
        request = desk.file_for(phone=None).request
        desk.sign_in("pan")
        assert "hx-post" not in re.findall(r'<form[^>]*person-code"[^>]*>', desk.page(request, step="person_code"))[0]
        assert desk.take(request, "person-code", words="").status_code == 422
        answer = desk.take(request, "person-code", words="上门当面交给本人")
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
        for words in (MOTHER, DAUGHTER, "女儿", "结束委托，不用说原因", "不要给代办人", "潘一的电话："):
            assert words in answer.text
        number, code = codes_on(answer.text)
        opened = opens(number, code)
        assert opened is not None
        assert (opened.representation, opened.follower) == (None, None)
        assert "写在纸上当面交给" in desk.page(request)
        assert code not in desk.page(request)
        kept = db.session.scalars(db.select(Record).where(Record.action == "request.code_renewed")).one()
        assert (kept.by, kept.detail) == ("pan", "给本人：上门当面交给本人")

    def test_who_filed_for_themselves_has_no_slip(self, desk):
        request = desk.filed()
        assert "给本人查询码" not in desk.sign_in("pan").page(request)
        answer = desk.take(request, "person-code", words="当面")
        assert (answer.status_code, "本人自己提交的" in answer.text) == (422, True)


class TestNewCodes:
    def test_for_the_person_or_for_the_agent(self, desk):
        filed = desk.file_for()
        request = filed.request
        desk.sign_in("pan")
        assert desk.take(request, "new-code", words="回拨核实").status_code == 422
        of_agent = desk.take(request, "new-code", words="回拨核实", whose="agent")
        opened = opens(*codes_on(of_agent.text))
        assert opened is not None
        assert opened.representation is not None
        of_person = opens(*codes_on(desk.take(request, "new-code", words="回拨核实", whose="person").text))
        assert of_person is not None
        assert of_person.representation is None
        assert opens(request.number, filed.agent_code) is None

    def test_without_a_phone_of_the_person_it_is_the_agents(self, desk):
        request = desk.file_for(phone=None).request
        opened = opens(*codes_on(desk.sign_in("pan").take(request, "new-code", words="回拨核实").text))
        assert opened is not None
        assert opened.representation is not None
