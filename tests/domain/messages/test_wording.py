"""Texts: one message each, with what matters whole, and nothing that only the resident knows."""

import string
from datetime import UTC, datetime, timedelta

import pytest

from portal.domain.messages import wording
from portal.domain.messages.models import Occasion
from portal.domain.messages.text_length import ONE_MESSAGE, ROOM, SIGNATURE, length
from portal.domain.messages.wording import short_moment, signed, to_resident, to_unit
from portal.domain.workdays.working_hours import SHANGHAI

RESIDENTS = [*wording._RESIDENTS, Occasion.NEW_CODE_MADE, Occasion.PERSON_CODE]
NUMBER = "261231-0001-7"
LONGEST_DUE = "12月31日23:58（暂定）"
LONGEST_UNIT = "水镇街道综合行政执法和应急管理办公室公共设施维护中心第二分队"
NAME = "一二三四五六七八九十甲乙"


def test_every_occasion_has_a_text():
    assert {*RESIDENTS, *wording._UNITS, Occasion.TRIAL} == set(Occasion)


@pytest.mark.parametrize("follows", [False, True])
@pytest.mark.parametrize("occasion", RESIDENTS)
def test_the_longest_text_is_one_message_and_keeps_number_and_date(occasion: Occasion, follows: bool):
    assert len(NAME) == SIGNATURE
    for matter in ["", "事", "退役军人和其他优抚对象优待证、优抚服务", "𠮷" * 80]:
        words = {"number": NUMBER, "matter": matter, "due": LONGEST_DUE, "unit": LONGEST_UNIT}
        body = to_resident(occasion, words, follows=follows)
        text = signed(body, NAME, "linge.example")
        assert length(text) <= ONE_MESSAGE, text
        assert NUMBER in text
        if "{by}" in wording._RESIDENTS.get(occasion, "") and not (follows and occasion in wording._FOLLOWERS):
            assert LONGEST_DUE in text
        text.encode()  # no half of a pair was cut off


@pytest.mark.parametrize("occasion", RESIDENTS)
def test_no_text_has_a_gap_where_nothing_is_known(occasion: Occasion):
    text = to_resident(occasion, {"number": NUMBER})
    assert "None" not in text
    assert not set("{}") & set(text)
    assert "，，" not in text
    assert "，。" not in text


def test_a_name_that_fits_is_not_cut():
    words = {"number": NUMBER, "matter": "公共设施报修", "due": "11月26日"}
    assert to_resident(Occasion.RECEIVED, words) == f"您反映的公共设施报修已收到，编号{NUMBER}，11月26日前答复。"


def test_the_matter_is_shortened_before_the_unit():
    words = {"number": NUMBER, "matter": "占道经营、占用公共空间", "due": LONGEST_DUE, "unit": "水镇街道办事处"}
    text = to_resident(Occasion.HANDED_OVER, words)
    assert "水镇街道办事处" in text
    assert "…" in text
    assert length(text) == ROOM


def test_the_site_is_named_where_it_fits_but_never_as_a_link():
    short = signed("已办结。", "邻格", "linge.example")
    assert short == "【邻格】已办结。网址 linge.example"
    assert signed("长" * 60, "邻格", "linge.example") == "【邻格】" + "长" * 60
    assert "http" not in short


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (datetime(2026, 11, 26, 23, 59, 59, tzinfo=SHANGHAI), "11月26日"),
        (datetime(2026, 11, 26, 15, 59, 59, tzinfo=UTC), "11月26日"),
        (datetime(2026, 11, 23, 15, 30, tzinfo=SHANGHAI), "11月23日15:30"),
        (datetime(2026, 1, 1, 0, 0, tzinfo=SHANGHAI) - timedelta(seconds=1), "12月31日"),
    ],
)
def test_moments_are_short(at: datetime, shown: str):
    assert short_moment(at) == shown


@pytest.mark.parametrize("occasion", list(wording._UNITS))
def test_units_hear_whose_it_is_what_happened_number_matter_and_date(occasion: Occasion):
    words = {"unit": "莲叶路社区", "number": NUMBER, "matter": "噪声扰民", "due": "11月26日", "limit": "签收"}
    text = to_unit(occasion, words)
    assert text.startswith("莲叶路社区：")
    assert text.endswith(f"。{NUMBER} 噪声扰民，签收11月26日到期。")
    assert to_unit(occasion, {**words, "due": ""}).endswith(f"。{NUMBER} 噪声扰民。")


def test_templates_know_no_words_but_these():
    """What could give somebody away has no place in a template: no name, phone, room, answer or code."""
    templates = [*wording._RESIDENTS.values(), *wording._FOLLOWERS.values(), *sum(wording._BY.values(), ())]
    templates += [wording._NEW_CODE, wording._TRIAL, *wording._UNITS.values()]
    fields = {name for text in templates for _, name, _, _ in string.Formatter().parse(text) if name}
    assert fields == {"number", "by", "due", "unit"}
