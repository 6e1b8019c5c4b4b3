"""Absences: a worker enters their own, an officer those of everybody in scope."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access import allow
from portal.acting import act
from portal.blueprints.contacts import staff
from portal.blueprints.contacts.afterwards import done
from portal.blueprints.contacts.forms import AbsenceForm
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.contacts import absences, queries
from portal.domain.contacts.covers import candidates


@staff.route("/<int:person_id>/absences", methods=["GET", "POST"])
@allow(Permission.ABSENCE_EDIT)
def enter_absence(person_id: int) -> ResponseReturnValue:
    """From when to when, why, and who stands in."""
    today = clock.today()
    person = queries.find_absentee(current_user, person_id, today)
    form = AbsenceForm(candidates(person, today), first_day=today)
    if form.validate_on_submit():
        with form.showing_refusals():
            absences.enter_absence(person, form.chosen_cover, **form.absence, today=today, **act())
            db.session.commit()
            return done(person_id, _("登记好了，到那天名片会自己换。"))
    return render_template("contacts/absence.html", person=person, form=form), 422 if form.is_submitted() else 200


@staff.post("/absences/<int:absence_id>/withdrawal")
@allow(Permission.ABSENCE_EDIT)
def withdraw_absence(absence_id: int) -> ResponseReturnValue:
    """The person is there after all."""
    absence = queries.find_absence(current_user, absence_id, clock.today())
    absences.withdraw_absence(absence, today=clock.today(), **act())
    db.session.commit()
    return done(absence.person_id, _("撤回了，名片已经换回来。"))
