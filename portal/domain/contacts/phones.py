"""Telephone numbers as people read them aloud."""

import re


def spaced(phone: str) -> str:
    """Digits in groups: `140 0000 0101`, `0532-8400 0001`; anything else as it is."""
    digits = re.sub(r"[\s\-–—]", "", phone)
    if mobile := re.fullmatch(r"(?:\+?86)?(1\d{2})(\d{4})(\d{4})", digits):
        return " ".join(mobile.groups())
    if local := re.fullmatch(r"(0(?:10|2\d|[3-9]\d{2}))(\d{3,4})(\d{4})", digits):
        return "{}-{} {}".format(*local.groups())
    return phone.strip()
