"""转送: the portal is not the place."""

import pytest

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.matters.parts import Need
from portal.domain.papers.models import PaperState, RequestPaper
from portal.domain.service_requests import limits
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.referrals import Referral
from portal.domain.service_requests.standing import standing
from portal.domain.service_requests.steps import handling, voicing
from portal.domain.service_requests.steps.referring import departments_at_hand, papers_at_hand, refer
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.workflow import Status
from tests.domain.service_requests.making import APPROVAL, COORDINATED, Town, the


def where(**said: object) -> Referral:
    usual = {
        "office": "市医保局",
        "address": "人民路8号一楼",
        "phone": "12393",
        "bring": "身份证、住院发票",
        "why": "异地报销只有医保局能办",
    }
    return Referral(**{**usual, **said})  # type: ignore[arg-type]


def with_papers(request: ServiceRequest) -> ServiceRequest:
    for place, (name, state) in enumerate({"申请书": PaperState.HAVE, "户口簿": PaperState.CANNOT}.items()):
        db.session.add(RequestPaper(request_id=request.id, place=place, name=name, need=Need.ALWAYS, state=state))
    db.session.flush()
    return request


def test_the_person_is_told_where_to_go_and_what_to_take_along(town: Town):
    request = with_papers(town.at_community())
    entry = refer(request, where(papers=("申请书",)), town.staff("officer"))
    assert request.status is Status.RESOLVED
    for words in ("市医保局", "地址：人民路8号一楼", "电话：12393", "要带上：身份证、住院发票", "随转的材料：申请书"):
        assert words in entry.told
        assert words in request.result
    assert standing(request, town.at).referral == where(papers=("申请书",))


def test_it_is_an_answer_and_nothing_is_owed_any_more(town: Town):
    request = town.at_community()
    refer(request, where(), town.staff("officer"))
    assert limits.open_limits(request) == []
    assert the(request, LimitKind.FINISH).met_at == town.at


def test_reopened_it_is_no_longer_shown(town: Town):
    request = town.at_community()
    refer(request, where(), town.staff("officer"))
    voicing.reopen(request, "医保局说还是社区办", town.resident)
    assert standing(request, town.at).referral is None


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"office": "  "}, "要去哪个单位"),
        ({"address": "", "phone": " "}, "地址或者电话"),
        ({"why": ""}, "为什么要去别处办"),
        ({"papers": ("户口簿",)}, "不在这件里"),
        ({"bring": "很" * 400}, "请写短一些"),
        ({"office": "城管中队"}, "请用“交办”"),
    ],
)
def test_what_sends_somebody_into_the_blue_is_refused(town: Town, said: dict, words: str):
    request = with_papers(town.at_community())
    with pytest.raises(DomainError, match=words):
        refer(request, where(**said), town.staff("officer"))
    assert request.status is Status.IN_PROGRESS


def test_a_worker_alone_sends_nobody_away(town: Town):
    with pytest.raises(DomainError, match="社区、街道、部门"):
        refer(town.signed(COORDINATED), where(), town.staff("pan"))


def test_what_is_at_hand_is_offered(town: Town):
    request = with_papers(town.at_community())
    assert papers_at_hand(request) == ["申请书"]
    assert departments_at_hand(request, town.resident.today) == ["城管中队"]


def test_an_approval_is_sent_on_without_a_second_person(town: Town):
    request = town.at_subdistrict(APPROVAL)
    handling.accept(request, town.staff("street"))
    refer(request, where(), town.staff("street"))
    assert request.status is Status.RESOLVED
    assert the(request, LimitKind.STATUTORY).met_at == town.at
