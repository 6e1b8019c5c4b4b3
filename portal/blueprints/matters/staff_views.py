"""The catalogue for staff: what stands where, what is still to be checked, how it came to be so."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal.access import allow
from portal.acting import act
from portal.blueprints.matters import staff
from portal.blueprints.matters.words import part_names, work_type_names
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.matters import confirming, queries, services
from portal.domain.matters.catalogue import shipped
from portal.domain.matters.changes import changes, described
from portal.domain.matters.content import content_of
from portal.domain.matters.models import Matter
from portal.domain.matters.names import PARTS

LONGEST_ITEM = 300


@staff.get("")
@allow(Permission.MATTER_EDIT)
def index() -> str:
    """Every matter with its state and what is still to be checked before launch."""
    versions = queries.all_current()
    return render_template(
        "matters/staff_index.html",
        matters=[(version, len(confirming.open_items(version))) for version in versions],
        work_types=work_type_names(),
        shipped=0 if versions else len(shipped().entries),
        form=FlaskForm(),
    )


@staff.post("/catalogue")
@allow(Permission.MATTER_EDIT)
def load() -> Response:
    """Bring in the shipped matters that are missing."""
    loaded = services.load_catalogue(**act())
    db.session.commit()
    flash(_("放进了 %(n)s 个事项。", n=loaded) if loaded else _("没有缺的事项。"))
    return redirect(url_for(".index"), 303)


@staff.get("/to-check")
@allow(Permission.MATTER_EDIT)
def to_check() -> str:
    """上线前要核实: the shipped local values nobody has checked yet, matter by matter."""
    waiting = [(version, confirming.open_items(version)) for version in queries.all_current()]
    waiting = [(version, items) for version, items in waiting if items and version.matter.retired_at is None]
    return render_template("matters/staff_to_check.html", waiting=waiting)


@staff.get("/<int:matter_id>")
@allow(Permission.MATTER_EDIT)
def show(matter_id: int) -> str:
    """One matter: each part as it stands, the list of what to check, its versions."""
    matter = queries.find_matter_by_id(matter_id)
    said = described(services.entry_of(matter.current))
    ticked = {one.item: one for one in matter.confirmations}
    return render_template(
        "matters/staff_show.html",
        matter=matter,
        parts=[(part, name, [said[key] for key in PARTS[part] if key in said]) for part, name in part_names().items()],
        items=[(item, ticked.get(item)) for item in confirming.items(content_of(matter.current))],
        provisional=confirming.is_provisional(matter.current),
    )


@staff.get("/<int:matter_id>/versions/<int:number>")
@allow(Permission.MATTER_EDIT)
def version(matter_id: int, number: int) -> str:
    """What a version changed."""
    matter = queries.find_matter_by_id(matter_id)
    chosen = queries.find_version(matter, number)
    before: dict[str, Any] = services.entry_of(queries.find_version(matter, number - 1)) if number > 1 else {}
    changed = changes(before, services.entry_of(chosen))
    return render_template("matters/staff_version.html", matter=matter, version=chosen, changed=changed)


@staff.post("/<int:matter_id>/retirement")
@allow(Permission.MATTER_EDIT)
def retire(matter_id: int) -> Response:
    services.retire(queries.find_matter_by_id(matter_id), **act())
    db.session.commit()
    return _done(matter_id, _("停办了：居民不能再新报，已经收下的照常办。"))


@staff.post("/<int:matter_id>/restoration")
@allow(Permission.MATTER_EDIT)
def restore(matter_id: int) -> Response:
    services.restore(queries.find_matter_by_id(matter_id), **act())
    db.session.commit()
    return _done(matter_id, _("恢复了：居民又可以办了。"))


@staff.post("/<int:matter_id>/confirmations")
@allow(Permission.MATTER_EDIT)
def confirm(matter_id: int) -> ResponseReturnValue:
    """Somebody checked this value against the town's own rule."""
    matter = queries.find_matter_by_id(matter_id)
    confirming.confirm(matter, _item(), **act())
    db.session.commit()
    return _checked(matter)


@staff.post("/<int:matter_id>/confirmations/withdrawal")
@allow(Permission.MATTER_EDIT)
def take_back(matter_id: int) -> ResponseReturnValue:
    matter = queries.find_matter_by_id(matter_id)
    confirming.take_back(matter, _item(), **act())
    db.session.commit()
    return _checked(matter)


def _item() -> str:
    return request.form.get("item", "")[:LONGEST_ITEM]


def _checked(matter: Matter) -> Response:
    """Back to where the tick was set."""
    if request.form.get("back") == "list":
        return redirect(url_for(".to_check", open=matter.slug, _anchor=matter.slug), 303)
    return redirect(url_for(".show", matter_id=matter.id, _anchor="check"), 303)


def _done(matter_id: int, sentence: str) -> Response:
    flash(sentence)
    return redirect(url_for(".show", matter_id=matter_id), 303)
