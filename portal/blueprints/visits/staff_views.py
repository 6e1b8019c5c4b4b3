"""The round of visits, and one visit: written down at the table, called off, read again under a reason."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access import allow
from portal.attachments import photo_files
from portal.blueprints.visits import staff, words
from portal.blueprints.visits.forms import CancelForm, ReadingForm, RecordForm
from portal.blueprints.visits.page import found_visit, visit_page, visitor
from portal.db import db, without_write_lock
from portal.domain.accounts.roles import Permission
from portal.domain.errors import DomainError, NotFound, Stale
from portal.domain.matters.content import content_of
from portal.domain.service_requests.photos import MOST_PHOTOS, Stored, add_photo, store
from portal.domain.service_requests.picture_kinds import MOST_BYTES
from portal.domain.service_requests.scopes import actors_of
from portal.domain.service_requests.workflow import Actor
from portal.domain.visits import recording
from portal.domain.visits.booking import cancel_visit
from portal.domain.visits.models import Visit, VisitRecord
from portal.domain.visits.queries import round_of
from portal.fragments import wants_fragment
from portal.worker import nudge

MOST_TOGETHER = MOST_PHOTOS * MOST_BYTES + 1024 * 1024


@staff.url_value_preprocessor
def take_photos(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Several photos may come together. Decided before anything reads the form, the check of its token among them."""
    if endpoint == "staff_visits.record":
        request.max_content_length = MOST_TOGETHER


@staff.get("")
@allow(Permission.REQUEST_HANDLE)
def index() -> ResponseReturnValue:
    """The visits ahead: one's own, or with `whole` all of the place."""
    whole = request.args.get("whole") == "1"
    ahead = round_of(current_user, clock.now(), whole=whole)
    return render_template("visits/index.html", ahead=ahead, whole=whole, words=words)


@staff.get("/<int:visit_id>")
@allow(Permission.REQUEST_HANDLE)
def show(visit_id: int) -> ResponseReturnValue:
    return visit_page(found_visit(visit_id))


@staff.post("/<int:visit_id>/record")
@allow(Permission.REQUEST_HANDLE)
def record(visit_id: int) -> ResponseReturnValue:
    """What came of it. On a visit that changed meanwhile 409, with what changed and everything typed."""
    visit = found_visit(visit_id)
    form, status = RecordForm.of(visit, content_of(visit.request.matter_version).visit), 422
    if form.validate_on_submit():
        try:
            _keep(visit, form)
            flash(_("记好了。"))
            # The page's script loads the page anew itself, once it has forgotten what it kept.
            return ("", 204) if wants_fragment() else redirect(url_for(".show", visit_id=visit_id), 303)
        except DomainError as refusal:
            status = _refused(form, refusal)
    return visit_page(_again(visit_id, form), form, status)


@staff.post("/<int:visit_id>/cancellation")
@allow(Permission.REQUEST_HANDLE)
def cancel(visit_id: int) -> ResponseReturnValue:
    visit, form = found_visit(visit_id), CancelForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            cancel_visit(visit, form.why.data, form.seen, visitor(visit.request))
            db.session.commit()
            flash(_("取消了，也告诉本人了。"))
            return redirect(url_for(".show", visit_id=visit_id), 303)
    return visit_page(found_visit(visit_id), status=422, cancelling=form)


@staff.post("/<int:visit_id>/records/<int:record_id>/reading")
@allow(Permission.REQUEST_HANDLE)
def read(visit_id: int, record_id: int) -> ResponseReturnValue:
    """The checklist in clear, in this answer alone; that it was read stands where the person sees it."""
    visit, form = found_visit(visit_id), ReadingForm()
    found = next((one for one in visit.records if one.id == record_id), None)
    if found is None:
        raise NotFound("没有这份上门记录。")
    if form.validate_on_submit():
        with form.showing_refusals():
            actors = actors_of(current_user, visit.request, clock.today())
            acting = visitor(visit.request)
            items, grade = recording.read_answers(found, current_user, actors, form.reason.data, acting)
            db.session.commit()
            return visit_page(visit, read={"record": found, "entries": items, "grade": grade})
    return visit_page(found_visit(visit_id), status=422, reading=form)


def _keep(visit: Visit, form: RecordForm) -> None:
    stored = _stored(form)
    made = recording.record_visit(visit, form.outcome, visitor(visit.request))
    _attach(stored, visit, made, shown=form.photos_shown.data)
    db.session.commit()


def _stored(form: RecordForm) -> list[Stored]:
    """The photos on disk, as they came; a form that came before brings them twice and keeps them once."""
    if not form.files or recording.by_token(form.token.data or "") is not None:
        return []
    with without_write_lock():
        return [store(photo.stream, photo_files()) for photo in form.files]


def _attach(stored: list[Stored], visit: Visit, made: VisitRecord, *, shown: bool) -> None:
    """Photos of a home are for staff unless it was said otherwise."""
    facts = {"files": photo_files(), "added_by": Actor.HOLDER, "at": clock.now()}
    for photo in stored:
        add_photo(photo, request=visit.request, entry=made.entry, internal=not shown, **facts)
    if stored:
        nudge()


def _refused(form: RecordForm, refusal: DomainError) -> int:
    db.session.rollback()
    form.form_errors.append(str(refusal))
    return 409 if isinstance(refusal, Stale) else 422


def _again(visit_id: int, form: RecordForm) -> Visit:
    """The visit as it is now; after a refusal for age the next sending knows what changed."""
    visit = found_visit(visit_id)
    if form.form_errors:
        form.revision.data = str(visit.revision)
    return visit
