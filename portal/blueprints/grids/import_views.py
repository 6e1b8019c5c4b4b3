"""Bringing in a town by upload: the report first, then, on a yes to exactly that report, the register."""

from pathlib import Path

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access import allow, only_reads
from portal.acting import act
from portal.blueprints.grids import staff
from portal.blueprints.grids.forms import AgreementForm, ImportForm
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.accounts.scopes import subdistricts_where, whole_town
from portal.domain.grids.importing.report import ImportReport
from portal.domain.grids.importing.town import TownImport
from portal.domain.grids.importing.uploads import Uploads


@staff.route("/import", methods=["GET", "POST"])
@only_reads
@allow(Permission.PLACE_IMPORT)
def import_town() -> ResponseReturnValue:
    """The two files; nothing is written."""
    form = ImportForm()
    if form.validate_on_submit():
        files = form.grids.data.stream, form.buildings.data.stream
        key = _uploads().keep(*files, owner=current_user.id, at=clock.now())
        return redirect(url_for(".import_report", key=key), 303)
    return render_template("grids/staff_import.html", form=form), 422 if form.is_submitted() else 200


@staff.get("/imports/<key>")
@allow(Permission.PLACE_IMPORT)
def import_report(key: str) -> ResponseReturnValue:
    """What the files would change, and what is wrong with them."""
    return _show(key, _town(key).examine())


@staff.post("/imports/<key>/acceptance")
@allow(Permission.PLACE_IMPORT)
def accept_import(key: str) -> ResponseReturnValue:
    """Write what was shown; when that is no longer what would happen, show the new report instead."""
    form, town = AgreementForm(), _town(key)
    if not form.validate():
        return _show(key, town.examine(), 422)
    report = town.carry_out(**act(), agreed=form.digest.data)
    if not report.written:
        return _show(key, report, 409)
    db.session.commit()
    _uploads().discard(key)
    flash(_("已写入：%(summary)s。", summary=report.summary))
    return redirect(url_for(".index"), 303)


def _show(key: str, report: ImportReport, status: int = 200) -> ResponseReturnValue:
    form = AgreementForm(formdata=None, digest=report.digest)
    return render_template("grids/staff_import_report.html", key=key, report=report, form=form), status


def _town(key: str) -> TownImport:
    """The files of one's own upload, against the part of the register one may change."""
    folder = _uploads().find(key, owner=current_user.id, at=clock.now())
    scope = subdistricts_where(current_user, Permission.PLACE_IMPORT)
    within = None if whole_town(current_user, Permission.PLACE_IMPORT) else frozenset(db.session.scalars(scope))
    return TownImport(folder, today=clock.today(), within=within)


def _uploads() -> Uploads:
    return Uploads(Path(current_app.config["INSTANCE"]) / "imports")
