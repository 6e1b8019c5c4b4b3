"""Telephone numbers as people read them aloud."""

import re


def spaced(phone: str) -> str:
    """Digits in groups: `140 0000 0101`, `0532-8400 0001 转 801`, `400-123-4567`; anything else as it is."""
    number, comma, extension = phone.partition(",")
    if comma:
        return f"{spaced(number)} 转 {extension.strip()}"
    digits = re.sub(r"[\s\-–—]", "", phone)
    if mobile := re.fullmatch(r"(?:\+?86)?(1\d{2})(\d{4})(\d{4})", digits):
        return " ".join(mobile.groups())
    if local := re.fullmatch(r"(0(?:10|2\d|[3-9]\d{2}))(\d{3,4})(\d{4})", digits):
        return "{}-{} {}".format(*local.groups())
    if service := re.fullmatch(r"([48]00)(\d{3})(\d{4})", digits):
        return "-".join(service.groups())
    return phone.strip()
