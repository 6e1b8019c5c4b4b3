"""What becomes of each paper: said, sent, looked at, missing."""

import pytest
from sqlalchemy import text

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.papers.checking import check
from portal.domain.papers.listing import missing_of
from portal.domain.papers.models import PaperCheck
from portal.domain.papers.providing import Provided, provide
from portal.domain.papers.queries import Lack, papers_of, rows_of, shown_papers
from portal.domain.service_requests.steps import handling, moving
from portal.domain.service_requests.workflow import Actor
from tests.domain.papers.making import CANNOT, CARD, HAVE, KNOWN, MATTER, NOT, PHOTO, answered, copy_of, row_of
from tests.domain.service_requests.making import COORDINATED, last_entry, version_of


@pytest.fixture
def filed(town):
    """The card was photographed, the photo cannot be had."""
    request = town.filed(MATTER)
    return answered(town, request, copies=(CARD,), **{CARD: (HAVE,), PHOTO: (CANNOT, "腿脚不便，出不了门")})


def lacks(request, today):
    return {paper.name: paper.lack for paper in shown_papers(request, today) if paper.lack}


def test_what_the_form_said_goes_along_with_the_request(town, filed):
    assert {row.name for row in rows_of(filed)} == {CARD, PHOTO, KNOWN}
    assert row_of(filed, CARD).received_at == town.at
    assert row_of(filed, PHOTO).received_at is None
    assert row_of(filed, KNOWN).shared
    [card] = [paper for paper in shown_papers(filed, town.resident.today) if paper.name == CARD]
    assert len(card.copies) == 1


def test_the_reason_is_not_in_clear_in_the_table(town, filed):
    stored = db.session.execute(text("SELECT reason FROM request_papers WHERE reason IS NOT NULL")).scalar()
    assert "腿脚".encode() not in bytes(stored)
    assert row_of(filed, PHOTO).reason == "腿脚不便，出不了门"


def test_a_request_of_which_nobody_said_anything_shows_what_its_matter_wants(town):
    request = town.filed(MATTER)
    assert [row.name for row in papers_of(request)] == [CARD, PHOTO, KNOWN]
    assert rows_of(request) == []
    assert lacks(request, town.resident.today) == {CARD: Lack.UNSAID}
    assert papers_of(town.filed(COORDINATED)) == []


def test_a_paper_comes_later_and_is_told_without_the_reason(town, filed):
    town.wait(days=1)
    entry = provide(filed, [Provided(PHOTO, HAVE, copies=1)], town.resident)
    copy_of(filed, PHOTO, town, entry)
    assert last_entry(filed).told == f"交材料：{PHOTO}（1 张照片）。"
    assert row_of(filed, PHOTO).received_at == town.at
    provide(filed, [Provided(CARD, NOT, "已经办了免密"), Provided(PHOTO, CANNOT, "住院了")], town.resident)
    assert "住院" not in last_entry(filed).told
    assert (row_of(filed, CARD).received_at, row_of(filed, PHOTO).reason) == (None, "住院了")


@pytest.mark.parametrize(
    ("provided", "words"),
    [
        ([], "至少选一样"),
        ([Provided("房产证", HAVE)], "不用交"),
        ([Provided(KNOWN, HAVE)], "不用交"),
        ([Provided(CARD, CANNOT, " ")], "为什么拿不到"),
        ([Provided(CARD, NOT)], "为什么不适用"),
        ([Provided(CARD, NOT, "长" * 201)], "最多写"),
    ],
)
def test_what_helps_nobody_is_refused(town, filed, provided, words):
    with pytest.raises(DomainError, match=words):
        provide(filed, provided, town.resident)


def test_staff_hold_the_paper_itself_the_person_sends_a_picture(town, filed):
    handling.sign_for(filed, town.cast.users["pan"], town.staff("pan"))
    provide(filed, [Provided(PHOTO, HAVE)], town.resident)
    assert lacks(filed, town.resident.today) == {PHOTO: Lack.TO_COME}
    provide(filed, [Provided(PHOTO, HAVE)], town.staff("pan"))
    assert lacks(filed, town.resident.today) == {}


def test_staff_say_what_is_in_order_and_what_is_not(town, filed):
    handling.sign_for(filed, town.cast.users["pan"], town.staff("pan"))
    check(filed, {CARD: PaperCheck.UNREADABLE, PHOTO: PaperCheck.FINE}, "照片上门看过原件", town.staff("pan"))
    told = last_entry(filed)
    assert told.told == f"看过了，可以：{PHOTO}。\n看不清，要重新拍：{CARD}。"
    assert told.internal == "照片上门看过原件"
    assert (row_of(filed, CARD).found_by, row_of(filed, PHOTO).received_at) == ("pan", town.at)
    [missing] = missing_of(filed, town.resident.today)
    assert missing.why == "交来的看不清"
    assert "放平" in missing.how


def test_a_new_picture_has_not_been_looked_at_yet(town, filed):
    handling.sign_for(filed, town.cast.users["pan"], town.staff("pan"))
    check(filed, {CARD: PaperCheck.WRONG}, "", town.staff("pan"))
    provide(filed, [Provided(CARD, HAVE, copies=1)], town.resident)
    row = row_of(filed, CARD)
    assert (row.found, row.found_at, row.found_by) == (PaperCheck.UNSEEN, None, "")


def test_nothing_that_has_not_come_is_called_illegible(town, filed):
    handling.sign_for(filed, town.cast.users["pan"], town.staff("pan"))
    with pytest.raises(DomainError, match="还没有交来"):
        check(filed, {PHOTO: PaperCheck.UNREADABLE}, "", town.staff("pan"))
    with pytest.raises(DomainError, match="至少选一样"):
        check(filed, {CARD: PaperCheck.UNSEEN}, "", town.staff("pan"))
    with pytest.raises(DomainError, match="没有“房产证”"):
        check(filed, {"房产证": PaperCheck.FINE}, "", town.staff("pan"))


def test_the_worker_of_the_place_helps_with_papers_while_the_community_has_it(town, filed):
    handling.sign_for(filed, town.cast.users["pan"], town.staff("pan"))
    moving.escalate(filed, "要社区看", town.staff("pan"))
    entry = provide(filed, [Provided(PHOTO, HAVE)], town.staff("pan", Actor.HELPER))
    assert entry.actor is Actor.HELPER


def test_the_papers_of_another_matter_take_the_place_of_those_nobody_answered(town):
    request = answered(town, town.filed(MATTER), **{PHOTO: (HAVE,)})
    handling.sign_for(request, town.cast.users["pan"], town.staff("pan"))
    handling.classify(request, version_of("yanglao-butie"), "是养老补贴", town.staff("pan"))
    names = [row.name for row in papers_of(request)]
    assert "申请表" in names
    assert PHOTO in names, "what somebody answered stays"
    assert CARD not in names
