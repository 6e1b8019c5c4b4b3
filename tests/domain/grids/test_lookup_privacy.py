"""What is kept of a query holds no person, phone, identity number, plate, mail address or room."""

import pytest

from tests.domain.grids.lookup_towns import estates

PRIVATE = [
    "张阿姨",
    "王大爷",
    "老周",
    "李小云",
    "陈师傅",
    "14000001234",
    "140 0000 1234",
    "0532-84701047",
    "99020019570815346X",
    "someone@example.com",
    "鲁B12345",
    "微信abc12345",
]


@pytest.mark.parametrize("private", PRIVATE)
@pytest.mark.parametrize(
    "form", ["{} 鹤鸣小区2号楼1单元502室", "鹤鸣小区2号楼1单元502室 {}", "{}，鹤鸣小区2号楼，谢谢"]
)
def test_only_address_words_are_kept(private, form):
    answer = estates().look_up(form.format(private))
    kept = answer.cleaned + repr(answer.understood)
    assert answer.candidates[0].building_code == "hl-2"
    for piece in (private, *private.split()):
        assert piece.lower() not in kept.lower()
    assert "502" not in kept
    assert "鹤鸣小区2号楼" in answer.cleaned


def test_an_unknown_address_keeps_its_place_words_only():
    assert estates().look_up("我是王大爷，住翠微花苑3号楼，电话14000001234").cleaned == "翠微花苑3号楼"
