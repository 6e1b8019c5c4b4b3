"""Editing one part of a matter: a new version when something changed, a warning when somebody else was quicker."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal.access import allow
from portal.acting import act
from portal.blueprints.matters import staff
from portal.blueprints.matters.entry_forms import BasicsForm, PapersForm, QuestionsForm
from portal.blueprints.matters.part_form import PartForm
from portal.blueprints.matters.rule_forms import GroundsForm, PublicityForm, StepsForm
from portal.blueprints.matters.visit_forms import ScreeningForm, VisitPlanForm
from portal.blueprints.matters.words import part_names
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.accounts.scopes import whole_town
from portal.domain.errors import DomainError, NotFound, Stale
from portal.domain.matters import queries, services
from portal.domain.matters.changes import Change, changes
from portal.domain.matters.models import Matter
from portal.domain.matters.screening import words_of_lines

FORMS: dict[str, type[PartForm]] = {
    "basics": BasicsForm,
    "papers": PapersForm,
    "steps": StepsForm,
    "publicity": PublicityForm,
    "questions": QuestionsForm,
    "visit": VisitPlanForm,
    "screening": ScreeningForm,
    "grounds": GroundsForm,
}


@staff.route(f"/<int:matter_id>/<any({','.join(FORMS)}):part>", methods=["GET", "POST"])
@allow(Permission.MATTER_EDIT)
def edit(matter_id: int, part: str) -> ResponseReturnValue:
    """One part as plain fields. Buttons that add or drop a row show the form again and save nothing."""
    matter = queries.find_matter_by_id(matter_id)
    entry, whole = services.entry_of(matter.current), whole_town(current_user, Permission.MATTER_EDIT)
    form = FORMS[part](entry, matter.current.number, whole_town=whole)
    if form.is_submitted() and form.change_rows(request.form.get("act", "")):
        return _page(matter, part, form)
    if form.validate_on_submit():
        return _save(matter, part, form)
    return _page(matter, part, form, status=422 if form.is_submitted() else 200)


def _save(matter: Matter, part: str, form: PartForm) -> ResponseReturnValue:
    seen = form.seen_number
    changed = {**services.entry_of(matter.current), **form.said()}
    try:
        made = services.edit(matter, changed, seen=seen, whole_town=form.whole_town, note=form.note.data or "", **act())
        db.session.commit()
    except Stale as late:
        return _overtaken(matter, part, form, str(late))
    except DomainError as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return _page(matter, part, form, status=422)
    flash(
        _("没有改动，还是第 %(n)s 版。", n=made.number)
        if made.number == seen
        else _("存成了第 %(n)s 版。", n=made.number)
    )
    return redirect(url_for(".show", matter_id=matter.id), 303)


def _overtaken(matter: Matter, part: str, form: PartForm, sentence: str) -> ResponseReturnValue:
    """Tell what the other one changed, keep what was typed; the next try knows the newer version."""
    db.session.rollback()
    db.session.refresh(matter)
    try:
        seen = services.entry_of(queries.find_version(matter, form.seen_number))
    except NotFound:  # not a number this page ever wrote
        seen = {}
    theirs = changes(seen, services.entry_of(matter.current)) if seen else []
    form.seen.data = matter.current.number
    form.form_errors.append(sentence)
    return _page(matter, part, form, theirs, status=409)


def _page(
    matter: Matter, part: str, form: PartForm, theirs: list[Change] | None = None, status: int = 200
) -> ResponseReturnValue:
    return render_template(
        f"matters/edit_{part}.html",
        matter=matter,
        part=part,
        part_name=part_names()[part],
        form=form,
        theirs=theirs or [],
        words_of_lines=words_of_lines(),
    ), status
