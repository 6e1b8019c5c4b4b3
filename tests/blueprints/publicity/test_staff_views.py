"""Checking results in the back office."""

from datetime import timedelta

import pytest

from portal.db import db
from portal.domain.publicity.models import ResultPosting
from portal.domain.records.models import Record
from tests.domain.publicity.requests import FILED, insert_request

WORDS = "路灯换了新灯泡，晚上已经亮了。"


@pytest.fixture
def lamp(cast):
    made = insert_request(
        cast, building=cast.bright1, settled_at=FILED + timedelta(days=3), result="已到3号楼修好，报修人周小满确认"
    )
    made.applicant_name, made.applicant_phone, made.phone_digest = "周小满", "14000002207", "-"
    db.session.commit()
    return made


@pytest.fixture
def path(lamp) -> str:
    return f"/staff/publicity/{lamp.id}"


@pytest.fixture
def officer(client, lamp):
    return client.sign_in("officer")


def publish(client, path, **typed):
    return client.post(f"{path}/posting", data={"sentence": WORDS, "seen": "", **typed})


def posting() -> ResultPosting | None:
    return db.session.scalars(db.select(ResultPosting)).one_or_none()


def test_the_list_shows_what_waits(officer, path):
    page = officer.get("/staff/publicity").text
    assert f'href="{path}"' in page
    assert "明亮花园" in page
    assert "都核对完了。" in officer.get("/staff/publicity?shelf=waiting").text or path in page
    assert "这里还没有。" in officer.get("/staff/publicity?shelf=shown").text


def test_an_unknown_shelf_is_the_first_one(officer, path):
    assert path in officer.get("/staff/publicity?shelf=moon").text


def test_the_sentence_begins_empty_beside_what_the_handler_wrote(officer, path):
    page = officer.get(path).text
    assert "已到3号楼修好，报修人周小满确认" in page
    assert "里面好像有反映人的名字或电话、楼号、单元或门牌、人名或称呼，不要照抄。" in page
    assert '<textarea aria-describedby="sentence-hint " aria-invalid="false" id="sentence"' in page
    assert "></textarea>" in page.replace("\r\n", "").replace("\n", "")


def test_published_it_leaves_the_list_and_stands_on_the_board(officer, path):
    answer = publish(officer, path)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/publicity")
    assert "都核对完了。" in officer.get("/staff/publicity").text
    assert WORDS in officer.get("/results").text
    assert "officer 公开了" in officer.get(path).text
    assert db.session.scalars(db.select(Record.action)).all()[-1] == "result.published"


def test_a_concern_is_named_and_what_was_typed_stays(officer, path):
    answer = publish(officer, path, sentence="3号楼前的路灯亮了")
    assert answer.status_code == 422
    assert "这句话里好像有楼号、单元或门牌。" in answer.text
    assert "3号楼前的路灯亮了</textarea>" in answer.text
    assert 'name="looked_twice"' in answer.text
    assert publish(officer, path, sentence="3号楼前的路灯亮了", looked_twice="y").status_code == 303


def test_a_telephone_number_cannot_be_ticked_away(officer, path):
    answer = publish(officer, path, sentence="有事请打 14000002207", looked_twice="y")
    assert answer.status_code == 422
    assert 'name="looked_twice"' not in answer.text
    assert posting() is None


@pytest.mark.parametrize("sentence", ["", "好", "灯亮了。谢谢。", "灯" * 90, "灯" * 201])
def test_what_is_no_sentence_is_refused(officer, path, sentence):
    assert publish(officer, path, sentence=sentence).status_code == 422
    assert posting() is None


def test_taken_off_it_is_gone_at_once(officer, path):
    publish(officer, path)
    assert officer.post(f"{path}/withdrawal").status_code == 303
    assert WORDS not in officer.get("/results").text
    assert path in officer.get("/staff/publicity?shelf=kept_off").text
    assert officer.post(f"{path}/withdrawal").status_code == 409


def test_kept_off_it_can_be_published_later(officer, path):
    assert officer.post(f"{path}/exclusion", data={"seen": ""}).status_code == 303
    page = officer.get(path).text
    mark = page.partition('name="seen" value="')[2].partition('"')[0]
    assert mark.endswith(" off")
    assert publish(officer, path, seen=mark).status_code == 303
    assert WORDS in officer.get("/results").text


def test_a_colleague_was_faster(officer, path):
    publish(officer, path)
    assert "刚才有同事核对过这一件。" in publish(officer, path).text
    assert officer.post(f"{path}/exclusion", data={"seen": ""}).status_code == 409


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("pan", 403), ("cheng", 403), ("viewer", 403)])
def test_others_do_not_check_it(client, path, who, status):
    client.sign_in(who)
    assert client.get(path).status_code == status
    assert publish(client, path).status_code == status
    assert posting() is None
