"""Every step by its form: what it does, what it asks for, and what happens when somebody was faster."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from portal.blueprints.service_requests.deeds import DEEDS, offered
from portal.db import db
from portal.domain.matters.models import Matter
from portal.domain.records.models import Record
from portal.domain.service_requests import offers
from portal.domain.service_requests.attachments import Attachment
from portal.domain.service_requests.models import Entry
from portal.domain.service_requests.steps import handling, rating, voicing
from portal.domain.service_requests.steps.codes import opens
from portal.domain.service_requests.times import LimitKind
from portal.domain.service_requests.voices import Grade
from portal.domain.service_requests.workflow import TABLE, Actor, Status, Step
from portal.domain.workdays.spans import Unit
from tests.blueprints.service_requests.desk import Desk, desk_of
from tests.cast import Cast
from tests.domain.service_requests.making import APPROVAL, COORDINATED, GENERAL, UNPUBLISHED, last_entry, the

HX = {"HX-Request": "true"}


@pytest.fixture
def desk(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return desk_of(app, cast, monkeypatch)


def test_signing_for_puts_a_name_to_it(desk: Desk):
    request = desk.sign_in("pan").done(desk.filed(), "signature")
    assert (request.status, request.handler.username) == (Status.IN_PROGRESS, "pan")
    assert "签收：办好了。" in desk.page(request)


def test_under_htmx_the_request_comes_back_and_the_list_is_told(desk: Desk):
    request = desk.filed()
    desk.sign_in("pan")
    answer = desk.client.post(
        f"/staff/requests/{request.id}/signature", data={"step-revision": request.revision}, headers=HX
    )
    assert answer.status_code == 200
    assert answer.headers["HX-Trigger"] == "desk-changed"
    assert "签收：办好了。" in answer.text
    assert "<html" not in answer.text


def test_the_second_of_two_is_told_what_changed_and_keeps_what_was_typed(desk: Desk):
    request = desk.signed()
    old = request.revision
    desk.sign_in("officer").done(request, "note", words="已经约了师傅")
    answer = desk.sign_in("pan").take(request, "resolution", words="灯泡换好了，晚上亮了", revision=old)
    assert answer.status_code == 422
    assert "刚才有人先办了" in answer.text
    assert "莲干事" in answer.text
    assert "灯泡换好了，晚上亮了" in answer.text
    assert f'name="step-revision" type="hidden" value="{request.revision}"' in answer.text
    assert request.status is Status.IN_PROGRESS


@pytest.mark.parametrize("revision", ["", "x", "1.5", "-"])
def test_a_page_without_its_revision_is_refused(desk: Desk, revision: str):
    request = desk.filed()
    assert desk.sign_in("pan").take(request, "signature", revision=revision).status_code == 422
    assert request.status is Status.FILED


def test_a_step_of_the_table_that_is_not_open_now_is_refused_with_its_sentence(desk: Desk):
    request = desk.filed()
    answer = desk.sign_in("pan").take(request, "resolution", words="灯泡换好了，晚上亮了")
    assert answer.status_code == 422
    assert "不能办结" in answer.text
    assert "灯泡换好了，晚上亮了" in answer.text


def test_who_only_looks_on_may_take_no_step(desk: Desk):
    request = desk.signed()
    for deed in DEEDS.values():
        answer = desk.sign_in("viewer").take(request, deed.noun, words="看看")
        assert answer.status_code in (403, 422, 303), deed.noun
        assert answer.status_code != 303 or deed.noun == "urge", deed.noun


def test_settled_on_the_spot_with_a_photo(desk: Desk):
    request = desk.filed(GENERAL)
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(picture, "JPEG")
    picture.seek(0)
    desk.sign_in("pan").done(request, "settlement", words="垃圾已经清走了", photos=(picture, "a.jpg"))
    assert request.status is Status.RESOLVED
    photo = db.session.scalars(select(Attachment)).one()
    assert (photo.request_id, photo.entry.step, photo.internal) == (request.id, Step.SETTLE, False)


def test_what_is_no_photo_is_refused_and_the_words_are_kept(desk: Desk):
    request = desk.filed(GENERAL)
    answer = desk.sign_in("pan").take(
        request, "settlement", words="垃圾已经清走了", photos=(io.BytesIO(b"<html>"), "a.jpg")
    )
    assert answer.status_code == 422
    assert "垃圾已经清走了" in answer.text
    assert request.status is Status.FILED


def test_the_photo_of_an_internal_note_is_for_staff(desk: Desk):
    request = desk.signed()
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(picture, "JPEG")
    picture.seek(0)
    desk.sign_in("pan").done(request, "note", words="锁芯的型号", photos=(picture, "a.jpg"))
    assert db.session.scalars(select(Attachment)).one().internal


@pytest.mark.parametrize("noun", ["settlement", "resolution"])
def test_a_result_of_one_word_is_refused(desk: Desk, noun: str):
    request = desk.signed(GENERAL)
    answer = desk.sign_in("pan").take(request, noun, words="好了")
    assert answer.status_code == 422
    assert "至少写" in answer.text


def test_another_matter_by_classification(desk: Desk):
    request = desk.signed(COORDINATED)
    other = db.session.scalars(select(Matter).where(Matter.slug == GENERAL)).one().current
    desk.sign_in("pan").done(request, "classification", matter=other.id, words="其实是垃圾的事")
    assert request.matter_version_id == other.id


def test_handed_over_with_helpers_and_a_limit(desk: Desk):
    request = desk.at_community()
    squad, grid = f"department:{desk.cast.department.id}", f"grid:{desk.cast.l1.id}"
    desk.sign_in("officer").done(request, "hand-over", unit=squad, helpers=[grid], words="占道的，请处理", days=2)
    assert (request.unit, request.status) == (squad, Status.FILED)
    assert the(request, LimitKind.HAND_OVER).value == 2
    assert last_entry(request).facts["helpers"] == [grid]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"words": "请处理"}, "请选主办单位。"),
        ({"unit": "SQUAD"}, "请写为什么交办"),
        ({"unit": "SQUAD", "words": "请", "days": "0"}, "1 到 60"),
        ({"unit": "SQUAD", "words": "请", "days": "x"}, "error-summary"),
        ({"unit": "SQUAD", "words": "请", "helpers": ["SQUAD"]}, "主办单位不用再选作协办。"),
        ({"unit": "subdistrict:1", "words": "请"}, "error-summary"),
        ({"unit": "x", "words": "请"}, "error-summary"),
    ],
)
def test_a_hand_over_that_is_not_complete_is_shown_again(desk: Desk, typed: dict, sentence: str):
    request = desk.at_community()
    squad = f"department:{desk.cast.department.id}"
    sent = {
        name: squad if value == "SQUAD" else [squad] if value == ["SQUAD"] else value for name, value in typed.items()
    }
    answer = desk.sign_in("officer").take(request, "hand-over", **sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert request.level == "community"


def test_escalated_and_returned(desk: Desk):
    request = desk.signed()
    desk.sign_in("pan").done(request, "escalation", words="要社区协调")
    assert request.level == "community"
    desk.sign_in("officer").done(request, "return", words="网格里先看看")
    assert (request.level, request.returns) == ("grid", 1)


def test_contact_and_visit_meet_the_limit_of_the_first_contact(desk: Desk):
    first, second = desk.signed(), desk.signed()
    desk.sign_in("pan").done(first, "contact", words="约了明天上午")
    desk.done(second, "visit", words="灯座烧了")
    for request in (first, second):
        assert the(request, LimitKind.CONTACT).met_at is not None


def test_what_is_missing_is_asked_for_and_received(desk: Desk):
    request = desk.signed(APPROVAL)
    page = desk.sign_in("pan").page(request, step="ask_supplement")
    assert "为什么上次没有一起说" not in page
    paper = page.partition('type="checkbox" value="')[2].partition('"')[0]
    day = (desk.at + timedelta(days=7)).date()
    typed = {"papers": [paper], "words": "户口簿首页：拍照发来\n收入证明", "wanted_by": day, "otherwise": "先放着"}
    typed["left_out"] = "别的上门时一起签"
    desk.done(request, "supplement-request", **typed)
    assert request.status is Status.WAITING
    assert "拍照发来" in desk.page(request)
    received = desk.page(request, step="supplement")
    assert received.count("checked") >= 3
    desk.done(request, "supplement", items=[paper, "户口簿首页"])
    assert request.status is Status.IN_PROGRESS
    again = desk.page(request, step="ask_supplement")
    assert "为什么上次没有一起说" in again
    assert desk.take(request, "supplement-request", words="还有照片").status_code == 422
    desk.done(request, "supplement-request", words="还有照片", again="新来的要求", left_out="上门时一起签")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "请勾选或写明缺什么"),
        ({"words": "\n".join(f"第{n}样" for n in range(40))}, "最多写"),
        ({"words": "照片", "wanted_by": "2026-11-23"}, "请选今天以后的日子。"),
        ({"words": "照片", "wanted_by": "x"}, "日期请写成"),
    ],
)
def test_a_list_that_is_not_complete_is_shown_again(desk: Desk, typed: dict, sentence: str):
    request = desk.signed(APPROVAL)
    answer = desk.sign_in("pan").take(request, "supplement-request", **typed)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_an_extension_is_asked_for_and_decided_one_level_up(desk: Desk):
    granted, denied = desk.signed(COORDINATED), desk.signed(COORDINATED)
    for request in (granted, denied):
        desk.sign_in("pan").done(request, "extension-request", value=3, words="配件没货")
        assert offers.pending_extension(request) is not None
    due = granted.due_at
    desk.sign_in("officer").done(granted, "extension", words="同意")
    desk.done(denied, "extension-refusal", words="物业有现货")
    assert granted.due_at > due
    assert offers.pending_extension(denied) is None
    assert "配件没货" not in desk.page(denied).partition('class="doing"')[2].partition("timeline")[0]


def test_a_limit_in_calendar_days_is_extended_by_calendar_days(desk: Desk):
    request = desk.at_subdistrict("juzhuzheng")
    handling.accept(request, desk.staff("street"))
    db.session.commit()
    assert "最多 15 天" in desk.sign_in("street").page(request, step="ask_extension")
    desk.done(request, "extension-request", value=5, words="材料要核实")
    asked = offers.pending_extension(request)
    assert asked is not None
    assert (asked.value, asked.time_unit) == (5, Unit.DAY)


def test_an_approval_is_accepted_reviewed_and_decided_by_two(desk: Desk):
    request = desk.at_subdistrict(UNPUBLISHED)
    desk.sign_in("street").done(request, "acceptance")
    assert request.accepted_at is not None
    desk.done(request, "review", words="材料齐，符合条件")
    assert desk.take(request, "resolution", words="已经批准，下月起发放").status_code == 422
    desk.sign_in("leader").done(request, "resolution", words="已经批准，下月起发放")
    assert request.status is Status.RESOLVED


def test_refused_with_the_place_to_go(desk: Desk):
    request = desk.at_community()
    desk.sign_in("officer").done(request, "refusal", words="这是开发商的保修", where="物业前台 14000000555")
    assert (request.status, request.refused_where) == (Status.REFUSED, "物业前台 14000000555")
    assert "物业前台 14000000555" in desk.page(request)


def test_merged_into_the_same_thing(desk: Desk):
    first, second = desk.filed(), desk.filed()
    desk.sign_in("pan").done(second, "merger", number=first.number)
    assert second.merged_into_id == first.id
    assert f'href="/staff/requests/{first.id}"' in desk.page(second)


def test_nothing_is_merged_into_what_lies_out_of_reach(desk: Desk):
    request, elsewhere = desk.filed(), desk.filed(place=desk.place(desk.cast.bright5))
    answer = desk.sign_in("pan").take(request, "merger", number=elsewhere.number)
    assert "没有这个编号" in answer.text
    assert (request.status, last_entry(elsewhere).step) == (Status.FILED, Step.FILE)


@pytest.mark.parametrize("number", ["", "x", "26112300017", "261123-0009-1"])
def test_a_number_that_is_none_merges_nothing(desk: Desk, number: str):
    request = desk.filed()
    assert desk.sign_in("pan").take(request, "merger", number=number).status_code == 422
    assert request.status is Status.FILED


def test_the_place_is_corrected_in_two_taps(desk: Desk):
    request = desk.signed()
    asked = desk.sign_in("pan").take(request, "place", address="明亮花园2号楼", words="写错楼了")
    assert asked.status_code == 422
    key = asked.text.partition('name="step-place" type="radio" value="')[2].partition('"')[0]
    assert key.startswith("building-")
    typed = {"address": "明亮花园2号楼", "words": "写错楼了", "place": key, "entrance": 1}
    desk.done(request, "place", **typed)
    assert request.building.title == "明亮花园 2号楼"
    assert request.entrance.number == 1
    assert request.status is Status.IN_PROGRESS


def test_who_sends_it_to_another_grid_is_led_back_to_the_list(desk: Desk):
    request = desk.signed()
    key = f"building-{desk.cast.bright5.id}"
    typed = {"address": "明亮花园5号楼", "words": "写错楼了", "place": key}
    answer = desk.sign_in("pan").take(request, "place", **typed)
    assert (answer.status_code, answer.location) == (303, "/staff/requests")
    assert request.unit == f"grid:{desk.cast.l2.id}"
    assert desk.client.get(f"/staff/requests/{request.id}").status_code == 404


@pytest.mark.parametrize("key", ["building-999", "x", "grid-", "community-999999999999"])
def test_a_place_that_is_none_is_refused(desk: Desk, key: str):
    request = desk.signed()
    answer = desk.sign_in("pan").take(request, "place", address="月亮湾", words="写错了", place=key)
    assert answer.status_code == 422


def test_withdrawn_and_added_to_for_a_caller(desk: Desk):
    request = desk.signed()
    desk.sign_in("pan").done(request, "facts", words="居民来电：二单元的灯也坏了")
    desk.done(request, "withdrawal", words="来电说自己换好了")
    assert request.status is Status.WITHDRAWN


def test_urged_by_the_level_above_and_answered_in_writing(desk: Desk):
    request = desk.signed()
    desk.sign_in("officer").done(request, "urge", words="居民等急了")
    assert "居民等急了" in desk.sign_in("pan").page(request)
    desk.done(request, "urge-answer", words="明天上午换灯")
    assert not offers.unanswered_urges(request)


def test_a_low_grade_is_appealed_against_and_judged(desk: Desk):
    request = desk.resolved()
    rating.rate(request, Grade.DISSATISFIED, True, "太慢", desk.resident)
    desk.sign_in("pan").done(request, "appeal", words="当天就办好了")
    desk.sign_in("viewer").done(request, "appeal-verdict", verdict="upheld", words="查过了，确实当天办结")
    given = offers.last_rating(request)
    assert not given.counted
    assert "申诉成立，不计" in desk.page(request)


def test_reopened_for_a_caller(desk: Desk):
    request = desk.resolved()
    desk.sign_in("pan").done(request, "reopening", words="来电说灯又灭了")
    assert (request.status, request.reopenings) == (Status.FILED, 1)


def test_a_new_code_is_shown_once_and_is_on_the_record(desk: Desk):
    request = desk.signed()
    answer = desk.sign_in("pan").take(request, "new-code", words="回拨登记的电话，报出了提交的日期")
    assert answer.status_code == 200
    code = answer.text.rpartition('class="to-read-out">')[2].partition("<")[0]
    assert opens(request.number, code).request.id == request.id
    assert code not in desk.page(request)
    assert db.session.scalar(select(Record.action).where(Record.action == "request.code_renewed"))


@pytest.mark.parametrize("noun", ["contact", "visit", "note", "escalation", "facts", "withdrawal", "new-code"])
def test_saying_nothing_is_refused(desk: Desk, noun: str):
    request = desk.signed()
    entries = len(request.entries)
    answer = desk.sign_in("pan").take(request, noun, words="  ")
    assert answer.status_code == 422
    assert db.session.query(Entry).filter_by(request_id=request.id).count() == entries


def test_every_step_of_staff_has_an_address(app: Flask):
    of_staff = {Actor.HOLDER, Actor.ABOVE, Actor.SUPERVISOR}
    # A public period is taken down, and an objection re-checked, on the pages of the periods.
    elsewhere = {"staff_publicity.take_down": Step.END_PUBLICITY, "staff_publicity.recheck": Step.RECHECK}
    assert set(elsewhere) <= set(app.view_functions)
    taken = {rule.step for rule in TABLE if rule.actors & of_staff} - {Step.FILE}
    assert taken == set(DEEDS) | set(elsewhere.values())


def test_no_step_is_offered_twice_or_lost():
    everything = frozenset(Step)
    main, usual, rest = offered(everything)
    shown = [main, *usual, *rest]
    assert sorted(shown) == sorted(DEEDS)


def test_urging_twice_says_so(desk: Desk):
    request = desk.signed()
    voicing.urge(request, "", desk.staff("officer", Actor.ABOVE))
    answer = desk.sign_in("officer").take(request, "urge", words="再催一次")
    assert answer.status_code == 422
