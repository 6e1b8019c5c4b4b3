"""What is left of private facts where they are not needed in full."""

import pytest

from portal.domain.masking import (
    masked_account,
    masked_address,
    masked_email,
    masked_id,
    masked_name,
    masked_phone,
)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"),
        ("张小三", "张*三"),
        ("张王小三", "张**三"),
        ("欧阳明", "欧阳*"),
        ("欧阳小明", "欧阳*明"),
        ("欧阳", "欧*"),
        ("阿依古·买买提", "阿**·买"),
        ("Anna Lee", "A***"),
        ("王", "王*"),
        ("", ""),
        ("  张小三 ", "张*三"),
    ],
)
def test_names(name: str, shown: str):
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("14000002207", "140****2207"),
        ("140 0000 2207", "140****2207"),
        ("+8614000002207", "140****2207"),
        ("0531-88881234", "0531-8888****"),
        ("010 6500 1234", "010-6500****"),
        ("0531-88881234,801", "0531-8888****"),
        ("88881234", "8888****"),
        ("1234", "****"),
    ],
)
def test_phones(number: str, shown: str):
    assert masked_phone(number) == shown


@pytest.mark.parametrize("number", ["14000002207", "0531-88881234", "4001234567", "12345"])
def test_four_figures_at_least_are_hidden(number: str):
    digits = [sign for sign in number if sign.isdecimal()]
    assert len([sign for sign in masked_phone(number) if sign.isdecimal()]) <= len(digits) - 4


@pytest.mark.parametrize(
    ("number", "shown", "in_list"),
    [
        ("11010519491231002X", "110***********002X", "1****************X"),
        ("FRA110000000000", "FRA********0000", "F*************0"),
        ("H12345678", "H*******8", "H*******8"),
        ("12345678", "1******8", "1******8"),
        ("12", "****", "****"),
        ("", "****", "****"),
    ],
)
def test_identity_numbers(number: str, shown: str, in_list: str):
    assert masked_id(number) == shown
    assert masked_id(number, in_list=True) == in_list


@pytest.mark.parametrize(
    ("number", "shown"),
    [("6222021234567890128", "**** 0128"), ("6222 0212 3456 7890", "**** 7890"), ("12345678", "****"), ("", "****")],
)
def test_accounts(number: str, shown: str):
    assert masked_account(number) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("幸福小区3号楼2单元501室", "幸福小区3号楼***"),
        ("莲叶路12号3单元", "莲叶路12号***"),
        ("幸福小区３栋501", "幸福小区３栋***"),
        ("明亮花园", "明亮花园***"),
        ("明亮花园501", "明亮花园***"),
        ("", ""),
    ],
)
def test_addresses(address: str, shown: str):
    assert masked_address(address) == shown


@pytest.mark.parametrize(("address", "shown"), [("zhang@x.cn", "z***@x.cn"), ("a@b", "a***@b"), ("nobody", "***")])
def test_emails(address: str, shown: str):
    assert masked_email(address) == shown
