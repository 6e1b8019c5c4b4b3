"""Low grades on the desk: rework and its two limits, appeals, verdicts."""

import pytest

from portal.db import db
from portal.domain.service_requests.steps import handling, rating
from portal.domain.service_requests.voices import Appeal, Grade, Verdict
from tests.blueprints.service_requests.desk import desk_of

LIST = "/staff/requests/ratings"


@pytest.fixture
def desk(app, cast, monkeypatch):
    return desk_of(app, cast, monkeypatch)


@pytest.fixture
def low(desk):
    """Dissatisfied, although it is solved."""
    request = desk.resolved()
    given = rating.rate(request, Grade.DISSATISFIED, True, "来得太晚", desk.resident)
    db.session.commit()
    return given


@pytest.fixture
def appealed(desk, low):
    made = rating.appeal(low, "居民说的是另一件事", desk.staff("pan"))
    db.session.commit()
    return made


class TestTheList:
    def test_low_grades_stand_first_with_what_they_set_going(self, desk, low):
        fine = desk.resolved()
        rating.rate(fine, Grade.SATISFIED, True, "很快", desk.resident)
        page = desk.sign_in("officer").client.get(LIST).text
        assert "来得太晚" in page
        assert "很快" not in page
        assert "最晚 11月24日（周二）" in page
        assert "最晚 11月30日（周一）" in page
        assert "很快" in desk.client.get(f"{LIST}?sort=all").text

    def test_what_is_unsolved_is_low_whatever_the_grade(self, desk):
        rating.rate(desk.resolved(), Grade.SATISFIED, False, "还在漏", desk.resident)
        assert "还在漏" in desk.sign_in("officer").client.get(LIST).text

    def test_kept_and_late_limits_are_told_apart(self, desk, low):
        handling.contact(low.request, "道过歉", desk.staff("pan"))
        desk.wait(days=9)
        page = desk.sign_in("viewer").client.get(LIST).text
        assert "11月23日 做到" in page
        assert "超了 2 天" in page

    def test_other_places_are_not_seen(self, desk, low):
        assert "来得太晚" not in desk.sign_in("stranger").client.get(LIST).text

    def test_names_and_phones_are_not_on_it(self, desk, low):
        page = desk.sign_in("officer").client.get(LIST).text
        assert "王芳" not in page
        assert "14000001234" not in page

    def test_nothing_to_see_is_said(self, desk):
        assert "还没有这样的评价。" in desk.sign_in("officer").client.get(LIST).text
        assert "没有等裁定的申诉。" in desk.client.get(f"{LIST}?sort=appealed").text

    def test_a_strange_filter_gives_the_low_ones(self, desk, low):
        assert "来得太晚" in desk.sign_in("officer").client.get(f"{LIST}?sort=🏠&page=9").text


class TestAppealing:
    def test_the_unit_says_why_and_a_supervisor_finds_it(self, desk, low):
        desk.sign_in("pan")
        assert "来得太晚" in desk.client.get(f"{LIST}/{low.id}/appeal").text
        answer = desk.client.post(f"{LIST}/{low.id}/appeal", data={"reason": "居民说的是另一件事"})
        assert answer.headers["Location"] == f"/staff/requests/{low.request_id}"
        page = desk.sign_in("viewer").client.get(f"{LIST}?sort=appealed").text
        assert "居民说的是另一件事" in page
        made = db.session.scalars(db.select(Appeal)).one()
        assert f"/staff/requests/appeals/{made.id}/verdict" in page

    def test_without_a_reason_it_is_not_taken(self, desk, low):
        answer = desk.sign_in("pan").client.post(f"{LIST}/{low.id}/appeal", data={"reason": " "})
        assert answer.status_code == 422
        assert "请写明理由" in answer.text

    def test_twice_is_refused_with_a_sentence_and_what_was_typed(self, desk, appealed):
        address = f"{LIST}/{appealed.rating_id}/appeal"
        answer = desk.sign_in("pan").client.post(address, data={"reason": "再说一次"})
        assert answer.status_code == 422

    @pytest.mark.parametrize("who", ["stranger", "li"])
    def test_of_other_places_it_does_not_exist(self, desk, low, who):
        assert desk.sign_in(who).client.get(f"{LIST}/{low.id}/appeal").status_code == 404


class TestTheVerdict:
    def test_both_texts_are_kept_and_an_upheld_grade_is_not_counted(self, desk, appealed):
        address = f"/staff/requests/appeals/{appealed.id}/verdict"
        page = desk.sign_in("viewer").client.get(address).text
        assert "居民说的是另一件事" in page
        assert "来得太晚" in page
        answer = desk.client.post(address, data={"verdict": "upheld", "reason": "核对过，评的是别家"})
        assert answer.status_code == 303
        db.session.expire_all()
        assert (appealed.verdict, appealed.reason) == (Verdict.UPHELD, "居民说的是另一件事")
        assert (appealed.rating.counted, appealed.rating.grade) == (False, Grade.DISSATISFIED)
        page = desk.client.get(LIST).text
        assert "核对过，评的是别家" in page
        assert "不计入" in page

    def test_dismissed_it_counts_as_before(self, desk, appealed):
        address = f"/staff/requests/appeals/{appealed.id}/verdict"
        desk.sign_in("viewer").client.post(address, data={"verdict": "dismissed", "reason": "评的就是这件"})
        db.session.expire_all()
        assert appealed.rating.counted

    def test_it_needs_a_choice_and_a_reason(self, desk, appealed):
        address = f"/staff/requests/appeals/{appealed.id}/verdict"
        answer = desk.sign_in("viewer").client.post(address, data={"reason": ""})
        assert answer.status_code == 422
        assert "请选一个裁定。" in answer.text
        assert "请写明理由" in answer.text

    def test_once_decided_it_stays(self, desk, appealed):
        address = f"/staff/requests/appeals/{appealed.id}/verdict"
        desk.sign_in("viewer").client.post(address, data={"verdict": "dismissed", "reason": "评的就是这件"})
        answer = desk.client.post(address, data={"verdict": "upheld", "reason": "改主意了"})
        assert answer.status_code == 422
        db.session.expire_all()
        assert appealed.verdict is Verdict.DISMISSED

    @pytest.mark.parametrize("who", ["officer", "pan", "street"])
    def test_only_who_judges_may(self, desk, appealed, who):
        assert desk.sign_in(who).client.get(f"/staff/requests/appeals/{appealed.id}/verdict").status_code == 403
