"""The queue of addresses nobody found, and the names staff gave to places."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Select

from portal import clock
from portal.access import allow
from portal.acting import act
from portal.blueprints.grids import staff
from portal.blueprints.grids.lookup_forms import AliasForm, DismissalForm, NewBuildingForm
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.accounts.scopes import grids_where
from portal.domain.grids import aliases, unmatched
from portal.domain.grids.found_places import found_places
from portal.domain.grids.models import Grid, UnmatchedAddress
from portal.domain.grids.nameable import Nameable, find_nameable, nameable_places
from portal.forms import sought
from portal.fragments import render
from portal.lookup_index import catch_up, look_up
from portal.paging import page_of


@staff.get("/unmatched", endpoint="unmatched")
@allow(Permission.LOOKUP_QUEUE)
def unmatched_index() -> str:
    """What residents could not find, most wanted first."""
    return render_template("grids/unmatched.html", page=page_of(unmatched.waiting(current_user, clock.today())))


@staff.get("/unmatched/<int:row_id>")
@allow(Permission.LOOKUP_QUEUE)
def unmatched_address(row_id: int) -> ResponseReturnValue:
    """One address, and what it may be turned into; `?q=` looks for the place it means."""
    return _page(unmatched.find_waiting(row_id, current_user, clock.today()))


@staff.post("/unmatched/<int:row_id>/alias")
@allow(Permission.LOOKUP_QUEUE)
def turn_into_alias(row_id: int) -> ResponseReturnValue:
    row, today = unmatched.find_waiting(row_id, current_user, clock.today()), clock.today()
    form = AliasForm(_places())
    if form.validate_on_submit():
        place = find_nameable(form.place.data, _grids(), today)
        with form.showing_refusals():
            unmatched.turn_into_alias(row, place, form.alias.data, grids=_grids(), today=today, **act())
            db.session.commit()
            return _done(_("记下了。居民再这样写，就能找到“%(place)s”。", place=place.title))
    return _page(row, alias=form)


@staff.post("/unmatched/<int:row_id>/building")
@allow(Permission.LOOKUP_QUEUE)
def turn_into_building(row_id: int) -> ResponseReturnValue:
    row = unmatched.find_waiting(row_id, current_user, clock.today())
    form = NewBuildingForm(_grids_by_code())
    if form.validate_on_submit():
        with form.showing_refusals():
            building = unmatched.turn_into_building(row, form.facts, today=clock.today(), **act())
            db.session.commit()
            return _done(_("加好了：%(building)s。", building=building.title))
    return _page(row, building=form)


@staff.post("/unmatched/<int:row_id>/dismissal")
@allow(Permission.LOOKUP_QUEUE)
def dismiss_unmatched(row_id: int) -> ResponseReturnValue:
    row = unmatched.find_waiting(row_id, current_user, clock.today())
    form = DismissalForm()
    if form.validate_on_submit():
        unmatched.dismiss(row, unmatched.DismissedBecause(form.because.data), **act())
        db.session.commit()
        return _done(_("这条地址不再列出。"))
    return _page(row, dismissal=form)


@staff.get("/aliases")
@allow(Permission.LOOKUP_QUEUE)
def alias_index() -> str:
    """Names that staff gave to places."""
    page = page_of(aliases.standing_aliases(_grids(), clock.today()))
    return render_template("grids/aliases.html", page=page, named_place=aliases.named_place)


@staff.post("/aliases/<int:alias_id>/removal")
@allow(Permission.LOOKUP_QUEUE)
def remove_alias(alias_id: int) -> ResponseReturnValue:
    alias = aliases.find_alias(alias_id, _grids(), clock.today())
    aliases.remove_alias(alias, **act())
    db.session.commit()
    return _done(_("“%(alias)s”停用了。", alias=alias.alias), ".alias_index")


def _page(row: UnmatchedAddress, **typed: Any) -> ResponseReturnValue:
    """The page of one address; `typed` is the form that was refused, by its name."""
    forms = {
        "alias": AliasForm(_places(), formdata=None, alias=aliases.likely_name(row.address)),
        "building": NewBuildingForm(_grids_by_code(), formdata=None, estate=aliases.likely_name(row.address)),
        "dismissal": DismissalForm(formdata=None),
    }
    status = 422 if typed else 200
    page, fragment = "grids/unmatched_address.html", "grids/_nameable.html"
    return render(page, fragment, status, row=row, words=_words(), refused=next(iter(typed), ""), **(forms | typed))


def _places() -> list[Nameable]:
    return nameable_places(found_places(look_up(_words()), clock.today()), _grids(), clock.today()) if _words() else []


def _words() -> str:
    return sought(request.args.get("q", ""), 200)


def _grids() -> Select[int]:
    return grids_where(current_user, Permission.LOOKUP_QUEUE, clock.today())


def _grids_by_code() -> list[Grid]:
    return list(db.session.scalars(db.select(Grid).where(Grid.id.in_(_grids())).order_by(Grid.code)))


def _done(message: str, back: str = ".unmatched") -> ResponseReturnValue:
    """Say so once residents find, or do not find, the place accordingly."""
    catch_up()
    flash(message)
    return redirect(url_for(back), 303)
