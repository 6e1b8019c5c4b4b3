"""The address lookup for everybody: answer, choice, or an honest none; live and plain."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.db import db
from portal.domain.grids.models import Assignment, Building
from tests.blueprints.grids.asking import ask, page
from tests.cast import Cast
from tests.conftest import TODAY

pytestmark = pytest.mark.usefixtures("cast_index")
LIVE = {"HX-Request": "true"}


def test_an_empty_search_begins_with_addresses_of_this_register(client: FlaskClient):
    start = page(client, "")
    assert "明亮花园1号楼" in start
    assert "明亮小区1-3" in start
    assert "莲叶路7号" in start


def test_an_empty_register_finds_nothing_and_breaks_nothing(app: Flask):
    client = app.test_client()
    assert "可以这样写" not in page(client, "")
    assert "没有找到这个地址" in page(client, "明亮花园1号楼")
    assert 'href="tel:12345"' in page(client, "明亮花园1号楼")


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


def test_buildings_written_in_a_scope_show_only_the_fitting_part(client: FlaskClient, cast: Cast):
    said = page(client, "明亮花园")
    assert "莲叶路单号" not in said


def test_a_building_without_estate_shows_its_number(client: FlaskClient):
    building = db.session.scalars(db.select(Building).filter_by(code="B0007")).one()
    assert building.title in page(client, "莲叶路7号")
