"""Group robots and mail boxes of the units: entered, tried, switched off."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access import allow
from portal.acting import act
from portal.blueprints.messages import staff
from portal.blueprints.messages.forms import RobotForm
from portal.blueprints.messages.words import MessageWords
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.messages import robots as robot_desk
from portal.domain.messages.models import Medium
from portal.domain.messages.services import try_robot
from portal.domain.service_requests.units import Unit


@staff.get("/robots")
@allow(Permission.MESSAGE_VIEW)
def robots() -> str:
    """Which units hear of their requests in a group or by mail."""
    found = robot_desk.robots_of(current_user, clock.today())
    return render_template("messages/robots.html", robots=found, words=MessageWords())


@staff.route("/robots/new", methods=["GET", "POST"])
@allow(Permission.MESSAGE_VIEW)
def new_robot() -> ResponseReturnValue:
    form = RobotForm(robot_desk.units_of(current_user, clock.today()), robot_desk.unit_names())
    if form.validate_on_submit():
        unit, medium = Unit.read(form.unit.data), Medium(form.medium.data)
        with form.showing_refusals():
            robot_desk.add_robot(unit, medium, form.name.data, form.address.data, form.secret.data or "", **act())
            db.session.commit()
            return _done(_("加上了。点“发一条试试”，看收不收得到。"))
    return render_template("messages/new_robot.html", form=form), 422 if form.is_submitted() else 200


@staff.post("/robots/<int:robot_id>/trial")
@allow(Permission.MESSAGE_VIEW)
def robot_trial(robot_id: int) -> ResponseReturnValue:
    """发一条试试."""
    try_robot(robot_desk.find_robot(current_user, robot_id, clock.today()), **act())
    db.session.commit()
    flash(_("试发的一条排上了，几秒钟就发。发没发成，看最上面那条的状态。"))
    return redirect(url_for(".index"), 303)


@staff.post("/robots/<int:robot_id>/closure")
@allow(Permission.MESSAGE_VIEW)
def switch_robot_off(robot_id: int) -> ResponseReturnValue:
    robot_desk.switch(robot_desk.find_robot(current_user, robot_id, clock.today()), False, **act())
    db.session.commit()
    return _done(_("停用了，不再往那里发。"))


@staff.post("/robots/<int:robot_id>/reopening")
@allow(Permission.MESSAGE_VIEW)
def switch_robot_on(robot_id: int) -> ResponseReturnValue:
    robot_desk.switch(robot_desk.find_robot(current_user, robot_id, clock.today()), True, **act())
    db.session.commit()
    return _done(_("又用起来了。"))


def _done(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for(".robots"), 303)
