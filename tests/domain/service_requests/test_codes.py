"""The private code: told once, forgiving to type, and of no use without the number."""

import pytest
from sqlalchemy import select

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.records.models import Record
from portal.domain.service_requests.numbering import shown
from portal.domain.service_requests.steps import codes, ending, voicing
from portal.domain.service_requests.steps.codes import ALPHABET, drawn_code, opens, read_code
from portal.domain.service_requests.steps.taking import allowed_steps
from portal.domain.service_requests.workflow import Step


def test_number_and_code_open_the_request_however_they_are_typed(town):
    filed = town.file()
    number, code = filed.request.number, filed.code
    for typed in (code, code.lower(), f" {code[:3]}-{code[3:]} ", code.replace("8", "b").replace("5", "s")):
        opened = opens(shown(number), typed)
        assert opened is not None
        assert (opened.request, opened.follower) == (filed.request, None)


def test_neither_alone_nor_with_another_does_it_open(town):
    filed, other = town.file(), town.file()
    assert opens(filed.request.number, other.code) is None
    assert opens("", filed.code) is None
    assert opens(filed.request.number, "") is None
    assert opens("26112399999", filed.code) is None
    assert opens("٢٦١١٢٣", "代码" * 500) is None


def test_a_code_has_no_look_alikes_and_is_kept_as_a_digest_only(town):
    assert not set("0O1ILBSZGDQUVNF5"[:-1]) & set(ALPHABET)
    filed = town.file()
    assert set(filed.code) <= set(ALPHABET)
    assert filed.code not in filed.request.code_digest
    assert read_code("b2z") == "822"
    assert len({drawn_code() for _ in range(200)}) > 190


def test_a_neighbour_opens_it_with_a_code_of_their_own(town):
    request = town.filed()
    code = voicing.follow(request, "phone-of-neighbour", None, town.neighbour)
    opened = opens(request.number, code)
    assert opened is not None
    assert opened.follower is not None
    assert opened.follower.token == "phone-of-neighbour"


def test_a_new_code_ends_the_old_one_on_the_record(town):
    filed = town.file()
    with pytest.raises(DomainError, match="核实"):
        codes.new_code(filed.request, " ", town.staff("pan"))
    fresh = codes.new_code(filed.request, "回拨登记的电话，说得出提交日期", town.staff("pan"))
    assert opens(filed.request.number, filed.code) is None
    assert opens(filed.request.number, fresh) is not None
    kept = db.session.scalars(select(Record).where(Record.action == "request.code_renewed")).one()
    assert (kept.by, kept.subject) == ("pan", f"request {filed.request.number}")
    assert fresh not in str(vars(kept))


def test_a_thousand_guesses_find_nothing(town):
    filed = town.file()
    guesses = {drawn_code() for _ in range(1000)} - {filed.code}
    assert not any(opens(filed.request.number, guess) for guess in guesses)


def test_a_neighbour_opens_what_it_was_merged_into_with_the_number_they_were_told(town):
    first, second, third = town.filed(), town.filed(), town.filed()
    code = voicing.follow(first, "phone-of-neighbour", None, town.neighbour)
    ending.merge(first, second, town.staff("pan"))
    ending.merge(second, third, town.staff("pan"))
    opened = opens(first.number, code)
    assert opened is not None
    assert (opened.request, opened.follower is None) == (third, False)


def test_without_a_phone_nobody_can_be_called_back_for_a_new_code(town):
    filed = town.file(name=None, phone=None)
    with pytest.raises(DomainError, match="没有留电话"):
        codes.new_code(filed.request, "来电人自称是本人", town.staff("pan"))
    assert opens(filed.request.number, filed.code) is not None
    assert Step.NEW_CODE not in allowed_steps(town.cast.users["pan"], filed.request, town.resident.today)
