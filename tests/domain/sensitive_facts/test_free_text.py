"""Numbers that do not belong into free text are seen there, and others are left alone."""

import pytest

from portal.domain.sensitive_facts.free_text import NumberInText, refuse_numbers

ID, CARD = "11010519491231002X", "6222021234567890128"


@pytest.mark.parametrize(
    "text",
    [
        f"我的身份证{ID}，请查",
        f"{ID.lower()}",
        "110105 19491231 002X",
        "110105-1949-1231-002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "号码110105\u200b19491231002X",
        f"第一行\n{ID}\n第三行",
        f"电话14000001234，证{ID}",
        "110105\n19491231\n002X",
        "110105  1949  1231  002X",
        "110105、1949/12/31、002X",
        f"房号 3-2-501 {ID}",
        f"501 {ID}",
        f"2026-11-23、{ID}",
    ],
)
def test_an_identity_number_is_refused_with_where_it_belongs(text: str):
    with pytest.raises(NumberInText, match="身份证号.*个人信息"):
        refuse_numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        f"打到{CARD}",
        "打到 6222 0212 3456 7890 128 就行",
        "4111-1111-1111-1111",
        f"501 {CARD}",
        "3021 6222 0212 3456 7890 128",
        "6222\n0212\n3456\n7890\n128",
    ],
)
def test_a_card_number_is_refused_with_where_it_belongs(text: str):
    with pytest.raises(NumberInText, match="银行卡号.*个人信息"):
        refuse_numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3单元楼道的灯不亮了",
        "电话 14000001234 或 14000005678，座机 0532-84000001",
        "编号 261123-0001-7，2026-11-23 10:00 到 2026-11-24 12:00",
        "110105194912310021",  # the check digit is wrong
        "户号 1234567890123456",
        "订单 622202123456789012812345",  # too long for either
        "0000000000000000",
        "水表 110105202302290011",
    ],
)
def test_other_figures_are_left_alone(text: str):
    refuse_numbers(text)


def test_each_of_several_texts_is_read():
    with pytest.raises(NumberInText):
        refuse_numbers("好的", "", f"证 {ID}")
