"""What may stand in a public period about a person: the words of the catalogue as typed fields; what is never told.

Only what a matter names, and of that only words known here: an unknown one is never shown. Full numbers, doors,
accounts, illness and disability, photos never (个人信息保护法 25, 28 条).
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.errors import DomainError
from portal.domain.masking import masked_name
from portal.domain.publicity.sentences import Concern, concerns
from portal.domain.service_requests.models import ServiceRequest


class ShownField(StrEnum):
    """The name comes from the request and the phone from the register; all others are chosen or typed by staff."""

    NAME = "name"
    HOUSEHOLD = "household"
    AMOUNT = "amount"
    CARE = "care"
    FINDING = "finding"
    AGE_BAND = "age_band"
    TIER = "tier"
    GROUP = "group"
    HOUSING = "housing"
    SUPERVISION = "supervision"


# The one place where the catalogue's words become fields.
WORDS: Mapping[str, ShownField] = {
    "姓名": ShownField.NAME,
    "申请人姓名": ShownField.NAME,
    "家庭人数": ShownField.HOUSEHOLD,
    "拟保障金额": ShownField.AMOUNT,
    "拟救助金额": ShownField.AMOUNT,
    "拟供养形式": ShownField.CARE,
    "评定结论是否符合": ShownField.FINDING,
    "年龄段": ShownField.AGE_BAND,
    "补贴档次": ShownField.TIER,
    "认定类别名称": ShownField.GROUP,
    "住房情况概述": ShownField.HOUSING,
    "监督电话": ShownField.SUPERVISION,
}
# General on purpose: what is chosen here cannot tell more than it should.
CHOICES: Mapping[ShownField, tuple[str, ...]] = {
    ShownField.CARE: ("在家供养", "在供养机构供养"),
    ShownField.FINDING: ("符合条件", "不符合条件"),
    ShownField.AGE_BAND: ("60–69 岁", "70–79 岁", "80–89 岁", "90–99 岁", "100 岁以上"),
    ShownField.TIER: ("一档", "二档", "三档", "四档", "五档"),
    ShownField.HOUSING: ("没有自己的住房", "住房面积低于规定标准", "正在租房"),
}
# From the register, never typed.
GIVEN = frozenset({ShownField.NAME, ShownField.SUPERVISION})
LABEL: Mapping[ShownField, str] = {
    ShownField.NAME: "姓名",
    ShownField.HOUSEHOLD: "家里几口人",
    ShownField.AMOUNT: "拟给的钱",
    ShownField.CARE: "拟怎么供养",
    ShownField.FINDING: "结论",
    ShownField.AGE_BAND: "年龄段",
    ShownField.TIER: "档次",
    ShownField.GROUP: "类别",
    ShownField.HOUSING: "住房情况",
    ShownField.SUPERVISION: "监督电话",
}
MOST_PEOPLE, MOST_MONEY, LONGEST = 20, 99_999, 40

_HEALTH = re.compile(
    "病|癌|瘤|症|残|肢体|智力|精神|视力|听力|言语|透析|瘫|失明|失能|失智|聋|哑|盲|孕|流产|艾滋|肝炎|手术|住院|化疗|吸毒|戒毒|刑满|社区矫正|低保"
)
_PAPERS = re.compile("身份证|证件号|银行|账号|卡号|户口簿|照片|二维码|微信|@|https?:|www[.]", re.IGNORECASE)
_NAMED = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·A-Za-z ]{2,30}")


@dataclass(frozen=True, slots=True)
class Told:
    """One line of what is public about somebody."""

    field: ShownField
    value: str


def known_fields(words: Iterable[str]) -> tuple[ShownField, ...]:
    """The fields of the catalogue's `words`, in their order, each once. Unknown words fall out."""
    return tuple(dict.fromkeys(WORDS[word] for word in words if word in WORDS))


def name_shown(request: ServiceRequest, *, full: bool) -> str:
    """The name of the person concerned, masked unless names stand in full here (`LINGE_PUBLIC_NAMES`).

    What is no plain name, with digits in it for example, is masked in any case.
    """
    name = " ".join((request.applicant_name or "").split())
    if full and _NAMED.fullmatch(name):
        return name
    # Of what is no plain name not even the end is told: it may be the end of a number.
    return masked_name(name) if _NAMED.fullmatch(name) else f"{name[:1]}**" if name[:1].isalpha() else "***"


def told_of(
    request: ServiceRequest, fields: Sequence[ShownField], typed: Mapping[ShownField, str], *, full_names: bool
) -> list[Told]:
    """What will be public, in the order of the catalogue.

    typed  values of the fields; of those not in `fields` nothing is taken
    Raises DomainError for what is missing or may not stand there.
    """
    told = []
    for field in fields:
        if field is ShownField.NAME:
            told.append(Told(field, name_shown(request, full=full_names)))
        elif field not in GIVEN:
            told.append(Told(field, _value(request, field, typed.get(field, "").strip())))
    return told


def _value(request: ServiceRequest, field: ShownField, typed: str) -> str:
    if not typed:
        raise DomainError(f"请填“{LABEL[field]}”，这个事项要公示这一项。")
    if field in CHOICES:
        if typed not in CHOICES[field]:
            raise DomainError(f"“{LABEL[field]}”请从给出的几种里选。")
        return typed
    if field is ShownField.HOUSEHOLD:
        return f"{_number(field, typed, MOST_PEOPLE)} 口人"
    if field is ShownField.AMOUNT:
        return f"每月 {_number(field, typed, MOST_MONEY)} 元"
    check_line(typed, LABEL[field], request)
    return typed


def _number(field: ShownField, typed: str, most: int) -> int:
    plain = unicodedata.normalize("NFKC", typed)
    if not re.fullmatch("[0-9]{1,6}", plain) or not 1 <= int(plain) <= most:
        raise DomainError(f"“{LABEL[field]}”请写 1 到 {most} 的整数，只写数字。")
    return int(plain)


def check_line(text: str, what: str, request: ServiceRequest, others: Iterable[tuple[str, str]] = ()) -> None:
    """Raise DomainError when a typed line may not be public.

    others  name and phone of whoever else must not be found in it: the agent
    """
    plain = unicodedata.normalize("NFKC", text)
    if len(plain) > LONGEST or "\n" in plain:
        raise DomainError(f"“{what}”请写成一行，最多 {LONGEST} 个字。")
    people = [(request.applicant_name or "", request.applicant_phone or ""), *others]
    found = {concern for name, phone in people for concern in concerns(plain, name=name, phone=phone)}
    if found & {Concern.NUMBER, Concern.APPLICANT, Concern.PERSON, Concern.PLATE}:
        raise DomainError(f"“{what}”里有号码或者人名，不能公示。请删掉。")
    if Concern.DOOR in found or _names_room(plain, request.room or ""):
        raise DomainError(f"“{what}”里有楼号或门牌，不能公示。只写到社区，请删掉。")
    if _HEALTH.search(plain):
        raise DomainError(f"“{what}”里有病情、残疾或别的救助，不能公示。请换成笼统的说法。")
    if _PAPERS.search(plain):
        raise DomainError(f"“{what}”里有证件、账号或网址，不能公示。请删掉。")


def _names_room(text: str, room: str) -> bool:
    wanted = "".join(unicodedata.normalize("NFKC", room).split())
    return bool(wanted) and wanted in "".join(text.split())


def packed(told: Iterable[Told]) -> str:
    """As it is kept."""
    return json.dumps([{"field": one.field.value, "value": one.value} for one in told], ensure_ascii=False)


def unpacked(kept: str, *, full_names: bool) -> list[Told]:
    """What was kept; names are masked at once when names in full are switched off later."""
    lines = [Told(ShownField(one["field"]), one["value"]) for one in json.loads(kept)]
    if full_names:
        return lines
    return [Told(one.field, _masked(one.value) if one.field is ShownField.NAME else one.value) for one in lines]


def _masked(name: str) -> str:
    return name if "*" in name else masked_name(name)
