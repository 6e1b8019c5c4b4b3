"""Account numbers as people type them."""

import re
import unicodedata
from dataclasses import dataclass

from stdnum import luhn

from portal.domain.errors import DomainError

FEWEST, MOST = 12, 19
_JOINTS = re.compile(r"[\s\-‐-―－_·.]")


class AccountRefused(DomainError):
    """No account has such a number. `str()` says what to look at."""


@dataclass(frozen=True, slots=True)
class Account:
    """`doubtful`: the digits do not add up as those of a card do (ISO/IEC 7812). Said to whoever typed it, never a
    refusal: passbooks and older accounts have no check digit, and a benefit must not fail for that."""

    number: str
    doubtful: bool


def entered_account(typed: str) -> Account:
    """The digits of an account somebody typed, 12 to 19 of them; raises AccountRefused."""
    digits = _JOINTS.sub("", unicodedata.normalize("NFKC", typed))
    if not (digits.isascii() and digits.isdecimal()):
        raise AccountRefused("银行账号只有数字，请照着卡面或存折写。")
    if not FEWEST <= len(digits) <= MOST:
        raise AccountRefused(f"银行账号是 {FEWEST} 到 {MOST} 位，您写了 {len(digits)} 位，请照着卡面或存折再核对一遍。")
    return Account(digits, doubtful=not luhn.is_valid(digits))


def is_card_number(digits: str) -> bool:
    """16 to 19 digits that add up as those of a card."""
    return 16 <= len(digits) <= 19 and len(set(digits)) > 1 and luhn.is_valid(digits)
