"""Following a request: number and code, the page they open, and how it closes again."""

import logging

import pytest

from portal import clock
from portal.db import db
from portal.domain.service_requests.numbering import shown
from portal.domain.service_requests.steps import codes, handling, moving, rating, voicing, waiting
from portal.domain.service_requests.voices import Follower, Grade
from portal.sweeping import run_sweep
from tests.blueprints.service_requests.following import resident_of
from tests.domain.service_requests.making import APPROVAL, GENERAL, PHONE

WRONG = "编号和查询码对不上"
_WIDE = {ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"}


@pytest.fixture
def resident(app, cast, monkeypatch):
    return resident_of(app, cast, monkeypatch)


@pytest.fixture
def town(resident):
    return resident.town


class TestNumberAndCode:
    def test_they_open_the_request_and_stand_in_no_address(self, resident, town):
        filed = town.file()
        answer = resident.try_it(filed.request.number, filed.code)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/track/request")
        page = resident.page()
        assert page.status_code == 200
        assert shown(filed.request.number) in page.text
        for address in (answer.headers["Location"], page.request.path):
            assert filed.code not in address
            assert filed.request.number not in address

    @pytest.mark.parametrize(
        "write",
        [
            lambda number, code: (shown(number), code.lower()),
            lambda number, code: (f" {number[:6]} {number[6:]} ", f"{code[:3]} {code[3:]}"),
            lambda number, code: (number.translate(_WIDE), "".join(chr(ord(one) + 0xFEE0) for one in code)),
            lambda number, code: (shown(number).replace("-", "－"), f"{code[:2]}-{code[2:]}"),
        ],
    )
    def test_they_may_be_typed_in_any_way(self, resident, town, write):
        filed = town.file()
        assert resident.try_it(*write(filed.request.number, filed.code)).status_code == 303

    def test_what_is_wrong_gets_one_sentence_that_does_not_say_which(self, resident, town):
        filed, other = town.file(), town.file()
        number = filed.request.number
        pages = set()
        for typed in ((number, other.code), ("26112399999", filed.code), ("12", filed.code), (number, "🏠 代码")):
            answer = resident.try_it(*typed)
            assert answer.status_code == 422
            assert WRONG in answer.text
            page = answer.text.partition("<main")[2].partition("</main")[0].partition('name="csrf_token"')[0]
            pages.add(page)
        assert len(pages) == 1
        assert resident.page().headers["Location"] == "/track?over=1"

    def test_empty_fields_are_named(self, resident):
        answer = resident.try_it("", "")
        assert answer.status_code == 422
        assert "请写查询码。" in answer.text
        assert WRONG not in answer.text

    def test_the_browser_is_not_to_remember_the_code(self, resident):
        page = resident.client.get("/track").text
        assert page.count('autocomplete="off"') >= 2

    def test_a_get_with_number_and_code_opens_nothing(self, resident, town):
        filed = town.file()
        page = resident.client.get("/track", query_string={"number": filed.request.number, "code": filed.code})
        assert filed.code not in page.text
        assert resident.page().status_code == 303

    def test_nothing_private_is_logged(self, resident, town, caplog):
        caplog.set_level(logging.DEBUG)
        filed = town.file()
        resident.try_it(filed.request.number, "WRONG1")
        resident.open(filed)
        for private in (filed.code, "WRONG1", "王芳", PHONE):
            assert private not in caplog.text


class TestTheSession:
    def test_it_lasts_half_an_hour_from_the_last_use(self, resident, town):
        resident.open(town.file())
        resident.later(minutes=29)
        assert resident.page().status_code == 200
        resident.later(minutes=29)
        assert resident.page().status_code == 200
        resident.later(minutes=30)
        assert resident.page().headers["Location"] == "/track?over=1"
        assert resident.cookie == ""
        assert "已经关上" in resident.client.get("/track?over=1").text

    def test_a_page_that_asks_for_news_by_itself_is_no_use(self, resident, town):
        filed = town.file()
        resident.open(filed)
        polled = {"HX-Request": "true"}
        for _ in range(3):
            resident.later(minutes=10)
            answer = resident.client.get(f"/track/request?revision={filed.request.revision}", headers=polled)
        assert answer.headers["HX-Redirect"] == "/track?over=1"
        assert "王芳" not in answer.text

    def test_another_request_takes_its_place(self, resident, town):
        first, second = town.file(), town.file(GENERAL)
        resident.open(first)
        page = resident.open(second).text
        assert shown(second.request.number) in page
        assert shown(first.request.number) not in page

    def test_a_wrong_try_does_not_close_what_is_open(self, resident, town):
        filed = town.file()
        resident.open(filed)
        resident.try_it(filed.request.number, "WRONG1")
        assert resident.page().status_code == 200

    def test_a_renewed_code_closes_it_on_every_other_phone(self, resident, town):
        filed = town.file()
        resident.open(filed)
        codes.new_code(filed.request, "回拨登记的电话，说得出提交日期", town.staff("pan"))
        assert resident.page().status_code == 303

    def test_the_cookie_holds_no_code_and_no_name(self, resident, town):
        filed = town.file()
        resident.open(filed)
        with resident.client.session_transaction() as session:
            kept = dict(session["track"])
        assert kept["id"] == filed.request.id
        assert filed.code not in str(kept)
        assert filed.request.code_digest not in str(kept)

    def test_a_session_of_staff_opens_nothing_by_itself(self, resident, town):
        town.file()
        db.session.commit()
        resident.client.sign_in("officer")
        assert resident.page().status_code == 303

    def test_closing_it_leaves_staff_signed_in(self, resident, town):
        filed = town.file()
        resident.client.sign_in("pan")
        resident.open(filed)
        resident.client.post("/track/leaving")
        assert resident.page().status_code == 303
        assert resident.client.get("/staff/me").status_code == 200


class TestASharedPhone:
    def test_it_is_closed_after_five_minutes(self, resident, town):
        resident.open(town.file(), shared="y")
        resident.later(minutes=4)
        assert resident.page().status_code == 200
        resident.later(minutes=5)
        assert resident.page().status_code == 303
        assert resident.cookie == ""

    def test_the_screen_clears_itself_without_scripts(self, resident, town):
        filed = town.file()
        assert "Refresh" not in resident.open(filed).headers
        assert resident.open(filed, shared="y").headers["Refresh"] == "302; url=/track?over=1"

    def test_the_cookie_ends_with_the_browser(self, resident, town):
        filed = town.file()
        answer = resident.try_it(filed.request.number, filed.code, shared="y")
        (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("linge=")]
        assert "Expires" not in cookie
        assert "Max-Age" not in cookie
        assert "HttpOnly" in cookie

    @pytest.mark.parametrize(("shared", "cleared"), [({}, '"cache"'), ({"shared": "y"}, '"cache", "storage"')])
    def test_after_clearing_nothing_is_left(self, resident, town, shared, cleared):
        resident.open(town.file(), **shared)
        answer = resident.client.post("/track/leaving")
        assert answer.headers["Location"] == "/track/left"
        assert answer.headers["Clear-Site-Data"] == cleared
        assert resident.cookie == ""
        assert "清掉了" in resident.client.get("/track/left").text
        assert resident.page().status_code == 303


def test_no_page_of_it_is_kept_or_found(resident, town):
    resident.open(town.file())
    for path in ("/track", "/track/request", "/track/request/facts", "/track/request/urging", "/track/left"):
        headers = resident.client.get(path).headers
        assert headers["Cache-Control"] == "no-store", path
        assert "noindex" in headers["X-Robots-Tag"], path
        assert headers["Referrer-Policy"] == "same-origin", path


def test_who_lost_the_code_is_told_whom_to_phone(resident):
    page = resident.client.get("/track/lost-code").text
    assert "/lookup" in page
    assert "<form" not in page


class TestThePage:
    def test_it_says_who_has_it_since_when_and_until_when(self, resident, town):
        filed = town.file()
        page = resident.open(filed).text
        assert "莲叶路社区第1网格" in page
        assert 'href="tel:14000000101"' in page
        assert "最晚 11月30日（周一） 给您答复" in page
        assert "民法典第201条" in page
        assert "第一个接待您的是" in page
        assert "今天提交的。" in page

    def test_nothing_internal_is_on_it(self, resident, town):
        filed = town.file()
        handling.note(filed.request, "和物业通过气，他们嫌贵", town.staff("pan"), public=False)
        moving_on(town, filed.request)
        page = resident.open(filed).text
        assert "嫌贵" not in page
        assert "要社区协调" not in page

    def test_days_are_told_by_whom_they_waited_on(self, resident, town):
        filed = town.file()
        handling.sign_for(filed.request, town.cast.users["pan"], town.staff("pan"))
        town.wait(days=1)
        ask(town, filed.request)
        town.wait(days=2)
        waiting.supplement(filed.request, "有了", town.resident)
        resident.later(days=1)
        assert "在我们这里 2 天，等您补材料 2 天（不算在期限里）。" in resident.open(filed).text

    def test_papers_come_first_with_their_day_and_the_clock_stands(self, resident, town):
        filed = town.file()
        handling.sign_for(filed.request, town.cast.users["pan"], town.staff("pan"))
        ask(town, filed.request)
        page = resident.open(filed).text
        assert "等您补材料" in page
        assert "请补交：" in page
        assert "看不清，重拍一张" in page
        assert "现在停着不计时" in page
        assert 'href="/track/request/supplement"' in page

    def test_what_is_late_is_said_with_the_name_of_who_let_it_pass(self, resident, town):
        filed = town.file()
        handling.sign_for(filed.request, town.cast.users["pan"], town.staff("pan"))
        resident.later(days=9)
        sweep(town)
        page = resident.open(filed).text
        assert "超期 2 天" in page
        assert "没有按时的是" in page
        assert "潘一" in page.partition("没有按时的是")[2][:30]
        assert "正在督促" in page

    def test_welfare_matters_show_two_clocks(self, resident, town):
        filed = town.file(APPROVAL)
        page = resident.open(filed).text
        clocks = page.partition("两个期限")[2].partition("</section>")[0]
        assert "社区答复" in clocks
        assert "法定办理" in clocks
        assert "30 个工作日" in clocks
        assert "在社区公示" in page

    def test_a_provisional_date_says_so(self, resident, town):
        resident.later(days=37)  # 2026-12-30
        page = resident.open(town.file()).text
        assert "暂定" in page.partition('<h2 id="way"')[0]

    def test_the_result_stands_where_the_deadline_was(self, resident, town):
        filed = town.file()
        handling.sign_for(filed.request, town.cast.users["pan"], town.staff("pan"))
        handling.resolve(filed.request, "灯泡换好了，晚上亮了", town.staff("pan"))
        page = resident.open(filed).text
        first = page.partition('<h2 id="way"')[0]
        assert "灯泡换好了" in first
        assert 'href="/track/request/rating"' in first
        assert 'href="/track/request/reopening"' in first
        assert "hx-trigger" not in page, "what is settled is not asked for again"

    def test_a_refusal_says_where_to_go(self, resident, town):
        filed = town.file()
        moving_on(town, filed.request)
        handling.sign_for(filed.request, town.cast.users["officer"], town.staff("officer"))
        handling.refuse(filed.request, "这条路归市里管，这里没有权限", "请打 12345 转市政", town.staff("officer"))
        page = resident.open(filed).text
        assert "请打 12345 转市政" in page

    def test_news_is_sent_only_when_there_is_some(self, resident, town):
        filed = town.file()
        resident.open(filed)
        polled = {"HX-Request": "true"}
        address = f"/track/request?revision={filed.request.revision}"
        assert resident.client.get(address, headers=polled).status_code == 204
        handling.sign_for(filed.request, town.cast.users["pan"], town.staff("pan"))
        answer = resident.client.get(address, headers=polled)
        assert answer.status_code == 200
        assert answer.text.lstrip().startswith('<div id="state"')
        assert "刚刚有新进展" in answer.text
        assert "<html" not in answer.text

    def test_after_a_low_grade_it_says_by_when_what_happens(self, resident, town):
        filed = town.file()
        handling.sign_for(filed.request, town.cast.users["pan"], town.staff("pan"))
        handling.resolve(filed.request, "灯泡换好了，晚上亮了", town.staff("pan"))
        rating.rate(filed.request, Grade.DISSATISFIED, False, "", town.resident)
        first = resident.open(filed).text.partition('<h2 id="way"')[0]
        assert "重新办" in first
        assert "11月24日（周二） 前有人联系您" in first
        assert "最晚 11月30日（周一）" in first


class TestANeighbour:
    @pytest.fixture
    def neighbour(self, resident, town):
        """Follows what Wang Fang reported, which passed through many hands."""
        request = town.at_community()
        code = voicing.follow(request, "neighbour", "14000004321", town.neighbour)
        voicing.add_facts(request, "我妈妈摔了一跤", town.resident)
        ask(town, request, "officer")
        db.session.commit()
        assert resident.try_it(request.number, code).status_code == 303
        return request

    def test_sees_where_it_stands_and_nothing_of_the_filer(self, resident, neighbour):
        page = resident.page().text
        assert "您跟进的事" in page
        assert "莲叶路社区签收了" in page
        private = ("王芳", PHONE, "摔了一跤", "户口簿", "3单元楼道的灯不亮了", "莲干事", "潘一", "14000004321", "经过")
        for word in private:
            assert word not in page, word

    @pytest.mark.parametrize("act", ["facts", "supplement", "urging", "withdrawal", "reopening", "rating"])
    def test_can_do_nothing_of_what_the_filer_does(self, resident, neighbour, act):
        data = {"words": "不要办了", "solved": "yes", "grade": "satisfied", "has_1": "yes"}
        assert resident.client.get(f"/track/request/{act}").status_code == 404
        assert resident.client.post(f"/track/request/{act}", data=data).status_code == 404

    def test_may_stop_following(self, resident, town, neighbour):
        answer = resident.client.post("/track/request/unfollowing")
        assert answer.headers["Location"] == "/track/left"
        assert db.session.scalar(db.select(db.func.count(Follower.id))) == 0
        assert resident.page().status_code == 303

    def test_the_filer_cannot_be_made_to_stop(self, resident, town):
        filed = town.file()
        resident.open(filed)
        assert resident.client.post("/track/request/unfollowing").headers["Location"] == "/track/request"
        assert resident.page().status_code == 200


def ask(town, request, who: str = "pan") -> None:
    items = [{"name": "户口簿本人页", "how": "看不清，重拍一张"}]
    waiting.ask_supplement(request, items, town.staff(who), otherwise="", wanted_by=None)


def moving_on(town, request) -> None:
    moving.escalate(request, "要社区协调", town.staff("pan"))


def sweep(town) -> None:
    assert clock.now() == town.at
    db.session.commit()
    run_sweep()
