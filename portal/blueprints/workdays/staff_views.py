"""The official calendar: years on file, one year to look at, and entering a year."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.access import allow, only_reads
from portal.acting import act
from portal.blueprints.workdays import staff
from portal.blueprints.workdays.forms import AgreementForm, YearFileForm
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.service_requests.recount import recount
from portal.domain.workdays import queries
from portal.domain.workdays.months import holidays_of, months_of
from portal.domain.workdays.services import YearReport, enter_year, examine_year


@staff.get("")
@allow(Permission.CALENDAR_EDIT)
def index() -> str:
    """The years on file, and whether one is missing."""
    wanted = queries.year_wanted(clock.today())
    return render_template("workdays/index.html", years=queries.years_known(), wanted=wanted)


@staff.get("/<int:year>")
@allow(Permission.CALENDAR_EDIT)
def show(year: int) -> str:
    """One year: its holidays in words, its months as a picture."""
    row, calendar = queries.find_year(year), queries.load_calendar()
    return render_template(
        "workdays/show.html", row=row, holidays=holidays_of(year, calendar), months=months_of(year, calendar)
    )


@staff.route("/import", methods=["GET", "POST"])
@only_reads
@allow(Permission.CALENDAR_EDIT)
def import_year() -> ResponseReturnValue:
    """The file of a year, then what it would change; nothing is written."""
    form = YearFileForm(year=queries.year_wanted(clock.today()))
    if form.validate_on_submit():
        report = examine_year(form.year.data, form.source.data, form.text)
        return _show(report, form.text, 422 if report.bad else 200)
    return render_template("workdays/import.html", form=form), 422 if form.is_submitted() else 200


@staff.post("/import/acceptance")
@allow(Permission.CALENDAR_EDIT)
def accept_year() -> ResponseReturnValue:
    """Enter what was shown, and count again what depends on it."""
    form = AgreementForm()
    if not form.validate():
        return redirect(url_for(".import_year"), 303)
    report = examine_year(form.year.data, form.source.data, form.text.data)
    if report.bad or report.digest != form.digest.data:
        return _show(report, form.text.data, 409)
    acting = act()
    enter_year(report, agreed=form.digest.data, **acting)
    changed = recount(report.year, hours=current_app.config["WORKING_HOURS"], at=acting["at"])
    db.session.commit()
    flash(_("%(year)s 年的放假安排已录入，%(n)s 件诉求的到期时间重新算过。", year=report.year, n=changed))
    return redirect(url_for(".show", year=report.year), 303)


def _show(report: YearReport, text: str, status: int) -> ResponseReturnValue:
    form = AgreementForm(formdata=None, year=report.year, source=report.source, text=text, digest=report.digest)
    return render_template("workdays/report.html", report=report, form=form, outdated=status == 409), status
