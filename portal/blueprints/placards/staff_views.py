"""The placard desk: what hangs where, how it stands, and each step of a placard's life."""

from dataclasses import replace
from datetime import timedelta
from itertools import groupby

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access import allow
from portal.acting import act
from portal.blueprints.placards import places, staff
from portal.blueprints.placards.forms import MakeForm, PutUpForm, RoundForm
from portal.blueprints.placards.words import condition_names, life_of, retired_words
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.grids.models import Grid
from portal.domain.placards import making, queries, services
from portal.domain.placards.models import Placard, RetiredBecause
from portal.domain.placards.queries import Condition, Search
from portal.forms import sought
from portal.fragments import render
from portal.paging import page_of

SCAN_DAYS = 30


@staff.get("")
@allow(Permission.PLACARD_VIEW)
def index() -> ResponseReturnValue:
    """Placards by place, and how many stand in each condition."""
    search, today, stale = _search(), clock.today(), places.stale()
    seen = queries.visible_to(current_user, Permission.PLACARD_VIEW, today)
    found = page_of(queries.matching(seen, search, today, stale))
    by_grid = groupby(found.rows, key=lambda row: row.Grid.name if row.Grid else "")
    return render(
        "placards/index.html",
        "placards/_list.html",
        found=found,
        groups=[(grid, [row.Placard for row in rows]) for grid, rows in by_grid],
        figures=queries.figures(queries.within(seen, search), today, stale),
        names=condition_names(),
        search=search,
        filters=_filters(),
        places=places.choices(Permission.PLACARD_VIEW),
        stale=set(stale),
    )


@staff.route("/installations", methods=["GET", "POST"])
@allow(Permission.PLACARD_EDIT)
def put_up_all() -> ResponseReturnValue:
    """After a round through the stairwells: which printed sheets hang now, and since when."""
    form = RoundForm(request.args.get("place", ""), on=clock.today())
    if form.validate_on_submit():
        with form.showing_refusals():
            services.put_up_all(form.chosen, form.on.data, today=clock.today(), **act())
            db.session.commit()
            flash(_("%(n)s 块记好了。", n=len(form.chosen)))
            return redirect(url_for(".index", **_filters()), 303)
    return render_template("placards/installations.html", form=form), 422 if form.is_submitted() else 200


@staff.route("/new", methods=["GET", "POST"])
@allow(Permission.PLACARD_EDIT)
def new() -> ResponseReturnValue:
    """Placards for buildings, entrances, a gate or a board."""
    form = MakeForm(place=request.args.get("place"))
    if form.validate_on_submit():
        with form.showing_refusals():
            made = making.make_placards(form.chosen_kind, form.grids, form.name.data, today=clock.today(), **act())
            db.session.commit()
            flash(_("做好了 %(n)s 块。已经有牌子的地方没有动。", n=len(made)))
            return redirect(url_for(".index", place=form.place.data, condition=Condition.NOT_UP.value), 303)
    return render_template("placards/new.html", form=form), 422 if form.is_submitted() else 200


@staff.get("/<int:placard_id>")
@allow(Permission.PLACARD_VIEW)
def show(placard_id: int) -> ResponseReturnValue:
    """One placard: its life so far, its scans, and the steps that may be taken."""
    placard, grid = queries.find(current_user, Permission.PLACARD_VIEW, placard_id, clock.today())
    return _placard(placard, grid, PutUpForm(formdata=None, on=clock.today()))


@staff.post("/<int:placard_id>/installation")
@allow(Permission.PLACARD_EDIT)
def put_up(placard_id: int) -> ResponseReturnValue:
    placard, grid = _find(placard_id)
    form = PutUpForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            services.put_up(placard, form.on.data, today=clock.today(), **act())
            db.session.commit()
            return _done(placard, _("记好了：已经贴到墙上。"))
    return _placard(placard, grid, form), 422


@staff.post("/<int:placard_id>/damage")
@allow(Permission.PLACARD_EDIT)
def report_damage(placard_id: int) -> Response:
    placard, _grid = _find(placard_id)
    services.report_damage(placard, **act())
    db.session.commit()
    return _done(placard, _("记好了：牌子破损。"))


@staff.post("/<int:placard_id>/damage/clearance")
@allow(Permission.PLACARD_EDIT)
def clear_damage(placard_id: int) -> Response:
    placard, _grid = _find(placard_id)
    services.clear_damage(placard, **act())
    db.session.commit()
    return _done(placard, _("破损的报告去掉了。"))


@staff.post("/<int:placard_id>/loss")
@allow(Permission.PLACARD_EDIT)
def lose(placard_id: int) -> Response:
    """From now on its page warns whoever scans it."""
    placard, _grid = _find(placard_id)
    services.retire(placard, RetiredBecause.LOST, today=clock.today(), **act())
    db.session.commit()
    return _done(placard, _("登记了丢失，编号已经停用。"))


@staff.post("/<int:placard_id>/removal")
@allow(Permission.PLACARD_EDIT)
def remove(placard_id: int) -> Response:
    placard, _grid = _find(placard_id)
    services.retire(placard, RetiredBecause.REMOVED, today=clock.today(), **act())
    db.session.commit()
    return _done(placard, _("取下停用了。"))


@staff.post("/<int:placard_id>/replacement")
@allow(Permission.PLACARD_EDIT)
def replace_placard(placard_id: int) -> Response:
    """Leads to the new one, which is printed next."""
    placard, _grid = _find(placard_id)
    successor = services.replace(placard, today=clock.today(), **act())
    db.session.commit()
    return _done(successor, _("新的做好了，请打印出来换上。旧编号已经停用。"))


def _placard(placard: Placard, grid: Grid | None, form: PutUpForm) -> str:
    today = clock.today()
    since = today - timedelta(days=SCAN_DAYS - 1)
    scans = queries.scans_by_day(placard.id, since)
    previous = queries.predecessor(placard)
    return render_template(
        "placards/show.html",
        placard=placard,
        grid=grid,
        form=form,
        is_stale=placard.id in places.stale(),
        previous=previous,
        life=life_of(placard, queries.acts_on(placard), previous),
        retired=retired_words(placard.retired_because) if placard.retired_because else "",
        scans=[scans.get(since + timedelta(days=day), 0) for day in range(SCAN_DAYS)],
        total=queries.total_scans(placard.id),
    )


def _filters() -> dict[str, str]:
    """What the list is narrowed by, as it stands in the URL."""
    return {name: value for name in ("place", "condition", "text") if (value := sought(request.args.get(name, "")))}


def _search() -> Search:
    """What cannot be read narrows nothing."""
    filters = _filters()
    search = places.search_at(filters.get("place", "")) or Search()
    if (condition := filters.get("condition")) in list(Condition):
        search = replace(search, condition=Condition(condition))
    return replace(search, text=filters.get("text", ""))


def _find(placard_id: int) -> tuple[Placard, Grid | None]:
    return queries.find(current_user, Permission.PLACARD_EDIT, placard_id, clock.today())


def _done(placard: Placard, message: str) -> Response:
    flash(message)
    return redirect(url_for(".show", placard_id=placard.id), 303)
