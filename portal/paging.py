"""Long lists in pages, with the filters kept in the URL."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from sqlalchemy import Select, func, select

from portal.db import db

SIZE = 50


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, its number (from 1), the last number, and how many rows there are in all."""

    rows: list[Any]
    number: int
    last: int
    total: int

    def url(self, number: int) -> str:
        """The address of another page with the same filters."""
        endpoint = request.endpoint or ""
        return url_for(endpoint, **{**request.args.to_dict(), **(request.view_args or {}), "page": number})


def page_of(query: Select[*tuple[Any, ...]], size: int = SIZE) -> Page:
    """The page that `?page=` asks for; numbers out of range give the nearest page."""
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    last = max(1, -(-total // size))
    asked = request.args.get("page", "1")
    number = min(max(int(asked) if asked.isdecimal() and len(asked) < 9 else 1, 1), last)
    rows = db.session.execute(query.limit(size).offset((number - 1) * size))
    return Page([row[0] if len(row) == 1 else row for row in rows.unique()], number, last, total)
