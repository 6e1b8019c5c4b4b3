"""One's own account: who am I here, password, second factor."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from portal import clock
from portal.access import allow, begin_session
from portal.blueprints.accounts import staff
from portal.blueprints.accounts.forms import CodeForm, NewPasswordForm, OwnPasswordForm
from portal.blueprints.accounts.proving import limit_tries, prove_oneself
from portal.db import db
from portal.domain import qr
from portal.domain.accounts import passwords, queries, second_factor, services, totp
from portal.domain.accounts.roles import Permission


@staff.get("/me")
@allow(Permission.DESK)
def show() -> str:
    """Name, roles, the last sign-ins, and the two things one may change."""
    return render_template("accounts/me.html", sign_ins=queries.latest_sign_ins(current_user, 5))


@staff.route("/password", methods=["GET", "POST"])
@allow(Permission.DESK)
@limit_tries
def password() -> ResponseReturnValue:
    """A new password of one's own; all other devices are signed out."""
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return _password_page(form)
    user = prove_oneself(form.current.data)
    if user is None:
        db.session.commit()
        form.refuse()
        return _password_page(form)
    services.change_password(user, form.new.data, at=clock.now())
    db.session.commit()
    begin_session(user)
    flash(_("密码改好了。别的手机和电脑上都已经退出登录。"))
    return redirect(url_for("staff.today"), 303)


@staff.post("/me/second-factor")
@allow(Permission.DESK)
def second_factor_begin() -> ResponseReturnValue:
    """Make a secret and show it."""
    second_factor.begin(current_user)
    db.session.commit()
    return redirect(url_for(".second_factor_show"), 303)


@staff.get("/me/second-factor")
@allow(Permission.DESK)
def second_factor_show() -> ResponseReturnValue:
    """The secret as a QR code and in letters, until the first code confirms it."""
    if current_user.totp_secret is None or current_user.totp_on_since is not None:
        return redirect(url_for(".show"), 303)
    return _second_factor_page(CodeForm())


@staff.post("/me/second-factor/confirmation")
@allow(Permission.DESK)
@limit_tries
def second_factor_confirm() -> ResponseReturnValue:
    """The first code from the app switches it on."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _second_factor_page(form)
    if not second_factor.confirm(current_user, form.code.data, at=clock.now()):
        form.refuse()
        return _second_factor_page(form)
    db.session.commit()
    flash(_("动态码打开了。下次登录，密码之后还要填 6 位动态码。"))
    return redirect(url_for(".show"), 303)


@staff.route("/me/second-factor/removal", methods=["GET", "POST"])
@allow(Permission.DESK)
@limit_tries
def second_factor_remove() -> ResponseReturnValue:
    """Switched off only with the password: an open desk is no permission."""
    form = OwnPasswordForm()
    if not form.validate_on_submit():
        return _removal_page(form)
    user = prove_oneself(form.current.data)
    if user is None:
        db.session.commit()
        form.refuse()
        return _removal_page(form)
    second_factor.remove(user, at=clock.now())
    db.session.commit()
    flash(_("动态码关掉了。"))
    return redirect(url_for(".show"), 303)


def _password_page(form: NewPasswordForm) -> ResponseReturnValue:
    page = render_template("accounts/password.html", form=form, rule=passwords)
    return page, 422 if form.is_submitted() else 200


def _removal_page(form: OwnPasswordForm) -> ResponseReturnValue:
    return render_template("accounts/second_factor_removal.html", form=form), 422 if form.is_submitted() else 200


def _second_factor_page(form: CodeForm) -> ResponseReturnValue:
    secret = current_user.totp_secret or ""
    address = totp.address(secret, username=current_user.username, issuer=current_app.config["SITE_NAME"])
    page = render_template(
        "accounts/second_factor.html",
        form=form,
        code=Markup(qr.svg(address, title=_("给验证码应用扫的二维码"))),  # noqa: S704 (the drawing escapes its title)
        groups=totp.groups(secret),
    )
    return page, 422 if form.is_submitted() else 200
