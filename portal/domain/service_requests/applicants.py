"""Who asked: how a name and a phone number are kept, and found again without being readable."""

import unicodedata

from portal.encryption import digest, digests

NAME, PHONE = "service_requests.name", "service_requests.phone"


def plain_name(typed: str) -> str:
    """A name without blanks, full-width letters made plain: 王 芳 and 王芳 are one."""
    return "".join(unicodedata.normalize("NFKC", typed).split())


def plain_phone(typed: str) -> str:
    """The digits of a phone number, without the country's own prefix."""
    digits = "".join(one for one in unicodedata.normalize("NFKC", typed) if one.isascii() and one.isdecimal())
    return digits.removeprefix("0086").removeprefix("86") if len(digits) > 11 else digits


def name_digest(name: str) -> str:
    return digest(plain_name(name), NAME)


def phone_digest(phone: str) -> str:
    return digest(plain_phone(phone), PHONE)


def name_digests(name: str) -> list[str]:
    """What the digest of this name may be, under every key this portal has had: to search with."""
    return digests(plain_name(name), NAME)


def phone_digests(phone: str) -> list[str]:
    return digests(plain_phone(phone), PHONE)
