"""Numbers of requests: the day, a sequence without gaps, and a check digit that catches a slip of the finger."""

import unicodedata
from datetime import date

from sqlalchemy import Date, Integer, bindparam, text
from stdnum import damm

from portal.db import db

# One statement on both databases: the row of the day stays locked until the filing commits, and a filing that fails
# gives its number back. So parallel filings get numbers without gap or duplicate.
_COUNT = (
    text(
        "INSERT INTO service_request_counters (day, last) VALUES (:day, 1)"
        " ON CONFLICT (day) DO UPDATE SET last = service_request_counters.last + 1 RETURNING last"
    )
    .bindparams(bindparam("day", type_=Date))
    .columns(last=Integer)
)
_SEPARATORS = "-‐‑–—−－_·. "
_DAY, _FEWEST = 6, 4


def next_number(day: date) -> str:
    """The next number of a day, digits only: yymmdd, the sequence in at least four digits, a Damm check digit."""
    last = db.session.scalar(_COUNT, {"day": day})
    return numbered(day, last or 1)


def numbered(day: date, sequence: int) -> str:
    """The number with this sequence: 261123 0001 7."""
    digits = f"{day:%y%m%d}{sequence:0{_FEWEST}d}"
    return digits + damm.calc_check_digit(digits)


def read_number(typed: str) -> str | None:
    """The digits of a number somebody typed, with or without dashes and blanks; None when it cannot be one of ours."""
    digits = "".join(one for one in unicodedata.normalize("NFKC", typed).strip() if one not in _SEPARATORS)
    if not (digits.isascii() and digits.isdecimal() and _DAY + _FEWEST < len(digits) <= _DAY + 9):
        return None
    return digits if damm.is_valid(digits) else None


def shown(number: str) -> str:
    """As printed and read aloud: 261123-0001-7."""
    return f"{number[:_DAY]}-{number[_DAY:-1]}-{number[-1]}"
