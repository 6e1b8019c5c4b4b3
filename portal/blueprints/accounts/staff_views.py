"""The accounts of all staff, for administrators."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access import allow
from portal.acting import act
from portal.blueprints.accounts import staff
from portal.blueprints.accounts.forms import AccountForm, FactsForm, OfficeForm
from portal.db import db
from portal.domain.accounts import queries, second_factor, services
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from portal.forms import sought
from portal.fragments import render
from portal.paging import page_of


@staff.get("/people")
@allow(Permission.STAFF_EDIT)
def index() -> ResponseReturnValue:
    """All accounts, narrowed by a part of the name."""
    search = sought(request.args.get("search", ""))
    accounts = page_of(queries.accounts(search))
    return render("accounts/index.html", "accounts/_list.html", accounts=accounts, search=search, now=clock.now())


@staff.route("/people/new", methods=["GET", "POST"])
@allow(Permission.STAFF_EDIT)
def new() -> ResponseReturnValue:
    """Open an account. The answer shows its initial password, once."""
    form = AccountForm()
    if form.validate_on_submit():
        facts = {"person_id": form.person_id, "by": current_user.username, "at": clock.now()}
        with form.showing_refusals():
            user, password = services.open_account(form.username.data, form.name.data, form.office, **facts)
            db.session.commit()
            return _initial_password(user, password)
    return render_template("accounts/new.html", form=form), 422 if form.is_submitted() else 200


@staff.route("/people/<int:user_id>", methods=["GET", "POST"])
@allow(Permission.STAFF_EDIT)
def edit(user_id: int) -> ResponseReturnValue:
    """One account: name, contact person, roles, and what can be done about it."""
    user = queries.find(user_id)
    form = FactsForm(user, name=user.name, person=str(user.person_id or ""))
    if form.validate_on_submit():
        facts = {"person_id": form.person_id, "by": current_user.username, "at": clock.now()}
        with form.showing_refusals():
            services.change_facts(user, form.name.data, **facts)
            db.session.commit()
            return _done(user, _("改好了。"))
    return _account(user, facts=form)


@staff.post("/people/<int:user_id>/appointments")
@allow(Permission.STAFF_EDIT)
def appoint(user_id: int) -> ResponseReturnValue:
    user = queries.find(user_id)
    form = OfficeForm(user)
    if form.validate_on_submit():
        with form.showing_refusals():
            services.appoint(user, form.office, **act())
            db.session.commit()
            return _done(user, _("加上了新的岗位。"))
    return _account(user, office=form)


@staff.post("/people/<int:user_id>/appointments/<int:appointment_id>/removal")
@allow(Permission.STAFF_EDIT)
def dismiss(user_id: int, appointment_id: int) -> ResponseReturnValue:
    user = queries.find(user_id)
    services.dismiss(user, appointment_id, **act())
    db.session.commit()
    return _done(user, _("这项岗位去掉了。"))


@staff.post("/people/<int:user_id>/initial-password")
@allow(Permission.STAFF_EDIT)
def issue_password(user_id: int) -> ResponseReturnValue:
    user = queries.find(user_id)
    password = services.issue_password(user, **act())
    db.session.commit()
    return _initial_password(user, password)


@staff.post("/people/<int:user_id>/closure")
@allow(Permission.STAFF_EDIT)
def close(user_id: int) -> ResponseReturnValue:
    user = queries.find(user_id)
    services.close_account(user, **act())
    db.session.commit()
    return _done(user, _("账号停用了，已经退出登录。"))


@staff.post("/people/<int:user_id>/reopening")
@allow(Permission.STAFF_EDIT)
def reopen(user_id: int) -> ResponseReturnValue:
    user = queries.find(user_id)
    services.reopen_account(user, **act())
    db.session.commit()
    return _done(user, _("账号可以用了。"))


@staff.post("/people/<int:user_id>/second-factor/removal")
@allow(Permission.STAFF_EDIT)
def remove_second_factor(user_id: int) -> ResponseReturnValue:
    """For somebody whose phone is lost."""
    user = queries.find(user_id)
    second_factor.reset(user, **act())
    db.session.commit()
    return _done(user, _("动态码关掉了，现在只用密码就能登录。"))


def _account(user: User, *, facts: FactsForm | None = None, office: OfficeForm | None = None) -> ResponseReturnValue:
    """The account's page; the form that was sent keeps what was typed."""
    refused = request.method == "POST"
    facts = facts or FactsForm(user, formdata=None, name=user.name, person=str(user.person_id or ""))
    office = office or OfficeForm(user, formdata=None)
    page = render_template("accounts/edit.html", user=user, facts=facts, office=office, now=clock.now())
    return page, 422 if refused else 200


def _done(user: User, sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for(".edit", user_id=user.id), 303)


def _initial_password(user: User, password: str) -> ResponseReturnValue:
    """Shown in the answer itself: after a redirect it would have to be kept somewhere."""
    return render_template("accounts/initial_password.html", user=user, password=password)
