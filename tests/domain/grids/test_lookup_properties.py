"""Laws that hold for any text and any register."""

import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.grids.lookup import BuildingRow, Decision, GridRow, Index
from tests.domain.grids.lookup_towns import estates, lanes

FRAGMENTS = [
    "桐荫新苑",
    "砚台路",
    "86号",
    "3号楼",
    "2单元",
    "501",
    "甲",
    "附1",
    "弄",
    "社区",
    "第2网格",
    "不是",
    "对面",
    "到",
    "-",
    "，",
    "(",
    "tong",
    "yin",
    "hl",
    "十",
    "百",
    "○",
    "\0",
    "\u202e",
    "🏠",
    "\n",
    "#",
]
NAMES = st.lists(st.sampled_from("松竹梅兰云雨山水花月春秋"), min_size=2, max_size=5).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)))
def test_any_text_gets_an_answer(typed):
    answer = estates().look_up(typed)
    assert answer.decision is Decision.NONE or answer.candidates
    assert len(answer.candidates) <= 10
    assert all(0 <= one.score <= 1 for one in answer.candidates)


def test_long_and_hostile_input_takes_bounded_time():
    started = time.process_time()
    for typed in (
        "桐荫新苑" * 3_000_000,
        "1-" * 100_000,
        "不是" * 1000 + "是",
        "砚台路1号" * 100,
        "a" * 10_000_000,
        "\0" * 1_000_000,
        "1到2号楼" * 50,
        "9" * 500,
        "tong" * 100,
        "３－" * 200,
        "(" * 500,
        "ﷺ" * 200,
    ):
        estates().look_up(typed)
        lanes().look_up(typed)
    assert time.process_time() - started < 20


@st.composite
def registers(draw):
    """A small register with estates, houses and villages; every grid holds some of them."""
    buildings = []
    for number, name in enumerate(draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))):
        road = draw(NAMES) + draw(st.sampled_from(["路", "街", "大道", "胡同"]))
        kind = draw(st.sampled_from(["estate", "house", "village", "lane"]))
        for block in draw(st.lists(st.integers(1, 40), min_size=1, max_size=5, unique=True)):
            code, grid = f"{number}-{block}", f"g{(number + block) % 3}"
            if kind == "estate":
                word = draw(st.sampled_from(["号楼", "幢", "栋"]))
                row = BuildingRow(code, grid, name + "花园", road, f"{number + 50}号", f"{block}{word}", 2, 6)
            elif kind == "house":
                row = BuildingRow(code, grid, "", road, f"{block}号", "", 0, 2)
            elif kind == "village":
                row = BuildingRow(code, grid, name + "村", "", f"{block}号", "", 1, 2)
            else:
                row = BuildingRow(code, grid, "", road, f"{number + 9}弄", f"{block}号", 1, 3)
            buildings.append(row)
    return buildings, [
        GridRow(f"g{serial}", f"试验社区第{serial + 1}网格", "试验社区", "试验街道") for serial in range(3)
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(registers())
def test_the_written_address_of_a_building_leads_to_it(register):
    buildings, grids = register
    with Index.build(buildings, grids) as index:
        for row in buildings:
            typed = (
                f"试验街道{row.road}{row.number}{row.estate}{row.building_no}"
                if row.road
                else f"{row.estate}{row.number}"
            )
            answer = index.look_up(typed)
            assert row.building_code in {one.building_code for one in answer.candidates}, (typed, answer)
