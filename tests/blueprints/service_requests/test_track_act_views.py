"""What whoever filed a request does with it, each act on a small page of its own."""

import io

import pytest
from sqlalchemy import func, select

from portal.db import db
from portal.domain.service_requests.attachments import Attachment
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.steps import handling, rating, voicing, waiting
from portal.domain.service_requests.times import LimitKind, Supplement
from portal.domain.service_requests.voices import Grade, Rating, Urge
from portal.domain.service_requests.workflow import Status, Step
from tests.blueprints.service_requests.following import resident_of
from tests.domain.service_requests.making import last_entry, limits_of
from tests.domain.service_requests.pictures import picture

ITEMS = [{"name": "户口簿本人页", "how": "重拍一张"}, {"name": "收入证明", "how": "单位开"}]


@pytest.fixture
def resident(app, cast, monkeypatch):
    return resident_of(app, cast, monkeypatch)


@pytest.fixture
def town(resident):
    return resident.town


@pytest.fixture
def request_(resident, town) -> ServiceRequest:
    """Signed for by the grid worker, and open on the phone of who filed it."""
    filed = town.file()
    handling.sign_for(filed.request, town.cast.users["pan"], town.staff("pan"))
    resident.open(filed)
    return filed.request


@pytest.fixture
def resolved(town, request_) -> ServiceRequest:
    handling.resolve(request_, "灯泡换好了，晚上亮了", town.staff("pan"))
    db.session.commit()
    return request_


@pytest.fixture
def asked(town, request_) -> ServiceRequest:
    waiting.ask_supplement(request_, ITEMS, town.staff("pan"), otherwise="当作不办了", wanted_by=None)
    db.session.commit()
    return request_


def send(resident, act: str, *, revision: int | None = None, **typed):
    """As the page at hand would, with the revision it shows."""
    page = resident.client.get(f"/track/request/{act}").text
    shown = page.partition('name="revision" type="hidden" value="')[2].partition('"')[0]
    data = {"revision": str(revision) if revision is not None else shown} | typed
    files = any(isinstance(value, list) for value in typed.values())
    answer = resident.client.post(
        f"/track/request/{act}", data=data, content_type="multipart/form-data" if files else None
    )
    db.session.expire_all()
    return answer


def count(kind) -> int:
    return db.session.scalar(select(func.count(kind.id))) or 0


class TestAddingFacts:
    def test_words_and_photos_go_to_whoever_works_on_it(self, resident, request_):
        photos = [(io.BytesIO(picture()), "a.jpg"), (io.BytesIO(picture()), "b.jpg")]
        answer = send(resident, "facts", words="昨天有人摔了一跤", photos=photos)
        assert answer.headers["Location"] == "/track/request"
        entry = last_entry(request_)
        assert (entry.step, entry.told) == (Step.ADD_FACTS, "昨天有人摔了一跤")
        assert set(db.session.scalars(select(Attachment.entry_id))) == {entry.id}
        page = resident.page().text
        assert "补充的情况收到了" in page
        assert page.count("/attachments/") == 4

    def test_a_photo_alone_will_do(self, resident, request_):
        assert send(resident, "facts", photos=[(io.BytesIO(picture()), "a.jpg")]).status_code == 303
        assert last_entry(request_).told == "补了照片。"

    def test_nothing_at_all_will_not(self, resident, request_):
        answer = send(resident, "facts", words="  ")
        assert answer.status_code == 422
        assert "请写几句，或者选一张照片。" in answer.text

    def test_what_is_no_photo_is_refused_and_the_words_are_kept(self, resident, request_):
        answer = send(resident, "facts", words="昨天有人摔了一跤", photos=[(io.BytesIO(b"<html>"), "a.jpg")])
        assert answer.status_code == 422
        assert "这个文件不是照片" in answer.text
        assert "昨天有人摔了一跤</textarea>" in answer.text
        assert count(Attachment) == 0
        assert last_entry(request_).step is Step.SIGN_FOR

    def test_the_same_form_sent_twice_is_one_entry(self, resident, request_):
        revision = request_.revision
        for _ in range(2):
            assert send(resident, "facts", revision=revision, words="昨天有人摔了一跤").status_code == 303
        send(resident, "facts", revision=revision, words="今天又摔了一个")
        told = db.session.scalars(select(Entry.told).where(Entry.step == Step.ADD_FACTS)).all()
        assert told == ["昨天有人摔了一跤", "今天又摔了一个"]

    def test_too_many_photos_are_named(self, resident, request_):
        answer = send(resident, "facts", words="x", photos=[(io.BytesIO(b"x"), f"{n}.jpg") for n in range(7)])
        assert answer.status_code == 422
        assert "一次最多传 6 张" in answer.text


class TestAnsweringARequestForPapers:
    def test_each_paper_is_answered_and_the_clock_goes_on(self, resident, asked):
        answer = send(
            resident,
            "supplement",
            state_1="have",
            state_2="cannot",
            reason_2="单位关门了",
            photos_1=[(io.BytesIO(picture()), "a.jpg")],
        )
        assert answer.status_code == 303
        assert asked.status is Status.IN_PROGRESS
        got = [item["got"] for item in db.session.scalars(select(Supplement)).one().items]
        assert got == ["yes", ""]
        assert "户口簿本人页：有\n收入证明：拿不到，单位关门了" in last_entry(asked).told
        assert count(Attachment) == 1

    def test_who_cannot_get_one_is_asked_why(self, resident, asked):
        answer = send(resident, "supplement", state_1="have", state_2="cannot")
        assert answer.status_code == 422
        assert "拿不到，请写为什么" in answer.text
        assert asked.status is Status.WAITING

    def test_each_paper_has_to_be_answered(self, resident, asked):
        answer = send(resident, "supplement", state_1="have")
        assert answer.status_code == 422
        assert "“收入证明”，请选一个。" in answer.text

    def test_the_page_of_an_answered_one_leads_back(self, resident, request_):
        assert resident.client.get("/track/request/supplement").headers["Location"] == "/track/request"


class TestUrging:
    def test_once_in_a_limit_and_what_happens_is_said_before(self, resident, town, request_):
        assert "一个工作日内给您书面答复" in resident.client.get("/track/request/urging").text
        revision = request_.revision
        for _ in range(2):
            assert send(resident, "urging", revision=revision, words="老人不敢出门").status_code == 303
        assert count(Urge) == 1
        assert resident.client.get("/track/request/urging").status_code == 303
        page = resident.page().text
        assert "正等书面答复" in page
        assert 'href="/track/request/urging"' not in page

    def test_a_second_one_is_refused_with_a_sentence(self, resident, request_):
        send(resident, "urging", words="老人不敢出门")
        answer = send(resident, "urging", revision=request_.revision + 9, words="再催一次")
        assert answer.status_code == 422
        assert "同一个期限内只催一次" in answer.text
        assert "再催一次</textarea>" in answer.text

    def test_the_answer_stands_on_the_page(self, resident, town, request_):
        send(resident, "urging", words="")
        voicing.answer_urge(db.session.scalars(select(Urge)).one(), "灯具周三到货", town.staff("pan"))
        db.session.commit()
        assert "答复：灯具周三到货" in resident.page().text

    def test_while_papers_are_waited_for_nobody_can_be_urged(self, resident, asked):
        assert resident.client.get("/track/request/urging").headers["Location"] == "/track/request"


class TestWithdrawing:
    def test_it_is_asked_once_more_and_then_done(self, resident, request_):
        assert "撤回以后就不再办了" in resident.client.get("/track/request/withdrawal").text
        assert request_.status is Status.IN_PROGRESS
        revision = request_.revision
        assert send(resident, "withdrawal", words="自己修好了").status_code == 303
        assert request_.status is Status.WITHDRAWN
        assert "您撤回了这件" in resident.page().text
        assert send(resident, "withdrawal", revision=revision).status_code == 303

    def test_what_was_resolved_meanwhile_is_not_withdrawn(self, resident, town, request_):
        handling.resolve(request_, "灯泡换好了，晚上亮了", town.staff("pan"))
        db.session.commit()
        answer = resident.client.post("/track/request/withdrawal", data={"revision": "2"})
        assert answer.status_code == 422
        assert "不能撤回" in answer.text


class TestSayingThatItIsNotSolved:
    def test_work_begins_anew(self, resident, resolved):
        revision = resolved.revision
        for _ in range(2):
            assert send(resident, "reopening", revision=revision, words="晚上又不亮了").status_code == 303
        assert (resolved.status, resolved.reopenings) == (Status.FILED, 1)

    def test_it_says_what_is_missing(self, resident, resolved):
        answer = send(resident, "reopening", words="")
        assert answer.status_code == 422
        assert "请写哪里没有解决" in answer.text

    def test_after_the_days_are_over_it_is_not_offered(self, resident, town, resolved):
        resident.later(minutes=20)
        assert 'href="/track/request/reopening"' in resident.page().text
        resolved.settled_at = town.at.replace(year=2026, month=11, day=1)
        assert 'href="/track/request/reopening"' not in resident.page().text


class TestRating:
    def test_solved_is_asked_apart_from_five_grades(self, resident, resolved):
        page = resident.client.get("/track/request/rating").text
        assert page.count('name="grade"') == 5
        assert page.count('name="solved"') == 2
        assert "1 个工作日内联系您，5 个工作日内办好" in page

    def test_a_good_one_closes_it_with_thanks(self, resident, resolved):
        assert send(resident, "rating", solved="yes", grade="satisfied", words="很快").status_code == 303
        given = db.session.scalars(select(Rating)).one()
        assert (given.grade, given.solved, given.words) == (Grade.SATISFIED, True, "很快")
        page = resident.page().text
        assert "谢谢您的评价。" in page
        assert "您的评价：满意" in page
        assert 'href="/track/request/rating"' not in page

    @pytest.mark.parametrize(
        ("solved", "grade"), [("yes", "dissatisfied"), ("yes", "very_dissatisfied"), ("no", "satisfied")]
    )
    def test_a_low_one_opens_rework_with_its_two_limits(self, resident, resolved, solved, grade):
        send(resident, "rating", solved=solved, grade=grade)
        kinds = {limit.kind: limit.due_at for limit in limits_of(resolved)}
        assert kinds[LimitKind.REWORK_CONTACT].astimezone().date().isoformat() == "2026-11-24"
        assert kinds[LimitKind.REWORK_FINISH].astimezone().date().isoformat() == "2026-11-30"
        page = resident.page().text
        assert "对不起，没有办好。我们重新办。" in page

    def test_both_have_to_be_answered(self, resident, resolved):
        answer = send(resident, "rating", grade="satisfied", words="很快")
        assert answer.status_code == 422
        assert "请选解决了没有。" in answer.text
        assert "很快</textarea>" in answer.text
        assert send(resident, "rating", solved="yes", grade="superb").status_code == 422
        assert count(Rating) == 0

    def test_sent_twice_it_is_one(self, resident, resolved):
        revision = resolved.revision
        for grade in ("satisfied", "very_dissatisfied"):
            assert send(resident, "rating", revision=revision, solved="yes", grade=grade).status_code == 303
        assert db.session.scalars(select(Rating)).one().grade is Grade.SATISFIED

    def test_staff_cannot_grade(self, app, resident, resolved):
        client = app.test_client().sign_in("pan")
        answer = client.post("/track/request/rating", data={"solved": "yes", "grade": "very_satisfied"})
        assert answer.headers["Location"] == "/track?over=1"
        assert count(Rating) == 0

    def test_what_is_open_cannot_be_graded(self, resident, request_):
        assert resident.client.get("/track/request/rating").headers["Location"] == "/track/request"
        answer = resident.client.post("/track/request/rating", data={"solved": "yes", "grade": "satisfied"})
        assert answer.status_code == 422
        assert rating.round_of(request_) == 1
        assert count(Rating) == 0


@pytest.mark.parametrize("act", ["facts", "supplement", "urging", "withdrawal", "reopening", "rating"])
def test_without_an_open_request_every_act_asks_for_number_and_code(resident, act):
    for answer in (
        resident.client.get(f"/track/request/{act}"),
        resident.client.post(f"/track/request/{act}", data={"words": "x"}),
    ):
        assert (answer.status_code, answer.headers["Location"]) == (303, "/track?over=1")
