"""The register for staff: communities and grids in scope, their history, the phones of offices."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access import allow
from portal.acting import act
from portal.blueprints.grids import staff
from portal.blueprints.grids.forms import PlacePhoneForm
from portal.blueprints.grids.words import fact_names
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.contacts.serving import serving
from portal.domain.grids import desk, services
from portal.domain.grids.models import Community, Subdistrict
from portal.forms import sought
from portal.fragments import render
from portal.paging import page_of

COMMUNITIES_A_PAGE = 20


@staff.get("")
@allow(Permission.PLACE_VIEW)
def index() -> ResponseReturnValue:
    """Communities and grids in scope, or the buildings that match a search."""
    search, today = sought(request.args.get("search", "")), clock.today()
    found = page_of(desk.buildings_matching(current_user, search, today)) if search else None
    listed = page_of(desk.communities(current_user, today), COMMUNITIES_A_PAGE) if not search else None
    return render(
        "grids/staff_index.html",
        "grids/_register.html",
        search=search,
        found=found,
        communities=listed,
        grids=desk.grids_by_community(current_user, listed.rows, today) if listed else {},
    )


@staff.get("/<code>")
@allow(Permission.PLACE_VIEW)
def show(code: str) -> str:
    """One grid: its facts, its buildings with since when, and everything that changed."""
    today = clock.today()
    grid = desk.find_grid(current_user, code, today)
    assignments = desk.assignments_of(grid)
    return render_template(
        "grids/staff_show.html",
        grid=grid,
        today=today,
        serving=serving(grid.id, today),
        assignments=[one for one in assignments if one.ends_on is None or one.ends_on > today],
        ended=[one for one in assignments if one.ends_on is not None and one.ends_on <= today],
        posts=desk.posts_of(grid),
        changes=desk.changes_of(grid, assignments),
        fact_names=fact_names(),
    )


@staff.get("/communities/<int:community_id>")
@allow(Permission.PLACE_VIEW)
def community(community_id: int) -> str:
    """One community: its phones and its grids."""
    today = clock.today()
    place = desk.find_community(current_user, Permission.PLACE_VIEW, community_id, today)
    return render_template(
        "grids/staff_community.html",
        community=place,
        grids=desk.grids_by_community(current_user, [place], today)[place.id],
        may_change_supervision=desk.is_in_charge_of(current_user, place.subdistrict),
    )


@staff.route("/communities/<int:community_id>/phone", methods=["GET", "POST"])
@allow(Permission.CONTACT_EDIT)
def community_phone(community_id: int) -> ResponseReturnValue:
    """The phone of the community, on every card of its grids."""
    place = desk.find_community(current_user, Permission.CONTACT_EDIT, community_id, clock.today())
    return _change_phone(community_id, place, place.phone, services.change_community_phone)


@staff.route("/communities/<int:community_id>/supervision-phone", methods=["GET", "POST"])
@allow(Permission.CONTACT_EDIT)
def supervision_phone(community_id: int) -> ResponseReturnValue:
    """The phone of its subdistrict for complaints, on every card there."""
    below = desk.find_community(current_user, Permission.CONTACT_EDIT, community_id, clock.today())
    place = desk.find_subdistrict(current_user, Permission.CONTACT_EDIT, below.subdistrict_id)
    return _change_phone(community_id, place, place.supervision_phone, services.change_supervision_phone)


def _change_phone(
    community_id: int, place: Community | Subdistrict, phone: str, change: Callable[..., None]
) -> ResponseReturnValue:
    """Show the form, or make the change and go back to the community."""
    form = PlacePhoneForm(phone=phone)
    if form.validate_on_submit():
        with form.showing_refusals():
            change(place, form.phone.data, today=clock.today(), **act())
            db.session.commit()
            flash(_("改好了，名片已经更新。"))
            return redirect(url_for(".community", community_id=community_id), 303)
    page = render_template("grids/staff_phone.html", place=place, community_id=community_id, form=form)
    return page, 422 if form.is_submitted() else 200
