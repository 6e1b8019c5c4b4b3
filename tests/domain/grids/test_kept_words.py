"""What of an unknown address is kept: words of place, nothing personal."""

import pytest

from portal.domain.grids.kept_words import LONGEST, holds_private_number, kept_words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("老棉纺厂家属院3号楼", "老棉纺厂家属院3号楼"),
        ("三层小黄楼", "三层小黄楼"),
        ("张家大院", "张家大院"),
        ("红楼", "红楼"),
        ("李子园", "李子园"),
        ("王台镇", "王台镇"),
        ("绿城百合公寓Ｂ座", "绿城百合公寓b座"),
        ("金水湾花園2期5栋", "金水湾花园2期5栋"),
        ("一二三四五村", "一二三四五村"),
    ],
)
def test_words_of_place_stay(typed: str, kept: str):
    assert kept_words(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "幸福里18号楼 王秀英 13800138000",
        "幸福里18号楼王秀英",
        "幸福里18号楼，联系人王秀英，电话 138-0013-8000",
        "我叫王秀英，住幸福里18号楼",
        "幸福里18号楼 身份证370203199001011234",
        "幸福里18号楼 ３７０２０３１９９００１０１１２３Ｘ",
        "幸福里18号楼2单元501室张大爷家",
        "幸福里18号楼501",
        "幸福里18号楼 一三八零零一三八零零零",
        "幸福里18号楼 1 3 8 0 0 1 3 8 0 0 0",
        "幸福里18号楼 微信 wang_xiuying88",
        "幸福里18号楼 鲁B12345",
        "幸福里18号楼 a.b@example.cn",
        "幸福里18号楼欧阳锋收",
    ],
)
def test_persons_numbers_and_rooms_go(typed: str):
    kept = kept_words(typed)
    assert kept.startswith("幸福里18号楼")
    assert kept in ("幸福里18号楼", "幸福里18号楼2单元")


@pytest.mark.parametrize("typed", ["", "   ", "王秀英 13800138000", "😀😀", "\x00\x1f", "12-3-1001", "…？！"])
def test_nothing_is_kept_when_no_place_is_named(typed: str):
    assert kept_words(typed) == ""


def test_endless_text_is_cut():
    assert len(kept_words("红" * 10_000 + "楼")) <= LONGEST


def test_private_numbers_are_noticed():
    assert holds_private_number("红楼 13800138000")
    assert not holds_private_number("红楼 12-3-1001")
