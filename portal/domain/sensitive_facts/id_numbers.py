"""Identity numbers as people type them (GB 11643-1999 and the papers of those who have none of its numbers)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.errors import DomainError

OLDEST = 120  # years
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
_JOINTS = re.compile(r"[\s\-‐-―－_·.]")


class IdKind(StrEnum):
    """resident 居民身份证, hmt_resident 港澳台居民居住证, permanent 外国人永久居留身份证, hm_permit 港澳居民来往内地
    通行证, taiwan_permit 台湾居民来往大陆通行证, passport 护照."""

    RESIDENT = "resident"
    HMT_RESIDENT = "hmt_resident"
    PERMANENT = "permanent"
    HM_PERMIT = "hm_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    PASSPORT = "passport"


class AgeBand(StrEnum):
    """What the law and the benefits tell apart: under 14 (个人信息保护法 31 条), under 18 (民法典 17 条), 18 to 59,
    60 to 79 (老年人权益保障法 2 条), 80 and over (高龄)."""

    CHILD = "child"
    MINOR = "minor"
    ADULT = "adult"
    OLD = "old"
    VERY_OLD = "very_old"


class IdRefused(DomainError):
    """No such number can be. `str()` says what to look at."""


@dataclass(frozen=True, slots=True)
class IdNumber:
    """`number` as it is stored: capital letters, no blanks. `born` where the number tells."""

    kind: IdKind
    number: str
    born: date | None


def plain_id(typed: str) -> str:
    """What was typed, in plain width and capitals, without what parts it."""
    return _JOINTS.sub("", unicodedata.normalize("NFKC", typed)).upper()


def entered_id(typed: str, today: date) -> IdNumber:
    """The number somebody typed; raises IdRefused with a sentence.

    Of 18 digits the check digit and the birth date must be right; the region is not asked about, for abolished codes
    hold for life. Other papers have rules of their own (norms 4.5).
    """
    number = plain_id(typed)
    if _EIGHTEEN.fullmatch(number):
        return _of_eighteen(number, today)
    if re.fullmatch(r"[0-9]{15}", number):
        raise IdRefused("这是 15 位的老号码，请用 18 位的身份证号，现在的身份证上印着。")
    for kind, pattern in _OTHERS.items():
        if re.fullmatch(pattern, number):
            return IdNumber(kind, number, None)
    if re.fullmatch(r"[0-9]+X?", number):
        raise IdRefused(f"身份证号是 18 位，您写了 {len(number)} 位，请照着证件再核对一遍。")
    raise IdRefused("没看懂这个证件号码。身份证号是 18 位数字，最后一位可能是 X；别的证件请照着证件上写。")


_OTHERS = {
    IdKind.HM_PERMIT: r"[HM][0-9]{8}(?:[0-9]{2})?",
    IdKind.TAIWAN_PERMIT: r"[0-9]{8}",
    IdKind.PERMANENT: r"[A-Z]{3}[0-9]{12}",
    IdKind.PASSPORT: r"(?=[A-Z0-9]*[0-9])(?=[A-Z0-9]*[A-Z])[A-Z0-9]{6,10}",
}


def is_resident_number(number: str) -> bool:
    """Whether 18 signs are a number of GB 11643: the check digit and a date that exists. Asks no day."""
    return bool(_EIGHTEEN.fullmatch(number)) and check_sign(number) == number[-1] and _born(number) is not None


def check_sign(number: str) -> str:
    """The 18th sign for the 17 before it."""
    return _CHECKS[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True)) % 11]


def _of_eighteen(number: str, today: date) -> IdNumber:
    if check_sign(number) != number[-1]:
        raise IdRefused("这个身份证号的校验位对不上，多半是写错了一位，请照着证件再核对一遍。")
    born = _born(number)
    if born is None:
        raise IdRefused("身份证号中间八位是出生日期，这一天不存在，请照着证件再核对一遍。")
    if born > today:
        raise IdRefused("身份证号里的出生日期在今天以后，请照着证件再核对一遍。")
    if age_on(born, today) > OLDEST:
        raise IdRefused(f"按这个身份证号算已经超过 {OLDEST} 岁了，请照着证件再核对一遍。")
    kind = IdKind.HMT_RESIDENT if number[:2] in ("81", "82", "83") else IdKind.RESIDENT
    return IdNumber(IdKind.PERMANENT if number[0] == "9" else kind, number, born)


def _born(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def age_on(born: date, day: date) -> int:
    """周岁: years that are full on that day; who was born on 29 February is a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_band(born: date, today: date) -> AgeBand:
    age = age_on(born, today)
    if age < 14:
        return AgeBand.CHILD
    if age < 18:
        return AgeBand.MINOR
    if age < 60:
        return AgeBand.ADULT
    return AgeBand.OLD if age < 80 else AgeBand.VERY_OLD
