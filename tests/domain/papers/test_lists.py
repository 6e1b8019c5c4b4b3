"""The list of what is missing: complete, with how and why, in versions that stay."""

import pytest

from portal.domain.errors import DomainError
from portal.domain.papers.checking import check
from portal.domain.papers.listing import missing_of
from portal.domain.papers.models import PaperCheck
from portal.domain.papers.providing import Provided, provide
from portal.domain.papers.queries import Lack, papers_of, shown_papers
from portal.domain.service_requests.steps import handling, waiting
from portal.domain.service_requests.workflow import Status
from tests.domain.papers.making import CANNOT, CARD, HAVE, MATTER, PHOTO, answered, row_of
from tests.domain.service_requests.making import last_entry


@pytest.fixture
def signed(town):
    """The card is there but illegible, the photo cannot be had."""
    request = answered(town, town.filed(MATTER), copies=(CARD,), **{CARD: (HAVE,), PHOTO: (CANNOT, "出不了门")})
    handling.sign_for(request, town.cast.users["pan"], town.staff("pan"))
    check(request, {CARD: PaperCheck.UNREADABLE}, "", town.staff("pan"))
    return request


def ask(town, request, *names, **more):
    items = [one.item for one in missing_of(request, town.resident.today) if one.name in names]
    items += [{"name": name, "how": "问单位要"} for name in names if name not in {item["name"] for item in items}]
    facts = {"otherwise": "按撤回处理", "wanted_by": None, **more}
    return waiting.ask_supplement(request, items, town.staff("pan"), **facts)


def test_everything_missing_is_known_with_why_and_how(town, signed):
    card, photo = missing_of(signed, town.resident.today)
    assert (card.name, card.why) == (CARD, "交来的看不清")
    assert (photo.name, photo.why) == (PHOTO, "您说拿不到")
    assert "免冠照" in photo.how
    assert "一起想别的办法" in photo.how


def test_a_list_that_leaves_something_out_is_refused_unless_it_says_why(town, signed):
    with pytest.raises(DomainError, match=f"还有没列上的：{PHOTO}"):
        ask(town, signed, CARD)
    ask(town, signed, CARD, left_out="照片上门时给您拍")
    told = last_entry(signed).told
    assert "交来的看不清" in told
    assert "没有列上的不用补：照片上门时给您拍" in told
    assert "没有补齐的话：按撤回处理" in told


def test_both_lists_stay_with_what_came_and_why_there_was_a_second(town, signed):
    ask(town, signed, CARD, PHOTO)
    town.wait(days=1)
    back = [Provided(CARD, HAVE, copies=1), Provided(PHOTO, CANNOT, "还是出不了门")]
    waiting.supplement(signed, "", town.resident, provided=back)
    assert signed.status is Status.IN_PROGRESS
    assert "出不了门" not in last_entry(signed).told
    ask(town, signed, PHOTO, "收入证明", again="新来的要求")
    assert "上次没有一起说，因为：新来的要求" in last_entry(signed).told
    first, second = waiting.supplements(signed)
    assert [(item["name"], item["got"]) for item in first.items] == [(CARD, "yes"), (PHOTO, "")]
    assert (second.again, [item["name"] for item in second.items]) == ("新来的要求", [PHOTO, "收入证明"])
    assert row_of(signed, PHOTO).reason == "还是出不了门"


def test_what_is_asked_besides_becomes_a_paper_of_the_request(town, signed):
    ask(town, signed, CARD, PHOTO, "收入证明")
    assert [row.name for row in papers_of(signed)][:3] == [CARD, PHOTO, "收入证明"]
    waiting.supplement(signed, "", town.resident, provided=[Provided("收入证明", HAVE, copies=1)])
    lacks = {paper.name: paper.lack for paper in shown_papers(signed, town.resident.today)}
    assert (lacks["收入证明"], lacks[PHOTO]) == (None, Lack.CANNOT)


def test_a_paper_may_come_while_the_list_is_open_without_ending_the_wait(town, signed):
    ask(town, signed, CARD, PHOTO)
    provide(signed, [Provided(CARD, HAVE, copies=1)], town.resident)
    assert signed.status is Status.WAITING
    assert [one.name for one in missing_of(signed, town.resident.today)] == [PHOTO]
