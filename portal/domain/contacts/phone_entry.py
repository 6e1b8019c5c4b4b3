"""Telephone numbers as people type them, to the form in which they are dialled and stored."""

import re
import unicodedata

from portal.domain.errors import DomainError

_JOINTS = re.compile(r"[-‐-―－_.·()]")
_COUNTRY = re.compile(r"^(?:\+86|0086|86(?=1\d{10}$))")
_EXTENSION = re.compile(r"^(.+?)(?:转分?机?|分机|ext\.?|,|#)(\d{1,6})$", re.IGNORECASE)
_LANDLINE_EXTENSION = re.compile(r"^(0\d{2,3}-?\d{7,8})-(\d{1,6})$")
_KNOWN = re.compile(
    r"1[3-9]\d{9}"  # mobile
    r"|0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}"  # landline with area code
    r"|[48]00\d{7}"
    r"|11[09]|12[02]|12\d{3}|9[56]\d{3,4}"  # emergency, hotlines, service numbers
)


class PhoneRefused(DomainError):
    """The number cannot be dialled. `str()` says how to write it."""


def entered_phone(typed: str) -> str:
    """Digits as they are dialled, an extension after a comma (`053284000001,801`); empty for nothing typed.

    Takes mobiles with or without +86, landlines with area code, 400 and 800 numbers and hotlines (norms 4.6).
    Raises PhoneRefused.
    """
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed))
    if not text:
        return ""
    parted = _LANDLINE_EXTENSION.match(text) or _EXTENSION.match(text)
    number, extension = parted.groups() if parted else (text, "")
    digits = _national(_JOINTS.sub("", number))
    if not digits.isascii() or not digits.isdecimal():
        raise PhoneRefused("电话里只能有数字，例如 140 0000 0101 或 0532-8400 0001。")
    if re.fullmatch(r"[2-8]\d{6,7}", digits):
        raise PhoneRefused("座机请写上区号，例如 0532-8400 0001。")
    if not _KNOWN.fullmatch(digits):
        raise PhoneRefused("电话的位数不对，请核对。手机 11 位，座机要带区号。")
    if extension and not digits.startswith("0"):
        raise PhoneRefused("只有座机能写分机号，请核对。")
    return f"{digits},{extension}" if extension else digits


def _national(number: str) -> str:
    """The number as it is dialled inside the country: +86 532 … is 0532 …."""
    dialled, had_country = _COUNTRY.subn("", number)
    return f"0{dialled}" if had_country and dialled[:1] not in ("0", "1") else dialled
