"""A form becomes a request once, on both databases, however often and however simultaneously it is sent."""

import io
from dataclasses import replace
from datetime import datetime

import pytest
import zxingcpp
from flask import Flask
from PIL import Image

from portal.attachments import photo_files
from portal.db import db
from portal.domain.service_requests import drafts, photos
from portal.domain.service_requests.draft_places import at_key
from portal.domain.service_requests.holder import Holder
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.receipt_pictures import receipt_picture
from portal.domain.service_requests.receipts import Receipt, spaced_code
from portal.domain.service_requests.sending import receipts_of, send, send_follow
from portal.domain.service_requests.steps.codes import opens
from portal.domain.service_requests.voices import Follower
from portal.domain.service_requests.workflow import Actor
from portal.domain.workdays.working_hours import SHANGHAI
from tests.cast import fill
from tests.conftest import TODAY
from tests.domain.service_requests.making import COORDINATED, MONDAY, PHONE, Town, load_matters, version_of
from tests.domain.service_requests.pictures import picture
from tests.parallel import at_once

ANSWERS = [{"question": "什么坏了", "answer": "楼道灯不亮"}]


@pytest.fixture
def both_towns(both_apps: Flask) -> Town:
    cast = fill(TODAY)
    load_matters()
    return Town(cast)


def filled(town: Town) -> str:
    """The token of a phone whose form is ready to be sent."""
    token = drafts.new_token()
    draft = drafts.begin(token, version_of(COORDINATED), at=MONDAY)
    drafts.keep(draft, at=MONDAY, who={"name": "王芳", "phone": PHONE})
    db.session.commit()
    return token


def send_it(town: Town, token: str) -> None:
    draft = drafts.find_draft(token, COORDINATED, MONDAY, locked=True)
    place = at_key(f"building-{town.cast.bright1.id}", TODAY)
    send(draft, place, ANSWERS, town.resident, shared=False)


def test_sent_five_times_at_once_it_is_one_request_with_one_code(both_apps, both_towns):
    town, token = both_towns, filled(both_towns)
    building, acting = town.cast.bright1.id, town.resident

    def act(_number: int) -> None:
        draft = drafts.find_draft(token, COORDINATED, MONDAY, locked=True)
        send(draft, at_key(f"building-{building}", TODAY), ANSWERS, acting, shared=False)

    db.session.rollback()
    assert at_once(both_apps, act, range(5)) == []
    [made] = db.session.scalars(db.select(ServiceRequest))
    [receipt] = receipts_of(drafts.find_draft(token, COORDINATED, MONDAY))
    assert opens(receipt["number"], receipt["code"]).request is made


def test_followed_five_times_at_once_it_is_one_follower_with_one_code(both_apps, both_towns):
    town = both_towns
    known, token, acting = town.filed().id, filled(town), town.neighbour
    db.session.rollback()

    def act(_number: int) -> None:
        draft = drafts.find_draft(token, COORDINATED, MONDAY, locked=True)
        send_follow(draft, db.session.get(ServiceRequest, known), "", acting)

    assert at_once(both_apps, act, range(5)) == []
    [follower] = db.session.scalars(db.select(Follower))
    [receipt] = receipts_of(drafts.find_draft(token, COORDINATED, MONDAY))
    assert opens(receipt["number"], receipt["code"]).follower is follower


def test_the_photos_go_along_and_outlive_the_form(town):
    token = filled(town)
    draft = drafts.find_draft(token, COORDINATED, MONDAY)
    photo = photos.add_photo(picture(), files=photo_files(), draft=draft, added_by=Actor.RESIDENT, at=MONDAY)
    key = photo.key
    send_it(town, token)
    db.session.commit()
    [made] = db.session.scalars(db.select(ServiceRequest))
    assert [one.key for one in photos.shown_to_resident(made)] == [key]
    assert drafts.throw_away_all(token) == []
    db.session.commit()
    assert [one.key for one in photos.all_of(made)] == [key]


def receipt(**changed: object) -> Receipt:
    usual = Receipt(
        number="261123-0001-7",
        code="K7M 2QX",
        matter="楼道堆物、电动车飞线充电",
        place="明亮花园 1号楼 2单元",
        filed_at=MONDAY,
        due_at=datetime(2026, 11, 25, 23, 59, 59, tzinfo=SHANGHAI),
        provisional=False,
        because=(),
        contact_at=None,
        holder=Holder("莲叶路社区第1网格", "潘一", "14000000101", True),
    )
    return replace(usual, **changed)


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"matter": "失能老年人养老服务消费补贴和长期护理保险失能评定待遇申请" * 2, "place": "长" * 100},
        {"number": "261123-1234567-7", "provisional": True, "due_at": None},
        {
            "holder": Holder(
                "水镇街道综合行政执法中队城市管理办公室", "阿卜杜拉·阿卜杜热合曼", "053284000001,801", False
            )
        },
        {"holder": Holder("水镇街道", "", "", False), "followed": True},
    ],
    ids=["usual", "long", "large number", "department", "vacant"],
)
def test_the_picture_is_small_and_its_code_leads_to_the_page_without_number_or_code(changed):
    content = receipt_picture(receipt(**changed), url="http://linge.example/track", site="邻格")
    drawn = Image.open(io.BytesIO(content)).convert("RGB")
    assert (drawn.size, len(content) < 120_000) == ((1080, 1620), True)
    assert [found.text for found in zxingcpp.read_barcodes(drawn)] == ["http://linge.example/track"]
    edge = drawn.crop((1000, 0, 1080, 1620)).getcolors()
    assert edge == [(80 * 1620, (255, 255, 255))], "something is drawn over the margin"


@pytest.mark.parametrize(("code", "shown"), [("K7M2QX", "K7M 2QX"), ("K7M2Q", "K7M 2Q"), ("", "")])
def test_a_code_is_read_aloud_in_two_halves(code, shown):
    assert spaced_code(code) == shown
