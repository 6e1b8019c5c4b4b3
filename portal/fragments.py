"""Page or fragment: decided here and nowhere else."""

from typing import Any

from flask import Response, make_response, render_template, request


def wants_fragment() -> bool:
    """True when HTMX asks for a part of the page it already shows.

    Boosted links and history restores carry the same header but need the whole page.
    """
    asked = request.htmx
    return bool(asked) and not asked.boosted and not asked.history_restore_request


def render(page: str, fragment: str, status: int = 200, **context: Any) -> Response:
    """One URL, two renderings: `page` for a browser, `fragment` for HTMX."""
    response = make_response(render_template(fragment if wants_fragment() else page, **context), status)
    response.vary.add("HX-Request")
    return response
