"""容缺受理: accepted on the main papers, the rest promised; the promise is watched, and nobody is blamed."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.messages.models import Message, Occasion
from portal.domain.papers import promising
from portal.domain.papers.listing import missing_of
from portal.domain.papers.providing import Provided, provide
from portal.domain.papers.queries import Lack, lacking
from portal.domain.service_requests import sweep
from portal.domain.service_requests.steps import handling, moving, waiting
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.workflow import Status, Step
from portal.domain.workdays.working_hours import SHANGHAI
from tests.domain.papers.making import CANNOT, CARD, HAVE, MATTER, PHOTO, answered, row_of
from tests.domain.service_requests.making import last_entry, the
from tests.domain.service_requests.test_recount import BRIDGE, enter

UNTIL = date(2026, 12, 3)
WORDS = "本人写了承诺书：到期前补齐，并对真实性负责。"


@pytest.fixture
def arrived(town):
    """At the subdistrict; the photo is still missing and may follow."""
    request = answered(
        town, town.filed(MATTER), copies=(CARD,), **{CARD: (HAVE,), PHOTO: (CANNOT, "出不了门，过几天孙子回来拍")}
    )
    for who in ("pan", "officer", "street"):
        handling.sign_for(request, town.cast.users[who], town.staff(who))
        if who != "street":
            moving.escalate(request, "材料齐了往上报", town.staff(who))
    return request


def accept(town, request, names=(PHOTO,), until=UNTIL, words=WORDS, otherwise=""):
    return promising.accept_with_promise(request, list(names), words, until, otherwise, town.staff("street"))


def swept(town, at: datetime) -> int:
    town.at = at
    found = sweep.due_requests(at)
    return sum(sweep.Sweep(town.system).look_at(one) for one in found)


def occasions(request) -> list[Occasion]:
    query = select(Message.occasion).where(Message.service_request_id == request.id).order_by(Message.id)
    return list(db.session.scalars(query))


def test_the_promise_is_told_in_its_words_with_the_day_and_what_happens_then(town, arrived):
    entry = accept(town, arrived)
    limit = the(arrived, LimitKind.PROMISED_PAPERS)
    assert limit.due_at == datetime(2026, 12, 3, 23, 59, 59, tzinfo=SHANGHAI)
    for part in ("先受理，这些后补：近期照片", "12月3日", f"本人承诺：{WORDS}", promising.OTHERWISE, "法定期限"):
        assert part in entry.told
    assert row_of(arrived, PHOTO).promised_by == UNTIL
    assert arrived.accepted_at == town.at
    assert missing_of(arrived, town.resident.today) == [], "what is promised is not missing before its day"


def test_the_promise_is_kept_when_the_paper_comes(town, arrived):
    accept(town, arrived)
    town.wait(days=2)
    provide(arrived, [Provided(PHOTO, HAVE, copies=1)], town.resident)
    assert the(arrived, LimitKind.PROMISED_PAPERS).met_at == town.at
    assert promising.running(arrived) is None


def test_both_are_reminded_and_the_day_over_it_is_missing_and_nobody_is_named(town, arrived):
    accept(town, arrived)
    limit = the(arrived, LimitKind.PROMISED_PAPERS)
    swept(town, limit.most_at + timedelta(minutes=1))
    assert occasions(arrived).count(Occasion.PAPERS_PROMISED) >= 1
    overseer = arrived.overseer_level
    swept(town, limit.due_at + timedelta(minutes=1))
    db.session.refresh(limit)
    assert (limit.dropped_at is not None, limit.lapsed_at, arrived.overseer_level) == (True, None, overseer)
    entries = [entry for entry in arrived.entries if entry.step is Step.LAPSE and "后补" in entry.told]
    assert len(entries) == 1
    assert promising.OTHERWISE in entries[0].told
    [missing] = lacking(arrived, town.resident.today)
    assert (missing.name, missing.lack) == (PHOTO, Lack.BROKEN)
    swept(town, limit.due_at + timedelta(hours=1))
    db.session.expire_all()
    assert len([entry for entry in arrived.entries if "后补" in entry.told and entry.step is Step.LAPSE]) == 1


def test_the_promise_stands_while_other_papers_are_waited_for(town, arrived):
    accept(town, arrived)
    items = [{"name": "收入证明", "how": "单位开"}]
    waiting.ask_supplement(arrived, items, town.staff("street"), otherwise="", wanted_by=None)
    assert arrived.status is Status.WAITING
    assert the(arrived, LimitKind.PROMISED_PAPERS).next_look_at is None
    town.wait(days=3)
    waiting.supplement(arrived, "", town.resident, provided=[Provided("收入证明", HAVE, copies=1)])
    limit = the(arrived, LimitKind.PROMISED_PAPERS)
    assert limit.due_at.astimezone(SHANGHAI).date() > UNTIL
    assert row_of(arrived, PHOTO).promised_by == limit.due_at.astimezone(SHANGHAI).date()
    assert limit.met_at is None


def test_a_day_that_becomes_a_holiday_moves_the_promise_with_its_limit(town, arrived):
    accept(town, arrived, until=date(2027, 1, 4))
    db.session.commit()
    enter(town, BRIDGE)
    limit = the(arrived, LimitKind.PROMISED_PAPERS)
    assert limit.due_at.astimezone(SHANGHAI).date() == date(2027, 1, 5)
    assert row_of(arrived, PHOTO).promised_by == date(2027, 1, 5)
    assert "补交承诺的材料期限" in last_entry(arrived).told
    assert missing_of(arrived, date(2027, 1, 5)) == []


def test_a_main_paper_is_never_promised(town):
    request = answered(town, town.filed(MATTER), **{CARD: (CANNOT, "卡丢了"), PHOTO: (CANNOT, "出不了门")})
    assert promising.may_follow(request, town.resident.today) == []
    with pytest.raises(DomainError, match=f"主要材料还缺：{CARD}"):
        accept(town, request, names=(CARD, PHOTO))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"names": ()}, "勾选哪些后补"),
        ({"names": (PHOTO, CARD)}, "不缺"),
        ({"until": date(2026, 11, 23)}, "今天以后"),
        ({"until": date(2027, 3, 1)}, "最长 60 天"),
        ({"words": "  "}, "怎么承诺"),
    ],
)
def test_a_promise_that_says_nothing_is_none(town, arrived, facts, words):
    with pytest.raises(DomainError, match=words):
        accept(town, arrived, **facts)
    assert arrived.accepted_at is None


def test_accepted_as_it_is_nothing_is_promised(town, arrived):
    handling.accept(arrived, town.staff("street"))
    assert promising.running(arrived) is None
    assert "后补" not in last_entry(arrived).told
