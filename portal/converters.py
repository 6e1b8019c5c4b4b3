"""Parts of URLs."""

import unicodedata
from typing import Any

from werkzeug.routing import IntegerConverter, Map, UnicodeConverter, ValidationError

LARGEST = 2**31 - 1  # PostgreSQL's integer


class RowNumber(IntegerConverter):
    """`<int:…>`: the number of a row. None is larger than the column holds, so larger ones are 404, not an error."""

    def __init__(self, map: Map, **limits: Any) -> None:
        super().__init__(map, **{"max": LARGEST, **limits})


class Word(UnicodeConverter):
    """`<…>`: text between slashes. No code or key holds a control sign, and PostgreSQL refuses to look for one.

    Where even such a text deserves a page of its own, write `<string:…>`.
    """

    def to_python(self, value: str) -> str:
        if any(unicodedata.category(sign) == "Cc" for sign in value):
            raise ValidationError
        return value
