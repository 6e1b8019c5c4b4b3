"""User names: how they are written, and which are possible."""

import re
import unicodedata

_POSSIBLE = re.compile(r"[a-z0-9][a-z0-9._-]{1,38}[a-z0-9]")


def as_kept(typed: str) -> str:
    """A user name as it stands in the table: without outer blanks, in small letters, full-width signs made plain."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def is_possible(username: str) -> bool:
    """3 to 40 small letters, digits, dots, dashes and underscores, with a letter or digit at both ends."""
    return _POSSIBLE.fullmatch(username) is not None
