"""Numbers in the order people count them, and in as few words as possible."""

import random

import pytest

from portal.domain.grids.numbering import brief, order_of, ranges


@pytest.mark.parametrize(
    "counted",
    [
        ["3号楼", "12号楼", "15号楼", "甲15号楼", "乙15号楼", "16号楼", "A座", "B座", "住院部"],
        ["112号", "112号甲", "112号附1", "112号附2", "112号附12", "113号"],
        ["188号", "188-1号", "188-12号", "188号甲", "188号乙", "189号"],
        ["1号", "2号", "10号", "100号"],
    ],
)
def test_numbers_sort_as_people_count(counted):
    mixed = random.Random(7).sample(counted, len(counted))
    assert sorted(mixed, key=order_of) == counted


@pytest.mark.parametrize(
    ("labels", "read"),
    [
        ([f"{n}号楼" for n in range(1, 12)], ["1–11号楼"]),
        (["1号楼", "2号楼", "3号楼", "5号楼", "6号楼"], ["1–3号楼", "5号楼", "6号楼"]),
        (["13号楼", "甲13号楼", "14号楼"], ["13号楼", "甲13号楼", "14号楼"]),
        (["A座"], ["A座"]),
        (["2号楼", "10号楼", "1号楼"], ["1号楼", "2号楼", "10号楼"]),
        ([], []),
    ],
)
def test_labels_read_as_ranges_without_promising_what_is_not_there(labels, read):
    assert ranges(labels) == read


def test_one_side_of_a_road_counts_by_two():
    assert ranges([f"{n}号" for n in (11, 13, 15, 17, 21)], step=2) == ["11–17号", "21号"]


def test_many_ranges_become_the_first_the_last_and_how_many():
    assert brief(["1号", "2号"]) == "1号、2号"
    assert brief(f"{n}号" for n in range(1, 40, 2)) == "1号到39号，共 20 处"
