"""Parts of URLs."""

from typing import Any

from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1  # PostgreSQL's integer


class RowNumber(IntegerConverter):
    """`<int:…>`: the number of a row. None is larger than the column holds, so larger ones are 404, not an error."""

    def __init__(self, map: Map, **limits: Any) -> None:
        super().__init__(map, **{"max": LARGEST, **limits})
