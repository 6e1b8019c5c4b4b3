"""A table of spellings: what people write, and the building it means."""

import pytest

from portal.domain.grids.lookup import Decision, Reason
from tests.domain.grids.lookup_towns import blocks, estates, hutongs, lanes

ESTATES = {
    "桐荫新苑3号楼2单元501室": "ty-3",
    "桐荫新苑3-2-501": "ty-3",
    "桐荫新苑3－2－501": "ty-3",
    "桐荫新苑3/2/501": "ty-3",
    "桐荫新苑3.2.501": "ty-3",
    "桐荫新苑 3 2 501": "ty-3",
    "桐荫新苑3#2-501": "ty-3",
    "桐荫新苑3栋": "ty-3",
    "桐荫新苑3幢": "ty-3",
    "桐荫新苑3号": "ty-3",
    "桐荫新苑３号楼": "ty-3",
    "桐荫新苑三号楼二单元五〇一": "ty-3",
    "桐荫新苑十二号楼": "ty-12",
    "桐蔭新苑3號樓2單元": "ty-3",
    "砚台路86号3号楼": "ty-3",
    "砚台路86号桐荫新苑3号楼": "ty-3",
    "砚台路桐荫新苑3号楼": "ty-3",
    "3号楼，桐荫新苑，砚台路86号": "ty-3",
    "桐荫新苑甲13号楼": "ty-13甲",
    "桐荫新苑13甲号楼": "ty-13甲",
    "老灯泡厂宿舍5号楼": "ty-5",
    "tongyinxinyuan 12 hao lou": None,
    "heming xiaoqu 2-1-301": "hl-2",
    "鹤鸣2号楼": "hl-2",
    "鹤明小区2号楼": "hl-2",
    "鹤呜小区2号楼": "hl-2",
    "请问鹤鸣小区2号楼是哪个网格": "hl-2",
    "我家住在鹤鸣小区2号楼旁边": "hl-2",
    "张阿姨 14000001234 鹤鸣小区2号楼1单元": "hl-2",
    "【鹤鸣小区2-1-202】(鹤鸣小区附近)": "hl-2",
    "鹤鸣小区1号楼，说错了，是2号楼": "hl-2",
    "听雨大厦a座": "yy-A",
    "墨池路237号Ｂ座1201": "yy-B",
    "云杉医院住院部": "yl-2",
    "云杉医院对面的鹤鸣小区3号楼": "hl-3",
    "砚台路3号": "yt-3",
    "砚台路7-1号": "yt-7-1",
    "砚台路7号甲": "yt-7j",
    "砚台路2号院3号楼": "yc-3",
    "砚台路2号3号楼2单元": "yc-3",
    "芦坡村9号": "lp-9",
    "芦坡9号": "lp-9",
    "芦坡村九号附一": "lp-9-1",
    "芦坡村9号附1": "lp-9-1",
    "云杉街道砚台路社区桐荫新苑2号楼": "ty-2",
}
CODES = {"ty-13甲": "ty-甲13"}


@pytest.mark.parametrize(("typed", "code"), [(typed, code) for typed, code in ESTATES.items() if code])
def test_estates_are_understood_in_all_usual_forms(typed, code):
    answer = estates().look_up(typed)
    assert (answer.decision, answer.candidates[0].building_code) == (Decision.ANSWER, CODES.get(code, code))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("采桑新村12号501室", "a-12"),
        ("织云路398弄12号", "a-12"),
        ("织云路398弄12-501", "a-12"),
        ("织云路398弄12号楼", "a-12"),
        ("织云路52弄3号", "b-3"),
        ("织云路五十二弄三号", "b-3"),
        ("织云路2弄3支弄4号", "c-4"),
        ("织云路52号", "h-52"),
        ("zhiyunlu398nong12hao", "a-12"),
    ],
)
def test_lanes_are_understood(typed, code):
    answer = lanes().look_up(typed)
    assert (answer.decision, answer.candidates[0].building_code) == (Decision.ANSWER, code)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("鱼鳞胡同12号", "y-12"),
        ("鱼鳞胡同甲12号", "y-j12"),
        ("鱼鳞胡同12号甲", "y-j12"),
        ("鱼鳞胡同20号", "y-20"),
        ("鱼鳞胡同20号院2门", "y-20"),
        ("铸镜四条8号院2号楼3门501", "t-2"),
        ("铸镜4条8号2号楼", "t-2"),
        ("铸镜四条8-2-3-501", "t-2"),
    ],
)
def test_hutongs_are_understood(typed, code):
    answer = hutongs().look_up(typed)
    assert (answer.decision, answer.candidates[0].building_code) == (Decision.ANSWER, code)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("采莲路20号梅坞人家2幢", "m-2"),
        ("望北区梅坞人家2幢", "m-2"),
        ("梅坞人家甲3幢", "m-甲3"),
        ("枕流阁B幢1单元", "k-B"),
    ],
)
def test_blocks_in_two_districts_are_told_apart(typed, code):
    answer = blocks().look_up(typed)
    assert (answer.decision, answer.candidates[0].building_code) == (Decision.ANSWER, code)


@pytest.mark.parametrize(
    ("index", "typed", "expected"),
    [
        (estates, "tongyinxinyuan 2 hao lou", {"ty-2", "tx-2"}),
        (estates, "桐荫鑫苑2号楼", {"ty-2", "tx-2"}),
        (estates, "石竹花园1号楼", {"sz-1", "sx-1"}),
        (blocks, "梅坞人家2幢", {"m-2", "n-2"}),
        (estates, "鹤鸣小区2号楼；芦坡村9号", {"hl-2", "lp-9"}),
    ],
)
def test_what_could_be_two_places_is_asked(index, typed, expected):
    answer = index().look_up(typed)
    assert answer.decision is Decision.CHOOSE
    assert {one.building_code for one in answer.candidates[:2]} == expected


@pytest.mark.parametrize(
    ("index", "typed"),
    [
        (estates, "桐荫新苑4号楼"),
        (estates, "桐荫新苑99号楼"),
        (estates, "砚台路791号"),
        (estates, "砚台路414号2号楼"),
        (estates, "芦坡村900号"),
        (estates, "香樟路10号"),
        (estates, "翠微花苑3号楼"),
        (estates, "你好"),
        (estates, "123"),
        (estates, "楼"),
        (estates, "1单元"),
        (estates, ""),
        (estates, "社保卡丢了"),
        (lanes, "织云路398弄456号"),
        (lanes, "织云路21弄3号"),
        (hutongs, "鱼鳞胡同77号"),
        (blocks, "望北区枕流阁B幢"),
        (blocks, "东湖区枕流阁B幢"),
    ],
)
def test_what_the_register_does_not_hold_is_said_so(index, typed):
    answer = index().look_up(typed)
    assert answer.decision is Decision.NONE, answer.candidates


@pytest.mark.parametrize(
    "typed",
    [
        "墨池路桐荫新苑3号楼",
        "虎啸路86号桐荫新苑3号楼",
        "翠微桐荫新苑3号楼",
        "砚台路68号桐荫新苑3号楼",
        "墨池路社区桐荫新苑3号楼",
    ],
)
def test_a_contradiction_is_never_asserted(typed):
    assert estates().look_up(typed).decision is not Decision.ANSWER


def test_an_estate_alone_is_a_grid_or_a_choice_of_its_grids():
    one_grid = estates().look_up("鹤鸣小区")
    assert (one_grid.decision, one_grid.candidates[0].grid_code) == (Decision.ANSWER, "g3")
    assert one_grid.candidates[0].building_code is None
    two_grids = estates().look_up("桐荫新苑501")
    assert two_grids.decision is Decision.CHOOSE
    assert [one.grid_code for one in two_grids.candidates] == ["g1", "g2"]


def test_a_grid_is_found_by_its_name():
    for typed in ("砚台路社区第2网格", "砚台路社区二网格", "砚台路社区2号网格"):
        answer = estates().look_up(typed)
        assert (answer.decision, answer.candidates[0].grid_code) == (Decision.ANSWER, "g2")


@pytest.mark.parametrize(
    ("typed", "reason", "matched"),
    [
        ("桐荫新苑3号楼", Reason.EXACT, "桐荫新苑"),
        ("老灯泡厂宿舍3号楼", Reason.ALIAS, "老灯泡厂宿舍"),
        ("鹤明小区2号楼", Reason.SOUND, "鹤鸣小区"),
        ("hemingxiaoqu2haolou", Reason.PINYIN, "鹤鸣小区"),
        ("砚台路3号", Reason.ROAD_NUMBER, "砚台路"),
        ("鹤鸣2号楼", Reason.SHORTENED, "鹤鸣小区"),
    ],
)
def test_the_reason_says_how_the_name_was_recognised(typed, reason, matched):
    found = estates().look_up(typed).candidates[0]
    assert (found.reason, found.matched) == (reason, matched)


def test_the_parts_that_were_understood_are_told():
    understood = estates().look_up("砚台路86号桐荫新苑3号楼2单元501室").understood
    assert (understood.estate, understood.road, understood.number) == ("桐荫新苑", "砚台路", "86")
    assert (understood.building, understood.unit) == ("3", 2)
