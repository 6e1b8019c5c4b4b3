"""Where it is: scanned, looked up and confirmed, or written in words. No place is taken that nobody confirmed."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.access import public as open_to_all
from portal.blueprints.service_requests import public
from portal.blueprints.service_requests.filing_forms import ChoiceForm, DetailsForm, OutsideForm, SearchForm
from portal.blueprints.service_requests.filling import Filling, NoDraft, begin_filling, filling, go_on, private
from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.grids import directory
from portal.domain.grids.found_places import Found, example_addresses, found_places
from portal.domain.grids.queries import find_building, find_grid
from portal.domain.matters.content import content_of
from portal.domain.matters.parts import Photo
from portal.domain.matters.queries import find_matter
from portal.domain.service_requests.draft_places import (
    LONGEST_TEXT,
    DraftPlace,
    at_building,
    at_key,
    at_placard,
    entrance_of,
)
from portal.domain.service_requests.duplicates import likely_duplicates
from portal.extensions import limiter
from portal.forms import choices, sought
from portal.lookup_index import look_up
from portal.page_cache import recall

# An estate may sit behind one address: what is tight is counted for each form.
BEGINNINGS = "600 per hour"


@public.get("/services/<slug>/apply/where")
@open_to_all
def where(slug: str) -> ResponseReturnValue:
    """The place that was scanned or chosen, to be confirmed; what was searched; or an empty line to search with."""
    begun = _begun(slug)
    place = None if "again" in request.args else scanned_place() or (begun.place if begun else None)
    if place is not None:
        return _confirm(slug, place, DetailsForm(place, formdata=None, data=_details(place)))
    words = begun.fields.get("words", "") if begun else ""
    if words and "again" not in request.args:
        return _candidates(slug, words, ChoiceForm(formdata=None))
    return _search(slug, SearchForm(formdata=None, words=words))


@public.post("/services/<slug>/apply/where/search")
@limiter.limit(BEGINNINGS)
@open_to_all
def search_place(slug: str) -> ResponseReturnValue:
    """The words are kept with the form rather than in an address: they may hold somebody's room."""
    begun, form = begin_filling(slug), SearchForm()
    if not form.validate_on_submit():
        return _search(slug, form, 422)
    begun.keep(words=sought(form.words.data, 200), place=None, placed=None)
    db.session.commit()
    return go_on(url_for(".where", slug=slug))


@public.post("/services/<slug>/apply/where/choice")
@limiter.limit(BEGINNINGS)
@open_to_all
def choose_place(slug: str) -> ResponseReturnValue:
    begun, form = begin_filling(slug), ChoiceForm()
    if not form.validate_on_submit():
        return _candidates(slug, begun.fields.get("words", ""), form, 422)
    place = at_key(form.place.data, clock.today())
    if place.building is None:
        # Where in the grid: what was searched for says it, at least in part.
        place = replace(place, text=begun.fields.get("words", "")[:LONGEST_TEXT])
    begun.keep(place=place.as_kept(), placed=None)
    db.session.commit()
    return go_on(url_for(".where", slug=slug))


@public.post("/services/<slug>/apply/where")
@limiter.limit(BEGINNINGS)
@open_to_all
def confirm_place(slug: str) -> ResponseReturnValue:
    begun = begin_filling(slug)
    place = at_key(request.form.get("place", ""), clock.today())
    form = DetailsForm(place)
    if not form.validate_on_submit():
        return _confirm(slug, place, form, 422)
    scanned = place.by_placard or bool(begun.place and begun.place.by_placard and begun.place.key == place.key)
    return _placed(begun, replace(_with_details(place, form), by_placard=scanned))


@public.get("/services/<slug>/apply/where/outside")
@open_to_all
def outside(slug: str) -> ResponseReturnValue:
    begun = _begun(slug)
    place = begun.place if begun else None
    words = place.text if place and not place.building else (begun.fields.get("words", "") if begun else "")
    community = f"community-{place.community.id}" if place else ""
    return _outside(slug, OutsideForm(_communities(), formdata=None, text=words[:100], community=community))


@public.post("/services/<slug>/apply/where/outside")
@limiter.limit(BEGINNINGS)
@open_to_all
def write_place(slug: str) -> ResponseReturnValue:
    begun, form = begin_filling(slug), OutsideForm(_communities())
    if not form.validate_on_submit():
        return _outside(slug, form, 422)
    community = at_key(form.community.data, clock.today()).community
    return _placed(begun, DraftPlace(community, text=form.text.data))


def _begun(slug: str) -> Filling | None:
    """The form of this phone; None where the first page is only looked at."""
    with suppress(NoDraft):
        return filling(slug)
    return None


def scanned_place() -> DraftPlace | None:
    """The place a link brought along; None without one, and for a placard or a building that is gone."""
    asked, today = request.args, clock.today()
    with suppress(DomainError):
        if "placard" in asked:
            return at_placard(sought(asked["placard"]), today)
        if "building" in asked:
            return at_building(find_building(sought(asked["building"])), today)
        if "grid" in asked:
            grid = find_grid(sought(asked["grid"]))
            return DraftPlace(grid.community, grid)
    return None


def _placed(begun: Filling, place: DraftPlace) -> ResponseReturnValue:
    """Store the place; on to the neighbours' requests where there are some, else to the next page."""
    begun.keep(place=place.as_kept(), placed=True)
    db.session.commit()
    matter = begun.version.matter
    if begun.content.public_matter and not begun.fields.get("who") and likely_duplicates(matter, place, at=clock.now()):
        return go_on(url_for(".neighbours", slug=begun.slug))
    return go_on(begun.after("where"))


def _details(place: DraftPlace) -> dict[str, Any]:
    entrance = str(place.entrance.number) if place.entrance else ""
    key = f"placard-{sought(request.args['placard'])}" if place.by_placard and "placard" in request.args else place.key
    return {"place": key, "entrance": entrance, "room": place.room, "text": place.text}


def _with_details(place: DraftPlace, form: DetailsForm) -> DraftPlace:
    number = form.entrance.data
    entrance = entrance_of(place, int(number)) if number else None
    room = form.room.data if place.building else ""
    where = (place.community, place.grid, place.building, entrance)
    return DraftPlace(*where, room or "", form.text.data or "", place.by_placard)


def _communities() -> dict[str, str]:
    return {f"community-{one.id}": one.name for one in directory.communities()}


def _search(slug: str, form: SearchForm, status: int = 200) -> ResponseReturnValue:
    return _page("where.html", slug, status, form=form)


def _candidates(slug: str, words: str, form: ChoiceForm, status: int = 200) -> ResponseReturnValue:
    """What the register says to the words, side by side; also a single answer is for the person to confirm."""
    found: Found = found_places(look_up(words), clock.today())
    if not found.places:
        return _page("where.html", slug, form=SearchForm(formdata=None, words=words), missing=True)
    listed = {f"building-{one.building.id}" if one.building else f"grid-{one.grid.id}": one for one in found.places}
    form.place.choices = choices({key: one.title for key, one in listed.items()})
    return _page("where_choice.html", slug, status, form=form, found=listed, words=words)


def _confirm(slug: str, place: DraftPlace, form: DetailsForm, status: int = 200) -> ResponseReturnValue:
    return _page("where_details.html", slug, status, form=form, place=place)


def _outside(slug: str, form: OutsideForm, status: int = 200) -> ResponseReturnValue:
    return _page("where_outside.html", slug, status, form=form)


def _page(template: str, slug: str, status: int = 200, **context: Any) -> ResponseReturnValue:
    version = find_matter(slug).current
    at_home = content_of(version).photo is Photo.NONE
    begun = _begun(slug)
    home = _("他住在哪里") if begun is not None and begun.for_somebody else _("您住在哪里")
    title = home if at_home else _("在哪里")
    examples = recall("lookup-examples", lambda: example_addresses(look_up))[:2]
    context = {"missing": False, "examples": examples, "begun": begun, **context}
    if begun is not None:
        context["step"] = begun.step("where")
    return private(template, status, version=version, slug=slug, title=title, at_home=at_home, **context)
