"""The card of a grid for everybody: page, picture, address book entry, QR code, photo."""

import io
from datetime import datetime, time
from functools import lru_cache

from flask import Response, abort, current_app, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.access import public as open_to_all
from portal.assets import YEAR
from portal.blueprints.contacts import photo_folder, public
from portal.domain import qr
from portal.domain.contacts import queries
from portal.domain.contacts.card_pictures import card_picture
from portal.domain.contacts.cards import Card, card_of
from portal.domain.contacts.photos import LARGE, SIZES
from portal.domain.contacts.vcard import vcard
from portal.domain.grids.blocks import blocks_of
from portal.domain.grids.queries import find_grid
from portal.grid_plan import drawn_plan
from portal.page_cache import kept

QR_PIXELS = 12  # per module: 2 cm on paper at 600 dpi
QR_KEPT = 30 * 24 * 3600
# Drawing takes a tenth of a second; a notice scanned by a whole stairwell asks for the same picture each time.
picture_of = lru_cache(maxsize=64)(card_picture)


@public.get("/grids/<code>/card")
@open_to_all
@kept
def card(code: str) -> ResponseReturnValue:
    """Who serves the grid today: face, name, one button to call."""
    grid, today = find_grid(code), clock.today()
    plan = drawn_plan(grid, blocks_of(grid, today))
    return render_template("contacts/card.html", grid=grid, card=card_of(grid, today), plan=plan)


@public.get("/grids/<code>/card.png")
@open_to_all
def picture(code: str) -> Response:
    """The card as a picture to keep: in chat apps a picture can be saved where a file cannot."""
    card = _today(code)
    photo = photo_folder().read(card.worker.photo, LARGE) if card.worker else None
    return _as_of_today(picture_of(card.facts(photo), url=_address(code)), "image/png")


@public.get("/grids/<code>/card.vcf")
@open_to_all
def address_book(code: str) -> Response:
    """The card for the phone's address book."""
    card = _today(code)
    began = datetime.combine(clock.today(), time(), clock.LOCAL_ZONE)
    response = _as_of_today(vcard(card.facts(), url=_address(code), rev=began).encode(), "text/vcard; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename="card.vcf")
    return response


@public.get("/grids/<code>/card/qr.<any(svg, png):kind>")
@open_to_all
def qr_code(code: str, kind: str) -> Response:
    """The card's address as a QR code: whoever serves, the code stays the same."""
    grid = find_grid(code)
    if kind == "svg":
        response = Response(qr.svg(_address(code), title=grid.name), mimetype="image/svg+xml")
    else:
        response = Response(qr.png(_address(code), QR_PIXELS), mimetype="image/png")
    response.cache_control.public = True
    response.cache_control.max_age = QR_KEPT
    response.add_etag()
    return response.make_conditional(request)


@public.get("/photos/<key>-<int:size>.jpg")
@open_to_all
def photo(key: str, size: int) -> Response:
    """A photo shown on cards. A new photo has a new key, so browsers keep this one for good."""
    content = photo_folder().read(key, size) if size in SIZES and queries.is_public_photo(key) else None
    if content is None:
        abort(404)
    response = send_file(io.BytesIO(content), mimetype="image/jpeg", max_age=YEAR, etag=key)
    response.cache_control.immutable = True
    return response


def _today(code: str) -> Card:
    return card_of(find_grid(code), clock.today())


def _address(code: str) -> str:
    return current_app.config["PUBLIC_URL"] + url_for("contacts.card", code=code)


def _as_of_today(content: bytes, mimetype: str) -> Response:
    """Asked for anew each time, for who serves changes by the day; sent anew only when it did."""
    response = Response(content, content_type=mimetype)
    response.cache_control.public = True
    response.cache_control.no_cache = True
    response.add_etag()
    return response.make_conditional(request)
