"""Public periods on their pages: gone at midnight, in confidence, and nowhere else."""

import re
from datetime import datetime, timedelta

import pytest

from portal.db import db
from portal.domain.mandates.models import AgentKind, Mandate, PersonAge
from portal.domain.messages.models import Message
from portal.domain.publicity.gate import periods_of
from portal.domain.publicity.period_models import Objection, Outcome, PeriodEnding, PublicityWaiver
from portal.domain.records.models import Record
from portal.domain.service_requests.steps import handling
from portal.domain.service_requests.steps.codes import code_digest, drawn_code
from portal.domain.service_requests.sweep import Sweep, due_requests
from portal.domain.workdays.working_hours import SHANGHAI
from portal.extensions import limiter
from tests.blueprints.service_requests.desk import Desk, desk_of
from tests.domain.publicity.periods import WORDS, objected, posted, rechecked, reviewed, swept
from tests.domain.publicity.test_periods import mandate
from tests.domain.service_requests.making import APPROVAL

LAST_SECOND = datetime(2026, 11, 30, 23, 59, 59, tzinfo=SHANGHAI)
MIDNIGHT = datetime(2026, 12, 1, 0, 0, 0, tzinfo=SHANGHAI)
SECRETS = ("刘邻居", "14000005555", WORDS[:12], "房子已经卖了", "那套房子不是他家的")


@pytest.fixture
def desk(app, cast, monkeypatch) -> Desk:
    made = desk_of(app, cast, monkeypatch)
    monkeypatch.setattr("portal.clock.today", lambda: made.at.astimezone(SHANGHAI).date())
    return made


def typed(**facts: str) -> dict[str, str]:
    return {"words": WORDS, "name": "", "phone": "", "token": "t" * 32, **facts}


def test_what_is_public_until_when_and_how_to_object(desk):
    period = posted(desk)
    page = desk.client.get(f"/publicity/{period.key}")
    for words in (
        "王*",
        "2 口人",
        "每月 860 元",
        "莲叶路社区",
        "水镇街道初步审核",
        "11月30日（周一）",
        "监督电话",
        "14000000900",
    ):
        assert words in page.text, words
    assert "王芳" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in page.text
    for secret in ("14000001234", period.request.number, "明亮花园", "1号楼", f"/{period.request_id}"):
        assert secret not in page.text


@pytest.mark.parametrize("path", ["", "/objection"])
def test_gone_at_midnight_in_shanghai_though_no_worker_ran(desk, path):
    period = posted(desk)
    address = f"/publicity/{period.key}{path}"
    desk.client.get(address)  # whoever keeps pages has seen it
    desk.at = LAST_SECOND
    assert desk.client.get(address).status_code == 200
    assert period.key in desk.client.get("/publicity").text
    desk.at = MIDNIGHT
    gone = desk.client.get(address)
    assert gone.status_code == 410
    assert "公示已经结束" in gone.text
    assert gone.headers["Cache-Control"] == "no-store"
    for words in ("王*", "最低生活保障", "莲叶路", "860"):
        assert words not in gone.text
    assert period.key not in desk.client.get("/publicity").text
    assert period.ended_at is None


def test_no_page_of_it_is_kept(desk, app):
    period = posted(desk)
    for address in ("/publicity", f"/publicity/{period.key}", f"/publicity/{period.key}/objection"):
        desk.client.get(address)
        desk.client.get(address)
    kept = app.extensions["kept_pages"].cache._kept
    assert not [key for key in kept if "publicity" in str(key)]


def test_an_address_nobody_gave_out_is_not_found(desk):
    assert desk.client.get("/publicity/nothing-here").status_code == 404


def test_nowhere_else(desk):
    """No board, feed, search or map of the site tells of it; who searches the web is asked to stay away."""
    period = posted(desk)
    routes = [
        rule.rule
        for rule in desk.client.application.url_map.iter_rules()
        if "GET" in rule.methods and not rule.arguments and not rule.rule.startswith(("/staff", "/publicity"))
    ]
    for route in routes:
        answer = desk.client.get(route)
        if answer.is_json or answer.mimetype.startswith("text"):
            assert period.key not in answer.text, route
            assert "王*" not in answer.text, route
    assert "王*" not in desk.client.get("/publicity").text
    assert "Disallow: /publicity" in desk.client.get("/robots.txt").text


def test_names_in_full_only_where_it_is_set(desk, app):
    app.config["PUBLIC_NAMES"] = "full"
    request = reviewed(desk)
    desk.sign_in("street").done(request, "publicity", **_form())
    [period] = periods_of(request)
    assert "王芳" in desk.client.get(f"/publicity/{period.key}").text
    app.config["PUBLIC_NAMES"] = "masked"
    page = desk.client.get(f"/publicity/{period.key}").text
    assert "王芳" not in page
    assert "王*" in page


def _form(**facts: object) -> dict[str, object]:
    usual = {
        "of_age": "yes",
        "household": "2",
        "amount": "860",
        "hangs_at": "社区公示栏",
        "days": 7,
        "informed": "y",
    }
    return usual | facts


def test_staff_begin_it_with_what_the_matter_names(desk):
    request = reviewed(desk)
    page = desk.sign_in("street").page(request, step="begin_publicity")
    assert "拟每月给多少元" in page
    assert "类别，用笼统的说法" not in page
    assert desk.take(request, "publicity", **_form(amount="很多")).status_code == 422
    assert desk.take(request, "publicity", **_form(hangs_at="3号楼2单元门口")).status_code == 422
    assert desk.take(request, "publicity", **_form(informed="")).status_code == 422
    assert not periods_of(request)
    desk.done(request, "publicity", **_form())
    page = desk.page(request)
    assert "还在公示，到11月30日 24 点结束" in page
    assert f'href="/staff/publicity/periods/{periods_of(request)[0].id}"' in page


def test_a_minor_is_left_out_and_the_request_goes_on(desk):
    request = reviewed(desk, "canjizheng")
    mandate(request, PersonAge.MINOR)
    answer = desk.sign_in("street").take(request, "publicity", of_age="yes", finding="符合条件", informed="y")
    assert answer.status_code == 422
    assert "不满 18 周岁，不能公示" in answer.text
    desk.done(request, "publicity", of_age="no")
    assert db.session.query(PublicityWaiver).count() == 1
    desk.sign_in("leader").done(request, "resolution", words="已经批准，下月发证")


def follow(desk, request):
    """The person, with number and code."""
    code = drawn_code()
    request.code_digest = code_digest(code)
    db.session.commit()
    client = desk.client.application.test_client()
    client.post("/track", data={"number": request.number, "code": code})
    return client


def test_the_person_sees_exactly_what_is_public_and_until_when(desk):
    period = posted(desk)
    person = follow(desk, period.request)
    page = person.get("/track/request").text
    for words in ("正在公示您的这些情况", "王*", "每月 860 元", "11月30日 24 点", "规定要先公示"):
        assert words in page
    assert f'href="/publicity/{period.key}"' in page
    desk.at = MIDNIGHT
    follower = follow(desk, period.request)
    assert "正在公示" not in follower.get("/track/request").text


def test_an_objection_gets_a_number_and_a_code_on_its_receipt(desk):
    period = posted(desk)
    form = desk.client.get(f"/publicity/{period.key}/objection")
    token = re.search(r'name="token"[^>]*value="([^"]+)"', form.text)
    assert token
    answer = desk.client.post(f"/publicity/{period.key}/objection", data=typed(token=token[1], name="刘邻居"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    number, code = re.findall(r'class="token[^"]*">([^<]+)<', answer.text)
    assert "最晚 12月7日（周一） 复核完" in answer.text
    asked = desk.client.post("/publicity/objections", data={"number": number, "code": code})
    assert "正在复核" in asked.text
    assert WORDS[:12] not in asked.text
    again = desk.client.post(f"/publicity/{period.key}/objection", data=typed(token=token[1]))
    assert again.status_code == 200
    assert db.session.query(Objection).count() == 1


def test_typed_words_stay_when_something_is_wrong(desk):
    period = posted(desk)
    answer = desk.client.post(f"/publicity/{period.key}/objection", data=typed(phone="12"))
    assert answer.status_code == 422
    assert WORDS in answer.text
    assert "位数不对" in answer.text
    assert desk.client.post(f"/publicity/{period.key}/objection", data=typed(words="不对")).status_code == 422
    assert desk.client.post(f"/publicity/{period.key}/objection", data=typed(token="")).status_code == 422


def test_the_answer_is_read_with_number_and_code(desk):
    raised = objected(desk, posted(desk))
    ask = {"number": raised.objection.number, "code": raised.code}
    assert desk.client.post("/publicity/objections", data=ask | {"code": "222222"}).status_code == 422
    rechecked(desk, raised, Outcome.UNFOUNDED)
    page = desk.client.post("/publicity/objections", data=ask)
    assert "核实过了，那套房子不是他家的。" in page.text
    assert "房子已经卖了" not in page.text  # that is for staff
    assert page.headers["Cache-Control"] == "no-store"


def test_guessing_is_limited(desk, monkeypatch):
    raised = objected(desk, posted(desk))
    monkeypatch.setattr(limiter, "enabled", True)
    guess = {"number": raised.objection.number, "code": "222222"}
    assert {desk.client.post("/publicity/objections", data=guess).status_code for _ in range(40)} == {422, 429}


def test_objections_are_confidential_wherever_the_person_and_the_agent_look(desk):
    """The person, and the worker who filed for them, open every page they can: nothing of it is anywhere."""
    period = posted(desk)
    request = period.request
    mandate(request, PersonAge.ADULT)
    agent = db.session.scalars(db.select(Mandate)).one()
    agent.kind, agent.agent_user_id = AgentKind.COMMITTEE, desk.cast.users["street"].id
    raised = objected(desk, period, name="刘邻居", phone="14000005555")
    objections = {"objection_id": raised.objection.id, "period_id": period.id, "request_id": request.id}
    db.session.commit()
    person, worker = follow(desk, request), desk.client.application.test_client().sign_in("street")
    for client in (person, worker):
        for rule in desk.client.application.url_map.iter_rules():
            if rule.endpoint == "static" or "GET" not in rule.methods or rule.arguments - {*objections, "key"}:
                continue
            values = {name: objections.get(name, period.key) for name in rule.arguments}
            page = client.get(rule.build(values)[1])
            if page.mimetype.startswith("text") or page.is_json:
                for secret in SECRETS[:3]:
                    assert secret not in page.text, f"{rule.rule} tells {secret}"
    assert worker.get(f"/staff/publicity/objections/{raised.objection.id}").status_code == 404
    assert worker.post(f"/staff/publicity/objections/{raised.objection.id}/reading").status_code == 404
    shown = worker.get(f"/staff/publicity/periods/{period.id}").text
    assert "内容只给复核的人看" in shown
    for message in db.session.scalars(db.select(Message)):
        assert not any(secret in message.body + str(message.words) for secret in SECRETS)


def test_who_filed_for_the_person_does_not_even_learn_that_there_is_one(desk):
    period = posted(desk)
    request = period.request
    mandate(request, PersonAge.ADULT)
    agent = db.session.scalars(db.select(Mandate)).one()
    agent.kind, agent.agent_user_id = AgentKind.COMMITTEE, desk.cast.users["street"].id
    objected(desk, period)
    desk.at += timedelta(days=20)  # the re-check is late as well
    for one in due_requests(desk.at):
        Sweep(desk.system).look_at(one)
    db.session.commit()
    address, shelf = f"/staff/publicity/periods/{period.id}", "/staff/publicity/periods?shelf=objected"
    for name, hears in (("leader", True), ("street", False)):
        desk.sign_in(name)
        assert ("条异议要复核" in desk.page(request)) is hears
        assert ("有人提出异议" in desk.page(request)) is hears
        assert ("复核异议" in desk.page(request)) is hears
        assert (address in desk.client.get(shelf).text) is hears
        assert ("收到的一条" in desk.client.get(address).text) is hears
    assert "看不到有没有异议" in desk.client.get(address).text


def test_a_recheck_is_opened_on_the_record_and_answered(desk):
    period = posted(desk)
    raised = objected(desk, period, name="刘邻居")
    address = f"/staff/publicity/objections/{raised.objection.id}"
    desk.sign_in("street")
    assert f'href="{address}"' in desk.client.get(f"/staff/publicity/periods/{period.id}").text
    assert WORDS not in desk.client.get(address).text
    opened = desk.client.post(f"{address}/reading")
    assert WORDS in opened.text
    assert "刘邻居" in opened.text
    [read] = db.session.scalars(db.select(Record).where(Record.action == "objection.read"))
    assert read.by == "street"
    assert WORDS not in read.detail
    same = {"outcome": "resurvey", "found": "去看过", "answer": "去看过"}
    assert desk.client.post(f"{address}/recheck", data=same).status_code == 422
    assert db.session.query(Record).filter(Record.action == "objection.read").count() == 2
    done = desk.client.post(f"{address}/recheck", data=same | {"answer": "您说的情况属实，要重新调查。"})
    assert done.status_code == 303
    db.session.expire_all()
    assert period.ending is PeriodEnding.FOUNDED
    assert desk.client.get(f"/publicity/{period.key}").status_code == 410
    assert "公示结束了" in follow(desk, period.request).get("/track/request").text


def test_the_desk_lists_what_runs_what_was_objected_to_and_what_is_over(desk):
    period = posted(desk)
    desk.sign_in("officer")
    assert f"/staff/publicity/periods/{period.id}" in desk.client.get("/staff/publicity/periods").text
    assert "没有要复核的异议" in desk.client.get("/staff/publicity/periods?shelf=objected").text
    objected(desk, period)
    assert f"/staff/publicity/periods/{period.id}" in desk.client.get("/staff/publicity/periods?shelf=objected").text
    desk.at = MIDNIGHT
    swept(desk)
    desk.sign_in("officer")
    assert "异议还在复核" in desk.client.get("/staff/publicity/periods?shelf=over").text
    desk.sign_in("stranger")
    assert f"/staff/publicity/periods/{period.id}" not in desk.client.get("/staff/publicity/periods?shelf=over").text
    assert desk.client.get(f"/staff/publicity/periods/{period.id}").status_code == 404


def test_the_notice_for_the_board_is_printed_on_the_record(desk):
    period = posted(desk)
    desk.sign_in("pan")
    page = desk.client.get(f"/staff/publicity/periods/{period.id}/notice").text
    for words in (
        "公示期",
        "11月24日（周二） 到 11月30日（周一） 24 点",
        "请撤下",
        f"http://linge.example/publicity/{period.key}",
    ):
        assert words in page
    assert not db.session.query(Record).filter(Record.action == "publicity.notice_printed").count()
    assert "data-print-now" in desk.client.post(f"/staff/publicity/periods/{period.id}/notice").text
    assert db.session.query(Record).filter(Record.action == "publicity.notice_printed").count() == 1
    desk.at = MIDNIGHT
    desk.sign_in("pan")
    assert desk.client.post(f"/staff/publicity/periods/{period.id}/notice").status_code == 409


def test_taken_down_at_once_by_who_has_it(desk):
    period = posted(desk)
    address = f"/staff/publicity/periods/{period.id}/withdrawal"
    assert desk.sign_in("pan").client.post(address, data={"words": "写错了"}).status_code == 422
    desk.sign_in("street")
    assert desk.client.post(address, data={"words": ""}).status_code == 422
    assert desk.client.post(address, data={"words": "金额写错了"}).status_code == 303
    assert desk.client.get(f"/publicity/{period.key}").status_code == 410
    assert "金额写错了" in desk.client.get(f"/staff/publicity/periods/{period.id}").text


def test_a_place_that_decides_for_itself_is_only_reminded(desk):
    request = reviewed(desk, "gaoling")
    assert "这个事项有的地方要公示" in desk.sign_in("street").page(request)
    desk.sign_in("leader").done(request, "resolution", words="已经批准，下月起发放")


def test_without_a_period_there_is_no_decision_on_the_desk(desk):
    request = desk.at_subdistrict(APPROVAL)
    handling.accept(request, desk.staff("street"))
    assert "要先公示" in desk.sign_in("street").page(request)
    handling.review(request, "符合条件", desk.staff("street"))
    db.session.commit()
    page = desk.sign_in("leader").page(request)
    assert 'resolution"' not in page
    assert desk.take(request, "resolution", words="已经批准，下月起发放").status_code == 422
