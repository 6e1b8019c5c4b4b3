"""Checking results before they are public, and taking them off again."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access import allow
from portal.acting import act
from portal.blueprints.publicity import staff, words
from portal.blueprints.publicity.forms import SeenForm, SentenceForm
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.publicity import board, candidates, sentences, services
from portal.domain.publicity.candidates import Candidate, Shelf
from portal.domain.records.queries import latest_about
from portal.fragments import render
from portal.paging import page_of

ACTS = ("result.published", "result.withdrawn", "result.kept_off")


@staff.get("")
@allow(Permission.RESULT_CHECK)
def index() -> ResponseReturnValue:
    """What waits to be checked; behind tabs what is on the board and what is kept off it."""
    today, typed = clock.today(), request.args.get("shelf", "")
    shelf = Shelf(typed) if typed in list(Shelf) else Shelf.WAITING
    return render(
        "publicity/staff_index.html",
        "publicity/_shelf.html",
        rows=page_of(candidates.candidates(current_user, shelf, today)),
        shelf=shelf,
        counts={one: candidates.count_on(current_user, one, today) for one in Shelf},
        words=words,
    )


@staff.get("/<int:settled_id>")
@allow(Permission.RESULT_CHECK)
def show(settled_id: int) -> ResponseReturnValue:
    """One result: what the handler wrote beside the sentence that is to be public."""
    candidate = candidates.find(current_user, settled_id, clock.today())
    return _candidate(candidate, SentenceForm(sentence=candidate.posting.sentence if candidate.posting else ""))


@staff.post("/<int:settled_id>/posting")
@allow(Permission.RESULT_CHECK)
def publish(settled_id: int) -> ResponseReturnValue:
    candidate = candidates.find(current_user, settled_id, clock.today())
    form = SentenceForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            marks = {"looked_twice": form.looked_twice.data, "seen": form.seen.data or ""}
            services.publish(candidate, form.sentence.data, **marks, **act())
            db.session.commit()
            return _done(_("公开了。"))
    return _candidate(candidate, form)


@staff.post("/<int:settled_id>/withdrawal")
@allow(Permission.RESULT_CHECK)
def withdraw(settled_id: int) -> ResponseReturnValue:
    """Off the board at once."""
    services.withdraw(candidates.find(current_user, settled_id, clock.today()), **act())
    db.session.commit()
    return _done(_("撤下了，居民看不到了。"))


@staff.post("/<int:settled_id>/exclusion")
@allow(Permission.RESULT_CHECK)
def keep_off(settled_id: int) -> ResponseReturnValue:
    """It does not belong on the board."""
    candidate = candidates.find(current_user, settled_id, clock.today())
    services.keep_off(candidate, seen=SeenForm().seen.data or "", **act())
    db.session.commit()
    return _done(_("这件不公开。以后想公开，在“不公开”里找。"))


def _candidate(candidate: Candidate, form: SentenceForm) -> ResponseReturnValue:
    settled, typed = candidate.request, sentences.tidied(form.sentence.data or "")
    applicant = {"name": settled.applicant_name, "phone": settled.applicant_phone}
    found = sentences.concerns(typed, **applicant)
    page = render_template(
        "publicity/staff_show.html",
        settled=settled,
        posting=candidate.posting,
        form=form,
        seen=candidate.mark,
        result=board.preview_of(settled, typed),
        of_sentence=found,
        of_handler=sentences.concerns(settled.result, **applicant),
        never=not sentences.NEVER.isdisjoint(found),
        history=latest_about(f"request {settled.number}", ACTS, 10),
        words=words,
    )
    return page, 422 if request.method == "POST" else 200


def _done(sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for(".index"), 303)
