"""What a public sentence gives away."""

import pytest

from portal.domain.publicity.sentences import Concern, SentenceRefused, check_form, concerns, tidied


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("路灯换了新灯泡，晚上已经亮了。", []),
        ("楼道里的杂物清走了，消防通道通了。", []),
        ("垃圾桶加了 2 个，每天清 3 次。", []),
        ("12 月 3 日前把剩下的 20 米路面补好。", []),
        ("和居民商量后，把停车线往里移了。", []),
        ("居民反映的井盖已经换好。", []),
        ("物业安排了 2 名保安晚上巡逻。", []),
        ("已请城管到现场，占道的摊位搬走了。", []),
        ("拨打 12345 反映的积水已经抽干。", []),
        ("住户都确认电梯恢复正常。", []),
        ("邻居安装的地锁已经拆除。", []),
        ("联系电话 14000002207。", [Concern.NUMBER]),
        ("联系电话 140 0000-2207。", [Concern.NUMBER]),
        ("联系电话１４０００００２２０７。", [Concern.NUMBER]),
        ("请打 0532-84000001。", [Concern.NUMBER]),
        ("电话幺四零零零零零二二零七。", [Concern.NUMBER]),
        ("证件号 11010519491231002X 已核对。", [Concern.NUMBER]),
        ("3-2-501 门口的鞋柜搬走了。", [Concern.DOOR]),
        ("3号楼的灯修好了。", [Concern.DOOR]),
        ("三号楼二单元的灯修好了。", [Concern.DOOR]),
        ("501室漏水修好了。", [Concern.DOOR]),
        ("十二幢门口清理了。", [Concern.DOOR]),
        ("501住户的花盆搬走了。", [Concern.DOOR]),
        ("王女士反映的灯修好了。", [Concern.PERSON]),
        ("老张家门口的杂物清走了。", [Concern.PERSON]),
        ("居民李小明反映的灯修好了。", [Concern.PERSON]),
        ("业主：陈红，已当面答复。", [Concern.PERSON]),
        ("欧阳师傅把灯修好了。", [Concern.PERSON]),
        ("赵某某已经把车挪走。", [Concern.PERSON]),
        ("姓刘的住户搬走了杂物。", [Concern.PERSON]),
        ("鲁B12345 已经挪走。", [Concern.PLATE]),
    ],
)
def test_what_seems_to_be_personal_is_found(sentence: str, found: list[Concern]):
    assert concerns(sentence) == found


@pytest.mark.parametrize(
    ("sentence", "name", "phone", "found"),
    [
        ("周小满家门口清理了。", "周小满", "14000002207", True),
        ("小满家门口清理了。", "周小满", None, True),
        ("尾号 2207 的来电已答复。", None, "14000002207", True),
        ("已答复，路灯亮了。", "周亮", "14000002207", False),
        ("已答复，路灯亮了。", None, None, False),
        ("2026 年 12 月前修好。", None, "14000002207", False),
    ],
)
def test_the_applicant_is_not_recognised(sentence: str, name: str | None, phone: str | None, found: bool):
    assert (Concern.APPLICANT in concerns(sentence, name=name, phone=phone)) is found


def test_a_sentence_ends_like_one():
    assert tidied("  路灯\n亮了 ") == "路灯 亮了。"
    assert tidied("路灯亮了。") == "路灯亮了。"
    assert tidied("") == ""


@pytest.mark.parametrize(
    ("sentence", "refusal"),
    [
        ("好。", "请用一句话写"),
        ("路" * 81, "太长了"),
        ("路灯亮了。谢谢大家。", "只写一句话"),
        ("路灯亮了吗？亮了。", "只写一句话"),
    ],
)
def test_it_is_one_sentence_people_read(sentence: str, refusal: str):
    with pytest.raises(SentenceRefused, match=refusal):
        check_form(sentence)


def test_a_plain_sentence_may_stand():
    check_form("路灯已经修好，晚上亮了。")
