"""The card of a grid for everybody."""

from pathlib import Path

from flask import Response, abort, current_app, render_template, send_file

from portal import clock
from portal.access import public as open_to_all
from portal.assets import YEAR
from portal.blueprints.contacts import public
from portal.domain.contacts import queries
from portal.domain.contacts.cards import card_of
from portal.domain.contacts.photos import SIZES, PhotoFolder


def photo_folder() -> PhotoFolder:
    return PhotoFolder(Path(current_app.config["INSTANCE"]) / "photos")


@public.get("/grids/<code>/card")
@open_to_all
def card(code: str) -> str:
    """Who serves the grid today: face, name, one button to call."""
    return render_template("contacts/card.html", card=card_of(queries.grid_by_code(code), clock.today()))


@public.get("/photos/<key>-<int:size>.jpg")
@open_to_all
def photo(key: str, size: int) -> Response:
    """A photo shown on cards. A new photo has a new key, so browsers keep this one for good."""
    if size not in SIZES or not queries.is_public_photo(key):
        abort(404)
    try:
        response = send_file(photo_folder().path(key, size), max_age=YEAR)
    except FileNotFoundError:
        abort(404)
    response.cache_control.public = True
    response.cache_control.immutable = True
    return response
