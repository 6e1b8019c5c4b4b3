"""Finding requests: by number, name, phone, place and words, on both databases, within one's own scope."""

import pytest
from flask import Flask
from sqlalchemy import select, text

from portal.db import db
from portal.domain.service_requests import search
from portal.domain.service_requests.numbering import shown
from portal.domain.service_requests.places import place_of_building
from portal.domain.service_requests.reach import reach_of
from portal.domain.service_requests.search import RequestWords, words_of
from portal.domain.service_requests.steps import placing, voicing
from portal.domain.service_requests.workflow import Status
from tests.cast import Cast, fill
from tests.conftest import TODAY
from tests.domain.mandates.speaking import DAUGHTER, DAUGHTERS_PHONE, Speakers
from tests.domain.service_requests.making import Town, load_matters
from tests.domain.service_requests.stored import stored


@pytest.fixture
def cast(both_apps: Flask) -> Cast:
    return fill(TODAY)


def found(cast: Cast, typed: str, who: str = "officer") -> list[int]:
    db.session.flush()
    return [row.id for row in search.found(typed, reach_of(cast.users[who], TODAY))]


@pytest.mark.parametrize(
    "typed", ["{}", " {} ", "{shown}", "{spaced}", "{wide}"], ids=["digits", "blanks", "shown", "spaced", "full width"]
)
def test_by_number_however_it_is_written(cast: Cast, typed: str):
    request = stored(cast.l1)
    stored(cast.l1)
    number = request.number
    wide = number.translate({ord(str(digit)): ord("０") + digit for digit in range(10)})
    spaced = f"{number[:6]} {number[6:-1]} {number[-1]}"
    assert found(cast, typed.format(number, shown=shown(number), wide=wide, spaced=spaced)) == [request.id]


def test_by_whole_name_and_by_phone(cast: Cast):
    request = stored(cast.l1, name="欧阳小三", phone="14000003344")
    stored(cast.l1)
    for typed in (
        "欧阳小三",
        " 欧阳 小三 ",
        "3344",
        "14000003344",
        "140 0000 3344",
        "140-0000-3344",
        "+86 14000003344",
    ):
        assert found(cast, typed) == [request.id], typed


@pytest.mark.parametrize("typed", [DAUGHTER, "王 小丽", DAUGHTERS_PHONE[-4:], DAUGHTERS_PHONE, "140 0000 2202"])
def test_by_who_speaks_for_the_person(cast: Cast, typed: str):
    load_matters()
    town = Speakers(cast)
    request = town.file_for().request
    town.file()
    assert found(cast, typed) == [request.id]
    assert not found(cast, typed, "stranger")
    request.confidential = True
    assert not found(cast, typed)


@pytest.mark.parametrize("typed", ["欧阳", "小三", "334", "0000", "1400000334"])
def test_a_part_of_a_name_or_phone_finds_nobody(cast: Cast, typed: str):
    stored(cast.l1, name="欧阳小三", phone="14000003344")
    assert not found(cast, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "飞线",
        "充电",
        "飞线充电",
        "二楼拐角",
        "明亮花园",
        "明亮花园1号楼",
        "1号楼2单元",
        "莲叶路12号",
        "糊",
        "充电 拐角",
        "ＬＥＤ",
        "led",
        "報修",
        "报修",
    ],
)
def test_by_words_of_two_characters_and_by_address(cast: Cast, typed: str):
    request = stored(
        cast.l1,
        building=cast.bright1,
        entrance=cast.bright1.entrances[1],
        answers=[{"question": "是什么事", "answer": "二楼拐角三辆电动车飞线充电，LED 灯也坏了，有糊味"}],
    )
    stored(cast.m1, building=cast.maple1, summary="垃圾没人清", matter="huanjing-weisheng")
    assert found(cast, typed, "street") == [request.id]


@pytest.mark.parametrize(
    "typed", ["充线", "停水", "电动火车", "", "  ", "，。", "'", '"', "a OR b", "*", "NEAR(", "灯*", "\\", "%"]
)
def test_what_nobody_said_finds_nothing(cast: Cast, typed: str):
    stored(cast.l1, summary="飞线充电", answers=[{"question": "?", "answer": "飞线充电"}])
    assert not found(cast, typed)


def test_nothing_is_found_outside_of_the_scope(cast: Cast):
    request = stored(cast.m1, name="欧阳小三", phone="14000003344", summary="楼道飞线充电")
    for typed in (request.number, "欧阳小三", "3344", "14000003344", "飞线"):
        assert not found(cast, typed), typed
        assert not found(cast, typed, "pan"), typed
        assert found(cast, typed, "street") == [request.id], typed
        assert found(cast, typed, "viewer") == [request.id], typed


def test_a_department_finds_what_it_has_or_had(cast: Cast):
    squad, office = f"department:{cast.department.id}", f"community:{cast.lotus.id}"
    has, had = (
        stored(cast.l1, unit=squad, summary="占道摆摊"),
        stored(cast.l1, unit=office, had=(squad,), summary="占道摆摊"),
    )
    stored(cast.l1, summary="占道摆摊")
    assert found(cast, "占道", "cheng") == [had.id, has.id]


def test_who_wants_to_stay_unknown_is_found_by_the_handler_alone(cast: Cast):
    request = stored(
        cast.l1,
        name="欧阳小三",
        phone="14000003344",
        confidential=True,
        status=Status.IN_PROGRESS,
        handler=cast.users["pan"],
    )
    for typed in ("欧阳小三", "3344", "14000003344"):
        assert found(cast, typed, "pan") == [request.id]
        assert not found(cast, typed, "officer")


def test_settled_ones_are_found_as_well_newest_first(cast: Cast):
    old, new = stored(cast.l1, status=Status.CLOSED), stored(cast.l1)
    assert found(cast, "楼道灯不亮") == [new.id, old.id]


def test_the_words_follow_the_request(cast: Cast):
    load_matters()
    town = Town(cast)
    request = town.filed()
    assert found(cast, "明亮花园1号楼") == [request.id]
    voicing.add_facts(request, "隔壁单元水管也漏了", town.resident)
    assert found(cast, "水管") == [request.id]
    placing.correct_place(request, place_of_building(cast.bright5, TODAY), "写错楼了", town.staff("officer"))
    assert not found(cast, "明亮花园1号楼")
    assert found(cast, "明亮花园5号楼") == [request.id]
    db.session.rollback()
    db.session.refresh(request)
    assert found(cast, "明亮花园1号楼") == [request.id]
    assert not found(cast, "水管")


def test_nothing_personal_stands_among_the_words(cast: Cast):
    request = stored(cast.l1, name="欧阳小三", phone="14000003344", room="501室")
    words = db.session.scalars(select(RequestWords.words).where(RequestWords.request_id == request.id)).one()
    for private in ("欧阳", "阳小", "小三", "33", "50"):
        assert private not in words.split()


def test_the_pairs_of_a_text():
    assert list(words_of("飞线充电")) == ["飞线", "线充", "充电", "电"]
    assert list(words_of("灯，水")) == ["灯", "水"]
    assert list(words_of("")) == []
    assert set(words_of("楼" * 1000)) == {"楼楼", "楼"}


def test_the_search_asks_an_index(both_apps: Flask):
    fill(TODAY)
    if db.engine.dialect.name == "sqlite":
        plan = db.session.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT rowid FROM service_request_search WHERE service_request_search MATCH :asked"
            ),
            {"asked": '"飞线"'},
        )
        assert "VIRTUAL TABLE INDEX" in str(plan.all())
        return
    db.session.execute(text("SET enable_seqscan = off"))
    plan = db.session.execute(
        text(
            "EXPLAIN SELECT request_id FROM service_request_words WHERE"
            " array_to_tsvector(string_to_array(words, ' ')) @@ CAST('''飞线''' AS tsquery)"
        )
    )
    assert "service_request_search" in str(plan.all())
