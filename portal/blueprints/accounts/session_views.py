"""Signing in and out."""

from datetime import timedelta

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock
from portal.access import allow, begin_session, end_session, load_user
from portal.access import public as open_to_all
from portal.blueprints.accounts import staff
from portal.blueprints.accounts.forms import CodeForm, SignInForm, lock_sentence
from portal.blueprints.accounts.proving import limit_tries, lock_rule
from portal.db import db, without_write_lock
from portal.domain.accounts import sign_in as signing_in
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission

# How long a right password waits for its code.
CODE_WAITS = timedelta(minutes=5)


@staff.route("/sign-in", methods=["GET", "POST"])
@open_to_all
@limit_tries
def sign_in() -> ResponseReturnValue:
    """Name and password; on to the code where the account has a second factor."""
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(_destination(), 303)
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form)
    with without_write_lock():
        check = signing_in.check_password(form.username.data, form.password.data)
    user = signing_in.sign_in(check, lock_rule(), at=clock.now())
    db.session.commit()
    if user is None:
        return _sign_in_page(form, refused=True)
    return _ask_for_code(user) if user.totp_on_since else _enter(user)


@staff.route("/sign-in/code", methods=["GET", "POST"])
@open_to_all
@limit_tries
def sign_in_code() -> ResponseReturnValue:
    """The second page of a sign-in, open for five minutes after the right password."""
    waiting = _waiting_for_code()
    if waiting is None:
        return redirect(url_for(".sign_in", next=request.args.get("next")), 303)
    form = CodeForm()
    if not form.validate_on_submit():
        return _code_page(form)
    user = signing_in.confirm_code(waiting.id, form.code.data, lock_rule(), at=clock.now())
    db.session.commit()
    if user is None:
        form.refuse()
        return _code_page(form)
    return _enter(user)


@staff.post("/sign-out")
@allow(Permission.DESK)
def sign_out() -> ResponseReturnValue:
    end_session()
    return redirect(url_for(".sign_in"), 303)


def _sign_in_page(form: SignInForm, refused: bool = False) -> ResponseReturnValue:
    page = render_template("accounts/sign_in.html", form=form, refused=refused, lock_sentence=lock_sentence())
    return page, 422 if form.is_submitted() else 200


def _code_page(form: CodeForm) -> ResponseReturnValue:
    page = render_template("accounts/sign_in_code.html", form=form, lock_sentence=lock_sentence())
    return page, 422 if form.is_submitted() else 200


def _enter(user: User) -> ResponseReturnValue:
    begin_session(user)
    return redirect(_destination(), 303)


def _ask_for_code(user: User) -> ResponseReturnValue:
    session.clear()
    session["code_awaited"] = {"user": user.get_id(), "until": (clock.now() + CODE_WAITS).timestamp()}
    return redirect(url_for(".sign_in_code", next=request.args.get("next")), 303)


def _waiting_for_code() -> User | None:
    """Who gave the right password on this device a moment ago; None after five minutes or a change of password."""
    awaited = session.get("code_awaited")
    if awaited is None or clock.now().timestamp() > awaited["until"]:
        return None
    return load_user(awaited["user"])


def _destination() -> str:
    """Where somebody was going before being asked to sign in, if that is a page of the back office."""
    asked = request.args.get("next", "")
    return asked if asked.startswith("/staff/") and asked.isprintable() else url_for("staff.today")
