"""Taking a step: one address for each, from the table in `deeds`."""

from collections.abc import Callable

from flask import flash, make_response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access import allow
from portal.attachments import photo_files
from portal.blueprints.service_requests import paper_photos, staff
from portal.blueprints.service_requests.acting import staff_acting
from portal.blueprints.service_requests.code_pages import code_page
from portal.blueprints.service_requests.deeds import DEEDS, Deed
from portal.blueprints.service_requests.desk_words import step_names
from portal.blueprints.service_requests.paper_deed_forms import ProvidedPapersForm
from portal.blueprints.service_requests.paper_photos import Sent
from portal.blueprints.service_requests.request_page import request_page
from portal.blueprints.service_requests.step_form import PhotosForm, StepForm
from portal.db import db, without_write_lock
from portal.domain.accounts.roles import Permission
from portal.domain.errors import DomainError, NotFound
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.dossier import find_whole
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.photos import Stored, add_photo, store
from portal.domain.service_requests.scopes import actors_of
from portal.domain.service_requests.steps.taking import expect
from portal.domain.service_requests.workflow import Actor, Step, rules_for
from portal.fragments import wants_fragment

_OF_STAFF = (Actor.HOLDER, Actor.HELPER, Actor.ABOVE, Actor.SUPERVISOR)


def _view(step: Step, deed: Deed) -> Callable[[int], ResponseReturnValue]:
    def take(request_id: int) -> ResponseReturnValue:
        request = find_whole(current_user, request_id, deed.permission, clock.today())
        form = deed.form(request)
        if form.validate_on_submit():
            with form.showing_refusals():
                stored = _stored(form)
                expect(request, form.revision.data)
                made = deed.verb(request, form, _acting(request, step))
                _attach(stored, request, made, form)
                db.session.commit()
                return code_page(request, step, made) or _taken(request_id, step)
        return request_page(request, step, form, 422)

    take.__doc__ = f"{step.value}: find, validate, one verb, commit, answer."
    return take


for _step, _deed in DEEDS.items():
    _endpoint = _deed.noun.replace("-", "_")
    _marked = allow(_deed.permission)(_view(_step, _deed))
    staff.add_url_rule(f"/<int:request_id>/{_deed.noun}", _endpoint, _marked, methods=["POST"])


def _acting(request: ServiceRequest, step: Step) -> Acting:
    """As whom the person takes this step; the verb says no to who may not."""
    possible = {actor for rule in rules_for(request.status, step) for actor in rule.actors}
    held = actors_of(current_user, request, clock.today())
    fitting = [actor for actor in _OF_STAFF if actor in possible and actor in held]
    wanted = [actor for actor in _OF_STAFF if actor in possible]
    return staff_acting(request, (fitting or wanted or [Actor.HOLDER])[0])


def _stored(form: StepForm) -> list[Stored] | Sent:
    """The photos on disk, as they came: others go on writing to the database meanwhile."""
    if isinstance(form, ProvidedPapersForm):
        taken = paper_photos.take_in(form.sent)
        if taken.problems:
            raise DomainError(taken.problems[0])
        return taken
    sent = form.sent_photos if isinstance(form, PhotosForm) else []
    if not sent:
        return []
    with without_write_lock():
        return [store(photo.stream, photo_files()) for photo in sent]


def _attach(stored: list[Stored] | Sent, request: ServiceRequest, made: object, form: StepForm) -> None:
    """The photos belong to the step; those of a note for staff are for staff, those of papers to their paper."""
    if isinstance(stored, Sent):
        entry = made if isinstance(made, Entry) else None
        if refused := paper_photos.keep(stored, added_by=Actor.HOLDER, request=request, entry=entry):
            raise DomainError(refused[0])
        return
    internal = "public" in form and not form["public"].data
    for photo in stored:
        add_photo(
            photo,
            files=photo_files(),
            request=request,
            entry=made if isinstance(made, Entry) else None,
            added_by=Actor.HOLDER,
            at=clock.now(),
            internal=internal,
        )


def _taken(request_id: int, step: Step) -> ResponseReturnValue:
    """The request as it is now; or the list, when it went where the person does not look."""
    sentence = _("%(step)s：办好了。", step=step_names()[step])
    try:
        request = find_whole(current_user, request_id, Permission.REQUEST_VIEW, clock.today())
    except NotFound:
        flash(sentence)
        address = url_for(".inbox")
        return ("", 204, {"HX-Redirect": address}) if wants_fragment() else redirect(address, 303)
    if wants_fragment():
        answer = make_response(request_page(request, said=sentence))
        answer.headers["HX-Trigger"] = "desk-changed"
        return answer
    flash(sentence)
    return redirect(url_for(".show", request_id=request_id), 303)
