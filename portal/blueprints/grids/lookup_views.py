"""The address lookup for everybody: a page with live results, the same as JSON, and a form for what was not found."""

from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.access import only_reads
from portal.access import public as open_to_all
from portal.blueprints.grids import public
from portal.blueprints.grids.lookup_forms import ReportForm
from portal.db import db
from portal.domain.contacts.cards import Card, card_of, cards_of
from portal.domain.grids import unmatched
from portal.domain.grids.found_places import Found, FoundPlace, example_addresses, found_places
from portal.domain.grids.kept_words import kept_words
from portal.domain.grids.queries import find_building, grid_of
from portal.extensions import csrf, limiter
from portal.forms import sought
from portal.fragments import render, wants_fragment
from portal.lookup_index import look_up
from portal.page_cache import kept, recall

LONGEST = 200  # characters of a query that are read
# Behind a carrier's gateway a whole estate may share one address.
API_RATE = "6000 per minute"
CARD_BYTES = 2000  # about what a card takes in memory


@public.get("/lookup")
@open_to_all
def lookup() -> Response:
    """Live results under HTMX, a plain form without."""
    typed = request.args.get("q", "")
    words = sought(typed, LONGEST)
    context = {"words": words, "cut": len(typed) > LONGEST, "live": wants_fragment()}
    context |= _found(words) if words else {"examples": recall("lookup-examples", lambda: example_addresses(look_up))}
    response = render("grids/lookup.html", "grids/_results.html", **context)
    if words:
        # What was typed may name a person: it stays out of caches and out of the address the next page is told.
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "strict-origin"
    return response


@public.route("/api/lookup", methods=["GET", "POST"])
@csrf.exempt
@limiter.limit(lambda: API_RATE)
@only_reads
@open_to_all
def lookup_json() -> ResponseReturnValue:
    """`?q=`, or a JSON object with `q`. It changes nothing and names places only, never people."""
    found = found_places(look_up(sought(_asked(), LONGEST)), clock.today())
    answer = {"decision": found.decision, "candidates": [_as_json(place) for place in found.places]}
    return answer, {"Cache-Control": "no-store"}


@public.get("/buildings/<code>")
@open_to_all
@kept
def building(code: str) -> str:
    """One building and who looks after it."""
    place = find_building(sought(code))
    grid = grid_of(place.id, clock.today())
    return render_template("grids/building.html", building=place, card=card_of(grid, clock.today()) if grid else None)


@public.get("/lookup/unmatched")
@open_to_all
def report_form() -> str:
    """Tell about an address the lookup does not know."""
    return render_template("grids/report.html", form=ReportForm(formdata=None))


@public.post("/lookup/unmatched")
@limiter.limit("10 per hour", deduct_when=lambda response: response.status_code == 303)
@open_to_all
def report() -> ResponseReturnValue:
    form = ReportForm()
    if not form.validate_on_submit():
        return render_template("grids/report.html", form=form), 422
    unmatched.report(form.address.data, form.landmark.data or "", form.community.data, at=clock.now())
    db.session.commit()
    return redirect(url_for(".reported"), 303)


@public.get("/lookup/unmatched/thanks")
@open_to_all
def reported() -> str:
    return render_template("grids/reported.html")


def _asked() -> str:
    """The `q` of a program; 400 for whatever holds none."""
    try:
        asked = request.args if request.method == "GET" else request.get_json(silent=True)
    except RecursionError:  # brackets in brackets, a thousand deep
        abort(400)
    typed = asked.get("q") if isinstance(asked, dict) else None
    return typed if isinstance(typed, str) else abort(400)


def _found(words: str) -> dict[str, Any]:
    """Places with the cards of their grids; a form where there are none."""
    found = found_places(look_up(words), clock.today())
    form = None if found.places else ReportForm(formdata=None, address=kept_words(words))
    return {"found": found, "cards": _cards(found), "form": form}


def _cards(found: Found) -> dict[int, Card]:
    """The cards of the grids in question, by grid id."""
    grids = {place.grid.id: place.grid for place in found.places}
    if not grids:
        return {}
    name = f"cards {sorted(grids)}"
    return recall(name, lambda: cards_of(grids.values(), clock.today()), size=CARD_BYTES * len(grids))


def _as_json(place: FoundPlace) -> dict[str, Any]:
    return {
        "building_code": place.building.code if place.building else None,
        "grid_code": place.grid.code,
        "score": place.score,
        "reason": place.reason,
        "matched": place.matched,
        "unit": place.unit,
        "place": place.title,
        "grid_name": place.grid.name,
    }
