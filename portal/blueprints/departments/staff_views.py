"""The departments of the town, for administrators."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.access import allow
from portal.acting import act
from portal.blueprints.departments import staff
from portal.blueprints.departments.forms import ClosureForm, DepartmentForm
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.departments import queries, services, workload
from portal.domain.departments.models import Department


@staff.get("")
@allow(Permission.DEPARTMENT_EDIT)
def index() -> ResponseReturnValue:
    """All departments: what each is for, who works there, how much it has in hand."""
    found = queries.departments()
    return render_template(
        "departments/index.html",
        departments=found,
        open_requests=workload.open_by_department(found),
        staff=workload.staff_by_department(),
        today=clock.today(),
    )


@staff.route("/new", methods=["GET", "POST"])
@allow(Permission.DEPARTMENT_EDIT)
def new() -> ResponseReturnValue:
    form = DepartmentForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            department = services.add_department(form.facts, **act())
            db.session.commit()
            return _done(department, _("加上了。部门的人在“工作人员账号”里开账号。"))
    return render_template("departments/new.html", form=form), 422 if form.is_submitted() else 200


@staff.route("/<int:department_id>", methods=["GET", "POST"])
@allow(Permission.DEPARTMENT_EDIT)
def edit(department_id: int) -> ResponseReturnValue:
    """One department: its facts, and its end."""
    department = queries.find(department_id)
    form = DepartmentForm(department)
    if form.validate_on_submit():
        with form.showing_refusals():
            services.change_department(department, form.facts, **act())
            db.session.commit()
            return _done(department, _("改好了。"))
    return _department(department, form=form)


@staff.post("/<int:department_id>/closure")
@allow(Permission.DEPARTMENT_EDIT)
def close(department_id: int) -> ResponseReturnValue:
    department = queries.find(department_id)
    form = ClosureForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            services.close_department(department, on=form.on.data, today=clock.today(), **act())
            db.session.commit()
            return _done(department, _("记下了，从那天起不再交办给它。"))
    return _department(department, closure=form)


@staff.post("/<int:department_id>/reopening")
@allow(Permission.DEPARTMENT_EDIT)
def reopen(department_id: int) -> ResponseReturnValue:
    department = queries.find(department_id)
    services.reopen_department(department, **act())
    db.session.commit()
    return _done(department, _("又可以交办给它了。"))


def _department(
    department: Department, *, form: DepartmentForm | None = None, closure: ClosureForm | None = None
) -> ResponseReturnValue:
    """The department's page; the form that was sent keeps what was typed."""
    page = render_template(
        "departments/edit.html",
        department=department,
        form=form or DepartmentForm(department, formdata=None),
        closure=closure or ClosureForm(formdata=None, on=clock.today()),
        open_requests=workload.open_requests(department),
        today=clock.today(),
    )
    return page, 422 if request.method == "POST" else 200


def _done(department: Department, sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for(".edit", department_id=department.id), 303)
