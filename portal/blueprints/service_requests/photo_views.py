"""Photos of a form: sent one by one with a progress bar, or together without scripts."""

from collections.abc import Sequence
from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from portal import clock
from portal.access import public as open_to_all
from portal.attachments import photo_files
from portal.blueprints.service_requests import public, staff
from portal.blueprints.service_requests.attachment_views import picture
from portal.blueprints.service_requests.filling import (
    Filling,
    draft_at_hand,
    draft_or_visitor,
    filling,
    go_on,
    hold,
    private,
)
from portal.blueprints.service_requests.paper_views import too_many_at_once
from portal.db import db, without_write_lock
from portal.domain.errors import NotFound
from portal.domain.service_requests import photos as photo_domain
from portal.domain.service_requests.attachments import Attachment
from portal.domain.service_requests.photos import (
    MOST_PHOTOS,
    Stored,
    add_photo,
    everything_of,
    photos_of,
    room_for,
    store,
)
from portal.domain.service_requests.picture_kinds import MOST_BYTES, PhotoRefused
from portal.domain.service_requests.workflow import Actor
from portal.errors import refuse
from portal.extensions import limiter
from portal.forms import sought
from portal.fragments import wants_fragment
from portal.worker import nudge

# A form may be refilled a few times; behind one address a whole estate may sit.
PHOTOS_OF_ADDRESS = "600 per hour"
PHOTOS_OF_FORM = "40 per hour"
WITH_PHOTOS = {public.name, staff.name}
# What one sending of several photos may weigh; without scripts they come together.
MOST_TOGETHER = MOST_PHOTOS * MOST_BYTES + 1024 * 1024
# How much of a larger one is read away, so that the browser gets to see the answer rather than a broken connection.
MOST_READ_AWAY = 700 * 1024 * 1024


@public.get("/services/<slug>/apply/photos")
@open_to_all
def photos(slug: str) -> ResponseReturnValue:
    return _photos(filling(slug))


@public.post("/services/<slug>/apply/photos")
@limiter.limit(PHOTOS_OF_ADDRESS)
@limiter.limit(PHOTOS_OF_FORM, key_func=draft_or_visitor)
@open_to_all
def add_photos(slug: str) -> ResponseReturnValue:
    """Each file is taken or refused for itself; those taken stay, whatever happens to the next."""
    filling(slug)
    with without_write_lock():
        stored = [_stored(file) for file in request.files.getlist("photo") if file.filename]
    begun = filling(slug)
    problems = [sentence for one in stored if (sentence := _add(begun, one))]
    db.session.commit()
    nudge()
    if problems or wants_fragment():
        return hold(_photos(begun, problems, 422 if problems else 200))
    return go_on(url_for(".photos", slug=slug))


@public.post("/services/<slug>/apply/photos/<key>/removal")
@open_to_all
def remove_photo(slug: str, key: str) -> ResponseReturnValue:
    begun = filling(slug)
    gone = photo_domain.remove(_of_draft(begun, key))
    db.session.commit()
    photo_files().remove(gone)
    return go_on(url_for(".photos", slug=slug))


@public.get("/services/<slug>/apply/photos/<key>")
@open_to_all
def draft_photo(slug: str, key: str) -> ResponseReturnValue:
    """For the phone it came from: at once, as it came, and smaller as soon as the worker has made it anew."""
    draft = draft_at_hand(slug)
    photo = next((one for one in everything_of(draft) if one.key == key), None) if draft else None
    if photo is None:
        raise NotFound(_("没有这张照片，可能已经去掉了。"))
    return picture(photo, as_it_came=True)


@public.app_url_value_preprocessor
def take_larger_bodies(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Several photos may come together. Decided before anything reads the form, the check of its token among them."""
    if request.blueprint in WITH_PHOTOS and request.mimetype == "multipart/form-data":
        request.max_content_length = MOST_TOGETHER


@public.errorhandler(413)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """More than is taken at once: the page of photos again, with those that are there."""
    _read_away()
    if request.endpoint == "service_requests.say_papers":
        return too_many_at_once((request.view_args or {})["slug"])
    if request.endpoint != "service_requests.add_photos":
        return refuse(413)
    problem = _("一次传得太多了。最多 6 张，每张不超过 20 MB；请少选几张再传。")
    return _photos(filling((request.view_args or {})["slug"]), [problem], 413)


def _read_away() -> None:
    """A browser that is still sending shows no answer: take the rest in and keep nothing of it."""
    left = request.content_length or 0
    if left > MOST_READ_AWAY:
        return
    while left > 0 and (piece := request.environ["wsgi.input"].read(min(left, 256 * 1024))):
        left -= len(piece)


def _stored(file: FileStorage) -> Stored | str:
    """The file on disk, or a sentence why it is not taken."""
    try:
        return store(file.stream, photo_files())
    except PhotoRefused as refusal:
        return _("“%(name)s”没有收下：%(why)s", name=sought(file.filename or "", 30), why=str(refusal))


def _add(begun: Filling, stored: Stored | str) -> str:
    if isinstance(stored, str):
        return stored
    try:
        add_photo(stored, files=photo_files(), draft=begun.draft, added_by=Actor.RESIDENT, at=clock.now())
    except PhotoRefused as refusal:
        return str(refusal)
    return ""


def _photos(begun: Filling, problems: Sequence[str] = (), status: int = 200) -> Response:
    added = photos_of(begun.draft)
    room = room_for(draft=begun.draft)
    context = {"begun": begun, "photos": added, "room": room, "problems": list(dict.fromkeys(problems))}
    context |= {"most_bytes": MOST_BYTES, "onward": begun.after("photos"), "step": begun.step("photos")}
    return private("_photos.html" if wants_fragment() else "photos.html", status, **context)


def _of_draft(begun: Filling, key: str) -> Attachment:
    photo = next((one for one in photos_of(begun.draft) if one.key == key), None)
    if photo is None:
        raise NotFound(_("没有这张照片，可能已经去掉了。"))
    return photo
