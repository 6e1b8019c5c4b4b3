"""How people really write: spoken messages, complaints, delivery notes, and names that only nearly exist."""

import gc
import weakref
from functools import cache

import pytest

from portal.domain.grids.addresses.names import substitution
from portal.domain.grids.addresses.sounds import Sounds, register_readings
from portal.domain.grids.lookup import BuildingRow, Decision, Index
from tests.domain.grids.lookup_towns import estate, estates, grids, hutongs, lanes

ONE_BUILDING = {
    "桐荫新苑3号楼3楼漏水了": "ty-3",
    "桐荫新苑3号楼 1楼到6楼都停电": "ty-3",
    "桐荫新苑3号楼三楼四楼没水": "ty-3",
    "桐荫新苑3号楼1单元和2单元": "ty-3",
    "桐荫新苑3号楼101、102、201": "ty-3",
    "桐荫新苑3号楼501和502": "ty-3",
    "桐荫新苑3号楼501-1": "ty-3",
    "桐荫新苑3号楼501室之二": "ty-3",
    "桐荫新苑3号楼1楼开麻将馆2楼住不了人": "ty-3",
    "桐荫新苑3号楼2室1厅出租": "ty-3",
    "桐荫新苑3号楼5楼三室一厅90平方": "ty-3",
    "桐荫新苑3号楼 8566-1234": "ty-3",
    "桐荫新苑3号楼车位12号": "ty-3",
    "桐荫新苑3号楼12号车位": "ty-3",
    "取件码3-2-4567 桐荫新苑3号楼": "ty-3",
    "订单尾号3456 桐荫新苑3号楼1单元": "ty-3",
    "桐荫新苑3号楼 2份牛奶": "ty-3",
    "桐荫新苑3号楼 36路公交站旁": "ty-3",
    "桐荫新苑3号楼离5路车站100米": "ty-3",
    "坐36路车到桐荫新苑3号楼": "ty-3",
    "桐荫新苑3号楼从2号开始停气": "ty-3",
    "桐荫新苑3号楼本月15号停气": "ty-3",
    "11月3号早上8点桐荫新苑3号楼停水": "ty-3",
    "桐荫新苑3号楼前的小花园": "ty-3",
    "桐荫新苑（近云杉医院）3号楼2单元": "ty-3",
    "【业主】桐荫新苑3-2-501张三": "ty-3",
    "俺家搁桐荫新苑三号楼那旮瘩": "ty-3",
    "介个桐荫新苑三号楼咋走啊": "ty-3",
    "砚台路上那个桐荫新苑，三号楼": "ty-3",
    "老灯泡厂家属院5号楼": "ty-5",
    "不是鹤鸣小区1号楼，是2号楼": "hl-2",
    "云杉医院门诊": "yl-1",
    "云杉医院住院楼": "yl-2",
    "砚台路7杠1号": "yt-7-1",
    "兰州拉面（砚台路3号）": "yt-3",
}

NO_PLACE = [
    "我家3楼漏水了",
    "12345打不通",
    "六单元路灯坏了",
    "5路车怎么不停站",
    "3号楼停电了",
    "2栋3单元下水道堵了",
    "1号晚上8点停水吗",
    "取件码3-2-4567",
    "物业费一平米2块5",
    "3-2-501",
    "二楼东户",
]

NOT_ASSERTED = [
    "桐荫新苑99号楼",
    "第二桐荫新苑3号楼",
    "第二云杉医院住院部",
    "第三灯泡厂宿舍3号楼",
    "石竹花园南区1号楼",
    "石竹花园1号楼",
    "灯泡厂",
    "老灯泡厂什么时候招人",
    "砚台路7号-1",
    "桐荫新苑1号楼2号楼12号楼都停水",
]


@cache
def far_away():
    """A register whose grid codes tell the district, with an alias that looks like a name and its ending."""
    code = "370203003003001"
    return Index.build(
        [
            *estate("kj", code, "泰居小区", "砚台路", "26号", (1, 2, 3), aliases=("泰居",)),
            *estate("jx", code, "老纺织机械厂", "砚台路", "30号", (1, 2, 3)),
            *estate("by", code, "滨湖怡情家园", "砚台路", "32号", (1, 2, 3)),
            *estate("sh", code, "三号", "砚台路", "36号", (1, 2, 5)),
            *estate("he", code, "荷二", "砚台路", "34号", (1, 2, 3)),
            *(BuildingRow(f"dl-{n}", code, "", "大银锭胡同", f"{n}号", "", 1, 1) for n in (1, 2, 3)),
        ],
        grids((code,), "砚台路社区"),
    )


@pytest.mark.parametrize(("typed", "code"), ONE_BUILDING.items())
def test_everyday_writing_finds_the_building(typed, code):
    answer = estates().look_up(typed)

    assert (answer.decision, answer.candidates[0].building_code) == (Decision.ANSWER, code)


@pytest.mark.parametrize("typed", NO_PLACE)
def test_a_text_without_a_place_finds_none(typed):
    assert estates().look_up(typed).decision is Decision.NONE


@pytest.mark.parametrize("typed", NOT_ASSERTED)
def test_a_place_that_only_nearly_exists_is_not_asserted(typed):
    assert estates().look_up(typed).decision is not Decision.ANSWER


@pytest.mark.parametrize(
    "typed",
    [
        "成都泰居小区2号楼",
        "四川成都泰居小区2号楼",
        "泰居小区2号楼(济南)",
        "泰居花园2号楼",
        "泰居东区2号楼",
        "泰居大厦2号楼",
        "第三纺织机械厂2号楼",
        "第三纺织机械厂",
        "滨湖家园2号楼",
        "银锭胡同2号",
        "泰居小区北区2号楼",
        "家园滨湖怡情2号楼",
        "一号楼和二号楼之间的路灯不亮",
        "3号楼到五号楼",
    ],
)
def test_another_town_or_a_neighbouring_name_is_not_asserted(typed):
    assert far_away().look_up(typed).decision is not Decision.ANSWER


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("青岛市北泰居小区2号楼", "kj-2"),
        ("山东青岛市北泰居2号楼", "kj-2"),
        ("纺织机械厂2号楼", "jx-2"),
        ("大银锭2号", "dl-2"),
    ],
)
def test_the_home_town_and_a_natural_shortening_are_asserted(typed, code):
    answer = far_away().look_up(typed)

    assert (answer.decision, answer.candidates[0].building_code) == (Decision.ANSWER, code)


@pytest.mark.parametrize(
    ("index", "typed", "code"),
    [
        (lanes, "阿拉住勒织云路398弄8号", "a-8"),
        (lanes, "织云路398弄8号3楼亭子间", "a-8"),
        (hutongs, "鱼鳞胡同甲十二号东厢房", "y-j12"),
        (hutongs, "铸镜四条8号院2号楼3门501漏到401", "t-2"),
    ],
)
def test_other_habits_of_numbering_are_spoken_too(index, typed, code):
    answer = index().look_up(typed)

    assert (answer.decision, answer.candidates[0].building_code) == (Decision.ANSWER, code)


def test_what_was_worked_out_for_one_index_does_not_outlive_it():
    sounds = Sounds(register_readings())
    substitution("荫", "阴", sounds, False)
    gone = weakref.ref(sounds)
    del sounds
    gc.collect()

    assert gone() is None
