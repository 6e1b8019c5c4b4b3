"""Papers at the desk and on the phone of whoever follows: the list with small pictures, what was found, what comes."""

import io

import pytest
from flask import Flask
from sqlalchemy import select

from portal.attachments import make_next, photo_files
from portal.db import db
from portal.domain.papers.checking import check
from portal.domain.papers.models import PaperCheck
from portal.domain.service_requests import photos
from portal.domain.service_requests.attachments import Attachment
from portal.domain.service_requests.steps import handling, moving, waiting
from portal.domain.service_requests.times import LimitKind, Supplement
from portal.domain.service_requests.workflow import Status, Step
from tests.blueprints.service_requests.desk import Desk, desk_of
from tests.blueprints.service_requests.following import resident_of
from tests.cast import Cast
from tests.domain.papers.making import CANNOT, CARD, HAVE, MATTER, PHOTO, answered, row_of
from tests.domain.papers.sheets import jpeg, photographed
from tests.domain.service_requests.making import last_entry, the

GOOD, SHAKEN = jpeg(photographed()), jpeg(photographed(blur=6))


def as_filed(town):
    """The card was photographed, the photo cannot be had; code and number as told."""
    filed = town.file(MATTER)
    answered(town, filed.request, copies=(CARD,), **{CARD: (HAVE,), PHOTO: (CANNOT, "出不了门")})
    return filed


def signed(town):
    filed = as_filed(town)
    handling.sign_for(filed.request, town.cast.users["pan"], town.staff("pan"))
    db.session.commit()
    return filed


@pytest.fixture
def desk(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return desk_of(app, cast, monkeypatch)


def send_step(desk: Desk, request, noun: str, **typed):
    db.session.refresh(request)
    sent = {
        f"step-{name}": [(io.BytesIO(one), "a.jpg") for one in v] if isinstance(v, list) else v
        for name, v in typed.items()
    }
    sent["step-revision"] = request.revision
    answer = desk.client.post(f"/staff/requests/{request.id}/{noun}", data=sent, content_type="multipart/form-data")
    db.session.expire_all()
    return answer


class TestAtTheDesk:
    def test_the_list_shows_each_paper_with_small_pictures_to_who_works_on_it(self, desk):
        request = signed(desk).request
        while make_next(lambda: False):
            pass
        [copy] = photos.copies_of(request)
        page = desk.sign_in("pan").page(request)
        assert f"/attachments/{copy.key}/small" in page
        assert "出不了门" in page
        small = desk.client.get(f"/attachments/{copy.key}/small")
        assert (small.status_code, small.mimetype, small.headers["Cache-Control"]) == (200, "image/jpeg", "no-store")
        assert small.data[:3] == b"\xff\xd8\xff"
        assert not photo_files().ready(copy.key).read_bytes().startswith(b"\xff\xd8\xff")

    def test_who_only_looks_on_sees_neither_copies_nor_reasons(self, desk):
        request = signed(desk).request
        [copy] = photos.copies_of(request)
        page = desk.sign_in("viewer").client.get(f"/staff/requests/{request.id}")
        if page.status_code == 200:
            assert "出不了门" not in page.text
            assert copy.key not in page.text
        for address in (f"/attachments/{copy.key}", f"/attachments/{copy.key}/small"):
            assert desk.client.get(address).status_code == 404
        desk.sign_in("stranger")
        assert desk.client.get(f"/attachments/{copy.key}").status_code == 404

    def test_staff_say_what_they_found(self, desk):
        request = signed(desk).request
        page = desk.sign_in("pan").page(request, step="check_papers")
        assert "看过原件" in page
        answer = send_step(desk, request, "papers-check", found_1="unreadable", found_2="fine", words="上门看过")
        assert answer.status_code == 303
        assert row_of(request, CARD).found is PaperCheck.UNREADABLE
        assert "看不清，要重拍" in desk.page(request)
        assert send_step(desk, request, "papers-check", found_1="unseen", found_2="unseen").status_code == 422

    def test_staff_take_papers_in_with_pictures(self, desk):
        request = signed(desk).request
        desk.sign_in("pan")
        answer = send_step(desk, request, "papers", state_1="not_now", state_2="not_now", photos_2=[GOOD])
        assert answer.status_code == 303, answer.text[:2000]
        assert row_of(request, PHOTO).received_at == desk.at
        newest = db.session.scalars(select(Attachment).order_by(Attachment.id.desc())).first()
        assert (newest.paper, newest.entry_id) == (PHOTO, last_entry(request).id)
        assert send_step(desk, request, "papers", state_1="not_now", state_2="not_now").status_code == 422
        assert send_step(desk, request, "papers", state_1="cannot", state_2="not_now").status_code == 422

    def test_the_list_of_what_is_missing_is_filled_in_and_has_to_be_complete(self, desk):
        request = signed(desk).request
        check(request, {CARD: PaperCheck.UNREADABLE}, "", desk.staff("pan"))
        page = desk.sign_in("pan").page(request, step="ask_supplement")
        assert page.count("checked") >= 2
        assert f"{CARD}（交来的看不清）" in page
        answer = desk.take(request, "supplement-request", papers=[CARD])
        assert answer.status_code == 422
        assert f"还有没列上的：{PHOTO}" in answer.text
        desk.done(request, "supplement-request", papers=[CARD], left_out="照片上门拍")
        [asked] = db.session.scalars(select(Supplement))
        assert asked.items[0]["why"] == "交来的看不清"
        assert "四个角" in asked.items[0]["how"]

    def test_accepting_offers_a_promise_only_where_the_rest_may_follow(self, desk):
        request = signed(desk).request
        for who, above in (("pan", "officer"), ("officer", "street")):
            moving.escalate(request, "材料齐了往上报", desk.staff(who))
            handling.sign_for(request, desk.cast.users[above], desk.staff(above))
        page = desk.sign_in("street").page(request, step="accept")
        assert "先受理，这些后补" in page
        answer = desk.take(request, "acceptance", follow=[PHOTO], promise="写了承诺书", until="")
        assert answer.status_code == 422
        desk.done(request, "acceptance", follow=[PHOTO], promise="写了承诺书", until="2026-12-03", otherwise="先停下来")
        assert the(request, LimitKind.PROMISED_PAPERS).met_at is None
        assert "本人承诺：写了承诺书\n先停下来" in last_entry(request).told
        assert "后补，" in desk.page(request)

    def test_nothing_missing_accepting_is_one_tap(self, desk):
        request = answered(desk, desk.filed(MATTER), copies=(CARD, PHOTO), **{CARD: (HAVE,), PHOTO: (HAVE,)})
        for who in ("pan", "officer", "street"):
            handling.sign_for(request, desk.cast.users[who], desk.staff(who))
            if who != "street":
                moving.escalate(request, "材料齐了往上报", desk.staff(who))
        page = desk.sign_in("street").page(request)
        assert f"/staff/requests/{request.id}/acceptance" in page
        desk.done(request, "acceptance")
        assert request.accepted_at == desk.at


class TestOnThePhone:
    @pytest.fixture
    def resident(self, app, cast, monkeypatch):
        return resident_of(app, cast, monkeypatch)

    def send(self, resident, act: str, **typed):
        page = resident.client.get(f"/track/request/{act}").text
        shown = page.partition('name="revision" type="hidden" value="')[2].partition('"')[0]
        sent = {
            name: [(io.BytesIO(one), "a.jpg") for one in v] if isinstance(v, list) else v for name, v in typed.items()
        }
        answer = resident.client.post(
            f"/track/request/{act}", data={"revision": shown, **sent}, content_type="multipart/form-data"
        )
        db.session.expire_all()
        return answer

    def test_the_person_sees_each_paper_and_sends_one_later(self, resident):
        filed = signed(resident.town)
        page = resident.open(filed).text
        assert "拿不到" in page
        assert "出不了门" in page
        assert "交材料、换照片" in page
        answer = self.send(resident, "papers", state_1="not_now", state_2="have", photos_2=[GOOD])
        assert answer.status_code == 303
        assert row_of(filed.request, PHOTO).received_at == resident.town.at
        copy = photos.copies_of(filed.request)[-1]
        assert copy.paper == PHOTO
        assert f"/attachments/{copy.key}/small" in resident.page().text
        assert resident.client.get(f"/attachments/{copy.key}").headers["Cache-Control"] == "no-store"

    def test_a_picture_that_may_not_be_legible_is_taken_and_said_so(self, resident):
        filed = signed(resident.town)
        resident.open(filed)
        self.send(resident, "papers", state_1="have", state_2="not_now", photos_1=[SHAKEN])
        assert f"“{CARD}”的照片可能看不清" in resident.page().text
        assert photos.copies_of(filed.request)[-1].faults == "blurred"

    def test_a_list_is_answered_paper_by_paper_and_both_lists_stay_to_be_read(self, resident):
        town, filed = resident.town, signed(resident.town)
        request = filed.request
        facts = {"otherwise": "先停下来", "wanted_by": None}
        waiting.ask_supplement(request, [{"name": PHOTO, "how": "手机拍"}], town.staff("pan"), **facts)
        db.session.commit()
        resident.open(filed)
        assert resident.client.get("/track/request/papers").headers["Location"] == "/track/request/supplement"
        answer = self.send(resident, "supplement", state_1="have", photos_1=[GOOD])
        assert answer.status_code == 303
        assert request.status is Status.IN_PROGRESS
        copy = photos.copies_of(request)[-1]
        assert (copy.paper, copy.entry.step) == (PHOTO, Step.SUPPLEMENT)
        again = [{"name": "收入证明", "how": "单位开"}]
        waiting.ask_supplement(request, again, town.staff("pan"), again="新来的要求", **facts)
        db.session.commit()
        page = resident.page().text
        assert "第 1 次告知" in page
        assert "第 2 次告知" in page
        assert "为什么又要：新来的要求" in page
        assert "来了" in page

    def test_what_is_no_picture_is_refused_and_nothing_is_written(self, resident):
        filed = signed(resident.town)
        resident.open(filed)
        answer = self.send(
            resident, "papers", state_1="not_now", state_2="cannot", reason_2="还是不行", photos_1=[b"<html>"]
        )
        assert answer.status_code == 422
        assert "不是照片" in answer.text
        assert "还是不行" in answer.text
        assert last_entry(filed.request).step is Step.SIGN_FOR
