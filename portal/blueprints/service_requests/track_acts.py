"""What the acts of somebody who follows a request have in common."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from portal import clock
from portal.attachments import photo_files
from portal.blueprints.service_requests import track_words
from portal.blueprints.service_requests.acting import resident_acting
from portal.blueprints.service_requests.track_forms import ActForm
from portal.blueprints.service_requests.track_session import is_shared, of_opened
from portal.db import db, without_write_lock
from portal.domain.errors import NotFound
from portal.domain.mandates.queries import holds
from portal.domain.service_requests import photos
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.opening import Opened
from portal.domain.service_requests.photos import Stored
from portal.domain.service_requests.standing import (
    Standing,
    agents_part,
    public_part,
    sent_before,
    standing,
    steps_of_agent,
    steps_of_resident,
)
from portal.domain.service_requests.workflow import Step
from portal.worker import nudge

_View = Callable[..., ResponseReturnValue]


def of_filer(step: Step) -> Callable[[_View], _View]:
    """The view takes `step` with the request open on this phone; for the person concerned and who speaks for them, as
    the table allows, never for a neighbour. `resident_acting` is whichever of the two it is.

    What cannot be done any more, or was done with this very form, leads back to the page that tells how it stands.
    """

    def mark(view: _View) -> _View:
        @wraps(view)
        def shown(opened: Opened) -> ResponseReturnValue:
            if opened.follower is not None:
                raise NotFound("这一步只有提交的人能做。")
            g.opened = opened
            if step not in _steps_of(opened) and _is_old(opened.request, step):
                return back()
            return view(opened.request)

        return of_opened(shown)

    return mark


def _is_old(found: ServiceRequest, step: Step) -> bool:
    # An agent whose mandate is over is told so by the page they come back to.
    gone = g.opened.representation is not None and not holds(g.opened.representation, clock.today())
    actor = resident_acting().actor
    return request.method != "POST" or gone or sent_before(found, step, ActForm().shown, actor=actor)


def _steps_of(opened: Opened) -> frozenset[Step]:
    speaker = opened.representation
    return steps_of_agent(speaker, clock.now()) if speaker else steps_of_resident(opened.request, clock.now())


def standing_of(opened: Opened) -> Standing:
    """The request as whoever opened it may see it."""
    at = clock.now()
    if opened.follower is not None:
        return public_part(opened.request, at)
    return agents_part(opened.representation, at) if opened.representation else standing(opened.request, at)


def act_page(template: str, found: ServiceRequest, form: ActForm, **context: Any) -> ResponseReturnValue:
    """The form of an act, 422 when it was sent and something is wrong."""
    status = 422 if form.is_submitted() else 200
    if not form.shown:
        form.revision.data = str(found.revision)
    context |= {"form": form, "words": track_words, "shared": is_shared(), "standing": standing_of(g.opened)}
    return render_template(f"service_requests/track/{template}", **context), status


def finished(message: str) -> ResponseReturnValue:
    """Commit, and back to the page with a word of what was done."""
    db.session.commit()
    flash(message)
    return back()


def back() -> ResponseReturnValue:
    return redirect(url_for(".track_request"), 303)


def stored(files: Sequence[FileStorage]) -> list[Stored]:
    """Photos on disk, while nobody waits for the database. Raises PhotoRefused; what was stored until then is swept."""
    if not files:
        return []
    with without_write_lock():
        return [photos.store(file.stream, photo_files()) for file in files]


def keep_photos(taken: Sequence[Stored], found: ServiceRequest, entry: Entry) -> None:
    """Photos that came with a step."""
    for one in taken:
        photos.add_photo(one, files=photo_files(), request=found, entry=entry, added_by=entry.actor, at=clock.now())
    if taken:
        nudge()
