"""Putting results on the board, and what may never stand there."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from portal.db import begin_write, db
from portal.domain.accounts.models import User
from portal.domain.errors import DomainError, NotFound, Stale
from portal.domain.matters.models import WorkType
from portal.domain.publicity import services
from portal.domain.publicity.board import result_of, results
from portal.domain.publicity.candidates import Shelf, candidates, count_on, find
from portal.domain.publicity.models import ResultPosting
from portal.domain.publicity.sentences import SentenceRefused
from portal.domain.records.models import Record
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.workflow import Status
from tests.cast import Cast, fill
from tests.conftest import TODAY
from tests.domain.publicity.requests import FILED, insert_limit, insert_request, matter
from tests.parallel import at_once

SETTLED = FILED + timedelta(days=3)
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
BY = {"by": "officer", "at": AT}
WORDS = "路灯换了新灯泡，晚上已经亮了。"


@pytest.fixture
def lamp(cast: Cast) -> ServiceRequest:
    return insert_request(cast, building=cast.bright1, settled_at=SETTLED)


def on_board() -> list[str]:
    return [result_of(row).sentence for row in db.session.execute(results(FILED, AT + timedelta(days=9)))]


def shelf_of(user: User) -> dict[Shelf, int]:
    return {shelf: count_on(user, shelf, TODAY) for shelf in Shelf}


def publish(user: User, request: ServiceRequest, words: str = WORDS, *, looked_twice: bool = False) -> None:
    candidate = find(user, request.id, TODAY)
    services.publish(candidate, words, looked_twice=looked_twice, seen=candidate.mark, **BY)


def test_a_checked_sentence_is_on_the_board_with_safe_fields_only(cast: Cast, lamp: ServiceRequest):
    publish(cast.users["officer"], lamp)
    [row] = db.session.execute(results(FILED, AT + timedelta(days=9)))
    result = result_of(row)
    assert (result.matter, result.place, result.grid) == ("路灯不亮", "莲叶路 明亮花园", "莲叶路社区第1网格")
    assert (result.days, result.in_time, result.sentence) == (3, True, WORDS)
    assert "1号楼" not in str(result)
    assert "12号" not in str(result)
    record = db.session.scalars(db.select(Record)).one()
    assert (record.action, record.subject) == ("result.published", f"request {lamp.number}")


def test_one_that_took_too_long_says_so(cast: Cast, lamp: ServiceRequest):
    insert_limit(lamp, LimitKind.FINISH, due=SETTLED - timedelta(hours=1), met=SETTLED)
    publish(cast.users["officer"], lamp)
    assert not result_of(db.session.execute(results(FILED, AT + timedelta(days=9))).one()).in_time


@pytest.mark.parametrize(
    "facts",
    [
        {"settled_at": None},
        {"status": Status.WITHDRAWN},
        {"status": Status.REFUSED},
        {"confidential": True},
        {"room": "501"},
        {"version": "private"},
        {"version": "approval"},
    ],
)
def test_what_may_not_be_public_is_not_even_offered(cast: Cast, facts: dict[str, object]):
    versions = {
        "private": lambda: matter("noise", "噪声扰民", public=False),
        "approval": lambda: matter("dibao", "最低生活保障申请", work_type=WorkType.APPROVAL),
    }
    if "version" in facts:
        facts = {"version": versions[str(facts["version"])]()}
    kept = insert_request(cast, **{"settled_at": SETTLED, **facts})
    officer = cast.users["officer"]
    assert shelf_of(officer)[Shelf.WAITING] == 0
    with pytest.raises(NotFound):
        find(officer, kept.id, TODAY)
    db.session.add(ResultPosting(service_request_id=kept.id, sentence=WORDS, checked_by="officer", checked_at=AT))
    db.session.flush()
    assert on_board() == []


def test_each_checks_within_their_places(cast: Cast, lamp: ServiceRequest):
    assert shelf_of(cast.users["officer"])[Shelf.WAITING] == 1
    assert shelf_of(cast.users["street"])[Shelf.WAITING] == 1
    for other in ("stranger", "pan", "cheng", "viewer"):
        assert not db.session.execute(candidates(cast.users[other], Shelf.WAITING, TODAY)).all()


def test_a_withdrawn_result_is_off_at_once_and_may_come_back(cast: Cast, lamp: ServiceRequest):
    officer = cast.users["officer"]
    publish(officer, lamp)
    services.withdraw(find(officer, lamp.id, TODAY), **BY)
    assert on_board() == []
    assert shelf_of(officer) == {Shelf.WAITING: 0, Shelf.SHOWN: 0, Shelf.KEPT_OFF: 1}
    publish(officer, lamp, "路灯修好了，谢谢提醒。")
    assert on_board() == ["路灯修好了，谢谢提醒。"]
    actions = db.session.scalars(db.select(Record.action).order_by(Record.id)).all()
    assert actions == ["result.published", "result.withdrawn", "result.published"]


def test_what_is_not_on_the_board_is_not_withdrawn(cast: Cast, lamp: ServiceRequest):
    with pytest.raises(DomainError, match="现在没有公开"):
        services.withdraw(find(cast.users["officer"], lamp.id, TODAY), **BY)


def test_one_kept_off_waits_no_longer(cast: Cast, lamp: ServiceRequest):
    officer = cast.users["officer"]
    services.keep_off(find(officer, lamp.id, TODAY), seen="", **BY)
    assert on_board() == []
    assert shelf_of(officer) == {Shelf.WAITING: 0, Shelf.SHOWN: 0, Shelf.KEPT_OFF: 1}


def test_settled_anew_it_has_to_be_checked_anew(cast: Cast, lamp: ServiceRequest):
    officer = cast.users["officer"]
    publish(officer, lamp)
    lamp.settled_at = AT + timedelta(days=1)
    db.session.flush()
    assert on_board() == []
    assert shelf_of(officer)[Shelf.WAITING] == 1


@pytest.mark.parametrize("words", ["有事打 14000000101。", "证件号 11010519491231002X 已核对。"])
def test_numbers_are_refused_whatever_one_ticks(cast: Cast, lamp: ServiceRequest, words: str):
    with pytest.raises(SentenceRefused, match="不能公开"):
        publish(cast.users["officer"], lamp, words, looked_twice=True)
    assert on_board() == []


def test_the_applicants_own_name_is_refused(cast: Cast, lamp: ServiceRequest):
    lamp.applicant_name = "周小满"
    with pytest.raises(SentenceRefused, match="反映人的名字"):
        publish(cast.users["officer"], lamp, "已向周小满说明。", looked_twice=True)


def test_a_concern_has_to_be_looked_at_twice(cast: Cast, lamp: ServiceRequest):
    words = "3号楼前的路灯亮了。"
    with pytest.raises(SentenceRefused, match="我看过了"):
        publish(cast.users["officer"], lamp, words)
    publish(cast.users["officer"], lamp, words, looked_twice=True)
    assert on_board() == [words]


def test_the_database_refuses_a_shown_result_without_words(cast: Cast, lamp: ServiceRequest):
    db.session.add(ResultPosting(service_request_id=lamp.id, sentence="", checked_by="officer", checked_at=AT))
    with pytest.raises(IntegrityError, match="shown_with_words"):
        db.session.flush()


def test_of_two_who_check_at_once_the_second_is_told(both_apps):
    cast = fill(TODAY)
    lamp = insert_request(cast, settled_at=SETTLED)
    officer_id, lamp_id = cast.users["officer"].id, lamp.id
    db.session.commit()
    db.session.remove()

    def check(words: str) -> None:
        candidate = find(db.session.get(User, officer_id), lamp_id, TODAY)
        services.publish(candidate, words, looked_twice=False, seen="", **BY)

    refused = at_once(both_apps, check, ["路灯已经修好了。", "路灯晚上已经亮了。"])
    begin_write()
    assert len(on_board()) == 1
    assert refused == ["刚才有同事核对过这一件。请回列表看一看。"]


def test_a_page_drawn_before_a_colleague_checked_is_old(cast: Cast, lamp: ServiceRequest):
    officer = cast.users["officer"]
    publish(officer, lamp)
    for late in (
        lambda candidate: services.publish(candidate, "灯亮了，真的亮了。", looked_twice=False, seen="", **BY),
        lambda candidate: services.keep_off(candidate, seen="", **BY),
    ):
        with pytest.raises(Stale, match="有同事核对过"):
            late(find(officer, lamp.id, TODAY))
    assert on_board() == [WORDS]
