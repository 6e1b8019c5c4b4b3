"""How this visitor wants pages shown: language and text size, each kept in a cookie."""

from flask import request
from flask_babel import gettext as _

# en_GB writes the day before the month, as the catalogue does.
LANGUAGES = {"zh": "zh_Hans_CN", "en": "en_GB"}
TEXT_SIZES = ("normal", "large", "extra")
LANGUAGE_COOKIE = "lang"
TEXT_COOKIE = "text"
KEPT_SECONDS = 400 * 24 * 3600


def language() -> str:
    """`zh` or `en`; Chinese unless the visitor switched, whatever the phone's language is."""
    asked = request.cookies.get(LANGUAGE_COOKIE, "")
    return asked if asked in LANGUAGES else "zh"


def locale() -> str:
    return LANGUAGES[language()]


def text_size() -> str:
    asked = request.cookies.get(TEXT_COOKIE, "")
    return asked if asked in TEXT_SIZES else "normal"


def text_size_names() -> dict[str, str]:
    return {"normal": _("标准"), "large": _("大字"), "extra": _("特大")}
