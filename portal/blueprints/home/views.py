"""The front page, and the switches for text size and language."""

from flask import Response, abort, current_app, redirect, render_template, request, url_for

from portal import display
from portal.access import public as open_to_all
from portal.blueprints.home import public
from portal.domain.grids.directory import communities, count_grids, subdistricts
from portal.page_cache import kept


@public.get("/")
@open_to_all
@kept
def show() -> str:
    """Search, enter a code, phone numbers."""
    return render_template(
        "home/show.html",
        communities=communities(),
        subdistricts=subdistricts(),
        grid_count=count_grids(),
    )


@public.get("/text-size/<size>")
@open_to_all
def text_size(size: str) -> Response:
    """Keep the text size and go back to the page one came from."""
    if size not in display.TEXT_SIZES:
        abort(404)
    return _keep(display.TEXT_COOKIE, size)


@public.get("/language/<code>")
@open_to_all
def language(code: str) -> Response:
    """Keep the language and go back to the page one came from."""
    if code not in display.LANGUAGES:
        abort(404)
    return _keep(display.LANGUAGE_COOKIE, code)


def _keep(cookie: str, value: str) -> Response:
    response = redirect(_back(), 303)
    response.set_cookie(
        cookie,
        value,
        max_age=display.KEPT_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def _back() -> str:
    """The page to return to: a path of this site, or the front page."""
    asked = request.args.get("back", "")
    # A second slash, or a backslash that browsers read as one, would begin the name of another host.
    local = asked.startswith("/") and not asked.startswith(("//", "/\\"))
    return asked if local and asked.isprintable() else url_for("home.show")
