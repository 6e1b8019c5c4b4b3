"""The kinds of sensitive facts (个人信息保护法 28 条): what they are called, how answered, which a matter needs."""

from collections.abc import Iterable
from enum import StrEnum


class FactKind(StrEnum):
    ID_NUMBER = "id_number"
    BANK_ACCOUNT = "bank_account"
    INCOME = "income"
    DISABILITY = "disability"
    ILLNESS = "illness"
    LIVING_ALONE = "living_alone"


LABEL = {
    FactKind.ID_NUMBER: "身份证号",
    FactKind.BANK_ACCOUNT: "收钱的银行账号",
    FactKind.INCOME: "收入和家境",
    FactKind.DISABILITY: "残疾情况",
    FactKind.ILLNESS: "健康情况",
    FactKind.LIVING_ALONE: "和谁一起住",
}
# What these kinds are answered with; the others are written.
OPTIONS: dict[FactKind, tuple[str, ...]] = {
    FactKind.DISABILITY: ("一级", "二级", "三级", "四级", "有残疾，还没有评级", "没有残疾"),
    FactKind.LIVING_ALONE: ("一个人住", "两位老人住", "和家人住", "和别人住"),
}
# Of these a matter's own questions may be; a number has a field and a rule of its own.
ASKED_BY_MATTERS = (FactKind.INCOME, FactKind.DISABILITY, FactKind.ILLNESS, FactKind.LIVING_ALONE)
LONGEST_WORDS = 200

# What the catalogue calls sensitive (`sensitive_facts`), as kinds. What is not here is not asked for by the portal:
# wills, quarrels, pregnancies and who reported somebody are told to people, not typed into fields.
_SAID = {
    "证件号码": FactKind.ID_NUMBER,
    "身份证号": FactKind.ID_NUMBER,
    "银行账号": FactKind.BANK_ACCOUNT,
    "银行卡号": FactKind.BANK_ACCOUNT,
    "收入": FactKind.INCOME,
    "财产": FactKind.INCOME,
    "低保": FactKind.INCOME,
    "残疾": FactKind.DISABILITY,
    "残疾类别等级": FactKind.DISABILITY,
    "残疾细节": FactKind.DISABILITY,
    "病情": FactKind.ILLNESS,
    "病历": FactKind.ILLNESS,
    "健康": FactKind.ILLNESS,
    "健康状况": FactKind.ILLNESS,
    "认知": FactKind.ILLNESS,
    "失能等级": FactKind.ILLNESS,
    "独居": FactKind.LIVING_ALONE,
    "独居状态": FactKind.LIVING_ALONE,
}


def kinds_said(words: Iterable[str]) -> set[FactKind]:
    """The kinds that words of the catalogue stand for; words nobody knows stand for none."""
    return {_SAID[word] for word in words if word in _SAID}
