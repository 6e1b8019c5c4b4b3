"""How private facts are shown to those who do not need them in full. Masked here, on the server, and nowhere else."""

import re

from portal.domain.contacts.names import COMPOUND_SURNAMES

STARS = "****"


def masked_name(name: str) -> str:
    """张* of two characters, 张*三 of more, 欧阳*明, 阿**·买; of a Latin name the first letter."""
    name = name.strip()
    if not name:
        return ""
    first, dot, last = name.partition("·")
    if dot:
        return f"{first[:1]}{'*' * max(1, len(first) - 1)}·{last[:1]}"
    if name[0].isascii():
        return f"{name[0]}***"
    if len(name) <= 2:
        return f"{name[0]}*"
    if name[:2] in COMPOUND_SURNAMES:
        return f"{name[:2]}*{name[3:][-1:]}"
    return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"


def masked_phone(number: str) -> str:
    """140****2207 of a mobile, 0532-8400**** of a fixed line."""
    digits = re.sub(r"[\s\-–—]", "", number.partition(",")[0]).removeprefix("+86")
    if re.fullmatch(r"1\d{10}", digits):
        return f"{digits[:3]}{STARS}{digits[-4:]}"
    if fixed := re.fullmatch(r"(0(?:10|2\d|[3-9]\d{2}))(\d{3,4})\d{4}", digits):
        return f"{fixed[1]}-{fixed[2]}{STARS}"
    return f"{digits[:-4]}{STARS}" if len(digits) > 4 else STARS


def masked_id(number: str, *, in_list: bool = False) -> str:
    """110***********002X; in lists, and of shorter papers, the first and the last sign: 1****************X."""
    number = "".join(number.split())
    shown, tail = (1, 1) if in_list or len(number) < 15 else (3, 4)
    return f"{number[:shown]}{'*' * (len(number) - shown - tail)}{number[-tail:]}" if len(number) > 5 else STARS


def masked_account(number: str) -> str:
    """**** 1234."""
    digits = "".join(sign for sign in number if sign.isdecimal())
    return f"{STARS} {digits[-4:]}" if len(digits) > 8 else STARS


def masked_address(address: str) -> str:
    """As far as the building, 幸福小区3号楼***; without one to the last sign that is no number."""
    text = address.strip()
    building = re.match(r".*?[0-9０-９一二三四五六七八九十百]+\s*(?:号楼|栋|幢|座|号|弄)", text)
    kept = building[0] if building else re.split(r"[0-9０-９]", text, maxsplit=1)[0]
    return f"{kept}***" if text else ""


def masked_email(address: str) -> str:
    """z***@x.cn."""
    name, at, domain = address.strip().rpartition("@")
    return f"{name[:1]}***{at}{domain}" if name else "***"
