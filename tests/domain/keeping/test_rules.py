"""What is kept how long: each rule leaves alone what is younger, and does what it says to what is over, once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal import keeping
from portal.attachments import photo_files
from portal.config import ROOT
from portal.db import Base, db
from portal.domain.keeping import services
from portal.domain.keeping.models import KeepingRun
from portal.domain.keeping.rules import BY_KEY, RULES, Does
from portal.domain.keeping.until import over_on
from portal.domain.mandates.models import Mandate, Representation
from portal.domain.messages.models import Message, MessageState
from portal.domain.papers.models import RequestPaper
from portal.domain.records.services import record
from portal.domain.sensitive_facts.models import Consent, FactReading, SensitiveFact
from portal.domain.service_requests import search
from portal.domain.service_requests.attachments import Attachment
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps import ending, handling, moving, voicing
from portal.domain.service_requests.steps.codes import opens
from portal.domain.workdays.working_hours import SHANGHAI
from portal.encryption import EncryptedText
from tests.domain.keeping.everything import add_everything, do, settled_with_everything
from tests.domain.service_requests.making import APPROVAL, GENERAL

# Copies of papers have a rule of their own for what was withdrawn, see below.
# Copies of papers go by how the request ended: tests/domain/papers/test_keeping.py.
OF_A_REQUEST = ["facts", "people", "answers", "photos", "reasons", "mandates", "readings", "consents", "codes"]


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("key", OF_A_REQUEST)
def test_a_day_before_its_time_is_over_all_of_it_stays_and_a_day_after_it_is_done_once(both_towns, key):
    town = both_towns
    settled_with_everything(town)
    began = town.at
    town.at = began + BY_KEY[key].kept - timedelta(days=1)
    assert do(key, town) == 0
    town.at = began + BY_KEY[key].kept + timedelta(days=1)
    assert do(key, town) == 1
    assert do(key, town) == 0, "a second time there is nothing to do"
    [run] = db.session.scalars(select(KeepingRun)).all()
    assert (run.rule, run.count, run.oldest) == (key, 1, began)


def test_copies_of_papers_go_at_once_where_the_request_was_withdrawn(both_towns):
    town = both_towns
    settled_with_everything(town)
    assert do("copies", town) == 1
    assert do("copies", town) == 0


def test_copies_of_papers_go_first_with_their_files_and_the_row_says_when(town):
    settled_with_everything(town)
    town.wait(days=31)
    do("copies", town)
    copy, photo = db.session.scalars(select(Attachment).order_by(Attachment.key)).all()
    assert (copy.deleted_at, photo.deleted_at) == (town.at, None)
    assert not photo_files().ready(copy.key).exists()
    assert photo_files().ready(photo.key).exists()


def test_of_sensitive_facts_only_that_they_were_there_stays(town):
    settled_with_everything(town)
    town.wait(days=61)
    do("facts", town)
    [fact] = db.session.scalars(select(SensitiveFact)).all()
    assert (fact.value, fact.digest, fact.deleted_at, fact.label) == (None, None, town.at, "身份证号")
    assert count(FactReading) == 1, "who read it is kept longer than what they read"


def test_merged_with_another_facts_stay_until_that_one_is_done(both_towns):
    town = both_towns
    request, other = town.signed(APPROVAL), town.signed(APPROVAL)
    add_everything(request, town)
    ending.merge(request, other, town.staff("pan"))
    db.session.commit()
    town.wait(days=61)
    assert do("facts", town) == 0
    assert over_on(BY_KEY["facts"], request) is None
    voicing.withdraw(other, "", town.resident)
    db.session.commit()
    day = over_on(BY_KEY["facts"], request)
    assert day == (town.at + timedelta(days=60)).astimezone(SHANGHAI).date()
    town.wait(days=59)
    assert do("facts", town) == 0
    town.wait(days=2)
    assert do("facts", town) == 1


@pytest.mark.parametrize("days", [0, 30, 60])
def test_the_person_is_told_the_day_on_which_the_copies_really_go(both_towns, days):
    town = both_towns
    request = town.signed(GENERAL)
    add_everything(request, town)
    if days == 0:
        voicing.withdraw(request, "不用了", town.resident)
    elif days == 30:
        handling.resolve(request, "灯泡换好了，亮了", town.staff("pan"))
    else:
        moving.escalate(request, "不归这里", town.staff("pan"))
        ending.refuse(request, "不归社区", "街道窗口", town.staff("officer"))
    db.session.commit()
    settled = town.at
    assert over_on(BY_KEY["copies"], request) == (settled + timedelta(days=days)).astimezone(SHANGHAI).date()
    town.at = settled + timedelta(days=days, seconds=-1)
    assert do("copies", town) == 0
    town.at = settled + timedelta(days=days, seconds=1)
    assert do("copies", town) == 1


def test_of_a_mandate_stays_that_there_was_one(town):
    settled_with_everything(town)
    town.wait(days=366)
    do("mandates", town)
    [mandate] = db.session.scalars(select(Mandate)).all()
    assert (mandate.agent_name, mandate.person_name, mandate.agent_phone, mandate.own_wish) == (
        "赵*明",
        None,
        None,
        None,
    )
    assert (mandate.agent_phone_digest, mandate.agent_name_digest, mandate.agent_phone_tail) == (None, None, "")
    assert mandate.witnesses == "孙*国、周*梅"
    assert mandate.valid_until.year == 2027


def test_a_mandate_behind_a_later_request_goes_on(town):
    settled_with_everything(town)
    town.wait(days=200)
    [mandate] = db.session.scalars(select(Mandate)).all()
    later = town.filed(GENERAL)
    db.session.add(Representation(request=later, mandate=mandate, agent_code_digest="x", begun_at=town.at))
    db.session.commit()
    town.wait(days=200)
    assert do("mandates", town) == 0


def test_what_was_told_privately_is_gone_from_the_search_too(town):
    request = settled_with_everything(town)
    public = settled_with_everything_public(town)
    town.wait(days=366)
    do("answers", town)
    assert (request.answers, request.summary) == ([], "")
    assert "楼道" not in db.session.get_one(search.RequestWords, request.id).words
    assert public.answers, "a hole in the road is nobody's secret"


def settled_with_everything_public(town) -> ServiceRequest:
    request = town.filed(GENERAL)
    voicing.withdraw(request, "不用了", town.resident)
    db.session.commit()
    return request


def test_after_three_years_no_code_opens_it(town):
    filed = town.file()
    voicing.withdraw(filed.request, "", town.resident)
    db.session.commit()
    assert opens(filed.request.number, filed.code)
    town.wait(days=3 * 365 + 2)
    do("codes", town)
    assert opens(filed.request.number, filed.code) is None
    assert opens(filed.request.number, "") is None


def test_a_request_that_was_reopened_keeps_everything(town):
    request = town.signed(GENERAL)
    handling.resolve(request, "灯泡换好了，亮了", town.staff("pan"))
    town.wait(days=3)
    voicing.reopen(request, "没有好", town.resident)
    db.session.commit()
    town.wait(days=4000)
    assert all(do(rule.key, town) == 0 for rule in RULES if rule.placed)


def test_messages_and_sign_ins_go_after_a_year_and_records_stay(town):
    town.filed()
    [message] = db.session.scalars(select(Message)).all()
    message.state, message.sent_at, message.code = MessageState.SENT, town.at, "ACEHJK"
    record("sign_in.done", by="pan", at=town.at)
    record("request.filed", by="pan", at=town.at)
    db.session.commit()
    town.wait(days=366)
    assert (do("messages", town), do("sign_ins", town)) == (1, 1)
    assert (message.recipient, message.body, message.code) == (None, "", None)
    town.wait(days=9000)
    assert do("records", town) == 0


def test_all_of_it_by_the_worker_in_batches_and_nothing_is_left(both_towns, monkeypatch):
    town = both_towns
    monkeypatch.setattr(services, "AT_ONCE", 1)
    for _ in range(2):
        settle_one(town)
    town.wait(days=4 * 365)
    monkeypatch.setattr("portal.clock.now", lambda: town.at)
    done = keeping.act_by_rules()
    assert done["people"] == done["facts"] == 2
    assert keeping.act_by_rules().total() == 0
    left = [line.rule.key for line in services.preview(town.at) if line.count]
    assert left == []
    for model in (FactReading, Consent, SensitiveFact):
        assert count(model) == 0
    assert db.session.scalars(select(RequestPaper.reason)).all() == [None, None]


def settle_one(town) -> None:
    keys = iter(("c" * 32, "d" * 32))
    if count(ServiceRequest):
        for photo in db.session.scalars(select(Attachment)):
            photo.key = next(keys)
        db.session.commit()
    settled_with_everything(town)


def test_killed_between_the_file_and_the_row_it_goes_on_and_one_rule_keeps_no_other(town, monkeypatch):
    settled_with_everything(town)
    town.wait(days=500)
    monkeypatch.setattr("portal.clock.now", lambda: town.at)
    with monkeypatch.context() as patch:
        patch.setattr(services, "_note", killed)
        with pytest.raises(KeyboardInterrupt):
            keeping.act_by_rules()
    db.session.rollback()
    assert not photo_files().ready("a" * 32).exists()
    assert db.session.scalars(select(Attachment.deleted_at)).all() == [None, None]
    with monkeypatch.context() as patch:
        patch.setattr(search, "index", broken)
        done = keeping.act_by_rules()
    assert (done["copies"], done["answers"], done["mandates"]) == (1, 0, 1)
    assert keeping.act_by_rules() == {"answers": 1} | {key: 0 for key in BY_KEY if key != "answers"}


def killed(*_facts) -> None:
    raise KeyboardInterrupt


def broken(*_facts) -> None:
    raise RuntimeError("no index")


def test_the_preview_counts_what_would_be_done_and_does_nothing(town):
    settled_with_everything(town)
    began = town.at
    town.wait(days=40)
    lines = {line.rule.key: line for line in services.preview(town.at)}
    assert (lines["copies"].count, lines["copies"].oldest) == (1, began)
    assert (lines["facts"].count, lines["records"].count) == (0, 0)
    assert photo_files().ready("a" * 32).exists()


def test_every_sealed_column_of_a_resident_is_masked_or_deleted_some_day(app):
    """What is sealed is private: no column may be kept for ever. Secrets of the portal itself are not a resident's."""
    own = {"users", "message_robots"}
    sealed = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, EncryptedText) and table.name not in own
    }
    text = (ROOT / "docs" / "keeping.md").read_text(encoding="utf-8")
    missing = sorted(f"{table}.{column}" for table, column in sealed if f"`{table}.{column}`" not in text)
    assert not missing, (
        f"give these a rule in portal/domain/keeping/rules.py and name them in docs/keeping.md: {missing}"
    )


def test_the_document_holds_every_rule_with_its_days():
    text = (ROOT / "docs" / "keeping.md").read_text(encoding="utf-8")
    for rule in RULES:
        assert f"| `{rule.key}` |" in text, f"add the rule {rule.key} to docs/keeping.md"
        row = next(line for line in text.splitlines() if line.startswith(f"| `{rule.key}` |"))
        span = {1: "24 hours"}.get(rule.kept.days) or (
            f"{rule.kept.days} days" if rule.kept.days < 365 else f"{rule.kept.days // 365} year"
        )
        assert span in row, f"{rule.key}: {span}"
        assert rule.does is Does.KEEP or rule.does.value in row
