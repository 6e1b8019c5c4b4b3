"""我家可能享受哪些政策: answered at once, kept nowhere; the lines behind it are edited like the rest of a matter."""

import logging

import pytest

from portal.db import db
from portal.domain.matters import services
from portal.domain.matters.models import Matter
from portal.domain.matters.screening import QUESTIONS
from tests.domain.matters.catalogue import WHO, load

PAGE = "/services/screening"
MOTHER = {"age": "eighty", "living": "alone", "hukou": "here"}


@pytest.fixture
def matters(cast):
    return load()


def rows() -> dict[str, int]:
    """How many rows every table of the database has."""
    names = db.inspect(db.engine).get_table_names()
    return {name: db.session.scalar(db.text(f'SELECT count(*) FROM "{name}"')) for name in names}


def test_the_questions_stand_on_one_page_that_sets_no_cookie(client, matters):
    answer = client.get(PAGE)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    for one in QUESTIONS:
        for option in one.options:
            assert f'name="{one.key}" value="{option}"' in answer.text
    assert 'method="post"' in answer.text
    assert "csrf_token" not in answer.text


def test_the_result_names_matters_with_the_reason_and_a_way_to_begin(client, matters):
    answer = client.post(PAGE, data=MOTHER)
    assert answer.status_code == 200
    assert "高龄津贴" in answer.text
    assert "因为您说：家里有 80 岁以上的老人、户口在本地。" in answer.text
    assert "街道说了算" in answer.text
    assert "年龄和钱数各地不同" in answer.text
    assert 'href="/services/gaoling/apply"' in answer.text
    assert "替父母、家人办，也从这里开始" in answer.text
    assert "先问问再说" not in answer.text


def test_nothing_of_it_is_kept(app, client, matters, caplog):
    app.config["WTF_CSRF_ENABLED"] = True
    with caplog.at_level(logging.DEBUG):
        answer = client.post(PAGE, data={"money": "short", "disability": "card"})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "short" not in caplog.text
    before = rows()
    client.post(PAGE, data=MOTHER)
    assert rows() == before


def test_no_answer_at_all_is_said_so(client, matters):
    answer = client.post(PAGE, data={"age": "", "money": "\x00", "who": "王芳"})
    assert answer.status_code == 422
    assert "一个都没有答" in answer.text
    assert "王芳" not in answer.text


def test_answers_can_be_changed_without_starting_anew(client, matters):
    answer = client.post(PAGE, data={**MOTHER, "again": "1"})
    assert 'id="age-eighty" name="age" value="eighty" checked' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_where_nothing_fits_there_is_still_a_phone(client, matters):
    answer = client.post(PAGE, data={"age": "none", "money": "enough"})
    assert "没有找到现成的" in answer.text
    assert "tel:" in answer.text


def test_trouble_now_shows_the_numbers_first(client, matters):
    page = client.post(PAGE, data={"money": "emergency"}).text
    assert page.index("tel:120") < page.index("临时救助（急难型")
    assert "叫门没人应" not in client.post(PAGE, data=MOTHER).text


def test_a_retired_matter_does_not_come_up(client, matters):
    services.retire(matters["gaoling"], **WHO)
    db.session.commit()
    assert "高龄津贴" not in client.post(PAGE, data=MOTHER).text


def test_it_is_linked_from_the_front_page_and_the_guide_and_hands_the_placard_on(client, matters):
    assert f'href="{PAGE}"' in client.get("/").text
    assert f'href="{PAGE}?placard=ABCD2345"' in client.get("/services?placard=ABCD2345").text
    assert "placard=ABCD2345" in client.post(f"{PAGE}?placard=ABCD2345", data=MOTHER).text


def test_in_english_the_questions_are_there_too(client, matters):
    client.set_cookie("language", "en")
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, data=MOTHER).status_code == 200


def test_staff_edit_the_lines_and_the_checklist(app, matters):
    admin = app.test_client().sign_in("admin")
    gaoling = matters["gaoling"]
    page = admin.get(f"/staff/matters/{gaoling.id}/screening").text
    assert "老人是80以上，户口是本地：值得申请" in page
    sent = {"seen": "1", "screening": "老人是70到79或80以上：值得申请。本市 70 岁起"}
    assert admin.post(f"/staff/matters/{gaoling.id}/screening", data=sent).status_code == 303
    assert "本市 70 岁起" in admin.post(PAGE, data={"age": "seventy"}).text
    wrong = admin.post(f"/staff/matters/{gaoling.id}/screening", data={"seen": "2", "screening": "老人很老：先问问"})
    assert wrong.status_code == 422
    assert "老人很老" in wrong.text


def test_staff_edit_what_is_looked_at_on_a_visit(app, matters):
    admin = app.test_client().sign_in("admin")
    address = f"/staff/matters/{matters['tekun'].id}/visit"
    assert "自己能吃饭" in admin.get(address).text
    sent = {
        "seen": "1", "people": "3",
        "checklist-0-key": "eat", "checklist-0-label": "能自己吃饭", "checklist-0-kind": "yes_no",
        "checklist-0-counts": "y",
        "checklist-1-key": "", "checklist-1-label": "屋里暖和", "checklist-1-kind": "yes_no",
        "grades-0-up_to": "1", "grades-0-name": "要人帮",
    }  # fmt: skip
    assert admin.post(address, data=sent).status_code == 303
    db.session.expire_all()
    said = db.session.get(Matter, matters["tekun"].id).current.content
    assert said["visit"] == {"people": 3, "grades": [{"up_to": 1, "name": "要人帮"}]}
    assert [row["key"] for row in said["checklist"]] == ["eat", "c1"]
    refused = admin.post(address, data={**sent, "seen": "2", "grades-0-up_to": "4"})
    assert refused.status_code == 422
    assert "做不到" in refused.text
