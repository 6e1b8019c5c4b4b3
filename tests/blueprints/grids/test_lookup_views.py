"""The address lookup for everybody: answer, choice, or an honest none; live, plain and as JSON."""

import re
import sqlite3
import time
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.db import db
from portal.domain.grids.models import Assignment, Building, UnmatchedAddress
from tests.cast import Cast
from tests.conftest import TODAY

LIVE = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.lookup_index.BRIEFLY", 30.0)  # a busy machine must not fail a test


def page(client: FlaskClient, words: str, **kwargs: object) -> str:
    answer = client.get("/lookup", query_string={"q": words}, **kwargs)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def ask(client: FlaskClient, words: str) -> dict:
    return client.get("/api/lookup", query_string={"q": words}).get_json()


def test_an_empty_search_begins_with_addresses_of_this_register(client: FlaskClient):
    start = page(client, "")
    assert "明亮花园1号楼" in start
    assert "明亮小区1-3" in start
    assert "莲叶路7号" in start


def test_a_building_is_answered_with_the_reason_and_the_worker_to_call(client: FlaskClient):
    said = page(client, "明亮花园3号楼2单元")
    assert "明亮花园 3号楼 2单元" in said
    assert "按「明亮花园」认出" in said
    assert "潘一" in said
    assert 'href="tel:14000000101"' in said
    assert 'href="/buildings/B0003"' in said


def test_another_name_is_said_to_be_one(client: FlaskClient):
    assert "按别名「纺织宿舍」认出" in page(client, "纺织宿舍3号楼")


def test_a_name_that_only_sounds_alike_is_to_be_looked_at(client: FlaskClient):
    assert "请看看对不对" in page(client, "明靓花园3号楼")


def test_several_places_are_shown_side_by_side_with_their_workers(client: FlaskClient):
    said = page(client, "明亮花园")
    assert "找到 2 处" in said
    assert 'href="/grids/990001001/card"' in said
    assert 'href="/grids/990001002/card"' in said
    assert "明亮花园1号楼至3号楼" in said
    assert "潘一" in said
    assert "李二" in said
    assert 'href="tel:14000000101"' not in said, "nobody is to be called before the choice"


def test_none_names_who_to_phone_and_takes_the_address(client: FlaskClient):
    said = page(client, "幸福里18号楼 王秀英 13800138000")
    assert "没有找到这个地址" in said
    assert 'href="tel:14000000900"' in said
    assert 'action="/lookup/unmatched"' in said
    assert 'value="幸福里18号楼"' in said
    assert "莲叶路社区" in said
    assert "潘一" not in said
    assert "14000000101" not in said


def test_the_live_results_are_a_part_of_the_page(client: FlaskClient):
    for words in ("明亮花园3号楼", "明亮花园", "红楼", ""):
        live, whole = page(client, words, headers=LIVE), page(client, words)
        assert "<html" not in live
        assert live.count('id="results"') == 1
        shown = live.replace(live[live.index("<span hx-swap-oob") : live.index("</span>") + 7], "")
        assert bare(shown) in bare(whole)


def bare(html: str) -> str:
    """Without blanks and form tokens, which hold the second they were made in."""
    return "".join(re.sub(r'name="csrf_token" value="[^"]*"', "", html).split())


def test_live_results_tell_those_who_listen_what_was_found(client: FlaskClient):
    assert "找到 2 处，请选一处" in page(client, "明亮花园", headers=LIVE)


def test_the_form_works_without_scripts_and_keeps_the_words(client: FlaskClient):
    said = page(client, "明亮花园")
    assert 'action="/lookup"' in said
    assert 'method="get"' in said
    assert 'value="明亮花园"' in said


def test_live_search_does_not_write_the_words_into_the_history(client: FlaskClient):
    assert "hx-push-url" not in page(client, "")


def test_results_are_not_kept_and_the_next_page_is_not_told_the_words(client: FlaskClient):
    answer = client.get("/lookup?q=明亮花园")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" not in client.get("/lookup").headers["Cache-Control"], "else the way back forgets the results"


@pytest.mark.parametrize(
    "words",
    [
        "\x00",
        "红\x00楼",
        "\u202e楼红",
        "😀" * 50,
        "%",
        "' OR 1=1 --",
        "<script>",
        "{{7*7}}",
        "１２３",
        "-" * 500,
    ],
)
def test_odd_signs_break_nothing(client: FlaskClient, words: str):
    assert "<script>" not in page(client, words)
    assert ask(client, words)["decision"] in ("answer", "choose", "none")


def test_endless_text_is_cut_with_a_note(client: FlaskClient):
    assert "只看了前 200 个字" in page(client, "明亮花园3号楼" + "啊" * 5000)
    assert "只看了前 200 个字" not in page(client, "明亮花园3号楼")


def test_the_interface_answers_with_codes_and_names_but_no_person(client: FlaskClient):
    answer = ask(client, "明亮花园3号楼2单元")
    (first,) = answer["candidates"]
    assert answer["decision"] == "answer"
    assert first | {"score": 1} == {
        "building_code": "B0003",
        "grid_code": "990001001",
        "score": 1,
        "reason": "exact",
        "matched": "明亮花园",
        "unit": 2,
        "place": "明亮花园 3号楼 2单元",
        "grid_name": "莲叶路社区第1网格",
    }
    assert "潘一" not in str(answer)


def test_the_interface_takes_posted_json_without_a_token(app: Flask, client: FlaskClient):
    app.config["WTF_CSRF_ENABLED"] = True
    asked = client.post("/api/lookup", json={"q": "明亮花园"})
    assert asked.status_code == 200
    assert asked.get_json() == ask(client, "明亮花园")
    assert [one["building_code"] for one in asked.get_json()["candidates"]] == [None, None]


def test_the_interface_says_none_with_no_candidates(client: FlaskClient):
    assert ask(client, "红楼") == {"decision": "none", "candidates": []}


@pytest.mark.parametrize("body", [{}, {"q": 3}, [], "红楼", None])
def test_the_interface_refuses_what_asks_nothing_as_json(client: FlaskClient, body: object):
    answer = client.post("/api/lookup", json=body)
    assert answer.status_code == 400
    assert answer.get_json()["error"]


def test_the_interface_refuses_other_requests_as_json(client: FlaskClient):
    assert client.get("/api/lookup").status_code == 400
    assert client.post("/api/lookup", data="{", content_type="application/json").status_code == 400
    assert client.delete("/api/lookup").get_json()["error"]


def test_the_interface_is_rate_limited_and_says_so_as_json(client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("portal.blueprints.grids.lookup_views.API_RATE", "2 per minute")
    ask(client, "红楼")
    ask(client, "红楼")
    refused = client.get("/api/lookup", query_string={"q": "红楼"})
    assert refused.status_code == 429
    assert refused.get_json()["message"]


def test_asking_with_post_does_not_wait_for_a_writer(app: Flask, client: FlaskClient):
    ask(client, "明亮花园")
    writer = sqlite3.connect(Path(app.config["INSTANCE"]) / "linge.sqlite", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    assert client.post("/api/lookup", json={"q": "明亮花园"}).status_code == 200
    assert time.monotonic() - began < 5
    writer.close()


def test_a_building_has_a_page_with_its_worker(client: FlaskClient):
    said = client.get("/buildings/B0001").get_data(as_text=True)
    assert "明亮花园 1号楼" in said
    assert "莲叶路12号" in said
    assert "潘一" in said


def test_a_building_nobody_looks_after_says_so(client: FlaskClient, cast: Cast):
    db.session.delete(db.session.scalars(db.select(Assignment).filter_by(building_id=cast.maple1.id)).one())
    db.session.commit()
    said = client.get("/buildings/B0011").get_data(as_text=True)
    assert "这里还没有网格员" in said
    assert "何三" not in said


@pytest.mark.parametrize("code", ["B9999", "%00", "B0001%00x", "😀", "x" * 3000])
def test_a_building_that_does_not_exist_is_not_found(client: FlaskClient, code: str):
    assert client.get(f"/buildings/{code}").status_code == 404


def test_a_moved_building_is_answered_with_its_grid_of_today(client: FlaskClient, cast: Cast):
    page(client, "明亮花园1号楼")
    held = db.session.scalars(db.select(Assignment).filter_by(building_id=cast.bright1.id)).one()
    held.ends_on = TODAY
    db.session.add(Assignment(building_id=cast.bright1.id, grid_id=cast.l2.id, starts_on=TODAY))
    db.session.commit()
    assert "李二" in page(client, "明亮花园1号楼")


def test_an_unknown_address_is_taken_in_with_thanks(client: FlaskClient, cast: Cast):
    typed = {"address": "幸福里18号楼", "landmark": "粮店后面", "community": str(cast.lotus.id)}
    answer = client.post("/lookup/unmatched", data=typed)
    assert answer.status_code == 303
    thanks = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert "收到了，谢谢您" in thanks
    assert 'href="tel:14000000900"' in thanks
    row = db.session.scalars(db.select(UnmatchedAddress)).one()
    assert (row.address, row.landmark, row.community_id) == ("幸福里18号楼", "粮店后面", cast.lotus.id)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"address": ""}, "请写地址"),
        ({"address": "王秀英 13800138000"}, "请写小区、路名或楼号"),
        ({"address": "红" * 201}, "最多 200 个字"),
        ({"address": "红楼", "landmark": "粮" * 101}, "最多 100 个字"),
        ({"address": "红\x00楼"}, "看不见的符号"),
        ({"address": "红楼", "community": "999999"}, "哪个社区"),
        ({"address": "红楼", "community": "x"}, "哪个社区"),
    ],
)
def test_a_wrong_report_is_shown_again_with_what_was_typed(client: FlaskClient, typed: dict, sentence: str):
    answer = client.post("/lookup/unmatched", data=typed)
    assert answer.status_code == 422
    said = answer.get_data(as_text=True)
    assert sentence in said
    assert "error-summary" in said
    assert f'value="{typed["address"]}"' in said
    assert not db.session.scalars(db.select(UnmatchedAddress)).all()


def test_the_way_to_the_report_from_a_choice_takes_no_personal_words_along(client: FlaskClient):
    said = client.get("/lookup/unmatched", query_string={"address": "红楼 王秀英 13800138000"}).get_data(as_text=True)
    assert 'value="红楼"' in said
    assert "王秀英" not in said


def test_ten_reports_an_hour_are_enough_for_one_visitor(client: FlaskClient):
    for _ in range(3):
        assert client.post("/lookup/unmatched", data={"address": ""}).status_code == 422, "a slip does not count"
    for number in range(10):
        assert client.post("/lookup/unmatched", data={"address": f"红楼{number}号"}).status_code == 303
    assert client.post("/lookup/unmatched", data={"address": "红楼"}).status_code == 429


def test_buildings_written_in_a_scope_show_only_the_fitting_part(client: FlaskClient, cast: Cast):
    said = page(client, "明亮花园")
    assert "莲叶路单号" not in said


def test_a_building_without_estate_shows_its_number(client: FlaskClient):
    building = db.session.scalars(db.select(Building).filter_by(code="B0007")).one()
    assert building.title in page(client, "莲叶路7号")
