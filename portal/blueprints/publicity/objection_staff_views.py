"""Re-checking an objection: what was written is opened on the record, by who re-checks and nobody else."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access import allow
from portal.acting import act
from portal.blueprints.publicity import period_words, staff
from portal.blueprints.publicity.period_forms import RecheckForm
from portal.blueprints.publicity.period_page import holder_acting
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.publicity import objection_readers, objections, period_desk
from portal.domain.publicity.period_models import Objection


@staff.get("/objections/<int:objection_id>")
@allow(Permission.OBJECTION_CHECK)
def objection(objection_id: int) -> ResponseReturnValue:
    """That there is one, and by when; not yet what it says."""
    found = objection_readers.find(current_user, objection_id, clock.today())
    return render_template("publicity/staff_objection.html", found=found, form=None, words=period_words)


@staff.post("/objections/<int:objection_id>/reading")
@allow(Permission.OBJECTION_CHECK)
def read_objection(objection_id: int) -> ResponseReturnValue:
    """What it says, with the form of the re-check."""
    return _opened(objection_readers.find(current_user, objection_id, clock.today()), RecheckForm(formdata=None))


@staff.post("/objections/<int:objection_id>/recheck")
@allow(Permission.OBJECTION_CHECK)
def recheck(objection_id: int) -> ResponseReturnValue:
    found, form = objection_readers.find(current_user, objection_id, clock.today()), RecheckForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            acting = holder_acting(found.period.request)
            objections.recheck(found, form.chosen, form.found.data, form.answer.data, acting)
            db.session.commit()
            flash(_("复核记下了。对方凭编号和查询码能看到答复。"))
            return redirect(url_for(".public_period", period_id=found.period_id), 303)
    return _opened(found, form, 422)


def _opened(found: Objection, form: RecheckForm, status: int = 200) -> ResponseReturnValue:
    """Who had it opened is on the record, every time."""
    period_desk.note_reading(found, **act())
    db.session.commit()
    return render_template("publicity/staff_objection.html", found=found, form=form, words=period_words), status
